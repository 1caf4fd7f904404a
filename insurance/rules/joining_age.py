"""At which age somebody may join insurance alone: from sixteen until retirement."""

from accounts.rules.errors import RuleBroken
from insurance.rules.months import Month

LEAST_AGE = 16
"""Who is younger does not work (Labour Law of the PRC, article 15)."""


def age_problem(birth: Month, first: Month, *, retires: Month) -> RuleBroken | None:
    """Return what forbids somebody born in ``birth`` to begin in ``first``; ``retires`` is the month of retirement."""
    if first < birth + 12 * LEAST_AGE:
        return RuleBroken("enrol.too_young", "insurances")
    if first >= retires:
        return RuleBroken("enrol.retired", "insurances", since=retires)
    return None
