"""One-time codes: how they are made, typed, and when they are over."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.codes import (
    ALPHABET,
    COUNTER,
    LIMITS,
    POST,
    SMS,
    formatted,
    long_code,
    normalised_long_code,
    normalised_sms_code,
    refuse_too_many,
    refuse_unusable,
    sms_code,
)
from accounts.rules.errors import RuleBroken

ISSUED = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_the_alphabet_has_32_characters_and_no_look_alikes():
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


def test_codes_are_made_from_the_chance_passed_in():
    assert sms_code(lambda characters: characters[7]) == "777777"
    assert long_code(lambda characters: characters[-1]) == "Z" * 12
    assert len(sms_code(secrets.choice)) == 6
    assert len(long_code(secrets.choice)) == 12


def test_a_long_code_is_printed_in_groups():
    assert formatted("7K3MQ2WD90XA") == "7K3M-Q2WD-90XA"


@pytest.mark.parametrize(
    "typed", ["7K3M-Q2WD-90XA", "7k3m q2wd 9oxa", "７Ｋ３Ｍ—Ｑ２ＷＤ—９０ＸＡ", " 7k3mq2wd90xa\n", "7K3M.Q2WD_90XA"]
)
def test_a_long_code_may_be_typed_in_many_ways(typed):
    assert normalised_long_code(typed) == "7K3MQ2WD90XA"


@pytest.mark.parametrize(
    "typed", ["", "7K3M-Q2WD-90X", "7K3M-Q2WD-90XAA", "7K3M-Q2WD-90XU", "7K3M-Q2WD-90X中", "' OR 1=1 -- "]
)
def test_what_is_no_long_code_is_refused(typed):
    with pytest.raises(RuleBroken) as refusal:
        normalised_long_code(typed)

    assert refusal.value == RuleBroken("code.shape", "activation_code", characters=12)


@pytest.mark.parametrize("typed", ["123456", "123 456", "１２３４５６", "123-456"])
def test_an_sms_code_may_be_typed_in_many_ways(typed):
    assert normalised_sms_code(typed) == "123456"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345x", "١٢٣٤٥٦"])
def test_what_is_no_sms_code_is_refused(typed):
    with pytest.raises(RuleBroken) as refusal:
        normalised_sms_code(typed)

    assert refusal.value == RuleBroken("code.shape", "sms_code", characters=6)


@given(st.text(ALPHABET, min_size=12, max_size=12))
def test_the_printed_form_is_read_back(code):
    assert normalised_long_code(formatted(code).lower()) == code


@pytest.mark.parametrize(
    ("limits", "last_good"),
    [(SMS, timedelta(minutes=10)), (COUNTER, timedelta(hours=24)), (POST, timedelta(days=30))],
)
def test_a_code_lives_as_long_as_its_channel_allows(limits, last_good):
    just_before = ISSUED + last_good - timedelta(seconds=1)

    refuse_unusable(limits, issued_at=ISSUED, tries=0, used=False, at=just_before)
    with pytest.raises(RuleBroken, match=r"code.expired"):
        refuse_unusable(limits, issued_at=ISSUED, tries=0, used=False, at=ISSUED + last_good)


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_a_code_can_be_tried_five_times_and_used_once(limits):
    refuse_unusable(limits, issued_at=ISSUED, tries=4, used=False, at=ISSUED)
    with pytest.raises(RuleBroken, match=r"code.too_many_tries"):
        refuse_unusable(limits, issued_at=ISSUED, tries=5, used=False, at=ISSUED)
    with pytest.raises(RuleBroken, match=r"code.used"):
        refuse_unusable(limits, issued_at=ISSUED, tries=0, used=True, at=ISSUED)


def test_five_messages_a_day_and_no_limit_at_the_counter():
    refuse_too_many(SMS, issued_in_24_hours=4)
    refuse_too_many(COUNTER, issued_in_24_hours=99)
    with pytest.raises(RuleBroken) as refusal:
        refuse_too_many(SMS, issued_in_24_hours=5)
    assert refusal.value == RuleBroken("code.too_many_today", per_day=5)
