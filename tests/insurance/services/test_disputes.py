"""An employee contests the reason of a reduction: the unit is heard, the agency decides, what was declared stays."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.models import Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Agency
from insurance.models import Enrolment, UnitStatement
from insurance.rules.reasons import Proposer
from insurance.rules.workflow import State
from insurance.services import declarations, disputes, reductions, undoing, unit_declarations
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 1)
UNIT_HEARD_BY = date(2026, 9, 17)
ANSWER_BY = date(2026, 9, 24)
AFTER_THE_CLOCK = date(2026, 9, 18)
CERTIFICATE = {"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"}
RESIGNED = ReductionAnswers(reason="14", ended_on=date(2026, 9, 9), details=CERTIFICATE)
TOLD = "我没有辞职，是单位通知我不用再来上班。"


@pytest.fixture
def operator():
    return UserFactory(operator=True)


@pytest.fixture
def citizen(operator):
    user = UserFactory()
    employ(user.person, operator.unit)
    return user


def declared(operator, citizen, answers=RESIGNED, *, accepted_on=None):
    answers = replace(answers, person=citizen.person, details=dict(answers.details))
    made = reductions.draft_reduction(operator.unit, answers, actor=operator, at=NOW, on=TODAY, acknowledged=True)
    unit_declarations.submit(made.number, actor=operator, at=NOW, on=TODAY)
    for part in made.parts.all() if accepted_on else ():
        declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=accepted_on)
    return made


def contest(reduction, citizen, *, claimed="17", proposed_by=None, text=TOLD, **also):
    line = reduction.lines.select_related("declaration__area", "person").get(person=citizen.person)
    return disputes.lodge_dispute(
        line, claimed_reason=claimed, proposed_by=proposed_by, text=text, actor=citizen, at=NOW, on=TODAY, **also
    )


def decide(dispute, act=declarations.accept, on=AFTER_THE_CLOCK, **said):
    part = dispute.parts.get()
    return act(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, **said, **on_day(act, on))


def on_day(act, on) -> dict:
    return {"on": on} if act == declarations.accept else {}


def codes_of(caught) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def test_it_goes_to_the_social_insurance_agency_and_the_unit_gets_a_clock(operator, citizen):
    reduction = declared(operator, citizen)
    dispute = contest(reduction, citizen)
    part = dispute.parts.get()
    assert (dispute.about, part.agency, part.state, part.due_on) == (reduction, Agency.HRSS, "submitted", ANSWER_BY)
    statement = UnitStatement.objects.get(dispute=dispute)
    assert (statement.unit, statement.due_on, statement.said_at) == (operator.unit, UNIT_HEARD_BY, None)
    told = Notice.objects.get(unit=operator.unit, code="reduction_disputed")
    assert told.link == f"/employer/declarations/{reduction.number}/"


def test_what_is_found_stands_beside_what_was_declared(operator, citizen):
    reduction = declared(operator, citizen, accepted_on=OCTOBER)
    decide(contest(reduction, citizen))
    line = reduction.lines.get()
    assert (line.reason, line.reason_in_force) == ("14", "17")
    assert set(Enrolment.objects.filter(person=citizen.person).values_list("end_reason", flat=True)) == {"17"}
    assert Notice.objects.filter(unit=operator.unit, code="reduction_reason_found").count() == 1
    assert Notice.objects.filter(person=citizen.person, code="declaration_effective").exists()


def test_what_was_found_before_the_reduction_takes_effect_is_written_when_it_does(operator, citizen):
    reduction = declared(operator, citizen)
    decide(contest(reduction, citizen))
    for part in reduction.parts.all():
        declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=OCTOBER)
    assert set(Enrolment.objects.filter(person=citizen.person).values_list("end_reason", flat=True)) == {"17"}


def test_nothing_changes_when_it_is_rejected(operator, citizen):
    reduction = declared(operator, citizen, accepted_on=OCTOBER)
    said = {"reason_code": "facts_differ", "next_action": "ask_reconsideration", "text": "辞职信由本人签字，核实无误。"}
    decide(contest(reduction, citizen), declarations.reject, **said)
    assert reduction.lines.get().reason_in_force == "14"
    assert set(Enrolment.objects.filter(person=citizen.person).values_list("end_reason", flat=True)) == {"14"}
    contest(reduction, citizen)


@pytest.mark.parametrize(
    ("claimed", "proposed_by", "code"),
    [
        ("14", None, "dispute.same_reason"),
        ("22", None, "dispute.claim_missing"),
        ("", None, "dispute.claim_missing"),
        ("12", None, "R015"),
        ("12", Proposer.PERSON, "R015"),
    ],
)
def test_another_reason_is_claimed_and_says_who_proposed_it(operator, citizen, claimed, proposed_by, code):
    reduction = declared(operator, citizen)
    with pytest.raises(RulesBroken) as caught:
        contest(reduction, citizen, claimed=claimed, proposed_by=proposed_by)
    assert codes_of(caught) == [code]


def test_agreement_is_claimed_with_who_proposed_it(operator, citizen):
    reduction = declared(operator, citizen, accepted_on=OCTOBER)
    decide(contest(reduction, citizen, claimed="12", proposed_by=Proposer.UNIT))
    details = reduction.lines.get().details
    assert (details["found_reason"], details["found_proposed_by"]) == ("12", "unit")


def test_a_reason_of_a_registry_is_not_contested_here(operator, citizen):
    reduction = declared(operator, citizen, replace(RESIGNED, reason="24"))
    with pytest.raises(RulesBroken) as caught:
        contest(reduction, citizen)
    assert codes_of(caught) == ["dispute.reason_final"]


def test_a_few_characters_explain_nothing(operator, citizen):
    with pytest.raises(RulesBroken) as caught:
        contest(declared(operator, citizen), citizen, text="不对不对  ")
    assert codes_of(caught) == ["dispute.text_short"]


def test_only_one_is_open_at_a_time(operator, citizen):
    reduction = declared(operator, citizen)
    first = contest(reduction, citizen)
    with pytest.raises(RulesBroken) as caught:
        contest(reduction, citizen, claimed="15")
    assert codes_of(caught) == ["dispute.open"]
    assert caught.value.problems[0].facts == {"number": first.number}
    declarations.withdraw(first.number, actor=citizen, at=NOW)
    contest(reduction, citizen, claimed="15")


def test_it_is_not_accepted_before_the_unit_was_heard(operator, citizen):
    dispute = contest(declared(operator, citizen), citizen)
    with pytest.raises(RulesBroken) as caught:
        decide(dispute, on=UNIT_HEARD_BY)
    assert codes_of(caught) == ["dispute.unit_not_heard"]
    disputes.state_view(dispute.number, "该员工提交了书面辞职信。", actor=operator, at=NOW, on=TODAY)
    assert dispute.parts.get().due_on == UNIT_HEARD_BY, "five working days from the statement"
    decide(dispute, on=TODAY)
    assert dispute.parts.get().state == State.EFFECTIVE


def test_the_unit_speaks_once_and_says_something(operator, citizen):
    dispute = contest(declared(operator, citizen), citizen)
    state = {"actor": operator, "at": NOW, "on": TODAY}
    with pytest.raises(RulesBroken) as caught:
        disputes.state_view(dispute.number, "不属实", **state)
    assert codes_of(caught) == ["dispute.text_short"]
    disputes.state_view(dispute.number, "该员工提交了书面辞职信。", **state)
    with pytest.raises(RuleBroken, match=r"dispute\.decided"):
        disputes.state_view(dispute.number, "补充说明：辞职信已存档。", **state)
    assert Notice.objects.filter(person=citizen.person, code="dispute_unit_stated").count() == 1
    preparer = UserFactory(operator=True, unit=operator.unit, rights=["prepare"])
    with pytest.raises(RuleBroken, match="R009"):
        disputes.state_view(dispute.number, "该员工提交了书面辞职信。", actor=preparer, at=NOW, on=TODAY)


def test_taking_the_reduction_back_settles_it(operator, citizen):
    reduction = declared(operator, citizen, accepted_on=OCTOBER)
    dispute = contest(reduction, citizen)
    undoing.undo(reduction.number, actor=operator, at=NOW, on=OCTOBER)
    assert dispute.parts.get().state == State.WITHDRAWN
    assert Notice.objects.filter(person=citizen.person, code="dispute_settled_by_undo").exists()
    with pytest.raises(RulesBroken) as caught:
        contest(reduction, citizen)
    assert codes_of(caught) == ["dispute.nothing_declared"]


def test_one_that_was_sent_back_is_corrected_and_the_unit_keeps_its_clock(operator, citizen):
    reduction = declared(operator, citizen)
    dispute = contest(reduction, citizen)
    said = {"reason_code": "facts_differ", "next_action": "correct_and_resubmit", "text": "请写明通知的日期。"}
    decide(dispute, declarations.send_back, **said)
    contest(reduction, citizen, claimed="16", text="九月九日通知我不用再来上班。", number=dispute.number)
    assert dispute.parts.get().state == State.SUBMITTED
    dispute.refresh_from_db()
    assert dispute.details["claimed_reason"] == "16"
    assert UnitStatement.objects.filter(dispute=dispute).count() == 1


def test_others_in_the_same_reduction_are_not_concerned(operator, citizen):
    other = PersonFactory()
    employ(other, operator.unit)
    answers = [replace(RESIGNED, person=person, details=dict(CERTIFICATE)) for person in (citizen.person, other)]
    lines = reductions.lines_of(operator.unit, answers, on=TODAY)
    by = {"actor": operator, "at": NOW, "on": TODAY}
    made = unit_declarations.prepare("reduction", operator.unit, lines, **by, acknowledged=True)
    unit_declarations.submit(made.number, **by)
    for part in made.parts.all():
        declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=OCTOBER)
    decide(contest(made, citizen))
    assert set(Enrolment.objects.filter(person=other).values_list("end_reason", flat=True)) == {"14"}
    assert set(Enrolment.objects.filter(person=citizen.person).values_list("end_reason", flat=True)) == {"17"}
