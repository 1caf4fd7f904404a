"""The life of a declaration, one function per change of state: lock, decide, write, trace, tell.

Locks are always taken in the same order: the declaration, then its parts by agency, then enrolments by key.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from accounts.models.parties import Person, Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken, refuse_if_any
from accounts.rules.roles import Permission, Role
from accounts.services import audit, notices, parties
from insurance.models.declarations import (
    Declaration,
    DeclarationEvent,
    DeclarationLine,
    DeclarationMessage,
    DeclarationPart,
    UnitRequest,
)
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import AGENCY_OF, DeclarationKind
from insurance.rules.months import Month
from insurance.rules.workflow import STAFF_TURN, Action, Actor, State, next_state
from insurance.selectors.policy import work_calendar
from insurance.selectors.under_way import BEGINNINGS
from insurance.services import benefits
from insurance.services.books import hold_books
from insurance.services.declaration_kinds import Kind, kind_of
from insurance.services.enrolments import hold_people
from insurance.services.outlooks import keep_outlooks

LEASE = timedelta(minutes=30)
"""How long a claimed case stays with one member of the staff without being touched."""


@dataclass(frozen=True)
class LineDraft:
    """One person of a declaration before it is stored, field by field as in ``DeclarationLine``.

    ``sealed`` are the answers that are stored encrypted.
    """

    person: Person
    insurances: tuple[int, ...]
    reason: str = ""
    stop_month: Month | None = None
    start_month: Month | None = None
    unit: Unit | None = None
    ended_on: date | None = None
    settles: Declaration | None = None
    details: dict = field(default_factory=dict)
    sealed: dict = field(default_factory=dict)


def new_number(at: datetime) -> str:
    """Return the next declaration number: D, the date, a running number; it says nothing about anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('insurance_declaration_number')")
        return f"D{at:%y%m%d}{cursor.fetchone()[0]:07d}"


def applicant_link(declaration: Declaration) -> str:
    """Return the address at which the applicant sees the declaration."""
    audience = "employer" if declaration.unit_id else "me"
    return f"/{audience}/declarations/{declaration.number}/"


def tell_applicant(declaration: Declaration, code: str, *, at: datetime, **facts) -> None:
    """Put a notice about the declaration into the applicant's inbox, under the code by which its kind is told."""
    code = kind_of(declaration).told_as(code)
    if not code:
        return
    link = applicant_link(declaration)
    if declaration.unit_id:
        notices.tell_unit(declaration.unit, code, at=at, link=link, number=declaration.number, **facts)
    else:
        notices.tell_person(declaration.person, code, at=at, link=link, number=declaration.number, **facts)


def note(
    declaration: Declaration, action: str, capacity: Actor, *, actor: User | None, at: datetime, agency="", **said
) -> None:
    """Add a step to the declaration's time line."""
    DeclarationEvent.objects.create(
        declaration=declaration, action=action, capacity=capacity, actor=actor, at=at, agency=agency, **said
    )


@transaction.atomic
def draft(
    kind: DeclarationKind,
    lines: Iterable[LineDraft],
    *,
    area: PoolingArea,
    actor: User,
    at: datetime,
    person: Person | None = None,
    unit: Unit | None = None,
    about: Declaration | None = None,
    details: dict | None = None,
    sealed: dict | None = None,
) -> Declaration:
    """Store a declaration with its lines and one part per agency concerned. Nothing is checked yet."""
    declaration = Declaration.objects.create(
        number=new_number(at),
        kind=kind,
        area=area,
        person=person,
        unit=unit,
        lodged_by=actor,
        created_at=at,
        about=about,
        details=details or {},
        sealed=sealed_text(sealed),
    )
    write_lines(declaration, lines)
    note(declaration, "created", Actor.APPLICANT, actor=actor, at=at)
    return declaration


def sealed_text(answers: dict | None) -> str | None:
    """Return answers as the text that is stored encrypted; None for none."""
    return json.dumps(answers, ensure_ascii=False) if answers else None


