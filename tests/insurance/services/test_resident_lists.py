"""A committee's list: who is found is on it once, however they come; asking is counted, reading is not."""

import pytest

from accounts.models import LoginAttempt, Notice
from accounts.rules.errors import RuleBroken
from insurance.models import ResidentProxy
from insurance.services import resident_lists
from insurance.services.resident_lists import Upload, add_residents
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.residents import name_agent
from tests.factories.workbooks import csv_file
from tests.races import at_once

BY = {"address": None, "at": NOW, "on": TODAY}


@pytest.fixture
def committee(db):
    operator = UserFactory(operator=True)
    name_agent(operator)
    return operator


def table(*rows) -> Upload:
    return Upload("名单.csv", csv_file([("姓名", "身份证号"), *rows]))


def of(*people) -> Upload:
    return table(*((person.name, person.identity_number) for person in people))


def tries() -> list[bool]:
    return list(LoginAttempt.objects.order_by("pk").values_list("succeeded", flat=True))


def test_a_list_takes_who_is_found_and_names_the_other_lines(committee):
    people = [PersonFactory() for _ in range(2)]
    lines = [
        (1, f"{people[0].name}\t{people[0].identity_number}"),
        (2, "谁 12"),
        (4, f"{people[1].name} {people[1].identity_number}"),
    ]
    found = add_residents(committee, lines, **BY)
    assert (found.added, found.known) == (2, 0)
    assert [(row.number, row.problems[0].code) for row in found.refused] == [(2, "id.shape")]
    again = add_residents(committee, lines[:1], **BY)
    assert (again.added, again.known) == (0, 1)


def test_the_same_table_twice_and_the_same_person_twice_count_once(committee):
    people = [PersonFactory(), PersonFactory()]
    assert add_residents(committee, [], of(*people, people[0]), **BY).added == 2
    again = add_residents(committee, [], of(*people), **BY)
    assert (again.added, again.known) == (0, 2)
    assert ResidentProxy.objects.count() == 2
    assert Notice.objects.filter(code="resident_committee_added").count() == 2


def test_the_statements_do_not_grow_with_the_rows(committee, django_assert_max_num_queries):
    people = [PersonFactory() for _ in range(30)]
    with django_assert_max_num_queries(24):
        assert add_residents(committee, [], of(*people), **BY).added == 30


def test_a_table_of_strangers_is_a_failed_try_and_a_good_one_is_none(committee):
    stranger = PersonFactory.build(sequence=998)
    add_residents(committee, [], of(stranger, stranger, PersonFactory()), **BY)
    add_residents(committee, [], of(PersonFactory()), **BY)
    assert tries() == [False, True]


def test_rows_that_cannot_be_read_ask_nothing_and_are_no_try(committee):
    lost = ("林晓安", "3.79901E+17")
    found = add_residents(committee, [], table(*[lost] * 9), **BY)
    assert (len(found.refused), tries()) == (9, [])
    person = PersonFactory()
    add_residents(committee, [], table(lost, lost, (person.name, person.identity_number)), **BY)
    assert tries() == [True]


def test_a_file_that_is_no_table_is_no_try_but_one_that_keeps_us_busy_is(committee, monkeypatch):
    with pytest.raises(RuleBroken, match="workbook.mismatch"):
        add_residents(committee, [], Upload("a.xlsx", b"no workbook"), **BY)
    assert tries() == []
    monkeypatch.setattr(resident_lists, "SECONDS", 0)
    with pytest.raises(RuleBroken, match="workbook.too_slow"):
        add_residents(committee, [], of(PersonFactory()), **BY)
    assert tries() == [False]


def test_who_may_not_prepare_adds_nobody_and_nothing_is_read(committee):
    colleague = UserFactory(operator=True, unit=committee.unit, rights=["pay"])
    with pytest.raises(RuleBroken, match="R009"):
        add_residents(colleague, [], Upload("a.xlsx", b""), **BY)


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_send_the_same_table_at_once_and_it_counts_once(committee):
    colleague = UserFactory(operator=True, unit=committee.unit)
    people = [PersonFactory() for _ in range(3)]
    sent = of(*people)
    outcomes = at_once(*(lambda who=who: add_residents(who, [], sent, **BY) for who in (committee, colleague)))
    assert sorted((found.added, found.known) for found in outcomes) == [(0, 3), (3, 0)]
    assert (ResidentProxy.objects.count(), Notice.objects.filter(code="resident_committee_added").count()) == (3, 3)
