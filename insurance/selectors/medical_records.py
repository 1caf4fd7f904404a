"""What is on record about people's medical insurance, as the values that the rules of benefits take.

Of charges only those are read that rules ask for: the first of each enrolment, and what came late, never, or as a back
payment. So ten years of a person are a handful of rows, and those of a hundred thousand people fit in memory.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from insurance.rules.benefit_rule import Payer
from insurance.rules.benefits import MedicalRecord
from insurance.rules.interruptions import Charge, Stay
from insurance.rules.kinds import AssessmentKind, EnrolmentKind
from insurance.rules.months import Month
from insurance.rules.reasons import RETIREMENTS
from insurance.rules.resident_history import ResidentStay, YearCharge

ENROLMENTS = """
SELECT e.person_id, p.born_on, e.area_id, e.kind, e.first_month, e.stop_month, e.terminated, e.end_reason
FROM insurance_enrolment e
JOIN accounts_person p ON p.id = e.person_id
WHERE e.person_id = ANY(%(people)s) AND e.insurance IN (310, 390)
ORDER BY e.person_id, e.first_month, e.id
"""

CHARGES = """
SELECT l.person_id, l.month, a.kind, a.unit_id IS NULL, l.resident_own IS NOT NULL,
       coalesce(greatest(b.due_on, b.deferred_until), month_end.day), b.credited_on
FROM insurance_contributionline l
JOIN insurance_assessment a ON a.id = l.assessment_id
JOIN insurance_bill b ON b.assessment_id = a.id AND b.agency = 'medical' AND b.state <> 'cancelled'
CROSS JOIN LATERAL (SELECT (l.month + interval '1 month')::date - 1 AS day) AS month_end
WHERE l.person_id = ANY(%(people)s)
  AND a.kind IN ('regular', 'supplement', 'back_payment', 'yearly')
  AND (l.medical_own IS NOT NULL OR l.medical_unit IS NOT NULL OR l.resident_own IS NOT NULL)
  AND NOT EXISTS (
      SELECT FROM insurance_contributionline back JOIN insurance_assessment given ON given.id = back.assessment_id
      WHERE back.person_id = l.person_id AND back.month = l.month AND given.kind = 'refund' AND given.id > a.id
        AND given.unit_id IS NOT DISTINCT FROM a.unit_id
        AND CASE WHEN l.resident_own IS NULL THEN coalesce(back.medical_own, back.medical_unit)
                 ELSE back.resident_own END IS NOT NULL
  )
  AND (
      a.kind = 'back_payment'
      OR l.resident_own IS NOT NULL
      OR coalesce(b.credited_on, %(on)s) > coalesce(greatest(b.due_on, b.deferred_until), month_end.day)
      OR EXISTS (
          SELECT FROM insurance_enrolment e
          WHERE e.person_id = l.person_id AND e.insurance = 310 AND e.first_month = l.month
      )
  )
"""
"""Bills taken over from the legacy system tell no last day; for them it is the end of the month itself. What was given back
after it was charged is no charge any more; a difference changes how much, not whether."""

PAYER_OF = {EnrolmentKind.EMPLOYEE: Payer.UNIT, EnrolmentKind.FLEXIBLE: Payer.FLEXIBLE}


class EnrolmentRow(NamedTuple):
    """One row of ENROLMENTS."""

    person_id: int
    born_on: date
    area_id: int
    kind: str
    first_month: date
    stop_month: date | None
    terminated: bool
    end_reason: str


class ChargeRow(NamedTuple):
    """One row of CHARGES."""

    person_id: int
    month: date
    kind: str
    paid_alone: bool
    is_resident: bool
    due_on: date | None
    credited_on: date | None


class PersonRecord(NamedTuple):
    """One person's record, and the area whose rules judge it: that of the latest medical enrolment."""

    person_id: int
    area_id: int
    record: MedicalRecord


def medical_records(person_ids: Collection[int], *, on: date) -> Iterator[PersonRecord]:
    """Yield the record of everybody who is or was enrolled in medical insurance; two statements."""
    people = {"people": list(person_ids), "on": on}
    with connection.cursor() as cursor:
        cursor.execute(ENROLMENTS, people)
        enrolments = _by_person(map(EnrolmentRow._make, cursor.fetchall()))
        cursor.execute(CHARGES, people)
        charges = _by_person(map(ChargeRow._make, cursor.fetchall()))
    for person_id, rows in enrolments.items():
        yield PersonRecord(person_id, _area_of(rows), _record(rows, charges.get(person_id, [])))


def medical_record(person_id: int, *, on: date) -> PersonRecord | None:
    """Return one person's record, None for who was never enrolled; two statements."""
    return next(medical_records([person_id], on=on), None)


def _by_person(rows: Iterable) -> dict[int, list]:
    grouped: dict[int, list] = {}
    for row in rows:
        grouped.setdefault(row.person_id, []).append(row)
    return grouped


def _area_of(enrolments: list[EnrolmentRow]) -> int:
    """Return the area of the latest enrolment; one taken back in its first month only counts where there is no other."""
    lived = [row for row in enrolments if row.stop_month is None or row.stop_month > row.first_month]
    return (lived or enrolments)[-1].area_id


def _record(enrolments: list[EnrolmentRow], charges: list[ChargeRow]) -> MedicalRecord:
    own = [row for row in enrolments if row.kind != EnrolmentKind.RESIDENT]
    resident = [row for row in enrolments if row.kind == EnrolmentKind.RESIDENT]
    return MedicalRecord(
        born_year=enrolments[0].born_on.year,
        stays=tuple(_stay(row) for row in own),
        charges=tuple(_charge(row) for row in charges if not row.is_resident),
        resident_stays=tuple(ResidentStay(Month.of(row.first_month), _month(row.stop_month)) for row in resident),
        year_charges=tuple(
            YearCharge(row.month.year, row.due_on, row.credited_on) for row in charges if row.is_resident
        ),
    )


def _stay(row: EnrolmentRow) -> Stay:
    retired = row.terminated and row.end_reason in RETIREMENTS
    return Stay(PAYER_OF[row.kind], Month.of(row.first_month), _month(row.stop_month), row.terminated, retired)


def _charge(row: ChargeRow) -> Charge:
    payer = Payer.FLEXIBLE if row.paid_alone else Payer.UNIT
    repays = row.kind == AssessmentKind.BACK_PAYMENT
    return Charge(Month.of(row.month), row.due_on, row.credited_on, payer, repays)


def _month(first_day: date | None) -> Month | None:
    return None if first_day is None else Month.of(first_day)
