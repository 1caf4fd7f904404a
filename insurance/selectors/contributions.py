"""What was charged, paid and credited: a person's history, and what a payer owes."""

from collections.abc import Collection
from datetime import date

from django.db import connection
from django.db.models import Q

from accounts.models.parties import Person, Unit
from insurance.models.bills import Bill
from insurance.rules.kinds import AGENCY_OF, BillState, Insurance

OWN_COLUMN = {
    Insurance.PENSION: "pension_own",
    Insurance.UNEMPLOYMENT: "unemployment_own",
    Insurance.MEDICAL: "medical_own",
    Insurance.SUPPLEMENT: "supplement_own",
    Insurance.INJURY: None,
    Insurance.MATERNITY: None,
    Insurance.RESIDENT: "resident_own",
}
UNIT_COLUMN = {
    Insurance.PENSION: "pension_unit",
    Insurance.UNEMPLOYMENT: "unemployment_unit",
    Insurance.MEDICAL: "medical_unit",
    Insurance.SUPPLEMENT: None,
    Insurance.INJURY: "injury_unit",
    Insurance.MATERNITY: "maternity_unit",
    Insurance.RESIDENT: None,
}
"""Which columns of a contribution line hold the two parts of an insurance; None where the law knows no such part."""

UNPAID = (BillState.ISSUED, BillState.PART_PAID)

PAID_MONTHS = """
SELECT person_id, count(*) FROM (
    SELECT l.person_id, l.month
    FROM insurance_contributionline l
    JOIN insurance_assessment a ON a.id = l.assessment_id AND a.kind <> 'difference'
    JOIN insurance_bill b ON b.assessment_id = a.id AND b.agency = %(agency)s AND b.state = 'paid'
    WHERE l.person_id = ANY(%(people)s) AND coalesce({columns}) IS NOT NULL
    GROUP BY l.person_id, l.month
    HAVING sum(CASE a.kind WHEN 'refund' THEN -1 ELSE 1 END) > 0
) AS months
GROUP BY person_id
"""
"""Charges that are credited, less those that were given back."""


def paid_months(person: Person, insurance: Insurance) -> int:
    """Return for how many different months contributions to one insurance were credited."""
    return paid_months_of([person.pk], insurance).get(person.pk, 0)


def paid_months_of(people: Collection[int], insurance: Insurance) -> dict[int, int]:
    """Return the same for many people, by their key; who has none is missing. One statement.

    A month counts when what charged it is credited, whatever differences came later; one that was given back does not.
    """
    columns = ", ".join(f"l.{column}" for column in (OWN_COLUMN[insurance], UNIT_COLUMN[insurance]) if column)
    with connection.cursor() as cursor:
        cursor.execute(
            PAID_MONTHS.format(columns=columns), {"people": list(people), "agency": str(AGENCY_OF[insurance])}
        )
        return dict(cursor.fetchall())


def unit_has_arrears(unit: Unit, *, on: date) -> bool:
    """Return whether a bill of the unit is in default: past its due day, not paid, not deferred any more."""
    return Bill.objects.filter(in_default(on), assessment__unit=unit).exists()


def in_default(on: date) -> Q:
    """Return which bills are past their due day and not paid; one that was deferred is not before its new day is over."""
    not_deferred = Q(deferred_until=None) | Q(deferred_until__lt=on)
    return Q(state__in=UNPAID, due_on__lt=on) & not_deferred
