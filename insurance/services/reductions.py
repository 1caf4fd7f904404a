"""A unit's operator declares that one person leaves."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Person, Unit, identity_index
from accounts.models.users import User
from accounts.rules import resident_id
from accounts.rules.errors import RuleBroken, RulesBroken, refuse_if_any
from accounts.rules.person_name import same_person_name
from accounts.rules.roles import OperatorRight
from accounts.services import notices
from insurance.models.declarations import Declaration, UnitRequest
from insurance.models.policy import DeclarationWindow
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import Effect, reduction_reason
from insurance.selectors.closing import allowed_stop_months, running_segments
from insurance.services import declarations
from insurance.services.declaration_kinds import kind_of
from insurance.services.declarations import LineDraft


@dataclass(frozen=True)
class ReductionAnswers:
    """What the operator filled in. ``person`` is set when the person was picked from the roster.

    ``insurances`` empty means all that run; ``stop_month`` (first month not charged) empty means by the area's rule.
    ``details`` holds proposed_by, contract_from, contract_to, post, years_in_unit, note and protections.
    """

    reason: str
    ended_on: date | None
    id_number: str = ""
    name: str = ""
    person: Person | None = None
    insurances: tuple[int, ...] = ()
    stop_month: Month | None = None
    details: dict = field(default_factory=dict)


def employee_of(unit: Unit, answers: ReductionAnswers, *, on: date) -> Person:
    """Return the employee meant: picked from the roster, or named by number and name together.

    Raises RuleBroken R001 (the number is not sound), R003 (nobody of this unit has it) or R002 (its name is another).
    """
    if answers.person is not None:
        return answers.person
    try:
        number = resident_id.read(answers.id_number, on=on)
    except RuleBroken as unsound:
        raise RuleBroken("R001", "id_number", cause=unsound) from None
    index = identity_index(number.identity_type, number.number)
    person = Person.objects.filter(identity_index=index, enrolments__unit=unit).first()
    if person is None:
        raise RuleBroken("R003", "id_number")
    if not same_person_name(answers.name, person.name):
        raise RuleBroken("R002", "name")
    return person


def refuse_without_right(actor: User, right: OperatorRight) -> None:
    """Raise R009 when the operator does not hold the right for the unit."""
    if not actor.may_for_unit(right):
        raise RuleBroken("R009", None, right=str(right))


def line_of(unit: Unit, answers: ReductionAnswers, *, on: date) -> LineDraft:
    """Return the line the answers mean, with everything the operator left to the rules filled in."""
    reason = reduction_reason(answers.reason)
    person = employee_of(unit, answers, on=on)
    running = running_segments(person.pk, unit.pk)
    if not running:
        raise RuleBroken("R004", "id_number", insurances=())
    insurances = answers.insurances or tuple(segment.insurance for segment in running)
    if Insurance.MEDICAL in insurances and any(segment.insurance == Insurance.SUPPLEMENT for segment in running):
        insurances = tuple({*insurances, Insurance.SUPPLEMENT})
    first_month = max(Month.of(segment.first_month) for segment in running)
    return LineDraft(
        person=person,
        unit=unit,
        insurances=insurances,
        reason=reason.code,
        stop_month=first_month if reason.effect == Effect.VOID else stop_month(unit, answers, first_month, on),
        ended_on=answers.ended_on,
        settles=pending_request(unit, person),
        details=answers.details,
    )


def stop_month(unit: Unit, answers: ReductionAnswers, first_month: Month, on: date) -> Month:
    """Return the chosen stop month, or the one the area's rule proposes."""
    if answers.stop_month is not None:
        return answers.stop_month
    return allowed_stop_months(
        unit.registration.area,
        DeclarationWindow.Channel.UNIT,
        declared_on=on,
        first_month=first_month.first_day,
        ahead=reduction_reason(answers.reason).ahead,
    ).default


def pending_request(unit: Unit, person: Person) -> Declaration | None:
    """Return the employee's own unanswered request to stop, which the reduction settles."""
    request = UnitRequest.objects.filter(unit=unit, declaration__person=person, answer=UnitRequest.Answer.PENDING)
    found = request.select_related("declaration").first()
    return found.declaration if found else None


@transaction.atomic
def draft_reduction(
    unit: Unit, answers: ReductionAnswers, *, actor: User, at: datetime, on: date, acknowledged: bool, number: str = ""
) -> Declaration:
    """Store one person's reduction as a draft to be checked; ``number`` changes a draft, or one that was sent back.

    Raises RulesBroken with every hard finding, and with the soft ones too unless they were ``acknowledged``.
    """
    refuse_without_right(actor, OperatorRight.PREPARE)
    try:
        line = line_of(unit, answers, on=on)
    except RuleBroken as problem:
        raise RulesBroken([problem]) from problem
    if number:
        declaration = declarations.rewrite(number, [line], actor=actor, at=at)
    else:
        declaration = declarations.draft(
            DeclarationKind.REDUCTION, [line], area=unit.registration.area, unit=unit, actor=actor, at=at
        )
    kind = kind_of(declaration)
    refuse_if_any(kind.problems(declaration, on=on))
    if not acknowledged:
        refuse_if_any(kind.warnings(declaration, on=on))
    return declaration


@transaction.atomic
def submit_reduction(number: str, *, actor: User, at: datetime, on: date) -> Declaration:
    """Submit a checked reduction; every person in it is told that the unit declared an end, and why."""
    refuse_without_right(actor, OperatorRight.SUBMIT)
    declaration = declarations.submit(number, actor=actor, at=at, on=on)
    for line in declaration.lines.select_related("person"):
        notices.tell_person(
            line.person,
            "reduction_filed_for_you",
            at=at,
            link="/me/insurance/",
            stop_month=f"{line.stop_month:%Y-%m}",
            reason=line.reason,
        )
    return declaration
