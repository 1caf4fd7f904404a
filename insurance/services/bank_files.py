"""到账文件: a cashier uploads what a bank lists of transfers, looks, and has it posted; the worker places the money row by row.

Each row is one transaction: a worker that is killed goes on where it was. A transfer counts once, however many files name
it. What nobody can place waits in suspense.
"""

import hashlib
from collections import Counter
from datetime import date, datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app as jobs

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.services import audit
from insurance.documents.attachment_check import safe_name
from insurance.documents.bank_file import read_bank_file
from insurance.models.bills import Bill
from insurance.models.payments import Remittance
from insurance.models.policy import PoolingArea
from insurance.models.statements import BankFile, BankFileRow
from insurance.rules.bank_file import CHANNEL, LONGEST, BankFileState, RowVerdict, Transfer, named_in, transfer
from insurance.rules.payments import Source, Suspended
from insurance.selectors.bank_matches import Destination, destination, known
from insurance.selectors.policy import office_area
from insurance.services import crediting, posting
from insurance.services.books import hold_books

POST = "insurance.tasks.post_bank_file"

TOLD_EVERY = 20
"""After so many rows the page that waits is told how far the worker is."""

POSTED = (RowVerdict.MATCHED, RowVerdict.SUSPENSE)

SHOWN = ("reference", "payer_name", "payer_account", "remark")
"""What is kept of a row that is not taken, so that people find it in their file."""

LOCK = 3799_0403
"""Lets one file be taken in at a time: of two people with the same file the second is led to the first one's."""


def refuse_unless_cashier(actor: User) -> None:
    """Raise RuleBroken("account.not_allowed") for who may not handle money."""
    if not actor.may(Permission.HANDLE_MONEY):
        raise RuleBroken("account.not_allowed")


@transaction.atomic
def receive(name: str, content: bytes, *, actor: User, at: datetime, on: date) -> BankFile:
    """Take in a file and look at every row; nothing is posted. The same bytes lead to the file that has them.

    Raises RuleBroken ``account.not_allowed``, ``bank_file.*`` for what is no such file, ``file.name``.
    """
    refuse_unless_cashier(actor)
    rows = read_bank_file(content)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    digest = hashlib.sha256(content).digest()
    earlier = BankFile.objects.exclude(state=BankFileState.DISCARDED).filter(content_digest=digest).first()
    if earlier:
        return earlier
    bank_file = BankFile.objects.create(
        file_name=safe_name(name), content_digest=digest, uploaded_by=actor, uploaded_at=at, rows_total=len(rows)
    )
    looked_at = [looked(bank_file, line, cells, on=on) for line, cells in rows]
    match_rows(looked_at)
    BankFileRow.objects.bulk_create(looked_at)
    count(bank_file, looked_at)
    bank_file.refresh_from_db(fields=["number"])
    audit.record(actor, "bank_file.uploaded", bank_file, at=at, rows=len(rows), size=len(content))
    return bank_file


def looked(bank_file: BankFile, line: int, cells: dict[str, str], *, on: date) -> BankFileRow:
    """Return one row as it stands in the file: money, or refused for what is wrong with it."""
    row = BankFileRow(bank_file=bank_file, line=line, verdict=RowVerdict.REFUSED)
    try:
        said = transfer(cells, on=on)
    except RuleBroken as fault:
        row.reason, row.facts = fault.code, dict(fault.facts)
        for name in SHOWN:
            setattr(row, name, cells.get(name, "").strip()[: LONGEST[name]])
        return row
    row.verdict = RowVerdict.SUSPENSE
    for name in Transfer.__slots__:
        setattr(row, name, getattr(said, name))
    return row


def match_rows(rows: list[BankFileRow]) -> None:
    """Say of every sound row where its money goes, or that it is known already; a few statements for all of them."""
    sound = [row for row in rows if row.verdict == RowVerdict.SUSPENSE]
    numbers = {row.line: named_in(row.remark) for row in sound}
    record = known(numbers.values())
    came = dict(
        Remittance.objects.filter(channel=CHANNEL, reference__in=[row.reference for row in sound]).values_list(
            "reference", "amount_fen"
        )
    )
    for row in sound:
        if row.reference in came:
            refuse_or_know(row, came[row.reference])
            continue
        came[row.reference] = None
        name_destination(row, destination(numbers[row.line], record))


def refuse_or_know(row: BankFileRow, amount_fen: int | None) -> None:
    """Say of a row whose reference came before that it is known, or what contradicts."""
    if amount_fen == row.amount_fen:
        row.verdict = RowVerdict.KNOWN
        return
    row.verdict = RowVerdict.REFUSED
    row.reason = "bank_file.twice" if amount_fen is None else "bank_file.contradicts"


def name_destination(row: BankFileRow, goes: Destination) -> None:
    row.verdict = RowVerdict.SUSPENSE if goes.why else RowVerdict.MATCHED
    row.reason, row.named = goes.why or "", goes.named
    row.unit_id, row.person_id, row.payment_id = goes.unit_id, goes.person_id, goes.payment_id


def count(bank_file: BankFile, rows: list[BankFileRow]) -> None:
    verdicts = Counter(row.verdict for row in rows)
    for verdict in RowVerdict:
        setattr(bank_file, f"rows_{verdict}", verdicts[verdict])
    bank_file.amount_fen = sum(row.amount_fen for row in rows if row.verdict in POSTED)
    bank_file.save(update_fields=[*(f"rows_{verdict}" for verdict in RowVerdict), "amount_fen"])


