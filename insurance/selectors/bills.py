"""征集单: the bills of one payer as a list, what is still to be paid on each and what that costs on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Greatest

from accounts.models.parties import Person, Unit
from accounts.rules.errors import RuleBroken
from insurance.models.bills import Bill
from insurance.models.policy import PoolingArea
from insurance.rules.allocation import BillDebt, owed
from insurance.rules.bill_standing import BillStanding, Shelf, bill_standing, pay_until
from insurance.rules.kinds import AssessmentKind, BillState
from insurance.rules.late_fee import LateFeeRule
from insurance.rules.months import Month
from insurance.selectors.debts import PAYABLE, debts_of
from insurance.selectors.key_pages import KeyPage, key_page
from insurance.selectors.policy import late_fee_rule_on

PAGE_ROWS = 20
A_FORTNIGHT = timedelta(days=14)
"""Holidays move a due day by less; what lies further on has another reason."""

BEHIND = 10**15
"""What lifts the place of a bill that asks for nothing above every key of one that does."""


ON_ITS_WAY = Q(state=BillState.ISSUED, paid_on__isnull=False)
ASKS = Q(state__in=PAYABLE) & Q(unit_total_fen__gt=-F("own_total_fen")) & ~ON_ITS_WAY
DONE = Q(state__in=(BillState.PAID, BillState.CANCELLED, BillState.WRITTEN_OFF))
SHELVES = {Shelf.TO_PAY: ASKS, Shelf.DONE: DONE, Shelf.TO_COME: ~ASKS & ~DONE}

PLACE = Case(
    When(ASKS, then=F("pk")),
    When(~DONE, then=Value(2 * BEHIND) - F("pk")),
    default=Value(3 * BEHIND) - F("pk"),
    output_field=BigIntegerField(),
)
"""The order of the list: what asks for money with the oldest first, as money pays it; then the newest first."""


class Cost(NamedTuple):
    """What all of a bill costs on a day, in fen."""

    principal_fen: int
    late_fee_fen: int

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.late_fee_fen


NOTHING = Cost(0, 0)


def cost_of(debt: BillDebt, *, on: date, rule: LateFeeRule | None) -> Cost:
    """Return what paying all of a bill on a day costs; without a rule in force no late fee can be told."""
    shares = owed(debt, settled_on=on, rule=rule)
    return Cost(sum(share.principal_fen for share in shares), sum(share.late_fee_fen for share in shares))


@dataclass(frozen=True)
class BillRow:
    """One bill of the list. ``corrects`` is the number of the bill whose month it corrects, empty for none;
    ``held_by`` the number of the live order that may still pay it; ``last_on`` the last day on which it is paid in time.
    """

    bill: Bill
    cost: Cost
    standing: BillStanding
    corrects: str
    held_by: str
    last_on: date | None

    @property
    def month(self) -> date:
        return self.bill.assessment.month

    @property
    def kind(self) -> AssessmentKind:
        return AssessmentKind(self.bill.assessment.kind)


@dataclass(frozen=True)
class Due:
    """What all bills of a payer that ask for money cost today. ``rule`` is None where none of late fees is in force."""

    to_pay: Cost
    count: int
    overdue: Cost
    overdue_count: int
    next_due_on: date | None
    rule: LateFeeRule | None


@dataclass(frozen=True)
class BillsPage:
    """One page of a payer's bills; ``counts`` says how many stand on each shelf in the year asked for."""

    rows: list[BillRow]
    page: KeyPage
    counts: dict[Shelf, int]
    years: list[int]
    due: Due


def bills_of(payer: Unit | Person) -> QuerySet[Bill]:
    """Return the bills of a unit, or of a person who pays alone."""
    return Bill.objects.filter(**{f"assessment__{'unit' if isinstance(payer, Unit) else 'person'}": payer})


def with_words(bills: QuerySet[Bill]) -> QuerySet[Bill]:
    """Return bills with what pages write beside them, in the same statement."""
    corrected = Bill.objects.filter(assessment=OuterRef("assessment__corrects"), agency=OuterRef("agency"))
    return bills.select_related("assessment__area", "assessment__corrects").annotate(
        corrects=Subquery(corrected.values("number")[:1]), order_number=F("held_by__number")
    )


