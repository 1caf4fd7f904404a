"""The month a person asks for when they stop or resume an insurance themselves: whether it may be had that day."""

from collections.abc import Callable

from accounts.rules.errors import RuleBroken
from insurance.rules.months import Month
from insurance.rules.reduction_window import StopMonths
from insurance.rules.resume_months import ResumeMonths


def month_problems(month: Month, field: str, allowed: Callable[[], StopMonths | ResumeMonths]) -> list[RuleBroken]:
    """Return what is wrong with ``month``, typed into ``field``; ``allowed`` gives the months of the window that counts.

    A closed window is told as such, with its next opening; anything else that it lacks, as it is.
    """
    try:
        months = allowed()
    except RuleBroken as closed:
        if closed.code != "R008":
            return [closed]
        return [RuleBroken("stop.window_closed", field, **closed.facts)]
    if month in months.choices:
        return []
    return [RuleBroken("stop.month_not_allowed", field, earliest=months.earliest, latest=months.latest)]
