"""更正: what can be wrong with a declaration whose month is closed, and what is to be said about it."""

from enum import StrEnum

from accounts.rules.errors import RuleBroken
from insurance.rules.kinds import DeclarationKind

STATEMENT_CHARACTERS = 10


class Mistake(StrEnum):
    """What was wrong with a declaration; every one of them undoes it from the first open month on."""

    STILL_EMPLOYED = "still_employed"
    NEVER_EMPLOYED = "never_employed"
    WRONG_PERSON = "wrong_person"


MISTAKES_OF: dict[DeclarationKind, tuple[Mistake, ...]] = {
    DeclarationKind.REDUCTION: (Mistake.STILL_EMPLOYED, Mistake.WRONG_PERSON),
    DeclarationKind.INCREASE: (Mistake.NEVER_EMPLOYED, Mistake.WRONG_PERSON),
}
"""What can be corrected of which kind; other kinds are declared anew."""

END_REASON = "34"
"""误增: an enrolment that should never have begun ends for this reason."""


def answer_problems(kind: str, wrong: str, text: str) -> list[RuleBroken]:
    """Return what is missing of the answers: correction.wrong_missing, correction.text_short."""
    found = []
    if wrong not in MISTAKES_OF.get(DeclarationKind(kind), ()):
        found.append(RuleBroken("correction.wrong_missing", "wrong"))
    if len(text.strip()) < STATEMENT_CHARACTERS:
        found.append(RuleBroken("correction.text_short", "text", characters=STATEMENT_CHARACTERS))
    return found
