"""What a person is insured for on a day: one row per insurance and payer, with what is under way about it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.monthly_charge import is_charged
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.selectors.contribution_history import WRITTEN_ORDER, Credited, Line, credited_months, history
from insurance.selectors.under_way import Step, step_for, steps_about


class Status(StrEnum):
    """How an insurance stands on a day. STOPPING runs, with its end known; ENDED is for good, as at retirement."""

    INSURED = "insured"
    STOPPING = "stopping"
    BEGINS = "begins"
    STOPPED = "stopped"
    ENDED = "ended"
    NEVER = "never"


UNDONE = "undone"
"""How an enrolment ends that was begun and taken back."""

RUNNING = frozenset({Status.INSURED, Status.STOPPING})

ALWAYS_SHOWN = frozenset(WRITTEN_ORDER) - {Insurance.SUPPLEMENT}
"""The five insurances and the resident scheme are listed even for people who never had them."""


class Segment(NamedTuple):
    """One enrolment as read; ``stop_month`` is the first month not charged, None while it runs."""

    number: str
    insurance: Insurance
    kind: EnrolmentKind
    unit_id: int | None
    unit_name: str | None
    unit_closed_on: date | None
    area_id: int
    area_code: str
    area_name_zh: str
    area_name_en: str
    first_month: date
    stop_month: date | None
    covered_until: date | None
    end_reason: str
    terminated: bool


@dataclass(frozen=True, slots=True)
class InsuranceRow:
    """One insurance with one payer. ``segment`` is None for one the person never had; ``base`` is in fen.

    ``stops_from`` is the first month not charged: recorded, or of an accepted declaration.
    """

    insurance: Insurance
    status: Status
    segment: Segment | None = None
    step: Step | None = None
    stops_from: Month | None = None
    base: int | None = None
    credited: Credited | None = None

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING


def segments_of(person_id: int) -> list[Segment]:
    """Return every enrolment a person has or had, the latest first; one statement."""
    rows = (
        Enrolment.objects.filter(person=person_id)
        .order_by("-first_month", "insurance", "pk")
        .values_list(
            "number",
            "insurance",
            "kind",
            "unit_id",
            "unit__name",
            "unit__closed_on",
            "area_id",
            "area__code",
            "area__name_zh",
            "area__name_en",
            "first_month",
            "stop_month",
            "covered_until",
            "end_reason",
            "terminated",
        )
    )
    return [Segment(row[0], Insurance(row[1]), EnrolmentKind(row[2]), *row[3:]) for row in rows]


def insurance_picture(person_id: int, *, on: date, today: date) -> list[InsuranceRow]:
    """Return how every insurance stood, or by the record of today will stand, on a day; three statements."""
    lines = history(person_id, on=min(on, today))
    return picture(
        segments_of(person_id),
        steps_about(person_id) if on >= today else [],
        on=on,
        credited=credited_months(lines, on=on),
        lines=lines,
    )


def picture(
    segments: list[Segment],
    steps: list[Step],
    *,
    on: date,
    credited: dict[Insurance, Credited] | None = None,
    lines: list[Line] = (),
) -> list[InsuranceRow]:
    """Put together what was read: rows of every insurance in the order in which people ask for them."""
    bases = latest_bases(lines)
    return [
        row
        for insurance in WRITTEN_ORDER
        for row in rows_of(
            insurance,
            [segment for segment in segments if segment.insurance == insurance],
            steps,
            on=Month.of(on).first_day,
            credited=(credited or {}).get(insurance),
            bases=bases,
        )
    ]


def latest_bases(lines: list[Line]) -> dict[tuple[Insurance, int | None], int]:
    """Return the base last charged, in fen, by insurance and payer; ``lines`` are in order of months."""
    return {(share.insurance, line.unit_id): share.base for line in lines for share in line.shares if share.base}


def rows_of(insurance, segments: list[Segment], steps, *, on: date, credited, bases) -> list[InsuranceRow]:
    """Return the rows of one insurance: what runs in the month, else what is to begin, else what was last."""
    runs = [s for s in segments if is_charged(s.first_month, s.stop_month, Month.of(on))]
    ahead = [s for s in segments if s.first_month > on and s.stop_month != s.first_month]
    over = [
        s for s in segments if s.first_month <= on and s.stop_month is not None and s.stop_month <= on and is_real(s)
    ]
    shown = runs or ahead[-1:] or over[:1]
    if not shown:
        none = InsuranceRow(insurance, Status.NEVER, step=joining(steps, insurance))
        return [none] if insurance in ALWAYS_SHOWN else []
    return [row_of(segment, steps, on=on, credited=credited, bases=bases) for segment in shown]


def row_of(segment: Segment, steps: list[Step], *, on: date, credited, bases) -> InsuranceRow:
    resumes = segment.stop_month is not None
    step = step_for(steps, segment.insurance, segment.unit_id, resumes=resumes)
    stops_from = stop_known(segment, None if resumes else step)
    return InsuranceRow(
        insurance=segment.insurance,
        status=status_of(segment, stops_from, on),
        segment=segment,
        step=step or joining(steps, segment.insurance),
        stops_from=stops_from,
        base=bases.get((segment.insurance, segment.unit_id)),
        credited=credited,
    )


def is_real(segment: Segment) -> bool:
    """Return whether a segment was not taken back: what was undone never was."""
    return segment.end_reason != UNDONE


def joining(steps: list[Step], insurance: Insurance) -> Step | None:
    """Return the step by which a unit declares that it insures the person from now on."""
    return next((step for step in steps if step.resumes and not step.is_own and insurance in step.insurances), None)


def stop_known(segment: Segment, step: Step | None) -> Month | None:
    """Return the stop month on record, or the one of a declaration that was accepted and waits for its day."""
    if segment.stop_month is not None:
        return Month.of(segment.stop_month)
    if step and step.state in (State.ACCEPTED, State.WITHDRAWAL_REQUESTED):
        return max(step.month, Month.of(segment.first_month))
    return None


def status_of(segment: Segment, stops_from: Month | None, on: date) -> Status:
    if segment.first_month > on:
        return Status.BEGINS
    if stops_from is None:
        return Status.INSURED
    if stops_from.first_day > on:
        return Status.STOPPING
    return Status.ENDED if segment.terminated else Status.STOPPED
