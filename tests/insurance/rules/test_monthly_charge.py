"""What a person is charged for a month: the same amounts that the explained rule gives, and nobody too early or late."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.roles import Agency
from insurance.rules.contribution import Bounds, Rates, contribution_explained
from insurance.rules.kinds import Insurance
from insurance.rules.monthly_charge import MonthlyRate, Parts, Tariff, is_charged, monthly_share
from insurance.rules.months import Month

D = Decimal
BOUNDS = Bounds(456_000, 2_280_000)
RATES = {
    Insurance.PENSION: MonthlyRate(D("0.16"), D("0.08")),
    Insurance.UNEMPLOYMENT: MonthlyRate(D("0.005"), D("0.005")),
    Insurance.MEDICAL: MonthlyRate(D("0.085"), D("0.02")),
    Insurance.SUPPLEMENT: MonthlyRate(D(0), D(0), 700),
    Insurance.INJURY: MonthlyRate(D("0.0032"), D(0)),
    Insurance.MATERNITY: MonthlyRate(D("0.008"), D(0)),
}
TARIFF = Tariff(BOUNDS, RATES)
WAGES = st.integers(min_value=0, max_value=5_000_000)


@given(wage=WAGES, insurances=st.lists(st.sampled_from(sorted(RATES)), unique=True, max_size=6))
def test_amounts_are_those_of_the_explained_rule(wage, insurances):
    charge = TARIFF.charge(wage, insurances)
    assert set(charge.parts) == set(insurances)
    for code, parts in charge.parts.items():
        rate = RATES[code]
        explained = contribution_explained(wage, BOUNDS, Rates(rate.unit, rate.own))
        assert parts == Parts(explained.unit_fen, explained.person_fen + rate.flat_fen)
        assert charge.base_fen == explained.base_fen


@given(wage=WAGES)
def test_agencies_share_the_whole(wage):
    charge = TARIFF.charge(wage, sorted(RATES))
    by_agency = sum((charge.of(agency) for agency in Agency), Parts())
    assert by_agency == sum(charge.parts.values(), Parts())


@given(wage=WAGES, code=st.sampled_from(sorted(RATES)))
def test_undeclared_is_110_per_cent_of_each_part(wage, code):
    plain, raised = (TARIFF.charge(wage, [code], estimated=estimated).parts[code] for estimated in (False, True))
    for before, after in ((plain.unit_fen, raised.unit_fen), (plain.own_fen, raised.own_fen)):
        assert abs(after * 10 - before * 11) <= 5


def test_without_a_wage_the_lower_bound_counts():
    assert TARIFF.charge(None, [Insurance.PENSION]).base_fen == BOUNDS.lower


def test_an_insurance_without_a_rate_costs_nothing():
    assert not TARIFF.charge(800_000, [Insurance.RESIDENT]).parts


@pytest.mark.parametrize(("yearly", "monthly"), [(0, 0), (8_400, 700), (10_000, 833), (10_002, 834)])
def test_a_flat_amount_is_a_twelfth_rounded_half_up(yearly, monthly):
    assert monthly_share(yearly) == monthly


@pytest.mark.parametrize(
    ("stop", "month", "charged"),
    [
        (None, "2026-02", False),
        (None, "2026-03", True),
        (None, "2030-01", True),
        (date(2026, 5, 1), "2026-04", True),
        (date(2026, 5, 1), "2026-05", False),
        (date(2026, 3, 1), "2026-03", False),
    ],
)
def test_charged_from_the_first_month_up_to_the_stop(stop, month, charged):
    assert is_charged(date(2026, 3, 1), stop, Month.parse(month)) is charged
