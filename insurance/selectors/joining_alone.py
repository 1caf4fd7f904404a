"""Who may begin to pay an insurance alone: what the record says of each insurance, and from which month it can begin."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from accounts.rules.errors import RuleBroken
from insurance.models.policy import DeclarationWindow, PoolingArea
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.resume_months import ResumeMonths, resume_months
from insurance.rules.resumption import Resumption
from insurance.rules.stops import MEDICAL_SCHEME
from insurance.selectors.contribution_history import history
from insurance.selectors.flexible_tariffs import FlexibleTariff, flexible_tariff
from insurance.selectors.insurance_picture import UNDONE, Segment, segments_of
from insurance.selectors.outlook import Cover, known_to_person
from insurance.selectors.policy import latest_closed_month, window_row_on, window_value, work_calendar
from insurance.selectors.under_way import Step, steps_about

JOINED = (Insurance.PENSION, Insurance.MEDICAL)
"""What is joined alone; the supplement goes with medical insurance."""

BEFORE_EVERYTHING = Month(1986, 1)


@dataclass(frozen=True, slots=True)
class Joinable:
    """One insurance that a person might begin to pay alone.

    ``last`` is the latest enrolment in employees' insurance of this kind, ``running`` what runs of the scheme,
    ``step`` what is under way about it. ``free_from`` is the first month after everything charged; None for nobody's
    month before. ``ended``: the insurance ended for good.
    """

    insurance: Insurance
    last: Segment | None
    running: Segment | None
    step: Step | None
    free_from: Month | None
    ended: bool

    def without_step(self) -> "Joinable":
        """Return the choice for the declaration about it that is being corrected itself."""
        return replace(self, step=None)

    @property
    def was_insured(self) -> bool:
        return self.last is not None

    @property
    def resident_runs(self) -> bool:
        """Whether a resident enrolment would end with the month before."""
        return self.running is not None and self.running.kind == EnrolmentKind.RESIDENT

    @property
    def is_open(self) -> bool:
        """Whether nothing stands in the way of joining: a resident enrolment gives way."""
        return self.step is None and not self.ended and (self.running is None or self.resident_runs)

    def gap_before(self, first: Month) -> bool:
        """Whether months were missed before ``first`` since the last enrolment."""
        return self.last is not None and self.last.stop_month is not None and Month.of(self.last.stop_month) < first


def joinables(person_id: int) -> dict[Insurance, Joinable]:
    """Return each insurance that may be paid alone as it stands for a person; two statements."""
    segments, steps = segments_of(person_id), steps_about(person_id)
    return {insurance: joinable(insurance, segments, steps) for insurance in JOINED}


def joinable(insurance: Insurance, segments: Iterable[Segment], steps: Iterable[Step] = ()) -> Joinable:
    """Return how one insurance stands; ``segments`` the latest first."""
    scheme = MEDICAL_SCHEME if insurance in MEDICAL_SCHEME else frozenset({insurance})
    beside = [one for one in segments if one.insurance in scheme and one.end_reason != UNDONE]
    own = [one for one in beside if one.insurance == insurance]
    running = next((one for one in beside if one.stop_month is None), None)
    blocking = [one.stop_month for one in beside if one.stop_month]
    return Joinable(
        insurance=insurance,
        last=own[0] if own else None,
        running=running,
        step=next(
            (step for step in steps if step.insurances & scheme and (step.resumes or step.unit_id is None)), None
        ),
        free_from=Month.of(max(blocking)) if blocking else None,
        ended=any(one.terminated for one in own),
    )


def first_months(area: PoolingArea, *, free_from: Month | None, declared_on: date) -> ResumeMonths:
    """Return the months that a declaration of a day may begin with: this month while its books are open, or the next.

    RuleBroken("R008") when none is taken then, "policy.missing" where no window is in force; three statements.
    """
    row = window_row_on(area, DeclarationWindow.Channel.INDIVIDUAL, declared_on)
    return resume_months(
        window_value(row),
        declared_on=declared_on,
        calendar=work_calendar(),
        stopped=free_from or BEFORE_EVERYTHING,
        locked_through=latest_closed_month(area),
    )


@dataclass(frozen=True)
class MonthOffer:
    """The months that may be chosen; ``refused`` says why none is taken today."""

    months: ResumeMonths | None
    refused: RuleBroken | None = None


def month_offer(area: PoolingArea, *, free_from: Month | None, declared_on: date) -> MonthOffer:
    try:
        return MonthOffer(first_months(area, free_from=free_from, declared_on=declared_on))
    except RuleBroken as closed:
        return MonthOffer(None, closed)


def tariff_of(area: PoolingArea, month: Month) -> FlexibleTariff | None:
    """Return what who pays alone is charged by; None where the area has published nothing."""
    try:
        return flexible_tariff(area, month)
    except RuleBroken:
        return None


def coming_back(person_id: int, choice: Joinable, first: Month, *, on: date) -> Resumption | None:
    """Return what joining medical insurance alone from a month means after an earlier enrolment; None for a first one, or
    where the area has no rule; four statements."""
    if choice.last is None or choice.last.stop_month is None:
        return None
    cover = Cover(person_id, choice.last.area_id, EnrolmentKind.FLEXIBLE, Month.of(choice.last.first_month))
    known = known_to_person(cover, history(person_id, on=on), on=on)
    return known and known.if_resumed(Month.of(choice.last.stop_month), first)
