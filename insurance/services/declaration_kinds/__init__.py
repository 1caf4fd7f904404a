"""The registry of declaration kinds: each kind is one module with the functions of ``Kind``."""

from datetime import date, datetime
from importlib import import_module
from typing import Protocol

from accounts.rules.errors import RuleBroken
from insurance.models.declarations import Declaration, DeclarationPart
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import Actor


class Kind(Protocol):
    """All that is special about one kind of declaration."""

    def problems(self, declaration: Declaration, *, on: date) -> list[RuleBroken]:
        """Return everything that forbids this declaration on that day; an empty list allows it."""

    def warnings(self, declaration: Declaration, *, on: date) -> list[RuleBroken]:
        """Return what the applicant has to know and tick, but may go on with."""

    def accepted_by(self, declaration: Declaration) -> frozenset[Actor]:
        """Return in what capacity the declaration may be accepted."""

    def take_effect(self, part: DeclarationPart, *, at: datetime) -> None:
        """Write what the accepted part changes in the record."""


def kind_of(declaration: Declaration) -> Kind:
    """Return the module of the declaration's kind."""
    return import_module(f"{__name__}.{DeclarationKind(declaration.kind)}")
