"""What is paid in a month on a wage: clamped, rounded by row, added up."""

from decimal import Decimal

import pytest

from insurance.rules.contribution import Bounds, Rates
from insurance.rules.explanation import recomputed
from insurance.rules.kinds import Insurance
from insurance.rules.wage_question import Charged, wage_answer

BOUNDS = Bounds(716_200, 3_581_100)
CHARGED = (
    Charged(Insurance.PENSION, Rates(Decimal("0.16"), Decimal("0.08"), Decimal("0.08"))),
    Charged(Insurance.UNEMPLOYMENT, Rates(Decimal("0.005"), Decimal("0.005"))),
    Charged(Insurance.INJURY, Rates(Decimal("0.004"), Decimal(0))),
    Charged(Insurance.SUPPLEMENT, Rates(Decimal(0), Decimal(0)), yearly_fen=3_600),
)


@pytest.mark.parametrize(
    ("wage_fen", "base_fen", "pension", "unemployment", "injury"),
    [
        (500_000, 716_200, (114_592, 57_296), (3_581, 3_581), 2_865),
        (1_234_567, 1_234_567, (197_531, 98_765), (6_173, 6_173), 4_938),
        (5_000_000, 3_581_100, (572_976, 286_488), (17_906, 17_906), 14_324),
    ],
)
def test_each_row_is_rounded_by_itself_on_the_bounded_base(wage_fen, base_fen, pension, unemployment, injury):
    found = wage_answer(wage_fen, BOUNDS, CHARGED)
    assert found.base_fen == base_fen
    rows = {row.charged.insurance: (row.unit_fen, row.own_fen) for row in found.rows}
    assert rows[Insurance.PENSION] == pension
    assert rows[Insurance.UNEMPLOYMENT] == unemployment
    assert rows[Insurance.INJURY] == (injury, 0)


def test_the_totals_are_the_sums_of_the_rows():
    found = wage_answer(1_234_567, BOUNDS, CHARGED)
    assert found.own_fen == 98_765 + 6_173 + 300
    assert found.unit_fen == 197_531 + 6_173 + 4_938
    assert found.total_fen == found.own_fen + found.unit_fen
    assert found.account_fen == 98_765


def test_a_flat_amount_of_a_year_is_paid_in_twelfths_whatever_the_wage():
    flat = {wage: wage_answer(wage, BOUNDS, CHARGED[-1:]).rows[0] for wage in (1, 5_000_000)}
    assert {(row.unit_fen, row.own_fen, row.split) for row in flat.values()} == {(0, 300, None)}


def test_each_row_explains_its_amount():
    for row in wage_answer(1_234_567, BOUNDS, CHARGED[:3]).rows:
        assert recomputed(row.split.explanation) == row.total_fen
