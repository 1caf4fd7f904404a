"""Rosters as files: asked for on the page, written by the worker, kept encrypted for a day.

The rows come from a server-side cursor and go into a temporary file of the worker, so a roster of any length takes the
same memory. A worker that is killed leaves nothing: the job runs again from the start.
"""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django import app as jobs

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.services import audit
from insurance.documents.roster_export import RosterRow, roster_csv, write_roster_workbook
from insurance.models.exports import RosterExport, RosterExportPiece
from insurance.rules.roster_exports import KEPT_FOR, MOST_KEPT, ExportFormat, ExportState, purpose_of
from insurance.selectors.roster import RosterFilter, filter_as_data, filter_from_data, people_total
from insurance.selectors.roster_rows import ExportEntry, export_rows
from insurance.wording_reductions import STAFF_STATE_NAMES

WRITING = "insurance.tasks.write_roster_export"

PIECE_BYTES = 512 * 1024
TOLD_EVERY = 5000
"""After so many rows the page that waits is told how far the worker is."""

UNFINISHED = (ExportState.WAITING, ExportState.RUNNING)


@transaction.atomic
def ask(
    operator: User,
    wanted: RosterFilter,
    *,
    file_format: str,
    language: str,
    with_numbers: bool,
    purpose: str,
    at: datetime,
    on: date,
) -> RosterExport:
    """Ask the worker for the people of the operator's unit that ``wanted`` describes, as of ``on``.

    Whole identity numbers only for a stated purpose: RuleBroken("export.purpose_missing"). RuleBroken("export.many")
    while the operator has so many files already. The export is noted.
    """
    purpose = purpose_of(purpose, with_numbers=with_numbers)
    if RosterExport.objects.filter(made_by=operator, expires_at__gt=at).count() >= MOST_KEPT:
        raise RuleBroken("export.many", None, most=MOST_KEPT)
    export = RosterExport.objects.create(
        unit=operator.unit,
        made_by=operator,
        asked_at=at,
        asked_on=on,
        expires_at=at + KEPT_FOR,
        format=ExportFormat(file_format),
        language=language,
        wanted=filter_as_data(wanted),
        with_numbers=with_numbers,
        purpose=purpose,
        people=people_total(operator.unit, wanted, on=on),
    )
    export.refresh_from_db(fields=["number"])
    audit.record(
        operator,
        "roster.exported",
        operator.unit,
        at=at,
        export=export.number,
        people=export.people,
        whole_numbers=with_numbers,
        purpose=purpose,
    )
    jobs.configure_task(WRITING, queueing_lock=f"roster export {export.pk}").defer(export_id=export.pk)
    return export


def write(export_id: int) -> bool:
    """Write the file of an export; return whether there was anything to do. Repeatable: what is ready stays as it is."""
    waiting = RosterExport.objects.filter(pk=export_id, state__in=UNFINISHED)
    if not waiting.update(state=ExportState.RUNNING, written=0):
        return False
    export = RosterExport.objects.select_related("unit").get(pk=export_id)
    with tempfile.TemporaryFile() as file:
        written = write_file(file, export)
        file.seek(0)
        keep(export, file, written)
    return True


def write_file(file: BinaryIO, export: RosterExport) -> int:
    """Write the rows of an export into ``file``; return how many there were."""
    counted = Counted(export)
    entries = export_rows(export.unit, filter_from_data(export.wanted), on=export.asked_on, whole=export.with_numbers)
    with translation.override(export.language):
        rows = counted.passing(roster_row(entry) for entry in entries)
        if export.format == ExportFormat.CSV:
            file.writelines(roster_csv(rows, language=export.language))
        else:
            write_roster_workbook(file, rows, unit=export.unit.name, on=export.asked_on, language=export.language)
    return counted.rows


@transaction.atomic
def keep(export: RosterExport, file: BinaryIO, written: int) -> None:
    """Keep the file in encrypted pieces, once: of two workers the first one's file stays."""
    locked = RosterExport.objects.select_for_update().get(pk=export.pk)
    if locked.state not in UNFINISHED:
        return
    for position, content in enumerate(iter(lambda: file.read(PIECE_BYTES), b"")):
        RosterExportPiece.objects.create(export=locked, position=position, content=content)
    locked.state, locked.people, locked.written = ExportState.READY, written, written
    locked.save(update_fields=["state", "people", "written"])


def content_of(export: RosterExport) -> Iterator[bytes]:
    """Yield the file piece by piece."""
    pieces = RosterExportPiece.objects.filter(export=export).order_by("position")
    yield from pieces.values_list("content", flat=True).iterator(chunk_size=4)


def overdue(at: datetime) -> list[int]:
    """Return the exports whose time is over."""
    due = RosterExport.objects.exclude(state=ExportState.EXPIRED).filter(expires_at__lte=at)
    return list(due.values_list("pk", flat=True))


@transaction.atomic
def expire(export_id: int) -> bool:
    """Drop the file of an export; what was asked for, by whom and why remains."""
    RosterExportPiece.objects.filter(export=export_id).delete()
    return bool(RosterExport.objects.filter(pk=export_id).update(state=ExportState.EXPIRED))


class Counted:
    """Rows on their way into a file; tells the waiting page how many have passed."""

    def __init__(self, export: RosterExport):
        self.export = export
        self.rows = 0

    def passing(self, rows: Iterable[RosterRow]) -> Iterator[RosterRow]:
        for row in rows:
            self.rows += 1
            if self.rows % TOLD_EVERY == 0:
                RosterExport.objects.filter(pk=self.export.pk).update(written=self.rows)
            yield row


def roster_row(found: ExportEntry) -> RosterRow:
    """Return one row of the file, worded in the language of the export."""
    return RosterRow(
        name=found.name,
        identity=found.identity,
        since=found.since,
        insurances=found.insurances,
        hrss_base=found.hrss_base,
        medical_base=found.medical_base,
        state=str(STAFF_STATE_NAMES[found.state]),
    )
