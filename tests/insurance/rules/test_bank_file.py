"""What a row of a bank file must say, and which numbers a remark names."""

from datetime import date

import pytest

from accounts.rules.errors import RuleBroken
from insurance.rules.bank_file import Transfer, amount_in, column_of, named_in, transfer, without_personal_numbers
from tests.factories.parties import credit_code

TODAY = date(2026, 9, 15)
CODE = credit_code(900_001)
ROW = {
    "reference": "20260914-0001",
    "paid_on": "2026-09-13",
    "credited_on": "20260914",
    "amount": "1,234.50",
    "payer_name": "云州新程商贸有限公司",
    "payer_account": "6222020000001234",
    "remark": "征集单 B00000001",
}


def test_a_sound_row():
    assert transfer(ROW, on=TODAY) == Transfer(
        "20260914-0001",
        date(2026, 9, 13),
        date(2026, 9, 14),
        123_450,
        "云州新程商贸有限公司",
        "6222020000001234",
        "征集单 B00000001",
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reference": ""}, "bank_file.missing"),
        ({"amount": " "}, "bank_file.missing"),
        ({"reference": "x" * 65}, "bank_file.too_long"),
        ({"remark": "x" * 301}, "bank_file.too_long"),
        ({"reference": "a b"}, "bank_file.reference"),
        ({"paid_on": "2026-02-30"}, "bank_file.day"),
        ({"paid_on": "yesterday"}, "bank_file.day"),
        ({"credited_on": "2026-09-16"}, "bank_file.day_ahead"),
        ({"paid_on": "2026-09-15"}, "bank_file.days_order"),
        ({"amount": "0"}, "bank_file.amount"),
        ({"amount": "-1"}, "bank_file.amount"),
        ({"amount": "1.234"}, "bank_file.amount"),
        ({"amount": "1e3"}, "bank_file.amount"),
        ({"amount": "NaN"}, "bank_file.amount"),
        ({"amount": "１００"}, "bank_file.amount"),
        ({"amount": "=1+1"}, "bank_file.amount"),
    ],
)
def test_what_is_wrong_with_a_row(changed, code):
    with pytest.raises(RuleBroken, match=code):
        transfer(ROW | changed, on=TODAY)


@pytest.mark.parametrize(
    ("text", "fen"), [("1", 100), ("0.01", 1), ("1,000,000.10", 100_000_010), ("999999999999.99", 99_999_999_999_999)]
)
def test_amounts_are_exact(text, fen):
    assert amount_in(text) == fen


@pytest.mark.parametrize(
    ("remark", "bills", "orders", "units", "codes"),
    [
        ("", set(), set(), set(), set()),
        ("缴费B00000001号", {"B00000001"}, set(), set(), set()),
        ("b00000001，ｂ００００００02", {"B00000001", "B00000002"}, set(), set(), set()),
        ("Z00000007/U00000003", set(), {"Z00000007"}, {"U00000003"}, set()),
        (f"单位{CODE}九月", set(), set(), set(), {CODE}),
        (f"{CODE.lower()}", set(), set(), set(), {CODE}),
        (f"{CODE[:-1]}{'0' if CODE[-1] != '0' else '1'}", set(), set(), set(), set()),
        ("B0000001 XB00000001 B00000001X", set(), set(), set(), set()),
        ("云州新程商贸有限公司", set(), set(), set(), set()),
        (f"1{CODE}", set(), set(), set(), set()),
    ],
)
def test_only_whole_numbers_are_taken(remark, bills, orders, units, codes):
    found = named_in(remark)
    assert (found.bills, found.orders, found.units, found.credit_codes) == (bills, orders, units, codes)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("流水号", "reference"),
        (" 金额（元） ", "amount"),
        ("到账日期", "credited_on"),
        ("remark", "remark"),
        ("备注", ""),
    ],
)
def test_headings_in_both_languages(heading, column):
    assert column_of(heading) == column


def test_identity_numbers_in_remarks_are_masked_and_credit_codes_are_not():
    said = f"代379901199005200198缴，单位{CODE}，B00000001"
    assert without_personal_numbers(said) == f"代379901********0198缴，单位{CODE}，B00000001"
