"""How a year of the resident scheme stands for some people: registered or not, payable, paid by whom, covered from when.

However many people are asked about, the statements are the same few.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef

from accounts.models.parties import LifeStatus, Person
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from insurance.models.assessments import Assessment
from insurance.models.bills import Bill
from insurance.models.payments import Payment, PaymentItem
from insurance.models.policy import PoolingArea
from insurance.models.residents import ResidentSubsidy, SubsidisedPerson
from insurance.rules.area_policy import AreaPolicy
from insurance.rules.benefit_rule import PolicyMissing
from insurance.rules.benefits import MedicalRecord
from insurance.rules.kinds import AssessmentKind, BillState, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.payments import Suspended
from insurance.rules.resident_payment import (
    MAY_BE_PAID,
    Cover,
    Payable,
    YearFacts,
    YearState,
    cover_if_paid,
    first_month_to_join,
    is_resident_in,
    last_day_of_season,
    payable,
    year_state,
    years_on_offer,
)
from insurance.selectors.area_policy import area_policy
from insurance.selectors.medical_records import medical_records

CHARGES_A_YEAR = (AssessmentKind.YEARLY, AssessmentKind.REGULAR)
"""Kinds of assessment that charge a year; the record that was taken over holds regular ones."""


@dataclass(frozen=True)
class YearStanding:
    """How one person's year stands; amounts in fen.

    ``month`` is the first of the year for which the person is or would be enrolled; ``joins`` is the same where paying
    enrols, None who is enrolled. ``due_on`` is the last day on which the year is paid in time. ``cover`` is what paying on the
    day of asking brings, None for what cannot be paid. ``barred`` says why it cannot. ``order`` is the latest payment
    order for the bill.
    """

    person: Person
    year: int
    area_id: int
    state: YearState
    owed: Payable
    group: str = ""
    subsidised: SubsidisedPerson | None = None
    bill: Bill | None = None
    order: Payment | None = None
    month: Month | None = None
    due_on: date | None = None
    joins: Month | None = None
    cover: Cover | None = None
    barred: RuleBroken | None = None

    @property
    def may_be_paid(self) -> bool:
        return self.state in MAY_BE_PAID

    @property
    def payable_fen(self) -> int:
        """What is still to be paid: the bill's, once it is out."""
        return self.bill.open_fen if self.bill else self.owed.own_fen

    @property
    def covered_on(self) -> date | None:
        return self.cover.starts_on if self.cover else None


@dataclass(frozen=True)
class Known:
    """What is on record about some people, each by their key."""

    records: dict[int, tuple[int, MedicalRecord]] = field(default_factory=dict)
    bills: dict[int, Bill] = field(default_factory=dict)
    orders: dict[int, Payment] = field(default_factory=dict)
    doubled: frozenset[int] = frozenset()
    groups: dict[int, SubsidisedPerson] = field(default_factory=dict)


def years_to_pay(area_id: int, *, on: date) -> tuple[int, ...]:
    """Return the years that may be paid in an area on a day; only the present one where it has no rule of seasons."""
    try:
        rule = area_policy(area_id).resident_wait_on(on)
    except PolicyMissing:
        rule = None
    return years_on_offer(on, rule) if rule else (on.year,)


def year_standings(people: Collection[Person], year: int, *, area: PoolingArea, on: date) -> list[YearStanding]:
    """Return how a year stands for each of the people, in their order; ``area`` is that of who was never insured."""
    keys = [person.pk for person in people]
    known = known_of(keys, year, on=on)
    areas = {area.pk, *(area_id for area_id, _record in known.records.values())}
    policies = {area_id: area_policy(area_id) for area_id in areas}
    shares = shares_of(year)
    return [standing(person, year, known, policies, shares, area_id=area.pk, on=on) for person in people]


def known_of(keys: Collection[int], year: int, *, on: date) -> Known:
    """Read what is on record about people and their year."""
    records = {found.person_id: (found.area_id, found.record) for found in medical_records(keys, on=on)}
    bills = {bill.assessment.person_id: bill for bill in bills_of_year(keys, year)}
    items = PaymentItem.objects.filter(bill__in=[bill.pk for bill in bills.values()]).select_related("payment")
    orders = {item.bill_id: item.payment for item in items.order_by("payment_id")}
    twice = Payment.objects.filter(
        pk__in=[order.pk for order in orders.values()],
        remittances__suspended=Suspended.PAID_TWICE,
        remittances__amount_fen__gt=F("remittances__allocated_fen") + F("remittances__refunded_fen"),
    )
    groups = SubsidisedPerson.objects.filter(
        person__in=keys, is_approved=True, in_force__contains=max(date(year, 1, 1), on)
    )
    return Known(
        records=records,
        bills=bills,
        orders=orders,
        doubled=frozenset(twice.values_list("pk", flat=True)),
        groups={row.person_id: row for row in groups},
    )


