"""The unit's calendar: on a page, as a file, and for calendar programs with a secret address."""

import tomllib
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from insurance.models import CalendarDay, CalendarSubscription
from insurance.rules.workdays import days_of_holidays
from tests.factories import PersonFactory, UserFactory, employ
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory, DocumentFactory
from tests.insurance.documents.calendar_reading import events
from tests.insurance.views.employer.pages import attribute, prepared, sent, submitted
from tests.insurance.views.employer.test_desk import asks
from tests.visits import let_in

ADDRESS = "/employer/calendar/"
HOLIDAYS = settings.BASE_DIR / "insurance" / "data" / "calendar.toml"
SUBSCRIPTION = "/employer/calendar/subscription/"


@pytest.fixture
def policy(operator):
    """The area's policy and the holidays of 2026; those of 2027 are not announced."""
    put_policy(AreaFactory())
    notice = DocumentFactory()
    tables = tomllib.loads(HOLIDAYS.read_text(encoding="utf-8"))
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, kind="holiday", document=notice) for day in days_of_holidays(tables["2026"])
    )


def words(response) -> str:
    return " ".join(response.content.decode().split())


def file_of(browser, address="/employer/calendar.ics") -> list[dict]:
    return events(browser.get(address).content)


def test_half_a_year_month_by_month(browser, operator, policy):
    browser.cookies["hall_language"] = "en"
    page = words(browser.get(ADDRESS))
    for month in ("2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02"):
        assert f'id="month-{month}"' in page
    assert 'id="month-2027-03"' not in page
    assert "Public holiday: National Day" in page
    assert page.count("holidays of that year are not announced yet") == 2


def test_a_moved_day_says_from_where_and_over_what(browser, operator, policy):
    browser.cookies["hall_language"] = "en"
    page = words(browser.get(ADDRESS))
    assert "Moved from 25 October 2026, which falls on a weekend." in page


def test_every_entry_of_policy_names_its_document(browser, operator, policy):
    page = browser.get(ADDRESS).content.decode()
    assert page.count("/law/") >= 6


def test_own_matters_stand_in_it_with_their_law(browser, operator, employee, policy):
    leaving, asking, filed = (PersonFactory() for _ in range(3))
    for person in leaving, asking, filed:
        employ(person, operator.unit)
    draft = prepared(browser, leaving, ended_on="2026-09-09")
    request = asks(asking, operator.unit)
    sent_in = submitted(browser, filed)
    browser.cookies["hall_language"] = "en"
    page = words(browser.get(ADDRESS))
    assert f"/employer/declarations/{draft}/" in page
    assert "Social Insurance Law, article 50" in page
    assert f"/employer/stop-requests/{request.number}/" in page
    assert f"/employer/declarations/{sent_in}/" in page
    assert attribute(browser.get(ADDRESS), "total").isdigit()


def test_a_limit_that_passed_stays_in_the_first_month(browser, operator, employee, policy):
    prepared(browser, employee, ended_on="2026-08-03")
    page = words(browser.get(ADDRESS))
    first = page.split('id="month-2026-10"')[0]
    assert "2026年8月18日" in first


def test_the_file_holds_what_the_page_shows(browser, operator, employee, policy):
    number = prepared(browser, employee, ended_on="2026-09-09")
    found = file_of(browser)
    assert len(found) == int(attribute(browser.get(ADDRESS), "total"))
    [limit] = [event for event in found if number in event["SUMMARY"]]
    assert limit["DTSTART;VALUE=DATE"] == "20260924"
    assert limit["URL"].endswith(f"/employer/declarations/{number}/")
    response = browser.get("/employer/calendar.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]


def test_names_of_entries_stay_from_call_to_call_and_day_to_day(browser, operator, employee, policy, settings):
    number = prepared(browser, employee)
    names = {event["UID"] for event in file_of(browser)}
    assert names == {event["UID"] for event in file_of(browser)}
    assert len(names) == len(file_of(browser)), "no two entries have one name"
    settings.HALL_TODAY = date(2026, 9, 11)
    later = {event["UID"]: event for event in file_of(browser)}
    assert names == set(later)
    assert any(number in event["SUMMARY"] for event in later.values())


def test_no_name_and_no_number_of_a_person_is_in_the_file(browser, operator, employee, policy):
    prepared(browser, employee)
    asking = PersonFactory()
    employ(asking, operator.unit)
    asks(asking, operator.unit)
    text = browser.get("/employer/calendar.ics").content.decode().replace("\r\n ", "")
    for person in employee, asking:
        assert person.name not in text
        assert person.public_id not in text
        assert person.identity_number not in text


def secret_address(browser) -> str:
    response = browser.post(SUBSCRIPTION, sent(act="make"))
    assert response.status_code == 200
    address = response.content.decode().split("/employer/calendar/feed/")[1].split("<")[0]
    return f"/employer/calendar/feed/{address}"


def test_a_calendar_program_fetches_the_days_without_signing_in(browser, operator, employee, policy):
    address = secret_address(browser)
    stranger = Client()
    response = stranger.get(address)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert [event["UID"] for event in events(response.content)] == [event["UID"] for event in file_of(browser)]
    assert not response.cookies
    assert stranger.post(address).status_code == 405


def test_the_secret_is_shown_once_and_kept_as_a_hash(browser, operator, policy):
    address = secret_address(browser)
    secret = address.split("/")[-1].removesuffix(".ics")
    assert secret not in browser.get(SUBSCRIPTION).content.decode()
    assert secret not in str(CalendarSubscription.objects.values().get())
    assert AuditEntry.objects.get(action="calendar.subscribed").facts == {}


def test_a_new_address_ends_the_old_one_and_ending_ends_it(browser, operator, policy):
    old, new = secret_address(browser), secret_address(browser)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    assert browser.post(SUBSCRIPTION, sent(act="end")).status_code == 302
    assert Client().get(new).status_code == 404
    assert AuditEntry.objects.filter(action="calendar.unsubscribed").count() == 1


def test_the_address_of_an_operator_who_left_shows_nothing(browser, operator, policy):
    address = secret_address(browser)
    User.objects.filter(pk=operator.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("secret", ["x", "a" * 500, "%2e%2e", "密"])
def test_a_wrong_secret_finds_nothing(db, secret):
    assert Client().get(f"/employer/calendar/feed/{secret}.ics").status_code == 404


def test_nothing_of_another_unit_is_in_it(browser, operator, employee, policy):
    number = prepared(browser, employee)
    other = let_in(UserFactory(operator=True))
    assert number not in other.get(ADDRESS).content.decode()
    assert number not in other.get("/employer/calendar.ics").content.decode()


@pytest.mark.parametrize("much", [0, 4])
def test_the_calendar_asks_eight_questions_however_much_lies_in_it(browser, operator, policy, much):
    for _ in range(much):
        asking, drafted = PersonFactory(), PersonFactory()
        employ(asking, operator.unit)
        employ(drafted, operator.unit)
        asks(asking, operator.unit)
        prepared(browser, drafted)
    with CaptureQueriesContext(connection) as asked:
        browser.get(ADDRESS)
    assert len(asked) == 8


def test_a_unit_without_policy_still_has_a_calendar(browser, operator):
    assert browser.get(ADDRESS).status_code == 200
