"""The page of medical benefits: today in a sentence, what brings them back, the time line, its reasons, the rule."""

import re
from datetime import date

import pytest

from insurance.models import BenefitRule
from insurance.rules.months import Month
from insurance.selectors.medical_benefits import stored_state
from insurance.services.benefits import recompute
from tests.factories import TODAY, AreaFactory, EnrolmentFactory, UnitFactory, employ, enrol_flexible
from tests.factories.contributions import RESIDENT, charge
from tests.factories.policy import put_policy
from tests.insurance.views.citizen.reading import main_of, refusals, words_of

PAGE = "/me/benefits/"
BAR = re.compile(r'<tbody data-state="(\w+)"')
DRAWN = re.compile(r'<g class="benefit-bar benefit-bar-(\w+)')


@pytest.fixture(autouse=True)
def rules(db):
    """The reviewed rules of Yunzhou: four tiers, by days."""
    put_policy(AreaFactory())


def said(browser, **asked) -> str:
    return words_of(browser.get(PAGE, asked))


def state_of(browser, **asked) -> str:
    return main_of(browser.get(PAGE, asked))["state"]


def bars_of(browser) -> list[str]:
    """Return the states of the table's bars, the latest first."""
    return BAR.findall(browser.get(PAGE).content.decode())


def in_arrears(person, *months: str) -> None:
    """Enrol somebody in flexible employment who owes some months."""
    enrol_flexible(person, since=date(2020, 1, 1))
    for month in months:
        charge(person, month, standing="missing")


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
    assert "from 31 August 2026 to 31 August 2026 1 November 2026" in page


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
    assert "Your medical insurance ended with 31 December 2025." in said(browser)


def test_both_schemes_stand_beside_each_other(browser, citizen):
    enrol_resident(citizen.person, stop_month=date(2026, 3, 1), covered_until=date(2026, 3, 1), end_reason="14")
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


# The picture and the table ------------------------------------------------------------------------------------------


def interrupted(person, times: int) -> None:
    """Enrol somebody for ten years who was late ``times`` times, each by two months."""
    enrol_flexible(person, since=date(2016, 9, 1))
    for year in range(2026 - times, 2026):
        charge(person, f"{year}-03", credited_on=date(year, 5, 20))


def test_ten_years_with_five_interruptions_are_one_row_each(browser, citizen):
    interrupted(citizen.person, 5)
    html = browser.get(PAGE).content.decode()
    years = re.findall(r'<span class="benefit-year">(\d+)</span>', html)
    assert years == [str(year) for year in range(2026, 2015, -1)], "the newest first"
    recent, _, earlier = html.partition('<details class="benefit-earlier">')
    assert recent.count('class="benefit-year"') == 10
    assert earlier.count('class="benefit-year"') == 1
    assert set(DRAWN.findall(html)) == {"entitled", "waiting", "suspended"}
    assert 'data-total="16"' in html
    assert bars_of(browser) == ["entitled", *["waiting", "suspended", "entitled"] * 5]


def test_the_picture_of_a_past_day_still_ends_with_today(browser, citizen):
    in_arrears(citizen.person)
    html = browser.get(PAGE, {"on": "2021-03-01"}).content.decode()
    assert re.findall(r'<span class="benefit-year">(\d+)</span>', html)[0] == "2026"
    assert html.count('class="benefit-day"') == 1
    assert 'class="benefit-day" d="M59 0V24"' in html


def test_bars_have_the_width_of_their_days(browser, citizen):
    enrol_flexible(citizen.person, since=date(2026, 1, 1))
    charge(citizen.person, "2026-01", credited_on=date(2026, 1, 20))
    html = browser.get(PAGE).content.decode()
    assert 'viewBox="0 0 365 24"' in html
    grounds = re.findall(r'class="benefit-ground" x="(\d+)" width="(\d+)"', html)
    today = (date(2026, 9, 10) - date(2026, 1, 1)).days
    assert grounds == [("0", "181"), ("181", str(today - 180)), (str(today + 1), str(364 - today))]
    assert f'class="benefit-day" d="M{today} 0V24"' in html


def test_what_was_drawn_is_said_to_those_who_do_not_see_it(browser, citizen):
    in_arrears(citizen.person, "2026-07")
    html = browser.get(PAGE).content.decode()
    assert "Entitled from 1 January 2020 to 30 June 2026; Suspended from 1 July 2026 on</desc>" in html


def test_every_bar_unfolds_to_its_reasons_and_the_version_of_the_rule(browser, citizen):
    enrol_flexible(citizen.person, since=date(2020, 1, 1))
    charge(citizen.person, "2026-03", credited_on=date(2026, 4, 30))
    page = said(browser)
    assert "From 1 March 2026 to the credit on 30 April 2026: 60 days; the first day is not counted." in page
    assert "in force from 1 January 2021" in page
    assert browser.get(PAGE).content.decode().count('<details class="explanation"') >= 4


