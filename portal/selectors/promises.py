"""What the office's guidance promises and where it lives, from a reviewed file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from portal.selectors.language import column_suffix
from portal.selectors.pages import CONTENT


@dataclass(frozen=True, slots=True)
class Place:
    """Where a promise is kept. A place that does not exist yet is planned and has no link."""

    path: str
    words: str
    phrase: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise or rule of the guidance."""

    number: int
    text: str
    places: list[Place]

    @property
    def is_live(self) -> bool:
        return all(place.is_live for place in self.places)


@cache
def promise_entries() -> tuple[dict[str, Any], ...]:
    """Return the entries of the file; read once, it changes with a release."""
    return tuple(tomllib.loads((CONTENT / "promises.toml").read_text(encoding="utf-8"))["promises"])


def promises(*, language: str) -> list[Promise]:
    """Return every promise, in order."""
    suffix = column_suffix(language)
    return [
        Promise(
            number=entry["number"],
            text=entry[f"text_{suffix}"],
            places=[
                Place(
                    path=place["path"],
                    words=place.get(f"words_{suffix}", ""),
                    phrase=place.get(f"phrase_{suffix}", ""),
                    is_live=place["live"],
                )
                for place in entry["places"]
            ],
        )
        for entry in promise_entries()
    ]
