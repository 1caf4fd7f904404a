"""What stops together, and what a stop month means in days."""

from datetime import date

import pytest

from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.stops import stop_dates, stopping_together

ALL = [Insurance.PENSION, Insurance.MEDICAL, Insurance.SUPPLEMENT, Insurance.INJURY]


@pytest.mark.parametrize(
    ("insurance", "kind", "running", "together"),
    [
        (110, "flexible", [110, 310, 330], (110,)),
        (310, "flexible", [110, 310, 330], (310, 330)),
        (330, "flexible", [110, 310, 330], (310, 330)),
        (310, "flexible", [110, 310], (310,)),
        (390, "resident", [110, 390], (390,)),
        (410, "employee", ALL, (110, 310, 330, 410)),
        (110, "flexible", [], ()),
    ],
)
def test_an_employment_stops_whole_and_medical_with_its_supplement(insurance, kind, running, together):
    assert stopping_together(Insurance(insurance), EnrolmentKind(kind), running) == together


def test_the_last_month_and_day_lie_before_the_stop_month():
    dates = stop_dates(Month(2026, 10), first_month=Month(2024, 1))
    assert (dates.last_charged, dates.last_covered_on) == (Month(2026, 9), date(2026, 9, 30))


def test_a_gap_is_counted_from_the_day_after_its_first_day():
    """March not paid: the 60th day is 30 April, the 180th 28 August (Yunzhou rules, article 3)."""
    dates = stop_dates(Month(2026, 3), first_month=Month(2024, 1))
    assert (dates.short_gap_until, dates.long_gap_until) == (date(2026, 4, 30), date(2026, 8, 28))


@pytest.mark.parametrize("first_month", [Month(2026, 10), Month(2026, 12)])
def test_who_stops_before_the_first_charge_was_never_charged(first_month):
    dates = stop_dates(Month(2026, 10), first_month=first_month)
    assert dates.last_charged is None
    assert dates.last_covered_on == (first_month - 1).last_day
