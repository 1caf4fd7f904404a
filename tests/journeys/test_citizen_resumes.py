"""A stop and its way back: stopped, in effect, resumed, sent back, corrected, accepted, in effect, and insured again."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from insurance.models import Declaration, Enrolment
from insurance.services import declarations
from insurance.services.due import run_due
from tests.factories import TODAY, AreaFactory, UserFactory, enrol_flexible
from tests.factories.contributions import charge
from tests.factories.policy import put_policy
from tests.insurance.views.citizen.reading import main_of, refusals, sent, stopped, words_of
from tests.visits import let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(settings):
    settings.HALL_TODAY = TODAY
    put_policy(AreaFactory())
    user = UserFactory(language="en")
    enrol_flexible(user.person)
    for month in range(1, 10):
        charge(user.person, f"2026-{month:02}", credited_on=date(2026, month, 9))
    return user


@pytest.fixture
def browser(citizen):
    return let_in(citizen)


def decide(number: str, act, day: date, **said) -> None:
    part = Declaration.objects.get(number=number).parts.get()
    clerk = UserFactory(clerk=True, agency=part.agency)
    at = timezone.make_aware(datetime.combine(day, time(9, 0)))
    act(part.pk, actor=clerk, version=part.version, at=at, **said)


def on(day: date, settings) -> None:
    """Make it another business day and carry out what is due by then."""
    settings.HALL_TODAY = day
    run_due(on=day, at=timezone.make_aware(datetime.combine(day, time(9, 0))))


def resume(browser, enrolment, month: str, address="/me/resume/") -> str:
    answers = sent(enrolment=enrolment.number, resume_month=month, acknowledged="on")
    answer = browser.post(address, answers)
    assert answer.status_code == 302, refusals(answer)
    return answer.headers["Location"].split("/")[3]


def test_from_a_stop_to_being_insured_again(browser, citizen, settings):
    medical = Enrolment.objects.get(person=citizen.person, insurance=310)
    number = stopped(browser, medical, reason="other")
    decide(number, declarations.accept, TODAY, on=TODAY)
    on(date(2026, 10, 1), settings)
    assert "There is nothing to resume" not in words_of(browser.get("/me/resume/"))
    on(date(2026, 10, 20), settings)
    assert "Resume insurance: first see when benefits return" in words_of(browser.get("/me/"))

    look = words_of(browser.get("/me/resume/", {"enrolment": medical.number, "resume_month": "2026-11"}))
    assert "Paying back the gap costs ¥646.00 October 2026" in look
    assert "Benefits return Tuesday, 1 December 2026" in look, "31 days"

    number = resume(browser, medical, "2026-11")
    refusal = {"reason_code": "wrong_month", "next_action": "correct_and_resubmit", "text": "请改从十月起恢复。"}
    decide(number, declarations.send_back, date(2026, 10, 21), **refusal)
    correction = f"/me/resume/?declaration={number}"
    assert correction in browser.get(f"/me/declarations/{number}/").content.decode()
    assert resume(browser, medical, "2026-10", correction) == number
    decide(number, declarations.accept, date(2026, 10, 22), on=date(2026, 10, 22))

    assert main_of(browser.get(f"/me/declarations/{number}/"))["state"] == "effective"
    assert "Done: contributions go on from October 2026." in words_of(browser.get(f"/me/declarations/{number}/"))
    assert "There is nothing to resume" in words_of(browser.get("/me/resume/"))
    running = Enrolment.objects.get(person=citizen.person, insurance=310, stop_month=None)
    assert (running.first_month, running.begun_by.declaration.number) == (date(2026, 10, 1), number)
    assert "medical insurance flexible employment, since October 2026" in words_of(browser.get("/me/stop-insurance/"))
