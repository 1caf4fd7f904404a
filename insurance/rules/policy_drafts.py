"""The life of a change to policy before it is in force: a draft is one row as a file would write it.

Nobody edits what is in force. A draft is entered by one person, compared, previewed, run against the worked examples,
and put in force by another; from its first day on it supersedes the open row before it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from insurance.rules.policy_entries import PolicyEntry
from insurance.rules.policy_values import exact

DAYS = ("from", "until")
ONE_DAY = timedelta(days=1)


class DraftState(StrEnum):
    """Where a draft stands; ``previewed`` is lost again with every change of its values."""

    DRAFT = "draft"
    PREVIEWED = "previewed"
    ACTIVE = "active"
    DISCARDED = "discarded"


class DraftAct(StrEnum):
    """What is done with a draft."""

    CHANGE = "change"
    PREVIEW = "preview"
    RUN_EXAMPLES = "run_examples"
    ACTIVATE = "activate"
    DISCARD = "discard"


S, A = DraftState, DraftAct

TRANSITIONS: dict[tuple[DraftState, DraftAct], DraftState] = {
    (S.DRAFT, A.CHANGE): S.DRAFT,
    (S.PREVIEWED, A.CHANGE): S.DRAFT,
    (S.DRAFT, A.PREVIEW): S.PREVIEWED,
    (S.PREVIEWED, A.PREVIEW): S.PREVIEWED,
    (S.DRAFT, A.RUN_EXAMPLES): S.DRAFT,
    (S.PREVIEWED, A.RUN_EXAMPLES): S.PREVIEWED,
    (S.PREVIEWED, A.ACTIVATE): S.ACTIVE,
    (S.DRAFT, A.DISCARD): S.DISCARDED,
    (S.PREVIEWED, A.DISCARD): S.DISCARDED,
}
"""What may follow what; active and discarded drafts stay as they are for ever."""

OPEN = (S.DRAFT, S.PREVIEWED)

EITHER = frozenset({Permission.EDIT_POLICY, Permission.APPROVE_POLICY})
ALLOWED: dict[DraftAct, frozenset[Permission]] = {
    A.CHANGE: frozenset({Permission.EDIT_POLICY}),
    A.PREVIEW: EITHER,
    A.RUN_EXAMPLES: EITHER,
    A.ACTIVATE: frozenset({Permission.APPROVE_POLICY}),
    A.DISCARD: EITHER,
}
"""One of these permissions is needed; who changes a draft must have entered it, who activates it must not."""


def next_state(state: str, act: DraftAct) -> DraftState:
    """Return the state an act leads to; RuleBroken("policy_draft.finished") or ("policy_draft.not_previewed")."""
    found = TRANSITIONS.get((DraftState(state), act))
    if found is None:
        raise RuleBroken("policy_draft.not_previewed" if state == S.DRAFT else "policy_draft.finished")
    return found


# Values as JSON -----------------------------------------------------------------------------------------------------


def as_json(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as a file writes it in what JSON holds: days as text."""
    return {name: value.isoformat() if name in DAYS else value for name, value in table.items()}


def from_json(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row that ``as_json`` wrote."""
    return {name: date.fromisoformat(value) if name in DAYS else value for name, value in stored.items()}


def fingerprint(values: Mapping[str, Any], standing: Iterable[PolicyEntry]) -> str:
    """Return what a preview holds for: the draft's values, and the rows of policy it was compared with."""
    said = [values, *sorted([str(entry), str(entry.until), entry.document, _written(entry)] for entry in standing)]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _written(entry: PolicyEntry) -> list[list[str]]:
    return [[name, _value(value)] for name, value in sorted(entry.values.items())]


def _value(value: Any) -> str:
    """Write a value the same way whether it was read from a file or from the database."""
    return str(exact(value)) if hasattr(value, "normalize") else json.dumps(value, sort_keys=True)


# Against what is in force -------------------------------------------------------------------------------------------


def key_of(entry: PolicyEntry) -> tuple:
    return (entry.table, *entry.key)


def refuse_overlap(entries: Iterable[PolicyEntry], standing: Iterable[PolicyEntry]) -> None:
    """Raise RuleBroken("policy_draft.overlaps", ``earliest``) unless each entry follows the last row of its number.

    Days that are ruled already are never ruled again: a draft begins after the open row began, or where a closed row
    ends.
    """
    rows = list(standing)
    for entry in entries:
        same = [row for row in rows if key_of(row) == key_of(entry)]
        if not same:
            continue
        last = max(same, key=lambda row: row.first)
        earliest = last.first + ONE_DAY if last.until is None else last.until
        if entry.first < earliest:
            raise RuleBroken("policy_draft.overlaps", "first_on", earliest=earliest)


def in_force_on(entries: Iterable[PolicyEntry], day: date) -> list[PolicyEntry]:
    return [entry for entry in entries if entry.holds(day)]


def superseded_by(entries: Iterable[PolicyEntry], standing: Iterable[PolicyEntry]) -> list[PolicyEntry]:
    """Return the rows as they would stand with ``entries`` in force: the open row of each number ends where one begins."""
    entries = tuple(entries)
    first_on = {key_of(entry): entry.first for entry in entries}
    closed = [
        replace(row, until=first_on[key_of(row)]) if row.until is None and key_of(row) in first_on else row
        for row in standing
    ]
    return [*closed, *entries]
