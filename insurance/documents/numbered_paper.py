"""What papers that anybody can check have in common: number, check code, square code, and by whom they are printed."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno

from insurance.documents.pdf import rendered
from insurance.rules.money import yuan_from_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedPaper:
    """One paper. ``no_longer`` says why it does not hold any more, empty while it does.

    ``address`` leads to the check of this paper, ``check_page`` to the page for typing number and code.
    """

    number: str
    check_code: str
    issued_on: date
    no_longer: str
    address: str
    check_page: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who prints, when, and in which language ("zh-hans" or "en"); the office's name in that language."""

    office: str
    hotline: str
    printed_on: date
    language: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper as its template gets it: with the square code of its check as SVG, and its amounts as they are written."""

    paper: NumberedPaper
    picture: str
    amounts: Any


@dataclass(frozen=True, slots=True)
class Sheets:
    """The papers of one file, each on pages of its own."""

    office: str
    hotline: str
    printed_on: date
    sheets: tuple[Sheet, ...]


def without_amounts(paper: NumberedPaper) -> None:
    """Say that a paper has no amounts to write."""


def numbered_papers_pdf(
    template: str,
    papers: Sequence[NumberedPaper],
    imprint: Imprint,
    *,
    amounts: Callable[[Any], Any] = without_amounts,
) -> bytes:
    """Return papers of one kind as one PDF; ``amounts`` writes those of a paper, for the template does no arithmetic."""
    assert papers, "a file without a paper"
    sheets = tuple(Sheet(paper, square_code(paper.address), amounts(paper)) for paper in papers)
    content = Sheets(imprint.office, imprint.hotline, imprint.printed_on, sheets)
    return rendered(template, content, language=imprint.language)


def square_code(address: str) -> str:
    """Return a QR code of an address as SVG."""
    picture = io.BytesIO()
    segno.make(address, micro=False, error="m").save(picture, kind="svg", xmldecl=False, border=2)
    return picture.getvalue().decode()


def yuan(amount_fen: int | None) -> str:
    """Return an amount as papers write it, in yuan; a dash for none."""
    return "—" if amount_fen is None else f"{yuan_from_fen(amount_fen):,.2f}"
