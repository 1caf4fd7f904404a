"""A finding comes back from JSON as it went in, whatever its facts are, and reads the same."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.rules.errors import RuleBroken
from insurance.rules.batches import NamedColumn
from insurance.rules.finding_data import as_data, from_data
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month

FACTS = {
    "text": "B00000001",
    "number": 7,
    "nothing": None,
    "day": date(2026, 9, 30),
    "month": Month(2026, 10),
    "rate": Decimal("0.0005"),
    "wait": timedelta(minutes=15),
    "insurance": Insurance.MEDICAL,
    "column": NamedColumn("id_number"),
    "several": (Insurance.PENSION, Month(2026, 9), "x"),
    "cause": RuleBroken("id.check", "id_number", day=date(2026, 9, 1)),
}


@pytest.mark.parametrize("name", FACTS)
def test_every_kind_of_fact_comes_back(name):
    problem = RuleBroken("R006.late", "ended_on", **{name: FACTS[name]})
    back = from_data(json.loads(json.dumps(as_data(problem))))
    assert back == problem
    assert type(back.facts[name]) is type(FACTS[name])


def test_a_fact_that_could_not_be_read_back_is_a_fault_of_the_program():
    with pytest.raises(AssertionError):
        as_data(RuleBroken("x", None, thing=object()))
