"""What a reduction means for the employee's medical benefits: dates and the rule, nothing the unit may not see."""

from datetime import date

import pytest

from tests.factories import AreaFactory, EnrolmentFactory, PersonFactory, employ
from tests.factories.policy import put_policy
from tests.insurance.views.citizen.reading import words_of
from tests.insurance.views.employer.pages import prepared, submitted


@pytest.fixture(autouse=True)
def english(operator):
    operator.language = "en"
    operator.save()


@pytest.fixture
def rules(db):
    put_policy(AreaFactory())


def test_what_the_reduction_means_is_shown_before_it_is_submitted(browser, employee, rules):
    said = words_of(browser.get(f"/employer/declarations/{prepared(browser, employee)}/check/"))
    assert "Last day of medical benefits through the unit Wednesday, 30 September 2026" in said
    assert "A short gap, if paid back by 30 November 2026" in said
    assert "Credited from 1 December 2026 to 30 March 2027 1 March 2027 to 1 June 2027" in said


def test_a_unit_sees_nothing_of_other_enrolments_and_months(browser, employee, rules):
    EnrolmentFactory(
        person=employee, insurance=310, first_month=date(2018, 5, 1), stop_month=date(2019, 3, 1),
        covered_until=date(2019, 3, 1), end_reason="other",
    )  # fmt: skip
    number = submitted(browser, employee)
    for page in (f"/employer/declarations/{number}/", f"/employer/staff/{employee.public_id}/"):
        said = browser.get(page).content.decode()
        assert "2019" not in said.partition("<main")[2].partition("</main>")[0]
        assert "without a break" not in said


def test_the_unit_sees_afterwards_what_was_shown(browser, employee, rules):
    number = submitted(browser, employee)
    said = words_of(browser.get(f"/employer/declarations/{number}/"))
    assert "What this means for medical benefits, as shown when it was declared" in said
    assert "the last day with benefits 30 September 2026" in said


@pytest.mark.parametrize("reason", ["21", "22"])
def test_after_an_end_for_good_nothing_is_paid_back(browser, operator, rules, reason):
    person = PersonFactory(born_on=date(1960, 4, 12), sex="1")
    employ(person, operator.unit)
    no_contract = {"contract_from": None, "contract_to": None, "post": None, "years_in_unit": None}
    number = prepared(browser, person, reason=reason, **no_contract)
    said = words_of(browser.get(f"/employer/declarations/{number}/check/"))
    assert "A short gap" not in said
    assert "What it means for medical benefits" in said


def test_the_unit_can_look_at_a_day_of_coming_back(browser, employee, rules):
    """Stopped from October, back on 10 December: two months to be repaid on the average wage, benefits after three."""
    address = f"/employer/declarations/{prepared(browser, employee)}/check/"
    said = words_of(browser.get(address, {"resume_on": "2026-12-10"}))
    assert "Paying back the gap costs" in said
    assert "October 2026, November 2026; without a late fee" in said
    assert "Monday, 1 March 2027" in said
    assert "that count then" not in said


def test_a_day_of_coming_back_that_lies_before_the_stop_is_named(browser, employee, rules):
    address = f"/employer/declarations/{prepared(browser, employee)}/check/"
    response = browser.get(address, {"resume_on": "2020-01-01"})
    assert response.status_code == 200
    assert "Choose a day from 2026-10-01" in words_of(response)