def opened(sealed: str | None) -> dict:
    """Return the answers that were stored encrypted on a declaration or a line."""
    return json.loads(sealed) if sealed else {}


def line_from(draft: LineDraft, declaration: Declaration, position: int) -> DeclarationLine:
    """Return a draft as a line of a declaration, not stored."""
    return DeclarationLine(
        declaration=declaration,
        position=position,
        person=draft.person,
        unit=draft.unit,
        insurances=sorted(draft.insurances),
        reason=draft.reason,
        ended_on=draft.ended_on,
        stop_month=draft.stop_month and draft.stop_month.first_day,
        start_month=draft.start_month and draft.start_month.first_day,
        settles=draft.settles,
        details=draft.details,
        sealed=sealed_text(draft.sealed),
    )


def on_record(drafts: Iterable[LineDraft]) -> list[LineDraft]:
    """Return the drafts with everybody in them stored: who is only named so far is put on record as provisional."""
    drafts = list(drafts)
    named = [draft.person for draft in drafts if draft.person.is_provisional]
    if not named:
        return drafts
    stored = parties.announce(named)
    return [replace(draft, person=stored.get(draft.person.identity_index, draft.person)) for draft in drafts]


def write_lines(declaration: Declaration, drafts: Iterable[LineDraft]) -> None:
    """Write the lines of a declaration and a part for every agency they concern that has none yet."""
    lines = [line_from(line, declaration, position) for position, line in enumerate(on_record(drafts), start=1)]
    DeclarationLine.objects.bulk_create(lines, batch_size=1000)
    known = set(declaration.parts.values_list("agency", flat=True))
    DeclarationPart.objects.bulk_create(
        DeclarationPart(declaration=declaration, agency=agency, lodged_by=declaration.lodged_by)
        for agency in kind_of(declaration).agencies(declaration)
        if agency not in known
    )


CHANGEABLE = frozenset({State.DRAFT, State.RETURNED, State.SUBMITTED})
"""While every part is in one of these, the applicant may still change what is declared."""


@transaction.atomic
def rewrite(
    number: str,
    drafts: Iterable[LineDraft],
    *,
    actor: User,
    at: datetime,
    details: dict | None = None,
    sealed: dict | None = None,
) -> Declaration:
    """Replace the lines of a draft, or of a declaration that was sent back; ``details`` and ``sealed`` too, where given.

    Whoever looks at another part of it has to look again. Raises RuleBroken("declaration.partly_decided") once an
    agency has accepted its part, RuleBroken("workflow.not_allowed") when nothing waits for the applicant.
    """
    declaration, parts = locked(number)
    if not any(part.state in (State.DRAFT, State.RETURNED) for part in parts):
        next_state(parts[0].state, Action.SUBMIT, by=Actor.APPLICANT)
    alive = [part for part in parts if part.state not in (State.WITHDRAWN, State.REJECTED)]
    if not all(part.state in CHANGEABLE for part in alive):
        raise RuleBroken("declaration.partly_decided")
    if details is not None:
        declaration.details = details
    if sealed is not None:
        declaration.sealed = sealed_text(sealed)
    declaration.save(update_fields=["details", "sealed"])
    drafts = list(drafts)
    declaration.lines.all().delete()
    renew_parts_taken_back(declaration, parts, drafts)
    write_lines(declaration, drafts)
    for part in alive:
        part.version += 1
        save_part(part)
    drop_parts_without_lines(declaration, alive, actor=actor, at=at)
    return declaration


def renew_parts_taken_back(declaration: Declaration, parts, drafts: Iterable[LineDraft]) -> None:
    """Put a new draft in the place of a withdrawn part whose agency the changed lines concern again."""
    concerned = {AGENCY_OF[code] for line in drafts for code in line.insurances}
    for part in parts:
        if part.state == State.WITHDRAWN and part.agency in concerned:
            part.delete()
            DeclarationPart.objects.create(
                declaration=declaration,
                agency=part.agency,
                lodged_by=declaration.lodged_by,
                version=part.version + 1,
            )


