"""A citizen who pays alone chooses a higher pension base for the whole contribution year: 补差."""

from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from insurance.models.declarations import Declaration, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import DeclarationKind, EnrolmentKind, Insurance
from insurance.rules.workflow import State
from insurance.selectors.base_raise import Raise, base_raise
from insurance.services import declarations
from insurance.services.declarations import LineDraft

DIFFERENCE = "difference"
"""Marks the details of a back payment that is the difference of a higher base."""

RAISED = "base_raised"
"""Why a segment ended that goes on with another base (``wording_reasons``)."""


def raise_problem(found: Raise | None, base_fen: int) -> RuleBroken | None:
    """Return what forbids a higher base; None where it is allowed."""
    if found is None:
        return RuleBroken("base_raise.not_paying", "base")
    if not found.is_open:
        return RuleBroken("base_raise.too_late", "base", last=found.year.declare_by)
    if base_fen not in {level.base_fen for level in found.levels}:
        return RuleBroken("base_raise.not_offered", "base")
    return None


@transaction.atomic
def lodge_raise(person: Person, *, base_fen: int, actor: User, at: datetime, on: date) -> Declaration:
    """Submit that the pension base of the contribution year is a higher one, in fen.

    One that was sent back is corrected with it. Raises RuleBroken where the time for it is over, or the base is no higher
    level.
    """
    found = base_raise(person, on=on)
    if problem := raise_problem(found, base_fen):
        raise problem
    added = found.added(base_fen)
    line = LineDraft(
        person=person,
        insurances=(Insurance.PENSION,),
        start_month=found.since,
        details={
            "kind": DIFFERENCE,
            "months": [str(one.month) for one in added],
            "amounts_fen": [one.amount_fen for one in added],
            "total_fen": sum(one.amount_fen for one in added),
            "wage_fen": base_fen,
            "old_fen": found.base_fen,
            "quoted_on": on.isoformat(),
        },
    )
    if returned := sent_back(person):
        declarations.rewrite(returned.number, [line], actor=actor, at=at)
        return declarations.submit(returned.number, actor=actor, at=at, on=on)
    area = PoolingArea.objects.get(pk=found.segment.area_id)
    declaration = declarations.draft(DeclarationKind.BACK_PAYMENT, [line], area=area, person=person, actor=actor, at=at)
    return declarations.submit(declaration.number, actor=actor, at=at, on=on)


def sent_back(person: Person) -> Declaration | None:
    """Return a raise of the person's that waits for its correction: it is submitted again instead of a new one."""
    returned = Declaration.objects.filter(
        person=person,
        kind=DeclarationKind.BACK_PAYMENT,
        parts__state=State.RETURNED,
        lines__details__kind=DIFFERENCE,
    )
    return returned.order_by("-pk").first()


def write_raise(part: DeclarationPart) -> None:
    """Let the pension insurance of an accepted raise go on with the new base from the first month it counts for.

    What was charged on the old base is assessed anew from there on: the difference comes as rows of its own.
    """
    line = part.declaration.lines.get()
    base, since = line.details["wage_fen"], line.start_month
    segment = Enrolment.objects.select_for_update(of=("self",)).get(
        person=line.person_id, insurance=Insurance.PENSION, kind=EnrolmentKind.FLEXIBLE, stop_month=None
    )
    if segment.first_month >= since:
        segment.wage_fen = base
        segment.save(update_fields=["wage_fen"])
        return
    segment.stop_month = segment.covered_until = since
    segment.end_reason, segment.ended_by = RAISED, part
    segment.save(update_fields=["stop_month", "covered_until", "end_reason", "ended_by"])
    Enrolment.objects.create(
        person_id=line.person_id,
        area_id=segment.area_id,
        insurance=Insurance.PENSION,
        kind=EnrolmentKind.FLEXIBLE,
        first_month=since,
        covered_from=since,
        wage_fen=base,
        begun_by=part,
    )
