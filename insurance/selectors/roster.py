"""参保人员名单: who is and was insured through a unit, and what is on its way for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Max, Min, Q, QuerySet, Subquery

from accounts.models.parties import IdentityType, Person, Unit, identity_index
from accounts.rules.resident_id import masked
from accounts.rules.typed_number import normalise_number
from insurance.models.declarations import DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.models.policy import BaseBound
from insurance.models.wages import DeclaredWage
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.closing import UNDER_WAY
from insurance.selectors.key_pages import KeyPage, key_page, sorted_page


class Standing(StrEnum):
    """Which part of the roster somebody belongs to."""

    RUNNING = "running"
    STOPPING = "stopping"
    LEFT = "left"
    ALL = "all"


class Sort(StrEnum):
    """The order of the roster: by the number of the person, who came last first, or by name."""

    NUMBER = "number"
    NEWEST = "newest"
    NAME = "name"


class WageState(StrEnum):
    """Whether the unit has declared the wage of somebody for the contribution year."""

    DECLARED = "declared"
    UNDECLARED = "undeclared"


@dataclass(frozen=True)
class RosterFilter:
    """Which people are asked for, and in which order. ``name`` is a part of a name.

    ``joined`` is the first month somebody was charged through the unit, ``left`` the first one not charged any more.
    """

    standing: Standing = Standing.RUNNING
    insurance: int | None = None
    name: str = ""
    joined: Month | None = None
    left: Month | None = None
    employment: str = ""
    wage: WageState | None = None
    sort: Sort = Sort.NUMBER


def filter_as_data(wanted: RosterFilter) -> dict:
    """Return a filter as JSON; never the name that is looked for."""
    said = {
        "standing": wanted.standing,
        "insurance": wanted.insurance,
        "joined": str(wanted.joined or ""),
        "left": str(wanted.left or ""),
        "employment": wanted.employment,
        "wage": wanted.wage,
    }
    return {name: value for name, value in said.items() if value}


def filter_from_data(data: dict) -> RosterFilter:
    """Return the filter that ``filter_as_data`` wrote down."""
    months = {name: Month.parse(data[name]) for name in ("joined", "left") if name in data}
    return RosterFilter(
        standing=Standing(data["standing"]),
        insurance=data.get("insurance"),
        employment=data.get("employment", ""),
        wage=WageState(data["wage"]) if "wage" in data else None,
        **months,
    )


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One person of the unit as a row of the roster.

    ``state`` is insured, stopping or stopped; ``stop_month`` the first month not charged, known or asked for;
    ``declaration`` the number of the reduction under way.
    """

    public_id: str
    name: str
    identity: str
    since: date
    insurances: tuple[Insurance, ...]
    state: str
    stop_month: date | None
    declaration: str


@dataclass(frozen=True)
class RosterPage:
    """A page of the roster; ``counts`` says how many people each standing has under the other filters."""

    entries: list[RosterEntry]
    page: KeyPage
    counts: dict[Standing, int]


def leaving_of(unit: Unit, person: Person | None = None) -> dict[int, tuple[str, date]]:
    """Return number and stop month of the reduction under way, by person."""
    reductions = DeclarationPart.objects.filter(declaration__unit=unit, declaration__kind=DeclarationKind.REDUCTION)
    parts = reductions.filter(state__in=UNDER_WAY)
    if person is not None:
        parts = parts.filter(declaration__lines__person=person)
    lines = parts.order_by("-declaration_id").values_list(
        "declaration__lines__person", "declaration__number", "declaration__lines__stop_month"
    )
    return {person_id: (number, stop_month) for person_id, number, stop_month in lines}


def runs_on(month: date) -> Q:
    """Return which enrolments run on in or after the month that begins with ``month``."""
    return Q(stop_month=None) | Q(stop_month__gt=month)


def people_of(unit: Unit, wanted: RosterFilter, *, on: date) -> QuerySet:
    """Return one row per person of the unit, by ``person_id``, with when they came, whether they run, when they end."""
    runs = runs_on(Month.of(on).first_day)
    segments = Enrolment.objects.filter(unit=unit)
    if wanted.name:
        segments = segments.filter(person__name__icontains=wanted.name)
    people = segments.values("person_id").annotate(
        since=Min("covered_from"),
        first_month_ever=Min("first_month"),
        last_stop=Max("stop_month"),
        is_running=BoolOr(runs),
        is_open=BoolOr(Q(stop_month=None)),
    )
    if wanted.insurance:
        insured_now = Q(insurance=wanted.insurance) & (runs if wanted.standing != Standing.LEFT else Q())
        people = people.alias(has_it=BoolOr(insured_now)).filter(has_it=True)
    if wanted.employment:
        people = people.alias(so_employed=BoolOr(Q(employment_kind=wanted.employment))).filter(so_employed=True)
    if wanted.joined:
        people = people.filter(first_month_ever=wanted.joined.first_day)
    if wanted.left:
        people = people.filter(is_running=False, last_stop=wanted.left.first_day)
    return people if wanted.wage is None else people.filter(wage_condition(unit, wanted.wage, on))


def wage_condition(unit: Unit, wage: WageState, on: date) -> Q:
    """Return who has a wage declared by the unit for the contribution year; who joined in it was declared with that.

    Where no bounds are in force, the year is the calendar's.
    """
    bounds = BaseBound.objects.filter(area=unit.registration.area_id, in_force__contains=on)
    begins = next((row.lower for row in bounds.values_list("in_force", flat=True)), Month(on.year, 1).first_day)
    rows = DeclaredWage.objects.filter(unit=unit, undone_at=None, from_month__gte=begins)
    declared = Q(person_id__in=rows.values("person_id")) | Q(first_month_ever__gte=begins)
    return declared if wage == WageState.DECLARED else ~declared


