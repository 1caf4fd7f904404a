"""参保人员增加花名册: the list of people taken on that a unit prints, stamps and files."""

from dataclasses import dataclass
from datetime import date

from insurance.documents.pdf import rendered
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month


@dataclass(frozen=True, slots=True)
class IncreaseRow:
    """One person taken on; ``identity`` as it may be shown. ``employment`` and ``wage`` come worded."""

    name: str
    identity: str
    employment: str
    started_on: date
    insurances: tuple[Insurance, ...]
    start_month: Month
    wage: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class IncreaseList:
    """What the list says; ``number`` is the declaration's, ``start_month`` of a row the first month charged.

    A long one comes in several files: the first row is the person numbered ``first`` of ``people``.
    """

    office: str
    area: str
    unit: str
    credit_code: str
    number: str
    operator: str | None
    declared_on: date
    rows: tuple[IncreaseRow, ...]
    printed_on: date
    first: int = 1
    people: int = 0


def increase_list_pdf(listing: IncreaseList, *, language: str) -> bytes:
    """Return the list as a PDF, A4 landscape, in ``language`` ("zh-hans" or "en")."""
    assert listing.rows, "a list of nobody"
    return rendered("increase_list", listing, language=language)
