"""An employee's request on the unit's side: seen, answered by a reduction, or refused with a reason."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insurance.models import Enrolment, UnitRequest
from insurance.rules.months import Month
from insurance.services import declarations, stops, unit_requests
from tests.factories import NOW, TODAY, UserFactory
from tests.insurance.views.employer.pages import attribute, reduction, refusals, sent
from tests.visits import let_in


@pytest.fixture
def request_number(employee, operator):
    user = UserFactory(person=employee)
    enrolment = Enrolment.objects.filter(person=employee).first()
    month = Month(2026, 10)
    return stops.lodge_stop(enrolment, reason="moved_away", stop_month=month, actor=user, at=NOW, on=TODAY).number


@pytest.fixture
def address(request_number):
    return f"/employer/stop-requests/{request_number}/"


def test_the_unit_sees_who_asks_why_and_by_when_to_answer(browser, employee, address):
    browser.cookies["hall_language"] = "en"
    response = browser.get(address)
    page = response.content.decode()
    assert attribute(response, "state") == "pending"
    for words in (employee.name, "I am moving to another place", "October 2026", "17 September 2026"):
        assert words in page
    assert employee.identity_number not in page
    assert f"/employer/reductions/new/?person={employee.public_id}" in page


def test_the_unit_refuses_with_a_reason(browser, operator, request_number, address):
    assert browser.post(address, sent(text="劳动合同仍在履行。")).status_code == 302
    request = UnitRequest.objects.get()
    assert (request.answer, request.text) == ("refused", "劳动合同仍在履行。")
    response = browser.get(address)
    assert attribute(response, "state") == "refused"
    assert "劳动合同仍在履行。" in response.content.decode()
    assert not request.declaration.parts.filter(with_unit=True).exists(), "the agencies have it now"


@pytest.mark.parametrize("text", ["", "  ", "不同意"])
def test_a_refusal_without_a_reason_is_none(browser, address, text):
    response = browser.post(address, sent(text=text))
    assert response.status_code == 422
    assert refusals(response) == {("text", "request.text_missing")}
    assert UnitRequest.objects.get().answer == "pending"


def test_a_request_is_answered_once(browser, address, request_number):
    browser.post(address, sent(text="劳动合同仍在履行。"))
    response = browser.post(address, sent(text="劳动合同仍在履行。"))
    assert response.status_code == 422
    assert "request.answered" in {code for _place, code in refusals(response)}


def test_the_units_reduction_answers_the_request(browser, employee, address, request_number):
    answers = reduction(employee, id_number=None, name=None)
    check = browser.post(f"/employer/reductions/new/?person={employee.public_id}", answers).headers["Location"]
    number = check.split("/")[3]
    assert number in browser.get(address).content.decode()
    browser.post(check, sent())
    for part in declarations.Declaration.objects.get(number=number).parts.order_by("pk"):
        clerk = UserFactory(clerk=True)
        declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=date(2026, 10, 1))
    assert attribute(browser.get(address), "state") == "done"


def test_silence_is_shown_as_what_it_is(browser, address, request_number):
    unit_requests.pass_on_unanswered(request_number, at=NOW, on=date(2026, 9, 18))
    response = browser.get(address)
    assert attribute(response, "state") == "silent"
    assert "<textarea" not in response.content.decode()


def test_who_may_not_answer_sees_who_may(operator, address):
    assistant = let_in(UserFactory(operator=True, unit=operator.unit, rights=["prepare"], name="小陈"))
    page = assistant.get(address).content.decode()
    assert operator.name in page
    assert "<textarea" not in page
    assert refusals(assistant.post(address, sent(text="劳动合同仍在履行。"))) == {("error-summary", "R009")}
    assert UnitRequest.objects.get().answer == "pending"


def test_a_request_to_another_unit_does_not_exist(address):
    outsider = let_in(UserFactory(operator=True))
    assert outsider.get(address).status_code == 404
    assert outsider.post(address, sent(text="劳动合同仍在履行。")).status_code == 404
    assert UnitRequest.objects.get().answer == "pending"


def test_the_page_asks_at_most_eight_questions(browser, address):
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    assert len(asked) <= 8
