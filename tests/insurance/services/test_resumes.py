"""A citizen goes on with an insurance: what it covers, what forbids it, and what it opens when it takes effect."""

from datetime import date

import pytest
from django.db import IntegrityError

from accounts.models import AuditEntry, Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from insurance.models import DeclarationLine, Enrolment
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.services import declarations, resumes
from insurance.services.due import run_due
from insurance.services.enrolments import begin_segments
from tests.factories import (
    NOW,
    TODAY,
    AreaFactory,
    DeclarationFactory,
    EnrolmentFactory,
    UnitFactory,
    UserFactory,
    employ,
    enrol_flexible,
)

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
STOPPED = {"stop_month": date(2026, 7, 1), "covered_until": date(2026, 7, 1), "end_reason": "moved_away"}


@pytest.fixture
def citizen():
    return UserFactory()


@pytest.fixture
def medical(citizen):
    AreaFactory()
    _pension, medical = enrol_flexible(citizen.person, **STOPPED)
    EnrolmentFactory(person=citizen.person, insurance=330, **STOPPED)
    return medical


def lodged(user, enrolment, month=OCTOBER):
    return resumes.lodge_resume(enrolment, resume_month=month, actor=user, at=NOW, on=TODAY)


def accepted(declaration, on=TODAY):
    part = declaration.parts.get()
    clerk = UserFactory(clerk=True, agency=part.agency)
    return declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=on)


def running(user) -> list[tuple]:
    segments = Enrolment.objects.filter(person=user.person, stop_month=None).order_by("insurance")
    return list(segments.values_list("insurance", "kind", "first_month", "covered_from"))


def problems_of(caught) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def test_medical_insurance_takes_its_supplement_along(citizen, medical):
    line = lodged(citizen, medical).lines.get()
    assert (line.insurances, line.start_month, line.stop_month) == ([310, 330], OCTOBER.first_day, None)


def test_it_takes_effect_on_the_first_day_of_its_month(citizen, medical):
    declaration = lodged(citizen, medical)
    assert accepted(declaration).effective_on == OCTOBER.first_day
    run_due(on=date(2026, 9, 30), at=NOW)
    assert running(citizen) == []
    run_due(on=OCTOBER.first_day, at=NOW)
    run_due(on=OCTOBER.first_day, at=NOW)
    opened = [(code, "flexible", OCTOBER.first_day, OCTOBER.first_day) for code in (310, 330)]
    assert running(citizen) == opened, "once, however often the day is run"
    part = declaration.parts.get()
    assert part.state == State.EFFECTIVE
    assert {segment.insurance for segment in part.begun_enrolments.all()} == {310, 330}
    assert Notice.objects.filter(person=citizen.person, code="declaration_effective").exists()
    assert AuditEntry.objects.filter(action="declaration.took_effect").exists()


def test_this_month_takes_effect_when_it_is_accepted(citizen, medical):
    accepted(lodged(citizen, medical, SEPTEMBER))
    assert [row[2] for row in running(citizen)] == [SEPTEMBER.first_day] * 2


def test_a_resident_is_a_resident_again(citizen):
    enrolment = EnrolmentFactory(person=citizen.person, resident=True, **STOPPED)
    accepted(lodged(citizen, enrolment, SEPTEMBER))
    assert running(citizen) == [(390, "resident", SEPTEMBER.first_day, SEPTEMBER.first_day)]


def test_taken_back_it_opens_nothing(citizen, medical):
    declaration = lodged(citizen, medical)
    declarations.withdraw(declaration.number, actor=citizen, at=NOW)
    run_due(on=OCTOBER.first_day, at=NOW)
    assert running(citizen) == []
    assert lodged(citizen, medical).pk != declaration.pk, "and it can be declared anew"


def test_what_a_unit_insures_is_not_resumed(citizen, medical):
    unit = UnitFactory()
    employ(citizen.person, unit, since=date(2026, 8, 1))
    with pytest.raises(RulesBroken) as caught:
        lodged(citizen, medical)
    assert problems_of(caught) == ["resume.insured_by_unit"]
    assert caught.value.problems[0].facts == {"unit": unit.name, "since": Month(2026, 8)}


