"""A whole roster row by row, for a file: one cursor at the server, whatever the number of people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from accounts.models.parties import Unit
from accounts.rules.resident_id import masked
from insurance.models.assessments import ContributionLine
from insurance.rules.kinds import AssessmentKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.roster import RosterFilter, leaving_of, people_of, runs_on, standing_condition

READ_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """One person of the roster with the bases of the unit's latest assessment of the person, in fen.

    ``identity`` is masked unless whole numbers were asked for.
    """

    name: str
    identity: str
    since: date
    insurances: tuple[Insurance, ...]
    state: str
    hrss_base: int | None
    medical_base: int | None


def export_rows(unit: Unit, wanted: RosterFilter, *, on: date, whole: bool = False) -> Iterator[ExportEntry]:
    """Yield the people that ``wanted`` describes, by their number; three statements and constant memory."""
    leaving = leaving_of(unit)
    people = people_of(unit, wanted, on=on).filter(standing_condition(wanted.standing, leaving))
    rows = with_columns(people, unit, Month.of(on).first_day)
    for row in rows.order_by("person_id").iterator(chunk_size=READ_AT_ONCE):
        yield entry_of_group(row, row["person_id"] in leaving, whole=whole)


def with_columns(people: QuerySet, unit: Unit, month: date) -> QuerySet:
    """Add what a row of the file says to ``people_of``."""
    running = runs_on(month)
    lines = ContributionLine.objects.filter(
        person=OuterRef("person_id"), assessment__unit=unit, assessment__kind=AssessmentKind.REGULAR
    ).order_by("-month")
    return people.values("person_id", "person__name", "person__identity_number").annotate(
        since_now=Min("covered_from", filter=running),
        since_ever=Min("covered_from"),
        codes_now=ArrayAgg("insurance", filter=running, distinct=True, default=[]),
        codes_ever=ArrayAgg("insurance", distinct=True, default=[]),
        without_end=ArrayAgg("insurance", filter=running & Q(stop_month=None), default=[]),
        hrss_base=Subquery(lines.values("hrss_base_fen")[:1]),
        medical_base=Subquery(lines.values("medical_base_fen")[:1]),
    )


def entry_of_group(row: dict, is_leaving: bool, *, whole: bool) -> ExportEntry:
    is_running = bool(row["codes_now"])
    return ExportEntry(
        name=row["person__name"],
        identity=row["person__identity_number"] if whole else masked(row["person__identity_number"]),
        since=row["since_now"] or row["since_ever"],
        insurances=tuple(Insurance(code) for code in row["codes_now"] or row["codes_ever"]),
        state=state_of_group(is_running, is_leaving or not row["without_end"]),
        hrss_base=row["hrss_base"],
        medical_base=row["medical_base"],
    )


def state_of_group(is_running: bool, ends: bool) -> str:
    """Return the state of the roster: insured, stopping or stopped."""
    if not is_running:
        return "stopped"
    return "stopping" if ends else "insured"