def drop_parts_without_lines(declaration: Declaration, parts, *, actor: User, at: datetime) -> None:
    """Withdraw the parts of agencies that the changed lines no longer concern."""
    concerned = kind_of(declaration).agencies(declaration)
    for part in parts:
        if part.agency not in concerned:
            move(part, Action.WITHDRAW, Actor.APPLICANT, actor=actor, at=at)
            release_claim(part)
            save_part(part, "claimed_by", "claimed_until")


def locked(number: str) -> tuple[Declaration, list[DeclarationPart]]:
    """Return a declaration and its parts, locked until the transaction ends."""
    declaration = Declaration.objects.select_for_update(of=("self",)).get(number=number)
    parts = list(declaration.parts.select_for_update(of=("self",)).order_by("agency"))
    for part in parts:
        part.declaration = declaration
    return declaration, parts


def hold_books_of(part_id: int) -> None:
    """Let no month of the part's area be closed while it is carried out: which months are open decides what is written."""
    hold_books(DeclarationPart.objects.values_list("declaration__area", flat=True).get(pk=part_id))


def locked_part(part_id: int) -> DeclarationPart:
    """Return one part, its declaration locked first so that every service locks in the same order."""
    number = DeclarationPart.objects.values_list("declaration__number", flat=True).get(pk=part_id)
    _declaration, parts = locked(number)
    return next(part for part in parts if part.pk == part_id)


def move(
    part: DeclarationPart, action: Action, by: Actor, *, actor: User | None, at: datetime, text="", **facts
) -> None:
    """Take one step of the transition table and note it; the caller saves with its own fields through ``save_part``."""
    before, part.state = part.state, next_state(part.state, action, by=by)
    part.version += 1
    note(
        part.declaration,
        action,
        by,
        actor=actor,
        at=at,
        agency=part.agency,
        from_state=before,
        to_state=part.state,
        text=text,
        facts=facts,
    )


def save_part(part: DeclarationPart, *also: str) -> None:
    part.save(update_fields=["state", "version", *also])


@transaction.atomic
def submit(number: str, *, actor: User, at: datetime, on: date, with_unit: bool = False) -> Declaration:
    """Submit a draft, or a declaration that was sent back; every agency concerned gets its part.

    ``with_unit``: the employee's unit is asked first, and the agencies wait. Raises RulesBroken with every problem
    the declaration's kind finds, RuleBroken("workflow.not_allowed") when there is nothing to submit.
    """
    declaration, parts = locked(number)
    hold_people(declaration)
    kind = kind_of(declaration)
    refuse_if_any(kind.problems(declaration, on=on))
    waiting = [part for part in parts if part.state in (State.DRAFT, State.RETURNED)]
    if not waiting:
        next_state(parts[0].state, Action.SUBMIT, by=Actor.APPLICANT)
    due_on = kind.answered_by(on, work_calendar())
    for part in waiting:
        move(part, Action.SUBMIT, Actor.APPLICANT, actor=actor, at=at)
        part.with_unit = with_unit
        part.due_on = None if with_unit else due_on
        part.levels = kind.levels(declaration)
        release_claim(part)
        save_part(part, "with_unit", "due_on", "levels", "claimed_by", "claimed_until")
    if declaration.submitted_at is None:
        declaration.submitted_at = at
        declaration.save(update_fields=["submitted_at"])
    keep_outlooks(declaration, on=on)
    audit.record(actor, "declaration.submitted", declaration, at=at, kind=declaration.kind)
    tell_applicant(declaration, "declaration_submitted", at=at)
    kind.submitted(declaration, at=at)
    if not with_unit and kind.passes_by_rule(declaration, on=on):
        for part in waiting:
            part.by_rule = True
            agree_to(part, kind, Actor.SYSTEM, actor=None, at=at, on=on)
    return declaration


