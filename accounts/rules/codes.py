"""One-time codes: six digits sent to a phone, or twelve characters handed out at a counter or by post.

The source of chance is passed in (``secrets.choice`` in the hall, a fixed one in tests). A code is stored hashed
and is good for one use.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.rules.errors import RuleBroken
from accounts.rules.typed_number import normalise_number

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 characters, 5 bits each: no I and L beside 1, no O beside 0, and no U, so that no word arises by chance."""

LOOK_ALIKES = str.maketrans("ILO", "110")
SEPARATORS = str.maketrans("", "", "-\u2010\u2011\u2012\u2013\u2014\u2212_.")
LONG_CHARACTERS = 12
GROUP_CHARACTERS = 4
SMS_DIGITS = 6


@dataclass(frozen=True, slots=True)
class CodeLimits:
    """How long a code lives, how often it may be tried, and how many a person may have made in 24 hours.

    One code is outstanding at a time: a new one ends the one before. ``per_day`` counts per person and per phone;
    None where staff issue the code.
    """

    lifetime: timedelta
    tries: int = 5
    per_day: int | None = None


SMS = CodeLimits(lifetime=timedelta(minutes=10), per_day=5)
COUNTER = CodeLimits(lifetime=timedelta(hours=24))
POST = CodeLimits(lifetime=timedelta(days=30))
INVITATION = CodeLimits(lifetime=timedelta(hours=24))

LIMITS = {"sms": SMS, "counter": COUNTER, "post": POST, "invitation": INVITATION}
"""By the channel a code goes out on."""


def sms_code(choose: Callable[[str], str]) -> str:
    """Return six digits; ``choose`` picks one character of a string, each equally likely."""
    return "".join(choose("0123456789") for _ in range(SMS_DIGITS))


def long_code(choose: Callable[[str], str]) -> str:
    """Return twelve characters (60 bits) for the counter or the post."""
    return "".join(choose(ALPHABET) for _ in range(LONG_CHARACTERS))


def formatted(code: str) -> str:
    """Return a long code in groups of four, as it is printed: ``7K3M-Q2WD-90XA``."""
    return "-".join(code[start : start + GROUP_CHARACTERS] for start in range(0, len(code), GROUP_CHARACTERS))


def normalised_long_code(typed: str) -> str:
    """Return a typed long code as it was made; I and L are read as 1, O as 0. Raises RuleBroken("code.shape")."""
    code = normalise_number(typed).translate(SEPARATORS).translate(LOOK_ALIKES)
    if len(code) != LONG_CHARACTERS or not set(code) <= set(ALPHABET):
        raise RuleBroken("code.shape", "activation_code", characters=LONG_CHARACTERS)
    return code


def normalised_sms_code(typed: str) -> str:
    """Return a typed SMS code as six digits. Raises RuleBroken("code.shape")."""
    code = normalise_number(typed).translate(SEPARATORS)
    if len(code) != SMS_DIGITS or not set(code) <= set("0123456789"):
        raise RuleBroken("code.shape", "sms_code", characters=SMS_DIGITS)
    return code


def refuse_unusable(limits: CodeLimits, *, issued_at: datetime, tries: int, used: bool, at: datetime) -> None:
    """Raise RuleBroken unless the code may still be tried: ``code.used``, ``code.expired``, ``code.too_many_tries``.

    ``tries`` counts the wrong entries so far. To a stranger all three sound the same: wording decides.
    """
    if used:
        raise RuleBroken("code.used")
    if at >= issued_at + limits.lifetime:
        raise RuleBroken("code.expired")
    if tries >= limits.tries:
        raise RuleBroken("code.too_many_tries")


def refuse_too_many(limits: CodeLimits, *, issued_in_24_hours: int) -> None:
    """Raise RuleBroken("code.too_many_today") when a person or a phone has had its number of codes."""
    if limits.per_day is not None and issued_in_24_hours >= limits.per_day:
        raise RuleBroken("code.too_many_today", per_day=limits.per_day)
