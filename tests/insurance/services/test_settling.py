"""What is put on bills stands on them: what is paid of each, since when nothing is left, and that no order holds it."""

from datetime import date

import pytest

from insurance.models import Bill
from insurance.services.settling import settle
from tests.factories import TODAY, PersonFactory, UnitFactory
from tests.factories.money import area_with_rules, corrected, issued, ordered

pytestmark = pytest.mark.django_db

PAID_ON = date(2026, 9, 9)


@pytest.fixture
def bill():
    area_with_rules()
    return issued(PersonFactory(), unit=UnitFactory(), parts={"pension_unit": 50_000})[0]


def put(amounts):
    return settle({one.pk: amount for one, amount in amounts.items()}, paid_on=PAID_ON, credited_on=TODAY)


def standing(bill):
    return Bill.objects.values_list("state", "paid_fen", "paid_on", "credited_on").get(pk=bill.pk)


def test_a_part_leaves_the_days_open_and_the_rest_fills_them(bill):
    assert put({bill: 20_000}) == []
    assert standing(bill) == ("part_paid", 20_000, None, None)
    assert put({bill: 30_000}) == [bill.pk]
    assert standing(bill) == ("paid", 50_000, PAID_ON, TODAY)


def test_a_credit_note_counts_down_to_its_total(bill):
    note = corrected(bill, {"pension_unit": -30_000})
    assert put({note: -10_000, bill: 10_000}) == []
    assert (standing(note)[:2], standing(bill)[:2]) == (("part_paid", -10_000), ("part_paid", 10_000))
    assert put({note: -20_000, bill: 20_000}) == [note.pk]
    assert standing(note) == ("paid", -30_000, PAID_ON, TODAY)


def test_no_order_holds_what_was_paid(bill):
    ordered([bill])
    put({bill: 50_000})
    assert Bill.objects.get(pk=bill.pk).held_by is None


def test_nothing_put_is_no_statement(bill, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert put({}) == []
