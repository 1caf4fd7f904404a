"""停保 asked for by the person: what stops together, and whom an employee asks."""

from collections.abc import Iterable
from enum import StrEnum

from insurance.rules.kinds import EnrolmentKind, Insurance


class Route(StrEnum):
    """Whom an employee asks: the unit first, or the agency when the unit is gone or refuses."""

    UNIT = "unit"
    AGENCY = "agency"


STATEMENT_LENGTH = 5
"""Fewest characters of a statement or explanation that says anything."""

PAIR = frozenset({Insurance.MEDICAL, Insurance.SUPPLEMENT})

MEDICAL_SCHEME = frozenset({Insurance.MEDICAL, Insurance.RESIDENT})
"""Medical insurance of employees and of residents: nobody is in both at once."""


def scheme_of(insurance: Insurance) -> frozenset[Insurance]:
    """Return the insurances of which one person has only one at a time: employees' and residents' medical insurance."""
    return MEDICAL_SCHEME if insurance in MEDICAL_SCHEME else frozenset({insurance})


def stopping_together(insurance: Insurance, kind: EnrolmentKind, running: Iterable[int]) -> tuple[Insurance, ...]:
    """Return which of the ``running`` insurances stop with one of them.

    All of an employment (Social Insurance Law, article 58: the employer registers the employee, not the insurance),
    medical insurance with its supplement, otherwise the one alone.
    """
    together = sorted(map(Insurance, running))
    if kind == EnrolmentKind.EMPLOYEE:
        return tuple(together)
    wanted = PAIR if insurance in PAIR else {insurance}
    return tuple(code for code in together if code in wanted)
