"""Who pays for residents in the demo city: a mother for her son, a village committee for its people; groups; bank cards."""

import secrets

from accounts.models import Person
from insurance.models import BankCard, UnitRegistration
from insurance.rules.bank_cards import fits_luhn
from insurance.rules.kinds import Insurance
from insurance.rules.resident_payment import Group, Relation
from insurance.rules.unit_types import UnitType
from insurance.services import resident_agents, resident_lists, resident_proxies, resident_subsidies
from insurance.services.bank_cards import card_index
from portal.demo.numbers import AREA
from portal.demo.steps import City, moment, operator

LISTED = 64
"""People on the committee's list: more than a page."""

IN_GROUPS = (Group.MINIMUM_LIVING,) * 4 + (Group.EXTREME_POVERTY,) * 2
WAITING = 2
"""Of those in groups, how many a second person has not approved yet."""

CARDS = {"lin": ("icbc", "622202990001"), "wang": ("psbc", "621799990002"), "zheng": ("rural", "629999990003")}
"""Invented cards by their holders; the last digits are chosen so that the check digit fits."""


def tell_of_residents(city: City) -> None:
    """Name the committee, fill its list, put people into groups, add a son, bind cards."""
    family(city)
    people = committee(city)
    groups(city, people)
    cards(city)


def family(city: City) -> None:
    """林秀英 pays for her son 陈子墨."""
    at = moment(city.working_days_ago(6), 20, 4)
    resident_proxies.add_family(city.users["lin"], city.people["chen"], Relation.CHILD, at=at)


def committee(city: City) -> list[Person]:
    """The committee of 柳河村 is named by the medical agency and pastes its list; return the people on it."""
    unit = city.units["liuhe"]
    UnitRegistration.objects.filter(unit=unit).update(unit_type=UnitType.SOCIAL_GROUP)
    named_at = moment(city.working_days_ago(12), 9, 40)
    resident_agents.name(unit.credit_code, actor=city.users["clerk.medical"], at=named_at)
    people = residents(city)[:LISTED]
    listed_at = moment(city.working_days_ago(8), 15, 20)
    resident_lists.keep(operator(city, "liuhe"), people, at=listed_at)
    return people


def residents(city: City) -> list[Person]:
    """Return inhabitants in the resident scheme without a story of their own, in the order of their keys."""
    enrolled = Person.objects.filter(
        enrolments__insurance=Insurance.RESIDENT, enrolments__stop_month=None, enrolments__area__code=AREA
    )
    return list(enrolled.exclude(pk__in=[person.pk for person in city.people.values()]).distinct().order_by("pk"))


def groups(city: City, people: list[Person]) -> None:
    """Civil affairs report who belongs to a group; the supervisor has approved all but the last."""
    loaded_on = city.working_days_ago(11)
    chosen = people[: len(IN_GROUPS)]
    rows = [
        (line, cells(person, group))
        for line, (person, group) in enumerate(zip(chosen, IN_GROUPS, strict=False), start=2)
    ]
    for part, decided in ((rows[:-WAITING], True), (rows[-WAITING:], False)):
        by = {"actor": city.users["exchange"], "at": moment(loaded_on, 11), "on": loaded_on}
        resident_subsidies.load_people(part, **by)
        if decided:
            at = moment(city.working_days_ago(10), 10, 30)
            keys = resident_subsidies.waiting_keys()
            resident_subsidies.decide(keys, approve=True, actor=city.users["supervisor"], at=at)


def cells(person: Person, group: Group) -> dict[str, str]:
    return {
        "name": person.name,
        "id_number": person.identity_number,
        "group": str(group),
        "first_day": "2025-01-01",
        "last_day": "",
        "proof": "云民救〔2025〕6号（演示）",
    }


def cards(city: City) -> None:
    """Some people have bound a card; the numbers are invented."""
    at = moment(city.working_days_ago(15), 19, 30)
    BankCard.objects.bulk_create(
        BankCard(
            person=city.people[key],
            number=number,
            index=card_index(number),
            last_four=number[-4:],
            bank=bank,
            token=secrets.token_hex(16),
            is_default=True,
            bound_at=at,
        )
        for key, (bank, beginning) in CARDS.items()
        for number in [card_number(beginning)]
    )


def card_number(beginning: str) -> str:
    """Return a number of 16 digits that begins so and whose check digit fits."""
    return next(number for digit in "0123456789" if fits_luhn(number := f"{beginning}018{digit}"))
