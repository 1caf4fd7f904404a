"""What people may type to say who they are."""

from datetime import date

import pytest

from accounts.rules.document_number import read_card_number, read_document_number
from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import compose

TODAY = date(2026, 9, 10)
SOUND = compose("379901", date(1985, 4, 12), 24)


@pytest.mark.parametrize(
    ("typed", "number"),
    [(SOUND, SOUND), (f" {SOUND[:6]} {SOUND[6:]}", SOUND), ("e12345678", "E12345678"), ("H1234567890", "H1234567890")],
)
def test_numbers_of_documents_are_read(typed, number):
    assert read_document_number(typed, on=TODAY) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "id.shape"),
        ("hello", "id.shape"),
        (SOUND[:17], "id.shape"),
        (SOUND[:15], "id.legacy_15"),
        ("3.79901E+17", "id.damaged"),
        (compose("009901", date(1985, 4, 12), 24), "id.province"),
        (SOUND[:17] + "9" if SOUND[17] != "9" else SOUND[:17] + "8", "id.check"),
        ("٣٧٩٩٠١١٩٨٥٠٤١٢٠٢٤٦", "id.shape"),
        ("E1234", "id.shape"),
    ],
)
def test_what_is_wrong_is_named(typed, code):
    with pytest.raises(RuleBroken, match=code):
        read_document_number(typed, on=TODAY)


@pytest.mark.parametrize(("typed", "number"), [("d00000001", "D00000001"), (" 1234 5678 ", "12345678")])
def test_card_numbers_are_read(typed, number):
    assert read_card_number(typed) == number


@pytest.mark.parametrize("typed", ["", "1234567", "1234567890", "D0000-0001", "卡00000001"])
def test_other_card_numbers_are_refused(typed):
    with pytest.raises(RuleBroken, match=r"card\.shape"):
        read_card_number(typed)
