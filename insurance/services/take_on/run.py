"""One run of a take-on: read everything, judge every row, write at the end, all in one transaction."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from accounts.services import audit
from insurance.models.policy import PoolingArea
from insurance.services import benefits
from insurance.services.take_on.files import read_folder
from insurance.services.take_on.levies import Levies
from insurance.services.take_on.parties import Persons, Units
from insurance.services.take_on.report import Report
from insurance.services.take_on.segments import Parents, Segments

ONE_RUN_LOCK = 3799_0104

FILLED = (
    "accounts_person",
    "insurance_enrolment",
    "insurance_assessment",
    "insurance_bill",
    "insurance_contributionline",
)
"""The tables from which benefits are read."""


def take_on(folder: Path, *, at: datetime, on: date, tell: Callable[[str], None]) -> Report:
    """Load an export and return what became of every row; ``tell`` hears how far it is.

    A killed run leaves nothing behind and can be started again; a second run of the same folder changes nothing.
    Raises FolderUnreadable before anything is written.
    """
    files = read_folder(folder)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_RUN_LOCK])
        return load(files, at=at, on=on, tell=tell)


def load(files, *, at: datetime, on: date, tell: Callable[[str], None]) -> Report:
    office_area = office_pooling_area()
    areas = {area.code: area for area in PoolingArea.objects.filter(is_reference=False)}
    units, persons = Units(areas), Persons(on)
    parents = Parents(persons, units)
    segments = Segments(parents, areas, office_area)
    levies = Levies(parents, office_area)
    report = Report()
    for name, table in zip(files, (units, persons, segments, levies), strict=True):
        tell(f"{name}: {len(files[name])} rows")
        table.recall()
        report.take(name, files[name], table.take)
        table.store()
    tell("benefits")
    count_rows()
    benefits.recompute((person.pk for person in persons.known.values()), on=on)
    audit.record(None, "take_on.done", office_area, at=at, files=report.lines())
    return report


def count_rows() -> None:
    """Let the server look how much is there now: what it plans for tables that were empty takes hours for full ones."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(FILLED)}")


def office_pooling_area() -> PoolingArea:
    """Return the office's own area; made when the policy of the city has not been loaded yet."""
    office = settings.HALL_OFFICE
    area, _ = PoolingArea.objects.get_or_create(
        code=office["area_code"], defaults={"name_zh": office["city_zh"], "name_en": office["city_en"]}
    )
    return area
