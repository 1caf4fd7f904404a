"""Without JavaScript: a clerk sends a case back, the citizen corrects the month, the clerk accepts."""

import pytest

from accounts.rules.roles import Agency
from insurance.models import DeclarationPart
from insurance.rules.months import Month
from insurance.rules.reasons import CitizenReason
from insurance.services import stops
from tests.browser.acts import choose, claim, decide, enter_as_citizen, enter_as_staff, follow, look, main, renew, send
from tests.factories import NOW, TODAY, UserFactory, enrol_flexible

SAID = "您十月仍有缴费，请从十一月起停保。"


@pytest.fixture
def clerk_page(another_window):
    return another_window(java_script_enabled=False)


@pytest.fixture
def citizen(settings, live_server):
    settings.HALL_TODAY = TODAY
    return UserFactory()


@pytest.fixture
def number(citizen):
    """The number of a stop of pension insurance from October that waits at the agency."""
    pension, _medical = enrol_flexible(citizen.person)
    lodged = stops.lodge_stop(
        pension, reason=CitizenReason.HARDSHIP, stop_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY
    )
    return lodged.number


def test_what_was_sent_back_is_corrected_and_accepted(page_without_script, clerk_page, citizen, number):
    enter_as_staff(clerk_page, UserFactory(clerk=True, agency=Agency.HRSS))
    claim(clerk_page, number)
    send_back(clerk_page)
    correct(page_without_script, citizen, number)
    claim(clerk_page, number)
    decide(clerk_page, "accept")
    assert main(clerk_page, "state") == "accepted"
    renew(page_without_script)
    assert main(page_without_script, "state") == "accepted"
    look(page_without_script)
    part = DeclarationPart.objects.get(declaration__number=number)
    assert (part.effective_on, part.reason_code) == (Month(2026, 11).first_day, "")


def send_back(page) -> None:
    """Send the open case back: refused without a reason, which keeps the decision chosen; then with one."""
    decide(page, "send_back", text=SAID)
    assert main(page, "state") == "submitted"
    assert page.locator("[data-code='decision.reason_code_missing']").count() == 1
    assert page.is_checked("[name=action][value=send_back]")
    assert page.input_value(".decision [name=text]") == SAID
    look(page)
    decide(page, "send_back", reason_code="wrong_month", next_action="correct_and_resubmit", text=SAID)
    assert main(page, "state") == "returned"
    look(page)


def correct(page, citizen, number) -> None:
    """Find the case from the overview, read why it came back, choose another month, submit again."""
    enter_as_citizen(page, citizen)
    look(page)
    follow(page.locator(f"main a[href='/me/declarations/{number}/']").first)
    assert main(page, "state") == "returned"
    assert SAID in page.inner_text("main")
    look(page)
    follow(page.locator(f"main a[href='/me/stop-insurance/?declaration={number}']"))
    look(page)
    assert page.is_checked("[name=reason][value=hardship]")
    choose(page, "stop_month", "2026-11")
    follow(page.locator("[name=preview]"))
    assert page.is_checked("[name=stop_month][value='2026-11']")
    page.check("[name=acknowledged]")
    send(page)
    assert (main(page, "number"), main(page, "state")) == (number, "submitted")
    look(page)
