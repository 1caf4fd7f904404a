"""What was charged, paid and credited: a person's history, and what a payer owes."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q

from accounts.models.parties import Person, Unit
from insurance.models.assessments import ContributionLine
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


def paid_months(person: Person, insurance: Insurance) -> int:
    """Return for how many different months contributions to one insurance were credited."""
    return paid_months_of([person.pk], insurance).get(person.pk, 0)


def paid_months_of(people: Collection[int], insurance: Insurance) -> dict[int, int]:
    """Return the same for many people, by their key; who has none is missing. One statement."""
    column = OWN_COLUMN[insurance] or UNIT_COLUMN[insurance]
    lines = ContributionLine.objects.filter(
        Q(**{f"{column}__isnull": False}),
        person__in=people,
        assessment__bills__agency=AGENCY_OF[insurance],
        assessment__bills__state=BillState.PAID,
    )
    return dict(lines.values_list("person_id").annotate(months=Count("month", distinct=True)))


def unit_has_arrears(unit: Unit, *, on: date) -> bool:
    """Return whether a bill of the unit is past its due day and not paid."""
    return Bill.objects.filter(assessment__unit=unit, state__in=UNPAID, due_on__lt=on).exists()
