"""Five years of assessments, contribution lines and bills, charged by the database in a few statements.

Every amount is what ``insurance.rules.contribution`` gives: the wage kept within the bounds, times the rate, rounded
half up to the fen, unit and person apart; tests/portal/demo compares them. Wages of earlier years are lower by three
per cent a year.
"""

from datetime import date, time, timedelta
from random import Random

from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from insurance.models import Assessment, AssessmentRun, Bill, ClosedMonth, ContributionLine
from insurance.rules.assessing import RunState
from insurance.rules.business_day import at_office
from insurance.rules.kinds import AssessmentKind
from insurance.rules.months import Month
from insurance.rules.workdays import WorkCalendar
from insurance.selectors.policy import work_calendar
from portal.demo.city import City
from portal.demo.payments import DUE_DAY, payer_rows, settled_rows
from portal.demo.writing import Keys

BILLS_OUT_ON_DAY = 5
"""From this day on the bills of the present month are issued."""

CLOSING_DAY = 10
MONTHS_BEHIND = 2
"""The books of a month close on the 10th of the next one; in the demo two months are always open."""

CALENDAR_TABLES = """
CREATE TEMPORARY TABLE demo_month (month date PRIMARY KEY, position integer, due_on date);
CREATE TEMPORARY TABLE demo_day (day date PRIMARY KEY, worked_on date, next_on date, second_on date);
CREATE TEMPORARY TABLE demo_payer (payer bigint, pay_day integer, unpaid_from date, part_paid_from date);
CREATE TEMPORARY TABLE demo_settled (payer bigint, month date, credited_on date);
"""

POLICY_TABLES = """
CREATE TEMPORARY TABLE demo_rate AS
SELECT m.month, r.area_id, r.insurance, r.kind, r.injury_class, r.unit_rate, r.own_rate, r.yearly_fen
FROM demo_month m JOIN insurance_rate r ON r.in_force @> m.month;
CREATE TEMPORARY TABLE demo_bound AS
SELECT m.month, b.area_id, b.lower_fen, b.upper_fen
FROM demo_month m JOIN insurance_basebound b ON b.in_force @> m.month;
ANALYZE demo_month; ANALYZE demo_rate; ANALYZE demo_bound; ANALYZE insurance_enrolment;
"""

CHARGED = """
CREATE TEMPORARY TABLE demo_line AS
WITH spans AS (
    SELECT e.*, reg.injury_class, u.closed_on,
           coalesce(e.unit_id, -e.person_id) AS payer,
           date_part('year', least(coalesce(e.stop_month - 1, %(last)s), %(last)s))::int AS last_year
    FROM insurance_enrolment e
    LEFT JOIN accounts_unit u ON u.id = e.unit_id
    LEFT JOIN insurance_unitregistration reg ON reg.unit_id = e.unit_id
    WHERE e.person_id >= %(first_person)s
), charged AS (
    SELECT s.area_id, s.payer, s.person_id, s.insurance, m.month,
           s.wage_fen::bigint * (100 - 3 * (s.last_year - date_part('year', m.month)::int)) / 100 AS wage,
           s.injury_class, s.kind
    FROM spans s
    JOIN demo_month m ON m.month >= s.first_month
        AND m.month < coalesce(s.stop_month, 'infinity')
        AND m.month < coalesce(date_trunc('month', s.closed_on), 'infinity')
        AND (s.kind <> 'resident' OR date_part('month', m.month) = 1 OR m.month = s.first_month)
), amounts AS (
    SELECT c.area_id, c.payer, c.person_id, c.month, c.insurance, c.wage,
           least(greatest(c.wage, b.lower_fen), b.upper_fen) AS base, r.unit_rate, r.own_rate, r.yearly_fen
    FROM charged c
    JOIN demo_bound b ON b.area_id = c.area_id AND b.month = c.month
    JOIN demo_rate r ON r.area_id = c.area_id AND r.month = c.month AND r.insurance = c.insurance AND r.kind = c.kind
        AND r.injury_class = CASE WHEN c.insurance = 410 THEN c.injury_class ELSE 0 END
)
SELECT area_id, payer, person_id, month, CASE WHEN insurance = 390 THEN 'yearly' ELSE 'regular' END AS kind,
       max(wage) AS wage_fen,
       max(base) FILTER (WHERE insurance IN (110, 210, 410)) AS hrss_base_fen,
       max(base) FILTER (WHERE insurance IN (310, 510)) AS medical_base_fen,
       sum(round(base * unit_rate)) FILTER (WHERE insurance = 110) AS pension_unit,
       sum(round(base * own_rate)) FILTER (WHERE insurance = 110) AS pension_own,
       sum(round(base * unit_rate)) FILTER (WHERE insurance = 210) AS unemployment_unit,
       sum(round(base * own_rate)) FILTER (WHERE insurance = 210) AS unemployment_own,
       sum(round(base * unit_rate)) FILTER (WHERE insurance = 410) AS injury_unit,
       sum(round(base * unit_rate)) FILTER (WHERE insurance = 310) AS medical_unit,
       sum(round(base * own_rate)) FILTER (WHERE insurance = 310) AS medical_own,
       sum(round(yearly_fen / 12.0)) FILTER (WHERE insurance = 330) AS supplement_own,
       sum(round(base * unit_rate)) FILTER (WHERE insurance = 510) AS maternity_unit,
       sum(yearly_fen) FILTER (WHERE insurance = 390) AS resident_own
FROM amounts
GROUP BY area_id, payer, person_id, month, 5
"""

