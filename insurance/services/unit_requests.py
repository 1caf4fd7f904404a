"""What becomes of a request to a unit, an employee's or another unit's: refused, left unanswered, or settled by the
unit's reduction."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.services import audit
from insurance.models.declarations import (
    Declaration,
    DeclarationEvent,
    DeclarationLine,
    DeclarationPart,
    UnitRequest,
)
from insurance.rules.kinds import DeclarationKind
from insurance.rules.stops import STATEMENT_LENGTH
from insurance.rules.workflow import OPEN_STATES, Action, Actor, State
from insurance.selectors.closing import running_segments
from insurance.selectors.policy import work_calendar
from insurance.services import declarations
from insurance.services.declaration_kinds import kind_of

Answer = UnitRequest.Answer

REFUSED_NOTICE = {
    DeclarationKind.STOP: "unit_refused_stop",
    DeclarationKind.INCREASE: "unit_refused_release",
}
SILENT_NOTICE = {
    DeclarationKind.STOP: "unit_silent_on_stop",
    DeclarationKind.INCREASE: "unit_silent_on_release",
}
"""How who asked is told: an employee, or another unit that has taken the person on."""


def locked(number: str) -> tuple[UnitRequest, list[DeclarationPart]]:
    """Return a request and the parts of its declaration, locked."""
    declaration, parts = declarations.locked(number)
    request = UnitRequest.objects.select_for_update(of=("self",)).get(declaration=declaration)
    request.declaration = declaration
    return request, parts


def settle(request: UnitRequest, answer: str, *, at: datetime, text: str = "") -> None:
    request.answer, request.answered_at, request.text = answer, at, text
    request.save(update_fields=["answer", "answered_at", "text"])


def forward(parts: list[DeclarationPart], *, at: datetime, on: date) -> None:
    """Put the parts that wait for the unit onto the agencies' desks; their clock starts now."""
    due_on = kind_of(parts[0].declaration).answered_by(on, work_calendar())
    for part in (part for part in parts if part.with_unit):
        part.with_unit, part.due_on = False, due_on
        part.version += 1
        part.save(update_fields=["with_unit", "due_on", "version"])
        declarations.note(part.declaration, "forwarded", Actor.SYSTEM, actor=None, at=at, agency=part.agency)


@transaction.atomic
def refuse(number: str, *, text: str, actor: User, at: datetime, on: date) -> UnitRequest:
    """The unit does not agree; the agencies take the case up and check it with the unit.

    Raises RuleBroken R009 for an operator who may not act for the unit, request.text_missing without an explanation,
    request.answered for a request that waits for nothing any more.
    """
    if not actor.may_for_unit(OperatorRight.SUBMIT):
        raise RuleBroken("R009", None, right=str(OperatorRight.SUBMIT))
    text = text.strip()
    if len(text) < STATEMENT_LENGTH:
        raise RuleBroken("request.text_missing", "text")
    request, parts = locked(number)
    if request.answer != Answer.PENDING:
        raise RuleBroken("request.answered")
    settle(request, Answer.REFUSED, at=at, text=text)
    note_refusal(request, actor=actor, at=at)
    forward(parts, at=at, on=on)
    audit.record(actor, "unit_request.refused", request.declaration, at=at)
    declarations.tell_applicant(request.declaration, REFUSED_NOTICE[request.declaration.kind], at=at)
    return request


def overdue(on: date) -> list[str]:
    """Return the numbers of the requests whose day has passed and that no reduction under way is going to settle.

    A reduction that waits for the unit, as a draft or sent back, settles nothing: the clock runs on.
    """
    reductions_under_way = Declaration.objects.filter(
        lines__settles__isnull=False, parts__state__in=OPEN_STATES - {State.DRAFT, State.RETURNED}
    )
    silent = UnitRequest.objects.filter(answer=Answer.PENDING, due_on__lt=on).exclude(
        declaration__settled_by_lines__declaration__in=reductions_under_way
    )
    silent = silent.exclude(being_released())
    return list(silent.order_by("due_on", "pk").values_list("declaration__number", flat=True))


def note_refusal(request: UnitRequest, *, actor: User, at: datetime) -> None:
    """Note on the case that the unit refused, with its words; another unit does not read who of it said what."""
    if request.declaration.kind == DeclarationKind.INCREASE:
        declarations.note(request.declaration, "unit_refused", Actor.APPLICANT, actor=None, at=at)
        return
    declarations.note(request.declaration, "unit_refused", Actor.APPLICANT, actor=actor, at=at, text=request.text)


