"""The review desk: the contract of a decision, who may take it, what two windows and two clerks do to each other."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessEntry, AuditEntry, Notice
from accounts.rules.roles import Agency
from insurance.models import BenefitRule, DeclarationLine, DeclarationPart, Enrolment
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.services import declarations, resumes, stops
from tests.factories import (
    NOW,
    TODAY,
    AreaFactory,
    DeclarationFactory,
    EnrolmentFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
    employ,
    enrol_flexible,
)
from tests.factories.policy import put_policy
from tests.insurance.admin.sending import codes, page, send
from tests.visits import Visitor, let_in

REFUSAL = {"reason_code": "facts_differ", "next_action": "correct_and_resubmit", "text": "停保月份与缴费记录不一致。"}


def address(part, act="") -> str:
    return f"/admin/insurance/declarationpart/{part.pk}/{act}"


def decide(client, part, action: str, *, version=None, **answers):
    part.refresh_from_db()
    sent = {"action": action, "version": part.version if version is None else version}
    return send(client, address(part, "decide/"), **sent, **answers)


def state_of(part) -> str:
    part.refresh_from_db()
    return part.state


# The contract of a decision


def test_an_accepted_part_leads_back_to_its_page(desk, part, clerk):
    response = decide(desk, part, "accept")
    assert (response.status_code, response.headers["Location"]) == (302, address(part))
    assert state_of(part) == State.ACCEPTED
    assert (part.decided_by, part.effective_on) == (clerk, date(2026, 10, 1))
    assert AuditEntry.objects.filter(action="declaration.accepted", actor=clerk).exists()
    assert Notice.objects.filter(person=part.declaration.person, code="declaration_accepted").exists()


@pytest.mark.parametrize(("action", "state"), [("send_back", State.RETURNED), ("reject", State.REJECTED)])
def test_a_no_says_why_and_what_next(desk, part, action, state):
    assert decide(desk, part, action, **REFUSAL).status_code == 302
    assert state_of(part) == state
    assert (part.reason_code, part.next_action, part.text) == tuple(REFUSAL.values())


@pytest.mark.parametrize("action", ["send_back", "reject"])
@pytest.mark.parametrize("missing", REFUSAL)
def test_a_no_without_its_reason_is_refused_and_keeps_what_was_typed(desk, part, action, missing):
    response = decide(desk, part, action, **REFUSAL | {missing: ""})
    assert response.status_code == 422
    assert f"decision.{missing}_missing" in codes(response)
    assert state_of(part) == State.SUBMITTED
    if missing != "text":
        assert REFUSAL["text"] in page(response)


@pytest.mark.parametrize("wrong", [{"action": "effective"}, {"action": ""}, {"version": "x"}, {"version": ""}])
def test_a_decision_that_is_none_is_refused(desk, part, wrong):
    response = send(desk, address(part, "decide/"), **{"action": "accept", "version": "0"} | wrong)
    assert response.status_code == 422
    assert codes(response)
    assert state_of(part) == State.SUBMITTED


def test_what_changed_meanwhile_is_not_decided_unseen(desk, part):
    response = decide(desk, part, "accept", version=part.version + 1, text="同意。")
    assert response.status_code == 422
    assert "workflow.changed_meanwhile" in codes(response)
    assert "同意。" in page(response), "what was typed is kept"
    assert f'name="version" value="{part.version}"' in page(response), "the page shows the case as it is now"
    assert state_of(part) == State.SUBMITTED


def test_the_same_form_sent_twice_decides_once(desk, part):
    sent = {"action": "accept", "version": part.version, "submission_key": str(uuid.uuid4())}
    first, second = (desk.post(address(part, "decide/"), sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert AuditEntry.objects.filter(action="declaration.accepted").count() == 1


def test_a_decision_needs_a_one_time_key(desk, part):
    response = desk.post(address(part, "decide/"), {"action": "accept", "version": part.version})
    assert response.status_code == 422
    assert state_of(part) == State.SUBMITTED


def test_what_the_rules_forbid_is_refused_with_their_sentence(desk, part, citizen):
    Enrolment.objects.filter(person=citizen.person).update(
        stop_month=date(2026, 8, 1), covered_until=date(2026, 8, 1), end_reason="hardship"
    )
    response = decide(desk, part, "accept")
    assert response.status_code == 422
    assert "stop.nothing_runs" in codes(response)


def test_an_accepted_part_is_reopened_by_a_supervisor_with_a_reason(desk, part):
    decide(desk, part, "accept")
    supervisor = let_in(UserFactory(supervisor=True))
    assert decide(desk, part, "reopen", text="再看一次").status_code == 403, "a clerk may not"
    refused = decide(supervisor, part, "reopen")
    assert (refused.status_code, "decision.text_missing" in codes(refused)) == (422, True)
    assert decide(supervisor, part, "reopen", text="材料需复核。").status_code == 302
    assert state_of(part) == State.SUBMITTED


@pytest.mark.parametrize(("action", "state"), [("grant", State.WITHDRAWN), ("refuse", State.ACCEPTED)])
def test_a_wish_to_withdraw_is_answered(desk, citizen, action, state):
    part = DeclarationFactory(lodged_by=citizen, parts__state="withdrawal_requested").parts.get()
    assert decide(desk, part, action, text="已核实。").status_code == 302
    assert state_of(part) == state


@pytest.mark.parametrize("state", ["returned", "rejected", "withdrawn", "effective", "undone"])
def test_nothing_is_decided_twice(desk, citizen, state):
    part = DeclarationFactory(lodged_by=citizen, parts__state=state).parts.get()
    response = decide(desk, part, "accept")
    assert response.status_code == 422
    assert state_of(part) == state


# Who may


def test_a_clerk_of_the_other_agency_is_refused(part):
    stranger = let_in(UserFactory(clerk=True, agency=Agency.MEDICAL))
    assert stranger.get(address(part)).status_code == 403
    assert decide(stranger, part, "accept").status_code == 403
    assert state_of(part) == State.SUBMITTED


def test_an_auditor_looks_and_decides_nothing(part):
    auditor = let_in(UserFactory(auditor=True))
    seen = auditor.get(address(part))
    assert seen.status_code == 200
    assert 'name="action"' not in page(seen)
    assert decide(auditor, part, "accept").status_code == 403


def test_nobody_decides_an_own_case(part, citizen):
    concerned = UserFactory(clerk=True, agency=Agency.HRSS, person=citizen.person)
    client = let_in(concerned)
    seen = client.get(address(part))
    assert 'name="action"' not in page(seen), "no buttons"
    response = decide(client, part, "accept")
    assert response.status_code == 422
    assert "workflow.own_case" in codes(response)
    assert state_of(part) == State.SUBMITTED
    assert send(client, address(part, "messages/"), text="请补充材料").status_code == 422
    assert send(client, address(part, "claim/")).status_code == 422


def test_what_a_colleague_holds_waits(desk, part):
    colleague = UserFactory(clerk=True, agency=Agency.HRSS, name="许同事")
    declarations.claim(part.pk, actor=colleague, at=NOW.replace(hour=23, minute=40))
    seen = page(desk.get(address(part)))
    assert "许同事" in seen
    assert 'name="action"' not in seen
    response = decide(desk, part, "accept")
    assert response.status_code == 422
    assert "workflow.claimed_by_other" in codes(response)


def test_a_case_that_lies_with_the_unit_waits(desk, citizen):
    part = DeclarationFactory(lodged_by=citizen).parts.get()
    DeclarationPart.objects.filter(pk=part.pk).update(with_unit=True)
    assert 'name="action"' not in page(desk.get(address(part)))
    assert "workflow.with_unit" in codes(decide(desk, part, "accept"))


def test_an_old_form_from_another_account_is_refused(desk, part):
    key = str(uuid.uuid4())
    other = let_in(UserFactory(clerk=True, agency=Agency.HRSS))
    other.post(address(part, "claim/"), {"submission_key": key})
    response = desk.post(address(part, "claim/"), {"submission_key": key})
    assert (response.status_code, "form.key_not_yours" in codes(response)) == (422, True)


def test_a_draft_is_nobodys_business(desk, citizen):
    draft = DeclarationFactory(lodged_by=citizen, submitted_at=None, parts__state="draft").parts.get()
    assert desk.get(address(draft)).status_code == 404


@pytest.mark.parametrize("act", ["decide/", "claim/", "release/", "messages/"])
def test_reloading_an_act_leads_back_to_the_case(desk, part, act):
    response = desk.get(address(part, act))
    assert (response.status_code, response.headers["Location"]) == (302, address(part))


# Claiming, writing, reading


def test_a_claim_is_seen_and_given_back(desk, part, clerk):
    send(desk, address(part, "claim/"))
    assert "您已认领此件" in page(desk.get(address(part))) or "You hold this case" in page(desk.get(address(part)))
    send(desk, address(part, "release/"))
    part.refresh_from_db()
    assert part.claimed_by is None


def test_a_question_reaches_the_applicant(desk, part):
    assert send(desk, address(part, "messages/"), text="请补充离职证明。").status_code == 302
    assert "请补充离职证明。" in page(desk.get(address(part)))
    assert Notice.objects.filter(code="declaration_message", person=part.declaration.person).exists()
    empty = send(desk, address(part, "messages/"), text="  ")
    assert empty.status_code == 422


def test_opening_a_case_is_seen_by_the_person_once_in_half_an_hour(desk, part, clerk):
    for _ in range(3):
        desk.get(address(part))
    look = AccessEntry.objects.get(person=part.declaration.person)
    assert (look.actor, look.purpose, look.what) == (clerk, "case", "declaration")
    assert look.reference == part.declaration.number


def test_looking_at_an_own_case_is_nobodys_look(part, citizen):
    let_in(UserFactory(clerk=True, person=citizen.person)).get(address(part))
    assert not AccessEntry.objects.exists()


def test_the_page_tells_number_and_state_and_hides_the_identity(desk, part):
    seen = page(desk.get(address(part)))
    assert f'data-number="{part.declaration.number}" data-state="submitted"' in seen
    person = part.declaration.person
    assert person.identity_number not in seen
    assert person.name in seen
    title = seen.partition("<title>")[2].partition("</title>")[0]
    assert person.name not in title


def test_it_shows_what_will_change_and_later_what_has_changed(desk, part, citizen):
    pension = Enrolment.objects.get(person=citizen.person, insurance=Insurance.PENSION)
    medical = Enrolment.objects.get(person=citizen.person, insurance=Insurance.MEDICAL)
    before = changes_shown(desk, part)
    assert pension.number in before
    assert "2026年9月30日" in before, "covered to the end of the last month charged"
    assert medical.number not in before, "the other insurance runs on"
    decide(desk, part, "accept")
    declarations.take_effect(part.pk, at=NOW, on=date(2026, 10, 1))
    assert pension.number in changes_shown(desk, part)


def changes_shown(desk, part) -> str:
    return page(desk.get(address(part))).partition('id="changes-head"')[2].partition("</section>")[0]


def test_what_differs_from_the_record_is_marked(desk, part, citizen):
    assert 'class="differs"' not in page(desk.get(address(part)))
    DeclarationLine.objects.filter(declaration=part.declaration).update(insurances=[110, 310])
    Enrolment.objects.filter(person=citizen.person, insurance=310).delete()
    seen = page(desk.get(address(part)))
    assert seen.count('class="differs"') == 1
    assert "stop.nothing_runs" in seen, "and the rules say so"


def test_a_death_is_compared_with_the_record(desk):
    operator = UserFactory(operator=True)
    alive = PersonFactory()
    employ(alive, operator.unit)
    declaration = DeclarationFactory(
        reduction=True, lodged_by=operator, parts__people=[alive], parts__reason="22", parts__insurances=[110, 210, 410]
    )
    part = declaration.parts.get(agency=Agency.HRSS)
    reason = page(desk.get(address(part))).partition('id="facts-head"')[2]
    assert "登记为健在" in reason or "recorded as alive" in reason


def test_a_file_is_sent_as_a_download_and_its_reading_is_on_record(city):
    browser = let_in(city.users[Visitor.CLERK])
    response = browser.get("/admin/insurance/declarationpart/{part}/attachments/{file}/".format_map(city.things))
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert AuditEntry.objects.filter(action="attachment.read").count() == 1


def test_a_file_of_another_case_is_not_found(city, part):
    browser = let_in(city.users[Visitor.CLERK])
    foreign = f"/admin/insurance/declarationpart/{part.pk}/attachments/{city.things['file']}/"
    assert browser.get(foreign).status_code == 404


def test_a_long_reduction_shows_one_person_at_a_time(desk):
    operator = UserFactory(operator=True)
    people = [PersonFactory() for _ in range(3)]
    for person in people:
        employ(person, operator.unit)
    part = DeclarationFactory(reduction=True, lodged_by=operator, parts__people=people).parts.get()
    assert people[0].name in page(desk.get(address(part)))
    assert people[0].name not in page(desk.get(address(part) + "?line=3"))
    assert people[2].name in page(desk.get(address(part) + "?line=3"))


def test_the_statements_do_not_grow_with_the_record(desk, clerk, citizen, part):
    def statements() -> int:
        desk.get(address(part))
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(address(part)).status_code == 200
        return len(seen)

    few = statements()
    for year in range(2010, 2022):
        ended = {"stop_month": date(year, 9, 1), "covered_until": date(year, 9, 1), "end_reason": "hardship"}
        EnrolmentFactory(person=citizen.person, first_month=date(year, 1, 1), **ended)
        declarations.say(part.declaration, "请补充材料", actor=clerk, at=NOW)
        DeclarationFactory(lodged_by=UserFactory())
    assert statements() == few


# The journey of a case


def test_a_case_sent_back_is_corrected_and_accepted(desk, citizen):
    enrolment = Enrolment.objects.get(person=citizen.person, insurance=110)
    lodged = stops.lodge_stop(enrolment, reason="hardship", stop_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY)
    part = lodged.parts.get()
    send(desk, address(part, "claim/"))
    assert decide(desk, part, "send_back", **REFUSAL).status_code == 302
    declarations.submit(lodged.number, actor=citizen, at=NOW, on=TODAY)
    assert decide(desk, part, "accept").status_code == 302
    declarations.take_effect(part.pk, at=NOW, on=date(2026, 10, 1))
    enrolment.refresh_from_db()
    assert (enrolment.stop_month, enrolment.ended_by) == (date(2026, 10, 1), part)


# A resumption


@pytest.fixture
def resumption(db):
    put_policy(AreaFactory())
    user = UserFactory()
    enrol_flexible(user.person, stop_month=date(2026, 7, 1), covered_until=date(2026, 7, 1), end_reason="moved_away")
    medical = Enrolment.objects.get(person=user.person, insurance=Insurance.MEDICAL)
    declaration = resumes.lodge_resume(medical, resume_month=Month(2026, 9), actor=user, at=NOW, on=TODAY)
    return declaration.parts.get()


@pytest.fixture
def medical_desk():
    return let_in(UserFactory(clerk=True, agency=Agency.MEDICAL, language="en"))


def test_a_resumption_is_compared_with_what_was_stopped(medical_desk, resumption):
    said = page(medical_desk.get(address(resumption)))
    assert "stopped: medical" in said
    assert "not charged since July 2026" in said
    assert "nothing else of the scheme runs" in said
    assert "Enrolments that begin" in said
    assert "as shown when it was declared" in said


def test_accepting_a_resumption_of_this_month_opens_it(medical_desk, resumption):
    assert decide(medical_desk, resumption, "accept").status_code == 302
    assert state_of(resumption) == State.EFFECTIVE
    [opened] = resumption.begun_enrolments.all()
    assert (opened.insurance, opened.first_month) == (Insurance.MEDICAL, date(2026, 9, 1))
    assert opened.number in page(medical_desk.get(address(resumption)))


def test_a_resumption_of_somebody_insured_meanwhile_is_marked_and_refused(medical_desk, resumption):
    employ(resumption.declaration.person, UnitFactory(), since=date(2026, 8, 1))
    assert "medical runs since August 2026" in page(medical_desk.get(address(resumption)))
    assert decide(medical_desk, resumption, "accept").status_code == 422
    assert state_of(resumption) == State.SUBMITTED


def test_the_desk_shows_what_was_shown_to_the_applicant_whatever_policy_says_now(medical_desk, resumption):
    before = page(medical_desk.get(address(resumption)))
    shown = before[before.index("as shown when it was declared") :].partition("</details>")[0]
    in_force = BenefitRule.objects.filter(payer="flexible", in_force__contains=TODAY)
    assert in_force.update(in_force=DateRange(date(2021, 1, 1), TODAY)) == 1
    again = page(medical_desk.get(address(resumption)))
    assert again[again.index("as shown when it was declared") :].partition("</details>")[0] == shown