def test_a_unit_that_enrols_the_person_meanwhile_is_found_before_it_is_accepted(citizen, medical):
    declaration = lodged(citizen, medical)
    employ(citizen.person, UnitFactory(), since=date(2026, 9, 1))
    with pytest.raises(RulesBroken) as caught:
        accepted(declaration)
    assert problems_of(caught) == ["resume.insured_by_unit"]


def test_the_database_is_the_last_guard(citizen, medical):
    declaration = lodged(citizen, medical)
    part = accepted(declaration)
    employ(citizen.person, UnitFactory(), since=date(2026, 9, 1))
    assert declarations.take_effect(part.pk, at=NOW, on=OCTOBER.first_day)
    assert {kind for _insurance, kind, *_days in running(citizen)} == {"employee"}, "nobody is insured twice"
    with pytest.raises(IntegrityError, match="one_enrolment_per_scheme_and_month"):
        begin_segments(declaration.lines.get(), part)


def test_the_gap_after_a_unit_ends_where_the_unit_ended(citizen, medical):
    employ(citizen.person, UnitFactory(), since=date(2026, 7, 1), **{**STOPPED, "stop_month": OCTOBER.first_day})
    with pytest.raises(RulesBroken) as caught:
        lodged(citizen, medical, SEPTEMBER)
    assert problems_of(caught) == ["stop.month_not_allowed"], "the unit pays September"
    assert lodged(citizen, medical, OCTOBER)


@pytest.mark.parametrize("kind", ["employee", "terminated"])
def test_what_nobody_resumes_alone_is_refused(citizen, kind):
    if kind == "employee":
        enrolment = employ(citizen.person, UnitFactory(), **STOPPED)[2]
        with pytest.raises(RuleBroken, match="resume.by_unit"):
            lodged(citizen, enrolment)
        return
    enrolment = EnrolmentFactory(person=citizen.person, terminated=True, **{**STOPPED, "end_reason": "retired"})
    with pytest.raises(RulesBroken) as caught:
        lodged(citizen, enrolment)
    assert problems_of(caught) == ["resume.ended"]


def test_a_correction_keeps_number_and_insurance(citizen, medical):
    declaration = DeclarationFactory(
        lodged_by=citizen, resumption=True, parts__state="returned", parts__insurances=[310, 330]
    )
    facts = {"actor": citizen, "at": NOW, "on": TODAY}
    resumes.correct_resume(declaration, medical, resume_month=SEPTEMBER, **facts)
    assert declaration.lines.get().start_month == SEPTEMBER.first_day
    assert declaration.parts.get().state == State.SUBMITTED
    pension = Enrolment.objects.get(person=citizen.person, insurance=110)
    other = DeclarationFactory(lodged_by=citizen, resumption=True, parts__state="returned", parts__insurances=[310])
    with pytest.raises(RuleBroken, match="resume.other_insurance"):
        resumes.correct_resume(other, pension, resume_month=SEPTEMBER, **facts)


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({"insurances": [110]}, "line_has_a_month_and_insurances_or_neither"),
        ({"insurances": [], "start_month": date(2026, 10, 1)}, "line_has_a_month_and_insurances_or_neither"),
        (
            {"insurances": [110], "stop_month": date(2026, 9, 1), "start_month": date(2026, 10, 1)},
            "line_stops_or_starts",
        ),
    ],
    ids=["no month", "no insurance", "both months"],
)
def test_a_line_stops_or_starts_or_is_about_data_alone(citizen, given, constraint):
    declaration = DeclarationFactory(lodged_by=citizen)
    line = {"declaration": declaration, "position": 2, "person": UserFactory().person, "reason": ""}
    with pytest.raises(IntegrityError, match=constraint):
        DeclarationLine.objects.create(**line, **given)


def test_a_line_starts_with_a_month(citizen):
    declaration = DeclarationFactory(lodged_by=citizen)
    given = {"declaration": declaration, "position": 2, "person": UserFactory().person, "insurances": [110]}
    with pytest.raises(IntegrityError, match="line_starts_with_a_month"):
        DeclarationLine.objects.create(reason="", start_month=date(2026, 10, 2), **given)
