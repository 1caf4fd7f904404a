"""What spreadsheets do to long numbers, so that a person hears the true cause instead of "wrong number".

A spreadsheet that takes an 18-character number for an amount keeps 15 significant digits, writes it as a power of
ten, adds a decimal point, or loses the letter at the end. The lost digits cannot be had back from the cell.
"""

import re

POWER_OF_TEN = re.compile(r"[0-9](\.[0-9]+)?E\+?1[0-9]", re.ASCII | re.IGNORECASE)
DECIMAL_POINT = re.compile(r"[0-9]{15,18}\.0*", re.ASCII)
ZEROS_AFTER_15_DIGITS = re.compile(r"[0-9]{15}000", re.ASCII)


def is_number_format(text: str) -> bool:
    """Tell whether ``text`` is how a spreadsheet writes a long number it took for an amount (``3.79901E+17``)."""
    return bool(POWER_OF_TEN.fullmatch(text) or DECIMAL_POINT.fullmatch(text))


def ends_rounded(text: str) -> bool:
    """Tell whether the last three of 18 digits are zeros, as after rounding to 15 significant digits.

    A sound number may end so too: ask only when its check character is wrong.
    """
    return bool(ZEROS_AFTER_15_DIGITS.fullmatch(text))
