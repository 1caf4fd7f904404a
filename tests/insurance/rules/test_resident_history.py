"""The time line of a resident: one payment, one calendar year."""

from datetime import date

import pytest

from insurance.rules.benefit_history import Benefit, Cause
from insurance.rules.benefit_rule import Payer, RuleBook
from insurance.rules.benefits import MedicalRecord, benefits
from insurance.rules.explanation import recomputed
from insurance.rules.interruptions import Stay
from insurance.rules.months import Month
from insurance.rules.resident_history import ResidentStay, YearCharge, resident_history
from tests.factories.policy_values import RESIDENT_WAIT

ENTITLED, WAITING, _SUSPENDED, NONE = Benefit
TODAY = date(2026, 11, 22)


def year(covered: int, credited: str | None) -> YearCharge:
    return YearCharge(covered, date(covered - 1, 12, 31), credited and date.fromisoformat(credited))


def told(*charges, first="2024-01", stop=None, born=1956, on=TODAY, rule_on=lambda day: RESIDENT_WAIT):
    stay = ResidentStay(Month.parse(first), stop and Month.parse(stop))
    history = resident_history([stay], charges, rule_on, born_year=born, on=on)
    for bar in history.periods:
        recomputed(bar.explanation)
    return [(bar.state, bar.cause, str(bar.first_on), str(bar.until_on)) for bar in history.periods]


ALL_PAID = [year(2024, "2023-11-05"), year(2025, "2024-10-11"), year(2026, "2025-12-31")]


def test_years_paid_in_the_window_are_one_bar():
    assert told(*ALL_PAID) == [(ENTITLED, Cause.INSURED, "2024-01-01", "2027-01-01")]


def test_a_first_year_paid_late_waits_three_months():
    assert told(year(2026, "2026-03-15"), first="2026-01") == [
        (WAITING, Cause.LATE_YEAR, "2026-01-01", "2026-06-15"),
        (ENTITLED, Cause.INSURED, "2026-06-15", "2027-01-01"),
    ]


def test_a_missed_year_costs_a_month_more():
    charges = [year(2024, "2023-11-05"), year(2025, None), year(2026, "2026-03-15")]
    assert told(*charges)[1:] == [
        (NONE, Cause.YEAR_UNPAID, "2025-01-01", "2026-01-01"),
        (WAITING, Cause.LATE_YEAR, "2026-01-01", "2026-07-15"),
        (ENTITLED, Cause.INSURED, "2026-07-15", "2027-01-01"),
    ]


@pytest.mark.parametrize("born", [2026, 1956])
def test_only_newborns_do_not_wait(born):
    state, cause, first, _ = told(year(2026, "2026-05-04"), first="2026-05", born=born)[0]
    assert (state, cause) == ((ENTITLED, Cause.INSURED) if born == 2026 else (WAITING, Cause.LATE_YEAR))
    assert first == "2026-05-01"


def test_an_enrolment_that_stops_ends_the_year_early():
    assert told(*ALL_PAID, stop="2026-07") == [
        (ENTITLED, Cause.INSURED, "2024-01-01", "2026-07-01"),
        (NONE, Cause.LEFT, "2026-07-01", "None"),
    ]


def test_a_year_not_yet_due_says_nothing():
    assert told(*ALL_PAID[:2], year(2026, None), on=date(2025, 12, 31))[-1][3] == "2026-01-01"


def test_payments_older_than_the_rule_are_not_judged():
    assert told(year(2024, "2024-06-01"), rule_on=lambda day: None)[0][0] == ENTITLED


@pytest.mark.parametrize("order", [1, -1])
def test_a_year_paid_twice_is_paid_with_the_first_credit(order):
    twice = [year(2026, "2025-11-05"), year(2026, "2026-03-15"), YearCharge(2026, date(2025, 12, 31), None)]
    assert told(*twice[::order], first="2026-01") == [(ENTITLED, Cause.INSURED, "2026-01-01", "2027-01-01")]


@pytest.mark.parametrize("charges", [[], [YearCharge(2026, date(2026, 1, 31), None)]], ids=["none yet", "not yet due"])
def test_the_running_year_waits_for_its_payment(charges):
    """Nobody who is enrolled is told to be enrolled nowhere, and nobody is covered before the money came."""
    found = told(*ALL_PAID[:2], *charges, on=date(2026, 1, 15))
    assert found[1:] == [(NONE, Cause.YEAR_UNPAID, "2026-01-01", "2027-01-01")]


@pytest.mark.parametrize(
    ("employed", "starts"),
    [
        ([("2022-03", None)], "2026-06-15"),
        ([("2022-03", "2026-01")], "2026-06-15"),
        ([("2022-03", "2025-02")], "2026-06-15"),
        ([("2022-03", "2025-01")], "2026-07-15"),
        ([("2025-04", "2025-04")], "2026-07-15"),
        ([], "2026-07-15"),
    ],
)
def test_years_insured_as_an_employee_are_not_missed(employed, starts):
    stays = [Stay(Payer.UNIT, Month.parse(first), stop and Month.parse(stop)) for first, stop in employed]
    record = MedicalRecord(
        born_year=1956,
        stays=tuple(stays),
        resident_stays=(ResidentStay(Month(2021, 1), Month(2022, 1)), ResidentStay(Month(2026, 1), None)),
        year_charges=(year(2021, "2020-11-05"), year(2026, "2026-03-15")),
    )
    found = benefits(record, RuleBook("379901", ()), lambda day: RESIDENT_WAIT, on=TODAY).resident
    assert str(found.periods[-1].first_on) == starts
