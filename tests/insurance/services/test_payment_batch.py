"""A thousand bills in one order: how much is written, and how long it takes."""

from time import perf_counter

import pytest
from django.db import connection

from insurance.models import Assessment, Bill, ContributionLine, Posting
from insurance.rules.months import Month
from insurance.services import ledger
from tests.factories import NOW, TODAY, AreaFactory, PersonFactory, UnitFactory
from tests.factories.money import area_with_rules, differences, ordered, said, told

BILLS = 1000
TABLES = {"insurance_bill", "insurance_posting", "insurance_payment", "insurance_paymentevent", "insurance_remittance"}


def thousand_bills() -> list[Bill]:
    """Return issued bills of one unit, a month each, with two insurances."""
    area_with_rules()
    unit, person, area = UnitFactory(), PersonFactory(), AreaFactory()
    months = [(Month(1990, 1) + position).first_day for position in range(BILLS)]
    made = Assessment.objects.bulk_create(Assessment(area=area, unit=unit, month=month) for month in months)
    ContributionLine.objects.bulk_create(
        ContributionLine(assessment=one, person=person, month=one.month, pension_unit=30_000, injury_unit=1_000)
        for one in made
    )
    facts = {"agency": "hrss", "unit_total_fen": 31_000, "own_total_fen": 0, "state": "issued", "issued_on": TODAY}
    Bill.objects.bulk_create(Bill(assessment=one, due_on=TODAY, **facts) for one in made)
    bills = list(Bill.objects.select_related("assessment__area"))
    ledger.charge_bills([bill.pk for bill in bills], at=NOW, on=TODAY)
    return bills


WRITTEN = """
SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


def rows_written() -> dict[str, tuple[int, int, int]]:
    """Return rows added, changed and deleted so far in this transaction, by table."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {name: tuple(counts) for name, *counts in cursor.fetchall()}


@pytest.mark.slow
def test_a_thousand_bills_write_a_row_each_and_their_postings(db, record_property):
    payment = ordered(thousand_bills())
    message = said(payment)
    before = rows_written()
    began = perf_counter()
    assert told(message) == "posted"
    record_property("seconds", perf_counter() - began)
    nothing = (0, 0, 0)
    written = {
        name: tuple(now - then for now, then in zip(counts, before.get(name, nothing), strict=True))
        for name, counts in rows_written().items()
    }
    written = {name: counts for name, counts in written.items() if any(counts)}
    assert written.keys() <= TABLES
    assert written["insurance_bill"] == (0, BILLS, 0)
    assert written["insurance_posting"] == (2 * BILLS + 1, 0, 0), "an allocation for each insurance, and the payment"
    assert written["insurance_payment"][:2] == (0, 1)
    assert Posting.objects.filter(kind="allocation").count() == 2 * BILLS
    assert differences() == []
