"""What a what-if shows is what the act does: foreseen, then really done, then read from the record, field by field."""

from datetime import date

import pytest
from django.db import InternalError, connection, transaction

from accounts.rules.roles import Agency
from insurance.models import DeclarationLine, Enrolment
from insurance.rules.explanation import as_data, from_data, recomputed
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.outlook import outlook
from insurance.rules.reasons import CitizenReason
from insurance.rules.resident_outlook import resident_outlook
from insurance.rules.stops import Route
from insurance.selectors.benefits import medical_picture
from insurance.selectors.contribution_history import history
from insurance.selectors.medical_records import medical_record
from insurance.selectors.outlook import Cover, Known, known_of_line, known_to_person, known_to_unit
from insurance.selectors.resumable import resumables, resume_preview
from insurance.selectors.stoppable import stoppables, what_if
from insurance.services import declarations, reductions, resumes, stops, unit_declarations
from insurance.services.reductions import ReductionAnswers
from tests.factories import (
    NOW,
    TODAY,
    AreaFactory,
    EnrolmentFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
    employ,
    enrol_flexible,
)
from tests.factories.contributions import charge, charge_months
from tests.factories.policy import put_policy

pytestmark = pytest.mark.django_db

OCTOBER, FIRST = Month(2026, 10), Month(2024, 1)
RESIGNED = {"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"}


@pytest.fixture(autouse=True)
def rules(db):
    area = AreaFactory()
    put_policy(area)
    return area


@pytest.fixture
def citizen():
    return UserFactory()


def carried_out(declaration) -> None:
    """Accept every part and let it take effect on the first of October."""
    for part in declaration.parts.all():
        clerk = UserFactory(clerk=True, agency=part.agency)
        declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=TODAY)
        assert declarations.take_effect(part.pk, at=NOW, on=OCTOBER.first_day)


def cover_of(person, insurance=Insurance.MEDICAL) -> Cover:
    enrolment = Enrolment.objects.get(person=person, insurance=insurance)
    first = Month.of(enrolment.first_month)
    return Cover(person.pk, enrolment.area_id, EnrolmentKind(enrolment.kind), first)


def known(person, insurance=Insurance.MEDICAL) -> Known:
    return known_to_person(cover_of(person, insurance), history(person.pk, on=TODAY), on=TODAY)


def read(found: Known, stop: Month):
    """Return what a stop that stands in the record means, read from the record as it is."""
    about = {"first": found.cover.first, "stop": stop, "on": TODAY}
    if found.cover.kind == EnrolmentKind.RESIDENT:
        return resident_outlook(found.record, found.policy, **about)
    return outlook(found.record, found.policy, **about, credited=found.credited)


def flexible(user) -> Enrolment:
    enrol_flexible(user.person)
    charge_months(user.person, "2026-01", "2026-08")
    return Enrolment.objects.get(person=user.person, insurance=Insurance.MEDICAL)


def employed(user) -> Enrolment:
    unit = UnitFactory(closed_on=date(2026, 8, 1))
    employ(user.person, unit)
    charge_months(user.person, "2026-01", "2026-08", unit=unit)
    return Enrolment.objects.get(person=user.person, insurance=Insurance.MEDICAL)


def resident(user) -> Enrolment:
    enrolment = EnrolmentFactory(person=user.person, resident=True)
    charge(user.person, "2026-01", parts={"resident_own": 40_000}, credited_on=date(2025, 11, 5))
    return enrolment


# Foreseen, done, read -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("enrolled", [flexible, employed, resident])
@pytest.mark.parametrize("reason", [CitizenReason.MOVED_AWAY, CitizenReason.OTHER])
def test_a_citizens_stop_does_what_was_foreseen(citizen, enrolled, reason):
    enrolment = enrolled(citizen)
    [choice] = [choice for choice in stoppables(citizen.person_id) if enrolment.number in choice.numbers]
    foreseen = what_if(citizen.person_id, choice, OCTOBER, on=TODAY, reason=reason)

    declaration = stops.lodge_stop(
        enrolment, reason=reason, stop_month=OCTOBER, actor=citizen, at=NOW, on=TODAY, route=Route.AGENCY
    )
    carried_out(declaration)

    assert read(known(citizen.person, enrolment.insurance), OCTOBER) == foreseen.outlook
    enrolment.refresh_from_db()
    assert Month.of(enrolment.stop_month) == foreseen.ending.stop_month
    assert enrolment.covered_until == foreseen.ending.covered_until
    assert foreseen.outlook.last_on == date(2026, 9, 30)


@pytest.mark.parametrize("reason", ["14", "21", "22"])
def test_a_units_reduction_does_what_was_foreseen(reason):
    operator, person = UserFactory(operator=True), PersonFactory(born_on=date(1960, 4, 12), sex="1")
    employ(person, operator.unit)
    charge_months(person, "2026-01", "2026-08", unit=operator.unit)
    answers = ReductionAnswers(reason=reason, ended_on=date(2026, 9, 9), person=person, details=dict(RESIGNED))
    declaration = reductions.draft_reduction(
        operator.unit, answers, actor=operator, at=NOW, on=TODAY, acknowledged=True
    )
    foreseen = known_of_line(line := declaration.lines.get(), on=TODAY).if_stopped(
        Month.of(line.stop_month), reason=line.reason
    )

    unit_declarations.submit(declaration.number, actor=operator, at=NOW, on=TODAY)
    carried_out(declaration)

    stop = Month.of(Enrolment.objects.get(person=person, insurance=Insurance.MEDICAL).stop_month)
    record = medical_record(person.pk, on=TODAY).record
    assert read(known_to_unit(cover_of(person), record, on=TODAY), stop) == foreseen
    assert bool(foreseen.spans) == (reason == "14"), "nothing follows an end for good"


