"""居民缴费: a year is charged for people once, whoever pays, and an order is begun for all of it.

Locks in this order: the books of the area, the people by key, then the bills (``payment_orders``). Two who pay for the same
person at once meet at the person: the second finds the bill held by the order of the first.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Person, Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken, refuse_if_any
from accounts.rules.person_name import masked_name
from accounts.rules.roles import Agency, OperatorRight
from accounts.services import audit, notices
from insurance.models.assessments import Assessment, ContributionLine
from insurance.models.bank_cards import BankCard
from insurance.models.bills import Bill
from insurance.models.enrolments import Enrolment
from insurance.models.payments import Payment
from insurance.models.residents import ResidentCharge
from insurance.rules.kinds import AssessmentKind, BillState, EnrolmentKind, Insurance
from insurance.rules.resident_payment import MOST_RESIDENTS, YearState
from insurance.selectors.resident_proxies import Payer, bills_to_pay, home_area, paid_people, proxies_by
from insurance.selectors.resident_years import YearStanding, year_standings, years_to_pay
from insurance.services import benefits, payment_orders
from insurance.services.books import hold_books
from insurance.services.ledger import charge_bills

REFUSED = {
    YearState.PAYING: "resident.being_paid",
    YearState.PAID: "resident.being_paid",
    YearState.CREDITED: "resident.paid_already",
    YearState.POSTED: "resident.paid_already",
    YearState.DUPLICATE: "resident.paid_already",
    YearState.REFUNDED: "resident.refunded",
}


@transaction.atomic
def pay(
    payer: Payer,
    people: Sequence[str],
    year: int,
    *,
    channel: str,
    actor: User,
    at: datetime,
    on: date,
    card: BankCard | None = None,
) -> Payment | None:
    """Charge a year for people, by their numbers, and begin one order for what is to be paid; None where nothing is.

    ``payer`` is the person, or the committee, whose money it is; the bills are those of the people. Raises RuleBroken:
    R009, ``resident.nobody``, ``resident.list_long``, ``resident.not_yours``, ``resident.year``; RulesBroken with what
    forbids it for whom; and what ``payment_orders.begin`` raises.
    """
    bills = charge(payer, people, year, actor=actor, at=at, on=on)
    numbers = [bill.number for bill in bills if bill.open_fen > 0]
    order = None
    if numbers:
        order = payment_orders.begin(
            payer, numbers, among=bills_to_pay(payer), channel=channel, actor=actor, at=at, on=on, card=card
        )
    benefits.recompute({bill.assessment.person_id for bill in bills}, on=on)
    return order


@transaction.atomic
def charge(payer: Payer, people: Sequence[str], year: int, *, actor: User, at: datetime, on: date) -> list[Bill]:
    """Enrol people where they are not yet, and charge a year for them once; return their bills, old ones too."""
    if actor.is_operator and not actor.may_for_unit(OperatorRight.PAY):
        raise RuleBroken("R009")
    if not people:
        raise RuleBroken("resident.nobody", "people")
    if len(people) > MOST_RESIDENTS:
        raise RuleBroken("resident.list_long", "people", most=MOST_RESIDENTS)
    area = home_area(payer)
    if year not in years_to_pay(area.pk, on=on):
        raise RuleBroken("resident.year", "year", year=year)
    hold_books(area.pk)
    found = hold(paid_people(payer, people))
    if len(found) < len(set(people)):
        raise RuleBroken("resident.not_yours", "people")
    standings = year_standings(found, year, area=area, on=on)
    refuse_if_any([problem for one in standings if (problem := problem_of(one, payer))])
    new = [one for one in standings if one.bill is None]
    for area_id in sorted({one.area_id for one in new} - {area.pk}):
        hold_books(area_id)
    enrol([one for one in new if one.joins], actor=actor, at=at)
    made = issue(new, payer, actor=actor, at=at, on=on)
    return [one.bill for one in standings if one.bill] + made


def hold(people: Sequence[Person]) -> list[Person]:
    """Lock people in key order, so that of two payers at once the second sees what the first did."""
    keys = [person.pk for person in people]
    return list(Person.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",), no_key=True))


def problem_of(one: YearStanding, payer: Payer) -> RuleBroken | None:
    """Return what forbids paying for somebody, with their name as the payer may see it."""
    name = masked_name(one.person.name) if isinstance(payer, Unit) else one.person.name
    if one.barred and one.state == YearState.BARRED:
        return RuleBroken(one.barred.code, "people", name=name, **one.barred.facts)
    code = REFUSED.get(one.state)
    return RuleBroken(code, "people", name=name, year=one.year) if code else None


def enrol(standings: Sequence[YearStanding], *, actor: User, at: datetime) -> None:
    """Register people as residents from the month in which they join: paying is the application."""
    Enrolment.objects.bulk_create(
        Enrolment(
            person=one.person,
            area_id=one.area_id,
            insurance=Insurance.RESIDENT,
            kind=EnrolmentKind.RESIDENT,
            first_month=one.joins.first_day,
            covered_from=one.joins.first_day,
        )
        for one in standings
    )
    for one in standings:
        audit.record(actor, "resident.enrolled", one.person, at=at, since=str(one.joins))


def issue(standings: Sequence[YearStanding], payer: Payer, *, actor: User, at: datetime, on: date) -> list[Bill]:
    """Charge and issue a year for each; what the government bears whole is settled at once, and counts."""
    assessments = Assessment.objects.bulk_create(
        Assessment(area_id=one.area_id, person=one.person, month=one.month.first_day, kind=AssessmentKind.YEARLY)
        for one in standings
    )
    pairs = list(zip(assessments, standings, strict=True))
    ContributionLine.objects.bulk_create(
        ContributionLine(assessment=made, person=one.person, month=made.month, resident_own=one.owed.own_fen)
        for made, one in pairs
    )
    proxies = {proxy.person_id: proxy for proxy in proxies_by(payer)}
    ResidentCharge.objects.bulk_create(
        ResidentCharge(
            assessment=made,
            standard_fen=one.owed.standard_fen,
            subsidy_fen=one.owed.subsidy_fen,
            group=one.group,
            subsidised=one.subsidised,
            proxy=proxies.get(one.person.pk),
            asked_by=actor,
            asked_at=at,
        )
        for made, one in pairs
    )
    made = Bill.objects.bulk_create(bill_of(assessment, one, on=on) for assessment, one in pairs)
    bills = list(Bill.objects.filter(pk__in=[bill.pk for bill in made]).select_related("assessment").order_by("pk"))
    charge_bills([bill.pk for bill in bills], at=at, on=on)
    for bill in bills:
        audit.record(actor, "resident.charged", bill, at=at, year=bill.assessment.month.year)
    tell(standings, payer, at=at)
    return bills


def bill_of(assessment: Assessment, one: YearStanding, *, on: date) -> Bill:
    """Return the bill of a year, not saved yet: due with the season, or in the first month of who joins later."""
    settled = {"state": BillState.PAID, "paid_on": on, "credited_on": on} if one.owed.own_fen == 0 else {}
    return Bill(
        assessment=assessment,
        agency=Agency.MEDICAL,
        unit_total_fen=0,
        own_total_fen=one.owed.own_fen,
        due_on=one.due_on,
        issued_on=on,
        **{"state": BillState.ISSUED, **settled},
    )


def tell(standings: Sequence[YearStanding], payer: Payer, *, at: datetime) -> None:
    """Tell people that somebody else is paying their year."""
    own = payer.pk if isinstance(payer, Person) else None
    told = [(one.person, {"year": one.year}) for one in standings if one.person.pk != own]
    notices.tell_people(told, "resident_charged_for_you", at=at, link="/me/resident-medical/")
