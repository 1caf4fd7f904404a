"""Shares that the government bears: put in force from the reviewed file, once, never changed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.rules.errors import RuleBroken
from insurance.models import ResidentSubsidy
from insurance.rules.policy_entries import PolicyFault
from insurance.services import policy_loading, resident_subsidies
from tests.factories import NOW, AreaFactory, PersonFactory, UserFactory
from tests.factories.record import DocumentFactory
from tests.factories.residents import in_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    area = AreaFactory()
    policy_loading.put_documents(resident_subsidies.documents_of())
    return area


def test_the_file_is_loaded_once_and_names_its_document(area):
    assert resident_subsidies.put_subsidies() == 2
    assert resident_subsidies.put_subsidies() == 0
    shares = dict(ResidentSubsidy.objects.filter(area=area).values_list("group", "share"))
    assert shares == {"extreme_poverty": Decimal("1.0000"), "minimum_living": Decimal("0.6000")}
    assert set(ResidentSubsidy.objects.values_list("document__evidence", flat=True)) == {"demo"}


def test_a_share_in_force_is_not_replaced_by_another(area):
    span = DateRange(date(2024, 1, 1), None)
    ResidentSubsidy.objects.create(
        area=area, group="minimum_living", share="0.5", in_force=span, document=DocumentFactory()
    )
    with pytest.raises(PolicyFault, match="another share is in force"):
        resident_subsidies.put_subsidies()


def test_policy_is_never_changed(area):
    resident_subsidies.put_subsidies()
    with pytest.raises(IntegrityError, match="policy is never changed"), transaction.atomic():
        ResidentSubsidy.objects.update(share="0.9")


def test_a_person_is_in_one_group_at_a_time(area):
    person = PersonFactory()
    in_group(person)
    with pytest.raises(IntegrityError, match="person_is_in_one_group_a_day"), transaction.atomic():
        in_group(person, "extreme_poverty", approved=False)


def test_only_who_may_decides_and_never_on_their_own_rows(area):
    row = in_group(PersonFactory(), approved=False)
    with pytest.raises(RuleBroken, match="account.not_allowed"):
        resident_subsidies.decide([row.pk], approve=True, actor=UserFactory(clerk=True), at=NOW)
    row.decided_by, row.decided_at, row.is_approved = row.loaded_by, NOW, True
    with pytest.raises(IntegrityError, match="subsidised_person_four_eyes"), transaction.atomic():
        row.save()
