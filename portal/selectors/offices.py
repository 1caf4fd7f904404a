"""Offices and outlets in the reader's language."""

from dataclasses import dataclass
from itertools import groupby

from portal.models.content import Office, OfficeKind
from portal.selectors.language import column_suffix


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """A place one can go to."""

    id: int
    phone: str
    name: str
    district: str
    address: str
    hours: str
    services: str
    access: str


def offices_by_kind(*, language: str) -> list[tuple[OfficeKind, list[OfficeLine]]]:
    """Return the offices under their kinds, both in order; a kind without an office is left out."""
    suffix = column_suffix(language)
    order = list(OfficeKind)
    words = [f"{name}_{suffix}" for name in ("name", "district", "address", "hours", "services", "access")]
    rows = Office.objects.values_list("kind", "position", "id", "phone", *words)
    ordered = sorted(rows, key=lambda row: (order.index(OfficeKind(row[0])), *row[1:3]))
    return [
        (OfficeKind(kind), [OfficeLine(*row[2:]) for row in group])
        for kind, group in groupby(ordered, key=lambda row: row[0])
    ]
