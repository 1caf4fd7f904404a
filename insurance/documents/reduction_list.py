"""参保人员减少花名册: the list of leaving staff that a unit prints, stamps and files."""

from dataclasses import dataclass
from datetime import date

from insurance.documents.pdf import rendered
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month


@dataclass(frozen=True, slots=True)
class ReductionRow:
    """One leaving person. ``identity`` is masked, except on the copy the unit stamps and keeps itself."""

    name: str
    identity: str
    reason: str
    ended_on: date | None
    insurances: tuple[Insurance, ...]
    stop_month: Month
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ReductionList:
    """What the list says; reasons come worded in the document's language, ``number`` is the declaration's.

    ``stop_month`` of a row is the first month without contributions. A long one comes in several files: the first row is
    the person numbered ``first`` of ``people``.
    """

    office: str
    area: str
    unit: str
    credit_code: str
    number: str
    operator: str | None
    declared_on: date
    rows: tuple[ReductionRow, ...]
    printed_on: date
    first: int = 1
    people: int = 0


def reduction_list_pdf(listing: ReductionList, *, language: str) -> bytes:
    """Return the list as a PDF, A4 landscape, in ``language`` ("zh-hans" or "en")."""
    assert listing.rows, "a list of nobody"
    return rendered("reduction_list", listing, language=language)
