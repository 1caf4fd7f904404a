"""A unit's own data as its pages write them."""

from accounts.views.said import said
from accounts.wording import day_text
from insurance.services.unit_data import before, declared_data
from insurance.wording_units import FIELD_NAMES, shown_value

WRITTEN_BY_PEOPLE = frozenset({"name", "representative_name", "address", "contact_name", "bank_name"})


def value_words(name: str, value: str):
    """Return one value as pages show it; what people wrote keeps its language."""
    return said(value) if name in WRITTEN_BY_PEOPLE else shown_value(name, value)


def data_facts(data: dict[str, str]) -> list[tuple]:
    """Return labels and values of a unit's data in the order of the form."""
    return [(label, value_words(name, data[name])) for name, label in FIELD_NAMES.items() if data.get(name)]


def side_by_side(declaration) -> list[dict]:
    """Return each declared value beside the one it replaces."""
    old, new = before(declaration), declared_data(declaration)
    return [
        {"label": label, "old": value_words(name, old[name]), "new": value_words(name, new[name])}
        for name, label in FIELD_NAMES.items()
        if name in new
    ]


def day_or_nothing(day) -> str:
    return day_text(day) if day else ""
