"""Amounts, years, codes and digits as people write them: one reading is read, no reading or two are refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.documents.sheet_words import LANGUAGES, code_list, code_names, labels, yes_no
from insurance.rules.kinds import DeclarationKind as K
from insurance.rules.months import Month
from insurance.rules.sheet_columns import COLUMNS, Holds
from insurance.rules.sheet_damage import DamageCode as D
from insurance.rules.sheet_days import counted_day, read_day, read_month
from insurance.rules.sheet_values import (
    read_code,
    read_codes,
    read_digits,
    read_money,
    read_phone,
    read_proposer,
    read_words,
    read_years,
)
from insurance.rules.sheets import Cell, Typed


def number(text: str) -> Cell:
    return Cell(text, Typed.NUMBER)


@pytest.mark.parametrize(
    ("cell", "fen", "code"),
    [
        (Cell("5000"), 500_000, None),
        (Cell("5000.5"), 500_050, None),
        (Cell("0"), 0, None),
        (number("6500.25"), 650_025, None),
        (number("5000.1000000000004"), 500_010, D.MONEY_FORMAT),
        (Cell("5,000.00"), 500_000, D.MONEY_FORMAT),
        (Cell("1,234,567"), 123_456_700, D.MONEY_FORMAT),
        (Cell("5000元"), 500_000, D.MONEY_FORMAT),
        (Cell("￥ 5000"), 500_000, D.MONEY_FORMAT),
        (Cell("５０００"), 500_000, D.MONEY_FORMAT),
        (Cell("5000元/月"), 500_000, D.MONEY_FORMAT),
        (Cell("1.2万"), 1_200_000, D.MONEY_TEN_THOUSANDS),
        (Cell("0.65 万元"), 650_000, D.MONEY_TEN_THOUSANDS),
    ],
)
def test_an_amount_that_has_one_reading(cell, fen, code):
    reading = read_money(cell)
    assert (reading.value, reading.code, reading.is_certain) == (fen, code, True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5000.333", D.MONEY_DECIMALS),
        ("1.23456789万", D.MONEY_UNREADABLE),
        ("50,00", D.MONEY_UNREADABLE),
        ("5.000,00", D.MONEY_UNREADABLE),
        ("约5000", D.MONEY_UNREADABLE),
        ("5千", D.MONEY_UNREADABLE),
        ("-5000", D.MONEY_UNREADABLE),
        ("5000-6000", D.MONEY_UNREADABLE),
        ("5E+3", D.MONEY_UNREADABLE),
        ("12345678901", D.MONEY_UNREADABLE),
    ],
)
def test_an_amount_that_has_none(text, code):
    reading = read_money(Cell(text))
    assert (reading.value, reading.code, reading.is_certain) == (None, code, False)


@given(st.integers(0, 99_999_999))
def test_an_amount_survives_every_certain_way_of_writing_it(fen):
    yuan = Decimal(fen) / 100
    for written in (f"{yuan}", f"{yuan:.2f}", f"{yuan:,.2f}", f"¥{yuan:.2f}", f"{yuan:.2f}元", f"{yuan / 10000:.6f}万"):
        assert read_money(Cell(written)).value == fen, written


@pytest.mark.parametrize(
    ("text", "years", "code"),
    [
        ("3", Decimal(3), None),
        ("3.5", Decimal("3.5"), None),
        ("3年", Decimal(3), D.YEARS_FORMAT),
        ("3年6个月", Decimal("3.5"), D.YEARS_FORMAT),
        ("3 years", Decimal(3), D.YEARS_FORMAT),
        ("3年7个月", None, D.YEARS_UNREADABLE),
        ("3.5年6个月", None, D.YEARS_UNREADABLE),
        ("3.25", None, D.YEARS_UNREADABLE),
    ],
)
def test_years(text, years, code):
    assert (read_years(Cell(text)).value, read_years(Cell(text)).code) == (years, code)


@pytest.mark.parametrize(
    "column", [c.name for kind in COLUMNS for c in COLUMNS[kind] if c.holds in {Holds.CODE, Holds.CODES}]
)
def test_every_code_is_read_as_our_template_offers_it_and_by_its_name(column):
    codes = code_list(column)
    for language in LANGUAGES:
        for code, label in labels(column, language).items():
            assert read_code(Cell(code), codes) == read_code(Cell(label), codes)
            assert read_code(Cell(label), codes).value == code
            assert read_code(Cell(label), codes).code is None
            by_name = read_code(Cell(label.removeprefix(f"{code} ")), codes)
            assert (by_name.value, by_name.is_certain) == (code, True), label


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("14.0", "14", D.CODE_FORMAT),
        ("14：辞职", "14", D.CODE_FORMAT),
        ("１４", "14", D.CODE_FORMAT),
        ("23A", "23a", D.CODE_FORMAT),
        ("退休", "21", D.CODE_BY_NAME),
        ("离职", None, D.CODE_AMBIGUOUS),
        ("21 辞职", None, D.CODE_AMBIGUOUS),
        ("23", None, D.CODE_UNKNOWN),
        ("222", None, D.CODE_UNKNOWN),
        ("1", None, D.CODE_UNKNOWN),
    ],
)
def test_reasons(text, value, code):
    reading = read_code(Cell(text), code_names(K.REDUCTION)["reason"])
    assert (reading.value, reading.code, reading.is_certain) == (value, code, value is not None)


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("110,310", (110, 310), None),
        ("310、110", (110, 310), None),
        ("310", (310,), None),
        ("养老和工伤保险", (110, 410), D.CODE_BY_NAME),
        ("全部", None, None),
        ("五险", None, None),
        ("全部、养老", None, D.CODE_AMBIGUOUS),
        ("390", None, D.CODE_UNKNOWN),
    ],
)
def test_insurances(text, value, code):
    reading = read_codes(Cell(text), code_names(K.REDUCTION)["insurances"])
    assert (reading.value, reading.code) == (value, code)


def test_who_proposed():
    for language in LANGUAGES:
        yes, no = yes_no(language)
        assert (read_proposer(Cell(yes)).value, read_proposer(Cell(no)).value) == ("unit", "person")
    assert read_proposer(Cell("TRUE", Typed.BOOL)).value == "unit"
    assert read_proposer(Cell("n")).value == "person"
    assert read_proposer(Cell("双方")).code == D.CODE_UNKNOWN


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("19900000000", "19900000000", None),
        ("199 0000 0000", "19900000000", D.DIGITS_FORMAT),
        ("+86 199-0000-0000", "19900000000", D.DIGITS_FORMAT),
        ("0633-8781234", "06338781234", D.DIGITS_FORMAT),
        ("1.99E+10", None, D.DIGITS_LOST),
    ],
)
def test_telephones(text, value, code):
    assert (read_digits(Cell(text)).value, read_digits(Cell(text)).code) == (value, code)


def test_words_are_in_one_line():
    assert read_words(Cell("第一行\n第二行  尾"), most=60).value == "第一行 第二行 尾"
    assert read_words(Cell("第一行\n第二行"), most=60).code is None
    assert read_words(Cell("操\u200b作工"), most=60).code == D.WORDS_INVISIBLE


def test_words_are_no_longer_than_the_form_takes_them():
    assert read_words(Cell("长" * 60), most=60).value == "长" * 60
    assert read_words(Cell("长" * 61), most=60).code == D.WORDS_TOO_LONG


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("19900000000", "19900000000", None),
        ("0633-8781234", "06338781234", D.DIGITS_FORMAT),
        ("<script>", None, D.PHONE_UNREADABLE),
        ("1" * 21, None, D.PHONE_UNREADABLE),
        ("同上", None, D.PHONE_UNREADABLE),
        ("1.99E+10", None, D.DIGITS_LOST),
    ],
)
def test_phones_that_somebody_is_reached_at(text, value, code):
    assert (read_phone(Cell(text)).value, read_phone(Cell(text)).code) == (value, code)


@given(
    st.dates(
        min_value=counted_day("20000", counts_from_1904=False), max_value=counted_day("69999", counts_from_1904=False)
    )
)
def test_a_day_survives_every_certain_way_of_writing_it(day):
    serial = str((day - counted_day("0", counts_from_1904=False)).days)
    cells = [
        Cell(form.format(day))
        for form in ("{:%Y-%m-%d}", "{:%Y/%m/%d}", "{:%Y.%m.%d}", "{:%Y%m%d}", "{0.year}年{0.month}月{0.day}日")
    ]
    cells += [
        Cell(f"{day:%Y-%m-%d} 00:00:00"),
        Cell(day.isoformat(), Typed.DATE),
        number(serial),
        Cell(f"{day:%d-%b-%Y}"),
    ]
    for cell in cells:
        assert read_day(cell, counts_from_1904=False).value == day, cell
        of_month = read_month(cell, counts_from_1904=False)
        assert of_month.value == (Month.of(day) if day.day == 1 else None), cell


def test_serial_days_follow_the_epoch_of_the_file():
    assert str(read_day(number("44864"), counts_from_1904=True).value) == "2026-10-31"
    assert read_day(number("44864"), counts_from_1904=None).code == D.DAY_SERIAL
    assert not read_day(number("44864"), counts_from_1904=None).is_certain
