"""Puts the reviewed policy files in force: areas, documents, every table of policy, the working calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from insurance.models.policy import CalendarDay, PolicyDocument, PoolingArea
from insurance.rules.policy_entries import PolicyFault
from insurance.rules.policy_tables import AreaFile
from insurance.rules.workdays import calendar_from_tables, days_of_holidays
from insurance.services.policy_files import DATA, POLICY, policy_files, read_toml
from insurance.services.policy_in_force import lock_policy, put_in_force
from insurance.services.resident_subsidies import documents_of, put_subsidies

UNSAID = {"issued_on": None, "url": "", "law_slug": ""}
"""What the columns of a document hold that its file leaves out."""


@dataclass(frozen=True)
class Loaded:
    """What a loading changed."""

    areas: int
    documents: int
    added: int
    closed: int
    days: int


@transaction.atomic
def load_policy(folder: Path = POLICY, calendar: Path = DATA / "calendar.toml") -> Loaded:
    """Put everything in ``folder`` and the working calendar in force; loading again changes nothing.

    Raises PolicyFault, with nothing changed, when a file is incomplete or contradicts what is in force.
    """
    shared, areas = policy_files(folder)
    lock_policy()
    of_areas = [document for area in areas for document in area.documents]
    documents = put_documents([*shared, *of_areas, *documents_of()])
    added = closed = new_areas = 0
    for policy in areas:
        area, is_new = _put_area(policy)
        new_areas += is_new
        area_added, area_closed = put_in_force(area, policy.entries)
        added, closed = added + area_added, closed + area_closed
    added += put_subsidies()
    return Loaded(new_areas, documents, added, closed, _put_calendar(read_toml(calendar)))


def _put_area(policy: AreaFile) -> tuple[PoolingArea, bool]:
    return PoolingArea.objects.update_or_create(
        code=policy.code,
        defaults={"name_zh": policy.name_zh, "name_en": policy.name_en, "is_reference": policy.is_reference},
    )


def put_documents(documents: list[Mapping]) -> int:
    """Write documents; a corrected title reaches one already there. Returns how many are new."""
    new = 0
    for document in documents:
        defaults = UNSAID | {name: value for name, value in document.items() if name != "number"}
        if document["evidence"] not in PolicyDocument.Evidence.values:
            raise PolicyFault(f"document {document['number']}: evidence {document['evidence']} is not known")
        _, created = PolicyDocument.objects.update_or_create(number=document["number"], defaults=defaults)
        new += created
    return new


def _put_calendar(tables: Mapping[str, Mapping]) -> int:
    """Make the working calendar that of the file, each year with its notice; return how many days changed."""
    try:
        calendar_from_tables(tables)
    except (ValueError, KeyError) as error:
        raise PolicyFault(f"calendar: {error}") from error
    changed = 0
    for year, table in tables.items():
        document, _ = PolicyDocument.objects.update_or_create(
            number=f"节假日安排{year}",
            defaults={
                "title_zh": table["document_zh"],
                "title_en": table["document_en"],
                "issuer_zh": "国务院办公厅",
                "issuer_en": "General Office of the State Council",
                "issued_on": table["issued_on"],
                "evidence": PolicyDocument.Evidence.GOVERNMENT,
            },
        )
        changed += _put_year(int(year), table, document)
    return changed


def _put_year(year: int, table: Mapping, document: PolicyDocument) -> int:
    wanted = dict.fromkeys(days_of_holidays(table), CalendarDay.Kind.HOLIDAY)
    wanted |= dict.fromkeys(table["make_up_workdays"], CalendarDay.Kind.WORKDAY)
    of_year = CalendarDay.objects.filter(day__gte=date(year, 1, 1), day__lt=date(year + 1, 1, 1))
    stored = dict(of_year.values_list("day", "kind"))
    stale = [day for day, kind in stored.items() if wanted.get(day) != kind]
    of_year.filter(day__in=stale).delete()
    missing = [day for day in wanted if day not in stored or day in stale]
    CalendarDay.objects.bulk_create(CalendarDay(day=day, kind=wanted[day], document=document) for day in missing)
    return len({*stale, *missing})
