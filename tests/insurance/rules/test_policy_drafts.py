"""The life of a draft, what its preview holds for, and which days it may not touch."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.rules.errors import RuleBroken
from insurance.rules.policy_drafts import (
    TRANSITIONS,
    DraftAct,
    DraftState,
    as_json,
    fingerprint,
    from_json,
    next_state,
    refuse_overlap,
    superseded_by,
)
from insurance.rules.policy_entries import PolicyEntry

FIRST = date(2026, 1, 1)


def bounds(first=FIRST, until=None, **values) -> PolicyEntry:
    return PolicyEntry("bounds", (), first, until, "1", {"lower_fen": 456_000, **values})


@pytest.mark.parametrize("act", DraftAct)
@pytest.mark.parametrize("state", DraftState)
def test_finished_drafts_stay_and_only_previewed_ones_are_activated(state, act):
    if (state, act) in TRANSITIONS:
        assert next_state(state, act) == TRANSITIONS[state, act]
        return
    with pytest.raises(RuleBroken) as refused:
        next_state(state, act)
    expected = "policy_draft.not_previewed" if state == DraftState.DRAFT else "policy_draft.finished"
    assert refused.value.code == expected


def test_a_row_survives_being_kept():
    row = {"from": FIRST, "until": date(2027, 1, 1), "lower": "4560", "tiers": [{"over": 0}]}
    assert from_json(as_json(row)) == row


def test_the_fingerprint_does_not_care_where_a_row_was_read_but_what_it_says():
    values = {"from": "2026-10-01"}
    from_file = PolicyEntry("late_fees", (), FIRST, None, "1", {"daily_rate": Decimal("0.0005")})
    from_database = PolicyEntry("late_fees", (), FIRST, None, "1", {"daily_rate": Decimal("0.000500")})
    other = PolicyEntry("late_fees", (), FIRST, None, "1", {"daily_rate": Decimal("0.0006")})
    closed = PolicyEntry("late_fees", (), FIRST, date(2027, 1, 1), "1", {"daily_rate": Decimal("0.0005")})
    assert fingerprint(values, [from_file]) == fingerprint(values, [from_database])
    marks = {fingerprint(values, [row]) for row in (from_file, other, closed)}
    assert len(marks | {fingerprint({"from": "2026-11-01"}, [from_file])}) == 4


@pytest.mark.parametrize(
    ("standing", "earliest"),
    [
        ([bounds()], date(2026, 1, 2)),
        ([bounds(until=date(2026, 11, 1))], date(2026, 11, 1)),
        ([bounds(until=date(2026, 11, 1)), bounds(date(2026, 11, 1))], date(2026, 11, 2)),
    ],
)
def test_a_draft_follows_the_last_row_of_its_number(standing, earliest):
    refuse_overlap([bounds(earliest)], standing)
    with pytest.raises(RuleBroken, match="policy_draft.overlaps") as refused:
        refuse_overlap([bounds(date.fromordinal(earliest.toordinal() - 1))], standing)
    assert refused.value.facts == {"earliest": earliest}


def test_a_number_that_nothing_is_said_about_begins_any_day():
    refuse_overlap([bounds()], [])


def test_the_open_row_ends_where_the_draft_begins_and_closed_ones_stay():
    draft, old = bounds(date(2026, 10, 1)), bounds(date(2025, 1, 1), FIRST)
    closed = bounds(until=date(2026, 10, 1))
    assert superseded_by([draft], [old, bounds()]) == [old, closed, draft]
