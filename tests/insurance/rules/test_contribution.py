"""Bases and amounts: clamped to the bounds, rounded half up row by row."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.rules.contribution import (
    Bounds,
    Rates,
    contribution,
    contribution_amount,
    contribution_base,
    contribution_explained,
    estimated_amount,
)
from insurance.rules.explanation import recomputed, sources_of
from insurance.rules.money import fen_from_yuan
from tests.factories.policy_values import source

EXAMPLES_FILE = Path(__file__).resolve().parents[3] / "insurance/data/examples/contribution.csv"
EXAMPLES = list(csv.DictReader(EXAMPLES_FILE.open(encoding="utf-8")))


def fen(yuan: str) -> int:
    return fen_from_yuan(Decimal(yuan))


def share(percent: str) -> Decimal:
    return Decimal(percent) / 100


@pytest.mark.parametrize("row", EXAMPLES, ids=[row["id"] for row in EXAMPLES])
def test_the_worked_examples(row):
    found = contribution(
        fen(row["declared_wage"]),
        Bounds(fen(row["base_lower"]), fen(row["base_upper"])),
        employer_rate=share(row["employer_rate_percent"]),
        personal_rate=share(row["personal_rate_percent"]),
    )

    assert found.base == fen(row["base"])
    assert (found.employer, found.personal) == (fen(row["employer_amount"]), fen(row["personal_amount"]))
    assert found.total == found.employer + found.personal


BEIJING_2025 = Bounds(fen("7162"), fen("35811"))
BEIJING_LIKE = Bounds(fen("1000"), fen("35811"))
SHANDONG_2024 = Bounds(fen("4416"), fen("22078"))


@pytest.mark.parametrize(
    ("wage", "bounds", "rates", "employer", "personal"),
    [
        ("5000", BEIJING_2025, ("16", "8"), "1145.92", "572.96"),
        ("5000", BEIJING_2025, ("9.8", "2"), "701.88", "143.24"),
        ("5000", BEIJING_2025, ("0.5", "0.5"), "35.81", "35.81"),
        ("5000", BEIJING_2025, ("0.4", "0"), "28.65", "0"),
        ("12345.67", BEIJING_2025, ("16", "8"), "1975.31", "987.65"),
        ("12345.67", BEIJING_2025, ("9.8", "2"), "1209.88", "246.91"),
        ("12345.67", BEIJING_2025, ("0.5", "0.5"), "61.73", "61.73"),
        ("50000", BEIJING_2025, ("16", "8"), "5729.76", "2864.88"),
        ("50000", BEIJING_2025, ("9.8", "2"), "3509.48", "716.22"),
        ("3000", SHANDONG_2024, ("16", "8"), "706.56", "353.28"),
        ("4400", SHANDONG_2024, ("0.7", "0.3"), "30.91", "13.25"),
        ("6000.50", SHANDONG_2024, ("16", "8"), "960.08", "480.04"),
        ("30000", SHANDONG_2024, ("16", "8"), "3532.48", "1766.24"),
    ],
)
def test_sample_rows(wage, bounds, rates, employer, personal):
    found = contribution(fen(wage), bounds, employer_rate=share(rates[0]), personal_rate=share(rates[1]))

    assert (found.employer, found.personal) == (fen(employer), fen(personal))


def test_half_a_fen_is_rounded_up():
    assert contribution_amount(fen("5001.00"), Decimal("0.005")) == fen("25.01")


def test_some_areas_round_to_ten_fen_or_to_the_yuan():
    assert contribution_amount(fen("5001.00"), Decimal("0.005"), unit=10) == fen("25.00")
    assert contribution_amount(fen("5100.00"), Decimal("0.005"), unit=100) == fen("26.00")


@pytest.mark.parametrize(("last_month", "due"), [("18765.43", "20641.97"), ("10000.05", "11000.06")])
def test_who_does_not_declare_owes_a_tenth_more(last_month, due):
    assert estimated_amount(fen(last_month)) == fen(due)


@given(st.integers(0, 10**8), st.integers(1, 10**6), st.integers(0, 10**7))
def test_a_base_never_leaves_its_bounds(wage, lower, width):
    bounds = Bounds(lower, lower + width)
    base = contribution_base(wage, bounds)

    assert bounds.lower <= base <= bounds.upper
    assert base == wage or wage < bounds.lower or wage > bounds.upper


@given(st.integers(0, 10**7), st.decimals("0", "0.999999", places=6))
def test_an_amount_is_less_than_half_a_fen_off(base, rate):
    assert abs(contribution_amount(base, rate) - base * rate) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("rates", "unit_ways", "person_ways"),
    [
        (("0.16", "0.08", "0.08"), ("800.00", "0"), ("0", "400.00")),
        (("0.098", "0.02", "0.02"), ("490.00", "0"), ("0", "100.00")),
        (("0", "0.20", "0.08"), ("0", "0"), ("600.00", "400.00")),
        (("0.08", "0.02", "0.035"), ("325.00", "75.00"), ("0", "100.00")),
        (("0.005", "0.005", "0"), ("25.00", "0"), ("25.00", "0")),
    ],
)
def test_the_account_is_filled_from_the_persons_part_first(rates, unit_ways, person_ways):
    found = contribution_explained(fen("5000"), BEIJING_LIKE, Rates(*map(Decimal, rates)))

    assert (found.unit_to_pool_fen, found.unit_to_account_fen) == tuple(map(fen, unit_ways))
    assert (found.person_to_pool_fen, found.person_to_account_fen) == tuple(map(fen, person_ways))


def test_an_explained_contribution_names_the_rows_it_rests_on():
    bounds_row, rates_row = source("bounds"), source("rates", "110 employee")
    rates = Rates(Decimal("0.16"), Decimal("0.08"), Decimal("0.08"), source=rates_row)
    found = contribution_explained(fen("30000"), SHANDONG_2024, rates, bounds_source=bounds_row)

    assert sources_of(found.explanation) == (bounds_row, rates_row)


shares = st.decimals("0", "0.3", places=4)


@given(st.integers(0, 10**7), shares, shares, shares, st.sampled_from([1, 10, 100]))
def test_the_four_ways_are_the_two_parts_to_the_fen(wage, unit_rate, person_rate, account_rate, rounding):
    found = contribution_explained(wage, BEIJING_2025, Rates(unit_rate, person_rate, account_rate), unit=rounding)
    plain = contribution(wage, BEIJING_2025, employer_rate=unit_rate, personal_rate=person_rate, unit=rounding)

    assert (found.base_fen, found.unit_fen, found.person_fen) == (plain.base, plain.employer, plain.personal)
    assert found.total_fen == plain.total == recomputed(found.explanation)
    ways = (found.unit_to_pool_fen, found.unit_to_account_fen, found.person_to_pool_fen, found.person_to_account_fen)
    assert min(ways) >= 0
