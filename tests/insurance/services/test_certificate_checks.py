"""Checking a certificate: equal answers for everything wrong, slower and slower, all of it on record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.rules.errors import RuleBroken
from insurance.models import Certificate, CertificateCheck
from insurance.rules.certificates import CODE_CHARACTERS, grouped, normalised_code
from insurance.selectors.certificates import opened
from insurance.services import certificate_checks, certificates
from tests.factories import NOW
from tests.factories.certificates import certified

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.7"
WRONG = "0" * CODE_CHARACTERS


@pytest.fixture
def certificate():
    return certified()


@pytest.fixture
def code(certificate):
    return opened(certificate)["check_code"]


def check(number, code, *, at=NOW, address=ADDRESS):
    return certificate_checks.check(number, code, address=address, at=at)


def refused(number, code, **how) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        check(number, code, **how)
    return caught.value


def results() -> list[str]:
    return list(CertificateCheck.objects.order_by("pk").values_list("result", flat=True))


def test_number_and_code_are_read_as_people_type_them(certificate, code):
    number = certificate.number
    for one in (grouped(code), f" {code.lower()} ", code.replace("0", "O").replace("1", "l")):
        assert check(f" {number.lower()} ", one) == certificate
    assert results() == ["valid"] * 3


@pytest.mark.parametrize("code", ["", "123", "U" * CODE_CHARACTERS, "0" * 14])
def test_what_cannot_be_a_code_is_told_at_once_and_is_no_attempt(certificate, code):
    assert refused(certificate.number, code).code == "verify.code_shape"
    assert results() == []


def test_a_wrong_number_and_a_wrong_code_are_answered_alike(certificate, code):
    assert refused(certificate.number, WRONG) == refused("C2609109999999", code) == refused("", WRONG)
    assert results() == ["no_match"] * 3


def test_guessing_costs_time_and_the_right_code_gets_no_answer_meanwhile(certificate, code):
    for _ in range(5):
        assert refused(certificate.number, WRONG).code == "verify.no_match"
    assert refused(certificate.number, code).code == "login.wait"
    assert check(certificate.number, code, at=NOW + timedelta(minutes=1)) == certificate


def test_one_address_is_slowed_whatever_numbers_it_tries(certificate, code):
    for number in range(21):
        refused(f"C260910{number:07}", WRONG)
    assert refused(certificate.number, code).code == "login.wait"
    assert check(certificate.number, code, address="198.51.100.4") == certificate


def test_what_does_not_hold_any_more_is_found_and_told_apart(certificate, code):
    certificates.withdraw_certificates([certificate.declaration.lines.get()], at=NOW)
    assert check(certificate.number, code).state == "revoked"
    assert results() == ["revoked"]


def test_one_altered_in_the_database_is_not_confirmed(certificate, code, caplog):
    Certificate.objects.update(sealed=certificate.sealed.replace("identity_number", "identity_numbers"))
    assert refused(certificate.number, code).code == "verify.no_match"
    assert certificate.number in caplog.text


def test_checks_are_kept_without_the_address(certificate, code):
    check(certificate.number, code)
    made = CertificateCheck.objects.get()
    assert made.certificate == certificate
    assert ADDRESS not in str(made.__dict__)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CertificateCheck.objects.update(result="no_match")


def test_a_code_survives_being_written_down():
    assert normalised_code(grouped("7K3MQ2WD90XA5")) == "7K3MQ2WD90XA5"
    assert grouped("7K3MQ2WD90XA5") == "7K3M-Q2WD-90XA5"
