"""What everybody should be charged for a month, as SQL for thousands of payers at once.

The same amounts as ``rules/monthly_charge.Tariff`` gives, in whole numbers: a rate times ``SCALE`` is one, and half a fen
is added before the division, which cuts. Every run compares some of its lines with that rule (``assessment_sample``).
"""

from insurance.rules.kinds import AGENCY_OF, EnrolmentKind, Insurance
from insurance.selectors.month_policy import SCALE
from insurance.selectors.wage_differences import COLUMNS, PLACES

BIT = {code: 1 << place for place, code in enumerate(Insurance)}
LINE_COLUMNS = ("wage_fen", "hrss_base_fen", "medical_base_fen", *COLUMNS)
WITH_BASE = {
    agency: sum(
        BIT[c] for c in Insurance if AGENCY_OF[c] == agency and c not in (Insurance.SUPPLEMENT, Insurance.RESIDENT)
    )
    for agency in ("hrss", "medical")
}
"""Insurances of an agency that are charged on a base; the others are flat amounts."""

CODES = "bit_or(CASE e.insurance {} ELSE 0 END)".format(
    " ".join(f"WHEN {int(code)} THEN {bit}" for code, bit in BIT.items() if code != Insurance.RESIDENT)
)

UNITS = f"""
SELECT reg.unit_id, own.factor, coalesce(own.injury_class, reg.injury_class) AS injury_class,
       (rate.unit_rate * coalesce(own.factor, 1) * {SCALE})::bigint AS injury_rate
FROM insurance_unitregistration reg
JOIN accounts_unit u ON u.id = reg.unit_id
LEFT JOIN insurance_unitinjuryrate own ON own.unit_id = reg.unit_id AND own.in_force @> %(day)s::date
LEFT JOIN insurance_rate rate ON rate.area_id = reg.area_id AND rate.in_force @> %(day)s::date AND rate.insurance = 410
    AND rate.kind = 'employee' AND rate.injury_class = coalesce(own.injury_class, reg.injury_class)
WHERE reg.area_id = %(area)s AND reg.unit_id = ANY(%(units)s)
  AND (u.closed_on IS NULL OR date_trunc('month', u.closed_on) > %(day)s)
"""  # nosec B608
"""Units with their own work-injury rate; after the month a unit closed in nothing is charged to it."""

CHARGED_IN_MONTH = "e.first_month <= %(day)s AND (e.stop_month IS NULL OR e.stop_month > %(day)s)"
OF_PAYERS = {"unit": "e.unit_id = ANY(%(units)s)", "alone": "e.person_id = ANY(%(people)s)"}
OF_PEOPLE = "(e.unit_id, e.person_id) IN (SELECT * FROM unnest(%(units_of)s::bigint[], %(people)s::bigint[]))"


def amount(kind: EnrolmentKind, code: Insurance, part: str, base: str) -> str:
    """Return the SQL of one amount of a line; NULL where not insured, or where the area has no rate."""
    rate = f"%({kind}_{int(code)}_{part})s::bigint"
    if code == Insurance.INJURY:
        rate = "it.injury_rate" if part == "unit" else "0"
    flat = f" + %({kind}_{int(code)}_flat)s::bigint" if part == "own" else ""
    exact = f"(it.{base} * {rate} + {SCALE // 2}) / {SCALE}{flat}"
    return f"CASE WHEN it.codes & {BIT[code]} <> 0 THEN (({exact}) * it.factor + 50) / 100 END"


def amounts(kind: EnrolmentKind) -> str:
    """Return the SQL of all amounts of a line, in the order of ``COLUMNS``."""
    return ",\n       ".join(
        f"{amount(kind, code, 'unit' if is_unit else 'own', f'{AGENCY_OF[code]}_base')} AS {column}"
        for code, is_unit, column in PLACES
    )


BASES = f"""
       CASE WHEN it.codes & {WITH_BASE["hrss"]} <> 0 THEN it.hrss_base END AS hrss_base_fen,
       CASE WHEN it.codes & {WITH_BASE["medical"]} <> 0 THEN it.medical_base END AS medical_base_fen"""