def bills_of_year(people: Collection[int], year: int) -> Iterable[Bill]:
    """Return the bills that charge the resident scheme for a year, with their assessments and the orders that hold them;
    ``is_taken_back`` those whose money goes back, or has gone."""
    taken_back = Assessment.objects.filter(corrects=OuterRef("assessment"), kind=AssessmentKind.REFUND)
    return (
        Bill.objects.filter(
            agency=Agency.MEDICAL,
            assessment__person__in=people,
            assessment__kind__in=CHARGES_A_YEAR,
            assessment__month__year=year,
            assessment__lines__resident_own__isnull=False,
        )
        .exclude(state=BillState.CANCELLED)
        .annotate(is_taken_back=Exists(taken_back))
        .select_related("assessment__area", "held_by")
        .order_by("pk")
    )


def shares_of(year: int) -> dict[tuple[int, str], Decimal]:
    """Return the share the government bears in a year, by area and group."""
    rows = ResidentSubsidy.objects.filter(in_force__contains=date(year, 1, 1))
    return {(row.area_id, row.group): row.share for row in rows}


def standing(
    person: Person,
    year: int,
    known: Known,
    policies: Mapping[int, AreaPolicy],
    shares: Mapping[tuple[int, str], Decimal],
    *,
    area_id: int,
    on: date,
) -> YearStanding:
    """Return how the year of one person stands; ``area_id`` is that of who was never insured."""
    area_id, record = known.records.get(person.pk, (area_id, MedicalRecord(born_year=person.born_on.year)))
    policy = policies[area_id]
    row = known.groups.get(person.pk)
    share = shares.get((area_id, row.group), Decimal(0)) if row else Decimal(0)
    owed = payable(standard_of(policy, year), share)
    bill = known.bills.get(person.pk)
    order = known.orders.get(bill.pk) if bill else None
    registered = is_resident_in(year, record.resident_stays, on=on)
    found = YearStanding(
        person=person,
        year=year,
        area_id=area_id,
        state=YearState.BARRED,
        owed=owed,
        group=row.group if share else "",
        subsidised=row if share else None,
        bill=bill,
        order=order,
    )
    first = [stay.first for stay in record.resident_stays if stay.stop is None or stay.stop > Month(year, 1)]
    january = max(Month(year, 1), min(first, default=Month(year, 1)))
    try:
        refuse_dead(person)
        joins = None if registered else first_month_to_join(year, record.stays, on=on)
        cover = cover_if_paid(record, policy, year=year, joins=joins, credited_on=on)
        refuse_useless(cover, year)
        month = joins or january
    except RuleBroken as problem:
        return replace(found, state=state_of(found, known, registered, barred=True), barred=problem)
    return replace(
        found,
        state=state_of(found, known, registered, barred=False),
        month=month,
        due_on=due_on(policy, year, month, on=on),
        joins=joins,
        cover=cover,
    )


def standard_of(policy: AreaPolicy, year: int) -> int:
    """Return the amount of a year in fen: that in force on its 1 January, as far as it is published."""
    return policy.rate_on(Insurance.RESIDENT, EnrolmentKind.RESIDENT, date(year, 1, 1)).yearly_fen


def due_on(policy: AreaPolicy, year: int, month: Month, *, on: date) -> date:
    """Return the last day on which a year is paid in time: that of the season, for who joins later that of the month."""
    if month > Month(year, 1):
        return month.last_day
    rule = policy.resident_wait_on(on)
    return last_day_of_season(year, rule) if rule else date(year - 1, 12, 31)


def refuse_dead(person: Person) -> None:
    if person.life_status == LifeStatus.DEAD:
        raise RuleBroken("resident.dead", "people")


def refuse_useless(cover: Cover, year: int) -> None:
    """Refuse a payment that brings no day of cover: its wait is longer than what is left of the year."""
    if cover.starts_on is None:
        raise RuleBroken("resident.too_late", "people", year=year, until=cover.waits_until)


def state_of(found: YearStanding, known: Known, registered: bool, *, barred: bool) -> YearState:
    bill, order = found.bill, found.order
    return year_state(
        YearFacts(
            is_registered=registered,
            is_barred=barred,
            owes_nothing=found.owed.own_fen == 0,
            has_bill=bill is not None,
            is_paid=bill is not None and bill.state == BillState.PAID,
            is_taken_back=bill is not None and bill.is_taken_back,
            order=order.state if order else None,
            is_held=bill is not None and bill.held_by_id is not None,
            has_paid=order is not None and order.paid_at is not None,
            is_posted=order is not None and order.posted_at is not None,
            paid_twice=order is not None and order.pk in known.doubled,
        )
    )
