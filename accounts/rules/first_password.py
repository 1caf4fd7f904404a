"""What the office's guidance called the first password: it stands on the identity card, so it opens nothing.

Whoever types one is led to activation. Only what was typed is looked at, never a record: the answer is the same
whether somebody with that number exists or not.
"""

import re
from datetime import datetime

from accounts.rules.typed_number import normalise_number

IDENTITY_NUMBER = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
SEPARATORS = str.maketrans("", "", "-/._年月日")
TAILS = (6, 8)
"""How many characters at the end of the number people were told to type."""

DAY_FORMATS = {8: "%Y%m%d", 6: "%y%m%d"}


def is_first_password(number: str, password: str) -> bool:
    """Tell whether ``password`` is what could be read off an identity card.

    ``number`` is what was typed beside it, normalised: an identity number, or a card number, from which no birth
    date can be known; then everything that has the shape of a birth date or an identity number is meant. No password
    that may be chosen is as short, so nobody's own password is taken for one.
    """
    typed = normalise_number(password).translate(SEPARATORS)
    if IDENTITY_NUMBER.fullmatch(number):
        return typed in _on_the_card(number)
    return typed == number or bool(IDENTITY_NUMBER.fullmatch(typed)) or _is_day(typed)


def _on_the_card(number: str) -> set[str]:
    birth_date = number[6:14]
    return {number, birth_date, birth_date[2:], *(number[-tail:] for tail in TAILS)}


def _is_day(typed: str) -> bool:
    if not typed.isdecimal() or len(typed) not in DAY_FORMATS:
        return False
    try:
        datetime.strptime(typed, DAY_FORMATS[len(typed)])  # noqa: DTZ007  a day of no place
    except ValueError:
        return False
    return True
