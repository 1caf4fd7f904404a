"""A person in flexible employment stops pension insurance: declared, sent back, corrected, accepted, in effect."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.services.audit import first_break, seal_all
from insurance.models import Declaration, Enrolment
from insurance.services import declarations
from insurance.services.due import run_due
from tests.factories import TODAY, UserFactory, enrol_flexible
from tests.factories.contributions import charge, charge_months
from tests.insurance.views.citizen.reading import heading_of, main_of, refusals, sent, stop_of, stopped, words_of
from tests.visits import let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(settings):
    settings.HALL_TODAY = TODAY
    user = UserFactory(language="en")
    enrol_flexible(user.person)
    charge_months(user.person, "2026-01", "2026-08")
    charge(user.person, "2026-09", credited_on=date(2026, 9, 9))
    return user


@pytest.fixture
def browser(citizen):
    return let_in(citizen)


@pytest.fixture
def pension(citizen):
    return Enrolment.objects.get(person=citizen.person, insurance=110)


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 0)))


def decide(number: str, act, day=TODAY, **said):
    part = Declaration.objects.get(number=number).parts.get()
    return act(part.pk, actor=UserFactory(clerk=True), version=part.version, at=moment(day), **said)


def let_it_be(day: date, settings) -> None:
    """Make it another business day and carry out what is due by then."""
    settings.HALL_TODAY = day
    run_due(on=day, at=moment(day))


def test_a_stop_from_the_first_look_to_the_month_after(browser, citizen, pension, settings):
    look = browser.get("/me/stop-insurance/", {"enrolment": pension.number})
    assert "Your 9 months of pension insurance stay" in words_of(look)
    number = stopped(browser, pension, reason="other")

    decide(
        number,
        declarations.send_back,
        reason_code="wrong_reason",
        next_action="correct_and_resubmit",
        text="请改选迁往外地。",
    )
    assert f"Declaration {number} was sent back to you" in words_of(browser.get("/me/"))
    corrected = browser.post(f"/me/stop-insurance/?declaration={number}", stop_of(pension, reason="moved_away"))
    assert corrected.status_code == 302, refusals(corrected)

    decide(number, declarations.accept, on=TODAY)
    assert "Stops from October 2026" in words_of(browser.get("/me/insurance/"))
    let_it_be(date(2026, 9, 30), settings)
    assert main_of(browser.get(f"/me/declarations/{number}/"))["state"] == "accepted"

    let_it_be(date(2026, 10, 1), settings)
    assert main_of(browser.get(f"/me/declarations/{number}/"))["state"] == "effective"
    assert "pension insurance Stopped since October 2026 I am moving to another place" in words_of(
        browser.get("/me/insurance/")
    )
    assert "pension insurance" not in words_of(browser.get("/me/stop-insurance/"))
    assert heading_of(browser.get("/me/")) == "Your medical insurance for September 2026 is credited."
    assert "In effect" in words_of(browser.get("/me/declarations/"))
    pension.refresh_from_db()
    assert (pension.stop_month, pension.end_reason) == (date(2026, 10, 1), "moved_away")

    actions = list(AuditEntry.objects.filter(subject_number=number).order_by("pk").values_list("action", flat=True))
    assert actions == [
        "declaration.submitted",
        "declaration.sent_back",
        "declaration.submitted",
        "declaration.accepted",
        "declaration.took_effect",
    ]
    seal_all()
    assert first_break() is None


def test_a_stop_taken_back_changes_nothing(browser, pension, settings):
    number = stopped(browser, pension)
    browser.post(f"/me/declarations/{number}/withdraw/", sent(text=""))
    let_it_be(date(2026, 10, 1), settings)
    pension.refresh_from_db()
    assert pension.stop_month is None
    again = browser.post("/me/stop-insurance/", stop_of(pension, stop_month="2026-11"))
    assert again.status_code == 302, "and it can be declared anew"