@transaction.atomic
def withdraw(number: str, *, actor: User, at: datetime, text: str = "") -> Declaration:
    """Take a declaration back: at once where the agency has not accepted, by request where it has.

    Raises RuleBroken("workflow.not_allowed") when no part can be taken back any more,
    RuleBroken("withdraw.reason_missing") when a request gives no reason.
    """
    declaration, parts = locked(number)
    free = [part for part in parts if part.state in (State.DRAFT, State.SUBMITTED, State.RETURNED)]
    accepted = [part for part in parts if part.state == State.ACCEPTED]
    if not free and not accepted:
        next_state(parts[0].state, Action.WITHDRAW, by=Actor.APPLICANT)
    if accepted and not text.strip():
        raise RuleBroken("withdraw.reason_missing", "text")
    for part in free:
        move(part, Action.WITHDRAW, Actor.APPLICANT, actor=actor, at=at, text=text)
        release_claim(part)
        save_part(part, "claimed_by", "claimed_until")
    UnitRequest.objects.filter(declaration=declaration, answer=UnitRequest.Answer.PENDING).update(
        answer=UnitRequest.Answer.CANCELLED, answered_at=at
    )
    for part in accepted:
        move(part, Action.REQUEST_WITHDRAWAL, Actor.APPLICANT, actor=actor, at=at, text=text)
        save_part(part)
    for act, parts_concerned in (("declaration.withdrawn", free), ("declaration.withdrawal_requested", accepted)):
        if parts_concerned:
            agencies = [part.agency for part in parts_concerned]
            audit.record(actor, act, declaration, at=at, agencies=agencies)
    return declaration


def capacity_of(actor: User) -> Actor:
    """Return in what capacity a member of the staff decides."""
    return Actor.SUPERVISOR if Role.SUPERVISOR in actor.roles else Actor.CLERK


def acts_for(unit_id: int | None, person_id: int) -> bool:
    """Return whether a person is or was an operator of the unit."""
    return unit_id is not None and User.objects.filter(unit=unit_id, person=person_id).exists()


def refuse_own_case(part: DeclarationPart, actor: User) -> None:
    """Raise RuleBroken("workflow.own_case") when ``actor`` lodged the case, is one of the people in it, or acts for
    the unit, be it the one whose declaration is contested."""
    declaration = part.declaration
    concerned = actor.person_id is not None and (
        declaration.person_id == actor.person_id
        or declaration.lines.filter(person=actor.person_id).exists()
        or acts_for(declaration.unit_id, actor.person_id)
        or (declaration.about is not None and acts_for(declaration.about.unit_id, actor.person_id))
    )
    if concerned or part.lodged_by_id == actor.pk or declaration.lodged_by_id == actor.pk:
        raise RuleBroken("workflow.own_case")


def refuse_stranger(part: DeclarationPart, actor: User, permission: Permission, at: datetime) -> None:
    """Raise RuleBroken unless ``actor`` may decide this agency's cases and nobody else holds the case."""
    if not actor.may(permission) or (actor.agency and actor.agency != part.agency):
        raise RuleBroken("workflow.not_your_agency")
    if part.claimed_by_id not in (None, actor.pk) and part.claimed_until > at:
        raise RuleBroken("workflow.claimed_by_other", until=part.claimed_until)


def part_to_decide(
    part_id: int, actor: User, *, version: int, at: datetime, permission=Permission.DECIDE_DECLARATIONS
) -> DeclarationPart:
    """Return the locked part if ``actor`` may decide it now and has seen its present version."""
    part = locked_part(part_id)
    refuse_stranger(part, actor, permission, at)
    refuse_own_case(part, actor)
    if part.version != version:
        raise RuleBroken("workflow.changed_meanwhile", state=str(part.state))
    if part.with_unit:
        raise RuleBroken("workflow.with_unit")
    return part


DECISION_FIELDS = ("decided_by", "decided_at", "reason_code", "next_action", "text", "claimed_by", "claimed_until")
AGREEMENT_FIELDS = ("agreed_by", "agreed_at")