def being_released() -> Q:
    """Return the condition that the asked unit has filed the reduction of who another unit has taken on."""
    reductions = DeclarationLine.objects.filter(
        declaration__kind=DeclarationKind.REDUCTION,
        unit=OuterRef("unit"),
        person=OuterRef("declaration__lines__person"),
        declaration__parts__state__in=OPEN_STATES - {State.DRAFT, State.RETURNED},
    )
    return Q(Exists(reductions), declaration__kind=DeclarationKind.INCREASE)


@transaction.atomic
def pass_on_unanswered(number: str, *, at: datetime, on: date) -> bool:
    """The unit stayed silent, so the agencies take the case up; False when it has been answered meanwhile."""
    request, parts = locked(number)
    if request.answer != Answer.PENDING:
        return False
    settle(request, Answer.SILENT, at=at)
    forward(parts, at=at, on=on)
    audit.record(None, "unit_request.unanswered", request.declaration, at=at)
    declarations.tell_applicant(request.declaration, SILENT_NOTICE[request.declaration.kind], at=at)
    return True


def fulfil(reduction_part: DeclarationPart, *, at: datetime) -> None:
    """End the employees' own requests that the unit's reduction is about to carry out for the same agency.

    A request is answered when nothing of it waits for the unit any more; where the reduction left an insurance out,
    or the other agency has not decided, the unit's clock runs on.
    """
    lines = reduction_part.declaration.lines.filter(settles__isnull=False).select_related("settles")
    for line in lines.order_by("settles__number"):
        declaration, parts = declarations.locked(line.settles.number)
        for part in parts:
            if part.agency == reduction_part.agency and part.state == State.SUBMITTED and covers(line, part):
                end_by_reduction(part, reduction_part, at=at)
        if not any(part.with_unit for part in parts):
            waiting = UnitRequest.objects.select_for_update(of=("self",)).filter(declaration=declaration)
            for request in waiting.filter(answer=Answer.PENDING):
                settle(request, Answer.DONE, at=at)


def covers(line: DeclarationLine, part: DeclarationPart) -> bool:
    """Return whether nothing of what the employee asked this agency for runs on after the reduction's line."""
    wanted = {code for asked in part.declaration.lines.all() for code in asked.insurances_of(part.agency)}
    running = {segment.insurance for segment in running_segments(line.person_id, line.unit_id)}
    return wanted & running <= set(line.insurances)


def end_by_reduction(part: DeclarationPart, reduction_part: DeclarationPart, *, at: datetime) -> None:
    number = reduction_part.declaration.number
    declarations.move(part, Action.FULFIL, Actor.SYSTEM, actor=None, at=at, reduction=number)
    part.with_unit, part.effective_on = False, reduction_part.effective_on
    declarations.release_claim(part)
    declarations.save_part(part, "with_unit", "effective_on", "claimed_by", "claimed_until")
    audit.record(None, "declaration.took_effect", part.declaration, at=at, agency=part.agency, reduction=number)
    declarations.tell_applicant(part.declaration, "declaration_effective", at=at, agency=part.agency)


def undo_fulfilment(reduction_part: DeclarationPart, lines: Iterable[DeclarationLine], *, at: datetime) -> None:
    """Undo the employees' own requests that a reduction settled for one agency and that end with it: nothing stops.

    The employee is told, for the request is to be made again if it still stands.
    """
    number = reduction_part.declaration.number
    settled = {line.settles_id for line in lines if line.settles_id}
    fulfilled = DeclarationEvent.objects.filter(
        declaration__in=settled, action=Action.FULFIL, agency=reduction_part.agency, facts__reduction=number
    )
    for request in fulfilled.order_by("declaration__number").values_list("declaration__number", flat=True):
        declaration, parts = declarations.locked(request)
        for part in parts:
            if part.agency == reduction_part.agency and part.state == State.EFFECTIVE:
                declarations.move(part, Action.UNDO, Actor.SYSTEM, actor=None, at=at, reduction=number)
                declarations.save_part(part)
                audit.record(None, "declaration.undone", declaration, at=at, agency=part.agency, reduction=number)
                declarations.tell_applicant(declaration, "request_undone_with_reduction", at=at)
