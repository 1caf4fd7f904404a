"""停保 asked for by the person: whom an employee asks."""

from enum import StrEnum


class Route(StrEnum):
    """Whom an employee asks: the unit first, or the agency when the unit is gone or refuses."""

    UNIT = "unit"
    AGENCY = "agency"


STATEMENT_LENGTH = 5
"""Fewest characters of a statement or explanation that says anything."""
