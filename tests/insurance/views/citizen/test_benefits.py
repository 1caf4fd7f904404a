"""The page of medical benefits: how they stand today or on a day, what brings them back, what to do."""

import re
from datetime import date

import pytest

from tests.factories import AreaFactory, EnrolmentFactory, UnitFactory, employ, enrol_flexible
from tests.factories.contributions import RESIDENT, charge
from tests.factories.policy import put_policy
from tests.insurance.views.citizen.medical import PAGE, bars_of, in_arrears, said, state_of
from tests.insurance.views.citizen.reading import main_of, refusals, words_of


@pytest.fixture(autouse=True)
def rules(db):
    """The reviewed rules of Yunzhou: four tiers, by days."""
    put_policy(AreaFactory())


# How it stands today ------------------------------------------------------------------------------------------------


def test_nobody_enrolled_is_told_what_to_do(browser, citizen):
    response = browser.get(PAGE)
    assert main_of(response) == {"kind": "benefits", "state": "none"}
    assert "No medical insurance on record" in words_of(response)


def test_somebody_insured_has_one_bar_and_nothing_to_do(browser, citizen):
    in_arrears(citizen.person)
    page = said(browser)
    assert "You are insured and entitled to medical benefits." in page
    assert "When everything open is credited" not in page
    assert (state_of(browser), bars_of(browser)) == ("entitled", ["entitled"])


def test_who_owes_is_told_what_sooner_and_later_bring(browser, citizen):
    in_arrears(citizen.person, "2026-07", "2026-08")
    page = said(browser)
    assert state_of(browser) == "suspended"
    assert "medical benefits are suspended since 1 July 2026" in page
    assert "by 30 September 2026 1 December 2026" in page
    assert "from 1 October 2026 to 31 October 2026 1 January 2027" in page
    assert page.count("How this day is found") == 4
    assert "See what is open" in page
    assert "/me/contributions/?year=2026" in browser.get(PAGE).content.decode()


def test_sixty_days_are_short_and_one_more_is_not(browser, citizen, settings):
    """1 July to 30 August are 60 days: credited then, benefits return on 1 September; a day later on 1 November."""
    settings.HALL_TODAY = date(2026, 8, 26)
    in_arrears(citizen.person, "2026-07")
    page = said(browser)
    assert "by 30 August 2026 1 September 2026" in page
    assert "on 31 August 2026 alone 1 November 2026" in page


def test_arrears_of_a_unit_name_the_unit_and_who_answers_for_them(browser, citizen):
    unit = UnitFactory()
    employ(citizen.person, unit)
    charge(citizen.person, "2026-08", unit=unit, standing="missing")
    page = said(browser)
    assert f"{unit.name} has not paid your medical insurance" in page
    assert "The law obliges the unit to pay" in page
    assert "/guides/medical-benefits-after-a-gap/" in browser.get(PAGE).content.decode()
    assert "See what is open" not in page, "the employee cannot pay for the unit"


def test_arrears_are_none_before_their_day_has_passed(browser, citizen, settings):
    in_arrears(citizen.person, "2026-08")
    settings.HALL_TODAY = date(2026, 8, 25)
    assert state_of(browser) == "entitled"
    settings.HALL_TODAY = date(2026, 8, 26)
    assert state_of(browser) == "suspended"


def test_everything_credited_leaves_a_wait_with_nothing_to_apply_for(browser, citizen):
    enrol_flexible(citizen.person, since=date(2020, 1, 1))
    charge(citizen.person, "2026-06", credited_on=date(2026, 9, 1))
    page = said(browser)
    assert state_of(browser) == "waiting"
    assert "Medical benefits return on 1 December 2026" in page
    assert "Nothing to apply for" in page
    assert "Costs in the waiting period are not reimbursed." in page
    assert bars_of(browser) == ["entitled", "waiting", "suspended", "entitled"]


def test_a_first_enrolment_waits(browser, citizen):
    enrol_flexible(citizen.person, since=date(2026, 8, 1))
    charge(citizen.person, "2026-08", credited_on=date(2026, 8, 20))
    assert "Medical benefits begin on 1 February 2027" in said(browser)
    assert bars_of(browser) == ["entitled", "waiting"]


def test_a_first_contribution_that_did_not_come_is_looked_up(browser, citizen):
    enrol_flexible(citizen.person, since=date(2026, 8, 1))
    charge(citizen.person, "2026-08", standing="missing")
    page = said(browser)
    assert state_of(browser) == "waiting"
    assert "Benefits begin only after the first contribution is credited." in page


