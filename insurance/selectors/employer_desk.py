"""The desk of a unit: its month, its numbers, and what will not wait."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery

from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules.roles import OperatorRight
from insurance.models.bills import Bill
from insurance.models.declarations import DeclarationLine, DeclarationPart, UnitRequest
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import AssessmentKind
from insurance.rules.months import Month
from insurance.rules.notification import told_by
from insurance.rules.workdays import WorkCalendar
from insurance.rules.workflow import OPEN_STATES, State
from insurance.selectors.contributions import UNPAID
from insurance.selectors.unit_window import UnitWindow, unit_window

BILLS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open declaration of the unit; ``agencies`` are those whose parts are in ``state``.

    ``tell_by`` is the last day on which its earliest end is told in time, ``late`` whether it has passed.
    """

    number: str
    agencies: tuple[str, ...]
    state: str
    person: str
    more_people: int
    ended_on: date | None
    tell_by: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Request:
    """An employee's request that waits for the unit."""

    number: str
    person: str
    reason: str
    stop_month: date
    asked_on: date
    due_on: date
    working_days_left: int


@dataclass(frozen=True, slots=True)
class DeskBill:
    """What the unit owes one agency for a month, in fen. ``overdue``: its due day has passed and it is not paid."""

    month: date
    agency: str
    state: str
    total: int
    paid: int
    due_on: date | None
    credited_on: date | None
    overdue: bool


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
    requests: list[Request]
    bills: list[DeskBill]


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
        requests=waiting_requests(unit, window.calendar, on=on),
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
    counted = lines.order_by().values("declaration").annotate(n=Count("pk")).values("n")
    parts = (
        DeclarationPart.objects.filter(declaration__unit=unit, state__in=OPEN_STATES)
        .values("declaration_id", "declaration__number", "state")
        .annotate(
            agencies=ArrayAgg("agency", order_by="agency"),
            person=Subquery(lines.values("person__name")[:1]),
            people=Subquery(counted),
            ended_on=Subquery(lines.order_by("ended_on").values("ended_on")[:1]),
        )
    )
    cases = [open_case(row, calendar, on) for row in parts]
    return sorted(cases, key=lambda case: (case.tell_by or date.max, case.number))


def open_case(row: dict, calendar: WorkCalendar, on: date) -> OpenCase:
    limit = told_by(row["ended_on"], calendar) if row["ended_on"] else None
    return OpenCase(
        number=row["declaration__number"],
        agencies=tuple(row["agencies"]),
        state=row["state"],
        person=row["person"],
        more_people=row["people"] - 1,
        ended_on=row["ended_on"],
        tell_by=limit,
        late=bool(limit and limit < on),
    )


def waiting_requests(unit: Unit, calendar: WorkCalendar, *, on: date) -> list[Request]:
    """Return the employees' requests that wait for the unit's answer, the one due first on top."""
    requests = (
        UnitRequest.objects.filter(unit=unit, answer=UnitRequest.Answer.PENDING)
        .order_by("due_on", "pk")
        .values_list(
            "declaration__number",
            "declaration__person__name",
            "declaration__lines__reason",
            "declaration__lines__stop_month",
            "asked_at",
            "due_on",
        )
    )
    return [
        Request(number, person, reason, stop_month, asked_at, due_on, calendar.working_days_left(on, due_on))
        for number, person, reason, stop_month, asked_at, due_on in requests
    ]


def bills(unit: Unit, *, on: date) -> list[DeskBill]:
    """Return the bills of this month and the unpaid ones of earlier months, newest first."""
    asked = Q(assessment__month=Month.of(on).first_day) | Q(state__in=UNPAID)
    found = (
        Bill.objects.filter(asked, assessment__unit=unit, assessment__kind=AssessmentKind.REGULAR)
        .annotate(total=F("unit_total_fen") + F("own_total_fen"))
        .order_by("-assessment__month", "agency")
        .values_list("assessment__month", "agency", "state", "total", "paid_fen", "due_on", "credited_on")
    )
    return [desk_bill(row, on) for row in found[:BILLS_SHOWN]]


def desk_bill(row: tuple, on: date) -> DeskBill:
    month, agency, state, total, paid, due_on, credited_on = row
    overdue = state in UNPAID and due_on is not None and due_on < on
    return DeskBill(month, agency, state, total, paid, due_on, credited_on, overdue)


def who_may(unit: Unit, right: OperatorRight) -> list[str]:
    """Return the names of the unit's operators who hold a right."""
    holders = User.objects.filter(unit=unit, is_active=True, rights__contains=[right])
    return list(holders.order_by("pk").values_list("name", flat=True))
