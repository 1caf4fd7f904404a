"""Changes of the enrolment record: segments are closed and opened by accepted declarations, never edited otherwise."""

from django.db.models import Q

from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.rules.endings import Ending, ending
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month


def open_segments(line: DeclarationLine, insurances) -> list[Enrolment]:
    """Return the running segments a line means, locked in key order until the transaction ends."""
    return list(
        Enrolment.objects.select_for_update(of=("self",))
        .filter(person=line.person_id, unit=line.unit_id, insurance__in=insurances, stop_month=None)
        .order_by("pk")
    )


def hold_segments(declaration: Declaration) -> None:
    """Lock what a declaration may change for its people, in key order: of two declarations about one person at once, the
    second is checked when the first stands.

    That is whatever runs, and what somebody once paid alone, which may be resumed.
    """
    people = declaration.lines.values("person")
    concerned = Enrolment.objects.filter(Q(stop_month=None) | Q(unit=None), person__in=people).order_by("pk")
    list(concerned.select_for_update(of=("self",), no_key=True).values_list("pk"))


def ending_of(segment: Enrolment, line: DeclarationLine) -> Ending:
    """Return how a line ends a segment."""
    return ending(
        Insurance(segment.insurance),
        asked=Month.of(line.stop_month),
        first_month=Month.of(segment.first_month),
        covered_from=segment.covered_from,
        ended_on=line.ended_on,
    )


def close_segments(line: DeclarationLine, part: DeclarationPart, *, terminate: bool) -> list[Enrolment]:
    """Close the line's segments of the part's agency; their last month charged is the one before ``stop_month``.

    ``terminate`` marks an end for good: death, loss of nationality, retirement.
    """
    segments = open_segments(line, line.insurances_of(part.agency))
    for segment in segments:
        end = ending_of(segment, line)
        segment.stop_month = end.stop_month.first_day
        segment.covered_until = end.covered_until
        segment.end_reason = line.reason
        segment.terminated = terminate
        segment.ended_by = part
    Enrolment.objects.bulk_update(
        segments, ["stop_month", "covered_until", "end_reason", "terminated", "ended_by"], batch_size=1000
    )
    return segments


def begin_segments(line: DeclarationLine, part: DeclarationPart) -> list[Enrolment]:
    """Open the line's insurances of the part's agency again, for somebody who pays alone; charged and covered from
    ``start_month`` on.

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
            begun_by=part,
        )
        for insurance in line.insurances_of(part.agency)
    )
