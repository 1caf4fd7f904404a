"""Which months of an insurance were missed between two times insured, and which of them can still be paid back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from insurance.rules.kinds import Insurance
from insurance.rules.months import Month


@dataclass(frozen=True, slots=True)
class Insured:
    """A time insured in a scheme: months from ``first`` up to, not including, ``stop`` (None while it runs)."""

    first: Month
    stop: Month | None

    def covers(self, month: Month) -> bool:
        return self.first <= month and (self.stop is None or month < self.stop)


def missed_months(times: Iterable[Insured], charged: Collection[Month], *, running_since: Month) -> tuple[Month, ...]:
    """Return the months of the last gap before what runs since a month: insured by nobody, and charged by nobody.

    ``times`` are all times insured in the scheme, ``charged`` the months for which anything was charged in it. Somebody
    who was never insured before has missed nothing.
    """
    lived = [time for time in times if time.stop is None or time.stop > time.first]
    begun = running_since
    while before := next((time for time in lived if time.stop == begun and time.first < begun), None):
        begun = before.first
    stops = [time.stop for time in lived if time.stop and time.stop < begun]
    if not stops:
        return ()
    return tuple(
        month
        for month in Month.span(max(stops), begun - 1)
        if month not in charged and not any(time.covers(month) for time in lived)
    )


def payable_months(insurance: Insurance, months: Iterable[Month], *, on: date) -> tuple[Month, ...]:
    """Return which missed months may still be paid back on a day.

    Who pays alone does not pay pension insurance for months of earlier years (人社部发〔2016〕132号); of medical insurance the
    area's rule says how many months may be paid back, which the quote tells.
    """
    if insurance == Insurance.PENSION:
        return tuple(month for month in months if month.year == on.year)
    return tuple(months)
