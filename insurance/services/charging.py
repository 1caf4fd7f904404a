"""Writes what payers are charged for a month: assessments, lines and issued bills, in one statement for thousands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from accounts.models.parties import Unit
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from insurance.rules.kinds import AGENCY_OF
from insurance.selectors.assessment_sample import Sampled, refuse_wrong_lines
from insurance.selectors.expected_lines import LINE_COLUMNS, UNITS, expected_lines
from insurance.selectors.month_policy import MonthPolicy, as_parameters
from insurance.selectors.wage_differences import COLUMNS, PLACES
from insurance.services.issuing import post

SAMPLE_LINES = 200
"""How many lines of a step are compared with the pure rule."""


def summed(agency: Agency, is_unit: bool) -> str:
    """Return the SQL of what lines charge for one agency, the unit's or the people's part."""
    columns = [column for code, unit, column in PLACES if AGENCY_OF[code] == agency and unit == is_unit]
    return " + ".join(f"coalesce(sum({column}), 0)" for column in columns)


def concerned(agency: Agency) -> str:
    """Return the SQL of whether anybody is insured with an agency."""
    columns = ", ".join(column for code, _unit, column in PLACES if AGENCY_OF[code] == agency)
    return f"count(coalesce({columns})) > 0"


CHARGE = """
WITH expected AS MATERIALIZED ({expected}),
made AS (
    INSERT INTO insurance_assessment (area_id, unit_id, person_id, month, kind)
    SELECT %(area)s, unit_id, person_id, %(day)s, 'regular'
    FROM (SELECT DISTINCT unit_id, CASE WHEN unit_id IS NULL THEN person_id END AS person_id FROM expected) AS payers
    ORDER BY unit_id, person_id
    ON CONFLICT DO NOTHING
    RETURNING id, unit_id, person_id
), charged AS (
    INSERT INTO insurance_contributionline (assessment_id, person_id, month, {columns})
    SELECT made.id, expected.person_id, %(day)s, {columns_of}
    FROM expected JOIN made ON {same_payer}
    ORDER BY made.id, expected.person_id
    RETURNING assessment_id, person_id, {columns}
), sums AS (
    SELECT assessment_id, count(*) AS people,
        {hrss_unit} AS hrss_unit, {hrss_own} AS hrss_own, {hrss} AS hrss,
        {medical_unit} AS medical_unit, {medical_own} AS medical_own, {medical} AS medical
    FROM charged GROUP BY assessment_id
), billed AS (
    INSERT INTO insurance_bill
        (assessment_id, agency, unit_total_fen, own_total_fen, paid_fen, brought_fen, state, issued_on, due_on)
    SELECT sums.assessment_id, it.agency, it.unit_fen, it.own_fen, 0, 0, 'issued', %(on)s, %(due_on)s
    FROM sums
    CROSS JOIN LATERAL (VALUES ('hrss', hrss_unit, hrss_own, hrss), ('medical', medical_unit, medical_own, medical))
        AS it(agency, unit_fen, own_fen, concerned)
    WHERE it.concerned
    ORDER BY sums.assessment_id, it.agency
    RETURNING id, unit_total_fen, own_total_fen
)
SELECT (SELECT coalesce(sum(people), 0) FROM sums), coalesce(sum(unit_total_fen), 0), coalesce(sum(own_total_fen), 0),
       coalesce(array_agg(id), '{{}}'), (
           SELECT coalesce(json_agg(one), '[]') FROM (
               SELECT made.unit_id, charged.person_id, {sampled}
               FROM charged JOIN made ON made.id = charged.assessment_id ORDER BY random() LIMIT %(sample)s
           ) AS one
       )
FROM billed
"""
"""Only names of our own columns are put in. Who was assessed for the month by somebody else meanwhile is left alone."""

SAME_PAYER = {"unit": "made.unit_id = expected.unit_id", "alone": "made.person_id = expected.person_id"}

STATEMENTS = {
    payer: CHARGE.format(
        expected=expected_lines(payer),
        columns=", ".join(LINE_COLUMNS),
        columns_of=", ".join(f"expected.{column}" for column in LINE_COLUMNS),
        same_payer=same,
        sampled=", ".join(f"charged.{column}" for column in COLUMNS),
        hrss_unit=summed(Agency.HRSS, True),
        hrss_own=summed(Agency.HRSS, False),
        hrss=concerned(Agency.HRSS),
        medical_unit=summed(Agency.MEDICAL, True),
        medical_own=summed(Agency.MEDICAL, False),
        medical=concerned(Agency.MEDICAL),
    )
    for payer, same in SAME_PAYER.items()
}

WITHOUT_RATE = f"""
SELECT unit_id FROM ({UNITS}) AS units
WHERE injury_rate IS NULL AND EXISTS (
    SELECT FROM insurance_enrolment e
    WHERE e.unit_id = units.unit_id AND e.insurance = 410 AND e.first_month <= %(day)s
      AND (e.stop_month IS NULL OR e.stop_month > %(day)s)
)
ORDER BY unit_id LIMIT 1
"""  # nosec B608


@dataclass(frozen=True, slots=True)
class Charged:
    """What was written for some payers; amounts in fen."""

    people: int
    unit_fen: int
    own_fen: int
    bill_ids: list[int]


def charge(
    payer: str, keys: Sequence[int], policy: MonthPolicy, *, assessed_on: date, due_on: date, at: datetime, on: date
) -> Charged:
    """Charge units ("unit") or people who pay alone ("alone") for the month of ``policy``, all at once.

    Estimates count as of ``assessed_on``. The books are held by the caller. RuleBroken("assess.no_injury_rate") for a unit
    whose class has no rate; LineDiffers where one of ``SAMPLE_LINES`` random lines is not what the rule gives.
    """
    facts = as_parameters(policy, on=assessed_on) | {"on": on, "due_on": due_on, "sample": SAMPLE_LINES}
    facts |= {"units": list(keys)} if payer == "unit" else {"people": list(keys)}
    with connection.cursor() as cursor:
        if payer == "unit":
            refuse_without_rate(cursor, facts)
        cursor.execute(STATEMENTS[payer], facts)
        people, unit_fen, own_fen, bill_ids, sample = cursor.fetchone()
    refuse_wrong_lines(map(Sampled.of, sample), policy, assessed_on=assessed_on)
    post(bill_ids, at=at, on=on)
    return Charged(int(people), int(unit_fen), int(own_fen), bill_ids)


def refuse_without_rate(cursor, facts: dict) -> None:
    """Raise RuleBroken("assess.no_injury_rate") for the first unit without a work-injury rate."""
    cursor.execute(WITHOUT_RATE, facts)
    if found := cursor.fetchone():
        number = Unit.objects.values_list("public_id", flat=True).get(pk=found[0])
        raise RuleBroken("assess.no_injury_rate", unit=number)
