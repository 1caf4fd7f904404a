"""The desk: the month, the numbers, what will not wait, the bills."""

from datetime import date
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from accounts.rules.roles import Agency
from insurance.models import (
    Bill,
    ClosedMonth,
    Declaration,
    DeclarationPart,
    Enrolment,
    RegistryNotice,
    UnitRegistration,
)
from insurance.rules.kinds import UnitStatus
from insurance.rules.months import Month
from insurance.services import declarations, stops
from tests.factories import NOW, TODAY, BillFactory, PersonFactory, UserFactory, employ
from tests.factories.batches import checked, leaving, table
from tests.factories.policy import put_policy
from tests.factories.record import AssessmentFactory, end_windows, supersede_window
from tests.insurance.views.employer.pages import attribute, prepared, submitted
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
    assert page.count("2,400.00") == 4, "July is paid and past; August is overdue as well"
    for word in ("credited", "due", "overdue"):
        assert f"<span>{word}</span>" in page


def test_the_oldest_unpaid_bill_stands_on_top_and_is_never_crowded_out(english, operator):
    bills = [
        BillFactory(assessment=assessment, agency=agency)
        for assessment in [AssessmentFactory(unit=operator.unit, month=date(2026, month, 1)) for month in range(4, 9)]
        for agency in ("hrss", "medical")
    ]
    page = words(english.get(ADDRESS))
    shown = [page.index(f"/employer/bills/{Bill.objects.get(pk=bill.pk).number}/") for bill in bills[:6]]
    assert shown == sorted(shown)


def test_arrears_will_not_wait_and_leave_room_for_this_months_bill(english, operator):
    months = [date(2026, month, 1) for month in range(1, 10)]
    bills = [BillFactory(assessment=AssessmentFactory(unit=operator.unit, month=month)) for month in months]
    Bill.objects.filter(assessment__month=months[-1]).update(due_on=date(2026, 9, 25))
    Bill.objects.filter(pk=bills[0].pk).update(state="part_paid", paid_fen=100_00)
    page = words(english.get(ADDRESS))
    assert "8 bills overdue: 19,100.00 yuan" in page
    assert "Nothing waits for the unit" not in page
    links = [f"/employer/bills/{Bill.objects.get(pk=bill.pk).number}/" in page for bill in bills]
    assert links == [True] * 5 + [False] * 3 + [True]


def test_a_bill_that_is_paid_and_on_its_way_is_not_overdue(english, operator):
    bill = BillFactory(assessment=AssessmentFactory(unit=operator.unit, month=date(2026, 8, 1)))
    Bill.objects.filter(pk=bill.pk).update(paid_fen=bill.total_fen, paid_on=date(2026, 8, 20))
    page = words(english.get(ADDRESS))
    assert "<span>paid, on its way</span>" in page
    assert "<span>overdue</span>" not in page


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


def test_the_numbers_lead_to_the_people_behind_them(english, operator, employee):
    gone = PersonFactory()
    employ(gone, operator.unit)
    Enrolment.objects.filter(person=gone).update(
        stop_month=date(2026, 9, 1), covered_until=date(2026, 9, 1), end_reason="14"
    )
    page = unescape(english.get(ADDRESS).content.decode())
    assert attribute(english.get("/employer/staff/?status=left&left=2026-09"), "total") == "1"
    assert "/employer/staff/?status=left&left=2026-09" in page
    assert "/employer/staff/?status=all&joined=2026-09" in page


def test_a_unit_that_has_to_register_is_told_by_when(english, operator):
    unit = operator.unit
    Unit.objects.filter(pk=unit.pk).update(founded_on=date(2026, 8, 27))
    UnitRegistration.objects.filter(unit=unit).update(status=UnitStatus.NOT_INSURED, injury_class=None)
    page = words(english.get(ADDRESS))
    assert "not registered for social insurance yet" in page
    assert "30-day limit: 28 September 2026" in page, "26 September lies in the Mid-Autumn holidays"
    assert 'href="/employer/registration/"' in page
    assert "/employer/increases/new/" not in page.split("<main")[1]
    assert "Nothing is charged before the unit is registered" in words(english.get("/employer/next-bill/"))


def reported(unit, **changes):
    facts = {
        "event": "ended",
        "outcome": "to_cancel",
        "credit_code": unit.credit_code,
        "name": unit.name,
        "happened_on": date(2026, 8, 3),
        "authority": "云州市市场监督管理局",
        "received_at": NOW,
        "loaded_by": UserFactory(staff=True),
        "digest": uuid4().hex,
    }
    return RegistryNotice.objects.create(unit=unit, **{**facts, **changes})


def test_what_the_registry_reported_is_a_limit_until_the_unit_has_declared_it(english, operator):
    reported(operator.unit)
    page = words(english.get(ADDRESS))
    assert "30-day limit passed on 2 September 2026" in page
    assert "Cancel the unit&#x27;s registration" in page
    Declaration.objects.create(
        number="N1",
        kind="cancellation",
        area=operator.unit.registration.area,
        unit=operator.unit,
        lodged_by=operator,
        created_at=NOW,
        submitted_at=NOW,
    )
    assert "Cancel the unit" not in words(english.get(ADDRESS)).split("<main")[1]


def test_a_workbook_at_work_stands_on_the_desk(english, operator, employee):
    batch = checked(operator, table([leaving(employee)]))
    page = words(english.get(ADDRESS))
    assert f'href="/employer/batches/{batch.public_id}/"' in page


def test_the_next_bill_is_fetched_from_its_own_page(english, operator, employee):
    put_policy(operator.unit.registration.area)
    page = english.get(ADDRESS).content.decode()
    assert 'data-hx-get="/employer/next-bill/"' in page
    response = english.get("/employer/next-bill/")
    assert attribute(response, "total") == "1"
    assert 'id="forecast"' in response.content.decode()


def test_without_a_rule_the_next_bill_says_what_to_do(english, operator, employee):
    page = words(english.get("/employer/next-bill/"))
    assert "Please call 12333" in page


def test_who_may_not_prepare_is_offered_no_act(operator):
    looker = let_in(UserFactory(operator=True, unit=operator.unit, rights=["pay"]))
    assert "desk-actions" not in looker.get(ADDRESS).content.decode()


def test_a_long_pile_of_drafts_is_cut_and_leads_to_the_list(english, operator):
    for _ in range(10):
        drafted = PersonFactory()
        employ(drafted, operator.unit)
        prepared(english, drafted)
    page = words(english.get(ADDRESS))
    assert page.count("/check/") == 8
    assert '<a href="/employer/declarations/?state=draft">2 more declarations</a>' in page
