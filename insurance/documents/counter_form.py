"""职工基本医疗保险参保登记表: the form the unit seals for the counter, filled in from its declaration."""

from dataclasses import dataclass
from datetime import date

from insurance.documents.pdf import rendered
from insurance.rules.months import Month


@dataclass(frozen=True, slots=True)
class CounterRow:
    """One person. ``identity_number`` in full: the counter registers by it. ``phone`` is masked.

    ``change`` says whether medical insurance begins, goes on or stops, ``month`` is the first one with, or without,
    contributions. ``wage`` in yuan, worded; empty where it is not declared.
    """

    name: str
    sex: str
    identity_number: str
    born_on: date
    employment: str
    change: str
    month: Month
    wage: str
    phone: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CounterForm:
    """What the form says; ``number`` is the declaration's.

    A long one comes in several files: the first row is the person numbered ``first`` of ``people``.
    """

    office: str
    area: str
    unit: str
    unit_number: str
    credit_code: str
    contact: str
    contact_phone: str
    number: str
    operator: str | None
    declared_on: date
    rows: tuple[CounterRow, ...]
    printed_on: date
    first: int = 1
    people: int = 0


def counter_form_pdf(form: CounterForm, *, language: str) -> bytes:
    """Return the form as a PDF, A4 landscape, its head on every page, in ``language`` ("zh-hans" or "en")."""
    assert form.rows, "a form about nobody"
    return rendered("counter_form", form, language=language)
