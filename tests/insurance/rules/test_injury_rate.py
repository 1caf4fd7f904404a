"""A unit's work-injury rate: its class, floated only as far as its class may float."""

from decimal import Decimal

import pytest

from insurance.rules.explanation import recomputed
from insurance.rules.injury_rate import FACTORS, factors_of, unit_injury_rate
from tests.factories.policy_values import source


@pytest.mark.parametrize(
    ("class_rate", "injury_class", "factor", "rate"),
    [
        ("0.002", 1, "1", "0.002"),
        ("0.002", 1, "1.2", "0.0024"),
        ("0.002", 1, "1.5", "0.003"),
        ("0.004", 2, "0.5", "0.002"),
        ("0.013", 6, "0.8", "0.0104"),
        ("0.019", 8, "1.50", "0.0285"),
    ],
)
def test_floated_rates_are_exact(class_rate, injury_class, factor, rate):
    row = source("unit_rates")
    found = unit_injury_rate(Decimal(class_rate), injury_class, Decimal(factor), source=row)

    assert found.rate == Decimal(rate) == recomputed(found.explanation)
    assert found.explanation.source == row


@pytest.mark.parametrize(("injury_class", "factor"), [(1, "0.5"), (1, "0.8"), (2, "1.1"), (8, "2"), (0, "1"), (9, "1")])
def test_a_factor_or_class_that_does_not_exist_is_refused(injury_class, factor):
    with pytest.raises(ValueError, match="class"):
        unit_injury_rate(Decimal("0.002"), injury_class, Decimal(factor))


def test_only_the_first_class_never_floats_downwards():
    assert min(factors_of(1)) == 1
    assert all(factors_of(injury_class) == FACTORS for injury_class in range(2, 9))
