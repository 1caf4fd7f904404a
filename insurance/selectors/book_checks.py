"""Whether the books agree with everything that is derived from them: each check one statement over all of it.

A check is a statement that returns a row for every difference: a public number, what should stand there, what does. To add
one, add it to ``CHECKS`` and its name to ``wording_books.CHECK_NAMES``. Within one statement the books do not move.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from django.db import connection

from insurance.selectors.book_checks_bills import BILL_CHECKS
from insurance.selectors.book_checks_money import MONEY_CHECKS
from insurance.selectors.book_checks_statements import STATEMENT_CHECKS

SHOWN_AT_MOST = 200
"""Differences of one check that are kept; there are never many, or everything is wrong."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the books do not agree: a public number, what should stand there, what does."""

    number: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One check that was made: its name, how long it took, and its first differences."""

    name: str
    took_ms: int
    differences: tuple[Difference, ...]

    def lines(self) -> list[str]:
        """Return a line for every difference, as ``manage.py check_books`` prints it."""
        return [f"{self.name} {one.number} expected {one.expected} got {one.got}" for one in self.differences]


CHECKS: Sequence[tuple[str, str]] = (*BILL_CHECKS, *MONEY_CHECKS, *STATEMENT_CHECKS)
"""Name and statement of every check, in the order in which they are made."""


def check_all() -> list[Checked]:
    """Make every check; the seconds are those of a city of a hundred thousand people."""
    return [checked(name, statement) for name, statement in CHECKS]


def checked(name: str, statement: str) -> Checked:
    """Make one check."""
    began = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} LIMIT {SHOWN_AT_MOST}")
        found = tuple(Difference(*map(str, row)) for row in cursor.fetchall())
    return Checked(name, int((perf_counter() - began) * 1000), found)
