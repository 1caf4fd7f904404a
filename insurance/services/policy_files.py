"""The reviewed policy files, read as they stand: no database is asked."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from insurance.rules.benefit_rule import RuleBook
from insurance.rules.policy_entries import PolicyEntry, PolicyFault, source_of
from insurance.rules.policy_tables import AreaFile, area_file, checked_documents
from insurance.rules.policy_values import value_of

DATA = Path(__file__).resolve().parent.parent / "data"
POLICY = DATA / "policy"


def policy_files(folder: Path = POLICY) -> tuple[list[Mapping], list[AreaFile]]:
    """Return the documents that belong to no area, and the areas, of every file in ``folder``. Raises PolicyFault."""
    tables = {path.name: read_toml(path) for path in sorted(folder.glob("*.toml"))}
    shared = [
        document
        for table in tables.values()
        if "area" not in table
        for document in checked_documents(table.get("documents", []))
    ]
    areas = []
    for name, table in tables.items():
        if "area" in table:
            try:
                areas.append(area_file(table, known_documents=[document["number"] for document in shared]))
            except PolicyFault as fault:
                raise PolicyFault(f"{name}: {fault}") from fault
    if not areas:
        raise PolicyFault(f"{folder.name}: no file describes an area")
    return shared, areas


def read_toml(path: Path) -> dict:
    """Return what a file says. Raises PolicyFault when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PolicyFault(f"{path.name}: {error}") from error


def versions_of(table: str, folder: Path = POLICY) -> dict[str, tuple[tuple[date, date | None, Any], ...]]:
    """Return what a table of the files says, by area code: first day in force, first day not, and the rule's value.

    ``table`` is one of ``insurance.rules.policy_values.VALUES``. Raises PolicyFault.
    """
    shared, areas = policy_files(folder)
    found = {}
    for policy in areas:
        documents = {document["number"]: document for document in (*shared, *policy.documents)}
        entries = sorted((entry for entry in policy.entries if entry.table == table), key=lambda entry: entry.first)
        if entries:
            found[policy.code] = tuple(_version(policy.code, entry, documents[entry.document]) for entry in entries)
    return found


def _version(area: str, entry: PolicyEntry, document: Mapping) -> tuple[date, date | None, Any]:
    source = source_of(entry, area=area, evidence=document["evidence"], page=document.get("law_slug", ""))
    return entry.first, entry.until, value_of(entry, source)


def rule_books_of(folder: Path = POLICY) -> dict[str, RuleBook]:
    """Return the benefit rules of every area of the files, by area code. Raises PolicyFault."""
    return {area: RuleBook(area, versions) for area, versions in versions_of("benefits", folder).items()}
