"""The money of a back payment: its assessments and bills, and their end when nobody pays them in time.

One assessment and one bill for each month, so that what is credited counts for its month. The base is that of the payment,
so a bill can be paid for some days only and lapses after them.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.services import audit, notices
from insurance.models.assessments import Assessment, ContributionLine
from insurance.models.bills import Bill
from insurance.models.declarations import DeclarationLine, DeclarationPart
from insurance.rules.back_payment import payable_until
from insurance.rules.kinds import AGENCY_OF, AssessmentKind, BillState, DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.postings import PostingKind
from insurance.selectors.area_policy import area_policy
from insurance.selectors.contributions import OWN_COLUMN
from insurance.selectors.debts import debts_of
from insurance.services.books import hold_books
from insurance.services.ledger import Entry, charge_bills, write

BASE_COLUMN = {Insurance.PENSION: "hrss_base_fen", Insurance.MEDICAL: "medical_base_fen"}


def assess_back_payment(part: DeclarationPart, line: DeclarationLine, months: Sequence[Month], *, at: datetime) -> date:
    """Assess the months of an accepted back payment and issue their bills; return the last day they can be paid.

    The books are held by the caller. Amounts are those of the quote, which still held when the part was accepted.
    """
    on, insurance = part.effective_on, Insurance(line.insurances[0])
    due_on = payable_until(area_policy(part.declaration.area_id), on)
    bills = [
        bill_of(assessed(part, line, insurance, month), insurance, amount)
        for month, amount in zip(months, line.details["amounts_fen"], strict=True)
    ]
    issue_until([bill.pk for bill in bills], due_on=due_on, at=at, on=on)
    return due_on


def assessed(part: DeclarationPart, line: DeclarationLine, insurance: Insurance, month: Month) -> Assessment:
    """Write the assessment of one month with its line."""
    position = line.details["months"].index(str(month))
    assessment = Assessment.objects.create(
        area_id=part.declaration.area_id,
        person_id=line.person_id,
        month=month.first_day,
        kind=AssessmentKind.BACK_PAYMENT,
        made_by=part,
    )
    amounts = {
        BASE_COLUMN[insurance]: line.details["bases_fen"][position],
        OWN_COLUMN[insurance]: line.details["amounts_fen"][position],
    }
    ContributionLine.objects.create(assessment=assessment, person_id=line.person_id, month=month.first_day, **amounts)
    return assessment


def bill_of(assessment: Assessment, insurance: Insurance, amount_fen: int) -> Bill:
    return Bill.objects.create(
        assessment=assessment, agency=AGENCY_OF[insurance], unit_total_fen=0, own_total_fen=amount_fen
    )


def issue_until(bill_ids: Collection[int], *, due_on: date, at: datetime, on: date) -> None:
    """Issue bills that can be paid up to a day of their own, and charge them."""
    Bill.objects.filter(pk__in=bill_ids).update(state=BillState.ISSUED, due_on=due_on, issued_on=on)
    charge_bills(bill_ids, at=at, on=on)


# Nobody paid ----------------------------------------------------------------------------------------------------------


def lapsed_bills(on: date) -> QuerySet[Bill]:
    """Return the bills that cannot be paid any more on a day, whether they have been cancelled yet or an order holds them."""
    return Bill.objects.filter(
        assessment__kind=AssessmentKind.BACK_PAYMENT,
        assessment__made_by__declaration__kind=DeclarationKind.BACK_PAYMENT,
        state=BillState.ISSUED,
        due_on__lt=on,
    )


def lapsed(on: date) -> list[int]:
    """Return the keys of the parts of which a bill could not be paid any more on a day and no order still may pay it."""
    bills = lapsed_bills(on).filter(held_by=None)
    return list(bills.values_list("assessment__made_by", flat=True).distinct().order_by("assessment__made_by"))


@transaction.atomic
def lapse(part_id: int, *, at: datetime, on: date) -> int:
    """Cancel the bills of a back payment that were not paid in time; return how many.

    A bill that an order may still pay, or of which a part is paid, stays. The months can be quoted again.
    """
    part = DeclarationPart.objects.select_related("declaration__person").get(pk=part_id)
    area_id = part.declaration.area_id
    hold_books(area_id)
    bills = Bill.objects.filter(assessment__made_by=part, state=BillState.ISSUED, due_on__lt=on, held_by=None)
    keys = list(bills.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    if not keys:
        return 0
    entries = [
        Entry(PostingKind.CANCELLATION, amount, insurance=insurance, bill_id=bill_id)
        for bill_id, debt in debts_of(keys).of.items()
        for insurance, amount in debt.open_fen.items()
    ]
    write(area_id, entries, at=at, on=on)
    Bill.objects.filter(pk__in=keys).update(state=BillState.CANCELLED)
    audit.record(None, "back_payment.lapsed", part.declaration, at=at, bills=len(keys))
    notices.tell_person(
        part.declaration.person,
        "back_payment_lapsed",
        at=at,
        link="/me/back-payment/",
        number=part.declaration.number,
    )
    return len(keys)