ASSESSMENTS = """
INSERT INTO insurance_assessment (area_id, unit_id, person_id, month, kind)
SELECT area_id, CASE WHEN payer > 0 THEN payer END, CASE WHEN payer < 0 THEN -payer END, month, kind
FROM (SELECT DISTINCT area_id, payer, month, kind FROM demo_line) AS payers ORDER BY month, payer
"""

LINES = """
INSERT INTO insurance_contributionline
    (assessment_id, person_id, month, wage_fen, hrss_base_fen, medical_base_fen, pension_unit, pension_own,
     unemployment_unit, unemployment_own, injury_unit, medical_unit, medical_own, supplement_own, maternity_unit,
     resident_own)
SELECT a.id, l.person_id, l.month, l.wage_fen, l.hrss_base_fen, l.medical_base_fen, l.pension_unit, l.pension_own,
       l.unemployment_unit, l.unemployment_own, l.injury_unit, l.medical_unit, l.medical_own, l.supplement_own,
       l.maternity_unit, l.resident_own
FROM demo_line l
JOIN insurance_assessment a ON a.month = l.month AND coalesce(a.unit_id, -a.person_id) = l.payer AND a.kind = l.kind
ORDER BY l.person_id, l.month
"""

BILLS = """
WITH totals AS (
    SELECT assessment_id,
           sum(coalesce(pension_unit, 0) + coalesce(unemployment_unit, 0) + coalesce(injury_unit, 0)) AS hrss_unit,
           sum(coalesce(pension_own, 0) + coalesce(unemployment_own, 0)) AS hrss_own,
           count(hrss_base_fen) AS hrss,
           sum(coalesce(medical_unit, 0) + coalesce(maternity_unit, 0)) AS medical_unit,
           sum(coalesce(medical_own, 0) + coalesce(supplement_own, 0) + coalesce(resident_own, 0)) AS medical_own,
           count(coalesce(medical_base_fen, supplement_own, resident_own)) AS medical,
           count(resident_own) AS resident
    FROM insurance_contributionline WHERE person_id >= %(first_person)s GROUP BY assessment_id
), per_agency AS (
    SELECT assessment_id, 'hrss' AS agency, hrss_unit AS unit_fen, hrss_own AS own_fen, 0 AS resident
    FROM totals WHERE hrss > 0
    UNION ALL
    SELECT assessment_id, 'medical', medical_unit, medical_own, resident FROM totals WHERE medical > 0
), dated AS (
    SELECT p.*, payer.unpaid_from, payer.part_paid_from, settled.credited_on AS settled_on, a.month,
           CASE WHEN p.resident = 0 THEN m.due_on
                WHEN date_part('month', a.month) = 1 THEN a.month - 1
                ELSE (a.month + interval '1 month')::date - 1 END AS due_on,
           CASE WHEN p.resident = 0
                THEN a.month - 1
                    + coalesce(payer.pay_day, 8 + (coalesce(a.unit_id, a.person_id) * 7 + m.position * 5) %% 15)::int
                WHEN date_part('month', a.month) = 1 THEN a.month - 10 - ((a.person_id * 37 + m.position) %% 100)::int
                ELSE a.month + 5 END AS wished_on
    FROM per_agency p
    JOIN insurance_assessment a ON a.id = p.assessment_id
    JOIN demo_month m ON m.month = a.month
    LEFT JOIN demo_payer payer ON payer.payer = coalesce(a.unit_id, -a.person_id)
    LEFT JOIN demo_settled settled ON settled.month = a.month AND settled.payer = coalesce(a.unit_id, -a.person_id)
), paid AS (
    SELECT d.*, least(day.worked_on, d.due_on) AS on_time_on,
           least(CASE WHEN d.agency = 'hrss' THEN day.next_on ELSE day.second_on END, greatest(d.due_on, day.worked_on))
               AS on_time_credited_on
    FROM dated d JOIN demo_day day ON day.day = d.wished_on
), known AS (
    SELECT *, CASE
               WHEN settled_on IS NOT NULL THEN settled_on - 1
               WHEN month >= coalesce(least(unpaid_from, part_paid_from), 'infinity') THEN NULL
               ELSE on_time_on END AS pays_on,
           CASE
               WHEN settled_on IS NOT NULL THEN settled_on
               WHEN month >= coalesce(least(unpaid_from, part_paid_from), 'infinity') THEN NULL
               ELSE on_time_credited_on END AS credits_on
    FROM paid
), amounts AS (
    SELECT *, CASE WHEN pays_on <= %(on)s THEN unit_fen + own_fen
                   WHEN month >= part_paid_from THEN (unit_fen + own_fen) * 2 / 5
                   ELSE 0 END::bigint AS paid_fen
    FROM known
)
INSERT INTO insurance_bill
    (assessment_id, agency, unit_total_fen, own_total_fen, paid_fen, brought_fen, state, due_on, paid_on, credited_on)
SELECT assessment_id, agency, unit_fen, own_fen, paid_fen, paid_fen,
       CASE WHEN credits_on <= %(on)s THEN 'paid' WHEN month >= part_paid_from THEN 'part_paid' ELSE 'issued' END,
       due_on,
       CASE WHEN pays_on <= %(on)s THEN pays_on END,
       CASE WHEN credits_on <= %(on)s THEN credits_on END
FROM amounts ORDER BY assessment_id, agency
"""


