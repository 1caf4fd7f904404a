"""Contributions as the agencies would have charged them: one line and its bills, in the standing a test needs."""

from datetime import date

from insurance.models import Assessment, Bill, ContributionLine
from insurance.rules.kinds import AGENCY_OF, Insurance
from insurance.rules.months import Month
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN
from tests.factories.record import AreaFactory

FLEXIBLE = {"pension_own": 96_000, "medical_own": 40_000}
EMPLOYEE = {
    "pension_unit": 128_000,
    "pension_own": 64_000,
    "unemployment_unit": 4_000,
    "unemployment_own": 4_000,
    "injury_unit": 7_200,
    "medical_unit": 68_000,
    "medical_own": 16_000,
    "supplement_own": 700,
    "maternity_unit": 6_400,
}
RESIDENT = {"resident_own": 40_000}
BASE = 800_000


def charge(
    person, month: str, *, unit=None, parts=None, standing="credited", kind="regular", credited_on=None, area=None
) -> Assessment:
    """Charge a person for a month; ``standing`` is that of every bill: credited, paid, due, missing or cancelled.

    Due on the 25th of the month, or for ``due`` on 25 September 2026.
    """
    first = Month.parse(month).first_day
    payer = {"unit": unit} if unit else {"person": person}
    assessment = Assessment.objects.create(area=area or AreaFactory(), month=first, kind=kind, **payer)
    amounts = parts or (EMPLOYEE if unit else FLEXIBLE)
    bases = {} if set(amounts) == set(RESIDENT) else {"hrss_base_fen": BASE, "medical_base_fen": BASE}
    ContributionLine.objects.create(assessment=assessment, person=person, month=first, **bases, **amounts)
    agencies = sorted({AGENCY_OF[code] for code in Insurance if columns_of(code) & set(amounts)})
    Bill.objects.bulk_create(
        bill(assessment, agency, amounts, standing, credited_on or first.replace(day=26)) for agency in agencies
    )
    return assessment


def columns_of(insurance: Insurance) -> set[str]:
    return {UNIT_COLUMN[insurance], OWN_COLUMN[insurance]} - {None}


def bill(assessment, agency, amounts, standing, credited_on) -> Bill:
    """Return the unsaved bill of one agency."""
    owed = {
        name: sum(amounts.get(table[code], 0) for code in Insurance if AGENCY_OF[code] == agency and table[code])
        for name, table in (("unit_total_fen", UNIT_COLUMN), ("own_total_fen", OWN_COLUMN))
    }
    paid = max(sum(owed.values()), 0)
    settled = {"paid_fen": paid, "brought_fen": paid, "paid_on": assessment.month.replace(day=20)}
    facts = {
        "credited": {"state": "paid", "credited_on": credited_on, **settled},
        "paid": {"state": "issued", **settled},
        "due": {"state": "issued", "due_on": date(2026, 9, 25)},
        "missing": {"state": "issued"},
        "cancelled": {"state": "cancelled"},
    }[standing]
    return Bill(assessment=assessment, agency=agency, **{"due_on": assessment.month.replace(day=25), **owed, **facts})


def charge_months(person, first: str, last: str, **also) -> None:
    """Charge every month of a span, both included."""
    area = AreaFactory()
    for month in Month.span(Month.parse(first), Month.parse(last)):
        charge(person, str(month), area=area, **also)
