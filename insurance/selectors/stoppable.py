"""What a person can stop, and what stopping it in one month or another would mean on their own record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from accounts.rules.errors import RuleBroken
from insurance.models.declarations import DeclarationLine
from insurance.models.policy import DeclarationWindow, PoolingArea
from insurance.rules.endings import Ending, ending
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.outlook import Outlook
from insurance.rules.reduction_window import StopMonths
from insurance.rules.resident_outlook import Rejoining
from insurance.rules.resumption import Resumption
from insurance.rules.standing import Standing
from insurance.rules.stops import MEDICAL_SCHEME, stopping_together
from insurance.selectors.closing import stop_months_of
from insurance.selectors.contribution_history import Credited, Line, credited_months, history
from insurance.selectors.insurance_picture import Segment, segments_of
from insurance.selectors.outlook import Cover, known_to_person
from insurance.selectors.policy import window_row_on
from insurance.selectors.under_way import Step, step_for, steps_about

MONTHS_IMAGINED = 2
"""After how many months coming back is shown before somebody names a day."""


@dataclass(frozen=True, slots=True)
class Stoppable:
    """What stops with one choice: one insurance and what is bound to it, or all insurances of one employment.

    It is chosen by the number of ``segment``; ``numbers`` are those of all enrolments that stop. ``leading`` is the one
    of medical insurance where there is one. ``step`` is what is under way about it.
    """

    segment: Segment
    leading: Segment
    insurances: tuple[Insurance, ...]
    numbers: frozenset[str]
    step: Step | None

    @property
    def number(self) -> str:
        return self.segment.number

    @property
    def kind(self) -> EnrolmentKind:
        return self.segment.kind

    @property
    def unit_is_gone(self) -> bool:
        return self.segment.unit_closed_on is not None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a stop from ``month``, the first month not charged, would mean; amounts in fen.

    ``ending`` is what the stop writes into the record. ``monthly_own`` is what the person paid of the last month
    charged, ``unpaid`` the months now past due. ``outlook`` tells what becomes of medical benefits, ``resumed`` what
    coming back on ``resume_on`` costs and gives: None where it concerns none, or the area has no rule.
    """

    choice: Stoppable
    month: Month
    ending: Ending
    credited: dict[Insurance, Credited]
    monthly_own: int | None
    unpaid: tuple[Month, ...]
    outlook: Outlook | None = None
    resume_on: date | None = None
    resumed: Resumption | Rejoining | None = None


def stoppables(person_id: int) -> list[Stoppable]:
    """Return everything a person can stop, employments first; two statements."""
    return group(running_of(person_id), steps_about(person_id))


def stoppables_like(person_id: int, line: DeclarationLine) -> list[Stoppable]:
    """Return what a declaration that was sent back may be about: what runs with the same payer; one statement."""
    return group([segment for segment in running_of(person_id) if segment.unit_id == line.unit_id], [])


def running_of(person_id: int) -> list[Segment]:
    return [segment for segment in segments_of(person_id) if segment.stop_month is None]


def group(running: list[Segment], steps: list[Step]) -> list[Stoppable]:
    """Put together what stops together."""
    found: dict[tuple, Stoppable] = {}
    for segment in sorted(running, key=in_order):
        beside = [other for other in running if other.unit_id == segment.unit_id]
        together = stopping_together(segment.insurance, segment.kind, [other.insurance for other in beside])
        found.setdefault(
            (segment.unit_id, together),
            Stoppable(
                segment=segment,
                leading=leading_of([other for other in beside if other.insurance in together]),
                insurances=together,
                numbers=frozenset(other.number for other in beside if other.insurance in together),
                step=step_for_any(steps, together, segment.unit_id),
            ),
        )
    return list(found.values())


def leading_of(segments: list[Segment]) -> Segment:
    """Return the segment of medical insurance where there is one, otherwise the first."""
    return next((segment for segment in segments if segment.insurance in MEDICAL_SCHEME), segments[0])


def in_order(segment: Segment) -> tuple:
    """Employments first, then what somebody pays alone."""
    return (segment.unit_id is None, segment.kind != EnrolmentKind.FLEXIBLE, segment.unit_id or 0, segment.insurance)


def step_for_any(steps: list[Step], insurances: tuple[Insurance, ...], unit_id: int | None) -> Step | None:
    return next((step for step in (step_for(steps, code, unit_id) for code in insurances) if step), None)


@dataclass(frozen=True, slots=True)
class Offer:
    """The stop months a declaration of a day may ask for, and the policy row that says so.

    ``months`` is None where none is taken on that day; ``refused`` says why. ``window`` is None where no rule is in
    force.
    """

    window: DeclarationWindow | None
    months: StopMonths | None
    refused: RuleBroken | None = None


def offer_for(choice: Stoppable, *, declared_on: date) -> Offer:
    """Return which stop months may be chosen; three statements."""
    area, window = PoolingArea(pk=choice.segment.area_id), None
    try:
        window = window_row_on(area, DeclarationWindow.Channel.INDIVIDUAL, declared_on)
        return Offer(window, stop_months_of(window, declared_on=declared_on))
    except RuleBroken as closed:
        return Offer(window, None, closed)


def what_if(
    person_id: int, choice: Stoppable, month: Month, *, on: date, reason: str = "", resume_on: date | None = None
) -> WhatIf:
    """Return what a stop would mean, for a reason where one is chosen, and coming back on a day; four statements.

    A day before the stop is read as its first day; without one, coming back is imagined after two months.
    """
    lines = history(person_id, on=on)
    with_payer = [line for line in lines if line.unit_id == choice.segment.unit_id]
    end = ending_of(choice.leading, month)
    plain = WhatIf(
        choice=choice,
        month=month,
        ending=end,
        credited=credited_months(lines, on=on),
        monthly_own=latest_own(choice, with_payer),
        unpaid=unpaid_months(with_payer, choice.insurances),
    )
    if choice.leading.insurance not in MEDICAL_SCHEME:
        return plain
    known = known_to_person(cover_of(person_id, choice.leading), lines, on=on)
    outlook = known and known.if_stopped(end.stop_month, reason=reason)
    if outlook is None or not outlook.spans:
        return replace(plain, outlook=outlook)
    day = max(resume_on or (end.stop_month + MONTHS_IMAGINED).first_day, end.stop_month.first_day, on)
    return replace(plain, outlook=outlook, resume_on=day, resumed=known.if_stopped_and_resumed(end.stop_month, day))


def ending_of(segment: Segment, month: Month) -> Ending:
    """Return what a stop from a month writes into the record of a segment."""
    first = Month.of(segment.first_month)
    return ending(segment.insurance, asked=month, first_month=first, covered_from=segment.first_month)


def cover_of(person_id: int, segment: Segment) -> Cover:
    return Cover(person_id, segment.area_id, segment.kind, Month.of(segment.first_month))


def unpaid_months(lines: list[Line], insurances: Iterable[Insurance]) -> tuple[Month, ...]:
    """Return the months that are past their day and not paid for any of some insurances, in order."""
    wanted = set(insurances)
    unpaid = {
        line.month
        for line in lines
        for share in line.shares
        if line.is_charge and share.insurance in wanted and share.standing == Standing.MISSING
    }
    return tuple(sorted(unpaid))


def latest_own(choice: Stoppable, lines: list[Line]) -> int | None:
    """Return the person's own part of the latest month charged, in fen; None when nothing was."""
    for line in reversed(lines):
        shares = [share for share in line.shares if share.insurance in choice.insurances]
        if shares:
            return sum(share.own or 0 for share in shares)
    return None
