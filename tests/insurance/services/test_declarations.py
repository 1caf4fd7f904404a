"""The life of a declaration part: each step of the table, who may go it, and what it leaves behind."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEntry, Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Agency, Role
from insurance.models import Enrolment
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.services import declarations, stops
from tests.factories import NOW, TODAY, DeclarationFactory, PersonFactory, UserFactory, employ, enrol_flexible
from tests.factories.record import UnitFactory

pytestmark = pytest.mark.django_db

OCTOBER = Month(2026, 10)


@pytest.fixture
def citizen():
    user = UserFactory()
    enrol_flexible(user.person)
    return user


@pytest.fixture
def clerk():
    return UserFactory(clerk=True)


def lodge(citizen, *, insurance=110, stop_month=OCTOBER):
    enrolment = Enrolment.objects.get(person=citizen.person, insurance=insurance)
    return stops.lodge_stop(enrolment, reason="hardship", stop_month=stop_month, actor=citizen, at=NOW, on=TODAY)


def part_of(declaration, agency=Agency.HRSS):
    return declaration.parts.get(agency=agency)


def decide(declaration, act, actor, **also):
    part = part_of(declaration)
    return act(part.pk, actor=actor, version=part.version, at=NOW, **also)


def accept(declaration, actor, on=TODAY):
    return decide(declaration, declarations.accept, actor, on=on)


def refuse(declaration, act, actor):
    return decide(declaration, act, actor, reason_code="facts_differ", next_action="file_anew", text="请核对月份。")


def test_a_stop_is_submitted_with_a_clock_a_notice_and_a_trace(citizen):
    declaration = lodge(citizen)
    part = part_of(declaration)
    assert part.state == State.SUBMITTED
    assert part.due_on == date(2026, 9, 17), "five working days"
    assert list(Notice.objects.values_list("person", "code")) == [(citizen.person_id, "declaration_submitted")]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_number, entry.actor) == ("declaration.submitted", declaration.number, citizen)


def test_an_accepted_stop_takes_effect_on_the_first_day_of_its_month(citizen, clerk):
    declaration = lodge(citizen)
    accept(declaration, clerk)
    assert part_of(declaration).state == State.ACCEPTED
    part_id = part_of(declaration).pk

    assert not declarations.take_effect(part_id, at=NOW, on=date(2026, 9, 30))
    assert Enrolment.objects.get(insurance=110).stop_month is None
    assert declarations.take_effect(part_id, at=NOW, on=date(2026, 10, 1))
    assert not declarations.take_effect(part_id, at=NOW, on=date(2026, 10, 1)), "once"

    ended = Enrolment.objects.get(insurance=110)
    assert (ended.stop_month, ended.covered_until) == (date(2026, 10, 1), date(2026, 10, 1))
    assert (ended.end_reason, ended.terminated, ended.ended_by_id) == ("hardship", False, part_id)
    assert Enrolment.objects.get(insurance=310).stop_month is None, "the other insurance runs on"
    assert part_of(declaration).state == State.EFFECTIVE


def test_a_stop_whose_month_has_come_takes_effect_with_the_acceptance(citizen, clerk):
    declaration = lodge(citizen)
    accept(declaration, clerk, on=date(2026, 10, 2))
    assert part_of(declaration).state == State.EFFECTIVE
    assert Enrolment.objects.get(insurance=110).stop_month == date(2026, 10, 1)


@pytest.mark.parametrize("state", ["draft", "returned", "rejected", "withdrawn", "accepted", "effective"])
def test_only_a_submitted_part_can_be_accepted(clerk, state):
    declaration = DeclarationFactory(parts__state=state)
    enrol_flexible(declaration.person)
    with pytest.raises(RuleBroken, match="workflow.not_allowed"):
        accept(declaration, clerk)


def test_a_decision_on_an_old_version_is_refused(citizen, clerk):
    declaration = lodge(citizen)
    part = part_of(declaration)
    with pytest.raises(RuleBroken, match="workflow.changed_meanwhile"):
        declarations.accept(part.pk, actor=clerk, version=part.version - 1, at=NOW, on=TODAY)


def test_nobody_decides_a_case_of_their_own(citizen):
    clerk_herself = UserFactory(clerk=True, person=citizen.person)
    declaration = lodge(citizen)
    with pytest.raises(RuleBroken, match="workflow.own_case"):
        accept(declaration, clerk_herself)


def test_nobody_decides_a_case_of_a_unit_they_act_for():
    declaration = DeclarationFactory(reduction=True, parts__people=[PersonFactory()])
    operator = UserFactory(operator=True, unit=declaration.unit, person=PersonFactory())
    with pytest.raises(RuleBroken, match="workflow.own_case"):
        accept(declaration, UserFactory(clerk=True, person=operator.person))


def test_a_clerk_of_the_other_agency_cannot_decide(citizen):
    declaration = lodge(citizen)
    with pytest.raises(RuleBroken, match="workflow.not_your_agency"):
        accept(declaration, UserFactory(clerk=True, agency=Agency.MEDICAL))


def test_an_auditor_cannot_decide(citizen):
    declaration = lodge(citizen)
    with pytest.raises(RuleBroken, match="workflow.not_your_agency"):
        accept(declaration, UserFactory(auditor=True))


def test_a_claimed_case_is_left_to_whoever_claimed_it_until_the_lease_ends(citizen, clerk):
    declaration = lodge(citizen)
    other = UserFactory(clerk=True)
    declarations.claim(part_of(declaration).pk, actor=other, at=NOW)
    with pytest.raises(RuleBroken, match="workflow.claimed_by_other"):
        accept(declaration, clerk)
    later = NOW + declarations.LEASE + timedelta(minutes=1)
    part = part_of(declaration)
    declarations.accept(part.pk, actor=clerk, version=part.version, at=later, on=TODAY)
    assert part_of(declaration).state == State.ACCEPTED


@pytest.mark.parametrize(
    ("act", "state", "notice"),
    [
        (declarations.send_back, State.RETURNED, "declaration_returned"),
        (declarations.reject, State.REJECTED, "declaration_rejected"),
    ],
)
def test_a_refusal_says_why_and_what_next(citizen, clerk, act, state, notice):
    declaration = lodge(citizen)
    refuse(declaration, act, clerk)
    part = part_of(declaration)
    assert (part.state, part.reason_code, part.next_action) == (state, "facts_differ", "file_anew")
    assert Notice.objects.filter(code=notice, person=citizen.person).count() == 1


@pytest.mark.parametrize("missing", ["reason_code", "next_action", "text"])
def test_a_refusal_without_reason_way_on_or_words_is_refused(citizen, clerk, missing):
    declaration = lodge(citizen)
    said = {"reason_code": "facts_differ", "next_action": "file_anew", "text": "请核对。"} | {missing: ""}
    with pytest.raises(RulesBroken, match=f"decision.{missing}_missing"):
        decide(declaration, declarations.reject, clerk, **said)


def test_what_was_sent_back_is_corrected_and_accepted(citizen, clerk):
    declaration = lodge(citizen)
    refuse(declaration, declarations.send_back, clerk)
    line = declaration.lines.get()
    corrected = declarations.LineDraft(
        person=line.person, insurances=(110,), reason="moved_away", stop_month=Month(2026, 11)
    )
    declarations.rewrite(declaration.number, [corrected], actor=citizen, at=NOW)
    declarations.submit(declaration.number, actor=citizen, at=NOW, on=TODAY)
    accept(declaration, clerk)
    part = part_of(declaration)
    assert (part.state, part.effective_on) == (State.ACCEPTED, date(2026, 11, 1))


def test_a_declaration_that_one_agency_accepted_cannot_be_rewritten(clerk):
    user = UserFactory()
    unit = UnitFactory()
    employ(user.person, unit)
    declaration = DeclarationFactory(
        lodged_by=user, parts__insurances=(110, 310), parts__unit=unit, parts__state="returned"
    )
    declaration.parts.filter(agency=Agency.MEDICAL).update(
        state="accepted", decided_by=clerk, decided_at=NOW, effective_on=date(2026, 10, 1)
    )
    with pytest.raises(RuleBroken, match="declaration.partly_decided"):
        declarations.rewrite(declaration.number, [], actor=user, at=NOW)


def test_before_acceptance_a_declaration_is_withdrawn_at_once(citizen):
    declaration = lodge(citizen)
    declarations.withdraw(declaration.number, actor=citizen, at=NOW)
    assert part_of(declaration).state == State.WITHDRAWN


def test_after_acceptance_withdrawal_is_a_request_with_a_reason(citizen, clerk):
    declaration = lodge(citizen)
    accept(declaration, clerk)
    with pytest.raises(RuleBroken, match="withdraw.reason_missing"):
        declarations.withdraw(declaration.number, actor=citizen, at=NOW)
    declarations.withdraw(declaration.number, actor=citizen, at=NOW, text="我找到了新工作。")
    assert part_of(declaration).state == State.WITHDRAWAL_REQUESTED


@pytest.mark.parametrize("granted", [True, False])
def test_the_agency_answers_a_request_to_withdraw(citizen, clerk, granted):
    declaration = lodge(citizen)
    accept(declaration, clerk)
    declarations.withdraw(declaration.number, actor=citizen, at=NOW, text="我找到了新工作。")
    if granted:
        decide(declaration, declarations.grant_withdrawal, clerk)
    else:
        decide(declaration, declarations.refuse_withdrawal, clerk, on=TODAY, text="已通知征收。")
    assert part_of(declaration).state == (State.WITHDRAWN if granted else State.ACCEPTED)


def test_only_a_supervisor_reopens(citizen, clerk):
    declaration = lodge(citizen)
    accept(declaration, clerk)
    with pytest.raises(RuleBroken, match="workflow.not_your_agency"):
        decide(declaration, declarations.reopen, clerk, on=TODAY, text="复核")
    decide(declaration, declarations.reopen, UserFactory(staff=True, roles=[Role.SUPERVISOR]), on=TODAY, text="复核")
    part = part_of(declaration)
    assert (part.state, part.effective_on, part.decided_by) == (State.SUBMITTED, None, None)


def test_a_second_stop_of_the_same_insurance_is_refused_with_the_number_of_the_first(citizen):
    first = lodge(citizen)
    with pytest.raises(RulesBroken) as refused:
        lodge(citizen)
    assert refused.value.problems[0].facts == {"number": first.number}


def test_a_stopped_insurance_cannot_be_stopped_again(citizen, clerk):
    accept(lodge(citizen), clerk, on=date(2026, 10, 2))
    with pytest.raises(RulesBroken, match="stop.nothing_runs"):
        lodge(citizen, stop_month=Month(2026, 11))


@pytest.mark.parametrize("month", [Month(2026, 9), Month(2026, 12)])
def test_a_month_outside_the_rule_is_refused(citizen, month):
    with pytest.raises(RulesBroken, match="stop.month_not_allowed"):
        lodge(citizen, stop_month=month)


def test_events_tell_the_whole_life(citizen, clerk):
    declaration = lodge(citizen)
    refuse(declaration, declarations.send_back, clerk)
    declarations.submit(declaration.number, actor=citizen, at=NOW, on=TODAY)
    accept(declaration, clerk)
    steps = list(declaration.events.order_by("pk").values_list("action", "to_state"))
    assert steps == [
        ("created", ""),
        ("submit", "submitted"),
        ("send_back", "returned"),
        ("submit", "submitted"),
        ("accept", "accepted"),
    ]