# Months and rule ----------------------------------------------------------------------------------------------------


def test_months_that_count_are_unfolded(browser, citizen):
    enrol_flexible(citizen.person, since=date(2026, 1, 1))
    for month in Month.span(Month(2026, 1), Month(2026, 5)):
        charge(citizen.person, str(month), credited_on=month.first_day)
    charge(citizen.person, "2026-06", standing="missing")
    page = said(browser)
    assert "Continuous months: 5 months" in page
    assert "Cumulative months: 5 months" in page


def test_a_refunded_month_does_not_count(browser, citizen):
    enrol_flexible(citizen.person, since=date(2026, 1, 1))
    for month in ("2026-01", "2026-02"):
        charge(citizen.person, month, credited_on=date(2026, 2, 20))
    back = {"pension_own": -96_000, "medical_own": -40_000}
    charge(citizen.person, "2026-02", kind="refund", parts=back, credited_on=date(2026, 3, 5))
    assert "Cumulative months: 1 month " in said(browser)


def test_the_rule_is_told_with_its_document(browser, citizen):
    in_arrears(citizen.person)
    page = said(browser)
    assert "The rule that holds in Yunzhou" in page
    assert "云人社发〔2020〕35号（演示）" in page
    assert "benefits stop from that month" in page
    assert "After more than 60 and up to 180 days (180 included)" in page
    assert "a waiting period of 6 months" in page
    assert "until used up" in page


def test_a_time_before_all_rules_is_not_judged_and_the_page_says_so(browser, citizen):
    enrol_flexible(citizen.person, since=date(2005, 1, 1))
    charge(citizen.person, "2008-03", credited_on=date(2008, 6, 1))
    page = said(browser)
    assert bars_of(browser) == ["entitled"]
    assert "No rule from before 1 July 2011 is stored here" in page


def test_where_no_rule_is_in_force_nothing_is_invented(browser, citizen):
    elsewhere = AreaFactory(code="379902", name_zh="海云市", name_en="Haiyun")
    enrol_flexible(citizen.person, area=elsewhere)
    response = browser.get(PAGE)
    assert response.status_code == 200
    assert main_of(response)["state"] == "none"
    assert "This cannot be told online" in words_of(response)


# Told on other pages ------------------------------------------------------------------------------------------------


def test_overview_and_insurances_tell_the_state_that_is_kept(browser, citizen):
    in_arrears(citizen.person, "2026-07")
    assert "Medical benefits" not in words_of(browser.get("/me/insurance/")), "nothing is kept yet"
    recompute([citizen.person.pk], on=TODAY)
    told = "Medical benefits Suspended since 1 July 2026: see why"
    assert told in words_of(browser.get("/me/"))
    assert told in words_of(browser.get("/me/insurance/"))
    before = "Medical benefits Entitled since 1 January 2020: see why"
    assert before in words_of(browser.get("/me/insurance/", {"on": "2026-06-30"}))


def test_what_is_kept_is_what_the_page_tells(browser, citizen):
    enrol_flexible(citizen.person, since=date(2020, 1, 1))
    charge(citizen.person, "2026-06", credited_on=date(2026, 9, 1))
    recompute([citizen.person.pk], on=TODAY)
    for day in ("2026-05-31", "2026-06-01", "2026-08-31", "2026-09-01", "2026-11-30", "2026-12-01"):
        assert stored_state(citizen.person.pk, on=date.fromisoformat(day))[0] == state_of(browser, on=day)


def test_nothing_of_anybody_else_is_shown(browser, citizen):
    stranger = UnitFactory(name="云州邻居有限公司")
    in_arrears(citizen.person)
    other = EnrolmentFactory(insurance=310, unit=stranger, kind="employee")
    charge(other.person, "2026-07", unit=stranger, standing="missing")
    assert state_of(browser) == "entitled"
    assert "云州邻居" not in said(browser)


def test_looking_changes_nothing(browser, citizen):
    in_arrears(citizen.person, "2026-07")
    before = list(BenefitRule.objects.order_by("pk").values())
    browser.get(PAGE)
    assert list(BenefitRule.objects.order_by("pk").values()) == before
    assert browser.post(PAGE).status_code == 405


@pytest.mark.parametrize("times", [1, 5])
def test_the_page_costs_the_same_whatever_the_record(browser, citizen, times, django_assert_num_queries):
    interrupted(citizen.person, times)
    browser.get(PAGE)
    with django_assert_num_queries(7):
        browser.get(PAGE)
