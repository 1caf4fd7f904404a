"""What is in force: policy rows as the frozen values that rules take."""

from datetime import date

from accounts.rules.errors import RuleBroken
from insurance.models.assessments import ClosedMonth
from insurance.models.policy import BaseBound, CalendarDay, DeclarationWindow, PoolingArea, Rate
from insurance.rules import reduction_window
from insurance.rules.months import Month
from insurance.rules.workdays import WorkCalendar


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
    )


def latest_closed_month(area: PoolingArea) -> Month | None:
    """Return the last month whose books are closed in the area, None when none is."""
    closed = ClosedMonth.objects.filter(area=area).order_by("-month").first()
    return Month.of(closed.month) if closed else None


def base_bound_on(area: PoolingArea, on: date) -> BaseBound:
    """Return the base bounds in force; RuleBroken("policy.missing") when none are."""
    row = BaseBound.objects.filter(area=area, in_force__contains=on).first()
    if row is None:
        raise RuleBroken("policy.missing", what="base bounds", on=on)
    return row


def rates_on(area: PoolingArea, on: date) -> list[Rate]:
    """Return every contribution rate in force in the area."""
    return list(Rate.objects.filter(area=area, in_force__contains=on))
