"""Years of residents that are paid and have not begun, requests for their money, and a channel that gives it back."""

import pytest

from accounts.models import Person, User
from insurance.gateways.channels.protocol import RefundState as Answer
from insurance.models import Bill, Declaration
from insurance.rules.refunds import RefundReason
from insurance.services import declarations, refund_requests, refunds
from tests.factories.clock import NOW, TODAY
from tests.factories.contributions import RESIDENT
from tests.factories.money import CHANNEL, area_with_rules, issued, ordered, said, told
from tests.factories.parties import UserFactory


class GivingBank:
    """A channel that answers as it is told when it is to give money back."""

    def __init__(self, answer: Answer | Exception):
        self.answer = answer
        self.asked = []

    def refund(self, refund) -> Answer:
        self.asked.append(refund)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def giving_bank(monkeypatch: pytest.MonkeyPatch, answer: Answer = Answer.DONE) -> GivingBank:
    """Let refunds go through a bank of the test; what it answers may be changed."""
    bank = GivingBank(answer)
    monkeypatch.setattr(refunds, "channel_of", {CHANNEL: bank}.get)
    return bank


def paid_year(person: Person, *, payer: Person | None = None, month: str = "2027-01") -> Bill:
    """Return the bill of a resident's year of 400 yuan, paid by an order of their own or of somebody else."""
    area_with_rules()
    [bill] = issued(person, month, parts=RESIDENT, kind="yearly")
    payment = ordered([bill])
    if payer:
        payment.person = payer
        payment.save(update_fields=["person"])
    told(said(payment))
    bill.refresh_from_db()
    return bill


def asked(
    user: User, bill: Bill, reason=RefundReason.OTHER_SCHEME, text="", *, at=NOW, on=TODAY, **also
) -> Declaration:
    """Let a citizen ask for the money of a bill."""
    return refund_requests.ask_refund(bill, reason=reason, text=text, actor=user, at=at, on=on, **also)


def decided(request: Declaration, *, clerk: User | None = None, at=NOW, on=TODAY):
    """Let a clerk accept a request; return the refund that it led to."""
    part = request.parts.get()
    clerk = clerk or UserFactory(clerk=True, agency=part.agency)
    declarations.accept(part.pk, actor=clerk, version=part.version, at=at, on=on)
    return request.refunds.get()
