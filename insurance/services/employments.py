"""What an increase writes into the enrolment record: segments that begin with a unit, and what they end elsewhere.

Everything for all people of a declaration at once; the people are locked in key order first.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import F, Q

from insurance.models.declarations import DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.models.wages import DeclaredWage
from insurance.rules.business_day import business_day
from insurance.rules.employment import Employment
from insurance.rules.kinds import EnrolmentKind, Insurance, UnitStatus
from insurance.rules.reasons import CitizenReason
from insurance.rules.start_months import injury_covered_from
from insurance.selectors.insurance_picture import UNDONE
from insurance.selectors.joining import exclusive
from insurance.selectors.undoing import slot_of, would_overlap
from insurance.services.enrolments import write_ends

TO_ANOTHER_UNIT = "29"
"""统筹区内调动: how an enrolment ends whose person another unit of the pooling area insures now."""

SHORTENED = "shortened"
"""Under which name a line keeps the ends of what would have ended by itself later, so that it can be put back."""


def begin_employments(lines: Sequence[DeclarationLine], part: DeclarationPart) -> list[Enrolment]:
    """Open the segments of the part's agency, with the declared wage from the start month on.

    Charged and covered from the start month; work injury covers from the day after the later of first working day and
    declaration.
    """
    declared_on = business_day(part.declaration.submitted_at)
    begun = [segment for line in lines for segment in segments_of(line, part, declared_on)]
    Enrolment.objects.bulk_create(begun, batch_size=1000)
    wages = [
        DeclaredWage(
            person_id=line.person_id,
            unit_id=line.unit_id,
            from_month=line.start_month,
            wage_fen=line.details["wage_fen"],
            declared_by=part,
        )
        for line in lines
        if line.insurances_of(part.agency)
    ]
    DeclaredWage.objects.bulk_create(wages, batch_size=1000)
    return begun


def segments_of(line: DeclarationLine, part: DeclarationPart, declared_on: date) -> list[Enrolment]:
    terms = Employment.of(line.details)
    injury_from = injury_covered_from(started_on=terms.started_on, declared_on=declared_on)
    return [
        Enrolment(
            person_id=line.person_id,
            unit_id=line.unit_id,
            area_id=part.declaration.area_id,
            insurance=insurance,
            kind=EnrolmentKind.EMPLOYEE,
            first_month=line.start_month,
            covered_from=injury_from if insurance == Insurance.INJURY else line.start_month,
            wage_fen=terms.wage_fen,
            employment_kind=terms.kind,
            begun_by=part,
        )
        for insurance in line.insurances_of(part.agency)
    ]


def end_elsewhere(lines: Sequence[DeclarationLine], part: DeclarationPart) -> list[Enrolment]:
    """End what runs elsewhere in the slots of the part's insurances, from the start month on: nobody is insured twice.

    With another unit for the move to this one, what somebody pays alone because they joined an employer. What has a later
    end already is cut short.
    """
    slots = {line.person_id: exclusive(line.insurances_of(part.agency)) for line in lines}
    by_person = {line.person_id: line for line in lines}
    running = Q(stop_month=None) | Q(stop_month__gt=F("first_month"))
    segments = [
        segment
        for segment in Enrolment.objects.select_for_update(of=("self",))
        .filter(running, person__in=by_person)
        .select_related("unit")
        .exclude(unit=part.declaration.unit_id)
        .order_by("pk")
        if segment.scheme in slots[segment.person_id] and reaches(segment, by_person[segment.person_id].start_month)
    ]
    remember_ends(segments, by_person)
    for segment in segments:
        start = by_person[segment.person_id].start_month
        segment.stop_month = max(segment.first_month, start)
        segment.covered_until = max(segment.covered_from, start)
        segment.end_reason = TO_ANOTHER_UNIT if segment.unit_id else str(CitizenReason.JOINED_EMPLOYER)
        segment.terminated = False
        segment.ended_by = part
    return write_ends(segments)


def reaches(segment: Enrolment, month: date) -> bool:
    """Return whether a segment would still be charged in a month."""
    return segment.stop_month is None or segment.stop_month > month


def remember_ends(segments: Iterable[Enrolment], by_person: dict[int, DeclarationLine]) -> None:
    """Keep on the lines how those segments would have ended that are only cut short."""
    changed = {}
    for segment in segments:
        if segment.stop_month is not None:
            line = by_person[segment.person_id]
            line.details.setdefault(SHORTENED, {})[str(segment.pk)] = {
                "stop_month": segment.stop_month.isoformat(),
                "covered_until": segment.covered_until and segment.covered_until.isoformat(),
                "end_reason": segment.end_reason,
                "terminated": segment.terminated,
                "ended_by": segment.ended_by_id,
            }
            changed[line.pk] = line
    DeclarationLine.objects.bulk_update(changed.values(), ["details"], batch_size=1000)


def begun_for(lines: Iterable[DeclarationLine], part: DeclarationPart):
    """Return the segments that a part has begun for lines."""
    return Enrolment.objects.filter(begun_by=part, person__in={line.person_id for line in lines})


def void_employments(lines: Sequence[DeclarationLine], part: DeclarationPart, *, at: datetime) -> None:
    """Undo what the part has begun for these lines, as if nobody had ever been charged; what it ended runs on, if free."""
    begun = list(begun_for(lines, part).select_for_update(of=("self",)).order_by("pk"))
    for segment in begun:
        segment.stop_month, segment.covered_until = segment.first_month, segment.covered_from
        segment.end_reason, segment.ended_by = UNDONE, part
    write_ends(begun)
    people = {line.person_id for line in lines}
    DeclaredWage.objects.filter(declared_by=part, person__in=people, undone_at=None).update(undone_at=at)
    let_run_on(lines, part)


def let_run_on(lines: Sequence[DeclarationLine], part: DeclarationPart) -> None:
    """Let what the part has ended elsewhere run on, unless something else has taken its place or its unit is no more."""
    kept = {key: end for line in lines for key, end in line.details.get(SHORTENED, {}).items()}
    ended = list(
        Enrolment.objects.select_for_update(of=("self",))
        .filter(ended_by=part, person__in={line.person_id for line in lines})
        .exclude(begun_by=part)
        .exclude(Q(unit__closed_on__isnull=False) | Q(unit__registration__status=UnitStatus.TERMINATED))
        .order_by("pk")
    )
    taken = would_overlap(
        {(one.person_id, slot_of(one)): one.stop_month for one in ended}, besides=[one.pk for one in ended]
    )
    occupied = {(one.person_id, slot_of(one)) for one in taken}
    free = [one for one in ended if (one.person_id, slot_of(one)) not in occupied]
    for segment in free:
        before = kept.get(str(segment.pk), {})
        segment.stop_month = day_or_none(before.get("stop_month"))
        segment.covered_until = day_or_none(before.get("covered_until"))
        segment.end_reason, segment.ended_by_id = before.get("end_reason", ""), before.get("ended_by")
        segment.terminated = before.get("terminated", False)
    write_ends(free)


def day_or_none(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
