"""The pages of the site that are not content rows, for the site map and the search; from a reviewed file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from portal.selectors.language import column_suffix

CONTENT = Path(__file__).resolve().parent.parent / "content"


@dataclass(frozen=True, slots=True)
class Page:
    """A page in the site map."""

    path: str
    group: str
    title: str
    summary: str
    keywords: str


@cache
def page_entries() -> tuple[dict[str, Any], ...]:
    """Return the entries of the file; read once, it changes with a release."""
    return tuple(tomllib.loads((CONTENT / "pages.toml").read_text(encoding="utf-8"))["pages"])


def pages(*, language: str) -> list[Page]:
    """Return every page, in the order of the file."""
    suffix = column_suffix(language)
    words = [f"{name}_{suffix}" for name in ("title", "summary", "keywords")]
    return [Page(entry["path"], entry["group"], *(entry.get(name, "") for name in words)) for entry in page_entries()]


def pages_by_group(*, language: str) -> dict[str, list[Page]]:
    """Return the pages by the group their entry names; groups stand together in the file."""
    return {group: list(members) for group, members in groupby(pages(language=language), key=lambda page: page.group)}
