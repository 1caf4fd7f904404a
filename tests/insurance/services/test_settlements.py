"""Corrections in effect are settled once; of those that name no money nobody reads anything again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insurance.models import Assessment, Declaration, DeclarationPart
from insurance.services import settlements
from tests.factories import NOW, TODAY, DeclarationFactory, PersonFactory, UnitFactory, UserFactory
from tests.factories.money import area_with_rules

pytestmark = pytest.mark.django_db

AUGUST = {"month": "2026-08", "money": "to_charge", "insurances": [110]}


@pytest.fixture
def area():
    return area_with_rules()


def in_effect(*named):
    """Return the part of the pension agency of a correction in effect whose line names this money."""
    operator = UserFactory(operator=True, unit=UnitFactory())
    made = DeclarationFactory(reduction=True, lodged_by=operator, parts__people=[PersonFactory()])
    made.lines.update(details={"settlement": list(named)})
    Declaration.objects.filter(pk=made.pk).update(kind="correction")
    part = made.parts.get(agency="hrss")
    DeclarationPart.objects.filter(pk=part.pk).update(state="effective")
    return part


def settle(area):
    return settlements.settle(area, at=NOW, on=TODAY)


def test_each_part_is_settled_once_and_for_its_own_agency(area):
    part = in_effect({"agency": "hrss", **AUGUST})
    in_effect({"agency": "medical", **AUGUST, "insurances": [310]})
    assert [settle(area), settle(area)] == [1, 0]
    assert Assessment.objects.get(made_by__isnull=False).made_by == part


def test_what_owes_nothing_is_not_read_again_and_again(area):
    in_effect()
    with CaptureQueriesContext(connection) as few:
        settle(area)
    for _ in range(3):
        in_effect()
    with CaptureQueriesContext(connection) as many:
        settle(area)
    assert len(many) == len(few)
