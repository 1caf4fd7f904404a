"""批量申报, what people do with a workbook: hand it in, say what its columns mean, choose, submit, put it aside.

Checking and filing are the worker's: ``batch_checking`` and ``batch_filing``. Every step here takes the batch's lock first.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from procrastinate.contrib.django import app as jobs

from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken, refuse_if_any
from accounts.rules.roles import OperatorRight
from accounts.services import audit
from insurance.documents.attachment_check import safe_name
from insurance.models.batches import Batch, BatchRow, ColumnMapping
from insurance.rules.batches import AT_WORK, DISCARDABLE, BatchState, NamedColumn, Scope
from insurance.rules.finding_data import from_data
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.sheet_columns import COLUMNS, IGNORED, folded_heading
from insurance.services.unit_declarations import refuse_without_right

FILE = "file"
TICK = "acknowledged"
SCOPE = "scope"

CHECK = "insurance.tasks.check_batch"
APPLY = "insurance.tasks.apply_batch"

MOST_AT_WORK = 10
"""Workbooks of one unit that wait for the worker at the same time."""

KEPT = timedelta(days=30)
"""How long the file and its rows stay after the batch has come to its end, and how long one waits to be submitted."""


@dataclass(frozen=True)
class Received:
    """A batch, and whether it is an earlier one of the same file."""

    batch: Batch
    again: bool


@transaction.atomic
def receive(
    unit: Unit, kind: DeclarationKind, name: str, content: bytes, *, actor: User, at: datetime, on: date
) -> Received:
    """Store a workbook and let the worker check it; the same bytes, not filed yet, lead to the batch that has them.

    Raises R009 without the right to prepare, RuleBroken("batch.empty"), ("batch.too_large"), ("batch.many_waiting"),
    ("file.name").
    """
    refuse_without_right(actor, OperatorRight.PREPARE)
    if not content:
        raise RuleBroken("batch.empty", FILE)
    if len(content) > settings.HALL_WORKBOOK_BYTES:
        raise RuleBroken("batch.too_large", FILE, most_megabytes=settings.HALL_WORKBOOK_BYTES // 2**20)
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    digest = hashlib.sha256(content).digest()
    waiting = Batch.objects.filter(unit=unit, kind=kind, content_digest=digest)
    if earlier := waiting.exclude(state__in=[BatchState.APPLIED, BatchState.DISCARDED]).first():
        return Received(earlier, again=True)
    if Batch.objects.filter(unit=unit, state__in=AT_WORK).count() >= MOST_AT_WORK:
        raise RuleBroken("batch.many_waiting", FILE, most=MOST_AT_WORK)
    batch = Batch.objects.create(
        unit=unit,
        kind=kind,
        period=Month.of(on).first_day,
        file_name=safe_name(name),
        content=content,
        content_digest=digest,
        uploaded_by=actor,
        uploaded_at=at,
    )
    batch.refresh_from_db(fields=["public_id"])
    audit.record(actor, "batch.uploaded", batch, at=at, kind=str(kind), size=len(content))
    hand_to_worker(batch, CHECK)
    return Received(batch, again=False)


def hand_to_worker(batch: Batch, task: str) -> None:
    """Queue a job for the batch; it becomes visible to the worker with the caller's transaction."""
    jobs.configure_task(task, lock=f"batch {batch.pk}").defer(batch_id=batch.pk)


def locked(number: str) -> Batch:
    """Return a batch, locked until the transaction ends."""
    return Batch.objects.select_for_update(of=("self",)).select_related("unit").get(public_id=number)


def refuse_unless(batch: Batch, states) -> None:
    """Raise RuleBroken("batch.not_now") unless the batch is in one of the states."""
    if batch.state not in states:
        raise RuleBroken("batch.not_now", None, number=batch.public_id)


@transaction.atomic
def map_columns(number: str, meant: Mapping[int, str], *, actor: User, at: datetime) -> Batch:
    """Note what the headings of a file mean, a column by the place of each, remember it for the unit, and check again.

    A heading without a column is not read. What was said before, of this file or of earlier ones, is put right so too,
    as long as nothing was submitted. Raises R009, RuleBroken("batch.not_now"), or RulesBroken with
    ("batch.column_twice") and ("batch.column_missing").
    """
    refuse_without_right(actor, OperatorRight.PREPARE)
    batch = locked(number)
    refuse_unless(batch, {BatchState.UNMATCHED, BatchState.CHECKED})
    refuse_if_any(faults_of_mapping(DeclarationKind(batch.kind), meant))
    batch.mapping = {
        folded: meant.get(place) or IGNORED
        for place, heading in enumerate(batch.headings)
        if (folded := folded_heading(heading))
    }
    batch.state = BatchState.UPLOADED
    batch.rows_done = 0
    batch.changed = None
    batch.save(update_fields=["mapping", "state", "rows_done", "changed"])
    remember(batch)
    audit.record(actor, "batch.columns_mapped", batch, at=at, columns=len(batch.mapping))
    hand_to_worker(batch, CHECK)
    return batch


def remember(batch: Batch) -> None:
    """Keep for the unit what the headings of this file mean."""
    rows = [
        ColumnMapping(unit=batch.unit, kind=batch.kind, heading=folded[:100], column=column)
        for folded, column in batch.mapping.items()
    ]
    known = ["unit", "kind", "heading"]
    ColumnMapping.objects.bulk_create(rows, update_conflicts=True, unique_fields=known, update_fields=["column"])


