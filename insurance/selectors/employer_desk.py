"""The desk of a unit: its month, its numbers, and what will not wait."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, Subquery, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Greatest

from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules.roles import OperatorRight
from insurance.models.assessments import Assessment
from insurance.models.bills import Bill
from insurance.models.declarations import DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import AssessmentKind, DeclarationKind
from insurance.rules.months import Month
from insurance.rules.notification import registered_by, told_by
from insurance.rules.workdays import WorkCalendar
from insurance.rules.workflow import OPEN_STATES, State
from insurance.selectors.bills import ASKS, ON_ITS_WAY
from insurance.selectors.contributions import UNPAID
from insurance.selectors.unit_limits import Waiting, waiting_for
from insurance.selectors.unit_window import UnitWindow, unit_window

BILLS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open declaration of the unit; ``agencies`` are those whose parts are in ``state``.

    ``person`` is the first of its people, None for one about the unit itself. ``event_on`` is the earliest end of an
    employment it declares, or the earliest first day of work, ``tell_by`` the last day on which that is told in time,
    ``late`` whether it has passed. ``answer_by`` is when the agencies answer.
    """

    number: str
    kind: str
    agencies: tuple[str, ...]
    state: str
    person: str | None
    more_people: int
    event_on: date | None
    tell_by: date | None
    late: bool
    answer_by: date | None

    @property
    def begins(self) -> bool:
        """Whether people join by it."""
        return self.kind == DeclarationKind.INCREASE


@dataclass(frozen=True, slots=True)
class DeskBill:
    """What the unit owes one agency for a month, in fen. ``due_on``: its last day, deferral counted; ``overdue``: that has
    passed and it is not paid. ``order`` is the number of the live order that may still pay it."""

    number: str
    month: date
    agency: str
    state: str
    total: int
    paid: int
    due_on: date | None
    credited_on: date | None
    overdue: bool
    order: str | None


@dataclass(frozen=True, slots=True)
class DeskBills:
    """``shown``: this month's bills and the oldest unpaid ones; ``overdue`` of all unpaid ones, and what is open on them in
    fen, late fees not counted."""

    shown: list[DeskBill]
    overdue: int
    overdue_fen: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many people: insured now, joined in this month, no longer charged from this month on."""

    staff: int
    joined: int
    left: int


@dataclass(frozen=True)
class Desk:
    """Everything the desk shows."""

    window: UnitWindow
    numbers: Numbers
    open_cases: int
    returned: list[OpenCase]
    drafts: list[OpenCase]
    waiting: Waiting
    bills: DeskBills


def employer_desk(unit: Unit, *, on: date) -> Desk:
    """Return the desk in six statements."""
    window = unit_window(unit, on=on)
    cases = open_cases(unit, window.calendar, on=on)
    return Desk(
        window=window,
        numbers=numbers(unit, on=on),
        open_cases=len({case.number for case in cases}),
        returned=[case for case in cases if case.state == State.RETURNED],
        drafts=[case for case in cases if case.state == State.DRAFT],
        waiting=waiting_for(unit, window.calendar, on=on),
        bills=bills(unit, on=on),
    )


def numbers(unit: Unit, *, on: date) -> Numbers:
    """Return the unit's numbers of people, one statement."""
    month = Month.of(on).first_day
    people = (
        Enrolment.objects.filter(unit=unit)
        .values("person_id")
        .annotate(
            first=Min("first_month"), last=Max("stop_month"), runs=BoolOr(Q(stop_month=None) | Q(stop_month__gt=month))
        )
    )
    counted = people.aggregate(
        staff=Count("person_id", filter=Q(runs=True)),
        joined=Count("person_id", filter=Q(runs=True, first=month)),
        left=Count("person_id", filter=Q(runs=False, last=month)),
    )
    return Numbers(**counted)


