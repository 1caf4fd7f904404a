"""缓缴: a unit asks to pay later."""

from collections.abc import Sequence
from datetime import date

from accounts.models.parties import Unit
from insurance.models.declarations import Declaration
from insurance.rules.kinds import DeclarationKind
from insurance.services.unit_matters import draft_with_papers


def draft_deferral(unit: Unit, *, bills: Sequence[str], until: date, difficulty: str, text: str, **by) -> Declaration:
    """Store as a draft to be looked over that some bills are to be paid later; ``by`` is what ``draft_with_papers`` takes.

    Raises what ``unit_declarations.prepare`` raises.
    """
    said = {"bills": sorted(bills), "until": until.isoformat(), "difficulty": difficulty, "text": text}
    return draft_with_papers(DeclarationKind.DEFERRAL, unit, said, **by)
