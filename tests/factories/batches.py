"""Tables as units send them, and what the worker makes of them, without a worker."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from accounts.models import Person, Unit
from insurance.models import Batch, Enrolment
from insurance.models.enrolments import EnrolmentKind
from insurance.rules.kinds import EMPLOYEE_INSURANCES, DeclarationKind
from insurance.services import batch_checking, batch_filing, batches
from tests.factories.clock import NOW, TODAY
from tests.factories.parties import PersonFactory
from tests.factories.record import AreaFactory

LEAVING_HEADINGS = ("姓名", "证件号码", "减员原因代码", "解除/终止日期", "合同开始日期", "岗位", "本单位工作年限")


def leaving(person: Person, *, reason="14", ended_on="2026-09-09") -> tuple[str, ...]:
    """Return the row of somebody who leaves."""
    return (person.name, person.identity_number, reason, ended_on, "2024-01-01", "会计", "2.5")


def table(rows: Sequence[Sequence[str]], headings: Sequence[str] = LEAVING_HEADINGS) -> bytes:
    """Return a table as CSV in UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def hand_in(operator, content: bytes, name="减员.csv", *, kind=DeclarationKind.REDUCTION, on=TODAY) -> Batch:
    """Return a table as the operator's upload leaves it."""
    return batches.receive(operator.unit, kind, name, content, actor=operator, at=NOW, on=on).batch


def checked(operator, content: bytes, name="减员.csv", *, kind=DeclarationKind.REDUCTION, on=TODAY) -> Batch:
    """Return a table as the check leaves it."""
    batch = hand_in(operator, content, name, kind=kind, on=on)
    batch_checking.check(batch.pk, at=NOW, on=on)
    batch.refresh_from_db()
    return batch


def choose(batch: Batch, operator, *, scope="good", acknowledged=True) -> Batch:
    """Let the operator submit a checked table."""
    return batches.submit(
        batch.public_id, scope=scope, acknowledged=acknowledged, seen=batch.version, actor=operator, at=NOW
    )


def filed(batch: Batch, operator, *, on=TODAY, **choice) -> Batch:
    """Return a checked table after the operator's choice and the worker's filing."""
    choose(batch, operator, **choice)
    batch_filing.apply(batch.pk, at=NOW, on=on)
    batch.refresh_from_db()
    return batch


def staff_of(unit: Unit, size: int) -> list[Person]:
    """Return new people employed by a unit for all five insurances, written in few statements."""
    people = PersonFactory.build_batch(size)
    Person.objects.bulk_create(people)
    area = AreaFactory()
    Enrolment.objects.bulk_create(
        Enrolment(
            person=person,
            unit=unit,
            area=area,
            insurance=insurance,
            kind=EnrolmentKind.EMPLOYEE,
            first_month=date(2024, 1, 1),
            covered_from=date(2024, 1, 1),
            wage_fen=800_000,
        )
        for person in people
        for insurance in EMPLOYEE_INSURANCES
    )
    return people
