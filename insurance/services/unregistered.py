"""The agency opens a case about a worker whom a unit never declared; another member of the staff decides it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Person, Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken, RulesBroken, refuse_if_any
from accounts.rules.roles import Permission
from accounts.services import audit
from insurance.models.declarations import Declaration
from insurance.rules.employment_kinds import EmploymentKind, insurances_owed
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.selectors.joining import has_supplement
from insurance.selectors.policy import average_wage_on
from insurance.services import attachments, declarations, unit_declarations
from insurance.services.attachments import Upload
from insurance.services.declarations import LineDraft
from insurance.services.increases import IncreaseAnswers, people_meant

EVIDENCE_CHARACTERS = 10


@dataclass(frozen=True)
class WorkerFound:
    """Who works for a unit without being declared; ``wage_fen`` None where nobody can tell the monthly wage."""

    id_number: str
    name: str
    started_on: date
    wage_fen: int | None
    evidence: str


@transaction.atomic
def lodge(
    unit: Unit, worker: WorkerFound, *, actor: User, at: datetime, on: date, files: Iterable[Upload] = ()
) -> Declaration:
    """Open a case about a worker of a unit and put it before the agencies.

    Raises RuleBroken("account.not_allowed"); RulesBroken with everything that stands against it, R014 for a paper that
    cannot be taken.
    """
    if not actor.may(Permission.DECIDE_DECLARATIONS):
        raise RuleBroken("account.not_allowed")
    found = attachments.check(files)
    [person] = people_meant([answers_of(worker, None)], on=on)
    wrong = [person] if isinstance(person, RuleBroken) else []
    if not hasattr(unit, "registration"):
        wrong.append(RuleBroken("unregistered.not_registered"))
    if len(worker.evidence.strip()) < EVIDENCE_CHARACTERS:
        wrong.append(RuleBroken("unregistered.text_short", "evidence", characters=EVIDENCE_CHARACTERS))
    refuse_if_any([*wrong, *unit_declarations.faults_of_files(found)])
    made = declarations.draft(
        DeclarationKind.UNREGISTERED,
        [line_of(unit, person, worker)],
        area=unit.registration.area,
        unit=unit,
        actor=actor,
        at=at,
        details={"text": worker.evidence.strip(), "wage_known": worker.wage_fen is not None},
    )
    attachments.keep(made, found.clean, actor=actor, at=at)
    audit.record(actor, "unregistered.lodged", made, at=at)
    return declarations.submit(made.number, actor=actor, at=at, on=on)


def answers_of(worker: WorkerFound, wage_fen: int | None) -> IncreaseAnswers:
    """Return what was found as the answers by which a unit would have declared it."""
    return IncreaseAnswers(
        started_on=worker.started_on, wage_fen=wage_fen, id_number=worker.id_number, name=worker.name
    )


def line_of(unit: Unit, person: Person, worker: WorkerFound) -> LineDraft:
    """Return the line of a worker: all insurances from the month of the first working day, on the wage that is known or the
    average of the area. RulesBroken where no bounds are on record for that month."""
    start = Month.of(worker.started_on)
    try:
        supplement = has_supplement(unit.registration.area, start.first_day)
        wage = worker.wage_fen
        if wage is None:
            wage = average_wage_on(unit.registration.area, start.first_day).average_wage_fen
    except RuleBroken as missing:
        raise RulesBroken([RuleBroken("unregistered.before_rules", "started_on", month=start)]) from missing
    return LineDraft(
        person=person,
        unit=unit,
        insurances=insurances_owed(EmploymentKind.CONTRACT, with_supplement=supplement),
        start_month=start,
        details=answers_of(worker, wage).details,
    )
