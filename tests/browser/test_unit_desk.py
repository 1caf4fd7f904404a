"""A morning at the desk: on a phone what will not wait and the calendar, at a desk the roster as a file."""

import csv
import io
import re
from datetime import date

import pytest

from insurance.models import RosterExport
from insurance.rules.months import Month
from insurance.services import roster_exports, stops
from tests.browser.acts import enter_as_operator, follow, go, look, main, unfold
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.factories.policy import put_policy
from tests.insurance.documents.calendar_reading import events


@pytest.fixture
def operator(settings, live_server):
    """An operator of a unit with two staff, one of whom asks to be stopped."""
    settings.HALL_TODAY = TODAY
    user = UserFactory(operator=True)
    put_policy(user.unit.registration.area)
    asking = UserFactory(person__name="马晓燕")
    for person in (asking.person, PersonFactory(name="方㛃堃")):
        employ(person, user.unit, since=date(2026, 1, 1))
    wish = {"reason": "moved_away", "stop_month": Month(2026, 10), "actor": asking, "at": NOW, "on": TODAY}
    stops.lodge_stop(asking.person.enrolments.first(), **wish)
    return user


def enter(page, operator) -> None:
    """Come to the desk and wait for what it fetches later."""
    enter_as_operator(page, operator)
    page.locator(".forecast-total").wait_for()


def file_behind(page, link: str) -> bytes:
    """Return the file a link leads to, fetched beside the window: a download would count as a page that failed."""
    address = page.get_by_role("link", name=link).get_attribute("href")
    return page.request.get(address).body()


def test_the_desk_and_the_calendar_on_a_phone(phone, operator, axe):
    enter(phone, operator)
    look(phone, axe)
    assert phone.title().startswith("单位工作台"), "what is fetched later does not rename the page"
    follow(phone.get_by_role("link", name="马晓燕"))
    assert main(phone, "kind") == "stop_request"
    go(phone, "/employer/calendar/")
    look(phone, axe)
    shown = phone.locator("#month-2026-09 ~ ol li").first
    assert shown.is_visible()
    follow(phone.get_by_role("link", name="2026年12月"))
    assert phone.locator("#month-2026-12").is_visible()
    assert len(events(file_behind(phone, "保存为日历文件"))) == int(main(phone, "total"))


def test_an_address_for_the_calendar_program_is_shown_once(page, operator, axe):
    enter(page, operator)
    go(page, "/employer/calendar/subscription/")
    follow(page.get_by_role("button", name="生成订阅地址"))
    address = page.locator(".secret-address").inner_text()
    look(page, axe)
    assert "/employer/calendar/feed/" in address
    go(page, "/employer/calendar/subscription/")
    assert page.locator(".secret-address").count() == 0
    follow(page.get_by_role("button", name="停用现有地址"))
    assert page.get_by_role("button", name="生成订阅地址").is_visible()


def test_the_roster_is_filtered_and_taken_along_as_a_file(page, operator, axe):
    enter(page, operator)
    go(page, "/employer/staff/")
    unfold(page.locator(".more-filters > summary"))
    page.locator("[name=joined]").first.fill("2026-01")
    follow(page.get_by_role("button", name="筛选"))
    assert main(page, "total") == "2"
    look(page, axe)
    follow(page.get_by_role("button", name="导出CSV文件"))
    assert re.search(r"/employer/exports/[^/]+/$", page.url)
    assert main(page, "state") == "waiting"
    look(page, axe)
    roster_exports.write(RosterExport.objects.get().pk)
    page.get_by_role("link", name="下载文件").wait_for()
    text = file_behind(page, "下载文件").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {row[1] for row in rows[1:]} == {"马晓燕", "方㛃堃"}


def test_without_a_script_the_file_is_waited_for_by_hand(page_without_script, operator):
    page = page_without_script
    enter_as_operator(page, operator)
    go(page, "/employer/exports/")
    follow(page.get_by_role("button", name="生成文件"))
    roster_exports.write(RosterExport.objects.get().pk)
    follow(page.get_by_role("link", name="刷新进度"))
    assert main(page, "state") == "ready"
    go(page, "/employer/")
    follow(page.get_by_role("link", name="查看明细"))
    assert main(page, "kind") == "next_bill"
