"""On a phone and without scripts: what if on a stop, and going on with an insurance after it was stopped."""

from datetime import date

import pytest

from insurance.models import Declaration, Enrolment
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from tests.browser.acts import choose, enter_as_citizen, follow, go, look, main, refusals, send, unfold
from tests.factories import TODAY, AreaFactory, EnrolmentFactory, UserFactory, enrol_flexible
from tests.factories.contributions import charge
from tests.factories.policy import put_policy

STOPPED = {"stop_month": date(2026, 9, 1), "covered_until": date(2026, 9, 1), "end_reason": "other"}


@pytest.fixture
def citizen(settings):
    """Somebody in flexible employment, credited in time from January to August 2026."""
    settings.HALL_TODAY = TODAY
    put_policy(AreaFactory())
    user = UserFactory()
    enrol_flexible(user.person)
    EnrolmentFactory(person=user.person, insurance=Insurance.SUPPLEMENT)
    for month in Month.span(Month(2026, 1), Month(2026, 8)):
        charge(user.person, str(month), credited_on=month.day(20))
    return user


@pytest.fixture
def stopped(citizen):
    Enrolment.objects.update(**STOPPED)
    return citizen


def medical(user) -> str:
    return Enrolment.objects.get(person=user.person, insurance=Insurance.MEDICAL).number


def test_another_day_of_coming_back_is_worked_out_at_once(phone, citizen, axe):
    enter_as_citizen(phone, citizen)
    go(phone, f"/me/stop-insurance/?enrolment={medical(citizen)}&stop_month=2026-10")
    look(phone, axe)
    phone.fill("[name=resume_on]", "2026-11-15")
    with phone.expect_response(lambda answer: "resume_on=2026-11-15" in answer.url):
        phone.locator("[name=resume_on]").press("Tab")
    phone.locator("#what-if", has_text="646.00").wait_for()
    unfold(phone.locator("#what-if details.explanation").last.locator("summary"))
    look(phone, axe)
    assert Declaration.objects.count() == 0


def test_resuming_on_a_phone(phone, stopped, axe):
    enter_as_citizen(phone, stopped)
    go(phone, "/me/resume/")
    look(phone, axe)
    with phone.expect_response(lambda answer: medical(stopped) in answer.url):
        choose(phone, "enrolment", medical(stopped))
    choose(phone, "resume_month", "2026-10")
    send(phone)
    assert refusals(phone) == {"required"}
    look(phone, axe)
    phone.check("[name=acknowledged]")
    send(phone)
    assert (main(phone, "kind"), main(phone, "state")) == ("resume", "submitted")
    unfold(phone.locator("details.explanation summary").first)
    look(phone, axe)
    assert Declaration.objects.get().lines.get().insurances == [310, 330]


def test_resuming_without_scripts(page_without_script, stopped):
    page = page_without_script
    enter_as_citizen(page, stopped)
    go(page, "/me/resume/")
    choose(page, "enrolment", medical(stopped))
    choose(page, "resume_month", "2026-10")
    follow(page.locator("button[name=preview]"))
    assert "646.00" in page.inner_text("#what-if"), "one month of 8.5 % of the average wage"
    page.check("[name=acknowledged]")
    send(page)
    assert main(page, "state") == "submitted"
