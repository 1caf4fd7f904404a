"""A citizen's stop: what it covers, whom it asks, and how one that was sent back is corrected."""

from datetime import date

import pytest

from accounts.models import Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Agency
from accounts.wording import sentence
from insurance.models import Enrolment, UnitRequest
from insurance.rules.months import Month
from insurance.rules.reasons import CitizenReason
from insurance.rules.stops import Route
from insurance.rules.workflow import State
from insurance.services import declarations, stops
from tests.factories import NOW, TODAY, EnrolmentFactory, UnitFactory, UserFactory, employ, enrol_flexible
from tests.factories.record import end_windows

pytestmark = pytest.mark.django_db

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


@pytest.fixture
def citizen():
    return UserFactory()


def stop(user, enrolment, **changes):
    facts = {"reason": CitizenReason.JOINED_EMPLOYER, "stop_month": OCTOBER, "actor": user, "at": NOW, "on": TODAY}
    return stops.lodge_stop(enrolment, **{**facts, **changes})


def correct(user, declaration, enrolment, **changes):
    facts = {"reason": CitizenReason.MOVED_AWAY, "stop_month": NOVEMBER, "actor": user, "at": NOW, "on": TODAY}
    return stops.correct_stop(declaration, enrolment, **{**facts, **changes})


def send_back(declaration, agency=Agency.HRSS):
    part = declaration.parts.get(agency=agency)
    declarations.send_back(
        part.pk,
        actor=UserFactory(clerk=True),
        version=part.version,
        reason_code="wrong_reason",
        next_action="correct_and_resubmit",
        text="请核对原因。",
        at=NOW,
    )


def states(declaration) -> dict[str, str]:
    return dict(declaration.parts.values_list("agency", "state"))


def test_medical_insurance_takes_its_supplement_along(citizen):
    _pension, medical = enrol_flexible(citizen.person)
    EnrolmentFactory(person=citizen.person, insurance=330)
    assert stop(citizen, medical).lines.get().insurances == [310, 330]


def test_an_employment_stops_whole_and_the_unit_is_asked(citizen):
    unit = UnitFactory()
    enrolment = employ(citizen.person, unit)[0]
    declaration = stop(citizen, enrolment)
    assert declaration.lines.get().insurances == [110, 210, 310, 410, 510]
    assert all(part.with_unit and part.due_on is None for part in declaration.parts.all())
    request = UnitRequest.objects.get()
    assert (request.unit, request.due_on) == (unit, date(2026, 9, 17)), "five working days"
    assert Notice.objects.filter(unit=unit, code="stop_requested_of_unit").exists()


def test_a_unit_that_is_gone_is_not_asked(citizen):
    enrolment = employ(citizen.person, UnitFactory(closed_on=date(2026, 7, 1)))[0]
    declaration = stop(citizen, enrolment)
    assert not UnitRequest.objects.exists()
    assert not declaration.parts.filter(with_unit=True).exists()


@pytest.mark.parametrize("statement", ["", "    ", "不理我。"])
def test_passing_a_unit_by_needs_a_reason(citizen, statement):
    enrolment = employ(citizen.person, UnitFactory())[0]
    with pytest.raises(RuleBroken, match="stop.statement_missing"):
        stop(citizen, enrolment, route=Route.AGENCY, statement=statement)


def test_a_unit_passed_by_for_a_reason_is_not_asked(citizen):
    enrolment = employ(citizen.person, UnitFactory())[0]
    declaration = stop(citizen, enrolment, route=Route.AGENCY, statement="单位拒不申报减员。")
    assert declaration.details == {"route": "agency", "statement": "单位拒不申报减员。"}
    assert not UnitRequest.objects.exists()


def test_what_was_sent_back_is_corrected_and_submitted_again(citizen):
    pension, _medical = enrol_flexible(citizen.person)
    declaration = stop(citizen, pension)
    send_back(declaration)
    correct(citizen, declaration, pension)
    line = declaration.lines.get()
    assert (line.reason, line.stop_month) == ("moved_away", NOVEMBER.first_day)
    assert states(declaration) == {"hrss": State.SUBMITTED}