def test_a_resumption_opens_what_was_foreseen(citizen):
    enrolment = flexible(citizen)
    Enrolment.objects.update(stop_month=date(2026, 9, 1), covered_until=date(2026, 9, 1), end_reason="other")
    [choice] = [choice for choice in resumables(citizen.person_id) if choice.number == enrolment.number]
    foreseen = resume_preview(citizen.person_id, choice, OCTOBER, on=TODAY).meaning

    declaration = resumes.lodge_resume(enrolment, resume_month=OCTOBER, actor=citizen, at=NOW, on=TODAY)
    assert from_data(declaration.lines.get().explanation) == foreseen.explanation
    carried_out(declaration)
    charge(citizen.person, "2026-10", credited_on=foreseen.credited_on)
    charge(citizen.person, "2026-09", kind="back_payment", credited_on=foreseen.credited_on)

    picture = medical_picture(citizen.person_id, on=foreseen.credited_on)
    interruption, restoration = picture.benefits.employee.interruptions[-1]
    assert interruption.repaid
    assert (restoration.resumes_on, restoration.continuity) == (foreseen.returns_on, foreseen.repaid.continuity)


# What was shown is kept -----------------------------------------------------------------------------------------------


def test_what_was_shown_is_kept_with_the_declaration(citizen):
    enrolment = flexible(citizen)
    shown = known(citizen.person).if_stopped(OCTOBER, reason="other")
    declaration = stops.lodge_stop(
        enrolment, reason=CitizenReason.OTHER, stop_month=OCTOBER, actor=citizen, at=NOW, on=TODAY
    )
    stored = declaration.lines.get().explanation
    assert stored == as_data(shown.explanation)
    assert recomputed(from_data(stored)) == date(2026, 9, 30)


def test_pension_insurance_says_nothing_of_medical_benefits(citizen):
    pension, _medical = enrol_flexible(citizen.person)
    declaration = stops.lodge_stop(
        pension, reason=CitizenReason.OTHER, stop_month=OCTOBER, actor=citizen, at=NOW, on=TODAY
    )
    assert declaration.lines.get().explanation is None


def test_a_unit_is_told_nothing_of_the_employees_months():
    operator, person = UserFactory(operator=True), PersonFactory()
    employ(person, operator.unit)
    charge_months(person, "2026-01", "2026-08", unit=operator.unit)
    EnrolmentFactory(
        person=person, insurance=310, first_month=date(2020, 1, 1), stop_month=date(2022, 5, 1),
        covered_until=date(2022, 5, 1), end_reason="other",
    )  # fmt: skip
    answers = ReductionAnswers(reason="14", ended_on=date(2026, 9, 9), person=person, details=dict(RESIGNED))
    number = reductions.draft_reduction(
        operator.unit, answers, actor=operator, at=NOW, on=TODAY, acknowledged=True
    ).number
    unit_declarations.submit(number, actor=operator, at=NOW, on=TODAY)
    stored = str(DeclarationLine.objects.get().explanation)
    assert "months.c" not in stored
    assert "2022" not in stored


# Looking writes nothing -----------------------------------------------------------------------------------------------


@pytest.fixture
def read_only(db):
    """Let the database refuse every writing from now on."""

    def close():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET TRANSACTION READ ONLY")

    return close


def test_the_database_would_refuse_a_writing(citizen, read_only):
    read_only()
    with pytest.raises(InternalError, match="read-only"), transaction.atomic():
        Enrolment.objects.update(wage_fen=1)


@pytest.mark.parametrize("enrolled", [flexible, employed, resident])
def test_imagining_a_stop_writes_nothing(citizen, enrolled, read_only):
    enrolment = enrolled(citizen)
    read_only()
    [choice] = [choice for choice in stoppables(citizen.person_id) if enrolment.number in choice.numbers]
    shown = what_if(citizen.person_id, choice, OCTOBER, on=TODAY, resume_on=date(2026, 12, 1))
    assert shown.outlook.last_on == date(2026, 9, 30)
    assert shown.resumed.returns_on is not None


def test_imagining_a_resumption_writes_nothing(citizen, read_only):
    flexible(citizen)
    Enrolment.objects.update(stop_month=date(2026, 9, 1), covered_until=date(2026, 9, 1), end_reason="other")
    read_only()
    choice = resumables(citizen.person_id)[-1]
    assert resume_preview(citizen.person_id, choice, OCTOBER, on=TODAY).meaning.total_fen


def test_both_agencies_parts_keep_one_explanation(citizen):
    enrolment = employed(citizen)
    declaration = stops.lodge_stop(
        enrolment, reason=CitizenReason.OTHER, stop_month=OCTOBER, actor=citizen, at=NOW, on=TODAY
    )
    assert set(declaration.parts.values_list("agency", flat=True)) == {Agency.HRSS, Agency.MEDICAL}
    assert declaration.lines.get().explanation["code"] == "outlook.stop"
