"""Changes of the enrolment record: segments are closed by accepted declarations, never edited otherwise."""

from datetime import date, timedelta

from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import Insurance


def open_segments(line: DeclarationLine, insurances) -> list[Enrolment]:
    """Return the running segments a line means, locked in key order until the transaction ends."""
    return list(
        Enrolment.objects.select_for_update(of=("self",))
        .filter(person=line.person_id, unit=line.unit_id, insurance__in=insurances, stop_month=None)
        .order_by("pk")
    )


def hold_running_segments(declaration: Declaration) -> None:
    """Lock what runs for the people of a declaration, in key order: of two declarations about one person at once, the
    second is checked when the first stands."""
    people = declaration.lines.values("person")
    running = Enrolment.objects.filter(person__in=people, stop_month=None).order_by("pk")
    list(running.select_for_update(of=("self",), no_key=True).values_list("pk"))


def covered_until(segment: Enrolment, line: DeclarationLine) -> date:
    """Return the first day without cover.

    Work injury covers to the end of the last day of work (工伤保险: by the real date); everything else to the end of
    the last month charged.
    """
    if segment.insurance == Insurance.INJURY and line.ended_on:
        return max(line.ended_on + timedelta(days=1), segment.covered_from)
    return max(line.stop_month, segment.covered_from)


def close_segments(line: DeclarationLine, part: DeclarationPart, *, terminate: bool) -> list[Enrolment]:
    """Close the line's segments of the part's agency; their last month charged is the one before ``stop_month``.

    A segment that began after ``stop_month`` is closed in its first month: it was never charged. ``terminate`` marks an
    end for good: death, loss of nationality, retirement.
    """
    segments = open_segments(line, line.insurances_of(part.agency))
    for segment in segments:
        segment.stop_month = max(line.stop_month, segment.first_month)
        segment.covered_until = covered_until(segment, line)
        segment.end_reason = line.reason
        segment.terminated = terminate
        segment.ended_by = part
    Enrolment.objects.bulk_update(
        segments, ["stop_month", "covered_until", "end_reason", "terminated", "ended_by"], batch_size=1000
    )
    return segments
