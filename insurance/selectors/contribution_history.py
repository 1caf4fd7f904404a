"""A person's contributions as a statement writes them: one row per payer and month, every insurance in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.rules.roles import Agency
from insurance.rules.kinds import AGENCY_OF, AssessmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.standing import Standing, standing, worst
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN

LINES = """
SELECT l.month, a.kind, a.unit_id, u.name, l.hrss_base_fen, l.medical_base_fen,
       l.pension_unit, l.pension_own, l.unemployment_unit, l.unemployment_own, l.injury_unit,
       l.medical_unit, l.medical_own, l.supplement_own, l.maternity_unit, l.resident_own,
       h.state, greatest(h.due_on, h.deferred_until), h.paid_on, h.credited_on,
       m.state, greatest(m.due_on, m.deferred_until), m.paid_on, m.credited_on
FROM insurance_contributionline l
JOIN insurance_assessment a ON a.id = l.assessment_id
LEFT JOIN accounts_unit u ON u.id = a.unit_id
LEFT JOIN insurance_bill h ON h.assessment_id = a.id AND h.agency = 'hrss'
LEFT JOIN insurance_bill m ON m.assessment_id = a.id AND m.agency = 'medical'
WHERE l.person_id = %s AND l.month BETWEEN %s AND %s
ORDER BY l.month, a.unit_id NULLS FIRST, a.id
"""
"""Names no state: what a bill's state means on a day is a rule (insurance/rules/standing.py). What was deferred is due on its
new day."""


FIRST_MONTH = Month(1986, 1)
"""Contributions of the labour-contract scheme began in this year; nothing older is on record."""


class LineRow(NamedTuple):
    """One row of LINES; amounts in fen, None where not insured."""

    month: date
    kind: str
    unit_id: int | None
    unit_name: str | None
    hrss_base_fen: int | None
    medical_base_fen: int | None
    pension_unit: int | None
    pension_own: int | None
    unemployment_unit: int | None
    unemployment_own: int | None
    injury_unit: int | None
    medical_unit: int | None
    medical_own: int | None
    supplement_own: int | None
    maternity_unit: int | None
    resident_own: int | None
    hrss_state: str | None
    hrss_due_on: date | None
    hrss_paid_on: date | None
    hrss_credited_on: date | None
    medical_state: str | None
    medical_due_on: date | None
    medical_paid_on: date | None
    medical_credited_on: date | None


WRITTEN_ORDER = (
    Insurance.PENSION,
    Insurance.MEDICAL,
    Insurance.SUPPLEMENT,
    Insurance.UNEMPLOYMENT,
    Insurance.INJURY,
    Insurance.MATERNITY,
    Insurance.RESIDENT,
)
"""In which order insurances are named to people: what everybody asks for first."""

PLACES = tuple(
    (
        insurance,
        UNIT_COLUMN[insurance] and LineRow._fields.index(UNIT_COLUMN[insurance]),
        OWN_COLUMN[insurance] and LineRow._fields.index(OWN_COLUMN[insurance]),
    )
    for insurance in WRITTEN_ORDER
)
"""Where in a row the two parts of each insurance stand."""


class Share(NamedTuple):
    """One insurance's money in one line: base and the two parts in fen, None where the law knows no such part."""

    insurance: Insurance
    base: int | None
    unit: int | None
    own: int | None
    standing: Standing
    due_on: date | None
    credited_on: date | None

    @property
    def total(self) -> int:
        return (self.unit or 0) + (self.own or 0)


@dataclass(frozen=True, slots=True)
class Line:
    """What one payer was charged for a person in one month. ``unit_name`` is None where the person pays alone."""

    month: Month
    kind: AssessmentKind
    unit_id: int | None
    unit_name: str | None
    shares: tuple[Share, ...]

    @property
    def total(self) -> int:
        return sum(share.total for share in self.shares)

    @property
    def standing(self) -> Standing:
        return worst(share.standing for share in self.shares)

    @property
    def is_charge(self) -> bool:
        """Whether it asks for money; a refund on its way makes no month unpaid."""
        return self.kind != AssessmentKind.REFUND


