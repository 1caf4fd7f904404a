"""Certificates the hall hands out: their kinds, their states, and the code by which a stranger checks one.

A certificate is what was true when it was issued. It is never changed: another one takes its place, or it is revoked.
"""

from collections.abc import Callable
from enum import StrEnum

from accounts.rules.codes import ALPHABET, LOOK_ALIKES, SEPARATORS
from accounts.rules.errors import RuleBroken
from accounts.rules.typed_number import normalise_number
from insurance.rules.reasons import REDUCTION_REASONS

CODE_CHARACTERS = 13
CODE_GROUPS = (4, 4, 5)
"""13 characters of 32 are 65 bits: at the pace the check page allows, nobody guesses one in a lifetime."""

CONTRACT_FACTS = ("contract_from", "post", "years_in_unit")
"""What a termination certificate has to say of the employment, besides the day it ended
(Implementing Regulations of the Labour Contract Law, article 24)."""


class CertificateKind(StrEnum):
    """What a certificate certifies."""

    TERMINATION = "termination"
    PAYMENT = "payment"
    ACCOUNT = "account"


class CertificateState(StrEnum):
    """Whether a certificate still holds. A revoked one is replaced when a new one follows for the same employment."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class EndedBecause(StrEnum):
    """Why a certificate does not hold any more."""

    UNDONE = "undone"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    DECLARED_ANEW = "declared_anew"
    REASON_CHANGED = "reason_changed"
    REFUNDED = "refunded"


class CheckResult(StrEnum):
    """What somebody who checked a certificate was told."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    NO_MATCH = "no_match"


def is_certified(reason: str, details: dict) -> bool:
    """Tell whether an end for this reason is certified: a labour contract ended, and what is to be said of it is known.

    Source: Labour Contract Law, article 50; Implementing Regulations, article 24.
    """
    known = REDUCTION_REASONS.get(reason)
    return bool(known and known.needs_contract and all(details.get(name) not in (None, "") for name in CONTRACT_FACTS))


EXPIRING = frozenset({"11", "19"})
"""Reasons by which a labour contract ends by itself (终止, Labour Contract Law, article 44); for the others somebody
ends it (解除, articles 36 to 41)."""


def expires(reason: str) -> bool:
    """Tell whether a labour contract ends by itself for a reason."""
    return reason in EXPIRING


def check_code(choose: Callable[[str], str]) -> str:
    """Return a new check code; ``choose`` picks one character of a string, each equally likely."""
    return "".join(choose(ALPHABET) for _ in range(CODE_CHARACTERS))


def grouped(code: str) -> str:
    """Return a check code as it is printed: ``7K3M-Q2WD-90XA5``."""
    groups, start = [], 0
    for size in CODE_GROUPS:
        groups.append(code[start : start + size])
        start += size
    return "-".join(groups)


def normalised_code(typed: str) -> str:
    """Return a typed check code as it was made; I and L are read as 1, O as 0. Raises RuleBroken("verify.code_shape")."""
    code = normalise_number(typed).translate(SEPARATORS).translate(LOOK_ALIKES)
    if len(code) != CODE_CHARACTERS or not set(code) <= set(ALPHABET):
        raise RuleBroken("verify.code_shape", "code", characters=CODE_CHARACTERS)
    return code
