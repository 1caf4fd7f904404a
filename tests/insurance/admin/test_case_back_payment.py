"""What the desk shows of a back payment before and after it is decided."""

import pytest

from insurance.rules.months import Month
from tests.factories import UserFactory
from tests.insurance.services.test_back_payments import accept, citizen_with_gap, lodged
from tests.visits import let_in

pytestmark = pytest.mark.django_db


def test_what_is_billed_already_is_no_difference():
    part = lodged(citizen_with_gap(), Month(2026, 7))
    clerk = UserFactory(clerk=True, agency="medical", language="en")
    browser, address = let_in(clerk), f"/admin/insurance/declarationpart/{part.pk}/"
    assert "billed with this declaration" not in browser.get(address).content.decode()
    accept(part, clerk)
    page = browser.get(address).content.decode()
    assert "billed with this declaration" in page
    assert 'class="differs"' not in page