def write_decision(
    part: DeclarationPart, actor: User | None, at: datetime, *, reason_code="", next_action="", text=""
) -> None:
    part.decided_by, part.decided_at = actor, at
    part.reason_code, part.next_action, part.text = reason_code, next_action, text
    release_claim(part)


@transaction.atomic
def accept(part_id: int, *, actor: User, version: int, at: datetime, on: date, text: str = "") -> DeclarationPart:
    """Accept one agency's part. It takes effect on its day, at once when that day has come.

    Where two have to agree, the first agreement leaves it on the desk for a supervisor other than the first; RuleBroken
    ("workflow.second_person") for the same. Raises RulesBroken when the record has changed so that the declaration is no
    longer possible, RuleBroken when ``actor`` may not decide it, is concerned by it, or has not seen its present version.
    """
    hold_books_of(part_id)
    part = part_to_decide(part_id, actor, version=version, at=at)
    kind = kind_of(part.declaration)
    if capacity_of(actor) not in kind.accepted_by(part.declaration):
        raise RuleBroken("workflow.supervisor_only")
    refuse_if_any(kind.problems(part.declaration, on=on))
    if part.levels > 1 and part.agreed_by_id is None:
        return agree_first(part, actor=actor, at=at, text=text)
    refuse_as_second(part, actor)
    agree_to(part, kind, capacity_of(actor), actor=actor, at=at, on=on, text=text)
    return part


def agree_first(part: DeclarationPart, *, actor: User, at: datetime, text: str) -> DeclarationPart:
    """Let the first of two agree to a locked part; it stays on the desk for the second."""
    move(part, Action.AGREE, capacity_of(actor), actor=actor, at=at, text=text)
    part.agreed_by, part.agreed_at = actor, at
    release_claim(part)
    save_part(part, *AGREEMENT_FIELDS, "claimed_by", "claimed_until")
    audit.record(actor, "declaration.agreed", part.declaration, at=at, agency=part.agency)
    return part


def refuse_as_second(part: DeclarationPart, actor: User) -> None:
    """Raise RuleBroken where ``actor`` cannot be the second to agree: the first one, or no supervisor."""
    if part.agreed_by_id is None:
        return
    if part.agreed_by_id == actor.pk:
        raise RuleBroken("workflow.second_person")
    if capacity_of(actor) != Actor.SUPERVISOR:
        raise RuleBroken("workflow.second_is_supervisor")


def agree_to(
    part: DeclarationPart, kind: Kind, by: Actor, *, actor: User | None, at: datetime, on: date, text: str = ""
) -> None:
    """Accept a locked part, by a member of the staff or by rule, and carry it out when its day has come."""
    move(part, Action.ACCEPT, by, actor=actor, at=at, text=text)
    write_decision(part, actor, at, text=text)
    part.effective_on = max(kind.effective_on(part, on=on), on)
    save_part(part, *DECISION_FIELDS, "effective_on", "by_rule")
    audit.record(actor, "declaration.accepted", part.declaration, at=at, agency=part.agency)
    kind.accepted(part, at=at)
    tell_applicant(
        part.declaration, "declaration_accepted", at=at, agency=part.agency, effective_on=part.effective_on.isoformat()
    )
    if part.effective_on <= on:
        carry_out(part, at=at, on=on)


@transaction.atomic
def send_back(
    part_id: int, *, actor: User, version: int, reason_code: str, next_action: str, text: str, at: datetime
) -> DeclarationPart:
    """Return a part to the applicant with everything that has to be put right (一次性告知)."""
    return refuse(
        part_id, Action.SEND_BACK, "declaration.sent_back", "declaration_returned",
        actor=actor, version=version, reason_code=reason_code, next_action=next_action, text=text, at=at,
    )  # fmt: skip


@transaction.atomic
def reject(
    part_id: int, *, actor: User, version: int, reason_code: str, next_action: str, text: str, at: datetime
) -> DeclarationPart:
    """Reject a part, with the reason and what the applicant can do next."""
    return refuse(
        part_id, Action.REJECT, "declaration.rejected", "declaration_rejected",
        actor=actor, version=version, reason_code=reason_code, next_action=next_action, text=text, at=at,
    )  # fmt: skip