def faults_of_mapping(kind: DeclarationKind, meant: Mapping[int, str]) -> list[RuleBroken]:
    """Return what is wrong with the meanings given: a column twice, or a required one not at all."""
    named = [column for column in meant.values() if column]
    twice = sorted({column for column in named if named.count(column) > 1})
    missing = [column.name for column in COLUMNS[kind] if column.is_required and column.name not in named]
    return [
        *(RuleBroken("batch.column_twice", None, column=NamedColumn(column)) for column in twice),
        *(RuleBroken("batch.column_missing", None, column=NamedColumn(column)) for column in missing),
    ]


@transaction.atomic
def check_again(number: str, *, actor: User, at: datetime) -> Batch:
    """Have a checked file checked anew, when the roster or the rules may have changed. Raises R009, batch.not_now."""
    refuse_without_right(actor, OperatorRight.PREPARE)
    batch = locked(number)
    refuse_unless(batch, {BatchState.CHECKED})
    batch.state = BatchState.UPLOADED
    batch.rows_done = 0
    batch.changed = None
    batch.save(update_fields=["state", "rows_done", "changed"])
    hand_to_worker(batch, CHECK)
    return batch


@transaction.atomic
def submit(number: str, *, scope: Scope, acknowledged: bool, seen: int, actor: User, at: datetime) -> Batch:
    """Choose what of a checked file is declared, and let the worker file it.

    ``seen`` is the version of the check that was on the screen. Raises R009 without the right to submit, R030 when the
    file was checked again since, RuleBroken("batch.not_now"), ("batch.rows_refused") where everything was to be declared
    but rows were refused, ("batch.nothing_passed"), ("batch.not_acknowledged"); RulesBroken with what stands against the
    unit as a whole.
    """
    refuse_without_right(actor, OperatorRight.SUBMIT)
    batch = locked(number)
    if batch.state in (BatchState.SUBMITTED, BatchState.APPLIED):
        return batch
    refuse_unless(batch, {BatchState.CHECKED})
    if seen != batch.version:
        raise RuleBroken("R030")
    refuse_if_any(obstacles(batch, scope, acknowledged=acknowledged))
    batch.state = BatchState.SUBMITTED
    batch.scope = scope
    batch.changed = None
    batch.submitted_by, batch.submitted_at = actor, at
    batch.save(update_fields=["state", "scope", "changed", "submitted_by", "submitted_at"])
    audit.record(actor, "batch.submitted", batch, at=at, scope=str(scope), rows=rows_to_declare(batch))
    hand_to_worker(batch, APPLY)
    return batch


def obstacles(batch: Batch, scope: Scope, *, acknowledged: bool) -> list[RuleBroken]:
    """Return what forbids to declare the chosen rows."""
    unit_wide = [(from_data(found), found["soft"]) for found in batch.unit_findings]
    found = [problem for problem, soft in unit_wide if not soft]
    if scope == Scope.ALL and batch.rows_failed:
        found.append(RuleBroken("batch.rows_refused", SCOPE, rows=batch.rows_failed))
    if not rows_to_declare(batch):
        found.append(RuleBroken("batch.nothing_passed", SCOPE))
    if not acknowledged and (batch.rows_warned or any(soft for _problem, soft in unit_wide)):
        found.append(RuleBroken("batch.not_acknowledged", TICK, rows=batch.rows_warned))
    return found


def rows_to_declare(batch: Batch) -> int:
    return batch.rows_passed + batch.rows_warned


@transaction.atomic
def discard(number: str, *, actor: User, at: datetime) -> Batch:
    """Put a file aside of which nothing was declared. Raises R009, RuleBroken("batch.not_now")."""
    refuse_without_right(actor, OperatorRight.PREPARE)
    batch = locked(number)
    if batch.state == BatchState.DISCARDED:
        return batch
    refuse_unless(batch, DISCARDABLE)
    put_aside(batch, at=at)
    audit.record(actor, "batch.discarded", batch, at=at)
    return batch


def put_aside(batch: Batch, *, at: datetime, problem: dict | None = None, same_as: Batch | None = None) -> None:
    """Write that a batch has come to its end without an effect: by choice, for what the file is, or as a repetition."""
    batch.state = BatchState.DISCARDED
    batch.problem = problem
    batch.same_as = same_as
    batch.ended_at = at
    batch.save(update_fields=["state", "problem", "same_as", "ended_at", "headings"])


def drop_old(*, at: datetime) -> int:
    """Drop files and rows of batches that came to their end a while ago; return how many batches were cleared.

    The declaration keeps what was declared, the batch its numbers. What nobody came back to is put aside first.
    """
    put_aside_forgotten(at=at)
    old = Batch.objects.filter(ended_at__lt=at - KEPT, content__isnull=False)
    with transaction.atomic():
        keys = list(old.select_for_update(of=("self",)).values_list("pk", flat=True)[:500])
        BatchRow.objects.filter(batch__in=keys).delete()
        return Batch.objects.filter(pk__in=keys).update(content=None)


@transaction.atomic
def put_aside_forgotten(*, at: datetime) -> None:
    """Put batches aside that have waited for somebody of the unit for too long: they hold people's numbers."""
    waiting = Batch.objects.annotate(since=Coalesce("checked_at", "uploaded_at")).filter(
        state__in=[BatchState.UNMATCHED, BatchState.CHECKED], since__lt=at - KEPT
    )
    for batch in waiting.select_for_update(of=("self",), skip_locked=True).defer("content")[:500]:
        put_aside(batch, at=at)
        audit.record(None, "batch.discarded", batch, at=at)
