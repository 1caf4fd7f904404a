"""The calculator as a stranger uses it: by address, with every answer on the page and nothing kept."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from insurance.models import Rate
from tests.factories import TODAY, AreaFactory
from tests.factories.policy import BaseBoundFactory, LateFeeFactory, put_policy, put_references
from tests.factories.policy import UnemploymentFactory as UnemploymentScaleFactory
from tests.factories.record import ALWAYS, DocumentFactory
from tests.insurance.views.citizen.reading import main_of, refusals, words_of

PAGE = "/calculator/"
SAME_FACTS = {
    "question": "gap",
    "payer": "unit",
    "first_unpaid_month": "2025-03",
    "credited_on": "2025-06-10",
    "repaid": "yes",
    "ordered_on": "2025-04-01",
}
MOST_STATEMENTS = 8


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


@pytest.fixture
def browser(db) -> Client:
    client = Client()
    client.cookies["hall_language"] = "en"
    return client


@pytest.fixture
def example_area(db):
    """The area of the worked examples: due on the 25th, ten per cent of 7,400 yuan, four tiers by days."""
    area = AreaFactory()
    put_policy(area, "benefits")
    put_references()
    BaseBoundFactory(area=area, lower_fen=444_000, upper_fen=2_220_000, average_wage_fen=740_000)
    LateFeeFactory(area=area, roll=False)
    medical = {"area": area, "insurance": 310, "in_force": ALWAYS, "document": DocumentFactory()}
    Rate.objects.create(kind="employee", unit_rate=Decimal("0.08"), own_rate=Decimal("0.02"), **medical)
    Rate.objects.create(kind="flexible", unit_rate=0, own_rate=Decimal("0.10"), **medical)
    return area


@pytest.fixture
def city(db):
    """The office's own area with everything the reviewed files say of it, and the areas for comparison."""
    put_policy(AreaFactory())
    put_references()


def asked(browser, **answers):
    return browser.get(PAGE, answers)


