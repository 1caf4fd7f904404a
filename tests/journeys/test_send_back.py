"""A stop is sent back, corrected and accepted, up to its effect; no form counts twice, and no stale page decides."""

import re
from datetime import date

import pytest

from accounts.models import AuditEntry
from accounts.rules.roles import Agency
from insurance.models import Declaration, DeclarationPart, Enrolment
from insurance.rules.kinds import Insurance
from insurance.services import due
from tests.factories import NOW, TODAY, UserFactory, enrol_flexible
from tests.insurance.views.employer.pages import attribute, codes_of, hidden, sent
from tests.visits import let_in

pytestmark = pytest.mark.django_db

WHY = {
    "reason_code": "wrong_month",
    "next_action": "correct_and_resubmit",
    "text": "十月的费用已核定，请从十一月起停保。",
}
STOP = "/me/stop-insurance/"


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


@pytest.fixture
def citizen():
    user = UserFactory()
    enrol_flexible(user.person)
    return user


@pytest.fixture
def browser(citizen):
    return let_in(citizen)


@pytest.fixture
def desk():
    return let_in(UserFactory(clerk=True, agency=Agency.HRSS))


def pension_of(citizen) -> Enrolment:
    return citizen.person.enrolments.get(insurance=Insurance.PENSION)


def stop(citizen, month="2026-10") -> dict:
    """Return the filled-in form with which a citizen stops the pension insurance."""
    return sent(enrolment=pension_of(citizen).number, reason="hardship", stop_month=month, acknowledged="on")


def lodged(browser, citizen) -> str:
    """Declare the stop; return the address of the case."""
    answer = browser.post(STOP, stop(citizen))
    assert answer.status_code == 302, codes_of(answer)
    return answer.headers["Location"]


def review_of(case: str) -> str:
    """Return the address of the review page of the one part that a case has."""
    part = DeclarationPart.objects.get(declaration__number=case.split("/")[3])
    return f"/admin/insurance/declarationpart/{part.pk}/"


def decision(desk, review: str, action: str, **answers) -> dict:
    """Return the filled-in decision as it stands on the review page now."""
    return sent(action=action, version=hidden(desk.get(review), "version"), **answers)


def claim(desk, review: str) -> None:
    assert desk.post(f"{review}claim/", sent()).headers["Location"] == review


def decide(desk, review: str, action: str, **answers) -> None:
    answer = desk.post(f"{review}decide/", decision(desk, review, action, **answers))
    assert (answer.status_code, answer.headers.get("Location")) == (302, review), codes_of(answer)


def returned(browser, desk, citizen) -> str:
    """Declare a stop and send it back; return the address of the case."""
    case = lodged(browser, citizen)
    claim(desk, review_of(case))
    decide(desk, review_of(case), "send_back", **WHY)
    return case


def steps_of(case: str) -> list[str]:
    """Return the actions on the time line of a case."""
    found = Declaration.objects.get(number=case.split("/")[3])
    return list(found.events.order_by("pk").values_list("action", flat=True))


def test_from_the_declaration_over_the_correction_to_the_effect(browser, desk, citizen):
    case = returned(browser, desk, citizen)
    page = browser.get(case)
    assert attribute(page, "state") == "returned"
    assert WHY["text"] in page.content.decode()
    assert case in browser.get("/me/").content.decode()
    assert attribute(page, "number") in browser.get("/accounts/inbox/").content.decode()

    correction = f"{STOP}?declaration={attribute(page, 'number')}"
    assert correction in page.content.decode()
    assert browser.get(correction).status_code == 200
    assert browser.post(correction, stop(citizen, "2026-11")).headers["Location"] == case
    assert attribute(browser.get(case), "state") == "submitted"

    claim(desk, review_of(case))
    decide(desk, review_of(case), "accept")
    assert attribute(browser.get(case), "state") == "accepted"
    due.run_due(on=date(2026, 10, 1), at=NOW)
    assert attribute(browser.get(case), "state") == "accepted", "October is still charged"
    due.run_due(on=date(2026, 11, 1), at=NOW)
    assert attribute(browser.get(case), "state") == "effective"

    assert pension_of(citizen).stop_month == date(2026, 11, 1)
    assert citizen.person.enrolments.get(insurance=Insurance.MEDICAL).stop_month is None
    assert steps_of(case) == ["created", "submit", "claimed", "send_back", "submit", "claimed", "accept", "take_effect"]
    acts = AuditEntry.objects.filter(subject_number=attribute(page, "number")).order_by("pk")
    assert [act.action.removeprefix("declaration.") for act in acts if act.action.startswith("declaration.")] == [
        "submitted",
        "sent_back",
        "submitted",
        "accepted",
        "took_effect",
    ]


