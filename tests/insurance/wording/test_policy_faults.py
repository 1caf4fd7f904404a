"""Whatever the reader of policy rows refuses reads as a sentence in the reader's language, with the column's name."""

from datetime import date

import pytest
from django.utils.translation import override

from accounts.wording import worded
from insurance.rules.policy_entries import PolicyFault
from insurance.rules.policy_tables import entries_of
from insurance.wording_policy_faults import FAULTS, matches
from tests.language_sweep import CHINESE

FIRST = date(2027, 1, 1)
DATED = {"from": FIRST, "document": "1"}
BENEFITS = DATED | {"payer": "unit", "family": "N3", "stop_point": "unpaid_month", "gap_unit": "months"}
WINDOW = DATED | {"channel": "unit", "rule": "E-NEXT", "open_day": 1, "close_day": 25, "roll": True}
WAIT = DATED | {
    "opens_month": 9,
    "opens_day": 1,
    "closes_month": 12,
    "closes_day": 31,
    "fixed_months": 3,
    "months_per_missed_year": 1,
    "months_per_repaired_year": 1,
    "floor_missed_years": 4,
    "floor_months": 6,
    "anchor": "same_day",
    "counts_from_year": 2025,
}


def tier(over, upto=None, anchor="payment_month", **columns):
    return {"over": over, "anchor": anchor, **columns} | ({} if upto is None else {"upto": upto})


def tiers(*written):
    return "benefits", BENEFITS | {"tiers": list(written)}


def pieces(*written):
    return "unemployment", DATED | {
        "most_months": 24,
        "pieces": [dict(zip(("from", "months"), p, strict=True)) for p in written],
    }


def bounds(**columns):
    return "bounds", DATED | {"lower": "4560", "upper": "22800", "average_wage": "7600"} | columns


REFUSED = [
    tiers(),
    tiers(tier(0, 3)),
    tiers(tier(0, 2), tier(4)),
    tiers(tier(0, 3), tier(3)),
    tiers(tier(0), tier(1)),
    tiers(tier(0, 3), tier(4, 2), tier(3)),
    tiers(tier(0, anchor="stop", wait_months=1)),
    tiers({"anchor": "stop"}),
    bounds(lower="23000"),
    bounds(average_wage="0"),
    bounds(lower="4560.001"),
    ("late_fees", DATED | {"convention": "L1", "daily_rate": "1", "capped": True, "due_day": 25, "roll": True}),
    ("windows", WINDOW | {"open_day": 28, "outside_window": "refuse"}),
    ("windows", WINDOW | {"rule": "E-CUT", "outside_window": "refuse"}),
    ("resident_waits", WAIT | {"opens_month": 12, "closes_month": 9}),
    pieces(),
    pieces((12, 0)),
    pieces((12, 12), (60, 6)),
    pieces((60, 12), (12, 18)),
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("table", "row"), REFUSED)
def test_what_a_form_can_get_wrong_is_a_sentence(table, row, language):
    with pytest.raises(PolicyFault) as refused:
        entries_of(table, row)
    with override(language):
        said = worded(refused.value)
    assert said.endswith((".", "。")), said
    assert "%(" not in said
    assert bool(CHINESE.search(said)) == (language == "zh-hans"), said


@pytest.mark.parametrize("said", ["overlaps the one from 2026-01-01", "nothing is in force from 2027-01-01"])
def test_what_only_shows_when_it_is_put_in_force_is_a_sentence_too(said):
    assert any(matches(f"379901: bounds from 2027-01-01: {said}"))


def test_a_fault_without_a_sentence_is_told_as_the_reader_says_it():
    assert worded(PolicyFault("bounds from 2027-01-01: something new")) == "something new"
    assert len(FAULTS) > 20
