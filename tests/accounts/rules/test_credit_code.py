"""Unified social credit codes: public and made-up vectors, and what must hold for every code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from accounts.rules.credit_code import CHARACTERS, compose, normalise, parse, read
from accounts.rules.errors import RuleBroken

VALID_CODES = """
91330100799655058B 9144030071526726XG 914403001922038216 91110000802100433B 91350100M000100Y43
91371102MA0000015N 91420502MA0000023U 52371102MJ00000347 12371100000000000B 93371102MF00000562 91379901MA00100022
"""
VALID = VALID_CODES.split()

REFUSED = [
    ("91379901MA0010010A"[:-1] + "B", "credit_code.check"),
    ("91330100799655058C", "credit_code.check"),
    ("91371102MA3TEST0AB", "credit_code.shape"),
    ("91371102IA0000015N", "credit_code.shape"),
    ("9137110MMA0000015N", "credit_code.shape"),
    ("91371102MA0000015", "credit_code.shape"),
    ("91371102MA0000015NN", "credit_code.shape"),
    ("91371102ma0000015n", "credit_code.shape"),
    ("", "credit_code.shape"),
    ("371102228012345", "credit_code.old_licence"),
    ("3711022280123", "credit_code.old_licence"),
    ("9.14403E+17", "credit_code.damaged"),
    ("914403001922038000", "credit_code.damaged"),
]


@pytest.mark.parametrize("code", VALID)
def test_a_sound_code_is_taken_apart(code):
    parts = parse(code)

    assert (parts.authority + parts.kind + parts.region + parts.organisation) == code[:17]
    assert str(parts) == code
    assert uscc.is_valid(code)


@pytest.mark.parametrize(("code", "problem"), REFUSED)
def test_an_unsound_code_is_refused_with_its_cause(code, problem):
    with pytest.raises(RuleBroken) as refusal:
        parse(code)

    assert refusal.value == RuleBroken(problem, "credit_code")


def test_the_organisation_code_has_its_own_check():
    """A wrong organisation check with a right last character is no code either."""
    first_16 = "91371102MA000001"
    sound = compose("91", "371102", "MA000001")
    forged = [
        code for check in CHARACTERS if check != sound[16] and (code := first_16 + check + _last(first_16 + check))
    ]

    assert sound == "91371102MA0000015N"
    for code in forged:
        with pytest.raises(RuleBroken, match=r"credit_code.check"):
            parse(code)


def _last(first_17: str) -> str:
    return uscc.calc_check_digit(first_17)


def test_what_people_add_is_taken_away():
    assert normalise(" ９1371102ma0000015n ") == "91371102MA0000015N"
    assert read("'91371102 MA00 0001 5n").code == "91371102MA0000015N"


CODES = st.builds(
    compose,
    st.text(CHARACTERS, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(CHARACTERS, min_size=8, max_size=8),
)


@given(CODES)
def test_every_composed_code_is_sound(code):
    assert parse(code).code == code
    assert uscc.calc_check_digit(code[:17]) == code[17]


@given(CODES, st.integers(0, 17), st.sampled_from(CHARACTERS))
def test_any_single_changed_character_is_noticed(code, position, character):
    changed = code[:position] + character + code[position + 1 :]
    if changed == code:
        return

    with pytest.raises(RuleBroken):
        parse(changed)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_but_never_breaks(text):
    assert code_or_problem(text) in {normalise(text), "credit_code.shape", "credit_code.old_licence"}


def code_or_problem(text: str) -> str:
    try:
        return read(text).code
    except RuleBroken as refusal:
        return refusal.code