def bills_page(
    payer: Unit | Person,
    *,
    on: date,
    shelf: Shelf | None = None,
    year: int | None = None,
    after: int | None = None,
    before: int | None = None,
) -> BillsPage:
    """Return one page of a payer's bills in at most six statements; ``after`` and ``before`` are places in the list."""
    bills = bills_of(payer)
    counted = counts_of(bills)
    costs, due = due_of(counted, on=on)
    chosen = bills.filter(SHELVES[shelf]) if shelf else bills
    chosen = chosen.filter(assessment__month__year=year) if year else chosen
    page = key_page(with_words(chosen).annotate(place=PLACE), key="place", size=PAGE_ROWS, after=after, before=before)
    of_year = [row for row in counted if year in (None, row.year)]
    return BillsPage(
        rows=[row_of(bill, costs.get(bill.pk, NOTHING), on) for bill in page.rows],
        page=page,
        counts={name: sum(row.count for row in of_year if row.shelf == name) for name in Shelf},
        years=sorted({row.year for row in counted}, reverse=True),
        due=due,
    )


def due_now(payer: Unit | Person, *, on: date) -> Due:
    """Return what all bills of a payer that ask for money cost on a day, in at most five statements."""
    return due_of(counts_of(bills_of(payer)), on=on)[1]


class Counted(NamedTuple):
    """How many bills of a year stand on a shelf; of those that ask for money the keys and, beside them, last days."""

    year: int
    shelf: str
    area_id: int
    count: int
    ids: list[int]
    last_days: list[date | None]


def counts_of(bills: QuerySet[Bill]) -> list[Counted]:
    """Return how many bills there are, one statement."""
    shelf = Case(*(When(condition, then=Value(str(name))) for name, condition in SHELVES.items()))
    asking = {"filter": ASKS, "order_by": "pk"}
    rows = (
        bills.order_by()
        .annotate(shelf=shelf, last_on=Greatest("due_on", "deferred_until"))
        .values_list("assessment__month__year", "shelf", "assessment__area_id")
        .annotate(count=Count("pk"), ids=ArrayAgg("pk", **asking), last_days=ArrayAgg("last_on", **asking))
    )
    return [Counted(*columns, ids or [], days or []) for *columns, ids, days in rows]


def due_of(counted: list[Counted], *, on: date) -> tuple[dict[int, Cost], Due]:
    """Return what each bill that asks for money costs on a day, and all of them together; at most four statements."""
    lasts = {pk: last for row in counted for pk, last in zip(row.ids, row.last_days, strict=True)}
    if not lasts:
        return {}, Due(NOTHING, 0, NOTHING, 0, None, None)
    rule = rule_in_force(counted[0].area_id, on)
    costs = {pk: cost_of(debt, on=on, rule=rule) for pk, debt in debts_of(lasts).of.items()}
    late = [pk for pk, last in lasts.items() if last is not None and last < on]
    ahead = [last for last in lasts.values() if last is not None and last >= on]
    return costs, Due(
        to_pay=summed(costs.values()),
        count=len(lasts),
        overdue=summed(costs[pk] for pk in late),
        overdue_count=len(late),
        next_due_on=min(ahead, default=None),
        rule=rule,
    )


def rule_in_force(area_id: int, on: date) -> LateFeeRule | None:
    """Return how late fees count on a day; None where no rule is in force, so that none can be told."""
    try:
        return late_fee_rule_on(PoolingArea(pk=area_id), on)
    except RuleBroken:
        return None


def summed(costs: Iterable[Cost]) -> Cost:
    """Return several costs as one."""
    costs = list(costs)
    return Cost(sum(one.principal_fen for one in costs), sum(one.late_fee_fen for one in costs))


def row_of(bill: Bill, cost: Cost, on: date) -> BillRow:
    """Return a bill as a row of the list."""
    return BillRow(
        bill=bill,
        cost=cost,
        standing=standing_of(bill, on=on),
        corrects=bill.corrects or "",
        held_by=bill.order_number or "",
        last_on=pay_until(bill.due_on, bill.deferred_until),
    )


def standing_of(bill: Bill, *, on: date) -> BillStanding:
    """Return where a bill stands on a day."""
    return bill_standing(
        bill.state,
        total_fen=bill.total_fen,
        due_on=bill.due_on,
        deferred_until=bill.deferred_until,
        paid_on=bill.paid_on,
        on=on,
    )


def moved_from(bill: Bill, rule: LateFeeRule | None) -> date | None:
    """Return the day of the month on which a bill would be due if that were no day off; None where it was not moved."""
    if rule is None or bill.due_on is None or bill.assessment.kind != AssessmentKind.REGULAR:
        return None
    named = Month.of(bill.assessment.month).day(rule.due_day)
    return named if rule.roll and named < bill.due_on <= named + A_FORTNIGHT else None
