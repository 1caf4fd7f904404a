"""What holds for a unit itself: its kind and its code, its industry's class, its clocks, what its data are."""

from datetime import date

import pytest

from insurance.rules.industries import CLASS_OF_DIVISION, injury_class_of
from insurance.rules.kinds import UnitStatus
from insurance.rules.unit_data import AT_ONCE, GUARDED, REGISTERED, REVIEWED, SEALED, changed, last_four
from insurance.rules.unit_standing import may_declare, report_by
from insurance.rules.unit_types import UnitType, fits_code
from insurance.rules.workdays import WorkCalendar
from insurance.wording_industries import INDUSTRY_NAMES
from insurance.wording_units import FIELD_NAMES

NO_HOLIDAYS = WorkCalendar.from_days([], [])


@pytest.mark.parametrize(
    ("unit_type", "first", "fits"),
    [
        (UnitType.ENTERPRISE, "9", True),
        (UnitType.INDIVIDUAL_BUSINESS, "9", True),
        (UnitType.SOCIAL_GROUP, "9", False),
        (UnitType.SOCIAL_GROUP, "5", True),
        (UnitType.STATE_ORGAN, "1", True),
        (UnitType.ENTERPRISE, "1", False),
        (UnitType.ENTERPRISE, "N", True),
    ],
)
def test_the_code_tells_which_kinds_of_body_may_have_it(unit_type, first, fits):
    assert fits_code(unit_type, f"{first}1379901MT0000000X") is fits


@pytest.mark.parametrize(
    ("division", "injury_class"),
    [("65", 1), ("72", 2), ("80", 3), ("35", 4), ("54", 5), ("47", 6), ("04", 6), ("26", 6), ("25", 7), ("06", 8)],
)
def test_the_class_of_an_industry(division, injury_class):
    assert injury_class_of(division) == injury_class


def test_every_division_has_one_class_and_a_name():
    assert sorted(CLASS_OF_DIVISION) == [f"{number:02d}" for number in range(1, 97)]
    assert INDUSTRY_NAMES.keys() == CLASS_OF_DIVISION.keys()


@pytest.mark.parametrize(
    ("event_on", "limit"),
    [
        (date(2026, 8, 31), date(2026, 9, 30)),
        (date(2026, 9, 3), date(2026, 10, 5)),
        (date(2026, 9, 4), date(2026, 10, 5)),
        (date(2026, 9, 5), date(2026, 10, 5)),
    ],
)
def test_thirty_days_end_on_a_working_day(event_on, limit):
    assert report_by(event_on, NO_HOLIDAYS) == limit


@pytest.mark.parametrize(
    ("status", "closed_on", "code"),
    [
        (UnitStatus.INSURED, None, None),
        (UnitStatus.NOT_INSURED, None, "R010.unregistered"),
        (UnitStatus.SUSPENDED, None, "R010"),
        (UnitStatus.TERMINATED, date(2026, 9, 1), "R010"),
        (UnitStatus.INSURED, date(2026, 9, 1), "R010"),
        (UnitStatus.NOT_INSURED, date(2026, 9, 1), "R010"),
    ],
)
def test_who_may_declare_people(status, closed_on, code):
    assert [problem.code for problem in may_declare(status, closed_on)] == ([code] if code else [])


def test_every_datum_is_looked_at_or_counts_at_once():
    assert set(REVIEWED) & set(AT_ONCE) == set()
    assert set(GUARDED) <= set(REVIEWED)
    assert set(REGISTERED) | {"name"} == set(REVIEWED) | set(AT_ONCE) | {"unit_type", "industry"} == set(FIELD_NAMES)
    assert set(SEALED) <= set(FIELD_NAMES)


def test_only_what_differs_is_declared():
    assert changed({"name": "甲", "postcode": ""}, {"name": "甲", "postcode": "379900"}) == {"postcode": "379900"}
    assert (last_four("6222021607000042119"), last_four("")) == ("**** 2119", "")
