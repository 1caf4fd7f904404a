"""Credit notes pay what their payer owes, and what is left waits to be refunded."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from insurance.models import Bill, LateFee
from insurance.selectors.credit_notes import credit_left
from insurance.services import ledger, offsetting, settling
from tests.factories import NOW, TODAY, AreaFactory, PersonFactory, UnitFactory
from tests.factories.contributions import charge
from tests.factories.money import area_with_rules, corrected, differences, issued, ordered, posted, said, told


@pytest.fixture
def unit(db):
    area_with_rules()
    return UnitFactory()


def offset(unit):
    return offsetting.offset(unit_id=unit.pk, area_id=AreaFactory().pk, at=NOW, on=TODAY)


def of(bill):
    bill.refresh_from_db()
    return bill.state, bill.paid_fen, bill.credited_on


def test_the_corrected_bill_is_paid_first_even_when_an_older_one_is_open(unit):
    person = PersonFactory()
    older = issued(person, "2026-07", unit=unit)[0]
    bill = issued(person, "2026-08", unit=unit)[0]
    note = corrected(bill, {"pension_unit": -30_000})
    assert offset(unit) == []
    assert of(older) == ("issued", 0, None)
    assert of(bill) == ("part_paid", 30_000, None)
    assert of(note) == ("paid", -30_000, TODAY)
    assert posted(credit_note=note) == [("offset", 110, 30_000)]
    assert differences() == []


def test_when_the_corrected_bill_is_paid_the_oldest_is_next_with_its_late_fee(unit):
    person = PersonFactory()
    bill = issued(person, "2026-08", unit=unit)[0]
    told(said(ordered([bill])))
    overdue = issued(person, "2026-07", unit=unit, due_on=date(2026, 8, 31))[0]
    note = corrected(bill, {"pension_unit": -300_000})
    offset(unit)
    overdue.refresh_from_db()
    assert overdue.paid_fen == 192_000, "all of its pension, and nothing of another fund"
    assert of(note)[0] == "part_paid"
    assert credit_left([note.pk])[note.pk][110] == 300_000 - 192_000 - fee_of(overdue)
    assert fee_of(overdue) > 0
    assert differences() == []


def fee_of(bill):
    return sum(amount for kind, _code, amount in posted(bill=bill) if kind == "late_fee")


def test_a_bill_that_an_order_may_still_pay_is_left_alone(unit):
    bill = issued(PersonFactory(), unit=unit)[0]
    note = corrected(bill, {"pension_unit": -30_000})
    payment = ordered([bill])
    assert offset(unit) == []
    assert of(note) == ("issued", 0, None)
    told(said(payment))
    assert of(bill)[0] == "paid"
    assert differences() == []


def test_a_second_time_nothing_happens_and_other_payers_get_nothing(unit):
    bill = issued(PersonFactory(), unit=unit)[0]
    other = issued(PersonFactory(), unit=UnitFactory())[0]
    corrected(bill, {"pension_unit": -30_000})
    offsetting.offset_area(AreaFactory().pk, at=NOW, on=TODAY)
    before = posted()
    offsetting.offset_area(AreaFactory().pk, at=NOW, on=TODAY)
    assert posted() == before
    assert of(other) == ("issued", 0, None)


def test_a_bill_wholly_paid_by_offset_is_named_and_credited(unit):
    bill = issued(PersonFactory(), unit=unit, parts={"pension_unit": 20_000})[0]
    corrected(bill, {"pension_unit": -50_000})
    assert offset(unit) == [bill.pk]
    assert of(bill) == ("paid", 20_000, TODAY)
    assert differences() == []


def test_the_worker_is_told_of_every_bill_of_which_nothing_is_left_and_of_every_note(unit):
    """What a note gives back of personal accounts and benefits is done when the note is used up, not by the next sweep."""
    bill = issued(PersonFactory(), unit=unit, parts={"pension_unit": 50_000})[0]
    note = corrected(bill, {"pension_unit": -20_000})
    assert offset(unit) == []
    assert ProcrastinateJob.objects.filter(task_name=settling.POSTING, args={"bill_ids": [note.pk]}).count() == 1


def test_who_owes_no_late_fees_is_offset_where_no_rule_of_them_is_in_force(db):
    bill = issued(PersonFactory(), parts={"pension_own": 50_000})[0]
    note = corrected(bill, {"pension_own": -20_000})
    assert not LateFee.objects.exists()
    offsetting.offset_area(AreaFactory().pk, at=NOW, on=TODAY)
    assert (of(bill)[:2], of(note)[:2]) == (("part_paid", 20_000), ("paid", -20_000))
    assert differences() == []


@pytest.mark.parametrize(("pension", "injury"), [(50_000, -20_000), (-50_000, 20_000), (20_000, -20_000)])
def test_a_bill_that_charges_one_fund_and_gives_back_another_settles_within_itself(unit, pension, injury):
    bill = issued(PersonFactory(), unit=unit)[0]
    mixed = corrected(bill, {"pension_unit": pension, "injury_unit": injury})
    kinds = [kind for kind, _code, _amount in posted(bill=mixed)]
    assert sorted(kinds) == ["charge", "credit_note", "transfer_in", "transfer_out"]
    assert differences() == []
    offset(unit)
    if mixed.total_fen > 0:
        told(said(ordered([Bill.objects.get(pk=mixed.pk)])))
        assert of(mixed)[:2] == ("paid", 30_000)
    assert differences() == []


def test_the_charges_of_many_bills_are_posted_in_as_many_statements_as_those_of_one(db):
    area_with_rules()
    mixed = [mixed_bill(UnitFactory()) for _ in range(4)]
    one, many = (
        statements_of(lambda keys=keys: ledger.charge_bills(keys, at=NOW, on=TODAY)) for keys in (mixed[:1], mixed[1:])
    )
    assert one == many
    assert differences() == []


def mixed_bill(unit):
    """Return the key of a bill, not yet posted, that charges one fund and gives back of another."""
    bill = issued(PersonFactory(), unit=unit)[0]
    made = charge(
        bill.assessment.lines.get().person,
        "2026-08",
        unit=unit,
        kind="difference",
        standing="missing",
        parts={"pension_unit": 50_000, "injury_unit": -20_000},
    )
    made.bills.update(issued_on=TODAY)
    return made.bills.get().pk


def statements_of(act):
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)


def test_the_statements_do_not_grow_with_the_payers(db, django_assert_max_num_queries):
    area_with_rules()
    for _ in range(3):
        corrected(issued(PersonFactory(), unit=UnitFactory())[0], {"pension_unit": -30_000})
    with django_assert_max_num_queries(15):
        offsetting.offset_area(AreaFactory().pk, at=NOW, on=TODAY)
    assert differences() == []
