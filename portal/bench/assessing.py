"""A month of a big city assessed, beside COPY of the rows it writes into tables without indexes."""

import resource
from collections.abc import Callable
from datetime import date, time

from django.db import connection

from accounts.models import Person, Unit
from insurance.models import AssessmentRun, PoolingArea, Reassessment, UnitRegistration
from insurance.rules.business_day import at_office
from insurance.rules.months import Month
from insurance.selectors.assessment_runs import books_of
from insurance.services.assessing import assess
from portal.bench.batches import taken_back
from portal.bench.measuring import Measured, seconds
from portal.demo.numbers import AREA

PEOPLE = 100_000
PEOPLE_OF_A_UNIT = 100
SECONDS_OF_GOAL = 15
WRITTEN = ("insurance_assessment", "insurance_contributionline", "insurance_bill", "insurance_posting")

COPIED = [
    field.column
    for field in Person._meta.concrete_fields
    if not field.generated and field.name not in ("id", "identity_index")
]

PERSONS = f"""
INSERT INTO accounts_person (identity_index, {", ".join(COPIED)})
SELECT gen_random_uuid(), {", ".join(COPIED)}
FROM generate_series(1, %(people)s), (SELECT * FROM accounts_person ORDER BY id LIMIT 1) AS one
RETURNING id
"""  # nosec B608
"""As many doubles of the first person, under numbers that nobody has."""

ENROLMENTS = """
INSERT INTO insurance_enrolment
    (person_id, area_id, insurance, kind, unit_id, first_month, covered_from, wage_fen, employment_kind, end_reason,
     terminated)
SELECT person.id, %(area)s, insurance, 'employee', (%(units)s::bigint[])[1 + person.place %% %(count)s],
       %(since)s, %(since)s, 400000 + person.place * 37 %% 2000000, '', '', false
FROM unnest(%(people)s::bigint[]) WITH ORDINALITY AS person(id, place)
CROSS JOIN unnest(%(insurances)s::int[]) AS insurance
"""


def measurements(*, on: date, people: int = PEOPLE) -> list[Measured]:
    """Return what one month took for 100,000 enrolments, and for 100,000 people in five insurances each."""
    return [
        measured(on, people // 5, f"{people:,} enrolments"),
        measured(on, people, f"{people:,} people with {people * 5:,} enrolments"),
    ]


def measured(on: date, people: int, name: str) -> Measured:
    """Measure the month after the last one that was assessed, in a transaction that leaves nothing."""
    at = at_office(on, time(10))
    area = PoolingArea.objects.get(code=AREA)
    with taken_back():
        AssessmentRun.objects.filter(area=area, state="running").delete()
        month = following(area, on)
        day = max(on, month.day(10))
        invent(area, people, month)
        Reassessment.objects.all().delete()
        before = {table: last_key(table) for table in WRITTEN}
        check_constraints()
        processor = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        took = seconds(lambda: (assess(area, month, actor=None, at=at, on=day), check_constraints()))
        processor = resource.getrusage(resource.RUSAGE_SELF).ru_utime - processor
        run = AssessmentRun.objects.get(area=area, month=month.first_day)
        floor = floor_of(before)
    goal = f"< {SECONDS_OF_GOAL} s"
    note = f"{run.people:,} lines, {run.bills:,} bills, {processor:.1f} s of the client's processor"
    return Measured(f"month of {name} assessed", took, goal, took < SECONDS_OF_GOAL, floor, note)


def check_constraints() -> None:
    """Check references now, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def following(area: PoolingArea, on: date) -> Month:
    """Return the month that comes next."""
    last = books_of(area, on=on).last
    return last + 1 if last else Month.of(on)


def invent(area: PoolingArea, people: int, month: Month) -> None:
    """Put units and employees on record, with statistics as after an ordinary night."""
    facts = {"area": area.pk, "people": people, "since": (month - 12).first_day}
    units = [unit.pk for unit in invented_units(area, people // PEOPLE_OF_A_UNIT)]
    with connection.cursor() as cursor:
        cursor.execute(PERSONS, facts)
        keys = [key for (key,) in cursor.fetchall()]
        facts |= {"units": units, "count": len(units), "people": keys, "insurances": [110, 210, 310, 410, 510]}
        cursor.execute(ENROLMENTS, facts)
        cursor.execute("ANALYZE insurance_enrolment, insurance_unitregistration, accounts_unit, accounts_person")


def invented_units(area: PoolingArea, count: int) -> list[Unit]:
    """Put units without anybody on record."""
    units = Unit.objects.bulk_create(
        Unit(name="量表单位", credit_code=f"ASSESS{number:012d}", founded_on=date(2010, 1, 4))
        for number in range(count)
    )
    UnitRegistration.objects.bulk_create(UnitRegistration(unit=unit, area=area, injury_class=2) for unit in units)
    return units


def last_key(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # nosec B608
        return cursor.fetchone()[0]


def floor_of(before: dict[str, int]) -> float:
    """Return how long COPY by a client takes for the rows that were written since, into tables without indexes."""
    return sum(seconds(copying(table, key)) for table, key in before.items())


def copying(table: str, after: int) -> Callable[[], None]:
    """Return the act of copying what stands in a table after a key into a bare one."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table})")
        with cursor.copy(f"COPY (SELECT * FROM {table} WHERE id > {after}) TO STDOUT") as rows:  # nosec B608
            content = b"".join(bytes(piece) for piece in rows)

    def act() -> None:
        with connection.cursor() as cursor, cursor.copy(f"COPY bare_{table} FROM STDIN") as target:
            target.write(content)

    return act
