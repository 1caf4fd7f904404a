"""Check codes: 65 bits, forgiving to read, and nothing else passes for one."""

import math

import pytest

from accounts.rules.codes import ALPHABET
from accounts.rules.errors import RuleBroken
from insurance.rules.certificates import CODE_CHARACTERS, EXPIRING, check_code, expires, grouped, normalised_code
from insurance.rules.reasons import REDUCTION_REASONS


def test_a_code_holds_64_bits_and_more():
    assert CODE_CHARACTERS * math.log2(len(ALPHABET)) >= 64


def test_each_character_is_chosen():
    chosen = iter("7K3MQ2WD90XA5")
    assert check_code(lambda alphabet: next(chosen) if alphabet == ALPHABET else "") == "7K3MQ2WD90XA5"


@pytest.mark.parametrize(
    "typed", ["7K3M-Q2WD-90XA5", "7k3mq2wd90xa5", " 7K3M Q2WD 90XA5 ", "7K3M—Q2WD—9OXA5", "７Ｋ３Ｍ－Q2WD-90XA5"]
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert normalised_code(typed) == "7K3MQ2WD90XA5"


@pytest.mark.parametrize(
    "typed", ["", "7K3M", "7K3M-Q2WD-90XA", "7K3M-Q2WD-90XA55", "7K3M-Q2WD-90XAU", "校验码校验码校验码校验码校"]
)
def test_anything_else_is_no_code(typed):
    with pytest.raises(RuleBroken) as caught:
        normalised_code(typed)
    assert (caught.value.code, caught.value.field) == ("verify.code_shape", "code")


def test_grouping_loses_nothing():
    assert grouped("7K3MQ2WD90XA5") == "7K3M-Q2WD-90XA5"


def test_a_contract_ends_by_itself_only_by_article_44():
    assert all(REDUCTION_REASONS[code].article.startswith("LCL 44") for code in EXPIRING)
    assert not any(expires(code) for code in ("12", "13", "14", "15", "16", "17", "18", "20"))
