"""Who pays for whom in the resident scheme, and which bills that lets somebody pay."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

from django.db.models import Q, QuerySet

from accounts.models.parties import LifeStatus, Person, Unit
from accounts.rules.person_name import same_person_name
from accounts.selectors.accounts import indexes_of
from insurance.models.bills import Bill
from insurance.models.policy import PoolingArea
from insurance.models.residents import ResidentAgent, ResidentProxy
from insurance.rules.resident_payment import MOST_RESIDENTS
from insurance.selectors.key_pages import KeyPage, key_page
from insurance.selectors.personal_data import area_of
from insurance.selectors.resident_years import year_standings

Payer = Person | Unit

PAGE_SIZE = 50
MOST_LISTED = 3000
"""People of one committee's list who are looked at to find those who can be paid."""


def home_area(payer: Payer) -> PoolingArea:
    """Return the area in which somebody joins who was never insured: the payer's own."""
    if isinstance(payer, Unit):
        return payer.resident_agent.area
    return area_of(payer)


def agent_of(unit: Unit | None) -> ResidentAgent | None:
    """Return as what a unit files for residents; None for who does not."""
    if unit is None:
        return None
    return ResidentAgent.objects.filter(unit=unit, ended_at=None).select_related("area").first()


def proxies_by(payer: Payer) -> QuerySet[ResidentProxy]:
    """Return for whom a payer pays, each with the person, in the order in which they were added."""
    by = Q(by_unit=payer) if isinstance(payer, Unit) else Q(by_person=payer)
    return ResidentProxy.objects.filter(by, ended_at=None).select_related("person").order_by("pk")


def proxies_for(person_id: int) -> list[ResidentProxy]:
    """Return who pays, or paid, for somebody, the newest first; at most a page of them."""
    rows = ResidentProxy.objects.filter(person=person_id).select_related("by_person", "by_unit")
    return list(rows.order_by("-pk")[:50])


def paid_people(payer: Payer, public_ids: Sequence[str]) -> list[Person]:
    """Return those people, of the numbers given, for whom a payer may pay: oneself, and whom they pay for."""
    mine = Q(paid_for_by__in=proxies_by(payer))
    if isinstance(payer, Person):
        mine |= Q(pk=payer.pk)
    return list(Person.objects.filter(mine, public_id__in=public_ids).distinct().order_by("pk"))


def bills_to_pay(payer: Payer) -> QuerySet[Bill]:
    """Return the bills a payer may pay beside their own: those of the years of people they pay for."""
    people = proxies_by(payer).values("person")
    mine = Q(assessment__person__in=people)
    if isinstance(payer, Person):
        mine |= Q(assessment__person=payer)
    return Bill.objects.filter(mine, assessment__lines__resident_own__isnull=False)


def person_meant(number: str, name: str) -> Person | None:
    """Return the living person whom a document number and a name mean; None where they do not fit together."""
    return people_meant([(number, name)]).get((number, name))


def people_meant(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Person]:
    """Return the living people whom pairs of document number and name mean, without those that do not fit; one statement."""
    indexes = {pair: indexes_of(pair[0]) for pair in pairs}
    known = Person.objects.filter(is_provisional=False, life_status=LifeStatus.ALIVE)
    found = {
        person.identity_index: person
        for person in known.filter(identity_index__in=chain.from_iterable(indexes.values()))
    }
    meant = {pair: next((found[one] for one in its if one in found), None) for pair, its in indexes.items()}
    return {pair: person for pair, person in meant.items() if person and same_person_name(person.name, pair[1])}


# The list of a committee -------------------------------------------------------------------------------------------


def count_of(unit: Unit) -> int:
    return proxies_by(unit).count()


def page_of(unit: Unit, *, after: int | None, before: int | None) -> KeyPage:
    """Return a page of a committee's list, in the order in which people were added; one statement."""
    return key_page(proxies_by(unit), key="pk", size=PAGE_SIZE, after=after, before=before)


def payable_people(unit: Unit, year: int, *, area: PoolingArea, on: date) -> list[str]:
    """Return the numbers of those on a committee's list whose year can be paid, as many as one order takes."""
    people = [proxy.person for proxy in proxies_by(unit)[:MOST_LISTED]]
    standings = year_standings(people, year, area=area, on=on)
    return [one.person.public_id for one in standings if one.may_be_paid][:MOST_RESIDENTS]
