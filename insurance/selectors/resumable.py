"""What a person once paid alone and has stopped, and whether it can be resumed: what stands in the way, from which month."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from accounts.rules.errors import RuleBroken
from insurance.models.policy import DeclarationWindow, PoolingArea
from insurance.rules.benefit_rule import PolicyMissing
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.outlook import Span
from insurance.rules.resident_outlook import Rejoining
from insurance.rules.resident_wait import is_in_window
from insurance.rules.resume_months import ResumeMonths, resume_months
from insurance.rules.resumption import Resumption
from insurance.rules.stops import MEDICAL_SCHEME, PAIR, scheme_of
from insurance.selectors.area_policy import area_policy
from insurance.selectors.contribution_history import Credited, credited_months, history
from insurance.selectors.insurance_picture import Segment, segments_of
from insurance.selectors.outlook import Cover, known_to_person
from insurance.selectors.policy import latest_closed_month, window_row_on, window_value, work_calendar
from insurance.selectors.under_way import Step, steps_about

CHOSEN_BY = (Insurance.PENSION, Insurance.MEDICAL, Insurance.RESIDENT)


@dataclass(frozen=True, slots=True)
class Resumable:
    """What is resumed with one choice: one insurance somebody paid alone, medical insurance with its supplement.

    Chosen by the number of ``segment``, the last one of it. ``stopped`` is the first month after everything charged in
    its scheme. ``step`` is what is under way about it, ``insured_by`` the running enrolment that excludes it, ``ended``
    tells that the scheme was left for good.
    """

    segment: Segment
    insurances: tuple[Insurance, ...]
    stopped: Month
    step: Step | None
    insured_by: Segment | None
    ended: bool

    @property
    def number(self) -> str:
        return self.segment.number

    @property
    def kind(self) -> EnrolmentKind:
        return self.segment.kind

    def without_step(self) -> "Resumable":
        """Return the choice for the declaration about it that is being corrected itself."""
        return replace(self, step=None)

    @property
    def is_open(self) -> bool:
        """Whether nothing stands in the way of resuming it."""
        return self.step is None and self.insured_by is None and not self.ended


def resumables(person_id: int) -> list[Resumable]:
    """Return everything a person once paid alone and does not now, in the order people ask for it; two statements."""
    return resumables_of(segments_of(person_id), steps_about(person_id))


def resumables_of(segments: list[Segment], steps: Iterable[Step] = ()) -> list[Resumable]:
    """Put together what would be resumed together; ``segments`` the latest first."""
    found = (resumable(insurance, segments, steps) for insurance in CHOSEN_BY)
    return [choice for choice in found if choice]


def resumable(insurance: Insurance, segments: list[Segment], steps: Iterable[Step] = ()) -> Resumable | None:
    """Return an insurance that was paid alone and has stopped; None where it never was, or runs."""
    alone = [segment for segment in segments if segment.insurance == insurance and segment.unit_id is None]
    if not alone or any(segment.stop_month is None for segment in alone):
        return None
    scheme = scheme_of(insurance)
    beside = [segment for segment in segments if segment.insurance in scheme]
    running = next((segment for segment in beside if segment.stop_month is None), None)
    return Resumable(
        segment=alone[0],
        insurances=resuming_together(alone[0], segments),
        stopped=Month.of(max(segment.stop_month for segment in beside if segment.stop_month)),
        step=next((step for step in steps if step.unit_id is None and step.insurances & scheme), None),
        insured_by=running,
        ended=any(segment.terminated for segment in beside),
    )


def resuming_together(segment: Segment, segments: list[Segment]) -> tuple[Insurance, ...]:
    """Return what is resumed with one segment: the supplement with the medical insurance it stopped with."""
    if segment.insurance != Insurance.MEDICAL:
        return (segment.insurance,)
    together = {
        other.insurance
        for other in segments
        if other.insurance in PAIR and other.unit_id is None and other.stop_month == segment.stop_month
    }
    return tuple(sorted(together))


@dataclass(frozen=True, slots=True)
class ResumeOffer:
    """The months from which something may be resumed; ``refused`` says why none is taken today."""

    months: ResumeMonths | None
    refused: RuleBroken | None = None


def allowed_resume_months(area: PoolingArea, choice: Resumable, *, declared_on: date) -> ResumeMonths:
    """Return the months that a declaration of a day may ask for; RuleBroken("R008") when none is taken then, "policy.missing"
    where no window is in force; three statements, one more for residents."""
    row = window_row_on(area, DeclarationWindow.Channel.INDIVIDUAL, declared_on)
    return resume_months(
        window_value(row),
        declared_on=declared_on,
        calendar=work_calendar(),
        stopped=choice.stopped,
        locked_through=latest_closed_month(area),
        season_month=season_month(area, declared_on) if choice.kind == EnrolmentKind.RESIDENT else None,
    )


def season_month(area: PoolingArea, declared_on: date) -> Month | None:
    """Return January of the year that residents may pay for on a day; None outside its season."""
    following = declared_on.year + 1
    try:
        rule = area_policy(area.pk).resident_wait_on(declared_on)
    except PolicyMissing:
        return None
    return Month(following, 1) if rule and is_in_window(declared_on, following, rule) else None


def resume_offer(choice: Resumable, *, declared_on: date) -> ResumeOffer:
    """Return which months may be chosen; three statements."""
    area = PoolingArea(pk=choice.segment.area_id)
    try:
        return ResumeOffer(allowed_resume_months(area, choice, declared_on=declared_on))
    except RuleBroken as closed:
        return ResumeOffer(None, closed)


@dataclass(frozen=True, slots=True)
class ResumePreview:
    """What resuming from a month would mean.

    ``meaning`` is None where it concerns no medical insurance, or the area has no rule; ``spans`` tell what a later
    credit of the gap brings. ``credited`` counts the months of every insurance credited so far.
    """

    choice: Resumable
    month: Month
    credited: dict[Insurance, Credited]
    meaning: Resumption | Rejoining | None
    spans: tuple[Span, ...] = ()


def resume_preview(person_id: int, choice: Resumable, month: Month, *, on: date) -> ResumePreview:
    """Return what resuming would mean; at most four statements."""
    lines = history(person_id, on=on)
    known = None
    if choice.segment.insurance in MEDICAL_SCHEME:
        segment = choice.segment
        cover = Cover(person_id, segment.area_id, segment.kind, Month.of(segment.first_month))
        known = known_to_person(cover, lines, on=on)
    return ResumePreview(
        choice=choice,
        month=month,
        credited=credited_months(lines, on=on),
        meaning=known and known.if_resumed(choice.stopped, month),
        spans=known.spans_if_resumed(month) if known else (),
    )
