"""The desk: the month, the numbers, what will not wait, the bills."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rules.roles import Agency
from insurance.models import ClosedMonth, DeclarationPart, Enrolment
from insurance.rules.months import Month
from insurance.services import declarations, stops
from tests.factories import NOW, TODAY, BillFactory, PersonFactory, UserFactory, employ
from tests.factories.record import AssessmentFactory, end_windows, supersede_window
from tests.insurance.views.employer.pages import prepared, submitted
from tests.visits import let_in

ADDRESS = "/employer/"


@pytest.fixture
def english(browser):
    browser.cookies["hall_language"] = "en"
    return browser


def words(response) -> str:
    return " ".join(response.content.decode().split())


def asks(person, unit, on=TODAY):
    user = UserFactory(person=person)
    enrolment = Enrolment.objects.filter(person=person, unit=unit).first()
    return stops.lodge_stop(enrolment, reason="moved_away", stop_month=Month(2026, 10), actor=user, at=NOW, on=on)


def sent_back(number):
    clerk = UserFactory(clerk=True)
    part = DeclarationPart.objects.get(declaration__number=number, agency=Agency.HRSS)
    answer = {"reason_code": "facts_differ", "next_action": "correct_and_resubmit", "text": "请核对日期。"}
    declarations.send_back(part.pk, actor=clerk, version=part.version, at=NOW, **answer)


def test_the_numbers_count_people(english, operator, employee):
    unit = operator.unit
    joined, gone, gone_before, later = (PersonFactory() for _ in range(4))
    employ(joined, unit, since=date(2026, 9, 1))
    for person, month in (gone, date(2026, 9, 1)), (gone_before, date(2026, 8, 1)), (later, date(2026, 10, 1)):
        employ(person, unit)
        Enrolment.objects.filter(person=person).update(stop_month=month, covered_until=month, end_reason="14")
    submitted(english, employee)
    page = words(english.get(ADDRESS))
    for label, value in (
        ("Staff insured", 3),
        ("Joined this month", 1),
        ("Left this month", 1),
        ("Open declarations", 1),
    ):
        assert f'<span class="stat-label">{label}</span> <span class="stat-value">{value}</span>' in page


def test_the_month_says_until_when_and_from_which_month(english, operator, settings):
    page = words(english.get(ADDRESS))
    assert "Friday 25 September 2026" in page
    assert "11 working days left" in page
    assert "1 October 2026" in page
    settings.HALL_TODAY = date(2026, 9, 25)
    assert "today is the last day" in words(english.get(ADDRESS))


def test_the_closed_window_is_told_with_the_next_opening(english, operator, settings):
    settings.HALL_TODAY = date(2026, 9, 28)
    assert "1 October 2026" in words(english.get(ADDRESS))
    supersede_window("unit", outside_window="next_period")
    assert "counts as declared on 1 October 2026" in words(english.get(ADDRESS))
    end_windows()
    assert "Please call 12333" in words(english.get(ADDRESS))


def test_closed_books_are_told(english, operator):
    ClosedMonth.objects.create(area=operator.unit.registration.area, month=date(2026, 8, 1), closed_on=TODAY)
    assert "closed up to August 2026" in words(english.get(ADDRESS))


def test_what_will_not_wait_is_on_the_desk(english, operator, employee):
    asking, drafted, returned = (PersonFactory() for _ in range(3))
    for person in (asking, drafted, returned):
        employ(person, operator.unit)
    request = asks(asking, operator.unit)
    draft = prepared(english, drafted, ended_on="2026-08-20")
    back = submitted(english, returned)
    sent_back(back)
    page = words(english.get(ADDRESS))
    assert f"/employer/stop-requests/{request.number}/" in page
    assert "5 working days left" in page
    assert f"/employer/declarations/{draft}/check/" in page
    assert "15-day limit passed on 4 September 2026" in page
    assert f'href="/employer/declarations/{back}/"' in page
    assert "15-day limit: 24 September 2026" in page


def test_a_quiet_desk_says_so(english, operator):
    page = words(english.get(ADDRESS))
    assert "Nothing waits for the unit" in page
    assert "No bill of this month" in page


def test_the_bills_tell_what_is_due_and_what_is_overdue(english, operator):
    september = AssessmentFactory(unit=operator.unit, month=date(2026, 9, 1))
    august = AssessmentFactory(unit=operator.unit, month=date(2026, 8, 1))
    july = AssessmentFactory(unit=operator.unit, month=date(2026, 7, 1))
    BillFactory(assessment=september, agency="hrss", credited=True)
    BillFactory(assessment=september, agency="medical", due_on=date(2026, 9, 25))
    BillFactory(assessment=august)
    BillFactory(assessment=july, credited=True)
    page = words(english.get(ADDRESS))
    assert page.count("2,400.00") == 3, "July is paid and past"
    for word in ("credited", "due", "overdue"):
        assert f"<span>{word}</span>" in page


@pytest.mark.parametrize("much", [0, 3])
def test_the_desk_asks_eight_questions_however_much_lies_on_it(browser, operator, employee, much):
    for back in range(much):
        asking, drafted = PersonFactory(), PersonFactory()
        employ(asking, operator.unit)
        employ(drafted, operator.unit)
        asks(asking, operator.unit)
        prepared(browser, drafted)
        BillFactory(assessment=AssessmentFactory(unit=operator.unit, month=date(2026, 9 - back, 1)))
    with CaptureQueriesContext(connection) as asked:
        browser.get(ADDRESS)
    assert len(asked) == 8


def test_another_units_things_are_not_on_the_desk(operator, employee):
    other = let_in(UserFactory(operator=True))
    asks(employee, operator.unit)
    assert "stop-requests" not in other.get(ADDRESS).content.decode()


def test_whoever_came_by_another_door_is_told_so(client, operator):
    response = client.get(ADDRESS)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/employer/?next=")
    assert let_in(UserFactory()).get(ADDRESS).status_code == 403
    assert let_in(UserFactory(clerk=True)).get(ADDRESS).status_code == 403
