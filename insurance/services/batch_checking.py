"""What the worker makes of an uploaded workbook: read apart, matched, repaired where that is certain, checked.

Nothing of it is visible before the last transaction, which replaces all rows at once: a worker that is killed in the
middle leaves a batch that the next one checks from the start, with the same result.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from accounts.models.parties import Person, Unit
from accounts.rules.errors import RuleBroken
from accounts.services import notices
from insurance.documents.sheet_words import code_names
from insurance.documents.workbook_reading import read_workbook
from insurance.models.batches import Batch, BatchRow, ColumnMapping
from insurance.models.declarations import DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.rules.batches import LIVE, BatchState, NamedColumn
from insurance.rules.finding_data import as_data
from insurance.rules.findings import Verdict
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.sheet_columns import (
    COLUMN_OF_HEADING,
    Matching,
    match_headings,
    refuse_people_as_headings,
    refuse_wrong_template,
)
from insurance.rules.sheet_doctor import RosterName, RowDiagnosis, canonical_digest, diagnose
from insurance.rules.sheets import Sheet
from insurance.rules.workflow import State
from insurance.selectors.batches import forecast_of
from insurance.services.batch_rows import ReadRow, Result, digest_of, outcomes_of, stored_rows
from insurance.services.batches import put_aside

NO_EFFECT = frozenset({State.WITHDRAWN, State.REJECTED, State.UNDONE})
"""Where every part of a declaration is in one of these, its file may come again."""


def check(batch_id: int, *, at: datetime, on: date) -> None:
    """Check a batch that waits for it; one that does not, or not any more, is left alone."""
    batch = begin(batch_id)
    if batch is None:
        return
    try:
        found = examined(batch, on=on)
    except RuleBroken as refused:
        refuse(batch, refused, at=at)
        return
    if found is not None:
        finish(batch, *found, at=at, on=on)


def begin(batch_id: int) -> Batch | None:
    """Take a batch up for checking; None when somebody else brought it further meanwhile."""
    waiting = Batch.objects.filter(pk=batch_id, state__in=[BatchState.UPLOADED, BatchState.CHECKING])
    if not waiting.update(state=BatchState.CHECKING, rows_done=0):
        return None
    return Batch.objects.select_related("unit__registration__area", "uploaded_by").get(pk=batch_id)


def examined(batch: Batch, *, on: date) -> tuple[Result, bytes] | None:
    """Return what the check finds and the digest of the rows; None when a person has to say what columns mean.

    Raises RuleBroken for a file that cannot be taken.
    """
    kind = DeclarationKind(batch.kind)
    sheet = read_workbook(batch.file_name, bytes(batch.content), most_rows=settings.HALL_BATCH_ROWS)
    refuse_wrong_template(sheet, kind)
    refuse_people_as_headings(sheet)
    matching = matching_of(batch, sheet, kind)
    if not matching.is_complete:
        ask_for_columns(batch, sheet, matching)
        return None
    Batch.objects.filter(pk=batch.pk).update(
        rows_total=len(sheet.rows), headings=list(sheet.headings), columns=matching.columns
    )
    diagnoses = diagnose(sheet, matching, kind=kind, roster=roster_of(batch.unit), on=on, codes=code_names(kind))
    rows = read_rows(sheet, diagnoses)
    result = outcomes_of(batch.unit, kind, rows, on=on, tell=lambda done: tell_progress(batch, done))
    return result, canonical_digest(diagnoses)


def matching_of(batch: Batch, sheet: Sheet, kind: DeclarationKind) -> Matching:
    """Return which column stands where, by the first of these that leaves nothing open: what was said of this file; what
    was said of earlier ones, of headings we do not know; the same of every heading.

    What was said once of an odd table does not spoil our own template. Where all leave something open, a person is asked
    as if nothing had ever been said.
    """
    if batch.mapping:
        return match_headings(sheet.headings, kind, batch.mapping)
    said = dict(ColumnMapping.objects.filter(unit=batch.unit, kind=batch.kind).values_list("heading", "column"))
    odd = {heading: column for heading, column in said.items() if heading not in COLUMN_OF_HEADING}
    found = (match_headings(sheet.headings, kind, known) for known in (odd, said))
    return next((one for one in found if one.is_complete), None) or match_headings(sheet.headings, kind, {})


def ask_for_columns(batch: Batch, sheet: Sheet, matching: Matching) -> None:
    """Let a person say what the columns are; RuleBroken("batch.columns_missing") where there is nothing to choose from."""
    if not matching.unknown and not matching.doubtful:
        raise RuleBroken("batch.columns_missing", "file", columns=tuple(map(NamedColumn, matching.missing)))
    Batch.objects.filter(pk=batch.pk, state=BatchState.CHECKING).update(
        state=BatchState.UNMATCHED, headings=list(sheet.headings), columns=matching.columns, mapping={}
    )


def roster_of(unit: Unit) -> list[RosterName]:
    """Return everybody who is or was insured through the unit: whom a damaged number may be restored from."""
    staff = Enrolment.objects.filter(unit=unit).values("person")
    people = Person.objects.filter(pk__in=staff).values_list("pk", "identity_number", "name", "public_id")
    return [RosterName(*person) for person in people]


def read_rows(sheet: Sheet, diagnoses: Sequence[RowDiagnosis]) -> list[ReadRow]:
    """Return the rows with what was read in them; what could not be read with certainty is refused."""
    cells = {row.number: tuple(cell.original for cell in row.cells) for row in sheet.rows}
    return [
        ReadRow(
            number=diagnosis.row,
            cells=cells[diagnosis.row],
            values=dict(diagnosis.values),
            refused=tuple(damage.told for damage in diagnosis.damages if not damage.certain),
            damages=tuple(as_data(damage.told) for damage in diagnosis.damages if damage.certain),
        )
        for diagnosis in diagnoses
    ]


def tell_progress(batch: Batch, done: int) -> None:
    Batch.objects.filter(pk=batch.pk, state=BatchState.CHECKING).update(rows_done=done)


@transaction.atomic
def finish(batch: Batch, result: Result, digest: bytes, *, at: datetime, on: date) -> None:
    """Write what the check found, all at once; a file whose rows count already is put aside."""
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.unit_id)
    batch = Batch.objects.select_for_update(of=("self",)).select_related("unit__registration__area").get(pk=batch.pk)
    if batch.state != BatchState.CHECKING:
        return
    batch.canonical_digest = digest
    batch.period = Month.of(on).first_day
    if twin := twin_of(batch):
        put_aside(batch, at=at, same_as=twin)
        return
    write_result(batch, result, at=at, on=on)
    tell(batch, "batch_checked", at=at)


def write_result(batch: Batch, result: Result, *, at: datetime, on: date, changed: RuleBroken | None = None) -> None:
    """Write an outcome of a locked batch and offer it; ``changed`` says why it has to be looked at again."""
    batch.state = BatchState.CHECKED
    batch.version += 1
    batch.checked_at = at
    batch.outcome_digest = digest_of(result)
    batch.rows_total = batch.rows_done = len(result.outcomes)
    batch.rows_passed = result.count(Verdict.PASS)
    batch.rows_warned = result.count(Verdict.WARN)
    batch.rows_failed = result.count(Verdict.FAIL)
    batch.unit_findings = [
        *(as_data(problem) | {"soft": False} for problem in result.unit_hard),
        *(as_data(problem) | {"soft": True} for problem in result.unit_soft),
    ]
    batch.to_read = result.to_read()
    batch.forecast = forecast_of(batch.unit, [outcome.line for outcome in result.declared()], on=on)
    batch.changed = as_data(changed) if changed else None
    batch.save()
    batch.rows.all().delete()
    BatchRow.objects.bulk_create(stored_rows(batch, result), batch_size=1000)


def twin_of(batch: Batch) -> Batch | None:
    """Return the batch of the same rows that counts already this month.

    One whose declaration came to nothing does not count any more.
    """
    same = Batch.objects.filter(
        unit=batch.unit_id,
        kind=batch.kind,
        period=batch.period,
        canonical_digest=batch.canonical_digest,
        state__in=LIVE,
    ).exclude(pk=batch.pk)
    twin = same.first()
    if twin is None or twin.declaration_id is None:
        return twin
    states = DeclarationPart.objects.filter(declaration=twin.declaration_id).values_list("state", flat=True)
    if not all(state in NO_EFFECT for state in states):
        return twin
    same.filter(pk=twin.pk).update(canonical_digest=None)
    return None


@transaction.atomic
def refuse(batch: Batch, problem: RuleBroken, *, at: datetime) -> None:
    """Put a file aside that cannot be taken, with the reason."""
    batch = Batch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch.pk)
    if batch.state != BatchState.CHECKING:
        return
    put_aside(batch, at=at, problem=as_data(problem))
    tell(batch, "batch_refused", at=at)


def tell(batch: Batch, code: str, *, at: datetime) -> None:
    """Put a notice about the batch into the unit's inbox: whoever uploaded it may have left the page."""
    notices.tell_unit(batch.unit, code, at=at, link=f"/employer/batches/{batch.public_id}/", number=batch.public_id)


def give_up(batch_id: int, *, at: datetime) -> None:
    """Say that the check failed for a reason of ours; the file may be handed in again."""
    batch = Batch.objects.get(pk=batch_id)
    refuse(batch, RuleBroken("batch.fault", "file"), at=at)
