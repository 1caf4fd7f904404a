"""An employee asks the unit to stop the insurance; silent or refusing, the agencies take over."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from accounts.rules.roles import Agency
from insurance.models import Declaration, Enrolment
from insurance.services import declarations, unit_requests
from insurance.services.due import run_due
from tests.factories import TODAY, UnitFactory, UserFactory, employ
from tests.insurance.views.citizen.reading import main_of, stopped, words_of
from tests.visits import let_in

pytestmark = pytest.mark.django_db

DUE = date(2026, 9, 17)
"""Five working days after the tenth."""


@pytest.fixture
def citizen(settings):
    settings.HALL_TODAY = TODAY
    return UserFactory(language="en")


@pytest.fixture
def unit(citizen):
    unit = UnitFactory()
    employ(citizen.person, unit)
    return unit


@pytest.fixture
def browser(citizen):
    return let_in(citizen)


@pytest.fixture
def number(browser, unit):
    return stopped(browser, Enrolment.objects.filter(unit=unit).first(), stop_month="2026-11")


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 0)))


def let_it_be(day: date, settings) -> None:
    settings.HALL_TODAY = day
    run_due(on=day, at=moment(day))


def case(browser, number):
    return browser.get(f"/me/declarations/{number}/")


def accept_everywhere(number: str, day: date) -> None:
    for agency in Agency:
        part = Declaration.objects.get(number=number).parts.get(agency=agency)
        clerk = UserFactory(clerk=True, agency=agency)
        declarations.accept(part.pk, actor=clerk, version=part.version, at=moment(day), on=day)


def test_a_silent_unit_is_passed_by(browser, unit, number, settings):
    assert "Your unit is asked" in words_of(case(browser, number))
    let_it_be(DUE, settings)
    assert "Your unit is asked" in words_of(case(browser, number)), "the last day is the unit's"

    let_it_be(date(2026, 9, 18), settings)
    said = words_of(case(browser, number))
    assert "did not answer in time" in said
    assert "The agency answers by Friday, 25 September 2026." in said
    assert "Your unit did not answer" in words_of(browser.get("/accounts/inbox/"))

    accept_everywhere(number, date(2026, 9, 21))
    let_it_be(date(2026, 11, 1), settings)
    assert main_of(case(browser, number))["state"] == "effective"
    assert set(Enrolment.objects.filter(unit=unit).values_list("stop_month", flat=True)) == {date(2026, 11, 1)}
    assert "Stopped since November 2026" in words_of(browser.get("/me/insurance/"))
    assert "No insurance runs for you at present" in words_of(browser.get("/me/"))


def test_a_refusing_unit_is_passed_by_at_once(browser, unit, number):
    operator = UserFactory(operator=True, unit=unit)
    unit_requests.refuse(number, text="劳动合同尚未解除。", actor=operator, at=moment(TODAY), on=TODAY)
    said = words_of(case(browser, number))
    assert "did not agree" in said
    assert "劳动合同尚未解除。" in said
    assert "The agency answers by Thursday, 17 September 2026." in said


def test_a_request_taken_back_leaves_the_unit_alone(browser, unit, number, settings):
    browser.post(f"/me/declarations/{number}/withdraw/", {"submission_key": "00000000-0000-4000-8000-000000000001"})
    let_it_be(date(2026, 9, 18), settings)
    assert main_of(case(browser, number))["state"] == "withdrawn"
    assert "The request to your unit" not in words_of(case(browser, number))
