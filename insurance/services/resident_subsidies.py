"""Who pays less in the resident scheme: shares from the reviewed file, people from civil affairs, approved by a second person."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.dateparse import parse_date

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.document_number import read_document_number
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.services import audit, notices
from insurance.models.policy import PolicyDocument, PoolingArea
from insurance.models.residents import ResidentSubsidy, SubsidisedPerson
from insurance.rules.policy_entries import PolicyFault
from insurance.rules.resident_payment import Group
from insurance.selectors.personal_data import area_of
from insurance.selectors.resident_proxies import person_meant
from insurance.services.loaded_files import Cells, Loaded, load_each, record, refuse_who_may_not_load
from insurance.services.policy_files import DATA, read_toml

FILE = DATA / "resident_subsidies.toml"
COLUMNS = ("name", "id_number", "group", "first_day", "last_day", "proof")
"""What a file of people says in each line."""

LONGEST_PROOF = 100
ONE_DAY = timedelta(days=1)


# Shares ------------------------------------------------------------------------------------------------------------


def put_subsidies(path: Path = FILE) -> int:
    """Put the shares of the reviewed file in force where they are not yet; return how many rows are new.

    Documents of the file stand in the database already (``documents_of``). Raises PolicyFault for an unknown area or
    document, or where another share is in force.
    """
    areas = {area.code: area for area in PoolingArea.objects.all()}
    return sum(put_subsidy(row, areas) for row in read_toml(path)["subsidies"] if row["area"] in areas)


def documents_of(path: Path = FILE) -> list[Mapping]:
    """Return the documents that the file of shares rests on."""
    return read_toml(path)["documents"]


def put_subsidy(row: Mapping, areas: Mapping[str, PoolingArea]) -> bool:
    """Put one share in force; False where it is already."""
    values = {"share": Decimal(row["share"]), "in_force": DateRange(row["from"], row.get("until"))}
    same = ResidentSubsidy.objects.filter(area=areas[row["area"]], group=Group(row["group"]))
    if same.filter(**values).exists():
        return False
    if same.filter(in_force__overlap=values["in_force"]).exists():
        raise PolicyFault(f"subsidies {row['area']} {row['group']} from {row['from']}: another share is in force")
    document = PolicyDocument.objects.filter(number=row["document"]).first()
    if document is None:
        raise PolicyFault(f"subsidies {row['area']} {row['group']}: document {row['document']} is not described")
    same.create(
        area=areas[row["area"]], group=row["group"], document=document, article=row.get("article", ""), **values
    )
    return True


# People ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def load_people(rows: Iterable[tuple[int, Cells]], *, actor: User, at: datetime, on: date) -> Loaded:
    """Load people in groups from the lines of a file; nothing counts before a second person has approved it.

    Raises RuleBroken("account.not_allowed") for who may not.
    """
    refuse_who_may_not_load(actor)
    result = load_each(rows, lambda cells: load_person(cells, actor=actor, at=at, on=on))
    record(result, "subsidy.loaded", actor=actor, at=at)
    return result


def load_person(cells: Cells, *, actor: User, at: datetime, on: date) -> bool:
    """Load one line; False where the same stands already. RuleBroken says what is wrong with it."""
    person, group, days = person_of(cells, on=on), group_of(cells), days_of(cells)
    proof = cells.get("proof", "").strip()
    if not proof or len(proof) > LONGEST_PROOF:
        raise RuleBroken("subsidy.proof", "file")
    area = area_of(person)
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    of_person = SubsidisedPerson.objects.filter(person=person, area=area).exclude(is_approved=False)
    if of_person.filter(group=group, in_force=days).exists():
        return False
    if of_person.filter(in_force__overlap=days).exists():
        raise RuleBroken("subsidy.overlaps", "file")
    of_person.create(person=person, area=area, group=group, in_force=days, proof=proof, loaded_by=actor, loaded_at=at)
    return True


def person_of(cells: Cells, *, on: date) -> Person:
    number = read_document_number(cells.get("id_number", ""), on=on)
    person = person_meant(number, cells.get("name", ""))
    if person is None:
        raise RuleBroken("resident.no_match", "file")
    return person


def group_of(cells: Cells) -> Group:
    try:
        return Group(cells.get("group", "").strip())
    except ValueError:
        raise RuleBroken("subsidy.group", "file", group=cells.get("group", "").strip()[:40]) from None


def days_of(cells: Cells) -> DateRange:
    """Return the days of a line, its last day included; an empty last day leaves them open."""
    try:
        first, last = (parse_date(cells.get(name, "").strip()) for name in ("first_day", "last_day"))
    except ValueError:
        raise RuleBroken("subsidy.days", "file") from None
    written = cells.get("last_day", "").strip()
    if first is None or (written and last is None) or (last is not None and last < first):
        raise RuleBroken("subsidy.days", "file")
    return DateRange(first, last + ONE_DAY if last else None)


def waiting_keys() -> list[int]:
    """Return the keys of all rows that nobody has decided on."""
    return list(SubsidisedPerson.objects.filter(is_approved=None).values_list("pk", flat=True))


@transaction.atomic
def decide(pks: Iterable[int], *, approve: bool, actor: User, at: datetime) -> int:
    """Approve, or refuse, people whom somebody else has loaded; return how many. Told are those who now pay less.

    Raises RuleBroken("account.not_allowed"), RuleBroken("resident.second_person").
    """
    if not actor.may(Permission.APPROVE_MONEY):
        raise RuleBroken("account.not_allowed")
    waiting = SubsidisedPerson.objects.filter(pk__in=list(pks), is_approved=None).order_by("pk")
    rows = list(waiting.select_for_update(of=("self",)).select_related("person"))
    if any(row.loaded_by_id == actor.pk for row in rows):
        raise RuleBroken("resident.second_person")
    for row in rows:
        row.is_approved, row.decided_by, row.decided_at = approve, actor, at
    SubsidisedPerson.objects.bulk_update(rows, ["is_approved", "decided_by", "decided_at"])
    audit.record(actor, "subsidy.decided", actor, at=at, rows=len(rows), approved=approve)
    if approve:
        told = [(row.person, {"group": row.group}) for row in rows]
        notices.tell_people(told, "resident_subsidised", at=at, link="/me/resident-medical/")
    return len(rows)
