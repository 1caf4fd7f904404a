"""The time line of medical benefits: the picture, the bars with their reasons, months that count, the rule, the cost."""

import re
from datetime import date

import pytest

from insurance.models import BenefitRule
from insurance.rules.months import Month
from insurance.selectors.medical_benefits import stored_state
from insurance.services.benefits import recompute
from tests.factories import TODAY, AreaFactory, EnrolmentFactory, UnitFactory, enrol_flexible
from tests.factories.contributions import charge
from tests.factories.policy import put_policy
from tests.insurance.views.citizen.medical import PAGE, bars_of, in_arrears, said, state_of
from tests.insurance.views.citizen.reading import main_of, words_of

DRAWN = re.compile(r'<g class="benefit-bar benefit-bar-(\w+)')


@pytest.fixture(autouse=True)
def rules(db):
    """The reviewed rules of Yunzhou: four tiers, by days."""
    put_policy(AreaFactory())


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


def test_another_area_has_another_rule(browser, citizen):
    """In Haiyun a gap of up to three months that is paid back is made up for; what differs is told line by line."""
    haiyun = AreaFactory(code="379902", name_zh="海云市", name_en="Haiyun")
    put_policy(haiyun)
    enrol_flexible(citizen.person, since=date(2020, 1, 1), area=haiyun)
    charge(citizen.person, "2026-07", standing="missing", area=haiyun)
    page = said(browser)
    assert "The rule that holds in Haiyun" in page
    assert "by 30 September 2026 1 September 2026 Repaid months count as continuous Reimbursed afterwards" in page
    assert (
        "1 November 2026 to 30 November 2026 1 May 2027 Continuous months begin anew Not paid by the pooled fund"
        in page
    )


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
