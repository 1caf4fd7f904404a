"""Files that are loaded row by row: what each row came to, and what a file came to as a whole."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.services import audit

Cells = Mapping[str, str]
"""What a line says, by column."""


@dataclass
class Loaded:
    """What a file came to: every row is loaded, known already, or reported with its line and what is wrong with it."""

    loaded: int = 0
    unchanged: int = 0
    faults: list[tuple[int, RuleBroken]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.loaded + self.unchanged + len(self.faults)


def refuse_who_may_not_load(actor: User) -> None:
    """Raise RuleBroken("account.not_allowed") unless ``actor`` works at the exchange desk."""
    if not actor.may(Permission.LOAD_REGISTRY):
        raise RuleBroken("account.not_allowed")


def load_each(rows: Iterable[tuple[int, Cells]], load_row: Callable[[Cells], bool]) -> Loaded:
    """Load the rows in their order; ``load_row`` says whether a row is new, and RuleBroken what is wrong with it."""
    result = Loaded()
    for line, cells in rows:
        try:
            is_new = load_row(cells)
        except RuleBroken as fault:
            result.faults.append((line, fault))
            continue
        result.loaded += is_new
        result.unchanged += not is_new
    return result


def record(result: Loaded, action: str, *, actor: User, at: datetime) -> None:
    """Leave a trace of what was loaded: numbers only."""
    told = {"loaded": result.loaded, "unchanged": result.unchanged, "faults": len(result.faults)}
    audit.record(actor, action, actor, at=at, **told)