def answer_of(response) -> str:
    """Return the answer's part of the page, in one line."""
    html = response.content.decode().partition('id="answer"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def places(response) -> dict[str, list[str]]:
    """Return what stands beside each family of rules in the comparison: stop, gap, return, costs, months."""
    html = response.content.decode()
    bodies = re.findall(r'<tbody data-family="(\w+)">(.*?)</tr>', html, re.DOTALL)
    return {
        family: [
            " ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in re.findall(r"<td.*?>(.*?)</td>", row, re.DOTALL)
        ]
        for family, row in bodies
    }


# The page itself ---------------------------------------------------------------------------------------------------


def test_without_a_question_it_shows_the_form_and_what_the_rules_say(browser, city):
    page = browser.get(PAGE)
    assert page.status_code == 200
    assert main_of(page) == {"kind": "calculator", "state": "gap"}
    words = words_of(page)
    assert "Within 60 days (60 included)" in words
    assert "Zhejiang Ordinance on Medical Security (statute, read)" in words
    assert "noindex" not in page.content.decode()
    assert answer_of(page) == ""


def test_an_address_with_a_question_is_not_for_robots(browser, city):
    assert '<meta name="robots" content="noindex">' in asked(browser, **SAME_FACTS).content.decode()
    assert '<meta name="robots" content="noindex">' in asked(browser, question="wage").content.decode()


def test_without_any_policy_the_page_still_opens(browser):
    assert browser.get(PAGE).status_code == 200
    assert refusals(asked(browser, **SAME_FACTS)) == {("area", "invalid_choice")}


def test_an_unknown_question_is_not_there(browser, city):
    assert asked(browser, question="lottery").status_code == 404


def test_nothing_is_remembered(browser, city):
    page = asked(browser, **SAME_FACTS)
    assert set(page.cookies) == {"csrftoken"}
    assert set(asked(browser).cookies) == {"csrftoken"}


@pytest.mark.parametrize(
    "question",
    [
        {},
        SAME_FACTS,
        {"first_unpaid_month": "2026-03"},
        {"question": "resident", "covered_year": "2026", "paid_on": "2026-03-15"},
        {"question": "wage", "wage": "8000", "other_wage": "9000"},
        {"question": "retirement", "birth_month": "1976-09", "track": "man_60"},
        {"question": "unemployment", "paid_months": "60"},
        {"first_unpaid_month": "never"},
    ],
    ids=lambda question: question.get("question", "gap"),
)
def test_a_page_costs_few_statements(browser, city, question, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        browser.get(PAGE, question)


def test_it_is_only_asked_never_sent(browser, city):
    assert browser.head(PAGE, SAME_FACTS).status_code == 200
    assert browser.post(PAGE, SAME_FACTS).status_code == 405


# A month that is not paid ------------------------------------------------------------------------------------------


def test_the_same_facts_under_every_rule(browser, example_area):
    """The worked row of one gap under each family, through the whole page."""
    page = asked(browser, **SAME_FACTS)
    assert page.status_code == 200
    assert {family: (cells[0], cells[2]) for family, cells in places(page).items()} == {
        "S4": ("1 Mar 2025", "1 Sep 2025"),
        "N3": ("1 Mar 2025", "1 Jun 2025"),
        "SDU": ("1 Apr 2025", "1 Jul 2025"),
        "SDF": ("1 Apr 2025", "1 Jul 2025"),
        "SDG": ("1 Apr 2025", "1 Jul 2025"),
        "DAY": ("1 Mar 2025", "1 Jun 2025"),
        "ZJU": ("1 Apr 2025", "1 Jul 2025"),
        "ZJF": ("1 Mar 2025", "1 Aug 2025"),
        "WH": ("1 Mar 2025", "1 Jun 2025"),
    }
    reimbursed = {family for family, cells in places(page).items() if cells[3] == "Reimbursed afterwards"}
    assert reimbursed == {"N3", "DAY", "WH"}
    answer = answer_of(page)
    assert "Benefits rest from 1 March 2025 and return on 1 September 2025." in answer
    assert "101 days" in answer
    assert "Together 2,220.00 51.43 2,271.43" in answer


def test_in_flexible_employment_no_late_fee_is_due(browser, example_area):
    answer = answer_of(asked(browser, **{**SAME_FACTS, "payer": "flexible"}))
    assert "Together 2,220.00 0.00 2,220.00" in answer
    assert "Who pays alone owes none." in answer


def test_what_is_not_paid_yet_shows_what_each_day_brings(browser, example_area):
    page = asked(browser, first_unpaid_month="2026-08")
    answer = answer_of(page)
    assert "Benefits rest from 1 August 2026." in answer
    assert "30 September 2026" in answer
    assert 'data-total="4"' in page.content.decode().partition('id="answer"')[2].partition("</table>")[0]
    assert f"As if the money were credited on {TODAY.day} September 2026." in words_of(page)


def test_money_in_time_interrupts_nothing(browser, example_area):
    page = asked(browser, first_unpaid_month="2025-03", credited_on="2025-03-25")
    assert "25 March 2025 is not too late" in answer_of(page)
    assert places(page) == {}


def test_never_repaid_earlier_months_do_not_count(browser, example_area):
    answer = answer_of(asked(browser, **{**SAME_FACTS, "repaid": "no"}))
    assert "Not repaying brings benefits back sooner here, but what was built up is lost" in answer
    assert "Repaid in full on 10 June 2025 instead, benefits return on 1 September 2025." in answer
    assert "What has to be paid" not in answer


def test_a_rule_that_asks_for_repayment_brings_nothing_back_without_it(browser, example_area):
    found = places(asked(browser, **{**SAME_FACTS, "repaid": "no"}))
    assert found["DAY"][2] == "— only after repayment"


def test_an_order_that_is_met_makes_it_as_if_nothing_had_happened(browser, example_area):
    found = places(asked(browser, **{**SAME_FACTS, "credited_on": "2025-05-31"}))
    assert found["ZJU"][1:4] == [
        "60 days after the order to pay",
        "1 Apr 2025 as if never stopped",
        "Reimbursed afterwards",
    ]


def test_rules_for_the_other_way_of_paying_are_marked(browser, example_area):
    html = asked(browser, **SAME_FACTS).content.decode()
    marked = re.findall(r'<tbody data-family="(\w+)">(?:(?!</tbody>).)*the other way of paying', html, re.DOTALL)
    assert marked == ["SDF", "ZJF", "WH"]


def test_a_place_whose_rule_is_younger_says_so(browser, example_area):
    early = {**SAME_FACTS, "first_unpaid_month": "2020-03", "credited_on": "2020-06-10", "ordered_on": ""}
    page = asked(browser, **early)
    assert page.status_code == 200
    assert places(page)["N3"] == ["No rule of this place is on record for these days."]
    assert "China (national measures)" in words_of(page)


def test_each_answer_unfolds_to_its_reasons(browser, example_area):
    html = asked(browser, **SAME_FACTS).content.decode()
    assert html.count('class="explanation"') == 2 + len(places(asked(browser, **SAME_FACTS)))
    assert "the first day is not counted" in html


WRITTEN = ("first_unpaid_month", "credited_on", "wage", "ordered_on")


def written(response) -> dict[str, str]:
    """Return what stands in the text fields of the form."""
    main = response.content.decode().partition("<main")[2]
    inputs = {re.search(r'name="(\w+)"', one)[1]: one for one in re.findall(r'<input type="text"[^>]*>', main)}
    return {name: re.search(r'value="([^"]*)"|$', inputs[name])[1] or "" for name in WRITTEN}


# Refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        ({"first_unpaid_month": "March"}, ("first_unpaid_month", "invalid")),
        ({"first_unpaid_month": ""}, ("first_unpaid_month", "required")),
        ({"first_unpaid_month": "2099-01", "credited_on": ""}, ("first_unpaid_month", "day.out_of_range")),
        ({"first_unpaid_month": "2016-08", "credited_on": ""}, ("first_unpaid_month", "calculator.too_long")),
        ({"first_unpaid_month": "2015-05"}, ("first_unpaid_month", "calculator.too_long")),
        (
            {"first_unpaid_month": "2008-01", "credited_on": "2008-05-01"},
            ("first_unpaid_month", "calculator.nothing_in_force"),
        ),
        (
            {"first_unpaid_month": "2012-01", "credited_on": "2012-05-01"},
            ("credited_on", "calculator.nothing_in_force"),
        ),
        ({"credited_on": "2025-02-30"}, ("credited_on", "invalid")),
        ({"credited_on": "2025-02-28"}, ("credited_on", "calculator.before_gap")),
        ({"credited_on": "2099-01-01"}, ("credited_on", "day.out_of_range")),
        ({"credited_on": "2999-01-01"}, ("credited_on", "day.far")),
        ({"payer": "nobody"}, ("payer", "invalid_choice")),
        ({"repaid": "perhaps"}, ("repaid", "invalid_choice")),
        ({"area": "100000"}, ("area", "invalid_choice")),
        ({"wage": "a lot"}, ("wage", "invalid")),
        ({"wage": "-1"}, ("wage", "min_value")),
        ({"ordered_on": "soon"}, ("ordered_on", "invalid")),
    ],
)
def test_a_bad_answer_is_named_beside_its_field_and_kept(browser, city, answers, refused):
    page = asked(browser, **{**SAME_FACTS, **answers})
    assert page.status_code == 422
    assert refusals(page) == {refused}
    sent = {**SAME_FACTS, **answers}
    assert written(page) == {name: sent.get(name, "") for name in WRITTEN}


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        ({"covered_year": "2026", "paid_on": "2025-08-31"}, ("paid_on", "calculator.before_season")),
        ({"covered_year": "2026", "paid_on": ""}, ("paid_on", "required")),
        ({"covered_year": "12", "paid_on": "2025-10-01"}, ("covered_year", "day.out_of_range")),
        ({"covered_year": "2026", "paid_on": "2025-10-01", "missed_years": "many"}, ("missed_years", "invalid")),
        (
            {"covered_year": "2026", "paid_on": "2025-10-01", "missed_years": "1", "repaired_years": "2"},
            ("repaired_years", "calculator.more_than_missed"),
        ),
    ],
)
def test_a_resident_is_told_what_does_not_fit(browser, city, answers, refused):
    page = asked(browser, question="resident", **answers)
    assert (page.status_code, refusals(page)) == (422, {refused})


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        ({"question": "wage", "wage": "", "other_wage": "1"}, ("wage", "required")),
        ({"question": "wage", "wage": "8000", "injury_class": "9"}, ("injury_class", "invalid_choice")),
        ({"question": "wage", "wage": "8000.001"}, ("wage", "max_decimal_places")),
        ({"question": "retirement", "birth_month": "1976-09"}, ("track", "required")),
        (
            {"question": "retirement", "birth_month": "2099-09", "track": "man_60"},
            ("birth_month", "calculator.not_born"),
        ),
        ({"question": "unemployment", "paid_months": "9999"}, ("paid_months", "max_value")),
    ],
)
def test_the_other_questions_refuse_in_the_same_way(browser, city, answers, refused):
    page = asked(browser, **answers)
    assert (page.status_code, refusals(page)) == (422, {refused})


