"""What is in force: policy rows as the frozen values that rules take."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from accounts.models.parties import Unit
from accounts.rules.errors import RuleBroken
from insurance.models.assessments import ClosedMonth
from insurance.models.benefit_policy import BenefitRule, ResidentWait, UnemploymentDuration
from insurance.models.policy import BaseBound, CalendarDay, DeclarationWindow, LateFee, PolicyRow, PoolingArea, Rate
from insurance.models.unit_rates import UnitInjuryRate
from insurance.rules import reduction_window
from insurance.rules.benefit_rule import RuleBook
from insurance.rules.injury_rate import InjuryRate, unit_injury_rate
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.late_fee import LateFeeRule
from insurance.rules.months import Month
from insurance.rules.policy_values import AverageWage, exact, value_of
from insurance.rules.resident_wait import ResidentWaitRule
from insurance.rules.unemployment import UnemploymentRule
from insurance.rules.workdays import WorkCalendar
from insurance.selectors.policy_rows import entry_of, source_of_row

NOT_FLOATED = Decimal("1.00")


def office_area() -> PoolingArea:
    """Return the office's own pooling area: it keeps the books of money whose payer nobody knows."""
    return PoolingArea.objects.get(code=settings.HALL_OFFICE["area_code"])


def served_areas() -> list[PoolingArea]:
    """Return the pooling areas that are served here, by their code; the others are there for comparison."""
    return list(PoolingArea.objects.filter(is_reference=False).order_by("code"))


def work_calendar() -> WorkCalendar:
    """Return the working calendar as loaded."""
    days = list(CalendarDay.objects.values_list("day", "kind"))
    return WorkCalendar.from_days(
        (day for day, kind in days if kind == CalendarDay.Kind.HOLIDAY),
        (day for day, kind in days if kind == CalendarDay.Kind.WORKDAY),
    )


def window_row_on(area: PoolingArea, channel: str, on: date) -> DeclarationWindow:
    """Return the policy row of the declaration window; RuleBroken("policy.missing") when none is in force."""
    row = (
        DeclarationWindow.objects.filter(area=area, channel=channel, in_force__contains=on)
        .select_related("document", "area")
        .first()
    )
    if row is None:
        raise RuleBroken("policy.missing", what="declaration window", on=on)
    return row


def window_on(area: PoolingArea, channel: str, on: date) -> reduction_window.DeclarationWindow:
    """Return the declaration window in force on a day, as the value the reduction rules take."""
    return window_value(window_row_on(area, channel, on))


def window_value(row: DeclarationWindow) -> reduction_window.DeclarationWindow:
    """Return a policy row of the window as the value the reduction rules take."""
    return reduction_window.DeclarationWindow(
        rule=reduction_window.EffectiveRule(row.rule),
        open_day=row.open_day,
        close_day=row.close_day,
        cutoff_day=row.cutoff_day,
        roll=row.roll,
        december_freeze=row.december_freeze,
        outside_window=reduction_window.OutsideWindow(row.outside_window),
        source=source_of_row(row),
    )


def latest_closed_month(area: PoolingArea) -> Month | None:
    """Return the last month whose books are closed in the area, None when none is."""
    closed = ClosedMonth.objects.filter(area=area).order_by("-month").first()
    return Month.of(closed.month) if closed else None


def base_bound_on(area: PoolingArea, on: date) -> BaseBound:
    """Return the base bounds in force; RuleBroken("policy.missing") when none are."""
    row = BaseBound.objects.filter(area=area, in_force__contains=on).select_related("area", "document").first()
    if row is None:
        raise RuleBroken("policy.missing", what="base bounds", on=on)
    return row


def rates_on(area: PoolingArea, on: date) -> list[Rate]:
    """Return every contribution rate in force in the area."""
    return list(Rate.objects.filter(area=area, in_force__contains=on).select_related("area", "document"))


def late_fee_rule_on(area: PoolingArea, on: date) -> LateFeeRule:
    """Return how late fees are counted on a day; RuleBroken("policy.missing") when no row is in force."""
    return _value_on(LateFee, "late fee", area, on)


def resident_wait_rule_on(area: PoolingArea, on: date) -> ResidentWaitRule:
    """Return the waits of residents on a day; RuleBroken("policy.missing") when no row is in force."""
    return _value_on(ResidentWait, "resident waiting period", area, on)


def unemployment_rule_on(area: PoolingArea, on: date) -> UnemploymentRule:
    """Return the scale of unemployment benefit on a day; RuleBroken("policy.missing") when no row is in force."""
    return _value_on(UnemploymentDuration, "duration of unemployment benefit", area, on)


def average_wage_on(area: PoolingArea, on: date) -> AverageWage:
    """Return the average monthly wage in force on a day; RuleBroken("policy.missing") when no row is."""
    return _value_on(BaseBound, "base bounds", area, on)


def _value_on(model: type[PolicyRow], what: str, area: PoolingArea, on: date) -> Any:
    row = model.objects.filter(area=area, in_force__contains=on).select_related("area", "document").first()
    if row is None:
        raise RuleBroken("policy.missing", what=what, on=on)
    return value_of_row(row)


def value_of_row(row: PolicyRow) -> Any:
    """Return the value that rules take for a row, with its source; the row's area and document must be at hand."""
    return value_of(entry_of(row), source_of_row(row))


def rule_books() -> dict[str, RuleBook]:
    """Return the benefit rules of every area that has some, by area code; reference areas too."""
    rows = BenefitRule.objects.select_related("area", "document").order_by("area__code", "in_force", "payer")
    versions: dict[str, list] = {}
    for row in rows:
        version = (row.in_force.lower, row.in_force.upper, value_of_row(row))
        versions.setdefault(row.area.code, []).append(version)
    return {code: RuleBook(code, tuple(found)) for code, found in versions.items()}


def injury_rate_of(unit: Unit, on: date) -> InjuryRate:
    """Return the share of the base that a unit pays for work injury on a day: the rate of its class, floated.

    Without a row of its own a unit pays the rate of its registered class. RuleBroken("policy.missing") when the area
    has no rate for the class.
    """
    own = UnitInjuryRate.objects.filter(unit=unit, in_force__contains=on).first()
    injury_class = own.injury_class if own else unit.registration.injury_class
    row = (
        Rate.objects.filter(area=unit.registration.area_id, in_force__contains=on)
        .filter(insurance=Insurance.INJURY, kind=EnrolmentKind.EMPLOYEE, injury_class=injury_class)
        .select_related("area", "document")
        .first()
    )
    if row is None:
        raise RuleBroken("policy.missing", what="work-injury rate", on=on)
    return unit_injury_rate(
        exact(row.unit_rate), injury_class, own.factor if own else NOT_FLOATED, source=source_of_row(row)
    )
