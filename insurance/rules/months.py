"""A calendar month as a value: what contributions are charged for (费款所属期)."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WRITTEN = re.compile(r"([0-9]{4})-?([0-9]{2})", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One month of the calendar; ``Month(2026, 3) + 1 == Month(2026, 4)``, differences are whole months."""

    year: int
    number: int

    def __post_init__(self):
        if not (1 <= self.year <= 9999 and 1 <= self.number <= 12):
            raise ValueError(f"no such month: {self.year}-{self.number}")

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read ``2026-03`` or ``202603``; ValueError for anything else."""
        match = WRITTEN.fullmatch(text)
        if not match:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def span(cls, first: "Month", last: "Month") -> Iterator["Month"]:
        """Yield every month from ``first`` to ``last``, both included."""
        for offset in range(last - first + 1):
            yield first + offset

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def day(self, number: int) -> date:
        """Return the day ``number`` of this month, or its last day when the month is shorter."""
        return min(self.first_day + timedelta(days=number - 1), self.last_day)

    def __add__(self, months: int) -> "Month":
        years, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, index + 1)

    def __sub__(self, other: "int | Month"):
        if isinstance(other, Month):
            return (self.year - other.year) * 12 + self.number - other.number
        return self + -other

    def __str__(self):
        return f"{self.year:04d}-{self.number:02d}"