def test_unchanged_answers_are_submitted_again_as_they_are(citizen):
    """Where only papers were missing nothing is rewritten, so an agency that has accepted keeps its decision."""
    enrolment = employ(citizen.person, UnitFactory(closed_on=date(2026, 7, 1)))[0]
    declaration = stop(citizen, enrolment)
    medical = declaration.parts.get(agency="medical")
    declarations.accept(
        medical.pk,
        actor=UserFactory(clerk=True, agency="medical"),
        version=medical.version,
        at=NOW,
        on=TODAY,
    )
    send_back(declaration)
    correct(citizen, declaration, enrolment, reason=CitizenReason.JOINED_EMPLOYER, stop_month=OCTOBER)
    assert states(declaration) == {"hrss": State.SUBMITTED, "medical": State.ACCEPTED}
    send_back(declaration)
    with pytest.raises(RuleBroken, match="declaration.partly_decided"):
        correct(citizen, declaration, enrolment)


def test_a_correction_may_turn_to_another_insurance_of_the_same_payer(citizen):
    pension, medical = enrol_flexible(citizen.person)
    declaration = stop(citizen, pension)
    send_back(declaration)
    correct(citizen, declaration, medical)
    assert states(declaration) == {"hrss": State.WITHDRAWN, "medical": State.SUBMITTED}


def test_a_correction_may_come_back_to_an_agency_it_had_left(citizen):
    pension, medical = enrol_flexible(citizen.person)
    declaration = stop(citizen, pension)
    send_back(declaration)
    correct(citizen, declaration, medical)
    left = declaration.parts.get(agency="hrss").version
    send_back(declaration, Agency.MEDICAL)
    correct(citizen, declaration, pension)
    assert declaration.lines.get().insurances == [110]
    assert states(declaration) == {"hrss": State.SUBMITTED, "medical": State.WITHDRAWN}
    assert declaration.parts.get(agency="hrss").version > left, "a page of before is out of date"


def test_what_one_agency_has_carried_out_does_not_hinder_the_correction_for_the_other(citizen):
    enrolment = employ(citizen.person, UnitFactory(closed_on=date(2026, 7, 1)))[-1]
    declaration = stop(citizen, enrolment)
    hrss = declaration.parts.get(agency="hrss")
    first = OCTOBER.first_day
    declarations.accept(hrss.pk, actor=UserFactory(clerk=True), version=hrss.version, at=NOW, on=first)
    send_back(declaration, Agency.MEDICAL)
    correct(citizen, declaration, enrolment, reason=CitizenReason.JOINED_EMPLOYER, stop_month=OCTOBER, on=first)
    assert states(declaration) == {"hrss": State.EFFECTIVE, "medical": State.SUBMITTED}


def test_a_correction_stays_with_its_payer(citizen):
    pension, _medical = enrol_flexible(citizen.person)
    declaration = stop(citizen, pension)
    send_back(declaration)
    elsewhere = EnrolmentFactory(person=citizen.person, unit=UnitFactory(), insurance=410, kind="employee")
    with pytest.raises(RuleBroken, match="stop.other_employment"):
        correct(citizen, declaration, elsewhere)


def test_what_was_not_sent_back_cannot_be_corrected(citizen):
    pension, _medical = enrol_flexible(citizen.person)
    declaration = stop(citizen, pension)
    with pytest.raises(RuleBroken, match="workflow.not_allowed"):
        correct(citizen, declaration, pension)


def test_a_second_stop_of_the_same_insurance_is_refused(citizen):
    pension, _medical = enrol_flexible(citizen.person)
    first = stop(citizen, pension)
    with pytest.raises(RulesBroken, match="stop.open_declaration") as refused:
        stop(citizen, pension)
    assert refused.value.problems[0].facts == {"number": first.number}


def test_what_has_ended_cannot_be_stopped(citizen):
    ended = EnrolmentFactory(person=citizen.person, stopped=True)
    with pytest.raises(RulesBroken, match="stop.nothing_runs"):
        stop(citizen, Enrolment.objects.get(pk=ended.pk))


def test_where_no_window_is_in_force_the_stop_is_refused_with_a_sentence(citizen):
    pension, _medical = enrol_flexible(citizen.person)
    end_windows()
    with pytest.raises(RulesBroken, match="policy.missing") as refused:
        stop(citizen, pension)
    assert "12333" in sentence(refused.value.problems[0])