UNIT_LINES = f"""
SELECT it.unit_id, it.person_id, it.wage AS wage_fen, {BASES},
       {amounts(EnrolmentKind.EMPLOYEE)}
FROM (
    SELECT paid.*, coalesce(least(greatest(paid.wage, %(lower)s), %(upper)s), %(lower)s) AS hrss_base,
           coalesce(least(greatest(paid.wage, %(lower)s), %(upper)s), %(lower)s) AS medical_base
    FROM (
        SELECT one.unit_id, one.person_id, one.codes, units.injury_rate,
               CASE WHEN declared.from_month < %(estimated_before)s::date THEN 110 ELSE 100 END AS factor,
               coalesce(declared.wage_fen, CASE WHEN one.lowest = one.highest THEN one.highest ELSE (
                   SELECT e.wage_fen FROM insurance_enrolment e
                   WHERE e.unit_id = one.unit_id AND e.person_id = one.person_id AND e.wage_fen IS NOT NULL
                     AND {CHARGED_IN_MONTH}
                   ORDER BY e.first_month DESC, e.id DESC LIMIT 1
               ) END)::bigint AS wage
        FROM (
            SELECT e.unit_id, e.person_id, {CODES} AS codes, min(e.wage_fen) AS lowest, max(e.wage_fen) AS highest
            FROM insurance_enrolment e
            WHERE {{who}} AND e.kind = 'employee' AND {CHARGED_IN_MONTH}
            GROUP BY e.unit_id, e.person_id
        ) AS one
        JOIN ({UNITS}) AS units ON units.unit_id = one.unit_id
        LEFT JOIN LATERAL (
            SELECT w.wage_fen, w.from_month FROM insurance_declaredwage w
            WHERE w.person_id = one.person_id AND w.unit_id = one.unit_id AND w.from_month <= %(day)s
              AND w.undone_at IS NULL
            ORDER BY w.from_month DESC, w.id DESC LIMIT 1
        ) AS declared ON true
    ) AS paid
) AS it
"""  # nosec B608
"""One row for everybody whom units insure in a month. Only names of our own columns are put in."""

CHOSEN = """
coalesce(e.wage_fen, (
    SELECT w.wage_fen FROM insurance_enrolment w
    WHERE w.person_id = e.person_id AND w.insurance = e.insurance AND w.kind = 'flexible' AND w.wage_fen IS NOT NULL
      AND w.first_month <= %(day)s AND w.stop_month > w.first_month
    ORDER BY w.first_month DESC, w.id DESC LIMIT 1
))"""
"""The base somebody chose for an insurance; who pauses and goes on keeps the one chosen before."""

ALONE_LINES = f"""
SELECT NULL::bigint AS unit_id, it.person_id, greatest(it.hrss_wage, it.medical_wage) AS wage_fen, {BASES},
       {amounts(EnrolmentKind.FLEXIBLE)}
FROM (
    SELECT one.*, 100 AS factor, NULL::bigint AS injury_rate,
           coalesce(least(greatest(one.hrss_wage, %(lower)s), %(upper)s), %(lower)s) AS hrss_base,
           coalesce(least(greatest(one.medical_wage, %(lower)s), %(upper)s), %(lower)s) AS medical_base
    FROM (
        SELECT e.person_id, {CODES} AS codes,
               max({CHOSEN}) FILTER (WHERE e.insurance = 110)::bigint AS hrss_wage,
               max({CHOSEN}) FILTER (WHERE e.insurance = 310)::bigint AS medical_wage
        FROM insurance_enrolment e
        WHERE {{who}} AND e.kind = 'flexible' AND e.area_id = %(area)s AND {CHARGED_IN_MONTH}
        GROUP BY e.person_id
    ) AS one
) AS it
"""  # nosec B608
"""The same for everybody who pays alone, each insurance on the base that was chosen for it."""


def expected_lines(payer: str, *, people: bool = False) -> str:
    """Return the SQL of the lines of payers: "unit" or "alone".

    Its parameters are those of ``month_policy.as_parameters``, and ``units`` (keys), with ``people`` also who of them: the
    pairs ``units_of`` and ``people``; for who pays alone ``people``.
    """
    if payer == "alone":
        return ALONE_LINES.format(who=OF_PAYERS["alone"])
    return UNIT_LINES.format(who=OF_PEOPLE if people else OF_PAYERS["unit"])
