"""The time line of medical benefits as a picture: a row for each calendar year, the newest first, a lane for each scheme.

A year is as wide as it has days, so the same picture is read on a phone and on a desk, after one year and after ten.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.wording import day_text
from insurance.rules.benefit_history import Benefit, History, Period
from insurance.rules.benefits import Benefits, Scheme
from insurance.rules.months import Month
from insurance.wording_benefits import BENEFIT_NAMES
from insurance.wording_entitlement import SCHEME_NAMES

YEARS_IN_SIGHT = 10
ONE_DAY = timedelta(days=1)

TEXTURED = frozenset({Benefit.WAITING, Benefit.SUSPENDED})
"""States with a pattern; an entitled day is full, one without insurance empty."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of one state within a year, in days from its beginning; ``is_ahead`` marks what is still to come."""

    state: Benefit
    x: int
    width: int
    is_ahead: bool
    words: str

    @property
    def texture(self) -> str:
        """The pattern that tells the state without colour; the picture holds it under this name."""
        return f"texture-{self.state}" if self.state in TEXTURED else ""


@dataclass(frozen=True, slots=True)
class Lane:
    """What one scheme gave in a year."""

    scheme: Scheme
    name: str
    bars: tuple[Bar, ...]

    @property
    def words(self) -> str:
        """The lane for those who do not see it; a bar that today cuts in two is told once."""
        words = pgettext("list separator", "; ").join(dict.fromkeys(bar.words for bar in self.bars))
        return words or _("nothing on record in this year")


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year: ``days`` is its width, ``months`` where each month begins, ``mark`` where the day of the picture lies."""

    year: int
    days: int
    months: tuple[int, ...]
    mark: int | None
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The years of a person, newest first: those in sight, and the earlier ones behind a fold."""

    on: date
    recent: tuple[YearRow, ...]
    earlier: tuple[YearRow, ...]
    states: tuple[Benefit, ...]
    schemes: int

    @property
    def key(self) -> list[tuple[Benefit, str]]:
        """The states that occur, with their names."""
        return [(state, str(BENEFIT_NAMES[state])) for state in self.states]

    @property
    def looks_ahead(self) -> bool:
        """Whether anything drawn is still to come."""
        return any(bar.is_ahead for row in self.recent for lane in row.lanes for bar in lane.bars)

    @property
    def quarters(self) -> tuple[Month, ...]:
        """The months written above the years; which year does not matter."""
        return tuple(Month(2000, number) for number in (1, 4, 7, 10))


def timeline(benefits: Benefits, *, on: date, today: date) -> Timeline:
    """Return the picture of both schemes with a mark at the day ``on``; what lies after ``today`` is still to come."""
    schemes = [(scheme, past.periods) for scheme, past in histories(benefits) if past.periods]
    periods = [period for _scheme, past in schemes for period in past]
    if not periods:
        return Timeline(on, (), (), (), 0)
    shown = {period.state for period in periods}
    rows = tuple(_year_row(year, schemes, on, today) for year in _years(periods, {on, today}))
    return Timeline(
        on=on,
        recent=rows[:YEARS_IN_SIGHT],
        earlier=rows[YEARS_IN_SIGHT:],
        states=tuple(state for state in Benefit if state in shown),
        schemes=len(schemes),
    )


def histories(benefits: Benefits) -> Iterator[tuple[Scheme, History]]:
    yield Scheme.EMPLOYEE, benefits.employee
    yield Scheme.RESIDENT, benefits.resident


def _years(periods: Iterable[Period], shown: set[date]) -> Iterator[int]:
    """Yield the years to draw, the newest first: those of all bars and of the days that have to be seen."""
    days = {period.first_on for period in periods}
    ends = {period.until_on - ONE_DAY for period in periods if period.until_on}
    yield from range(max(days | ends | shown).year, min(days).year - 1, -1)


def _year_row(year: int, schemes: Iterable[tuple[Scheme, Iterable[Period]]], on: date, today: date) -> YearRow:
    begins, ends = date(year, 1, 1), date(year + 1, 1, 1)
    lanes = [
        Lane(scheme, str(SCHEME_NAMES[scheme]), tuple(_bars(periods, begins, ends, today)))
        for scheme, periods in schemes
    ]
    return YearRow(
        year=year,
        days=(ends - begins).days,
        months=tuple((Month(year, number).first_day - begins).days for number in range(2, 13)),
        mark=(on - begins).days if on.year == year else None,
        lanes=tuple([lane for lane in lanes if lane.bars] or lanes),
    )


def _bars(periods: Iterable[Period], begins: date, ends: date, today: date) -> Iterator[Bar]:
    """Yield what of some periods lies in a year, cut where the future begins."""
    ahead = today + ONE_DAY
    for period in periods:
        first, until = max(period.first_on, begins), min(period.until_on or ends, ends)
        for part, part_end in ((first, min(until, ahead)), (max(first, ahead), until)):
            if part < part_end:
                yield Bar(period.state, (part - begins).days, (part_end - part).days, part > today, bar_words(period))


def bar_words(period: Period) -> str:
    """Name a bar and its days."""
    facts = {"state": BENEFIT_NAMES[period.state], "first": day_text(period.first_on)}
    if period.until_on is None:
        return _("%(state)s from %(first)s on") % facts
    return _("%(state)s from %(first)s to %(last)s") % {**facts, "last": day_text(period.until_on - ONE_DAY)}