def refuse(part_id, action, audit_action, notice, *, actor, version, reason_code, next_action, text, at):
    """Answer a part with no, for now (send back) or for good (reject): always with a reason and a way on."""
    missing = [
        RuleBroken(f"decision.{name}_missing", name)
        for name, given in (("reason_code", reason_code), ("next_action", next_action), ("text", text.strip()))
        if not given
    ]
    refuse_if_any(missing)
    part = part_to_decide(part_id, actor, version=version, at=at)
    move(part, action, capacity_of(actor), actor=actor, at=at, text=text, reason=reason_code, next_action=next_action)
    write_decision(part, actor, at, reason_code=reason_code, next_action=next_action, text=text)
    part.agreed_by = part.agreed_at = None
    save_part(part, *DECISION_FIELDS, *AGREEMENT_FIELDS)
    audit.record(actor, audit_action, part.declaration, at=at, agency=part.agency, reason=reason_code)
    tell_applicant(part.declaration, notice, at=at, agency=part.agency)
    return part


@transaction.atomic
def reopen(part_id: int, *, actor: User, version: int, text: str, at: datetime, on: date) -> DeclarationPart:
    """Take an accepted part that has not taken effect back onto the desk; supervisors only, with a reason."""
    if not text.strip():
        raise RuleBroken("decision.text_missing", "text")
    part = part_to_decide(part_id, actor, version=version, at=at, permission=Permission.REOPEN_DECLARATIONS)
    move(part, Action.REOPEN, capacity_of(actor), actor=actor, at=at, text=text)
    part.decided_by = part.decided_at = part.effective_on = None
    part.agreed_by = part.agreed_at = None
    part.by_rule = False
    part.due_on = kind_of(part.declaration).answered_by(on, work_calendar())
    save_part(part, "decided_by", "decided_at", "effective_on", "by_rule", "due_on", *AGREEMENT_FIELDS)
    audit.record(actor, "declaration.reopened", part.declaration, at=at, agency=part.agency)
    kind_of(part.declaration).given_up(part, at=at)
    tell_applicant(part.declaration, "declaration_reopened", at=at, agency=part.agency)
    return part


@transaction.atomic
def grant_withdrawal(part_id: int, *, actor: User, version: int, at: datetime, text: str = "") -> DeclarationPart:
    """Let the applicant take an accepted part back."""
    part = part_to_decide(part_id, actor, version=version, at=at)
    move(part, Action.GRANT, capacity_of(actor), actor=actor, at=at, text=text)
    part.effective_on = None
    save_part(part, "effective_on")
    audit.record(actor, "declaration.withdrawal_granted", part.declaration, at=at, agency=part.agency)
    kind_of(part.declaration).given_up(part, at=at)
    tell_applicant(part.declaration, "declaration_withdrawal_granted", at=at, agency=part.agency)
    return part


@transaction.atomic
def refuse_withdrawal(part_id: int, *, actor: User, version: int, at: datetime, on: date, text: str) -> DeclarationPart:
    """Keep an accepted part as it is, with the reason; it takes effect on its day.

    Raises RuleBroken("withdraw.taken_back") where the unit has taken back the declaration by right, as far as it was in
    effect; RulesBroken, "withdraw.grant_only" first, where the day has come and the record does not allow it any more.
    """
    if not text.strip():
        raise RuleBroken("decision.text_missing", "text")
    hold_books_of(part_id)
    part = part_to_decide(part_id, actor, version=version, at=at)
    refuse_to_keep(part, on=on)
    move(part, Action.REFUSE, capacity_of(actor), actor=actor, at=at, text=text)
    save_part(part)
    audit.record(actor, "declaration.withdrawal_refused", part.declaration, at=at, agency=part.agency)
    tell_applicant(part.declaration, "declaration_withdrawal_refused", at=at, agency=part.agency)
    if part.effective_on <= on:
        carry_out(part, at=at, on=on)
    return part


