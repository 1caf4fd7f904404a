"""The yearly payment of residents: what is payable, which years, how a year stands, what paying brings."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.rules.errors import RuleBroken
from insurance.rules.bank_cards import bank_of, card_number, fits_luhn, refuse_other_bank
from insurance.rules.benefit_rule import Payer
from insurance.rules.benefits import MedicalRecord
from insurance.rules.interruptions import Stay
from insurance.rules.months import Month
from insurance.rules.resident_history import ResidentStay, YearCharge
from insurance.rules.resident_payment import (
    YearFacts,
    YearState,
    cover_if_paid,
    first_month_to_join,
    is_resident_in,
    last_day_of_season,
    payable,
    year_state,
    years_on_offer,
)
from tests.factories.policy_values import RESIDENT_WAIT
from tests.insurance.rules.outlook_policy import policy_of

TODAY = date(2026, 9, 10)


@pytest.mark.parametrize(
    ("standard", "share", "subsidy", "own"),
    [
        (40_000, "0", 0, 40_000),
        (40_000, "1", 40_000, 0),
        (40_000, "0.6", 24_000, 16_000),
        (38_001, "0.5", 19_001, 19_000),
        (0, "1", 0, 0),
    ],
)
def test_a_group_pays_what_the_government_does_not_bear(standard, share, subsidy, own):
    found = payable(standard, Decimal(share))
    assert (found.subsidy_fen, found.own_fen) == (subsidy, own)


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2026, 8, 31), (2026,)),
        (date(2026, 9, 1), (2027, 2026)),
        (date(2026, 12, 31), (2027, 2026)),
        (date(2027, 1, 1), (2027,)),
    ],
)
def test_the_next_year_is_on_offer_in_its_season_and_this_one_always(on, years):
    assert years_on_offer(on, RESIDENT_WAIT) == years


def test_a_season_ends_in_the_year_before():
    assert last_day_of_season(2027, RESIDENT_WAIT) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "unregistered"),
        ({"is_registered": True}, "payable"),
        ({"is_registered": True, "is_barred": True}, "barred"),
        ({"is_registered": True, "owes_nothing": True}, "free"),
        ({"is_registered": True, "has_bill": True}, "payable"),
        ({"is_registered": True, "has_bill": True, "order": "started", "is_held": True}, "paying"),
        ({"is_registered": True, "has_bill": True, "order": "unknown", "is_held": True}, "paying"),
        ({"has_bill": True, "order": "started", "is_held": True, "has_paid": True}, "paid"),
        ({"has_bill": True, "order": "started", "is_held": True, "is_barred": True}, "paying"),
        ({"has_bill": True, "order": "failed"}, "failed"),
        ({"has_bill": True, "order": "failed", "is_barred": True}, "barred"),
        ({"has_bill": True, "is_paid": True, "order": "succeeded"}, "credited"),
        ({"has_bill": True, "is_paid": True, "order": "succeeded", "is_posted": True}, "posted"),
        ({"has_bill": True, "is_paid": True, "order": "succeeded", "paid_twice": True}, "duplicate"),
        ({"has_bill": True, "is_paid": True}, "posted"),
        ({"has_bill": True, "is_paid": True, "is_barred": True}, "posted"),
        ({"has_bill": True, "is_paid": True, "is_taken_back": True, "order": "succeeded"}, "refunded"),
        ({"has_bill": True, "is_paid": True, "is_taken_back": True, "order": "refunded"}, "refunded"),
        ({"has_bill": True, "is_paid": True, "order": "refunding"}, "credited"),
        ({"has_bill": True, "is_paid": True, "order": "refunding", "is_posted": True}, "posted"),
    ],
)
def test_the_state_of_a_year(facts, state):
    assert year_state(YearFacts(**facts)) == YearState(state)


def stay(first, stop=None, **also):
    return Stay(Payer.UNIT, Month.parse(first), Month.parse(stop) if stop else None, **also)


@pytest.mark.parametrize(
    ("year", "stays", "month"),
    [
        (2027, [], "2027-01"),
        (2026, [], "2026-09"),
        (2026, [stay("2020-01", "2026-07")], "2026-09"),
        (2026, [stay("2020-01", "2026-11")], "2026-11"),
        (2027, [stay("2020-01", "2026-11")], "2027-01"),
        (2026, [stay("2026-12", "2026-12")], "2026-09"),
    ],
)
def test_who_is_insured_nowhere_else_joins_with_the_year_or_now(year, stays, month):
    assert first_month_to_join(year, stays, on=TODAY) == Month.parse(month)


@pytest.mark.parametrize(
    ("year", "stays", "code"),
    [
        (2027, [stay("2020-01")], "resident.insured_otherwise"),
        (2026, [stay("2026-11")], "resident.insured_otherwise"),
        (2026, [stay("2020-01", "2027-01")], "resident.insured_all_year"),
        (2026, [stay("2000-01", "2020-01", ended=True, retired=True)], "resident.retired"),
    ],
)
def test_nobody_is_insured_twice(year, stays, code):
    with pytest.raises(RuleBroken) as refused:
        first_month_to_join(year, stays, on=TODAY)
    assert refused.value.code == code


def resident(first, stop=None):
    return ResidentStay(Month.parse(first), Month.parse(stop) if stop else None)


@pytest.mark.parametrize(
    ("year", "stays", "is_resident"),
    [
        (2027, [resident("2022-01")], True),
        (2026, [resident("2022-01", "2026-01")], False),
        (2026, [resident("2022-01", "2026-09")], False),
        (2026, [resident("2022-01", "2026-12")], True),
        (2027, [resident("2022-01", "2026-12")], False),
        (2026, [resident("2027-01")], False),
    ],
)
def test_who_is_a_resident_in_what_is_left_of_a_year(year, stays, is_resident):
    assert is_resident_in(year, stays, on=TODAY) is is_resident


def record(*stays, charges=()):
    return MedicalRecord(born_year=1956, resident_stays=stays, year_charges=charges)


PAID = tuple(YearCharge(year, None, date(year - 1, 11, 5)) for year in (2024, 2025, 2026))


def test_paid_in_the_season_without_a_gap_covers_from_january():
    found = cover_if_paid(
        record(resident("2022-01"), charges=PAID), policy_of(), year=2027, joins=None, credited_on=TODAY
    )
    assert (found.starts_on, found.explanation) == (date(2027, 1, 1), None)


def test_paid_late_covers_after_the_wait_that_is_shown():
    charges = (*PAID[:2], YearCharge(2026, date(2025, 12, 31), None))
    paid_on = date(2026, 3, 15)
    found = cover_if_paid(
        record(resident("2022-01"), charges=charges), policy_of(), year=2026, joins=None, credited_on=paid_on
    )
    assert found.starts_on == date(2026, 6, 15)
    assert found.explanation is not None


def test_a_wait_longer_than_the_year_brings_nothing():
    charges = (*PAID[:2], YearCharge(2026, date(2025, 12, 31), None))
    late = date(2026, 11, 22)
    found = cover_if_paid(
        record(resident("2022-01"), charges=charges), policy_of(), year=2026, joins=None, credited_on=late
    )
    assert (found.starts_on, found.waits_until) == (None, date(2027, 2, 22))


def test_who_missed_a_year_waits_even_in_the_season():
    old = record(resident("2022-01", "2026-01"), charges=PAID[:2])
    found = cover_if_paid(old, policy_of(), year=2027, joins=Month(2027, 1), credited_on=date(2026, 11, 5))
    assert found.starts_on == date(2027, 3, 5)


# Bank cards ----------------------------------------------------------------------------------------------------------


def test_a_card_number_is_read_as_people_type_it():
    assert card_number(" 6222 0200 0000 0000 000 ") == "6222020000000000000"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("6222020000000000001", "bank_card.check"),
        ("6222 0200", "bank_card.shape"),
        ("62220200000000000005", "bank_card.shape"),
        ("622202000000000000X", "bank_card.shape"),
        ("６２２２０２０００", "bank_card.shape"),
        ("", "bank_card.shape"),
    ],
)
def test_what_is_no_card_number_is_refused(typed, code):
    with pytest.raises(RuleBroken) as refused:
        card_number(typed)
    assert refused.value.code == code


def test_every_single_wrong_digit_is_noticed():
    number = "6222020000000000000"
    for place, digit in enumerate(number):
        for other in set("0123456789") - {digit}:
            assert not fits_luhn(number[:place] + other + number[place + 1 :])


def test_the_bank_is_told_only_where_it_is_certain():
    assert (bank_of("6222020000000000000"), bank_of("6299990000000000000")) == ("icbc", None)
    refuse_other_bank("6299990000000000000", "abc")
    with pytest.raises(RuleBroken, match="bank_card.other_bank"):
        refuse_other_bank("6222020000000000000", "abc")
