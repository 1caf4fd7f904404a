"""更正: a unit asks to have put right what it declared by mistake, after the books of the month were closed."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from accounts.models.users import User
from accounts.rules.errors import RuleBroken, RulesBroken, refuse_if_any
from insurance.models.declarations import Declaration
from insurance.rules.corrections import answer_problems
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.selectors.corrections import charged_with, first_open_month, settlement, written_by
from insurance.selectors.undoing import lines_in_effect
from insurance.services import attachments, unit_declarations
from insurance.services.attachments import Upload
from insurance.services.declarations import LineDraft


def lines_of(about: Declaration, people: Collection[int]) -> list[LineDraft]:
    """Return a correcting line for each of the people; the months are decided by the books, nobody chooses them.

    Raises RuleBroken: correction.people_missing, correction.nothing_in_effect, correction.still_open. The statements do
    not grow with the people.
    """
    if not people:
        raise RuleBroken("correction.people_missing", "people")
    lines = lines_in_effect(about, people)
    standing = written_by(about, people)
    if not lines or any(line.person_id not in standing for line in lines):
        raise RuleBroken("correction.nothing_in_effect", "people")
    first_open = first_open_month(about.area)
    if first_open is None or any(Month.of(line.month) >= first_open for line in lines):
        raise RuleBroken("correction.still_open")
    charged = charged_with(about, people) if about.kind == DeclarationKind.INCREASE else {}
    return [
        LineDraft(
            person=line.person,
            unit=about.unit,
            insurances=tuple(sorted({segment.insurance for segment in standing[line.person_id]})),
            details={
                "settlement": settlement(about, standing[line.person_id], first_open, charged.get(line.person_id, ()))
            },
            **month_of(about, first_open),
        )
        for line in lines
    ]


def month_of(about: Declaration, first_open: Month) -> dict:
    """Return in which column of a line the first open month stands: what was ended begins again, what began ends."""
    return {"start_month" if about.kind == DeclarationKind.REDUCTION else "stop_month": first_open}


def draft_correction(
    about: Declaration,
    people: Collection[int],
    *,
    wrong: str,
    text: str,
    actor: User,
    at: datetime,
    on: date,
    files: Iterable[Upload] = (),
    number: str = "",
) -> Declaration:
    """Store a correction of a declaration in effect as a draft; ``number`` changes a draft, or one that was sent back.

    ``people`` are keys of persons. Raises what ``unit_declarations.prepare`` raises, with what ``lines_of`` finds.
    """
    files = list(files)
    found = answer_problems(about.kind, wrong, text)
    try:
        lines = lines_of(about, people)
    except RuleBroken as problem:
        faults = unit_declarations.faults_of_files(attachments.check(files))
        raise RulesBroken([problem, *found, *faults]) from problem
    refuse_if_any(found)
    return unit_declarations.prepare(
        DeclarationKind.CORRECTION,
        about.unit,
        lines,
        actor=actor,
        at=at,
        on=on,
        acknowledged=True,
        number=number,
        files=files,
        about=about,
        details={"wrong": wrong, "text": text.strip()},
    )
