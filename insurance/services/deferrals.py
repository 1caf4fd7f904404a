"""缓缴: a unit asks to pay later."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules.errors import refuse_if_any
from insurance.models.declarations import Declaration
from insurance.rules.kinds import DeclarationKind
from insurance.services import unit_declarations
from insurance.services.attachments import Upload
from insurance.services.declaration_kinds import kind_of
from insurance.services.declaration_kinds.cancellation import PAPERS_FOLLOW


@transaction.atomic
def draft_deferral(
    unit: Unit,
    *,
    bills: Sequence[str],
    until: date,
    difficulty: str,
    text: str,
    actor: User,
    at: datetime,
    on: date,
    acknowledged: bool,
    number: str = "",
    files: Iterable[Upload] = (),
) -> Declaration:
    """Store as a draft to be looked over that some bills are to be paid later; ``number`` changes one.

    Raises what ``unit_declarations.prepare`` raises.
    """
    files = list(files)
    said = {"bills": sorted(bills), "until": until.isoformat(), "difficulty": difficulty, "text": text}
    declaration = unit_declarations.prepare(
        DeclarationKind.DEFERRAL,
        unit,
        [],
        actor=actor,
        at=at,
        on=on,
        acknowledged=acknowledged,
        number=number,
        files=files,
        details=said | ({PAPERS_FOLLOW: True} if files else {}),
    )
    declaration.details.pop(PAPERS_FOLLOW, None)
    declaration.save(update_fields=["details"])
    refuse_if_any(kind_of(declaration).problems(declaration, on=on))
    return declaration
