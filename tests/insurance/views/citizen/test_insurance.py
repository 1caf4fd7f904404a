"""The page of insurances, today and on a chosen day."""

from datetime import date

import pytest

from insurance.rules.months import Month
from tests.factories import DeclarationFactory, EnrolmentFactory, UnitFactory, UserFactory, employ, enrol_flexible
from tests.factories.contributions import charge_months
from tests.insurance.views.citizen.reading import refusals, words_of

PAGE = "/me/insurance/"


def said(browser, **asked) -> str:
    return words_of(browser.get(PAGE, asked))


def test_nobody_insured_is_told_what_to_do(browser, citizen):
    assert "No insurance on record" in said(browser)


def test_a_row_tells_everything_of_an_insurance(browser, citizen):
    unit = UnitFactory()
    employ(citizen.person, unit)
    charge_months(citizen.person, "2025-07", "2026-08", unit=unit)
    page = said(browser)
    told = (
        f"pension insurance Insured {unit.name} January 2024 8,000.00 1 year 2 months up to August 2026 1 year 2 months"
    )
    assert told in page
    assert "resident medical insurance Never insured" in page
    assert "Pooling area: Yunzhou." in page


def test_another_day_is_shown_as_it_was(browser, citizen):
    EnrolmentFactory(person=citizen.person, stopped=True)
    assert "Stopped since July 2026" in said(browser)
    past = said(browser, on="2026-03-15")
    assert "Stops from July 2026" in past
    assert "how things stood on 15 March 2026" in past


def test_a_day_ahead_is_shown_by_todays_record(browser, citizen):
    enrol_flexible(citizen.person)
    DeclarationFactory(lodged_by=citizen, parts__state="accepted")
    ahead = said(browser, on="2026-10-02")
    assert "Stopped since October 2026" in ahead
    assert "This day lies ahead" in ahead


@pytest.mark.parametrize("typed", ["2026年3月15日", "2026/3/15", "20260315"])
def test_a_day_may_be_written_in_several_ways(browser, citizen, typed):
    assert "Sunday 15 March 2026" in said(browser, on=typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("tomorrow", "invalid"),
        ("2026-02-30", "invalid"),
        ("", "required"),
        ("1900-01-01", "day.out_of_range"),
        ("2030-01-01", "day.out_of_range"),
        ("0000-00-00", "invalid"),
        ("\x00", "null_characters_not_allowed"),
    ],
)
def test_what_is_no_day_gets_a_sentence_and_stays_typed(browser, citizen, typed, code):
    enrol_flexible(citizen.person)
    answer = browser.get(PAGE, {"on": typed})
    assert answer.status_code == 200
    assert {found for _place, found in refusals(answer)} <= {code, "invalid"}
    assert refusals(answer)
    assert "Thursday 10 September 2026" in words_of(answer), "today is shown instead"
    if typed.isprintable():
        assert f'value="{typed}"' in answer.content.decode() or not typed


def test_what_the_unit_declared_is_told_beside_the_insurance(browser, citizen):
    unit = UnitFactory()
    employ(citizen.person, unit)
    operator = UserFactory(operator=True, unit=unit)
    DeclarationFactory(reduction=True, lodged_by=operator, parts__people=[citizen.person])
    assert f"{unit.name} has declared a stop from October 2026: Under review." in said(browser)


def test_what_the_unit_declared_stays_within_reach_once_it_is_over(browser, citizen):
    unit = UnitFactory()
    employ(citizen.person, unit)
    operator = UserFactory(operator=True, unit=unit)
    reduction = DeclarationFactory(
        reduction=True, lodged_by=operator, parts__people=[citizen.person], parts__state="effective"
    )
    page = browser.get(PAGE).content.decode()
    assert f'href="/me/reductions/{reduction.number}/"' in page


def test_a_reason_of_the_old_system_is_not_shown_as_a_code(browser, citizen):
    EnrolmentFactory(person=citizen.person, stopped=True, end_reason="6401")
    assert "6401" not in said(browser)


def test_why_an_insurance_ended_is_told(browser, citizen):
    EnrolmentFactory(person=citizen.person, stopped=True, end_reason="14")
    assert "Stopped since July 2026 Resigned" in said(browser)


def test_nothing_of_anybody_else_is_shown(browser, citizen):
    employ(UserFactory().person, UnitFactory(name="云州邻居有限公司"))
    assert "云州邻居" not in said(browser)


@pytest.mark.parametrize("months", [1, 50, 500])
def test_the_page_costs_the_same_whatever_the_record(browser, citizen, months, django_assert_num_queries):
    enrol_flexible(citizen.person, since=date(1990, 1, 1))
    charge_months(citizen.person, str(Month(2026, 8) - months + 1), "2026-08")
    browser.get(PAGE)
    with django_assert_num_queries(7):
        browser.get(PAGE)
