"""申报回执: the receipt an applicant prints for a declaration. It proves arrival, not approval."""

from dataclasses import dataclass
from datetime import date, datetime

from insurance.documents.pdf import rendered
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month


@dataclass(frozen=True, slots=True)
class ReceiptFact:
    """One thing that was declared, with its label."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One person of the declaration; ``identity`` as it may be shown, usually masked.

    ``stop_month`` is the first month without contributions, ``start_month`` the first one with them, or with them on
    other terms; a change of a person's data alone has neither. ``facts`` is what was declared besides.
    """

    name: str
    identity: str
    insurances: tuple[Insurance, ...]
    reason: str
    stop_month: Month | None = None
    start_month: Month | None = None
    facts: tuple[ReceiptFact, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptPart:
    """What one agency decides, how it stands on the day of printing, and by when it answers."""

    agency: str
    insurances: tuple[Insurance, ...]
    state: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receipt says. Names of matters, reasons, states and agencies come in the document's language.

    ``applicant_number`` is a masked ID number, or a unit's credit code when ``applicant_is_unit``.
    ``submitted_at`` is an aware instant. A declaration about the unit itself has ``facts`` and no lines;
    of a long one the first lines are listed, and ``people`` says how many there are.
    """

    office: str
    number: str
    matter: str
    applicant: str
    applicant_number: str
    applicant_is_unit: bool
    operator: str | None
    channel: str
    submitted_at: datetime
    lines: tuple[ReceiptLine, ...]
    parts: tuple[ReceiptPart, ...]
    attachments: tuple[str, ...]
    hotline: str
    printed_on: date
    facts: tuple[ReceiptFact, ...] = ()
    people: int = 0


def receipt_pdf(receipt: Receipt, *, language: str) -> bytes:
    """Return the receipt as a PDF in ``language`` ("zh-hans" or "en")."""
    assert receipt.lines or receipt.facts, "a receipt for nothing"
    assert receipt.parts, "a receipt from nobody"
    assert all(line.stop_month is None or line.start_month is None for line in receipt.lines), "stops or starts"
    return rendered("receipt", receipt, language=language)
