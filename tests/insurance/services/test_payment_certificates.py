"""缴费凭证: issued once, frozen with what the money paid, revoked when it went back."""

import pytest
from django.db import IntegrityError, transaction

from insurance.models import Certificate
from insurance.rules.certificates import CertificateState, EndedBecause
from insurance.selectors.certificates import opened
from insurance.services import payment_certificates, posting
from insurance.services.certificates import is_genuine
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.bills import paid
from tests.factories.money import area_with_rules, issued, ordered, said, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules():
    area_with_rules()


def test_it_says_who_paid_what_with_which_order():
    person = PersonFactory()
    payment = paid(person, "2026-08")
    certificate = payment_certificates.issue(payment, at=NOW)
    facts = certificate.facts
    assert (facts["payer"], facts["order"], facts["total_fen"]) == (person.name, payment.number, payment.amount_fen)
    assert [(bill["month"], bill["late_fee_fen"]) for bill in facts["bills"]] == [("2026-08", 0), ("2026-08", 0)]
    assert sum(bill["principal_fen"] for bill in facts["bills"]) == payment.principal_fen
    assert (facts["credited_on"], facts["posted_on"]) == ("2026-09-10", "2026-09-10")
    assert opened(certificate)["identity_number"] == person.identity_number
    assert person.identity_number not in str(facts)
    assert is_genuine(certificate)


def test_the_late_fee_of_a_unit_stands_apart():
    unit = UserFactory(operator=True).unit
    payment = paid(PersonFactory(), "2026-06", unit=unit)
    facts = payment_certificates.issue(payment, at=NOW).facts
    assert facts["credit_code"] == unit.credit_code
    assert facts["late_fee_fen"] == payment.late_fee_fen
    assert facts["principal_fen"] == payment.principal_fen


def test_asked_for_again_it_is_the_same():
    payment = paid(PersonFactory())
    assert payment_certificates.issue(payment, at=NOW).pk == payment_certificates.issue(payment, at=NOW).pk
    assert Certificate.objects.count() == 1


def test_an_order_that_is_not_credited_certifies_nothing():
    payment = ordered(issued(PersonFactory()))
    assert payment_certificates.issue(payment, at=NOW) is None


def test_it_is_issued_when_the_payment_is_recorded():
    payment = ordered(issued(PersonFactory()))
    told(said(payment))
    posting.finish(payment.pk, at=NOW, on=TODAY)
    posting.finish(payment.pk, at=NOW, on=TODAY)
    assert Certificate.objects.get(payment=payment).state == CertificateState.VALID


def test_money_that_went_back_revokes_it_once():
    payment = paid(PersonFactory())
    certificate = payment_certificates.issue(payment, at=NOW)
    assert payment_certificates.withdraw(payment, at=NOW) == 1
    assert payment_certificates.withdraw(payment, at=NOW) == 0
    certificate.refresh_from_db()
    assert (certificate.state, certificate.ended_because) == (CertificateState.REVOKED, EndedBecause.REFUNDED)


def test_the_payment_it_rests_on_is_not_changed():
    certificate = payment_certificates.issue(paid(PersonFactory()), at=NOW)
    other = paid(PersonFactory())
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(payment=other)


@pytest.mark.parametrize("wrong", [{"payment": None}, {"person": None}, {"kind": "termination"}])
def test_a_certificate_rests_on_what_its_kind_says(wrong):
    payment = paid(PersonFactory())
    certificate = payment_certificates.drawn_up(payment, [], NOW)
    for name, value in wrong.items():
        setattr(certificate, name, value)
    with pytest.raises(IntegrityError, match="certificate_rests_on_what_its_kind_says"), transaction.atomic():
        certificate.save(force_insert=True)
