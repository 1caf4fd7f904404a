"""对账: a channel's statement of a day is loaded and held against the books.

What the channel says and the hall never heard is taken in as if it had been said: it posts its order or waits in suspense.
What the hall has and the channel does not know stays a difference until somebody explains it and another clears it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.services import audit
from insurance.documents.statement_file import read_statement
from insurance.gateways.channels import channel, offered
from insurance.models.payments import Remittance
from insurance.models.statements import ChannelStatement, StatementDifference, StatementLine
from insurance.rules.payments import ChannelMessage, MessageKind, Source
from insurance.rules.reconciling import (
    TO_DO,
    Difference,
    DifferenceKind,
    DifferenceState,
    MovedKind,
    StatementRow,
    differences,
)
from insurance.selectors.statements import booked_on, said_in
from insurance.services import payment_messages

LOCK = 3799_0402
"""Lets one statement be compared at a time."""

MOST_BEHIND = timedelta(days=31)

MEANS = {MovedKind.CREDITED: MessageKind.CREDITED, MovedKind.REFUNDED: MessageKind.REFUNDED}


def channel_choices() -> list[tuple[str, str]]:
    """Return the channels that are set up here, code and name."""
    return [(choice.code, choice.name) for choice in offered()]


def due_statements(day: date) -> list[tuple[str, date]]:
    """Return the channels and days up to ``day`` whose statements were not loaded: those after the last one that was, for
    a month at most, or ``day`` alone for a channel of which there is none yet."""
    last = dict(ChannelStatement.objects.order_by().values_list("channel").annotate(Max("day")))
    codes = [code for code, _name in channel_choices()]
    return [(code, missing) for code in codes for missing in days_after(last.get(code), day)]


def days_after(last: date | None, day: date) -> list[date]:
    first = max(last + timedelta(days=1), day - MOST_BEHIND) if last else day
    return [first + timedelta(days=number) for number in range((day - first).days + 1)]


def fetch(code: str, day: date, *, at: datetime, on: date, ahead: timedelta) -> ChannelStatement:
    """Ask a channel for its statement of a business day and reconcile it. Raises Unreachable.

    ``ahead`` is how far the business day lies before the real one, by which the channel counts its days.
    """
    said = channel(code).statement(day - ahead)
    lines = [
        StatementRow(MovedKind(one.kind), one.reference, one.order_number, one.amount_fen, one.occurred_at)
        for one in said
    ]
    return load(code, day, lines, source=Source.ASKED, actor=None, at=at, on=on, ahead=ahead)


def upload(code: str, day: date, content: bytes, *, actor: User, at: datetime, on: date) -> ChannelStatement:
    """Load a statement that a cashier got otherwise. Raises RuleBroken ``account.not_allowed``, ``statement.*``,
    ``bank_file.*`` for what is no such file."""
    if not actor.may(Permission.HANDLE_MONEY):
        raise RuleBroken("account.not_allowed")
    if day > on:
        raise RuleBroken("statement.day_ahead", "day")
    lines = read_statement(content)
    statement = load(code, day, lines, source=Source.FILE, actor=actor, at=at, on=on, ahead=timedelta())
    audit.record(actor, "statement.uploaded", statement, at=at, rows=statement.rows)
    return statement


@transaction.atomic
def load(
    code: str,
    day: date,
    lines: Sequence[StatementRow],
    *,
    source: Source,
    actor: User | None,
    at: datetime,
    on: date,
    ahead: timedelta,
) -> ChannelStatement:
    """Store what a statement says that was not stored yet, and compare; a second time changes nothing.

    Raises RuleBroken("statement.contradicts") when it says of a movement something else than before.
    """
    lock_statements()
    statement, _created = ChannelStatement.objects.get_or_create(
        channel=code, day=day, defaults={"source": source, "loaded_at": at, "loaded_by": actor}
    )
    store(statement, lines, ahead=ahead)
    hold_against_books(statement, lines, source=source, at=at, on=on, ahead=ahead)
    return statement


def lock_statements() -> None:
    """Let whoever else loads or compares a statement wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def store(statement: ChannelStatement, lines: Iterable[StatementRow], *, ahead: timedelta) -> None:
    """Write the lines that are new, and the sums."""
    wanted: dict[tuple[str, str], StatementRow] = {}
    for one in lines:
        if wanted.setdefault((one.kind, one.reference), one).amount_fen != one.amount_fen:
            raise RuleBroken("statement.contradicts", "file", reference=one.reference)
    stored = StatementLine.objects.filter(
        channel=statement.channel, reference__in=[reference for _kind, reference in wanted]
    ).values_list("kind", "reference", "amount_fen", "statement_id")
    for kind, reference, amount_fen, statement_id in stored:
        said = wanted.pop((kind, reference), None)
        if said and (said.amount_fen, statement.pk) != (amount_fen, statement_id):
            raise RuleBroken("statement.contradicts", "file", reference=reference)
    StatementLine.objects.bulk_create(
        StatementLine(
            statement=statement,
            channel=statement.channel,
            kind=one.kind,
            reference=one.reference,
            order_number=one.order_number,
            amount_fen=one.amount_fen,
            occurred_at=one.occurred_at + ahead,
        )
        for one in wanted.values()
    )
    sums = statement.lines.aggregate(
        rows=Count("pk"),
        credited_fen=Coalesce(Sum("amount_fen", filter=Q(kind=MovedKind.CREDITED)), 0),
        refunded_fen=Coalesce(Sum("amount_fen", filter=Q(kind=MovedKind.REFUNDED)), 0),
    )
    for name, value in sums.items():
        setattr(statement, name, value)
    statement.save(update_fields=list(sums))


