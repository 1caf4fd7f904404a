"""People who are named before anybody knows them: provisional, in nobody's way, confirmed when an agency accepts them."""

from datetime import date

import pytest

from accounts.models import Person
from accounts.rules.resident_id import parse
from accounts.selectors.accounts import person_to_activate
from accounts.selectors.people import people_named, person_numbered, person_with_document
from accounts.services import parties
from tests.factories import TODAY, PersonFactory
from tests.factories.parties import resident_number

pytestmark = pytest.mark.django_db

NUMBER = resident_number(date(1995, 5, 20), 21)


def named(name="何新") -> Person:
    return parties.newcomer(parse(NUMBER, on=TODAY), name)


def test_the_number_tells_birth_date_and_sex():
    person = parties.announce([named(" 何 新 ")])[named().identity_index]
    assert (person.born_on, person.sex, person.name) == (date(1995, 5, 20), "1", "何 新")
    assert (person.is_provisional, person.identity_number) == (True, NUMBER)


def test_announced_again_nobody_is_stored_twice_and_the_newest_name_counts():
    first = parties.announce([named()])
    again = parties.announce([named("何辛")])
    assert [person.pk for person in again.values()] == [person.pk for person in first.values()]
    assert Person.objects.get().name == "何辛"


def test_who_is_on_record_keeps_the_name():
    known = PersonFactory()
    known.name = "别的名字"
    parties.announce([known])
    assert Person.objects.get().name != "别的名字"


def test_until_confirmed_nobody_finds_them_and_they_cannot_open_an_account():
    [person] = parties.announce([named()]).values()
    finds = (
        lambda: person_to_activate(NUMBER),
        lambda: person_with_document(NUMBER),
        lambda: person_numbered(person.public_id),
        lambda: (people_named("何新") or [None])[0],
    )
    assert [find() for find in finds] == [None] * 4
    parties.confirm([person.pk])
    assert [find() for find in finds] == [person] * 4