def standing_condition(standing: Standing, leaving: Iterable[int]) -> Q:
    """Return which of ``people_of`` belong to a standing; who is stopping still runs."""
    return {
        Standing.RUNNING: Q(is_running=True),
        Standing.STOPPING: Q(is_running=True) & (Q(person_id__in=list(leaving)) | Q(is_open=False)),
        Standing.LEFT: Q(is_running=False),
        Standing.ALL: Q(),
    }[standing]


def people_total(unit: Unit, wanted: RosterFilter, *, on: date) -> int:
    """Return how many people a filter describes."""
    return people_of(unit, wanted, on=on).filter(standing_condition(wanted.standing, leaving_of(unit))).count()


def roster_page(
    unit: Unit, wanted: RosterFilter, *, on: date, size: int, after: int | None = None, before: int | None = None
) -> RosterPage:
    """Return one page of the roster in four statements, however many people the unit has; one more for wages.

    ``after`` and ``before`` are keys of people, whatever the order: no name stands in an address.
    """
    leaving = leaving_of(unit)
    people = people_of(unit, wanted, on=on)
    counts = people.aggregate(
        running=Count("person_id", filter=standing_condition(Standing.RUNNING, leaving)),
        stopping=Count("person_id", filter=standing_condition(Standing.STOPPING, leaving)),
        all=Count("person_id"),
    )
    counts["left"] = counts["all"] - counts["running"]
    chosen = people.filter(standing_condition(wanted.standing, leaving))
    page = page_in_order(chosen, unit, wanted.sort, size=size, after=after, before=before)
    keys = [row["person_id"] for row in page.rows]
    found = dict(zip(sorted(keys), entries_of(unit, keys, leaving, on=on), strict=True))
    return RosterPage([found[key] for key in keys], page, {standing: counts[standing] for standing in Standing})


SORT_COLUMNS = {Sort.NEWEST: ("since", True), Sort.NAME: ("person__name", False)}
"""The column of an order and whether it runs downwards; people who agree in it follow by their number."""


def page_in_order(people: QuerySet, unit: Unit, sort: Sort, *, size: int, **edges: int | None) -> KeyPage:
    """Return one page of ``people`` in an order, one statement; ``edges`` are ``after`` and ``before``."""
    if sort == Sort.NUMBER:
        return key_page(people.values("person_id"), key="person_id", size=size, **edges)
    column, descending = SORT_COLUMNS[sort]
    return sorted_page(
        people.values("person_id", column),
        column,
        key="person_id",
        size=size,
        descending=descending,
        value_of=lambda person: edge_value(unit, column, person),
        **edges,
    )


def edge_value(unit: Unit, column: str, person_id: int) -> Subquery:
    """Return what stands in the column of an order for one person of the unit."""
    segments = Enrolment.objects.filter(unit=unit, person=person_id).values("person_id")
    return Subquery(segments.annotate(since=Min("covered_from")).values(column)[:1])


SEGMENT_COLUMNS = (
    "person_id",
    "insurance",
    "covered_from",
    "stop_month",
    "person__public_id",
    "person__name",
    "person__identity_number",
)


def entries_of(unit: Unit, people: list[int], leaving: dict, *, on: date) -> Iterator[RosterEntry]:
    """Yield the roster rows of the given people, one statement."""
    segments = Enrolment.objects.filter(unit=unit, person__in=people).order_by("person_id", "insurance")
    by_person: dict[int, list[tuple]] = {}
    for row in segments.values_list(*SEGMENT_COLUMNS):
        by_person.setdefault(row[0], []).append(row)
    month = Month.of(on).first_day
    for person_id, rows in by_person.items():
        yield entry_of(rows, leaving.get(person_id), month)


def entry_of(rows: list[tuple], leaving: tuple[str, date] | None, month: date) -> RosterEntry:
    """Return one person's row from their segments with the unit."""
    running = [row for row in rows if row[3] is None or row[3] > month]
    shown = running or rows
    ends = [row[3] for row in shown if row[3] is not None]
    number, asked_for = leaving if leaving and running else ("", None)
    state = "stopped" if not running else "stopping" if number or len(ends) == len(shown) else "insured"
    return RosterEntry(
        public_id=rows[0][4],
        name=rows[0][5],
        identity=masked(rows[0][6]),
        since=min(row[2] for row in shown),
        insurances=tuple(dict.fromkeys(Insurance(row[1]) for row in shown)),
        state=state,
        stop_month=asked_for or (max(ends) if len(ends) == len(shown) else None),
        declaration=number,
    )


def person_in_unit(unit: Unit, typed: str) -> Person | None:
    """Return the person of the unit whose identity number or person number was typed in full; None otherwise."""
    number = normalise_number(typed)
    indexes = [identity_index(kind, number) for kind in IdentityType.values]
    named = Q(public_id=number) | Q(identity_index__in=indexes)
    return Person.objects.filter(named, pk__in=Enrolment.objects.filter(unit=unit).values("person")).first()


def names_on_roster(unit: Unit) -> list[tuple[str, str]]:
    """Return name and personal number of everybody insured through the unit now, in one statement."""
    staff = Enrolment.objects.filter(unit=unit, stop_month=None).values("person")
    return list(Person.objects.filter(pk__in=staff).order_by("pk").values_list("name", "public_id"))
