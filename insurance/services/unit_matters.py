"""What a unit declares of itself: its registration, a change of its data, the end of its registration."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken, refuse_if_any
from accounts.services import passwords
from insurance.models.declarations import Declaration
from insurance.rules.kinds import DeclarationKind
from insurance.rules.unit_data import GUARDED, changed
from insurance.selectors.unit_record import record_of
from insurance.services import unit_declarations
from insurance.services.attachments import Upload
from insurance.services.declaration_kinds import kind_of
from insurance.services.declaration_kinds.cancellation import PAPERS_FOLLOW
from insurance.services.unit_data import split


def draft_registration(
    unit: Unit, data: dict[str, str], *, actor: User, at: datetime, on: date, acknowledged: bool, number: str = ""
) -> Declaration:
    """Store what a unit completes of itself as a draft to be looked over; ``number`` changes one.

    Raises what ``unit_declarations.prepare`` raises.
    """
    plain, secret = split(data)
    return unit_declarations.prepare(
        DeclarationKind.REGISTRATION,
        unit,
        [],
        actor=actor,
        at=at,
        on=on,
        acknowledged=acknowledged,
        number=number,
        details={"data": plain},
        sealed={"data": secret},
    )


@transaction.atomic
def draft_change(
    unit: Unit,
    data: dict[str, str],
    *,
    changed_on: date | None,
    actor: User,
    at: datetime,
    on: date,
    acknowledged: bool,
    number: str = "",
    files: Iterable[Upload] = (),
) -> Declaration:
    """Store a change of a unit's data as a draft to be looked over; of ``data`` only what differs is declared.

    The identity number of a representative goes with the name, the bank with its account. Raises what
    ``unit_declarations.prepare`` raises, and RuleBroken("unit.resting") while the actor's new password rests.
    """
    new = changed(record_of(unit), data)
    refuse_resting(actor, new, at)
    plain, secret = split(completed(new, data))
    return unit_declarations.prepare(
        DeclarationKind.UNIT_CHANGE,
        unit,
        [],
        actor=actor,
        at=at,
        on=on,
        acknowledged=acknowledged,
        number=number,
        files=files,
        details={"data": plain} | ({"changed_on": changed_on.isoformat()} if changed_on else {}),
        sealed={"data": secret},
    )


PAIRS = (("representative_name", "representative_number"), ("bank_name", "bank_account"))
"""A name and the number that goes with it."""


def completed(new: dict[str, str], data: dict[str, str]) -> dict[str, str]:
    """Return what differs with what belongs to it, where that was given."""
    pairs = [pair for pair in PAIRS if new.keys() & set(pair)]
    return new | {name: data[name] for pair in pairs for name in pair if data.get(name)}


def refuse_resting(actor: User, new: dict[str, str], at: datetime) -> None:
    """Raise RuleBroken while a new password rests: who stole an account shall not at once turn its money elsewhere."""
    if GUARDED & new.keys() and actor.cooling_off_until and actor.cooling_off_until > at:
        raise RuleBroken("unit.resting", None, until=actor.cooling_off_until)


def refuse_unproven(actor: User, data: dict[str, str], password: str) -> None:
    """Raise RuleBroken unless the password was given once more for what is guarded; the caller limits attempts."""
    if GUARDED & changed(record_of(actor.unit), data).keys() and not passwords.matches(password, actor):
        raise RuleBroken("unit.password", "password")


def draft_cancellation(unit: Unit, *, reason: str, ended_on: date, note: str, **by) -> Declaration:
    """Store the end of a unit's registration as a draft to be looked over; ``by`` is what ``draft_with_papers`` takes.

    Raises what ``unit_declarations.prepare`` raises; among the findings everything that is left to do first.
    """
    said = {"reason": reason, "ended_on": ended_on.isoformat(), "note": note}
    return draft_with_papers(DeclarationKind.CANCELLATION, unit, said, **by)


@transaction.atomic
def draft_with_papers(
    kind: DeclarationKind,
    unit: Unit,
    said: dict,
    *,
    actor: User,
    at: datetime,
    on: date,
    acknowledged: bool,
    number: str = "",
    files: Iterable[Upload] = (),
) -> Declaration:
    """Store a matter of a unit that needs papers as a draft to be looked over; ``number`` changes one.

    Whether the papers are there is asked while they are on their way, and once more when they are kept.
    """
    files = list(files)
    declaration = unit_declarations.prepare(
        kind,
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
