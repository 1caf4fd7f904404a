"""What the pages of the policy studio show: drafts, the rows that can be changed, documents, names behind numbers."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet

from accounts.models.parties import Person, Unit
from insurance.models.policy import PolicyDocument, PoolingArea
from insurance.models.policy_drafts import PolicyDraft
from insurance.rules.policy_drafts import ONE_DAY, in_force_on, key_of
from insurance.rules.policy_entries import PolicyEntry
from insurance.rules.policy_sheet import key_of_row, slug_of
from insurance.selectors.policy_change import rows_of_area


def drafts(state: str) -> QuerySet[PolicyDraft]:
    """Return the drafts in a state, of all where none is named."""
    wanted = PolicyDraft.objects.select_related("area", "entered_by", "approved_by")
    return wanted.filter(state=state) if state else wanted


def drafts_by_state() -> dict[str, int]:
    return dict(PolicyDraft.objects.values_list("state").annotate(drafts=Count("pk")))


def draft_numbered(number: str) -> PolicyDraft | None:
    people = ("entered_by", "approved_by", "discarded_by")
    return PolicyDraft.objects.select_related("area", "document", *people).filter(number=number).first()


def areas() -> list[PoolingArea]:
    """Return the areas people are insured in first, then those known for comparison."""
    return list(PoolingArea.objects.order_by("is_reference", "code"))


def documents() -> list[PolicyDocument]:
    """Return every document, the newest first."""
    return list(PolicyDocument.objects.order_by("-issued_on", "number"))


def rows_to_change(area: PoolingArea, day: date) -> list[tuple[PolicyEntry, ...]]:
    """Return the rows of an area in force on a day, as files write them: work injury with all its classes is one."""
    rows: dict[tuple, list[PolicyEntry]] = {}
    for entry in in_force_on(rows_of_area(area), day):
        rows.setdefault((entry.table, *key_of_row(entry)), []).append(entry)
    return [tuple(sorted(row, key=lambda entry: entry.key)) for row in rows.values()]


def row_to_change(area: PoolingArea, table: str, slug: str, day: date) -> tuple[PolicyEntry, ...]:
    """Return the entries of the row that an address names; empty where none is in force."""
    rows = rows_to_change(area, day)
    return next((row for row in rows if (row[0].table, slug_of(key_of_row(row[0]))) == (table, slug)), ())


def counterpart(standing: Iterable[PolicyEntry], entries: Iterable[PolicyEntry], day: date) -> tuple[PolicyEntry, ...]:
    """Return the rows in force just before ``day`` that say the same numbers as ``entries``, by key."""
    wanted = {key_of(entry) for entry in entries}
    before = (entry for entry in standing if key_of(entry) in wanted and entry.holds(day - ONE_DAY))
    return tuple(sorted(before, key=lambda entry: entry.key))


def names_of(numbers: Iterable[str]) -> dict[str, str]:
    """Return the names of persons and units by the number people see."""
    numbers = list(numbers)
    people = Person.objects.filter(public_id__in=numbers).values_list("public_id", "name")
    return dict(people) | dict(Unit.objects.filter(public_id__in=numbers).values_list("public_id", "name"))
