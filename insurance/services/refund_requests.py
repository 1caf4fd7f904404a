"""退费申请: a person asks money back; the bill is held while it is looked at, so that of two who ask at once one is told.

Locks: the declaration, the people of its line, then the bill. Who proposes a refund without a request locks the bill too.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.errors import refuse_if_any
from insurance.models.bills import Bill
from insurance.models.declarations import Declaration
from insurance.rules.kinds import DeclarationKind
from insurance.rules.refunds import RefundReason
from insurance.selectors.closing import declared_on
from insurance.selectors.refund_requests import Asking, asking
from insurance.services import attachments, declarations, refunds, unit_declarations
from insurance.services.attachments import Upload
from insurance.services.declarations import LineDraft
from insurance.services.enrolments import hold_people


@transaction.atomic
def ask_refund(
    bill: Bill,
    *,
    reason: RefundReason,
    text: str,
    actor: User,
    at: datetime,
    on: date,
    files: Iterable[Upload] = (),
    number: str = "",
) -> Declaration:
    """Submit that a person wants the money of a bill back that they may ask for; ``number`` one that was sent back.

    Raises RulesBroken with what ``declaration_kinds.refund.problems`` finds, R014 for a file that cannot be taken.
    """
    found = attachments.check(files)
    refuse_if_any(unit_declarations.faults_of_files(found))
    person = Person.objects.get(pk=actor.person_id)
    bill = Bill.objects.select_related("assessment__area", "assessment__person").get(pk=bill.pk)
    lines = [LineDraft(person=bill.assessment.person, insurances=())]
    details = details_of(asking(bill, on=on, asker_id=person.pk), reason, text)
    if number:
        declaration = declarations.rewrite(number, lines, actor=actor, at=at, details=details)
    else:
        declaration = declarations.draft(
            DeclarationKind.REFUND,
            lines,
            area=bill.assessment.area,
            person=person,
            actor=actor,
            at=at,
            details=details,
        )
    attachments.keep(declaration, found.clean, actor=actor, at=at)
    hold_people(declaration)
    list(Bill.objects.filter(pk=bill.pk).select_for_update(of=("self",)).values_list("pk"))
    return declarations.submit(declaration.number, actor=actor, at=at, on=on)


def details_of(found: Asking, reason: RefundReason, text: str) -> dict:
    """Return the answers of a request, with the amount that was shown."""
    return {
        "bill": found.bill.number,
        "reason": str(reason),
        "text": text.strip(),
        "amount_fen": found.amount_fen,
    }


def channel_back(found: Asking) -> str:
    """Return the channel through which the money of a bill would go back today."""
    return refunds.channel_back(found.way, found.amount_fen)


def asked_on(request: Declaration | None, *, on: date) -> date:
    """Return the day that decides whether the cover has begun: that of the first submission, ``on`` for a new request."""
    return declared_on(request, on) if request else on