def hold_against_books(
    statement: ChannelStatement,
    lines: Iterable[StatementRow],
    *,
    source: Source,
    at: datetime,
    on: date,
    ahead: timedelta,
) -> None:
    """Note every difference, take in what the hall never heard of, and note what that put right."""
    found = compare(statement)
    note(statement, found)
    missing = {(one.moved, one.reference) for one in found if one.kind == DifferenceKind.MISSING_HERE}
    messages = [message_of(line) for line in lines if (line.kind, line.reference) in missing]
    if messages:
        payment_messages.take_all(messages, channel=statement.channel, source=source, at=at, on=on, ahead=ahead)
        make_good(statement, compare(statement))


def message_of(line: StatementRow) -> ChannelMessage:
    """Return what a line of a statement says, as the channel would have said it at the time."""
    named = hashlib.sha256(f"{line.kind} {line.reference}".encode()).hexdigest()[:40]
    return ChannelMessage(
        event_id=f"statement-{named}",
        kind=MEANS[MovedKind(line.kind)],
        order_number=line.order_number,
        reference=line.reference,
        amount_fen=line.amount_fen,
        merchant="",
        occurred_at=line.occurred_at,
    )


def compare(statement: ChannelStatement) -> list[Difference]:
    """Return how a statement and the books differ now."""
    return differences(said_in(statement), booked_on(statement))


def note(statement: ChannelStatement, found: Iterable[Difference]) -> None:
    """Write the differences that are new; those that are gone, because a later statement named them, are made good."""
    found = list(found)
    orders = dict(statement.lines.values_list("reference", "order_number"))
    money = Remittance.objects.filter(channel=statement.channel, reference__in=[one.reference for one in found])
    ours = {one.reference: one for one in money.select_related("payment")}
    orders |= {reference: one.payment.number for reference, one in ours.items() if one.payment}
    StatementDifference.objects.bulk_create(
        (
            StatementDifference(
                statement=statement,
                kind=one.kind,
                moved=one.moved,
                reference=one.reference,
                order_number=orders.get(one.reference, ""),
                theirs_fen=one.theirs_fen,
                ours_fen=one.ours_fen,
                remittance=ours.get(one.reference) if one.moved == MovedKind.CREDITED else None,
            )
            for one in found
        ),
        ignore_conflicts=True,
    )
    make_good(statement, found)


def make_good(statement: ChannelStatement, still: Iterable[Difference]) -> None:
    """Mark the differences that are no more, with the money that was taken in."""
    left = {(str(one.moved), one.reference) for one in still}
    gone = [one for one in statement.differences.filter(state__in=TO_DO) if (one.moved, one.reference) not in left]
    references = [one.reference for one in gone]
    ours = dict(
        Remittance.objects.filter(channel=statement.channel, reference__in=references).values_list("reference", "pk")
    )
    for one in gone:
        one.state = DifferenceState.MADE_GOOD
        one.remittance_id = ours.get(one.reference) if one.moved == MovedKind.CREDITED else None
    StatementDifference.objects.bulk_update(gone, ["state", "remittance"])


@transaction.atomic
def compare_again(statement_id: int, *, actor: User, at: datetime) -> ChannelStatement:
    """Hold a statement against the books as they are now. Raises RuleBroken("account.not_allowed")."""
    if not actor.may(Permission.HANDLE_MONEY):
        raise RuleBroken("account.not_allowed")
    lock_statements()
    statement = ChannelStatement.objects.get(pk=statement_id)
    note(statement, compare(statement))
    audit.record(actor, "statement.compared", statement, at=at)
    return statement


@transaction.atomic
def explain(difference_id: int, text: str, *, actor: User, at: datetime) -> StatementDifference:
    """Write what became of a difference; another person clears it.

    Raises RuleBroken ``account.not_allowed``, ``statement.not_now`` when it waits for nobody any more.
    """
    if not actor.may(Permission.HANDLE_MONEY):
        raise RuleBroken("account.not_allowed")
    difference = locked(difference_id, TO_DO)
    difference.state, difference.explanation = DifferenceState.EXPLAINED, text
    difference.explained_by, difference.explained_at = actor, at
    difference.save(update_fields=["state", "explanation", "explained_by", "explained_at"])
    audit.record(actor, "difference.explained", difference.statement, at=at, reference=difference.reference)
    return difference


@transaction.atomic
def clear(difference_id: int, *, actor: User, at: datetime) -> StatementDifference:
    """Agree to an explanation. Raises RuleBroken ``account.not_allowed``, ``statement.not_now``, ``statement.same_person``."""
    if not actor.may(Permission.APPROVE_MONEY):
        raise RuleBroken("account.not_allowed")
    difference = locked(difference_id, (DifferenceState.EXPLAINED,))
    if difference.explained_by_id == actor.pk:
        raise RuleBroken("statement.same_person", None)
    difference.state, difference.cleared_by, difference.cleared_at = DifferenceState.CLEARED, actor, at
    difference.save(update_fields=["state", "cleared_by", "cleared_at"])
    audit.record(actor, "difference.cleared", difference.statement, at=at, reference=difference.reference)
    return difference


def locked(difference_id: int, states: Iterable[DifferenceState]) -> StatementDifference:
    """Return a difference, locked until the transaction ends; RuleBroken("statement.not_now") in another state."""
    rows = StatementDifference.objects.select_for_update(of=("self",)).select_related("statement")
    difference = rows.get(pk=difference_id)
    if difference.state not in states:
        raise RuleBroken("statement.not_now", None)
    return difference
