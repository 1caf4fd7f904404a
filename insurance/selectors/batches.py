"""The workbooks of a unit: the list, the rows of one, and what they would make of the next bill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models.parties import Unit
from accounts.rules.errors import RuleBroken
from insurance.models.batches import Batch, BatchRow
from insurance.models.declarations import DeclarationLine
from insurance.rules.findings import Verdict
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.selectors.employer_desk import month_to_bill
from insurance.selectors.key_pages import KeyPage, key_page
from insurance.selectors.next_bill import Forecast, next_bill


@dataclass(frozen=True)
class BatchesPage:
    """A page of the list and how many there are."""

    page: KeyPage
    total: int


def batches_page(
    unit: Unit, kind: DeclarationKind, *, size: int, after: int | None = None, before: int | None = None
) -> BatchesPage:
    """Return one page of the unit's workbooks of a kind, the newest first, in two statements."""
    batches = Batch.objects.filter(unit=unit, kind=kind).defer("content", "headings", "mapping", "forecast")
    page = key_page(
        batches.select_related("declaration", "same_as"),
        key="pk",
        size=size,
        descending=True,
        after=after,
        before=before,
    )
    return BatchesPage(page, Batch.objects.filter(unit=unit, kind=kind).count())


def rows_page(
    batch: Batch, verdict: Verdict | None, *, size: int, after: int | None = None, before: int | None = None
) -> KeyPage:
    """Return some rows of a batch in the order of the file, one statement."""
    rows = BatchRow.objects.filter(batch=batch).select_related("person")
    if verdict is not None:
        rows = rows.filter(verdict=verdict)
    return key_page(rows, key="number", size=size, after=after, before=before)


def all_rows(batch: Batch) -> list[BatchRow]:
    """Return every row of a batch in the order of the file."""
    return list(BatchRow.objects.filter(batch=batch).order_by("number"))


def forecast_of(unit: Unit, lines: Sequence[DeclarationLine], *, on: date) -> dict:
    """Return the unit's bill before and after these lines, for the first month they change that is not charged yet, as JSON;
    amounts in fen.

    Empty where no rates are in force for the month.
    """
    first = min((line.month for line in lines if line.month), default=on)
    month = max(Month.of(first), month_to_bill(unit, on=on))
    try:
        before, after = next_bill(unit, month, on=on), next_bill(unit, month, on=on, lines=lines)
    except RuleBroken:
        return {}
    return {"month": str(month), "before": as_data(before), "after": as_data(after)}


def as_data(forecast: Forecast) -> dict:
    return {"people": forecast.people, "total_fen": forecast.total_fen}
