"""Texts in which somebody may have typed an identity number, however they write it."""

import pytest

from accounts.rules.typed_number import looks_like_identity_number


@pytest.mark.parametrize(
    "text",
    [
        "379901198504120011",
        "37990119850412001x",
        "379901 19850412 0011",
        "379901-19850412-0011",
        "３７９９０１１９８５０４１２００１１",
        "见 379901198504120011 的档案",
        "379901850412001",
    ],
)
def test_identity_numbers_are_recognised(text):
    assert looks_like_identity_number(text)


@pytest.mark.parametrize("text", ["", "D2609100000001", "P00000042", "A017", "林素问", "2026-09-10 10:30", "12333"])
def test_other_numbers_are_not(text):
    assert not looks_like_identity_number(text)
