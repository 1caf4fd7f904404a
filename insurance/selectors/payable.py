"""What is payable by a person alone, as it is told to somebody who knows the number and the name."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models.parties import LifeStatus, Person
from accounts.rules.person_name import same_person_name
from accounts.rules.typed_number import normalise_number
from accounts.selectors.accounts import indexes_of
from insurance.rules.kinds import AssessmentKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.bills import ASKS, bills_of
from insurance.selectors.cards import person_with_card
from insurance.selectors.debts import debts_of

MOST_BILLS = 60
"""Five years of months; whoever owes more signs in to see the rest."""


@dataclass(frozen=True, slots=True)
class Payable:
    """One bill that asks for money, in fen: for a month, or for a calendar year of the resident scheme."""

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
