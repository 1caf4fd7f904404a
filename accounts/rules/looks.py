"""What of a person's record a member of the staff looked at; written into the access log that the person reads."""

from enum import StrEnum


class Look(StrEnum):
    """What was seen or done. IDENTITY is the full number of the document, shown for a reason that was given;
    ACTIVATION_CODE means that a code was handed out with which the account is opened; MONEY is a bill, a payment or a
    movement of money.
    """

    RECORD = "record"
    DECLARATION = "declaration"
    MONEY = "money"
    IDENTITY = "identity"
    ACTIVATION_CODE = "activation_code"


QUESTION_LENGTH = 5
"""Fewest characters of a question about a look that says anything."""
