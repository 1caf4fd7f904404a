"""代办名单: a committee puts residents on its list, by lines that are typed or by a table.

Who asks learns only whether name and number fit together; that is counted and slowed, and the people are told.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.services import audit, logins, notices
from accounts.services.logins import Door
from insurance.documents.workbook_reading import read_workbook, refuse_large
from insurance.models.residents import ResidentAgent, ResidentProxy
from insurance.rules.resident_list import ListRow, rows_of
from insurance.rules.resident_payment import MOST_RESIDENTS, Relation
from insurance.rules.sheets import Sheet
from insurance.selectors.resident_proxies import people_meant, proxies_by

PAGE = "/me/resident-medical/"

SECONDS = 10
"""How long a table may take to read: somebody waits for the answer, and 500 rows take a fraction of a second."""

COSTLY = frozenset({"workbook.too_slow", "workbook.swollen"})
"""Refusals of a file that kept us busy: they count as failures, so that such files come more and more slowly."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A table as it arrived."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Added:
    """What a list came to: how many people are new on it and how many were there, and the rows that name nobody."""

    added: int
    known: int
    rows: tuple[ListRow, ...] = field(repr=False)

    @property
    def refused(self) -> list[ListRow]:
        return [row for row in self.rows if row.problems]

    @property
    def repaired(self) -> list[ListRow]:
        return [row for row in self.rows if row.repairs and not row.problems]


def add_residents(
    user: User,
    lines: Iterable[tuple[int, str]],
    table: Upload | None = None,
    *,
    address: str | None,
    at: datetime,
    on: date,
) -> Added:
    """Add the people of numbered lines and of a table to a committee's list; a row that fails does not stop the others.

    Nothing is kept but who is on the list. Call it outside a transaction: it is counted as one try, a failed one where
    hardly anybody is found. Raises RuleBroken: R009, ``login.wait``, ``workbook.…`` for a file that cannot be taken, and
    what ``rows_of`` raises.
    """
    if not user.may_for_unit(OperatorRight.PREPARE):
        raise RuleBroken("R009")
    index = logins.subject_index(Door.FAMILY, user.unit.public_id)
    attempt = logins.begin_attempt(Door.FAMILY, index, address=address, at=at)
    try:
        rows = rows_of(lines, table and sheet_of(table), on=on)
    except RuleBroken as refused:
        if refused.code not in COSTLY:
            logins.forget(attempt.pk)
        raise
    asked = [(row.document, row.name) for row in rows if not row.problems]
    found = people_meant(asked)
    if not asked:
        logins.forget(attempt.pk)
    elif 2 * sum(pair in found for pair in asked) >= len(asked):
        logins.succeed(attempt.pk)
    added, known = keep(user, found.values(), at=at)
    return Added(added, known, tuple(looked_up(row, found) for row in rows))


def sheet_of(table: Upload) -> Sheet:
    refuse_large(len(table.content), most_bytes=settings.HALL_WORKBOOK_BYTES)
    return read_workbook(table.name, table.content, most_rows=MOST_RESIDENTS, seconds=SECONDS)


def looked_up(row: ListRow, found: dict[tuple[str, str], Person]) -> ListRow:
    """Return a row with what is wrong with it when nobody on record fits."""
    if row.problems or (row.document, row.name) in found:
        return row
    return replace(row, problems=(RuleBroken("resident.no_match", "rows"),))


@transaction.atomic
def keep(user: User, people: Iterable[Person], *, at: datetime) -> tuple[int, int]:
    """Write the people who are not on the committee's list yet, and tell them; return how many are new and how many known."""
    agent = ResidentAgent.objects.select_for_update(of=("self",), no_key=True).get(unit=user.unit_id, ended_at=None)
    people = {person.pk: person for person in people}
    known = set(proxies_by(agent.unit).filter(person__in=people).values_list("person_id", flat=True))
    new = [person for key, person in people.items() if key not in known]
    ResidentProxy.objects.bulk_create(
        ResidentProxy(person=person, by_unit=agent.unit, relation=Relation.RESIDENT, made_by=user, made_at=at)
        for person in new
    )
    told = [(person, {"unit": agent.unit.name}) for person in new]
    notices.tell_people(told, "resident_committee_added", at=at, link=PAGE)
    audit.record(user, "resident.listed", agent.unit, at=at, people=len(new))
    return len(new), len(known)
