"""异议: an employee contests the reason of a reduction; the unit is heard; what is found is written beside what was
declared."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models.users import User
from accounts.rules.errors import RuleBroken, refuse_if_any
from accounts.rules.roles import OperatorRight
from accounts.services import audit, notices
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.disputes import UnitStatement
from insurance.rules.disputes import (
    AGENCY_ANSWERS_WITHIN,
    UNIT_HEARD_WITHIN,
    claim_problems,
    proposer_of,
    statement_problems,
)
from insurance.rules.kinds import DeclarationKind
from insurance.rules.reasons import Proposer
from insurance.rules.workflow import Action, Actor, State
from insurance.selectors.policy import work_calendar
from insurance.services import attachments, declarations, unit_declarations
from insurance.services.attachments import Upload
from insurance.services.declarations import LineDraft


@transaction.atomic
def lodge_dispute(
    line: DeclarationLine,
    *,
    claimed_reason: str,
    proposed_by: Proposer | None,
    text: str,
    actor: User,
    at: datetime,
    on: date,
    files: Iterable[Upload] = (),
    number: str = "",
) -> Declaration:
    """Submit a person's dispute about the reason on their line of a reduction; ``number`` one that was sent back.

    Raises RulesBroken with everything that forbids it, R014 for a file that cannot be taken.
    """
    found = attachments.check(files)
    claim = claim_problems(line.reason, proposer_of(line.details), claimed_reason, proposed_by)
    refuse_if_any([*claim, *statement_problems(text), *unit_declarations.faults_of_files(found)])
    details = {"claimed_reason": claimed_reason, "proposed_by": proposed_by and str(proposed_by), "text": text.strip()}
    drafts = [LineDraft(person=line.person, insurances=())]
    if number:
        dispute = declarations.rewrite(number, drafts, actor=actor, at=at, details=details)
    else:
        dispute = declarations.draft(
            DeclarationKind.DISPUTE,
            drafts,
            area=line.declaration.area,
            person=line.person,
            about=line.declaration,
            actor=actor,
            at=at,
            details=details,
        )
    attachments.keep(dispute, found.clean, actor=actor, at=at)
    dispute = declarations.submit(dispute.number, actor=actor, at=at, on=on)
    if not number:
        hear_unit(dispute, at=at, on=on)
    return dispute


def hear_unit(dispute: Declaration, *, at: datetime, on: date) -> UnitStatement:
    """Give the unit a clock to state its view."""
    unit = dispute.about.unit
    due_on = work_calendar().working_deadline(on, UNIT_HEARD_WITHIN)
    statement = UnitStatement.objects.create(dispute=dispute, unit=unit, asked_at=at, due_on=due_on)
    notices.tell_unit(
        unit,
        "reduction_disputed",
        at=at,
        link=f"/employer/declarations/{dispute.about.number}/",
        number=dispute.about.number,
        due_on=due_on.isoformat(),
    )
    return statement


@transaction.atomic
def state_view(number: str, text: str, *, actor: User, at: datetime, on: date) -> UnitStatement:
    """Keep what the unit says to a dispute, once; the agency's clock begins anew with it.

    Raises RuleBroken R009 without the right to submit, dispute.text_short, dispute.decided when nothing waits for the
    statement any more.
    """
    unit_declarations.refuse_without_right(actor, OperatorRight.SUBMIT)
    refuse_if_any(statement_problems(text))
    dispute, parts = declarations.locked(number)
    statement = UnitStatement.objects.select_for_update(of=("self",)).get(dispute=dispute)
    waiting = [part for part in parts if part.state in (State.SUBMITTED, State.RETURNED)]
    if statement.said_at or not waiting:
        raise RuleBroken("dispute.decided")
    statement.text, statement.said_by, statement.said_at = text.strip(), actor, at
    statement.save(update_fields=["text", "said_by", "said_at"])
    due_on = work_calendar().working_deadline(on, AGENCY_ANSWERS_WITHIN)
    for part in waiting:
        part.version += 1
        if part.state == State.SUBMITTED:
            part.due_on = min(part.due_on, due_on)
        part.save(update_fields=["version", "due_on"])
    declarations.note(dispute, "unit_stated", Actor.APPLICANT, actor=actor, at=at)
    audit.record(actor, "dispute.unit_stated", dispute, at=at)
    declarations.tell_applicant(dispute, "dispute_unit_stated", at=at)
    return statement


def locked_about(number: str) -> list[tuple[Declaration, list[DeclarationPart]]]:
    """Return the disputes about a declaration that are not decided, locked: before what they are about."""
    undecided = Declaration.objects.filter(
        kind=DeclarationKind.DISPUTE, about__number=number, parts__state__in=[State.SUBMITTED, State.RETURNED]
    )
    return [declarations.locked(dispute) for dispute in undecided.order_by("number").values_list("number", flat=True)]


def settle_by_undo(
    disputed: Sequence[tuple[Declaration, list[DeclarationPart]]], lines: Iterable[DeclarationLine], *, at: datetime
) -> None:
    """Withdraw the locked disputes of the people whose lines were taken back: there is no reason left to contest."""
    people = {line.person_id for line in lines}
    for dispute, parts in disputed:
        open_parts = [part for part in parts if part.state in (State.SUBMITTED, State.RETURNED)]
        if dispute.person_id not in people or not open_parts:
            continue
        for part in open_parts:
            declarations.move(part, Action.WITHDRAW, Actor.SYSTEM, actor=None, at=at)
            declarations.release_claim(part)
            declarations.save_part(part, "claimed_by", "claimed_until")
        audit.record(None, "declaration.withdrawn", dispute, at=at)
        declarations.tell_applicant(dispute, "dispute_settled_by_undo", at=at)
