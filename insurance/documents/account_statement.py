"""医保个人账户收支明细单: one year of a personal medical account, movement by movement, with the balance after each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from insurance.documents.numbered_paper import Imprint, NumberedPaper, numbered_papers_pdf, yuan


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One movement; ``what`` and ``where`` in the document's language, the amount in fen, negative where it was spent."""

    on: date
    what: str
    where: str
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatement(NumberedPaper):
    """One statement, amounts in fen. ``identity_number`` in full: it is the person's own paper."""

    name: str
    identity_name: str
    identity_number: str
    first_on: date
    last_on: date
    opening_fen: int
    in_fen: int
    out_fen: int
    closing_fen: int
    rows: tuple[MovedRow, ...]


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of a statement as they are written: of each row what came, what went, and what was there then."""

    opening: str
    came: str
    went: str
    closing: str
    rows: tuple[tuple[str, str, str], ...]


def account_statements_pdf(statements: Sequence[AccountStatement], imprint: Imprint) -> bytes:
    """Return statements as one PDF."""
    return numbered_papers_pdf("account_statement", statements, imprint, amounts=amounts_of)


def amounts_of(statement: AccountStatement) -> Amounts:
    moved = [row.amount_fen for row in statement.rows]
    balances = list(accumulate(moved, initial=statement.opening_fen))
    assert balances[-1] == statement.closing_fen, statement.number
    return Amounts(
        opening=yuan(statement.opening_fen),
        came=yuan(statement.in_fen),
        went=yuan(statement.out_fen),
        closing=yuan(statement.closing_fen),
        rows=tuple(
            (yuan(amount) if amount > 0 else "", yuan(-amount) if amount < 0 else "", yuan(balance))
            for amount, balance in zip(moved, balances[1:], strict=True)
        ),
    )