def test_who_stopped_is_led_to_resuming(browser, citizen):
    enrol_flexible(citizen.person, since=date(2020, 1, 1), stopped=True)
    page = said(browser)
    assert state_of(browser) == "none"
    assert "You have had no benefits since 1 July 2026." in page
    assert "Resume payment" in page
    assert "Whoever works for themselves resumes them alone." in page


# Residents ----------------------------------------------------------------------------------------------------------


def enrol_resident(person, **also):
    EnrolmentFactory(person=person, resident=True, first_month=date(2024, 1, 1), **also)


def pay_year(person, year: int, **also):
    charge(person, f"{year}-01", parts=RESIDENT, **also)


def test_a_resident_has_the_rule_of_residents(browser, citizen):
    enrol_resident(citizen.person)
    for year in (2024, 2025, 2026):
        pay_year(citizen.person, year, credited_on=date(year - 1, 11, 5))
    page = said(browser)
    assert state_of(browser) == "entitled"
    assert "One payment covers one calendar year." in page
    assert "people in flexible employment" not in page


def test_a_year_that_was_not_paid_leads_to_how_residents_pay(browser, citizen):
    enrol_resident(citizen.person)
    pay_year(citizen.person, 2026, standing="missing")
    page = said(browser)
    assert state_of(browser) == "none"
    assert "Your resident contribution for 2026 has not been credited" in page
    assert "How residents pay" in page


def test_a_resident_who_left_was_enrolled_all_the_same(browser, citizen):
    enrol_resident(citizen.person, stop_month=date(2026, 1, 1), covered_until=date(2026, 1, 1), end_reason="14")
    assert state_of(browser) == "none"
    assert "You have had no medical benefits since 1 January 2026." in said(browser)


def test_both_schemes_stand_beside_each_other(browser, citizen):
    enrol_resident(citizen.person, stop_month=date(2026, 3, 1), covered_until=date(2026, 3, 1), end_reason="14")
    charge(citizen.person, "2026-01", parts={"resident_own": 40_000}, credited_on=date(2025, 11, 5))
    enrol_flexible(citizen.person, since=date(2026, 3, 1))
    charge(citizen.person, "2026-03", credited_on=date(2026, 3, 20))
    response = browser.get(PAGE)
    assert response.content.decode().count('aria-labelledby="rule-') == 2
    assert "From 1 March 2026 31 August 2026 Employees Waiting" in words_of(response)
    assert "From 1 January 2024 28 February 2026 Residents Entitled" in words_of(response)
    assert {"2026, Employees", "2026, Residents"} <= set(
        re.findall(r"<title id=[^>]*>([^<]*)", response.content.decode())
    )


# Another day --------------------------------------------------------------------------------------------------------


def test_a_past_day_is_judged_by_todays_record(browser, citizen):
    enrol_flexible(citizen.person, since=date(2020, 1, 1))
    charge(citizen.person, "2026-03", credited_on=date(2026, 4, 10))
    assert state_of(browser) == "entitled"
    page = said(browser, on="2026-04-05")
    assert "how things stood on 5 April 2026" in page
    assert "medical benefits are suspended since 1 March 2026" in page
    assert "What you can do" not in page, "what to do is told for today only"
    assert state_of(browser, on="2026-04-05") == "suspended"


def test_a_day_ahead_is_told_from_what_is_certain_today(browser, citizen):
    enrol_flexible(citizen.person, since=date(2020, 1, 1))
    charge(citizen.person, "2026-06", credited_on=date(2026, 9, 1))
    assert state_of(browser, on="2026-11-30") == "waiting"
    assert state_of(browser, on="2026-12-01") == "entitled"
    assert "This day lies ahead" in said(browser, on="2026-12-01")


def test_a_day_before_everything_has_no_benefits(browser, citizen):
    in_arrears(citizen.person)
    assert state_of(browser, on="2019-12-31") == "none"
    assert "You were not enrolled in medical insurance here on this day." in said(browser, on="2019-12-31")


@pytest.mark.parametrize(
    ("typed", "code"), [("tomorrow", "invalid"), ("", "required"), ("1900-01-01", "day.out_of_range")]
)
def test_what_is_no_day_gets_a_sentence_and_today_is_shown(browser, citizen, typed, code):
    in_arrears(citizen.person)
    answer = browser.get(PAGE, {"on": typed})
    assert answer.status_code == 200
    assert code in {found for _place, found in refusals(answer)}
    assert "Thursday 10 September 2026" in words_of(answer)