# The other questions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"paid_on": "2025-11-05"}, "No wait: covered from 1 January 2026 to 31 December 2026."),
        ({"paid_on": "2026-03-15"}, "After a wait of 3 months, covered from 15 June 2026"),
        ({"paid_on": "2026-03-15", "missed_years": "2", "repaired_years": "1"}, "4 months, covered from 15 July 2026"),
        ({"paid_on": "2026-03-15", "missed_years": "4", "repaired_years": "4"}, "6 months, covered from 15 September"),
        ({"paid_on": "2026-10-20"}, "ends after the year does"),
    ],
)
def test_residents_see_from_when_they_are_covered(browser, city, typed, sentence):
    assert sentence in answer_of(asked(browser, question="resident", covered_year="2026", **typed))


def test_a_wage_is_bounded_and_shown_insurance_by_insurance(browser, city):
    answer = answer_of(asked(browser, question="wage", wage="3,000.00"))
    assert "On a wage of ¥3,000.00 you pay ¥485.80 a month yourself, and the unit pays ¥1,194.72." in answer
    assert "The wage lies below the lower bound, so ¥4,560.00 counts." in answer
    assert "Pension insurance 16% by the unit, 8% yourself 364.80 729.60 1,094.40" in answer
    assert "Large-sum medical supplement a flat ¥84.00 a year 7.00 0.00 7.00" in answer


