"""Tables of a thousand and of five thousand rows: checked, and filed as one declaration. Nothing of it stays."""

import csv
import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time

from django.db import transaction

from accounts.models import Person, Unit, User
from accounts.models.parties import identity_index
from accounts.rules.resident_id import compose
from accounts.rules.roles import OperatorRight, UserKind
from insurance.models import Batch, Enrolment, PoolingArea, UnitRegistration
from insurance.rules.batches import BatchState, Scope
from insurance.rules.business_day import at_office
from insurance.rules.kinds import EMPLOYEE_INSURANCES, DeclarationKind, EnrolmentKind
from insurance.services import batch_checking, batch_filing, batches
from portal.bench.measuring import Measured, seconds
from portal.demo.numbers import AREA

HEADINGS = ("姓名", "证件号码", "减员原因代码", "解除/终止日期", "合同开始日期", "岗位", "本单位工作年限")
CHECK_GOAL = 2
FILE_GOAL = 3
WHOLE_GOAL = 12
WORKER_MEGABYTES = 200
SEQUENCES = 999
DISTRICT = "379999"
DIGITS = "零一二三四五六七八九"


class RolledBack(Exception):
    """Everything that was measured is taken back."""


@contextmanager
def taken_back() -> Iterator[None]:
    """Run what is measured in a transaction that leaves nothing."""
    try:
        with transaction.atomic():
            yield
            raise RolledBack
    except RolledBack:
        return


def measurements(*, on: date) -> list[Measured]:
    """Return what tables of both sizes took, on the city in the database, seen on the tenth of the month."""
    day = on.replace(day=10)
    return [*table_of(1_000, on=day, goals=(CHECK_GOAL, FILE_GOAL)), *table_of(5_000, on=day, goals=(WHOLE_GOAL,))]


def table_of(rows: int, *, on: date, goals: tuple[int, ...]) -> list[Measured]:
    """Measure one table from the upload to the declaration; two goals for its halves, or one for the whole."""
    at = at_office(on, time(10))
    with taken_back():
        operator, content = invented_unit(rows, on)
        batch = batches.receive(
            operator.unit, DeclarationKind.REDUCTION, "bench.csv", content, actor=operator, at=at, on=on
        ).batch
        checking = seconds(lambda: batch_checking.check(batch.pk, at=at, on=on))
        batch.refresh_from_db()
        batches.submit(batch.public_id, scope=Scope.GOOD, acknowledged=True, seen=batch.version, actor=operator, at=at)
        filing = seconds(lambda: batch_filing.apply(batch.pk, at=at, on=on))
        batch = Batch.objects.get(pk=batch.pk)
        done = batch.state == BatchState.APPLIED and batch.declaration.lines.count() == rows
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    note = f"process {memory} MB, worker's goal {WORKER_MEGABYTES}"
    if len(goals) == 1:
        took = checking + filing
        return [
            Measured(
                f"table of {rows:,} rows, checked and filed",
                took,
                f"< {goals[0]} s",
                done and took < goals[0],
                note=note,
            )
        ]
    return [
        Measured(
            f"table of {rows:,} rows checked", checking, f"< {goals[0]} s", done and checking < goals[0], note=note
        ),
        Measured("the same filed as one declaration", filing, f"< {goals[1]} s", done and filing < goals[1], note=note),
    ]


def invented_unit(rows: int, on: date) -> tuple[User, bytes]:
    """Return the operator of a unit with as many employees, and the table that lets all of them go."""
    unit = Unit.objects.create(name="量表单位", credit_code=f"BENCH{rows:013d}", founded_on=date(2010, 1, 4))
    area = PoolingArea.objects.get(code=AREA)
    UnitRegistration.objects.create(unit=unit, area=area, injury_class=2, registered_on=date(2010, 2, 1))
    rights = [right.value for right in OperatorRight]
    operator = User.objects.create(
        kind=UserKind.OPERATOR, unit=unit, username=f"bench{rows}", name="量表", rights=rights
    )
    people = Person.objects.bulk_create(map(employee, range(rows)), batch_size=1000)
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                person=person,
                unit=unit,
                area=area,
                insurance=insurance,
                kind=EnrolmentKind.EMPLOYEE,
                first_month=date(on.year - 1, 1, 1),
                covered_from=date(on.year - 1, 1, 1),
                wage_fen=800_000,
            )
            for person in people
            for insurance in EMPLOYEE_INSURANCES
        ),
        batch_size=5000,
    )
    return operator, table(people, on)


def employee(at: int) -> Person:
    """Return an invented person, with a number of a district in which nobody of the demo city lives."""
    born_on = date(1985, 1, 1 + at // SEQUENCES)
    number = compose(DISTRICT, born_on, at % SEQUENCES + 1)
    return Person(
        name=f"量{DIGITS[at // 10 % 10]}{DIGITS[at % 10]}",
        born_on=born_on,
        sex="2" if at % 2 else "1",
        identity_number=number,
        identity_index=identity_index("01", number),
        phone=f"199{at:08d}",
    )


def table(people: list[Person], on: date) -> bytes:
    """Return the table as CSV."""
    text = io.StringIO()
    rows = ((one.name, one.identity_number, "14", on.isoformat(), "2024-01-01", "量表", "1.5") for one in people)
    csv.writer(text).writerows([HEADINGS, *rows])
    return text.getvalue().encode()
