"""医保个人账户收支明细单: one year of a personal medical account, movement by movement, with the sums."""

from dataclasses import dataclass
from datetime import date

from insurance.documents.pdf import rendered
from insurance.documents.termination_certificate import square_code
from insurance.rules.money import yuan_from_fen


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One movement; ``what`` and ``where`` in the document's language, the amount in fen, negative where it was spent."""

    on: date
    what: str
    where: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """One statement, amounts in fen. ``identity_number`` in full: it is the person's own paper. ``no_longer`` says why it
    does not hold any more, empty while it does."""

    number: str
    check_code: str
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
    issued_on: date
    no_longer: str
    address: str
    check_page: str


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One movement as the template writes it."""

    on: date
    what: str
    where: str
    came: str
    went: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The statement with its amounts written and the square code of its check."""

    office: str
    hotline: str
    printed_on: date
    statement: AccountStatement
    moved: tuple[WrittenRow, ...]
    opening: str
    came: str
    went: str
    closing: str
    picture: str


def account_statement_pdf(
    statement: AccountStatement, *, office: str, hotline: str, printed_on: date, language: str
) -> bytes:
    """Return the statement as a PDF in ``language`` ("zh-hans" or "en")."""
    sheet = Sheet(
        office=office,
        hotline=hotline,
        printed_on=printed_on,
        statement=statement,
        moved=tuple(map(written, statement.rows)),
        opening=yuan(statement.opening_fen),
        came=yuan(statement.in_fen),
        went=yuan(statement.out_fen),
        closing=yuan(statement.closing_fen),
        picture=square_code(statement.address),
    )
    return rendered("account_statement", sheet, language=language)


def written(row: MovedRow) -> WrittenRow:
    amount = yuan(abs(row.amount_fen))
    came, went = (amount, "") if row.amount_fen > 0 else ("", amount)
    return WrittenRow(row.on, row.what, row.where, came, went)


def yuan(amount_fen: int) -> str:
    """Return an amount as the paper writes it."""
    return f"{yuan_from_fen(amount_fen):,.2f}"