def test_the_industry_class_moves_the_work_injury_rate_alone(browser, city):
    answers = {
        injury_class: answer_of(asked(browser, question="wage", wage="10000", injury_class=injury_class))
        for injury_class in ("2", "8")
    }
    assert "0.4% by the unit 0.00 40.00 40.00" in answers["2"]
    assert "1.9% by the unit 0.00 190.00 190.00" in answers["8"]


def test_in_flexible_employment_everything_is_paid_alone(browser, city):
    answer = answer_of(asked(browser, question="wage", wage="10000", kind="flexible"))
    assert "On ¥10,000.00 a month you pay ¥2,857.00, all of it yourself." in answer
    assert "Work-injury insurance" not in answer


def test_another_wage_is_compared(browser, city):
    answer = answer_of(asked(browser, question="wage", wage="10000", other_wage="8000"))
    assert "Base 10,000.00 8,000.00 −2,000.00" in answer


@pytest.mark.parametrize(
    ("birth_month", "track", "month"),
    [
        ("1965-01", "man_60", "February 2025"),
        ("1976-09", "man_60", "September 2039"),
        ("1981-09", "woman_55", "September 2039"),
        ("1984-11", "woman_50", "November 2039"),
    ],
)
def test_the_month_of_retirement(browser, db, birth_month, track, month):
    answer = answer_of(asked(browser, question="retirement", birth_month=birth_month, track=track))
    assert f"Statutory retirement is in {month}" in answer


def test_how_many_months_are_lacking_for_a_pension(browser, db):
    facts = {"question": "retirement", "birth_month": "1976-09", "track": "man_60"}
    assert "140 months are still lacking." in answer_of(asked(browser, **facts, paid_months="100"))
    assert "None is lacking." in answer_of(asked(browser, **facts, paid_months="240"))
    assert "lacking" not in answer_of(asked(browser, **facts))


@pytest.mark.parametrize(
    ("paid_months", "left_over_months", "sentence"),
    [
        ("11", "0", "No benefit yet"),
        ("12", "0", "At most 12 months"),
        ("60", "", "At most 18 months"),
        ("120", "6", "At most 24 months"),
    ],
)
def test_how_long_unemployment_benefit_is_paid(browser, db, paid_months, left_over_months, sentence):
    UnemploymentScaleFactory()
    facts = {"question": "unemployment", "paid_months": paid_months, "left_over_months": left_over_months}
    assert sentence in answer_of(asked(browser, **facts))
