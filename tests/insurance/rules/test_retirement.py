"""Retirement months after the reform of 2025."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import Sex
from insurance.rules.explanation import recomputed, walked
from insurance.rules.months import Month
from insurance.rules.retirement import (
    TRACKS,
    RetirementTrack,
    earliest_retirement,
    minimum_pension_months,
    refuse_too_young,
    retirement,
)

M60, W55, W50 = RetirementTrack
month = Month.parse


@pytest.mark.parametrize(
    ("track", "born", "delay", "statutory"),
    [
        (M60, "1964-12", 0, "2024-12"),
        (M60, "1965-01", 1, "2025-02"),
        (M60, "1965-04", 1, "2025-05"),
        (M60, "1965-05", 2, "2025-07"),
        (M60, "1976-09", 36, "2039-09"),
        (M60, "1990-06", 36, "2053-06"),
        (W55, "1969-12", 0, "2024-12"),
        (W55, "1970-01", 1, "2025-02"),
        (W55, "1981-09", 36, "2039-09"),
        (W50, "1974-12", 0, "2024-12"),
        (W50, "1975-01", 1, "2025-02"),
        (W50, "1975-03", 2, "2025-05"),
        (W50, "1984-11", 60, "2039-11"),
        (W50, "1999-03", 60, "2054-03"),
    ],
)
def test_the_statutory_month(track, born, delay, statutory):
    found = retirement(month(born), track)

    assert (found.delay, str(found.statutory)) == (delay, statutory)


@pytest.mark.parametrize(
    ("track", "born", "earliest", "latest"),
    [
        (M60, "1965-01", "2025-01", "2028-02"),
        (M60, "1976-09", "2036-09", "2042-09"),
        (W50, "1984-11", "2036-11", "2042-11"),
        (M60, "1960-01", "2020-01", "2023-01"),
    ],
)
def test_early_by_three_years_at_most_and_never_before_the_original_age(track, born, earliest, latest):
    found = retirement(month(born), track)

    assert (str(found.earliest), str(found.latest)) == (earliest, latest)


@pytest.mark.parametrize(
    ("sex", "born", "earliest"),
    [(Sex.MALE, "1970-01", "2030-01"), (Sex.FEMALE, "1977-01", "2027-01"), (Sex.FEMALE, "1984-11", "2036-11")],
)
def test_the_earliest_month_of_anybody_of_that_sex(sex, born, earliest):
    assert earliest_retirement(month(born), sex) == month(earliest)
    refuse_too_young(month(born), sex, retires=month(earliest))
    with pytest.raises(RuleBroken) as refusal:
        refuse_too_young(month(born), sex, retires=month(earliest) - 1)
    assert refusal.value == RuleBroken("R021", "reason", earliest=month(earliest))


@pytest.mark.parametrize(
    ("year", "months"), [(2025, 180), (2029, 180), (2030, 186), (2031, 192), (2038, 234), (2039, 240), (2060, 240)]
)
def test_the_months_a_pension_needs_grow_from_2030(year, months):
    assert minimum_pension_months(year) == months


@given(st.sampled_from(RetirementTrack), st.integers(0, 900))
def test_whoever_is_born_later_retires_no_earlier(track, offset):
    born = Month(1940, 1) + offset
    sooner, later = retirement(born, track), retirement(born + 1, track)

    assert sooner.statutory < later.statutory
    assert 0 <= sooner.delay <= later.delay <= TRACKS[track].most
    assert recomputed(sooner.explanation) == (sooner.earliest, sooner.statutory, sooner.latest)
    assert sooner.original <= sooner.earliest <= sooner.statutory < sooner.latest


def test_the_months_a_pension_needs_stand_in_the_explanation():
    found = retirement(month("1976-09"), M60)
    results = {step.code: step.result for step in walked(found.explanation)}

    assert results["retirement.least_paid"] == minimum_pension_months(2039) == 240
    assert results["retirement.delay"] == 36
