"""A citizen goes on with an insurance they pay alone, after it was stopped."""

from datetime import date, datetime

from django.db import transaction

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from insurance.models.declarations import Declaration
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import DeclarationKind, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.resumable import resumables
from insurance.services import declarations
from insurance.services.declarations import LineDraft


def line_of(enrolment: Enrolment, resume_month: Month) -> LineDraft:
    """Return the line that resumes an enrolment and what is resumed with it; that one alone when it cannot be."""
    choices = resumables(enrolment.person_id)
    together = next((choice.insurances for choice in choices if enrolment.insurance in choice.insurances), None)
    insurances = together or (Insurance(enrolment.insurance),)
    return LineDraft(person=enrolment.person, insurances=insurances, start_month=resume_month)


def refuse_employment(enrolment: Enrolment) -> None:
    """Raise RuleBroken("resume.by_unit") for an employment: a unit enrols its people, they do not."""
    if enrolment.kind == EnrolmentKind.EMPLOYEE:
        raise RuleBroken("resume.by_unit", "enrolment")


@transaction.atomic
def lodge_resume(enrolment: Enrolment, *, resume_month: Month, actor: User, at: datetime, on: date) -> Declaration:
    """Submit that a stopped insurance goes on. ``resume_month`` is the first month charged again.

    Raises RulesBroken with everything that forbids it, RuleBroken("resume.by_unit") for an employment.
    """
    refuse_employment(enrolment)
    declaration = declarations.draft(
        DeclarationKind.RESUME,
        [line_of(enrolment, resume_month)],
        area=enrolment.area,
        person=enrolment.person,
        actor=actor,
        at=at,
    )
    return declarations.submit(declaration.number, actor=actor, at=at, on=on)


@transaction.atomic
def correct_resume(
    declaration: Declaration, enrolment: Enrolment, *, resume_month: Month, actor: User, at: datetime, on: date
) -> Declaration:
    """Submit a resumption again that was sent back, with other answers.

    Raises RuleBroken("resume.other_insurance") for another insurance: that is another matter, filed anew.
    """
    refuse_employment(enrolment)
    before, now = declaration.lines.get(), line_of(enrolment, resume_month)
    if before.insurances != sorted(now.insurances):
        raise RuleBroken("resume.other_insurance", "enrolment")
    if before.start_month != now.start_month.first_day:
        declarations.rewrite(declaration.number, [now], actor=actor, at=at)
    return declarations.submit(declaration.number, actor=actor, at=at, on=on)