def lines_between(person_id: int, first: Month, last: Month, *, on: date) -> list[Line]:
    """Return a person's contribution lines of a span of months, both included, oldest first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(LINES, [person_id, first.first_day, last.first_day])
        return [line_of(LineRow._make(row), on) for row in cursor.fetchall()]


def line_of(row: LineRow, on: date) -> Line:
    stands = {
        Agency.HRSS: standing(row.hrss_state, due_on=row.hrss_due_on, paid_on=row.hrss_paid_on, on=on),
        Agency.MEDICAL: standing(row.medical_state, due_on=row.medical_due_on, paid_on=row.medical_paid_on, on=on),
    }
    days = {
        Agency.HRSS: (row.hrss_due_on, row.hrss_credited_on),
        Agency.MEDICAL: (row.medical_due_on, row.medical_credited_on),
    }
    return Line(
        month=Month.of(row.month),
        kind=AssessmentKind(row.kind),
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        shares=tuple(shares_of(row, stands, days)),
    )


def shares_of(row: LineRow, stands: dict, days: dict):
    """Yield the money of every insurance that a row holds any of."""
    for insurance, unit_place, own_place in PLACES:
        unit = row[unit_place] if unit_place else None
        own = row[own_place] if own_place else None
        if unit is None and own is None:
            continue
        agency = AGENCY_OF[insurance]
        yield Share(insurance, base_of(row, insurance), unit, own, stands[agency], *days[agency])


def base_of(row: LineRow, insurance: Insurance) -> int | None:
    """Return the base the amounts come from; the supplement and the resident scheme are flat amounts and have none."""
    if insurance in (Insurance.SUPPLEMENT, Insurance.RESIDENT):
        return None
    return row.hrss_base_fen if AGENCY_OF[insurance] == Agency.HRSS else row.medical_base_fen


@dataclass(frozen=True, slots=True)
class Credited:
    """Credited months of one insurance: all of them, and the unbroken run that ends with the ``last`` one.

    The resident scheme is paid once a year; for it ``cumulative`` counts years.
    """

    last: Month
    continuous: int
    cumulative: int


def history(person_id: int, *, on: date) -> list[Line]:
    """Return all that was charged for a person up to the month of a day, oldest first; one statement."""
    return lines_between(person_id, FIRST_MONTH, Month.of(on), on=on)


def credited_months(lines: Iterable[Line], *, on: date) -> dict[Insurance, Credited]:
    """Return for each insurance how many months had been credited by a day."""
    return {insurance: counted(insurance, months) for insurance, months in months_credited(lines, on=on).items()}


def months_credited(lines: Iterable[Line], *, on: date) -> dict[Insurance, list[Month]]:
    """Return for each insurance the months credited by a day, in order. A month that was refunded is none, nor is one of
    which only a difference is credited."""
    amounts: dict[Insurance, dict[Month, int]] = {}
    for line in lines:
        if line.kind == AssessmentKind.DIFFERENCE:
            continue
        for share in line.shares:
            if share.credited_on is not None and share.credited_on <= on:
                months = amounts.setdefault(share.insurance, {})
                months[line.month] = months.get(line.month, 0) + share.total
    paid = {code: sorted(month for month, sum_ in months.items() if sum_ > 0) for code, months in amounts.items()}
    return {insurance: months for insurance, months in paid.items() if months}


def counted(insurance: Insurance, months: list[Month]) -> Credited:
    """Count credited months, given in order."""
    if insurance == Insurance.RESIDENT:
        years = {month.year for month in months}
        return Credited(months[-1], continuous=len(years), cumulative=len(years))
    known, run = set(months), 1
    while months[-1] - run in known:
        run += 1
    return Credited(months[-1], continuous=run, cumulative=len(months))
