"""Which passwords may be chosen: nothing that stands on a card, in a phone or on a list of favourites."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.passwords import COMMON_PARTS, problems_with

OWNER = {
    "id_number": "379901199903210198",
    "birth_on": date(1999, 3, 21),
    "phones": ["19904172863"],
    "names": ["邓红", "Catherine Deng"],
}


def codes(password, **owner):
    return [problem.code for problem in problems_with(password, **(owner or OWNER))]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "xk7Qm2vB9z",
        "iloveyouverymuch",
        "tree-river-19-moon",
        "3141592653",
        "我家门前有两棵枣树还有一口井",
        "红色的拖拉机开过来了",
    ],
)
def test_a_password_of_ones_own_is_accepted(password):
    assert codes(password) == []


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("", ["password.too_short"]),
        ("xk7Qm2vB9", ["password.too_short"]),
        ("379901199903210198", ["password.id_number", "password.birth_date"]),
        ("my 379901 house", ["password.id_number"]),
        ("kite 891012 bell", ["password.id_number"]),
        ("19990321 river", ["password.id_number", "password.birth_date"]),
        ("river 1999-03-21", ["password.id_number", "password.birth_date"]),
        ("river1999年3月21日", ["password.birth_date"]),
        ("river 21.03.1999 x", ["password.birth_date"]),
        ("kite 19904172863", ["password.phone"]),
        ("kite 04172863 bell", ["password.phone"]),
        ("邓红的家里有一口老井", ["password.name"]),
        ("the catherine wheel", ["password.name"]),
        ("aaaaaaaaaaaa", ["password.repeated"]),
        ("abcabcabcabc", ["password.repeated"]),
        ("1212121212", ["password.repeated"]),
        ("1234567890", ["password.sequence"]),
        ("0987654321!", ["password.sequence"]),
        ("abcdefghijklm", ["password.sequence"]),
        ("Password123!", ["password.common"]),
        ("P@ssw0rd2026", ["password.common"]),
        ("woaini1314520", ["password.common"]),
        ("qwertyuiop1", ["password.common"]),
        ("1qaz2wsx3edc", ["password.common"]),
        ("Yunzhou2026!", ["password.common"]),
        ("admin@123456", ["password.common"]),
        ("ｐａｓｓｗｏｒｄ１２３", ["password.common"]),
    ],
)
def test_what_others_know_or_try_first_is_refused(password, expected):
    assert codes(password) == expected


def test_the_same_password_may_suit_somebody_else():
    assert codes("my 379901 house") == ["password.id_number"]
    assert codes("my 379901 house", id_number="110105194912310026") == []


def test_length_limits_stand_in_the_facts():
    long = "".join(chr(ord("a") + 7 * position % 26) for position in range(129))

    assert problems_with("kvl82 w")[0].facts == {"minimum": 10}
    assert problems_with(long)[0].facts == {"maximum": 128}
    assert problems_with("red tractors " + "roll by " * 14 + "now") == []


@given(st.sampled_from(COMMON_PARTS), st.integers(1950, 2030))
def test_a_favourite_and_a_year_never_make_a_password(part, year):
    assert problems_with(f"{part}{year}!!")


@given(st.text(max_size=200))
def test_any_text_gets_an_answer_and_facts_never_hold_it(password):
    for problem in problems_with(password, **OWNER):
        assert problem.field == "new_password"
        assert set(problem.facts) <= {"minimum", "maximum"}
