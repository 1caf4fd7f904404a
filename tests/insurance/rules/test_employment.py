"""The terms of an employment, each rule with its article."""

from datetime import date

import pytest

from accounts.rules.errors import RuleBroken
from insurance.rules.employment import (
    TICK,
    Employment,
    age_problems,
    contract_problems,
    day_problems,
    late,
    late_contract,
    near_retirement,
    wage_problems,
)
from insurance.rules.employment_kinds import EmploymentKind, insurances_owed
from insurance.rules.months import Month
from tests.factories.policy_values import CALENDAR

ON = date(2026, 9, 10)
MAN, WOMAN, NOT_STATED = "1", "2", "9"


def terms(started_on=date(2026, 9, 1), *, wage_fen=650_000, contract_from=None, contract_to=None) -> Employment:
    return Employment(started_on, EmploymentKind.CONTRACT, wage_fen, contract_from, contract_to)


def test_details_tell_the_terms_again():
    written = {"started_on": "2026-09-01", "employment_kind": "part_time", "wage_fen": 100, "contract_to": "2027-01-31"}
    assert Employment.of(written) == Employment(
        date(2026, 9, 1), EmploymentKind.PART_TIME, 100, None, date(2027, 1, 31)
    )


@pytest.mark.parametrize(
    ("started_on", "founded_on", "found"),
    [
        (None, None, RuleBroken("A009", "started_on")),
        (date(2026, 10, 31), None, None),
        (date(2026, 11, 1), None, RuleBroken("A010", "started_on", last=date(2026, 10, 31))),
        (date(2020, 5, 4), date(2020, 5, 4), None),
        (date(2020, 5, 3), date(2020, 5, 4), RuleBroken("A011", "started_on", founded=date(2020, 5, 4))),
    ],
)
def test_the_first_working_day(started_on, founded_on, found):
    assert day_problems(terms(started_on), on=ON, founded_on=founded_on) == ([found] if found else [])


@pytest.mark.parametrize(("wage", "code"), [(None, "A012.missing"), (0, "A012.nothing"), (1, None)])
def test_a_wage_is_more_than_nothing(wage, code):
    assert [one.code for one in wage_problems(terms(wage_fen=wage))] == ([code] if code else [])


@pytest.mark.parametrize(
    ("begins", "ends", "refused"),
    [
        (date(2026, 9, 1), date(2026, 9, 1), False),
        (date(2026, 9, 1), date(2026, 8, 31), True),
        (None, date(2026, 8, 31), True),
        (date(2026, 9, 1), None, False),
    ],
)
def test_a_contract_does_not_end_before_it_begins(begins, ends, refused):
    found = contract_problems(terms(contract_from=begins, contract_to=ends))
    assert bool(found) == refused


@pytest.mark.parametrize(
    ("started_on", "contract_from", "limit"),
    [
        (date(2026, 9, 1), date(2026, 10, 1), None),
        (date(2026, 9, 1), date(2026, 10, 2), date(2026, 10, 1)),
        (date(2026, 1, 31), date(2026, 3, 1), date(2026, 2, 28)),
        (date(2026, 9, 1), None, None),
    ],
)
def test_the_written_contract_is_made_within_a_month_law_10(started_on, contract_from, limit):
    found = late_contract(terms(started_on, contract_from=contract_from))
    assert found == ([RuleBroken("A014", TICK, limit=limit)] if limit else [])


@pytest.mark.parametrize(
    ("born_on", "sex", "starts_on", "code"),
    [
        (date(2010, 9, 1), MAN, date(2026, 8, 31), "A006"),
        (date(2010, 9, 1), MAN, date(2026, 9, 1), None),
        (date(2012, 2, 29), WOMAN, date(2028, 2, 29), None),
        (date(2010, 2, 28), WOMAN, date(2026, 2, 27), "A006"),
        (date(1963, 8, 1), MAN, date(2026, 8, 31), None),
        (date(1963, 8, 1), MAN, date(2026, 9, 1), "A008"),
        (date(1968, 8, 1), WOMAN, date(2026, 8, 31), None),
        (date(1968, 8, 1), WOMAN, date(2026, 9, 1), "A008"),
        (date(1968, 8, 1), NOT_STATED, date(2026, 9, 1), None),
    ],
)
def test_from_sixteen_to_the_latest_month_of_retirement(born_on, sex, starts_on, code):
    assert [one.code for one in age_problems(born_on, sex, starts_on=starts_on)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("born_on", "sex", "earliest"),
    [
        (date(1966, 9, 1), MAN, Month(2026, 9)),
        (date(1966, 10, 1), MAN, None),
        (date(1976, 9, 1), WOMAN, Month(2026, 9)),
        (date(1966, 10, 1), NOT_STATED, Month(2016, 10)),
    ],
)
def test_who_may_have_retired_is_pointed_out(born_on, sex, earliest):
    found = near_retirement(born_on, sex, starts_on=date(2026, 9, 1))
    assert found == ([RuleBroken("A007", TICK, earliest=earliest)] if earliest else [])


@pytest.mark.parametrize(
    ("started_on", "declared_on", "limit"),
    [
        (date(2026, 8, 11), date(2026, 9, 10), None),
        (date(2026, 8, 10), date(2026, 9, 10), date(2026, 9, 9)),
        (date(2026, 10, 1), date(2026, 9, 10), None),
        (date(2026, 8, 13), date(2026, 9, 14), None),
    ],
)
def test_thirty_days_from_the_first_working_day_law_58_rolled(started_on, declared_on, limit):
    found = late(terms(started_on), declared_on, CALENDAR)
    assert found == ([RuleBroken("A021", TICK, limit=limit)] if limit else [])


def test_part_time_owes_work_injury_alone_the_rest_all_five_law_10_23_33():
    assert insurances_owed(EmploymentKind.PART_TIME, with_supplement=True) == (410,)
    assert insurances_owed(EmploymentKind.CONTRACT, with_supplement=False) == (110, 210, 310, 410, 510)
    assert insurances_owed(EmploymentKind.DISPATCH, with_supplement=True) == (110, 210, 310, 330, 410, 510)