def refuse_to_keep(part: DeclarationPart, *, on: date) -> None:
    """Raise what stands against carrying out a part whose withdrawal was asked for; then it can only be granted."""
    lines = part.declaration.lines
    if lines.exists() and not lines.filter(undone_at=None).exists():
        raise RuleBroken("withdraw.taken_back")
    if part.state == State.WITHDRAWAL_REQUESTED and part.effective_on <= on:
        problems = kind_of(part.declaration).problems(part.declaration, on=on)
        refuse_if_any([RuleBroken("withdraw.grant_only"), *problems] if problems else [])


def release_claim(part: DeclarationPart) -> None:
    part.claimed_by = part.claimed_until = None


@transaction.atomic
def claim(part_id: int, *, actor: User, at: datetime) -> DeclarationPart:
    """Take a case onto one's own desk for half an hour; a lease, not a state. Claiming again renews it."""
    part = locked_part(part_id)
    refuse_stranger(part, actor, Permission.DECIDE_DECLARATIONS, at)
    refuse_own_case(part, actor)
    if part.state not in STAFF_TURN:
        raise RuleBroken("workflow.not_allowed", state=str(part.state), action="claim")
    taken = part.claimed_by_id != actor.pk or part.claimed_until <= at
    part.claimed_by, part.claimed_until = actor, at + LEASE
    part.save(update_fields=["claimed_by", "claimed_until"])
    if taken:
        note(part.declaration, "claimed", capacity_of(actor), actor=actor, at=at, agency=part.agency)
    return part


@transaction.atomic
def release(part_id: int, *, actor: User) -> DeclarationPart:
    """Put a claimed case back for others; releasing what somebody else holds changes nothing."""
    part = locked_part(part_id)
    if part.claimed_by_id == actor.pk:
        release_claim(part)
        part.save(update_fields=["claimed_by", "claimed_until"])
    return part


def carry_out(part: DeclarationPart, *, at: datetime, on: date) -> None:
    """Let an accepted, locked part take effect, with what it does to the benefits of the people in it."""
    kind_of(part.declaration).take_effect(part, at=at)
    move(part, Action.TAKE_EFFECT, Actor.SYSTEM, actor=None, at=at)
    save_part(part)
    audit.record(None, "declaration.took_effect", part.declaration, at=at, agency=part.agency)
    tell_applicant(part.declaration, "declaration_effective", at=at, agency=part.agency)
    benefits.recompute(part.declaration.lines.values_list("person_id", flat=True), on=on)


@transaction.atomic
def take_effect(part_id: int, *, at: datetime, on: date) -> bool:
    """Let one accepted part take effect if its day has come; False when there is nothing (any more) to do."""
    hold_books_of(part_id)
    part = locked_part(part_id)
    if part.state != State.ACCEPTED or part.effective_on > on:
        return False
    carry_out(part, at=at, on=on)
    return True


def due_parts(on: date) -> list[int]:
    """Return the keys of the accepted parts whose day has come by ``on``; of one day, what ends comes before what begins:
    one payer follows on another, and each end keeps the reason it was declared with."""
    due = DeclarationPart.objects.filter(state=State.ACCEPTED, effective_on__lte=on)
    begins = Q(declaration__kind__in=BEGINNINGS)
    in_order = due.annotate(begins=begins).order_by("effective_on", "begins", "pk")
    return list(in_order.values_list("pk", flat=True))


@transaction.atomic
def say(declaration: Declaration, text: str, *, actor: User, at: datetime) -> DeclarationMessage:
    """Add a message to a case; the other side is told."""
    if not text.strip():
        raise RuleBroken("message.empty", "text")
    message = DeclarationMessage.objects.create(
        declaration=declaration, author=actor, from_staff=actor.is_staff, at=at, text=text.strip()
    )
    audit.record(actor, "declaration.message", declaration, at=at)
    if actor.is_staff:
        tell_applicant(declaration, "declaration_message", at=at)
    return message
