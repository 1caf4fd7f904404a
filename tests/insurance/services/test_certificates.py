"""Termination certificates: made when the reduction is accepted, frozen, revoked and replaced, never twice."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Notice
from accounts.rules.roles import Agency
from accounts.services import keys
from insurance.models import Certificate, DeclarationLine
from insurance.rules.certificates import CONTRACT_FACTS, EndedBecause, is_certified
from insurance.rules.reasons import REDUCTION_REASONS
from insurance.selectors.certificates import opened
from insurance.services import certificates, declarations, reductions, unit_declarations
from insurance.services.declarations import LineDraft
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW, TODAY, EnrolmentFactory, PersonFactory, UserFactory, employ

pytestmark = pytest.mark.django_db

CONTRACT = {"contract_from": "2024-01-01", "contract_to": "2026-12-31", "post": "会计", "years_in_unit": "2.5"}
RESIGNED = ReductionAnswers(reason="14", ended_on=date(2026, 9, 9), details=CONTRACT)


@pytest.fixture
def operator():
    return UserFactory(operator=True)


@pytest.fixture
def employee(operator):
    person = PersonFactory()
    employ(person, operator.unit)
    return person


def filed(operator, person, answers=RESIGNED, **changes):
    meant = replace(answers, **{"person": person, "details": dict(answers.details)} | changes)
    made = reductions.draft_reduction(operator.unit, meant, actor=operator, at=NOW, on=TODAY, acknowledged=True)
    return unit_declarations.submit(made.number, actor=operator, at=NOW, on=TODAY)


def decide(declaration, agency=Agency.HRSS, act=declarations.accept, **also):
    part = declaration.parts.get(agency=agency)
    actor = also.pop("actor", None) or UserFactory(clerk=True)
    if act == declarations.accept:
        also.setdefault("on", TODAY)
    return act(part.pk, actor=actor, version=part.version, at=NOW, **also)


def accepted(operator, person, answers=RESIGNED, **changes) -> Certificate:
    declaration = filed(operator, person, answers, **changes)
    decide(declaration)
    return Certificate.objects.get(declaration=declaration, person=person)


def reopen(certificate):
    supervisor = UserFactory(supervisor=True)
    decide(certificate.declaration, act=declarations.reopen, actor=supervisor, text="请再核对日期。", on=TODAY)


def states() -> list[str]:
    return list(Certificate.objects.order_by("pk").values_list("state", flat=True))


def test_it_says_what_the_regulations_ask_for_and_nothing_about_who_proposed(operator, employee):
    certificate = accepted(operator, employee, reason="12", details=CONTRACT | {"proposed_by": "unit"})
    assert certificate.facts == {
        "name": employee.name,
        "identity_type": "01",
        "unit": operator.unit.name,
        "credit_code": operator.unit.credit_code,
        "declaration": certificate.declaration.number,
        "reason": "12",
        "ended_on": "2026-09-09",
        **CONTRACT,
    }
    assert opened(certificate)["identity_number"] == employee.identity_number
    assert certificate.number.startswith("C260910")
    assert certificates.is_genuine(certificate)


def test_it_is_made_when_the_human_resources_agency_accepts_and_only_then(operator, employee):
    declaration = filed(operator, employee)
    decide(declaration, Agency.MEDICAL)
    assert states() == []
    decide(declaration)
    assert states() == ["valid"]


def test_the_number_and_the_code_stay_out_of_a_stolen_copy(operator, employee):
    certificate = accepted(operator, employee)
    with connection.cursor() as cursor:
        cursor.execute("SELECT certificate::text FROM insurance_certificate AS certificate")
        (stored,) = cursor.fetchone()
    assert employee.identity_number not in stored
    assert opened(certificate)["check_code"] not in stored


@pytest.mark.parametrize("reason", REDUCTION_REASONS)
def test_only_the_end_of_a_labour_contract_is_certified(reason):
    assert is_certified(reason, CONTRACT) == (reason in {str(code) for code in range(11, 21)})
    assert not any(is_certified(reason, CONTRACT | {missing: ""}) for missing in CONTRACT_FACTS)


def test_zero_years_in_the_unit_are_an_answer(operator, employee):
    assert accepted(operator, employee, details=CONTRACT | {"years_in_unit": "0"}).facts["years_in_unit"] == "0"


def test_an_end_that_is_none_of_a_contract_has_no_certificate(operator, employee):
    decide(filed(operator, employee, reason="24", details={}))
    assert states() == []
    assert not Notice.objects.filter(code="certificate_ready").exists()


def test_the_person_and_the_unit_are_told(operator, employee):
    certificate = accepted(operator, employee)
    to_person = Notice.objects.get(person=employee, code="certificate_ready")
    assert (to_person.facts, to_person.link) == ({"certificate": certificate.number}, "/me/certificates/")
    to_unit = Notice.objects.get(unit=operator.unit, code="certificates_issued")
    assert to_unit.facts == {"number": certificate.declaration.number, "certificates": 1}
    assert AuditEntry.objects.filter(action="certificates.issued").count() == 1


def test_issuing_again_issues_nothing(operator, employee):
    certificate = accepted(operator, employee)
    part = certificate.declaration.parts.get(agency=Agency.HRSS)
    assert certificates.issue(part, at=NOW) == []
    assert states() == ["valid"]


def test_reopened_it_is_revoked_and_accepted_again_replaced_by_a_new_one(operator, employee):
    first = accepted(operator, employee)
    reopen(first)
    first.refresh_from_db()
    assert (first.state, first.ended_because) == ("revoked", EndedBecause.REOPENED)
    decide(first.declaration)
    first.refresh_from_db()
    second = Certificate.objects.get(state="valid")
    assert (first.state, first.replaced_by, first.ended_because) == ("replaced", second, EndedBecause.REOPENED)
    assert opened(second)["check_code"] != opened(first)["check_code"]


def test_a_case_sent_back_after_it_was_reopened_can_be_corrected(operator, employee):
    first = accepted(operator, employee)
    reopen(first)
    answer = {"reason_code": "facts_differ", "next_action": "correct_and_resubmit", "text": "岗位不对。"}
    decide(first.declaration, act=declarations.send_back, **answer)
    meant = replace(RESIGNED, person=employee, details=CONTRACT | {"post": "出纳"})
    by = {"actor": operator, "at": NOW, "on": TODAY}
    reductions.draft_reduction(operator.unit, meant, **by, acknowledged=True, number=first.declaration.number)
    unit_declarations.submit(first.declaration.number, **by)
    decide(first.declaration)
    assert [certificate.facts["post"] for certificate in Certificate.objects.order_by("pk")] == ["会计", "出纳"]
    assert states() == ["replaced", "valid"]


def test_a_granted_withdrawal_revokes_it_and_tells_whoever_holds_it(operator, employee):
    certificate = accepted(operator, employee)
    declarations.withdraw(certificate.declaration.number, actor=operator, at=NOW, text="职工继续上班。")
    decide(certificate.declaration, act=declarations.grant_withdrawal)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.ended_because) == ("revoked", EndedBecause.WITHDRAWN)
    assert Notice.objects.get(person=employee, code="certificate_revoked").facts == {"certificate": certificate.number}
    assert Notice.objects.get(unit=operator.unit, code="certificates_revoked").facts["certificates"] == 1


def test_undone_it_is_revoked_once_and_declared_anew_replaced(operator, employee):
    first = accepted(operator, employee)
    line = first.declaration.lines.get()
    assert certificates.withdraw_certificates([line], at=NOW, actor=operator) == 1
    assert certificates.withdraw_certificates([line], at=NOW, actor=operator) == 0
    first.refresh_from_db()
    assert (first.state, first.ended_because) == ("revoked", EndedBecause.UNDONE)
    first.declaration.parts.update(state="undone")
    second = accepted(operator, employee, ended_on=date(2026, 9, 8))
    first.refresh_from_db()
    assert (first.state, first.replaced_by) == ("replaced", second)


def test_an_earlier_employment_keeps_its_certificate(operator):
    person = PersonFactory()
    employ(person, operator.unit, since=date(2026, 3, 1))
    line = {"declaration": filed(operator, person), "person": person, "unit": operator.unit}
    early = DeclarationLine(
        **line, position=2, insurances=[110], reason="14", ended_on=date(2025, 6, 30), details=CONTRACT
    )
    before = certificates.certificate_of(line["declaration"], early, "C2506300000001", NOW)
    before.state, before.ended_at, before.ended_because = "revoked", NOW, "undone"
    before.save()
    decide(line["declaration"])
    before.refresh_from_db()
    assert before.replaced_by is None
    assert states() == ["revoked", "valid"]


def test_the_two_halves_of_one_end_leave_one_valid_certificate(operator, employee):
    first = accepted(operator, employee, insurances=(110,))
    second = accepted(operator, employee, insurances=(210, 410))
    first.refresh_from_db()
    assert (first.state, first.ended_because, first.replaced_by) == ("replaced", EndedBecause.DECLARED_ANEW, second)


def test_another_reason_found_replaces_it(operator, employee):
    first = accepted(operator, employee)
    line = first.declaration.lines.get()
    line.details["found_reason"] = "16"
    second = certificates.replace(line, at=NOW)
    first.refresh_from_db()
    assert (first.replaced_by, first.ended_because) == (second, EndedBecause.REASON_CHANGED)
    assert (first.facts["reason"], second.facts["reason"]) == ("14", "16")


def test_a_reason_found_that_ends_no_contract_revokes_it(operator, employee):
    first = accepted(operator, employee)
    line = first.declaration.lines.get()
    line.details["found_reason"] = "39"
    assert certificates.replace(line, at=NOW) is None
    assert states() == ["revoked"]


@pytest.mark.parametrize(
    "change",
    [{"facts": {}}, {"number": "C1"}, {"issued_at": NOW + timedelta(days=1)}, {"digest": b"0" * 32}],
    ids=lambda change: next(iter(change)),
)
def test_what_it_says_is_never_changed(operator, employee, change):
    accepted(operator, employee)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Certificate.objects.update(**change)


def test_it_is_never_deleted_and_never_valid_again(operator, employee):
    certificate = accepted(operator, employee)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        Certificate.objects.all().delete()
    certificates.withdraw_certificates([certificate.declaration.lines.get()], at=NOW)
    with pytest.raises(IntegrityError, match="valid again"), transaction.atomic():
        Certificate.objects.update(state="valid", ended_at=None, ended_because="")
    with pytest.raises(IntegrityError, match="valid again"), transaction.atomic():
        Certificate.objects.update(ended_at=NOW + timedelta(days=1))


def test_only_one_per_person_and_declaration_is_valid(operator, employee):
    certificate = accepted(operator, employee)
    certificate.pk, certificate.number = None, "C2609100000099"
    with pytest.raises(IntegrityError, match="one_valid_certificate_per_line"), transaction.atomic():
        certificate.save(force_insert=True)


@pytest.mark.parametrize("state", ["revoked", "replaced"])
def test_an_end_says_when_and_why(operator, employee, state):
    accepted(operator, employee)
    with pytest.raises(IntegrityError, match="certificate_end_says_when_and_why"), transaction.atomic():
        Certificate.objects.update(state=state)


def test_one_altered_beside_the_trigger_is_noticed_and_not_printed(operator, employee):
    certificate = accepted(operator, employee)
    sealed = json.loads(certificate.sealed) | {"identity_number": "110101199003072316"}
    Certificate.objects.update(sealed=json.dumps(sealed))
    certificate.refresh_from_db()
    with pytest.raises(RuntimeError, match=certificate.number):
        certificates.note_printing([certificate], actor=operator, at=NOW)


def test_a_new_key_rewrites_what_is_sealed_and_it_stays_genuine(operator, employee, monkeypatch):
    certificate = accepted(operator, employee)
    [column] = [column for column in keys.encrypted_columns() if str(column) == "insurance_certificate.sealed"]
    monkeypatch.setattr(keys, "READ", keys.READ.replace("<> %s", ">= 0 AND %s >= 0"))
    keys.rotate_some(column)
    certificate.refresh_from_db()
    assert certificates.is_genuine(certificate)


def many_filed(operator, count):
    people = PersonFactory.create_batch(count)
    for person in people:
        EnrolmentFactory(person=person, unit=operator.unit, employee=True, insurance=110)
    drafts = [
        LineDraft(
            person=person, unit=operator.unit, insurances=(110,), reason="14", ended_on=date(2026, 9, 9),
            stop_month=reductions.Month(2026, 10), details=dict(CONTRACT),
        )
        for person in people
    ]  # fmt: skip
    by = {"actor": operator, "at": NOW, "on": TODAY}
    made = unit_declarations.prepare(
        reductions.DeclarationKind.REDUCTION, operator.unit, drafts, **by, acknowledged=True
    )
    return unit_declarations.submit(made.number, **by).parts.get()


def test_the_statements_do_not_grow_with_the_people(operator):
    counted = []
    for count in (2, 7):
        part = many_filed(operator, count)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(certificates.issue(part, at=NOW)) == count
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12
