"""An uploaded statement of a channel: CSV as the demo's bank gives it out, or with amounts in yuan."""

from collections.abc import Mapping
from datetime import datetime

from accounts.rules.errors import RuleBroken
from insurance.documents.bank_file import FIELD, table
from insurance.rules.bank_file import amount_in
from insurance.rules.business_day import OFFICE_TIME
from insurance.rules.reconciling import MovedKind, StatementRow

COLUMNS = ("kind", "reference", "order", "occurred_at")
IN_FEN, IN_YUAN = "amount", "amount_yuan"


def read_statement(content: bytes) -> tuple[StatementRow, ...]:
    """Return the lines of a statement. ``amount`` is in whole fen, ``amount_yuan`` in yuan with two decimals.

    Raises RuleBroken ``bank_file.large``, ``encoding``, ``columns``, ``long``, or ``statement.line`` with the line that is none.
    """
    rows = table(content, column_of, needed={name: name for name in COLUMNS})
    return tuple(line_of(number, cells) for number, cells in rows)


def column_of(heading: str) -> str:
    name = heading.strip()
    return name if name in {*COLUMNS, IN_FEN, IN_YUAN} else ""


def line_of(number: int, cells: Mapping[str, str]) -> StatementRow:
    said = {name: cells.get(name, "").strip() for name in (*COLUMNS, IN_FEN, IN_YUAN)}
    try:
        occurred_at = datetime.fromisoformat(said["occurred_at"])
        if not 0 < len(said["reference"]) <= 64 or len(said["order"]) > 64:
            raise ValueError(number)
        return StatementRow(
            kind=MovedKind(said["kind"]),
            reference=said["reference"],
            order_number=said["order"],
            amount_fen=amount_of(said),
            occurred_at=occurred_at if occurred_at.tzinfo else occurred_at.replace(tzinfo=OFFICE_TIME),
        )
    except (ValueError, RuleBroken):
        raise RuleBroken("statement.line", FIELD, line=number) from None


def amount_of(said: Mapping[str, str]) -> int:
    """Return the amount in fen; only one of the two columns may say it."""
    if said[IN_YUAN] and not said[IN_FEN]:
        return amount_in(said[IN_YUAN])
    amount = int(said[IN_FEN]) if said[IN_FEN].isascii() and said[IN_FEN].isdecimal() and len(said[IN_FEN]) < 15 else 0
    if amount <= 0 or said[IN_YUAN]:
        raise ValueError(said)
    return amount