def open_cases(unit: Unit, calendar: WorkCalendar, *, on: date) -> list[OpenCase]:
    """Return the unit's open declarations, once for each state of their parts; whose limit ends first is on top."""
    lines = DeclarationLine.objects.filter(declaration=OuterRef("declaration_id")).order_by("position")
    of_all = lines.order_by().values("declaration")
    parts = (
        DeclarationPart.objects.filter(declaration__unit=unit, state__in=OPEN_STATES)
        .values("declaration_id", "declaration__number", "declaration__kind", "state")
        .annotate(
            agencies=ArrayAgg("agency", order_by="agency"),
            answer_by=Max("due_on"),
            person=Subquery(lines.values("person__name")[:1]),
            people=Coalesce(Subquery(of_all.annotate(n=Count("pk")).values("n")), 0),
            ended_on=Subquery(of_all.annotate(first=Min("ended_on")).values("first")),
            started_on=Subquery(of_all.annotate(first=Min(KT("details__started_on"))).values("first")),
        )
    )
    cases = [open_case(row, calendar, on) for row in parts]
    return sorted(cases, key=lambda case: (case.tell_by or date.max, case.number))


def open_case(row: dict, calendar: WorkCalendar, on: date) -> OpenCase:
    event_on, limit = told_of(row, calendar)
    return OpenCase(
        number=row["declaration__number"],
        kind=row["declaration__kind"],
        agencies=tuple(row["agencies"]),
        state=row["state"],
        person=row["person"],
        more_people=max(row["people"] - 1, 0),
        event_on=event_on,
        tell_by=limit,
        late=bool(limit and limit < on),
        answer_by=row["answer_by"],
    )


def told_of(row: dict, calendar: WorkCalendar) -> tuple[date | None, date | None]:
    """Return the day an open case tells of, and by when that is told in time: an end, or a first day of work."""
    if row["ended_on"]:
        return row["ended_on"], told_by(row["ended_on"], calendar)
    if row["declaration__kind"] == DeclarationKind.INCREASE and row["started_on"]:
        started_on = date.fromisoformat(row["started_on"])
        return started_on, registered_by(started_on, calendar)
    return None, None


def bills(unit: Unit, *, on: date) -> DeskBills:
    """Return the bills of this month and those of earlier months that are not credited: these first, the oldest on top."""
    month = Month.of(on).first_day
    of_month = Q(assessment__month=month, assessment__kind=AssessmentKind.REGULAR)
    found = (
        Bill.objects.filter(of_month | ASKS | ON_ITS_WAY, assessment__unit=unit)
        .annotate(
            total=F("unit_total_fen") + F("own_total_fen"),
            last_on=Greatest("due_on", "deferred_until"),
            order=F("held_by__number"),
        )
        .order_by(Case(When(state__in=UNPAID, then=0), default=1), "assessment__month", "agency", "pk")
        .values_list(
            "number", "assessment__month", "agency", "state", "total", "paid_fen", "last_on", "credited_on", "order"
        )
    )
    rows = [desk_bill(row, on) for row in found]
    overdue = [row for row in rows if row.overdue]
    return DeskBills(shown(rows, month), len(overdue), sum(row.total - row.paid for row in overdue))


def shown(rows: list[DeskBill], month: date) -> list[DeskBill]:
    """Return the rows that the desk has room for: those of the month, and as many before them as fit."""
    current = [row for row in rows if row.month == month]
    room = max(BILLS_SHOWN - len(current), 0)
    oldest = [row for row in rows if row.month != month][:room]
    return [row for row in rows if row in oldest or row in current]


def desk_bill(row: tuple, on: date) -> DeskBill:
    *facts, state, total, paid, due_on, credited_on, order = row
    overdue = state in UNPAID and paid < total and due_on is not None and due_on < on
    return DeskBill(*facts, state, total, paid, due_on, credited_on, overdue, order)


def month_to_bill(unit: Unit, *, on: date) -> Month:
    """Return the month the next bill is for: this one, or the next when this one has been assessed."""
    month = Month.of(on)
    assessed = Assessment.objects.filter(unit=unit, month=month.first_day, kind=AssessmentKind.REGULAR).exists()
    return month + 1 if assessed else month


def who_may(unit: Unit, right: OperatorRight) -> list[str]:
    """Return the names of the unit's operators who hold a right."""
    holders = User.objects.filter(unit=unit, is_active=True, rights__contains=[right])
    return list(holders.order_by("pk").values_list("name", flat=True))
