"""What is payable by a person alone, as it is told to somebody who knows the number and the name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Max, Q

from accounts.models.parties import LifeStatus, Person
from accounts.rules.person_name import same_person_name
from accounts.rules.typed_number import normalise_number
from accounts.selectors.accounts import indexes_of
from insurance.models.enrolments import Enrolment
from insurance.models.lookups import PayableLookup
from insurance.rules.kinds import AssessmentKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.bills import ASKS, bills_of
from insurance.selectors.cards import person_with_card
from insurance.selectors.debts import debts_of
from insurance.selectors.resident_proxies import home_area
from insurance.selectors.resident_years import year_standings, years_to_pay

MOST_BILLS = 60
"""Five years of months; whoever owes more signs in to see the rest."""


@dataclass(frozen=True, slots=True)
class Payable:
    """What asks for money, in fen: a bill for a month, or a calendar year of the resident scheme, whose ``number`` is empty
    while nobody has begun to pay it."""

    number: str
    month: Month
    insurances: tuple[Insurance, ...]
    due_on: date | None
    open_fen: int

    @property
    def is_yearly(self) -> bool:
        return self.insurances == (Insurance.RESIDENT,)


def person_named(number: str, name: str) -> Person | None:
    """Return the living person with a document's, a card's or an old medical number, if the name is theirs; else None."""
    typed = normalise_number(number)[:60]
    named = Q(identity_index__in=indexes_of(typed)) | Q(pk=person_with_card(typed) or 0) | Q(legacy_number=typed)
    person = Person.objects.filter(named, life_status=LifeStatus.ALIVE, is_provisional=False).first()
    fits = same_person_name(person.name if person else "", name)
    return person if fits else None


def payable_of(person: Person) -> list[Payable]:
    """Return what a person has to pay alone, the oldest first; persons owe no late fee. Four statements."""
    asking = bills_of(person).filter(ASKS).select_related("assessment").order_by("assessment__month", "pk")
    bills = list(asking[:MOST_BILLS])
    debts = debts_of([bill.pk for bill in bills]).of if bills else {}
    return [
        Payable(
            number=bill.number,
            month=Month.of(bill.assessment.month),
            insurances=tuple(Insurance(code) for code in sorted(debts[bill.pk].open_fen)),
            due_on=bill.due_on,
            open_fen=sum(amount for amount in debts[bill.pk].open_fen.values() if amount > 0),
        )
        for bill in bills
        if bill.assessment.kind != AssessmentKind.REFUND
    ]


def years_payable(person: Person, *, on: date) -> list[Payable]:
    """Return the years of the resident scheme that may be paid for who is or was in it, and have no bill yet."""
    if not Enrolment.objects.filter(person=person, insurance=Insurance.RESIDENT).exists():
        return []
    area, found = home_area(person), []
    for year in years_to_pay(area.pk, on=on):
        [standing] = year_standings([person], year, area=area, on=on)
        if standing.may_be_paid and standing.bill is None and standing.payable_fen > 0:
            amount, due_on = standing.payable_fen, standing.due_on
            found.append(Payable("", Month(year, 1), (Insurance.RESIDENT,), due_on, amount))
    return found


class Lookups(NamedTuple):
    """How often somebody who knew number and name looked up what is payable, and when last."""

    count: int
    last_at: datetime | None


def lookups_of(person_id: int) -> Lookups:
    """Return how often it was looked up what a person has to pay; one statement."""
    found = PayableLookup.objects.filter(person=person_id).aggregate(count=Count("pk"), last=Max("at"))
    return Lookups(found["count"], found["last"])
