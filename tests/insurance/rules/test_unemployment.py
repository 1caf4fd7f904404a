"""How long unemployment benefit lasts, on the national scale and on a finer one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.rules.explanation import recomputed
from insurance.rules.unemployment import Piece, UnemploymentRule, unemployment_duration
from tests.factories.policy_values import GUANGDONG_SCALE, NATIONAL_SCALE, source

PAID = (0, 11, 12, 59, 60, 119, 120, 300)


@pytest.mark.parametrize(
    ("rule", "months"),
    [(NATIONAL_SCALE, (0, 0, 12, 12, 18, 18, 24, 24)), (GUANGDONG_SCALE, (0, 0, 1, 5, 6, 15, 16, 24))],
)
def test_months_of_benefit_by_months_paid(rule, months):
    assert tuple(unemployment_duration(paid, rule).months for paid in PAID) == months


@pytest.mark.parametrize(("paid", "months"), [(23, 1), (24, 2), (47, 3), (48, 4), (53, 4), (54, 5)])
def test_only_whole_steps_count(paid, months):
    assert unemployment_duration(paid, GUANGDONG_SCALE).months == months


@pytest.mark.parametrize(("left_over", "months"), [(0, 12), (5, 17), (12, 24), (20, 24)])
def test_months_left_over_are_added_up_to_the_most(left_over, months):
    assert unemployment_duration(12, NATIONAL_SCALE, left_over_months=left_over).months == months


@pytest.mark.parametrize(
    ("pieces", "most", "named"),
    [
        ((), 24, "no piece at all"),
        ((Piece(60, 18), Piece(12, 12)), 24, "piece 2 begins at 12"),
        ((Piece(12, 12), Piece(12, 18)), 24, "piece 2 begins at 12"),
        ((Piece(12, 12), Piece(60, 6)), 24, "piece 2 gives 6"),
        ((Piece(0, 12),), 24, "piece 1 gives 12 months from 0"),
        ((Piece(12, 0),), 24, "piece 1 gives 0"),
        ((Piece(12, 1, every=0),), 24, "every 0"),
        ((Piece(12, 12),), 0, "most_months"),
    ],
)
def test_a_broken_scale_is_refused_by_name(pieces, most, named):
    with pytest.raises(ValueError, match=named):
        UnemploymentRule(pieces, most, source())


@given(st.sampled_from([NATIONAL_SCALE, GUANGDONG_SCALE]), st.integers(0, 500), st.integers(0, 24))
def test_paying_longer_never_gives_less(rule, paid, left_over):
    found = unemployment_duration(paid, rule, left_over_months=left_over)

    assert found.months <= unemployment_duration(paid + 1, rule, left_over_months=left_over).months <= 24
    assert recomputed(found.explanation) == found.months