@transaction.atomic
def post(number: str, *, actor: User, at: datetime) -> BankFile:
    """Let the worker place the money of a file that was looked at.

    Raises RuleBroken ``account.not_allowed``, ``bank_file.not_now``, ``bank_file.nothing`` where no row is new.
    """
    refuse_unless_cashier(actor)
    bank_file = BankFile.objects.select_for_update(of=("self",)).get(number=number)
    if bank_file.state in (BankFileState.POSTING, BankFileState.POSTED):
        return bank_file
    if bank_file.state != BankFileState.CHECKED:
        raise RuleBroken("bank_file.not_now", None)
    if not bank_file.rows_matched + bank_file.rows_suspense:
        raise RuleBroken("bank_file.nothing", None)
    bank_file.state, bank_file.posted_by, bank_file.posted_at = BankFileState.POSTING, actor, at
    bank_file.save(update_fields=["state", "posted_by", "posted_at"])
    audit.record(actor, "bank_file.posted", bank_file, at=at, rows=bank_file.rows_matched + bank_file.rows_suspense)
    jobs.configure_task(POST, lock=f"bank file {bank_file.pk}").defer(bank_file_id=bank_file.pk)
    return bank_file


@transaction.atomic
def discard(number: str, *, actor: User, at: datetime) -> BankFile:
    """Put a file aside of which nothing was posted. Raises RuleBroken ``account.not_allowed``, ``bank_file.not_now``."""
    refuse_unless_cashier(actor)
    bank_file = BankFile.objects.select_for_update(of=("self",)).get(number=number)
    if bank_file.state == BankFileState.DISCARDED:
        return bank_file
    if bank_file.state != BankFileState.CHECKED:
        raise RuleBroken("bank_file.not_now", None)
    bank_file.state, bank_file.ended_at = BankFileState.DISCARDED, at
    bank_file.save(update_fields=["state", "ended_at"])
    audit.record(actor, "bank_file.discarded", bank_file, at=at)
    return bank_file


def work(bank_file_id: int, *, at: datetime, on: date) -> None:
    """Place the money of every row that is not placed yet, then what follows for the people it pays for."""
    bank_file = BankFile.objects.get(pk=bank_file_id)
    if bank_file.state != BankFileState.POSTING:
        return
    for done, row_id in enumerate(waiting_rows(bank_file), start=1):
        post_row(row_id, at=at, on=on)
        if done % TOLD_EVERY == 0:
            tell_progress(bank_file)
    posting.finish_bills(bills_paid_by(bank_file), at=at, on=on)
    for payment_id in orders_named_in(bank_file):
        posting.finish(payment_id, at=at, on=on)
    tell_progress(bank_file)
    BankFile.objects.filter(pk=bank_file_id).update(state=BankFileState.POSTED, ended_at=at)


def waiting_rows(bank_file: BankFile) -> list[int]:
    rows = bank_file.rows.filter(verdict__in=POSTED, remittance=None)
    return list(rows.order_by("line").values_list("pk", flat=True))


def tell_progress(bank_file: BankFile) -> None:
    bank_file.rows_done = bank_file.rows.filter(remittance__isnull=False).count()
    bank_file.save(update_fields=["rows_done"])


def bills_paid_by(bank_file: BankFile) -> list[int]:
    """Return the bills on which money of the file was put."""
    postings = bank_file.rows.filter(remittance__postings__kind="allocation")
    return list(postings.order_by().values_list("remittance__postings__bill_id", flat=True).distinct())


def orders_named_in(bank_file: BankFile) -> list[int]:
    """Return the orders for which money of the file came: their payers are told where it waits."""
    rows = bank_file.rows.filter(remittance__payment__isnull=False)
    return list(rows.order_by().values_list("remittance__payment_id", flat=True).distinct())


@transaction.atomic
def post_row(row_id: int, *, at: datetime, on: date) -> None:
    """Place the money of one row, once: on the bills it names, the rest in suspense.

    The record may have changed since the look, so it is read again, and under the locks which of the bills are free. Late
    fees count to the day on which the payer paid (Social Insurance Law, article 86).
    """
    row = BankFileRow.objects.get(pk=row_id)
    names = named_in(row.remark)
    goes = destination(names, known([names]))
    area = PoolingArea.objects.get(pk=goes.area_id) if goes.area_id else office_area()
    hold_books(area.pk)
    crediting.lock_reference(CHANNEL, row.reference)
    row = BankFileRow.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.remittance_id:
        return
    row.remittance = Remittance.objects.filter(channel=CHANNEL, reference=row.reference).first()
    if row.remittance is None:
        row.remittance = placed(row, goes, area, at=at, on=on)
    row.save(update_fields=["remittance"])


def placed(row: BankFileRow, goes: Destination, area: PoolingArea, *, at: datetime, on: date) -> Remittance:
    """Write money that came by transfer into the books: on the bills it names, or in suspense."""
    remittance = Remittance.objects.create(
        area=area,
        channel=CHANNEL,
        reference=row.reference,
        source=Source.FILE,
        amount_fen=row.amount_fen,
        paid_on=row.paid_on,
        credited_on=row.credited_on,
        received_at=at,
        payment_id=goes.payment_id,
        unit_id=goes.unit_id,
        person_id=goes.person_id,
        suspended=Suspended.OVERPAID if goes.bill_ids else Suspended.NO_MATCH,
        payer_name=row.payer_name,
        said=row.remark,
    )
    if not goes.bill_ids:
        crediting.suspend(remittance, at=at, on=on)
        return remittance
    crediting.write_payment(remittance, at=at, on=on)
    bills = Bill.objects.filter(pk__in=goes.bill_ids)
    crediting.place(remittance, bills, settled_on=row.paid_on, at=at, on=on)
    return remittance
