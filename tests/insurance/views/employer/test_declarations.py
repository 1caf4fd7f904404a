"""The unit's declarations: list, case, messages, papers, withdrawal, print."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Notice
from accounts.rules.roles import Agency
from accounts.wording import day_text
from insurance.models import Attachment, Declaration, DeclarationMessage, DeclarationPart, UnitRequest
from insurance.rules.workflow import State, overall_state
from insurance.selectors.unit_declarations import declarations_page
from insurance.services import declarations
from tests.factories import NOW, TODAY, DeclarationFactory, PersonFactory, UserFactory, employ
from tests.factories.policy import put_policy
from tests.insurance.views.employer.pages import attribute, prepared, refusals, sent, submitted
from tests.insurance.views.employer.test_increases import about
from tests.insurance.views.employer.test_increases import submitted as submitted_increase
from tests.visits import let_in

LIST = "/employer/declarations/"


def case(number) -> str:
    return f"{LIST}{number}/"


def accepted(number, *agencies):
    clerk = UserFactory(clerk=True)
    for agency in agencies or Agency:
        part = DeclarationPart.objects.get(declaration__number=number, agency=agency)
        declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=TODAY)


def refused(number, act, agency=Agency.HRSS):
    part = DeclarationPart.objects.get(declaration__number=number, agency=agency)
    answer = {"reason_code": "facts_differ", "next_action": "correct_and_resubmit", "text": "请核对离职日期。"}
    act(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, **answer)


def filed(operator, state, insurances=(110,)):
    return DeclarationFactory(
        reduction=True,
        lodged_by=operator,
        parts__state=state,
        parts__people=[PersonFactory()],
        parts__insurances=insurances,
    )


def test_the_list_counts_and_filters_by_the_overall_state(browser, operator):
    for state in ("draft", "submitted", "submitted", "returned", "effective"):
        filed(operator, state)
    mixed = filed(operator, "submitted", insurances=(110, 310))
    mixed.parts.filter(agency=Agency.MEDICAL).update(state="effective")
    filed(UserFactory(operator=True), "submitted")
    response = browser.get(LIST)
    assert attribute(response, "total") == "6"
    for state, total in ("submitted", 3), ("draft", 1), ("effective", 1), ("withdrawn", 0):
        assert attribute(browser.get(f"{LIST}?state={state}"), "total") == str(total), state
    assert attribute(browser.get(f"{LIST}?state=nonsense"), "total") == "6"


@pytest.mark.parametrize("first", State)
@pytest.mark.parametrize("second", [State.SUBMITTED, State.EFFECTIVE, State.WITHDRAWN])
def test_the_lists_state_is_the_rules(operator, first, second):
    declaration = filed(operator, "submitted", insurances=(110, 310))
    for agency, state in (Agency.HRSS, first), (Agency.MEDICAL, second):
        decided = {"decided_by": UserFactory(clerk=True), "decided_at": NOW, "effective_on": TODAY}
        declaration.parts.filter(agency=agency).update(
            state=state, reason_code="other", next_action="file_anew", **decided
        )
    found = declarations_page(operator.unit, state=None, size=20)
    assert found.rows[0].state == overall_state([first, second])
    assert found.counts == {overall_state([first, second]): 1}


def test_the_list_pages_by_key_newest_first(browser, operator):
    numbers = [filed(operator, "submitted").number for _ in range(25)][::-1]

    def shown(query):
        page = browser.get(f"{LIST}{query}").content.decode()
        return [number for number in numbers if f'href="/employer/declarations/{number}/"' in page], page

    first, page = shown("")
    assert first == numbers[:20]
    following = page.split('rel="next" href="')[1].split('"')[0]
    second, page = shown(following)
    assert second == numbers[20:]
    preceding = page.split('rel="prev" href="')[1].split('"')[0]
    assert shown(preceding)[0] == numbers[:20]


def test_an_empty_list_says_what_to_do(browser, operator):
    response = browser.get(LIST)
    assert attribute(response, "total") == "0"
    assert "/employer/reductions/new/" in response.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_however_long_it_is(browser, operator, count):
    for _ in range(count):
        filed(operator, "submitted", insurances=(110, 310))
    with CaptureQueriesContext(connection) as asked:
        browser.get(LIST)
    assert len(asked) == 4


def test_a_case_says_where_it_stands_and_by_when(browser, employee):
    browser.cookies["hall_language"] = "en"
    number = submitted(browser, employee)
    response = browser.get(case(number))
    assert (attribute(response, "kind"), attribute(response, "number")) == ("reduction", number)
    assert attribute(response, "state") == "submitted"
    page = response.content.decode()
    assert page.count("The agency answers by Thursday 17 September 2026.") == 2
    assert employee.name in page
    assert employee.identity_number not in page


def test_a_refusal_shows_reason_next_action_and_remedies(browser, employee):
    browser.cookies["hall_language"] = "en"
    number = submitted(browser, employee)
    refused(number, declarations.send_back)
    page = browser.get(case(number)).content.decode()
    assert "What was declared differs from the record" in page
    assert "Correct it and submit it again" in page
    assert "reconsideration" not in page
    assert f"/employer/reductions/new/?declaration={number}" in page
    refused(number, declarations.reject, Agency.MEDICAL)
    assert "reconsideration within 60 days" in browser.get(case(number)).content.decode()


def test_the_staff_of_the_agency_are_not_named(browser, employee):
    number = submitted(browser, employee)
    refused(number, declarations.send_back)
    clerk = DeclarationPart.objects.get(declaration__number=number, agency=Agency.HRSS).decided_by
    assert clerk.name not in browser.get(case(number)).content.decode()


def test_the_unit_writes_to_the_agency(browser, operator, employee):
    number = submitted(browser, employee)
    assert browser.post(f"{case(number)}messages/", sent(text=" 请问需要补充什么？ ")).status_code == 302
    message = DeclarationMessage.objects.get()
    assert (message.author, message.from_staff, message.text) == (operator, False, "请问需要补充什么？")
    assert "请问需要补充什么？" in browser.get(case(number)).content.decode()
    response = browser.post(f"{case(number)}messages/", sent(text=""))
    assert (response.status_code, refusals(response)) == (422, {("text", "message.empty")})


def test_a_submitted_reduction_is_taken_back_at_once(browser, employee):
    number = submitted(browser, employee)
    assert browser.post(f"{case(number)}withdraw/", sent()).headers["Location"] == case(number)
    assert attribute(browser.get(case(number)), "state") == "withdrawn"
    response = browser.post(f"{case(number)}withdraw/", sent())
    assert response.status_code == 422
    assert "workflow.not_allowed" in {code for _place, code in refusals(response)}


def test_an_accepted_reduction_is_asked_back_with_a_reason(browser, employee):
    number = submitted(browser, employee)
    accepted(number)
    response = browser.post(f"{case(number)}withdraw/", sent(text=""))
    assert (response.status_code, refusals(response)) == (422, {("text", "withdraw.reason_missing")})
    assert browser.post(f"{case(number)}withdraw/", sent(text="职工撤回了辞职申请")).status_code == 302
    assert attribute(browser.get(case(number)), "state") == "withdrawal_requested"


def test_withdrawing_needs_the_right_to_submit_once_the_agency_has_it(browser, operator, employee):
    assistant = let_in(UserFactory(operator=True, unit=operator.unit, rights=["prepare"]))
    number = submitted(browser, employee)
    assert "R009" in {code for _place, code in refusals(assistant.post(f"{case(number)}withdraw/", sent()))}
    assert "/withdraw/" not in assistant.get(case(number)).content.decode()
    draft = prepared(assistant, employee_of(operator))
    assert assistant.post(f"{case(draft)}withdraw/", sent()).status_code == 302
    assert attribute(assistant.get(case(draft)), "state") == "withdrawn"


def employee_of(operator):
    person = PersonFactory()
    employ(person, operator.unit)
    return person


def test_withdrawing_is_no_address_to_look_at(browser, employee):
    number = submitted(browser, employee)
    for act in ("withdraw", "messages", "attachments"):
        assert browser.get(f"{case(number)}{act}/").status_code == 405


def test_papers_are_added_while_somebody_still_looks_at_them(browser, employee, picture):
    number = submitted(browser, employee)
    address = f"{case(number)}attachments/"
    assert browser.post(address, sent(attachments=[picture("辞职信.png"), picture("b.png")])).status_code == 302
    assert Attachment.objects.count() == 2
    response = browser.post(address, sent())
    assert (response.status_code, refusals(response)) == (422, {("attachments", "required")})
    accepted(number)
    response = browser.post(address, sent(attachments=[picture("c.png")]))
    assert "workflow.not_allowed" in {code for _place, code in refusals(response)}
    assert Attachment.objects.count() == 2


def test_what_is_another_units_does_not_exist(browser, employee):
    number = submitted(browser, employee)
    outsider = let_in(UserFactory(operator=True))
    for page in ("", "check/", "reduction-list.pdf", "receipt.pdf"):
        assert outsider.get(f"{case(number)}{page}").status_code == 404, page
    for act in ("check", "withdraw", "messages", "attachments"):
        assert outsider.post(f"{case(number)}{act}/", sent(text="x")).status_code == 404, act
    assert Declaration.objects.get().parts.filter(state="submitted").count() == 2


@pytest.mark.parametrize("paper", ["reduction-list.pdf", "receipt.pdf"])
def test_papers_are_printed_from_the_declaration(browser, employee, paper):
    number = submitted(browser, employee)
    response = browser.get(f"{case(number)}{paper}")
    assert response.headers["Content-Type"] == "application/pdf"
    assert number in response.headers["Content-Disposition"]
    assert response.content.startswith(b"%PDF-")


def test_a_draft_has_no_receipt(browser, employee):
    number = prepared(browser, employee)
    assert browser.get(f"{case(number)}receipt.pdf").status_code == 404
    assert browser.get(f"{case(number)}reduction-list.pdf").status_code == 200


@pytest.mark.parametrize("much", [0, 5])
def test_a_case_asks_eleven_questions_however_much_happened(browser, employee, picture, much):
    number = submitted(browser, employee)
    for position in range(much):
        browser.post(f"{case(number)}messages/", sent(text=f"第{position}条"))
        browser.post(f"{case(number)}attachments/", sent(attachments=[picture(f"{position}.png")]))
    with CaptureQueriesContext(connection) as asked:
        browser.get(case(number))
    assert len(asked) == 11


def test_the_person_is_told_that_an_end_was_declared(browser, employee):
    number = submitted(browser, employee)
    notice = Notice.objects.get(person=employee)
    assert (notice.code, notice.facts) == ("reduction_filed_for_you", {"stop_month": "2026-10", "reason": "14"})
    assert AuditEntry.objects.filter(action="declaration.submitted", subject_number=number).count() == 1


def test_many_people_are_shown_by_pages_at_the_same_cost(browser, operator):
    numbers, costs = [], []
    for people in (21, 41):
        made = DeclarationFactory(
            reduction=True,
            lodged_by=operator,
            parts__people=PersonFactory.create_batch(people),
            parts__state="effective",
        )
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(case(made.number)).content.decode()
        assert page.count('type="checkbox" name="people"') == 20
        assert f'data-total="{people}"' in page
        costs.append(len(asked))
        numbers.append(made.number)
    assert costs[0] == costs[1]
    assert "?after=20" in page
    second = browser.get(f"{case(numbers[0])}?after=20").content.decode()
    assert second.count('type="checkbox" name="people"') == 1


def test_only_who_was_ticked_is_taken_out(browser, operator):
    people = PersonFactory.create_batch(2)
    for person in people:
        employ(person, operator.unit)
    made = DeclarationFactory(reduction=True, lodged_by=operator, parts__people=people, parts__state="effective")
    undo = f"{case(made.number)}undo/"
    for nobody in ({"scope": "chosen"}, {"scope": "<b>", "people": "<b>"}, {"people": "<b>"}):
        assert refusals(browser.post(undo, sent(**nobody))) == {("error-summary", "undo.nobody_chosen")}
    ticked = {"people": [people[0].public_id]}
    assert browser.post(undo, sent(scope="chosen", **ticked)).status_code == 302
    assert [line.undone_at is None for line in made.lines.order_by("position")] == [False, True]
    assert browser.post(undo, sent(scope="everybody", **ticked)).status_code == 302
    assert set(made.parts.values_list("state", flat=True)) == {"undone"}


def test_who_may_not_submit_is_told_who_may(operator):
    made = DeclarationFactory(
        reduction=True, lodged_by=operator, parts__state="effective", parts__people=[PersonFactory()]
    )
    preparer = UserFactory(operator=True, unit=operator.unit, rights=["prepare"])
    page = let_in(preparer).get(case(made.number)).content.decode()
    assert "/undo/" not in page
    assert operator.name in page
    assert refusals(let_in(preparer).post(f"{case(made.number)}undo/", sent())) == {("error-summary", "R009")}


def test_while_another_unit_is_asked_list_and_case_say_so_and_by_when(browser, operator):
    holder, person = UserFactory(operator=True), PersonFactory()
    employ(person, holder.unit)
    put_policy(operator.unit.registration.area)
    number = submitted_increase(browser, about(person))
    for address in ("/employer/declarations/", case(number)):
        text = browser.get(address).content.decode()
        assert "等待对方单位答复" in text, address
        assert day_text(UnitRequest.objects.get().due_on) in text, address


def test_what_was_pointed_out_is_told_again_to_who_submits(browser, employee):
    number = prepared(browser, employee)
    read = Declaration.objects.get(number=number).details["acknowledged"]
    text = browser.get(f"{case(number)}check/").content.decode()
    assert read
    assert all(f'data-finding="{code.partition(".")[0]}"' in text for code in read)
