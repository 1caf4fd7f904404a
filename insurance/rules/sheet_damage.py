"""What programs and people do to the cells of a table, by name, and whether it could be put right for certain."""

from dataclasses import dataclass, field
from enum import StrEnum

from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import masked
from accounts.rules.typed_number import looks_like_identity_number


class DamageCode(StrEnum):
    """One kind of damage; the sentences stand in ``insurance/wording_workbooks.py`` under ``sheet.`` and the code."""

    ID_APOSTROPHE = "id_apostrophe"
    ID_INVISIBLE = "id_invisible"
    ID_FULL_WIDTH = "id_full_width"
    ID_SPACES = "id_spaces"
    ID_SEPARATORS = "id_separators"
    ID_LOWER_X = "id_lower_x"
    ID_WORDS = "id_words"
    ID_LOOK_ALIKE = "id_look_alike"
    ID_NUMBER_CELL = "id_number_cell"
    ID_ROUNDED = "id_rounded"
    ID_SCIENTIFIC = "id_scientific"
    ID_LOST_X = "id_lost_x"
    ID_LOST_CHARACTER = "id_lost_character"
    ID_CUT = "id_cut"
    ID_15_DIGITS = "id_15_digits"
    ID_CHECK = "id_check"
    ID_BIRTH_DATE = "id_birth_date"
    ID_UNREADABLE = "id_unreadable"
    ID_FROM_PERSONAL_NUMBER = "id_from_personal_number"
    PERSONAL_NUMBER_DIFFERS = "personal_number_differs"
    BIRTH_DIFFERS = "birth_differs"
    NAME_VARIANT = "name_variant"
    NAME_REMARK = "name_remark"
    CELL_FORMULA = "cell_formula"
    CELL_ERROR = "cell_error"
    CELL_MERGED = "cell_merged"
    DAY_FORMAT = "day_format"
    DAY_CELL = "day_cell"
    DAY_SERIAL = "day_serial"
    DAY_SHORT_YEAR = "day_short_year"
    DAY_AMBIGUOUS = "day_ambiguous"
    DAY_NO_YEAR = "day_no_year"
    DAY_IMPOSSIBLE = "day_impossible"
    DAY_UNREADABLE = "day_unreadable"
    MONTH_FORMAT = "month_format"
    MONTH_FROM_DAY = "month_from_day"
    MONTH_SERIAL = "month_serial"
    MONTH_INSIDE = "month_inside"
    MONTH_SHORT_YEAR = "month_short_year"
    MONTH_NO_YEAR = "month_no_year"
    MONTH_UNREADABLE = "month_unreadable"
    CODE_FORMAT = "code_format"
    CODE_BY_NAME = "code_by_name"
    CODE_AMBIGUOUS = "code_ambiguous"
    CODE_UNKNOWN = "code_unknown"
    MONEY_FORMAT = "money_format"
    MONEY_TEN_THOUSANDS = "money_ten_thousands"
    MONEY_DECIMALS = "money_decimals"
    MONEY_UNREADABLE = "money_unreadable"
    YEARS_FORMAT = "years_format"
    YEARS_UNREADABLE = "years_unreadable"
    DIGITS_FORMAT = "digits_format"
    DIGITS_LOST = "digits_lost"
    PHONE_UNREADABLE = "phone_unreadable"
    WORDS_INVISIBLE = "words_invisible"
    WORDS_TOO_LONG = "words_too_long"
    ROW_TWICE = "row_twice"
    ROW_DIFFERS = "row_differs"


PERSONAL = frozenset({"id_number", "name", "phone", "public_id", "birth_on", "wage", "note"})
"""Columns whose contents stay out of what is kept and told about a row."""

MOST_CHARACTERS = 40
"""Of a cell, when it is named in a sentence."""


def tellable(text: str) -> str:
    """Return what stood in a cell as it may be kept: an identity number that got into another column is masked."""
    return masked(text) if looks_like_identity_number(text) else text


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with one cell. ``is_certain``: it was put right, ``repaired`` says how it reads now; otherwise the
    row is refused until a person puts it right."""

    code: DamageCode
    column: str
    found: str = field(default="", repr=False)
    repaired: str | None = field(default=None, repr=False)
    certain: bool = False
    rows: tuple[int, ...] = ()

    @property
    def told(self) -> RuleBroken:
        """Return what is to be told, with facts that may be kept: nothing of a person is among them."""
        facts: dict[str, object] = {"rows": list(self.rows)} if self.rows else {}
        if self.column not in PERSONAL and not self.rows:
            facts["found"] = tellable(self.found.strip()[:MOST_CHARACTERS])
            if self.repaired is not None:
                facts["repaired"] = tellable(self.repaired)
        return RuleBroken(f"sheet.{self.code}.repaired" if self.certain else f"sheet.{self.code}", self.column, **facts)
