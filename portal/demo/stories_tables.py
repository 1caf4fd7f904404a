"""A table that waits in the demo city: some leave, some rows a spreadsheet has spoilt, some nobody but the sender can mend.

It is checked when five years are charged, so that it says what it would say on the day itself.
"""

import csv
import io
from datetime import date

from accounts.models import Person
from insurance.rules.kinds import DeclarationKind
from insurance.services import batch_checking, batches
from portal.demo.steps import City, moment, operator

HEADINGS = ("序号", "姓名", "身份证号", "离职原因", "离职日期", "合同起始日期", "岗位", "工作年限")
FILE_NAME = "减员名单.csv"


def tell_of_tables(city: City) -> None:
    """Let the operator of 云海 hand in a table this morning; it is checked and waits to be submitted."""
    staff = [city.next_of_staff("yunhai") for _row in range(6)]
    actor, at = operator(city, "yunhai"), moment(city.on, 8, 40)
    received = batches.receive(
        city.units["yunhai"],
        DeclarationKind.REDUCTION,
        FILE_NAME,
        table(staff, city.on),
        actor=actor,
        at=at,
        on=city.on,
    )
    batch_checking.check(received.batch.pk, at=at, on=city.on)


def table(staff: list[Person], ended_on: date) -> bytes:
    """Return the table of six people: two numbers are damaged and can be restored, a name and a number cannot."""
    numbers = [person.identity_number for person in staff]
    names = [person.name for person in staff]
    numbers[1] = numbers[1][:15] + "000"
    numbers[2] = f"'{numbers[2]}"
    numbers[4] = numbers[4][:-1]
    names[4] = names[4][0] + "某"
    names[5] = names[5][0] + "某某"
    days = [ended_on.isoformat(), f"{ended_on:%Y/%m/%d}", f"{ended_on.year}年{ended_on.month}月{ended_on.day}日"]
    rows = [
        (at + 1, names[at], numbers[at], "辞职", days[at % 3], "2023-03-01", "操作工", "3.5")
        for at in range(len(staff))
    ]
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return text.getvalue().encode("gb18030")
