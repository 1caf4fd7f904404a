"""参保人员名单: who is and was insured through a unit, and what is on its way for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Max, Min, Q, QuerySet

from accounts.models.parties import IdentityType, Person, Unit, identity_index
from accounts.rules.resident_id import masked
from accounts.rules.typed_number import normalise_number
from insurance.models.assessments import ContributionLine
from insurance.models.declarations import DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import AssessmentKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.closing import UNDER_WAY
from insurance.selectors.key_pages import KeyPage, key_page


class Standing(StrEnum):
    """Which part of the roster somebody belongs to."""

    RUNNING = "running"
    STOPPING = "stopping"
    LEFT = "left"
    ALL = "all"


@dataclass(frozen=True)
class RosterFilter:
    """Which people are asked for. ``name`` is a part of a name."""

    standing: Standing = Standing.RUNNING
    insurance: int | None = None
    name: str = ""


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
    parts = DeclarationPart.objects.filter(declaration__unit=unit, state__in=UNDER_WAY)
    if person is not None:
        parts = parts.filter(declaration__lines__person=person)
    lines = parts.order_by("-declaration_id").values_list(
        "declaration__lines__person", "declaration__number", "declaration__lines__stop_month"
    )
    return {person_id: (number, stop_month) for person_id, number, stop_month in lines}


def people_of(unit: Unit, wanted: RosterFilter, *, on: date) -> QuerySet:
    """Return one row per person of the unit, by ``person_id``, with when they came, whether they run, when they end."""
    month = Month.of(on).first_day
    runs = Q(stop_month=None) | Q(stop_month__gt=month)
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
    return people


def standing_condition(standing: Standing, leaving: Iterable[int]) -> Q:
    """Return which of ``people_of`` belong to a standing; who is stopping still runs."""
    return {
        Standing.RUNNING: Q(is_running=True),
        Standing.STOPPING: Q(is_running=True) & (Q(person_id__in=list(leaving)) | Q(is_open=False)),
        Standing.LEFT: Q(is_running=False),
        Standing.ALL: Q(),
    }[standing]


def roster_page(
    unit: Unit, wanted: RosterFilter, *, on: date, size: int, after: int | None = None, before: int | None = None
) -> RosterPage:
    """Return one page of the roster in four statements, however many people the unit has."""
    leaving = leaving_of(unit)
    people = people_of(unit, wanted, on=on)
    counts = people.aggregate(
        running=Count("person_id", filter=standing_condition(Standing.RUNNING, leaving)),
        stopping=Count("person_id", filter=standing_condition(Standing.STOPPING, leaving)),
        all=Count("person_id"),
    )
    counts["left"] = counts["all"] - counts["running"]
    chosen = people.filter(standing_condition(wanted.standing, leaving)).values("person_id")
    page = key_page(chosen, key="person_id", size=size, after=after, before=before)
    entries = entries_of(unit, [row["person_id"] for row in page.rows], leaving, on=on)
    return RosterPage(list(entries), page, {standing: counts[standing] for standing in Standing})


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


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """A roster row with the bases of the unit's latest assessment of the person, in fen."""

    entry: RosterEntry
    hrss_base: int | None
    medical_base: int | None


def roster_export(unit: Unit, wanted: RosterFilter, *, on: date, most: int) -> list[ExportEntry]:
    """Return at most ``most`` people of the roster with their bases, in four statements."""
    leaving = leaving_of(unit)
    chosen = people_of(unit, wanted, on=on).filter(standing_condition(wanted.standing, leaving))
    people = list(chosen.order_by("person_id").values_list("person_id", flat=True)[:most])
    lines = ContributionLine.objects.filter(
        assessment__unit=unit, assessment__kind=AssessmentKind.REGULAR, person__in=people
    ).order_by("person_id", "-month")
    bases = {
        row[0]: row[1:]
        for row in lines.distinct("person_id").values_list("person_id", "hrss_base_fen", "medical_base_fen")
    }
    found = entries_of(unit, people, leaving, on=on)
    return [
        ExportEntry(entry, *bases.get(person_id, (None, None)))
        for person_id, entry in zip(sorted(people), found, strict=True)
    ]
