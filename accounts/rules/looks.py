"""What of a person's record a member of the staff looked at; written into the access log that the person reads."""

from enum import StrEnum


class Look(StrEnum):
    """What was seen. IDENTITY is the full number of the identity document, shown for a reason that was given."""

    RECORD = "record"
    DECLARATION = "declaration"
    IDENTITY = "identity"


QUESTION_LENGTH = 5
"""Fewest characters of a question about a look that says anything."""
