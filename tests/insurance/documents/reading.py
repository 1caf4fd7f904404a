"""How tests read a PDF back."""

import io

from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """Return all words of a PDF without white space, for lines break where the paper ends."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def pages_of(pdf: bytes) -> list[str]:
    """Return the words of each page, without white space."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
