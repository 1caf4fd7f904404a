"""A year of contributions: months, picture, lines, sums; the same cost at one line and at five hundred."""

import re
from datetime import date

import pytest

from insurance.rules.months import Month
from tests.factories import EnrolmentFactory, UnitFactory, UserFactory, employ, enrol_flexible
from tests.factories.contributions import EMPLOYEE, RESIDENT, charge, charge_months
from tests.insurance.views.citizen.reading import main_of, words_of

PAGE = "/me/contributions/"


@pytest.fixture
def person(citizen):
    return citizen.person


def page(browser, year="2026"):
    return browser.get(PAGE, {"year": year})


def said(browser, year="2026") -> str:
    return words_of(page(browser, year))


def months_of(answer) -> list[str]:
    """Return the states of the twelve months of the grid."""
    return re.findall(r'<li class="mark-\w+ month-(\w+)">', answer.content.decode())


def rows_of(answer) -> list[str]:
    """Return the rows of the table of months below its head, each in one line."""
    table = answer.content.decode().partition('<table class="table contributions">')[2].partition("</table>")[0]
    rows = re.findall(r"<tr(?: class=\"month-line\")?>(.*?)</tr>", table, re.DOTALL)[1:]
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows]


def test_an_empty_year_says_what_it_means(browser, person):
    answer = page(browser)
    assert "Nothing was charged in 2026" in words_of(answer)
    assert main_of(answer)["total"] == "0"


def test_every_part_of_every_insurance_is_written(browser, person):
    unit = UnitFactory()
    employ(person, unit)
    charge(person, "2026-08", unit=unit, credited_on=date(2026, 8, 21))
    assert rows_of(page(browser)) == [
        f"August 2026 {unit.name} in all 2,983.00 yuan",
        "pension insurance 8,000.00 1,280.00 640.00 credited 2026-08-21",
        "medical insurance 8,000.00 680.00 160.00 credited 2026-08-21",
        "large-sum medical supplement — — 7.00 credited 2026-08-21",
        "unemployment insurance 8,000.00 40.00 40.00 credited 2026-08-21",
        "work-injury insurance 8,000.00 72.00 — credited 2026-08-21",
        "maternity insurance 8,000.00 64.00 — credited 2026-08-21",
    ]


def test_the_months_at_a_glance(browser, person):
    enrol_flexible(person, since=date(2026, 5, 1))
    charge(person, "2026-05")
    charge(person, "2026-06", standing="missing")
    charge(person, "2026-08", standing="paid")
    charge(person, "2026-09", standing="due")
    expected = ["none"] * 4 + ["credited", "missing", "missing", "paid", "due"] + ["ahead"] * 3
    assert months_of(page(browser)) == expected


def test_the_picture_has_a_bar_for_every_month_with_words_beside_it(browser, person):
    charge(person, "2026-07", parts={"pension_own": 50_000})
    charge(person, "2026-08", unit=UnitFactory(), parts={"pension_unit": 150_000, "pension_own": 50_000})
    picture = page(browser).content.decode().partition("<figure")[2].partition("</figure>")[0]
    bars = re.findall(r'<rect class="bar-(\w+)" x="(\d+)" y="(\d+)" width="24" height="(\d+)">', picture)
    assert len(bars) == 24
    assert bars[12:16] == [
        ("unit", "248", "120", "0"),
        ("own", "248", "120", "40"),
        ("unit", "288", "0", "120"),
        ("own", "288", "120", "40"),
    ]
    assert "the most in one month was ¥2,000.00" in picture


def test_a_refund_is_written_with_its_sign_and_kind(browser, person):
    unit = UnitFactory()
    charge(person, "2026-07", unit=unit)
    charge(person, "2026-07", unit=unit, kind="refund", parts={name: -amount for name, amount in EMPLOYEE.items()})
    answer = page(browser)
    assert f"Correction: refund · {unit.name} in all −2,983.00 yuan" in " ".join(rows_of(answer))
    assert "pension insurance 8,000.00 −1,280.00 −640.00 refunded 2026-07-26" in rows_of(answer)
    assert "Charged in all ¥0.00" in words_of(answer)


def test_several_payers_in_a_month_stand_apart(browser, person):
    first, second = UnitFactory(), UnitFactory()
    charge(person, "2026-08", unit=first)
    charge(person, "2026-08", unit=second, parts={"injury_unit": 900})
    answer = page(browser)
    assert [row for row in rows_of(answer) if row.startswith("August 2026")] == [
        f"August 2026 {first.name} in all 2,983.00 yuan",
        f"August 2026 {second.name} in all 9.00 yuan",
    ]
    assert answer.content.decode().count('id="m8"') == 1, "the month has one anchor"


def test_sums_by_insurance_and_in_all(browser, person):
    charge(person, "2026-07", unit=UnitFactory())
    charge(person, "2026-08", unit=UnitFactory(), standing="missing")
    page_words = said(browser)
    assert "pension insurance 2,560.00 1,280.00 3,840.00 1,920.00" in page_words
    assert "All insurances 4,272.00 1,694.00 5,966.00 2,983.00" in page_words


def test_a_residents_yearly_payment(browser, person):
    EnrolmentFactory(person=person, resident=True, first_month=date(2026, 1, 1))
    charge(person, "2026-01", parts=RESIDENT)
    answer = page(browser)
    assert "resident medical insurance — — 400.00" in " ".join(rows_of(answer))
    assert set(months_of(answer)) == {"credited"}


def test_years_with_lines_are_links(browser, person):
    charge(person, "2026-08")
    charge(person, "2023-08")
    answer = page(browser, "2023")
    assert re.findall(r'href="\?year=(\d+)"', answer.content.decode()) == ["2026", "2023"]


def test_without_a_year_the_latest_one_is_shown(browser, person):
    charge(person, "2024-08")
    assert main_of(browser.get(PAGE))["number"] == "2024"


@pytest.mark.parametrize("typed", ["abc", "99999", "1900", "二〇二六", "-1", "2026.5", "\x00"])
def test_what_is_no_year_gets_a_sentence(browser, person, typed):
    charge(person, "2026-08")
    answer = page(browser, typed)
    assert answer.status_code == 200
    assert "is no year that can be shown" in words_of(answer)
    assert main_of(answer)["number"] == "2026"


def test_nothing_of_anybody_else_is_shown(browser, person):
    charge(UserFactory().person, "2026-08")
    assert "Nothing was charged in 2026" in said(browser)


def test_a_name_is_never_markup(browser, person):
    charge(person, "2026-08", unit=UnitFactory(name="<b>云州</b>"))
    assert "&lt;b&gt;云州&lt;/b&gt;" in page(browser).content.decode()


@pytest.mark.parametrize("lines", [1, 50, 500])
def test_the_page_costs_the_same_at_any_number_of_lines(browser, person, lines, django_assert_num_queries):
    charge_months(person, str(Month(2026, 8) - lines + 1), "2026-08")
    browser.get(PAGE)
    with django_assert_num_queries(5):
        browser.get(PAGE)
