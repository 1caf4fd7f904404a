"""Changes of the enrolment record: segments are closed and opened by accepted declarations, never edited otherwise."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q

from accounts.models.parties import Person, Unit
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.rules.endings import Ending, ending
from insurance.rules.kinds import DeclarationKind, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import ends_for_good
from insurance.selectors.unit_record import UNIT_KINDS


def hold_people(declaration: Declaration) -> None:
    """Lock the people of a declaration and what it may change for them, in key order: of two declarations about one
    person at once, the second is checked when the first stands.

    What it may change is whatever runs, and what somebody once paid alone, which may be resumed. Of what a unit declares
    of itself, the unit is held in the same way.
    """
    if declaration.kind in (*UNIT_KINDS, DeclarationKind.DEFERRAL):
        list(Unit.objects.filter(pk=declaration.unit_id).select_for_update(no_key=True).values_list("pk"))
    people = declaration.lines.values("person")
    held = Person.objects.filter(pk__in=people).order_by("pk").select_for_update(of=("self",), no_key=True)
    list(held.values_list("pk"))
    concerned = Enrolment.objects.filter(Q(stop_month=None) | Q(unit=None), person__in=people).order_by("pk")
    list(concerned.select_for_update(of=("self",), no_key=True).values_list("pk"))


def open_segments(lines: Sequence[DeclarationLine], part: DeclarationPart) -> list[tuple[Enrolment, DeclarationLine]]:
    """Return the running segments that lines mean for the part's agency, each with its line; locked in key order until
    the transaction ends."""
    wanted = {(line.person_id, line.unit_id): line for line in lines}
    running = Enrolment.objects.filter(person__in={person for person, _unit in wanted}, stop_month=None)
    meant = [
        (segment, wanted.get((segment.person_id, segment.unit_id)))
        for segment in running.select_for_update(of=("self",)).order_by("pk")
    ]
    return [(segment, line) for segment, line in meant if line and segment.insurance in line.insurances_of(part.agency)]


def ending_of(segment: Enrolment, line: DeclarationLine) -> Ending:
    """Return how a line ends a segment."""
    return ending(
        Insurance(segment.insurance),
        asked=Month.of(line.stop_month),
        first_month=Month.of(segment.first_month),
        covered_from=segment.covered_from,
        ended_on=line.ended_on,
    )


def close_segments(lines: Sequence[DeclarationLine], part: DeclarationPart) -> list[Enrolment]:
    """Close the lines' segments of the part's agency; their last month charged is the one before ``stop_month``.

    Death, loss of nationality and retirement end them for good.
    """
    segments = open_segments(lines, part)
    for segment, line in segments:
        end = ending_of(segment, line)
        segment.stop_month = end.stop_month.first_day
        segment.covered_until = end.covered_until
        segment.end_reason = line.reason_in_force
        segment.terminated = ends_for_good(line.reason_in_force)
        segment.ended_by = part
    return write_ends([segment for segment, _line in segments])


def reopen_segments(lines: Sequence[DeclarationLine], part: DeclarationPart) -> None:
    """Let the segments run on that the part has closed for these lines, as if it never had."""
    closed = Enrolment.objects.filter(ended_by=part, person__in={line.person_id for line in lines}).order_by("pk")
    segments = list(closed.select_for_update(of=("self",)).values_list("pk", flat=True))
    Enrolment.objects.filter(pk__in=segments).update(
        stop_month=None, covered_until=None, end_reason="", terminated=False, ended_by=None
    )


WRITE_ENDS = """
UPDATE insurance_enrolment AS segment SET stop_month = it.stop_month, covered_until = it.covered_until,
    end_reason = it.end_reason, terminated = it.terminated, ended_by_id = it.ended_by
FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::text[], %s::boolean[], %s::bigint[])
    AS it(id, stop_month, covered_until, end_reason, terminated, ended_by)
WHERE segment.id = it.id
"""


def write_ends(segments: list[Enrolment]) -> list[Enrolment]:
    """Store the ends of segments in one statement: a unit may close its whole staff at once."""
    columns = ("pk", "stop_month", "covered_until", "end_reason", "terminated", "ended_by_id")
    if segments:
        with connection.cursor() as cursor:
            cursor.execute(WRITE_ENDS, [[getattr(segment, name) for segment in segments] for name in columns])
    return segments


JOINED_ALONE = "joined_alone"
"""Why a resident enrolment ended that gave way (``wording_reasons``)."""


def begin_segments(line: DeclarationLine, part: DeclarationPart, *, base_fen: int | None = None) -> list[Enrolment]:
    """Open the line's insurances of the part's agency again, for somebody who pays alone; charged and covered from
    ``start_month`` on. ``base_fen`` is the base they chose.

    What benefits they bring, and after which wait, follows from the credits, not from here.
    """
    return Enrolment.objects.bulk_create(
        Enrolment(
            person_id=line.person_id,
            area_id=part.declaration.area_id,
            insurance=insurance,
            kind=EnrolmentKind.RESIDENT if insurance == Insurance.RESIDENT else EnrolmentKind.FLEXIBLE,
            first_month=line.start_month,
            covered_from=line.start_month,
            wage_fen=base_fen,
            begun_by=part,
        )
        for insurance in line.insurances_of(part.agency)
    )


def end_resident(line: DeclarationLine, part: DeclarationPart) -> list[Enrolment]:
    """End the resident enrolment of somebody who joins employees' medical insurance alone, with the month before."""
    running = Enrolment.objects.filter(
        Q(stop_month=None) | Q(stop_month__gt=line.start_month), person=line.person_id, insurance=Insurance.RESIDENT
    )
    segments = list(running.select_for_update(of=("self",)).order_by("pk"))
    for segment in segments:
        segment.stop_month = max(segment.first_month, line.start_month)
        segment.covered_until = max(segment.covered_from, line.start_month)
        segment.end_reason, segment.terminated, segment.ended_by = JOINED_ALONE, False, part
    return write_ends(segments)
