"""个人账户: the personal medical account of an employee scheme's insured person, and what moves it.

Since the reform of 2021 only the person's own contribution goes into it, at most two per cent of the base; the unit's part
stays with the pooled fund. It pays for treatment and medicine, never in cash. Source: 国办发〔2021〕14号.
"""

from enum import StrEnum


class MovementKind(StrEnum):
    """Why the balance of a personal account changed.

    ``opening``: taken over. ``credit``: a share of a credited contribution. ``taken_back``: a contribution that was given
    back takes its share with it. ``use`` and ``reversal``: paid at a hospital or pharmacy, and given back by it.
    """

    OPENING = "opening"
    CREDIT = "credit"
    TAKEN_BACK = "taken_back"
    USE = "use"
    REVERSAL = "reversal"


class ProviderKind(StrEnum):
    """Where the account may be used."""

    HOSPITAL = "hospital"
    PHARMACY = "pharmacy"
