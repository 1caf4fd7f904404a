"""退费申请: what a person may ask back of a bill, who asked already, and what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models.parties import Person
from accounts.rules.errors import RuleBroken
from insurance.models.bills import Bill
from insurance.models.declarations import Declaration, DeclarationPart
from insurance.models.payments import PaymentItem
from insurance.models.refunds import Refund
from insurance.rules.kinds import AssessmentKind, DeclarationKind
from insurance.rules.refunds import OPEN_REFUNDS, RefundState, cover_began
from insurance.rules.workflow import State
from insurance.selectors.debts import PAYABLE
from insurance.selectors.refunds import Way, is_spoken_for, refundable_fen, way_of
from insurance.selectors.under_way import UNDER_WAY


def bills_of_asker(person_id: int) -> QuerySet[Bill]:
    """Return the bills of which a person may ask money back: their own, and those an order of theirs has paid."""
    paid = PaymentItem.objects.filter(
        bill=OuterRef("pk"), payment__person=person_id, payment__credited_on__isnull=False
    )
    return Bill.objects.filter(Q(assessment__person=person_id) | Exists(paid))


def bill_asked(declaration: Declaration) -> Bill:
    """Return the bill that a request is about."""
    return Bill.objects.select_related("assessment__area").get(number=declaration.details["bill"])


def requests_waiting(
    bill: Bill, *, asker_id: int | None = None, besides: Declaration | None = None
) -> list[Declaration]:
    """Return the undecided requests for a refund of a person's bill, found by that person; units send none.

    One that was sent back waits for whoever sent it, ``asker_id``, and keeps nobody else from the money: who never
    corrects it, or has died, holds no bill for ever.
    """
    if bill.assessment.person_id is None:
        return []
    about = {"declaration__lines__person": bill.assessment.person_id, "declaration__details__bill": bill.number}
    parts = parts_waiting().filter(**about).select_related("declaration")
    decided_here = ~Q(state=State.RETURNED) | Q(declaration__person=asker_id or 0)
    if besides and besides.pk:
        parts = parts.exclude(declaration=besides)
    return [part.declaration for part in parts.filter(decided_here).order_by("pk")]


def parts_waiting() -> QuerySet[DeclarationPart]:
    """Return the open parts of all requests for a refund, those that were sent back among them."""
    return DeclarationPart.objects.filter(declaration__kind=DeclarationKind.REFUND, state__in=UNDER_WAY)


def asked_back(bills: Collection[Bill]) -> set[int]:
    """Return the keys of the bills whose money a person has asked back and not been answered; one statement, and none where
    no bill is a person's."""
    of_people = [bill for bill in bills if bill.assessment.person_id]
    numbers = set(parts_waiting().values_list("declaration__details__bill", flat=True)) if of_people else set()
    return {bill.pk for bill in of_people if bill.number in numbers}


def on_the_way_back(bills: Collection[Bill]) -> set[int]:
    """Return the keys of the bills whose money was asked back, or is to be given back; two statements."""
    proposed = Refund.objects.filter(bill__in=bills, state__in=OPEN_REFUNDS)
    return asked_back(bills) | set(proposed.values_list("bill", flat=True))


def may_ever_ask(bill: Bill) -> bool:
    """Return whether a person may ask back what can be given back of a bill: everything but the credit note that takes a
    year back, which the office gives back by itself."""
    if bill.assessment.person_id is None:
        return False
    if bill.total_fen < 0:
        return bill.state in PAYABLE and not takes_a_year_back(bill)
    return True


def takes_a_year_back(bill: Bill) -> bool:
    """Return whether a credit note takes back the yearly payment of a resident."""
    about = bill.assessment
    return about.kind == AssessmentKind.REFUND and about.lines.filter(resident_own__isnull=False).exists()


def last_refund(bill: Bill) -> Refund | None:
    """Return the refund of a bill that tells most: the newest one, but a rejected one only where there is no other.

    Once it is approved, a year's is of the credit note that takes the year back.
    """
    taken_back = Q(bill__assessment__corrects=bill.assessment_id, bill__assessment__kind=AssessmentKind.REFUND)
    about = Refund.objects.filter(Q(bill=bill) | (taken_back & Q(bill__agency=bill.agency)))
    return telling(about)


def refund_of(declaration: Declaration) -> Refund | None:
    """Return the refund that tells most of a request; None while it waits."""
    return telling(declaration.refunds)


def telling(refunds: QuerySet[Refund]) -> Refund | None:
    in_order = refunds.annotate(was_rejected=Q(state=RefundState.REJECTED)).order_by("was_rejected", "-pk")
    return in_order.select_related("request", "payment").first()


@dataclass(frozen=True)
class Asking:
    """How a bill stands for who asks money back: what comes back, the way it came in, what stands against it.

    ``waiting`` is an undecided request, ``refund`` the newest refund.
    """

    bill: Bill
    amount_fen: int
    way: Way
    obstacle: RuleBroken | None
    waiting: Declaration | None
    refund: Refund | None

    def payer_is(self, person: Person) -> bool:
        """Return whether the money goes back to this person, as far as anybody knows who paid."""
        payment = self.way.payment
        if payment is None:
            return self.bill.assessment.person_id == person.pk
        return payment.person_id == person.pk


def asking(bill: Bill, *, on: date, asker_id: int | None, besides: Declaration | None = None) -> Asking:
    """Return how a bill stands for the person who asks money back on a day; ``besides`` is the request that is corrected.

    What stands against it is one of refund.asked_already, refund.under_way, refund.office_repeats, refund.not_refundable,
    refund.bill_held, refund.year_began.
    """
    waiting, last = requests_waiting(bill, asker_id=asker_id, besides=besides), last_refund(bill)
    left = refundable_fen(bill) if may_ever_ask(bill) else 0
    return Asking(
        bill=bill,
        amount_fen=left,
        way=way_of(bill),
        obstacle=RuleBroken("refund.asked_already") if waiting else obstacle(bill, last, left, on=on),
        waiting=waiting[0] if waiting else None,
        refund=last,
    )


def obstacle(bill: Bill, last: Refund | None, left: int, *, on: date) -> RuleBroken | None:
    """Return what stands against giving ``left`` fen of a bill back that nobody has asked for yet; None for nothing."""
    if is_spoken_for(bill=bill.pk) or (last and last.state in OPEN_REFUNDS):
        return RuleBroken("refund.under_way")
    if last and last.state == RefundState.FAILED:
        return RuleBroken("refund.office_repeats")
    if not left:
        return RuleBroken("refund.not_refundable")
    if bill.held_by_id:
        return RuleBroken("refund.bill_held")
    if bill.total_fen > 0 and cover_began(bill.assessment.month, on=on):
        return RuleBroken("refund.year_began", first_day=bill.assessment.month)
    return None