def test_every_form_counts_once(browser, desk, citizen):
    answers = stop(citizen)
    case, again = [browser.post(STOP, answers).headers["Location"] for _ in range(2)]
    assert case == again
    review = review_of(case)
    answers = decision(desk, review, "send_back", **WHY)
    assert [desk.post(f"{review}decide/", answers).headers["Location"] for _ in range(2)] == [review, review]
    answers = stop(citizen, "2026-11")
    correction = f"{STOP}?declaration={case.split('/')[3]}"
    assert [browser.post(correction, answers).headers["Location"] for _ in range(2)] == [case, case]
    assert Declaration.objects.count() == 1
    assert steps_of(case) == ["created", "submit", "send_back", "submit"]


def test_a_key_that_somebody_else_used_opens_nothing(browser, citizen):
    stranger = UserFactory()
    enrol_flexible(stranger.person)
    answers = stop(citizen)
    browser.post(STOP, answers)
    answer = let_in(stranger).post(STOP, answers | stop(stranger) | {"submission_key": answers["submission_key"]})
    assert answer.status_code == 422
    assert codes_of(answer) == {"form.key_not_yours"}
    assert not Declaration.objects.filter(person=stranger.person).exists()


def test_a_page_from_before_the_correction_decides_nothing(browser, desk, citizen):
    case = lodged(browser, citizen)
    review = review_of(case)
    stale = decision(desk, review, "accept")
    decide(desk, review, "send_back", **WHY)
    browser.post(f"{STOP}?declaration={case.split('/')[3]}", stop(citizen, "2026-11"))
    answer = desk.post(f"{review}decide/", stale | {"text": "同意停保。"})
    assert answer.status_code == 422
    assert codes_of(answer) == {"workflow.changed_meanwhile"}
    assert "同意停保。" in answer.content.decode()
    assert attribute(browser.get(case), "state") == "submitted"
    seen_now = stale | {"version": hidden(answer, "version")}
    assert desk.post(f"{review}decide/", seen_now).headers["Location"] == review
    assert attribute(browser.get(case), "state") == "accepted"


@pytest.mark.parametrize("missing", WHY)
def test_nothing_is_sent_back_without_a_reason_and_a_way_on(browser, desk, citizen, missing):
    case = lodged(browser, citizen)
    review = review_of(case)
    answer = desk.post(f"{review}decide/", decision(desk, review, "send_back", **WHY | {missing: ""}))
    assert answer.status_code == 422
    assert codes_of(answer) == {f"decision.{missing}_missing"}
    assert re.search(r'value="send_back"[^>]*checked', answer.content.decode())
    assert attribute(browser.get(case), "state") == "submitted"


def test_another_months_stop_is_not_a_way_round_the_window(browser, desk, citizen):
    case = returned(browser, desk, citizen)
    answer = browser.post(f"{STOP}?declaration={case.split('/')[3]}", stop(citizen, "2026-08"))
    assert answer.status_code == 422
    assert attribute(browser.get(case), "state") == "returned"
    assert pension_of(citizen).stop_month is None


def test_what_is_no_longer_returned_cannot_be_corrected(browser, desk, citizen):
    case = lodged(browser, citizen)
    correction = f"{STOP}?declaration={case.split('/')[3]}"
    assert browser.get(correction).headers["Location"] == case
    assert browser.post(correction, stop(citizen, "2026-11")).headers["Location"] == case
    assert Declaration.objects.get().lines.get().stop_month == date(2026, 10, 1)