FORGET = "DROP TABLE demo_month, demo_day, demo_payer, demo_settled, demo_rate, demo_bound, demo_line"


def write_ledger(city: City, keys: Keys, rng: Random) -> dict[str, int]:
    """Charge every enrolment of the city for the months of its record; return the rows written by what they are."""
    last = last_assessed(city.on)
    calendar = work_calendar()
    facts = {"last": last.first_day, "first_person": keys.first_person, "on": city.on}
    with connection.cursor() as cursor:
        cursor.execute(CALENDAR_TABLES)
        copy_into(cursor, "demo_month", month_rows(city.since, last, calendar))
        copy_into(cursor, "demo_day", day_rows(city.since, last, calendar))
        copy_into(cursor, "demo_payer", payer_rows(city, keys, rng))
        copy_into(cursor, "demo_settled", settled_rows(city, keys, rng, calendar))
        cursor.execute(POLICY_TABLES)
        cursor.execute(CHARGED, facts)
        written = {}
        for name, statement in (("assessments", ASSESSMENTS), ("lines", LINES), ("bills", BILLS)):
            cursor.execute(statement, facts)
            written[name] = cursor.rowcount
            cursor.execute("ANALYZE insurance_assessment, insurance_contributionline")
        cursor.execute(FORGET)
    close_months(city, keys, calendar)
    remember_runs(city, keys, last)
    return written


def last_assessed(on: date) -> Month:
    """Return the last month whose bills are out on a day."""
    return Month.of(on) if on.day >= BILLS_OUT_ON_DAY else Month.of(on) - 1


def copy_into(cursor, table: str, rows) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def month_rows(first: Month, last: Month, calendar: WorkCalendar):
    for position, month in enumerate(Month.span(first, last)):
        yield month.first_day, position, calendar.closing_day(month, DUE_DAY)


def day_rows(first: Month, last: Month, calendar: WorkCalendar):
    """Yield every day with the first, second and third working day from it on; residents pay in the year before."""
    day = (first - 12).first_day
    while day <= (last + 1).last_day:
        worked = calendar.rolled(day)
        following = calendar.next_working_day(worked)
        yield day, worked, following, calendar.next_working_day(following)
        day += timedelta(days=1)


def close_months(city: City, keys: Keys, calendar: WorkCalendar) -> None:
    """Close the books of every month but the last ones, in every area."""
    months = list(Month.span(city.since, Month.of(city.on) - MONTHS_BEHIND))
    ClosedMonth.objects.bulk_create(
        ClosedMonth(area_id=area, month=month.first_day, closed_on=calendar.closing_day(month + 1, CLOSING_DAY))
        for area in sorted(set(keys.areas.values()))
        for month in months
    )


def remember_runs(city: City, keys: Keys, last: Month) -> None:
    """Put the open months on record as assessed, so that what changes in them is charged or given back by the next run."""
    for area_id in sorted(set(keys.areas.values())):
        for month in Month.span(Month.of(city.on) - MONTHS_BEHIND + 1, last):
            counted = run_of(area_id, month)
            if counted["payers_total"]:
                AssessmentRun.objects.create(area_id=area_id, month=month.first_day, **counted)


def run_of(area_id: int, month: Month) -> dict:
    """Return what a run would have counted for a month that is assessed."""
    assessments = Assessment.objects.filter(area=area_id, month=month.first_day, kind=AssessmentKind.REGULAR)
    bills = Bill.objects.filter(assessment__in=assessments).aggregate(
        bills=Count("pk"), unit_fen=Coalesce(Sum("unit_total_fen"), 0), own_fen=Coalesce(Sum("own_total_fen"), 0)
    )
    assessed_on = month.day(BILLS_OUT_ON_DAY)
    at = at_office(assessed_on, time(8))
    payers = assessments.count()
    return {
        "state": RunState.FINISHED,
        "assessed_on": assessed_on,
        "payers_total": payers,
        "payers_done": payers,
        "people": ContributionLine.objects.filter(assessment__in=assessments).count(),
        "begun_at": at,
        "finished_at": at,
        **bills,
    }
