"""What the worker makes of a chosen workbook: looked at once more, then one declaration with all its rows.

One transaction: a worker that is killed in the middle leaves nothing behind, and the next one files it from the start.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.services import audit
from insurance.models.batches import Batch
from insurance.models.declarations import Declaration
from insurance.rules.batches import BatchState
from insurance.rules.business_day import business_day
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.services import declarations, unit_declarations
from insurance.services.batch_checking import tell, twin_of, write_result
from insurance.services.batch_rows import Result, digest_of, outcomes_of, read_row
from insurance.services.batches import put_aside


def apply(batch_id: int, *, at: datetime, on: date) -> None:
    """File a chosen batch; one that is not chosen, or not any more, is left alone.

    Where the record has changed so that the check comes to something else, nothing is filed: the new difference is
    offered instead (R030).
    """
    try:
        file_or_offer(batch_id, at=at, on=on)
    except RulesBroken:
        offer_again(batch_id, at=at, on=on)


@transaction.atomic
def file_or_offer(batch_id: int, *, at: datetime, on: date) -> None:
    """File the batch as it was seen; RulesBroken when the record changed between the look and the locks.

    It counts as declared at the moment it was sent, however long it waited for the worker: windows close meanwhile.
    """
    batch = chosen(batch_id)
    if batch is None:
        return
    sent_on = business_day(batch.submitted_at)
    result = looked_at(batch, on=sent_on)
    if digest_of(result) != bytes(batch.outcome_digest):
        offer(batch, looked_at(batch, on=on), at=at, on=on)
        return
    batch.declaration = declared(batch, result, at=batch.submitted_at, on=sent_on)
    batch.state = BatchState.APPLIED
    batch.ended_at = at
    batch.save(update_fields=["declaration", "state", "ended_at"])
    tell(batch, "batch_applied", at=at)


def chosen(batch_id: int) -> Batch | None:
    """Return the batch locked, None unless it waits to be filed."""
    batches = Batch.objects.select_for_update(of=("self",)).select_related("unit__registration__area", "submitted_by")
    return batches.filter(pk=batch_id, state=BatchState.SUBMITTED).first()


def looked_at(batch: Batch, *, on: date) -> Result:
    """Return what the stored rows come to by the record as it is now."""
    rows = [read_row(stored) for stored in batch.rows.order_by("number")]
    return outcomes_of(batch.unit, DeclarationKind(batch.kind), rows, on=on)


def declared(batch: Batch, result: Result, *, at: datetime, on: date) -> Declaration:
    """Return the one declaration of all chosen rows, submitted; RulesBroken with what stands against it."""
    lines = [outcome.draft for outcome in result.declared()]
    actor, unit = batch.submitted_by, batch.unit
    area = unit.registration.area
    declaration = declarations.draft(DeclarationKind(batch.kind), lines, area=area, actor=actor, at=at, unit=unit)
    soft = [problem for outcome in result.declared() for problem in outcome.findings.soft]
    unit_declarations.remember_read(declaration, [*result.unit_soft, *soft])
    audit.record(
        actor, "declaration.prepared", declaration, at=at, kind=declaration.kind, batch=batch.public_id, rows=len(lines)
    )
    return declarations.submit(declaration.number, actor=actor, at=at, on=on)


def offer(batch: Batch, result: Result, *, at: datetime, on: date) -> None:
    """Show the new difference in the place of the one that was chosen (R030); where the month has changed and a table of
    the same rows counts in the new one already, that one stands."""
    batch.period = Month.of(on).first_day
    if twin := twin_of(batch):
        put_aside(batch, at=at, same_as=twin)
        return
    write_result(batch, result, at=at, on=on, changed=RuleBroken("R030"))
    tell(batch, "batch_changed", at=at)


@transaction.atomic
def offer_again(batch_id: int, *, at: datetime, on: date) -> None:
    """Look at the record that hindered the filing, and show what it makes of the rows."""
    batch = chosen(batch_id)
    if batch is not None:
        offer(batch, looked_at(batch, on=on), at=at, on=on)


@transaction.atomic
def give_up(batch_id: int, *, at: datetime) -> None:
    """Say that the filing failed for a reason of ours; nothing was declared and it may be sent again."""
    batch = chosen(batch_id)
    if batch is not None:
        batch.state = BatchState.CHECKED
        batch.changed = {"code": "batch.fault", "field": None, "facts": {}}
        batch.save(update_fields=["state", "changed"])
        tell(batch, "batch_changed", at=at)
