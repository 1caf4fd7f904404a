"""A citizen's declarations: the list, one case, and what can be done with it."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from insurance.models import DeclarationMessage, UnitRequest
from insurance.rules.workflow import State
from insurance.services import declarations
from tests.factories import NOW, TODAY, DeclarationFactory, UnitFactory, UserFactory, enrol_flexible
from tests.insurance.views.citizen.reading import main_of, refusals, sent, words_of

LIST = "/me/declarations/"
BOTH = (110, 310)


@pytest.fixture
def stop(citizen):
    enrol_flexible(citizen.person)
    return DeclarationFactory(lodged_by=citizen)


def address(declaration, act="") -> str:
    return f"/me/declarations/{declaration.number}/{act}"


def page(browser, declaration):
    return browser.get(address(declaration))


def in_state(citizen, state, **also):
    return DeclarationFactory(lodged_by=citizen, parts__state=state, **also)


# The list -----------------------------------------------------------------------------------------------------------


def test_an_empty_list_says_what_will_be_there(browser, citizen):
    answer = browser.get(LIST)
    assert "You have not declared anything yet" in words_of(answer)
    assert main_of(answer)["total"] == "0"


def test_a_row_tells_what_where_and_by_when(browser, stop):
    said = words_of(browser.get(LIST))
    assert "Stop insurance: pension insurance, from October 2026" in said
    assert f"{stop.number} · submitted on 10 September 2026 · The agency answers by 17 September 2026" in said
    assert "Under review" in said


@pytest.mark.parametrize("edge", ["after", "before"])
@pytest.mark.parametrize("key", ["\0", "0", "D1", "E2609109000001"])
def test_a_key_that_is_none_begins_at_the_start(browser, stop, edge, key):
    assert stop.number in words_of(browser.get(LIST, {edge: key}))


def test_the_list_is_paged_by_number(browser, citizen):
    numbers = [DeclarationFactory(lodged_by=citizen).number for _ in range(45)]
    first = browser.get(LIST)
    assert main_of(first)["total"] == "45"
    assert numbers[-1] in words_of(first)
    assert "20 of 45 shown" in words_of(first)
    second = browser.get(LIST, {"after": numbers[25]})
    assert numbers[24] in words_of(second)
    assert numbers[25] not in words_of(second)
    back = browser.get(LIST, {"before": numbers[24]})
    assert words_of(back) == words_of(first)


@pytest.mark.parametrize("key", ["D0", "zzz", "'", "x" * 500])
def test_a_key_that_is_none_shows_a_list(browser, stop, key):
    assert browser.get(LIST, {"after": key}).status_code == 200


def test_nothing_of_anybody_else_is_listed(browser, citizen):
    theirs = DeclarationFactory()
    assert theirs.number not in words_of(browser.get(LIST))


@pytest.mark.parametrize("rows", [1, 20, 60])
def test_the_list_costs_the_same_at_any_length(browser, citizen, rows, django_assert_num_queries):
    for _ in range(rows):
        DeclarationFactory(lodged_by=citizen, parts__insurances=BOTH)
    browser.get(LIST)
    with django_assert_num_queries(6):
        browser.get(LIST)


# One case -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("draft", "This is a draft; nothing has been sent."),
        ("submitted", "The agency answers by Thursday, 17 September 2026."),
        ("returned", "Something has to be put right."),
        ("rejected", "The declaration was rejected; your insurance goes on."),
        ("accepted", "Accepted. It takes effect on Thursday, 1 October 2026."),
        ("withdrawal_requested", "You asked to take it back."),
        ("effective", "Done: contributions ended with September 2026."),
        ("withdrawn", "The declaration was taken back and changes nothing."),
        ("undone", "The declaration was undone and changes nothing."),
    ],
)
def test_a_case_says_where_it_stands(browser, citizen, state, told):
    declaration = in_state(citizen, state)
    answer = page(browser, declaration)
    assert main_of(answer) == {"kind": "stop", "number": declaration.number, "state": state}
    assert told in words_of(answer)


def test_a_rejection_tells_reason_way_on_and_remedies(browser, citizen):
    said = words_of(page(browser, in_state(citizen, "rejected")))
    assert "What was declared differs from the record" in said
    assert "请核对停保月份。" in said
    assert "Correct it and submit it again" in said
    assert "administrative reconsideration within 60 days, or sue" in said


def test_what_was_sent_back_leads_to_its_correction(browser, citizen):
    declaration = in_state(citizen, "returned")
    assert f'href="/me/stop-insurance/?declaration={declaration.number}"' in page(browser, declaration).content.decode()


def test_each_agency_stands_for_itself(browser, citizen):
    declaration = in_state(citizen, "submitted", parts__insurances=BOTH)
    said = words_of(page(browser, declaration))
    assert "Social insurance agency pension insurance Under review answer by 17 September 2026" in said
    assert "Medical insurance agency medical insurance Under review" in said


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("pending", "has until Thursday, 17 September 2026 to answer."),
        ("refused", "did not agree"),
        ("silent", "did not answer in time"),
        ("done", "has filed the reduction"),
    ],
)
def test_the_request_to_the_unit_is_told(browser, citizen, answer, told):
    unit = UnitFactory()
    declaration = in_state(citizen, "submitted", parts__unit=unit)
    answered = None if answer == "pending" else NOW
    UnitRequest.objects.create(
        declaration=declaration, unit=unit, asked_at=NOW, due_on=date(2026, 9, 17), answer=answer, answered_at=answered
    )
    declaration.parts.update(with_unit=answer == "pending")
    said = words_of(page(browser, declaration))
    assert told in said
    assert ("Your unit is asked" in said) == (answer == "pending")


def test_the_time_line_tells_who_did_what(browser, citizen, stop):
    part = stop.parts.get()
    clerk = UserFactory(clerk=True, name="陈静")
    declarations.send_back(
        part.pk,
        actor=clerk,
        version=part.version,
        reason_code="wrong_month",
        next_action="correct_and_resubmit",
        text="停保月份应为11月。",
        at=NOW,
    )
    said = words_of(page(browser, stop))
    assert "Sent back for correction 10 September 2026, 10:30 Social insurance agency 停保月份应为11月。" in said
    assert "You correct it and submit it again" in said
    assert "陈静" not in said, "of the staff only the agency is named on a case"


@pytest.mark.parametrize("act", ["", "receipt.pdf"])
def test_what_is_not_yours_does_not_exist(browser, act):
    assert browser.get(address(DeclarationFactory(), act)).status_code == 404


@pytest.mark.parametrize("act", ["withdraw/", "messages/", "attachments/"])
def test_nobody_acts_on_what_is_not_theirs(browser, act):
    theirs = DeclarationFactory()
    assert browser.post(address(theirs, act), sent(text="我要撤回。")).status_code in (404, 422)
    assert theirs.parts.get().state == State.SUBMITTED
    assert not DeclarationMessage.objects.exists()


@pytest.mark.parametrize("events", [1, 40])
def test_a_case_costs_the_same_however_long_it_is(browser, stop, events, django_assert_num_queries):
    for _ in range(events):
        declarations.say(stop, "请问什么时候办好？", actor=stop.lodged_by, at=NOW)
    page(browser, stop)
    with django_assert_num_queries(8):
        page(browser, stop)


# What can be done ---------------------------------------------------------------------------------------------------


def test_a_message_is_sent_and_shown(browser, stop):
    answer = browser.post(address(stop, "messages/"), sent(text="我下个月到外地工作。"))
    assert answer.headers["Location"] == address(stop)
    said = words_of(page(browser, stop))
    assert "Your message was sent." in said
    assert "我下个月到外地工作。" in said


def test_an_empty_message_is_refused(browser, stop):
    answer = browser.post(address(stop, "messages/"), sent(text="  "))
    assert answer.status_code == 422
    assert refusals(answer) == {("text", "message.empty")}


def test_a_message_is_never_markup(browser, stop):
    browser.post(address(stop, "messages/"), sent(text="<script>alert(1)</script>"))
    assert "<script>alert" not in page(browser, stop).content.decode()


def test_an_undecided_stop_is_taken_back_at_once(browser, stop):
    answer = browser.post(address(stop, "withdraw/"), sent(text=""))
    assert answer.headers["Location"] == address(stop)
    assert stop.parts.get().state == State.WITHDRAWN
    assert "The declaration was taken back and changes nothing." in words_of(page(browser, stop))


def test_an_accepted_stop_is_taken_back_by_request_with_a_reason(browser, citizen):
    declaration = in_state(citizen, "accepted")
    refused = browser.post(address(declaration, "withdraw/"), sent(text=""))
    assert (refused.status_code, refusals(refused)) == (422, {("text", "withdraw.reason_missing")})
    browser.post(address(declaration, "withdraw/"), sent(text="新单位下月才开始缴。"))
    assert declaration.parts.get().state == State.WITHDRAWAL_REQUESTED
    assert "The agency decides; until then the declaration stands." in words_of(page(browser, declaration))


@pytest.mark.parametrize("state", ["effective", "withdrawn", "rejected", "withdrawal_requested"])
def test_what_is_over_cannot_be_taken_back(browser, citizen, state):
    declaration = in_state(citizen, state)
    assert "Take it back" not in words_of(page(browser, declaration))
    answer = browser.post(address(declaration, "withdraw/"), sent(text="我改主意了。"))
    assert answer.status_code == 422
    assert "workflow.not_allowed" in {code for _place, code in refusals(answer)}
    assert declaration.parts.get().state == state


def picture(name="离职证明.png") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def test_papers_are_added_and_can_be_fetched(browser, stop):
    answer = browser.post(address(stop, "attachments/"), sent(attachments=[picture()]))
    assert answer.status_code == 302, refusals(answer)
    said = page(browser, stop)
    assert "离职证明.png" in words_of(said)
    kept = stop.attachments.get()
    assert browser.get(f"/attachments/{kept.pk}/").status_code == 200


def test_a_paper_of_the_wrong_kind_is_refused(browser, stop):
    answer = browser.post(address(stop, "attachments/"), sent(attachments=[SimpleUploadedFile("a.exe", b"MZ")]))
    assert answer.status_code == 422
    assert "file.type" in {code for _place, code in refusals(answer)}
    assert not stop.attachments.exists()


def test_a_decided_stop_takes_no_papers(browser, citizen):
    declaration = in_state(citizen, "effective")
    assert "Add papers" not in words_of(page(browser, declaration))
    answer = browser.post(address(declaration, "attachments/"), sent(attachments=[picture()]))
    assert "workflow.not_allowed" in {code for _place, code in refusals(answer)}


def test_the_receipt_is_a_pdf(browser, stop):
    answer = browser.get(address(stop, "receipt.pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert stop.number in answer.headers["Content-Disposition"]


def test_a_draft_has_no_receipt(browser, citizen):
    draft = in_state(citizen, "draft", submitted_at=None)
    assert browser.get(address(draft, "receipt.pdf")).status_code == 404
    assert "Receipt" not in words_of(page(browser, draft))


def test_a_receipt_names_nobody_by_number(browser, stop):
    assert stop.person.identity_number not in page(browser, stop).content.decode()


def test_the_clock_of_a_case_is_the_business_day(browser, stop):
    assert f"Printed on {TODAY.day} September 2026" in words_of(page(browser, stop))
