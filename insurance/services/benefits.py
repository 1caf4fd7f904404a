"""Keeps everybody's medical entitlement as it follows from enrolments, charges and policy; writes only what differs.

Recomputing is safe at any time and as often as one likes. It happens when a declaration takes effect, when money is
credited, when a policy row is put in force, and when a day passes on which something ran out (``sweep``).
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from insurance.models.benefits import BenefitPeriod, BenefitSweep
from insurance.models.enrolments import Enrolment
from insurance.rules.benefit_history import Period
from insurance.rules.benefits import Scheme
from insurance.rules.kinds import Insurance
from insurance.selectors.area_policy import area_policy
from insurance.selectors.benefits import benefits_of
from insurance.selectors.medical_records import medical_records

MEDICAL = (Insurance.MEDICAL, Insurance.RESIDENT)

BATCH = 5000
"""People recomputed in one transaction: about a second's work and a few megabytes."""

LOCK = 3799_0301
"""Taken last, after every row lock, so that two recomputations of one person never mix and nobody waits in a circle."""

STORED = """
SELECT id, person_id, scheme, first_on, until_on, state, cause, first_unpaid, credited_on, stop_rule_id, restore_rule_id
FROM insurance_benefitperiod WHERE person_id = ANY(%s)
"""

ADDED = """
COPY insurance_benefitperiod
    (person_id, scheme, first_on, until_on, state, cause, first_unpaid, credited_on, stop_rule_id, restore_rule_id)
FROM STDIN
"""


class Row(NamedTuple):
    """One period as it is stored, without its key."""

    person_id: int
    scheme: str
    first_on: date
    until_on: date | None
    state: str
    cause: str
    first_unpaid: date | None
    credited_on: date | None
    stop_rule_id: int | None
    restore_rule_id: int | None


def recompute(person_ids: Iterable[int], *, on: date) -> int:
    """Make the stored entitlement of some people that of today's record; return how many rows were written.

    Inside a transaction it is part of it; otherwise every ``BATCH`` people are one of their own.
    """
    people = sorted(set(person_ids))
    return sum(_recompute_batch(people[start : start + BATCH], on) for start in range(0, len(people), BATCH))


def recompute_area(area_id: int, *, on: date) -> int:
    """Recompute everybody who is or was in medical insurance in an area, as after a change of its policy."""
    enrolled = Enrolment.objects.filter(area=area_id, insurance__in=MEDICAL)
    return recompute(enrolled.values_list("person_id", flat=True).distinct().iterator(), on=on)


@transaction.atomic
def _recompute_batch(person_ids: Collection[int], on: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(STORED, [list(person_ids)])
        stored = {Row._make(columns): key for key, *columns in cursor.fetchall()}
    wanted = set(_rows(person_ids, on))
    stale = [key for row, key in stored.items() if row not in wanted]
    missing = sorted(wanted - stored.keys())
    if stale:
        BenefitPeriod.objects.filter(pk__in=stale).delete()
    if missing:
        with connection.cursor() as cursor, cursor.copy(ADDED) as copy:
            for row in missing:
                copy.write_row(row)
    return max(len(stale), len(missing))


def _rows(person_ids: Collection[int], on: date) -> Iterator[Row]:
    policies: dict = {}
    for person_id, area_id, record in medical_records(person_ids, on=on):
        if area_id not in policies:
            policies[area_id] = area_policy(area_id)
        for scheme, history in benefits_of(record, policies[area_id], on=on).histories():
            for period in history.periods:
                yield _row(person_id, scheme, period)


def _row(person_id: int, scheme: Scheme, period: Period) -> Row:
    cause, outcome = period.interruption, period.restoration
    restore_rule = outcome and outcome.restore_rule
    return Row(
        person_id=person_id,
        scheme=str(scheme),
        first_on=period.first_on,
        until_on=period.until_on,
        state=str(period.state),
        cause=str(period.cause),
        first_unpaid=cause and cause.first_unpaid.first_day,
        credited_on=cause and cause.credited_on,
        stop_rule_id=outcome and outcome.stop_rule.source.row,
        restore_rule_id=restore_rule and restore_rule.source.row,
    )


# The passing of days ------------------------------------------------------------------------------------------------

RAN_OUT = """
SELECT DISTINCT l.person_id
FROM insurance_bill b
JOIN insurance_contributionline l ON l.assessment_id = b.assessment_id
WHERE b.agency = 'medical' AND b.credited_on IS NULL AND b.state <> 'cancelled'
  AND coalesce(greatest(b.due_on, b.deferred_until), (l.month + interval '1 month')::date - 1) >= %(since)s
  AND coalesce(greatest(b.due_on, b.deferred_until), (l.month + interval '1 month')::date - 1) < %(on)s
UNION
SELECT person_id FROM insurance_enrolment
WHERE insurance = 390 AND (stop_month IS NULL OR stop_month > %(since)s)
  AND date_part('year', %(since)s::date) < date_part('year', %(on)s::date)
UNION
SELECT person_id FROM insurance_enrolment
WHERE insurance = 310
  AND first_month >= date_trunc('month', %(since)s::date) - interval '1 month'
  AND first_month < date_trunc('month', %(on)s::date) - interval '1 month'
"""
"""Who was not paid for in time since the last sweep (bills without a last day as ``medical_records`` reads them); at the
turn of the year, every resident; at the turn of the month, whose enrolment is no longer fresh."""


def sweep(*, on: date) -> int | None:
    """Recompute everybody for whom something ran out since the last sweep; once a day. Returns the rows written, None
    where the day was swept already.

    The day is noted last: who is killed in the middle does it again, and two at once do the same.
    """
    last = BenefitSweep.objects.order_by("-swept_on").values_list("swept_on", flat=True).first()
    if last is not None and last >= on:
        return None
    people = _ran_out(last, on) if last else _everybody()
    written = recompute(people, on=on)
    swept = BenefitSweep(swept_on=on, persons=len(people), rows_written=written)
    BenefitSweep.objects.bulk_create([swept], ignore_conflicts=True)
    return written


def _ran_out(last: date, on: date) -> list[int]:
    """Return whose bills passed their day: due on the day of the last sweep or later, and before ``on``."""
    with connection.cursor() as cursor:
        cursor.execute(RAN_OUT, {"since": last, "on": on})
        return [person_id for (person_id,) in cursor.fetchall()]


def _everybody() -> list[int]:
    return list(Enrolment.objects.filter(insurance__in=MEDICAL).values_list("person_id", flat=True).distinct())
