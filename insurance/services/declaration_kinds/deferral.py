"""缓缴 deferral: a unit in serious difficulty by force majeure asks to pay named bills later.

Social Insurance Law of the PRC, article 60: nothing is deferred or reduced except for force majeure and the like. Implementing
Provisions (MOHRSS Order 13), article 21: on approval, generally for not more than a year, without a late fee; benefits of
the employees are not touched meanwhile. Each agency decides on its own bills, and there a supervisor.
"""

from collections.abc import Collection
from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from accounts.services import audit, notices
from insurance.models.assessments import ContributionLine
from insurance.models.bills import Bill
from insurance.models.declarations import Declaration, DeclarationPart
from insurance.rules.business_day import business_day
from insurance.rules.deferral import TEXT_CHARACTERS, latest_deferral
from insurance.rules.unit_standing import CHANGE_ANSWER_WORKING_DAYS, may_declare
from insurance.rules.workdays import WorkCalendar
from insurance.rules.workflow import Actor, State
from insurance.selectors.deferrals import bills_named, deferrals_under_way, may_be_deferred
from insurance.services import benefits
from insurance.services.books import hold_books
from insurance.services.declaration_kinds.cancellation import has_papers

TICK = "acknowledged"


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids it on a day."""
    unit, details = declaration.unit, declaration.details
    found = may_declare(unit.registration.status, unit.closed_on)
    if not details["bills"]:
        return [*found, RuleBroken("deferral.no_bills", "bills"), *own_problems(declaration)]
    bills = undecided(declaration)
    known = {bill.number for bill in bills}
    of_others = {bill.number for bill in bills_named(unit, details["bills"])} - known
    return [
        *found,
        *bill_problems([number for number in details["bills"] if number not in of_others], bills),
        *day_problems(until_of(declaration), bills, on),
        *own_problems(declaration),
        *(
            RuleBroken("deferral.open_declaration", "bills", number=number, bills=named)
            for number, named in deferrals_under_way(unit, details["bills"], besides=declaration).items()
        ),
    ]


def undecided(declaration: Declaration) -> list[Bill]:
    """Return the named bills of agencies that have not granted the deferral yet; what is granted stands in nobody's way."""
    granted = {part.agency for part in declaration.parts.all() if part.state == State.EFFECTIVE}
    named = bills_named(declaration.unit, declaration.details["bills"])
    return [bill for bill in named if bill.agency not in granted]


def until_of(declaration: Declaration) -> date:
    """Return the day until which the bills are to be deferred."""
    return date.fromisoformat(declaration.details["until"])


def bill_problems(numbers: Collection[str], bills: Collection[Bill]) -> list[RuleBroken]:
    """Return which of the named bills cannot be deferred: none of the unit's, nothing to pay, or just being paid."""
    able = {bill.number for bill in bills if may_be_deferred(bill)}
    unable = [number for number in numbers if number not in able]
    held = [bill.number for bill in bills if bill.number in able and bill.held_by_id]
    found = [RuleBroken("deferral.not_payable", "bills", bills=unable)] if unable else []
    return found + ([RuleBroken("deferral.held", "bills", bills=held)] if held else [])


def day_problems(until: date, bills: Collection[Bill], on: date) -> list[RuleBroken]:
    """Return what is wrong with the day: it has to come after each bill's last day, and within a year of its due day."""
    dated = [bill for bill in bills if bill.due_on]
    if not dated:
        return []
    last = max(on, *(max(bill.due_on, bill.deferred_until or bill.due_on) for bill in dated))
    if until <= last:
        return [RuleBroken("deferral.not_later", "until", day=last)]
    latest = latest_deferral(min(bill.due_on for bill in dated))
    return [RuleBroken("deferral.too_far", "until", latest=latest)] if until > latest else []


def own_problems(declaration: Declaration) -> list[RuleBroken]:
    """Return what is missing of the reasons: the text, the papers."""
    told = []
    if len(declaration.details["text"].strip()) < TEXT_CHARACTERS:
        told.append(RuleBroken("deferral.text_short", "text", characters=TEXT_CHARACTERS))
    if not has_papers(declaration):
        told.append(RuleBroken("deferral.papers", "attachments"))
    return told


def warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Say that the due day of a bill has passed: the agency looks at the difficulty on that day."""
    bills = bills_named(declaration.unit, declaration.details["bills"])
    late = [bill.number for bill in bills if bill.due_on and bill.due_on < on]
    return [RuleBroken("deferral.after_due", TICK, bills=late)] if late else []


def agencies(declaration: Declaration) -> list[Agency]:
    """Each agency decides on its own bills."""
    concerned = {bill.agency for bill in bills_named(declaration.unit, declaration.details["bills"])}
    return [agency for agency in Agency if agency in concerned] or [Agency.HRSS]


def accepted_by(declaration: Declaration) -> frozenset[Actor]:
    """A supervisor decides: money of the funds comes in later."""
    return frozenset({Actor.SUPERVISOR})


def answered_by(on: date, calendar: WorkCalendar) -> date:
    """Return the last day of the agency's answer: 10 working days."""
    return calendar.working_deadline(on, CHANGE_ANSWER_WORKING_DAYS)


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Defer those of the agency's bills that are still to be paid, and let nobody's benefits suffer from them."""
    declaration, until = part.declaration, until_of(part.declaration)
    hold_books(declaration.area_id)
    mine = bills_named(declaration.unit, declaration.details["bills"]).filter(agency=part.agency)
    locked = list(mine.select_for_update(of=("self",), no_key=True).order_by("pk"))
    deferred = [bill for bill in locked if may_be_deferred(bill)]
    if not deferred:
        return
    Bill.objects.filter(pk__in=[bill.pk for bill in deferred]).update(deferred_until=until)
    numbers = [bill.number for bill in deferred]
    audit.record(None, "bills.deferred", declaration, at=at, bills=numbers, until=until.isoformat())
    recompute_people(deferred, on=business_day(at))
    said = {"bills": ", ".join(numbers), "day": until.isoformat()}
    notices.tell_unit(declaration.unit, "bills_deferred", at=at, link="/employer/bills/", **said)


def recompute_people(bills: Collection[Bill], *, on: date) -> None:
    """Read the medical benefits of everybody on the bills anew."""
    of_medical = [bill.assessment_id for bill in bills if bill.agency == Agency.MEDICAL]
    if of_medical:
        people = ContributionLine.objects.filter(assessment__in=of_medical).values_list("person_id", flat=True)
        benefits.recompute(people.distinct(), on=on)
