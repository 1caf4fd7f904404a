"""A declaration of many people on the review desk: some at a time, in a fixed number of statements, accepted at once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from insurance.models import Enrolment
from insurance.selectors.review import LINES_SHOWN, first_on_page
from insurance.services import declarations
from tests.factories import NOW, UserFactory
from tests.factories.batches import checked, filed, leaving, staff_of, table


def declared(size: int):
    """Return the social insurance agency's part of a table of people who leave."""
    operator = UserFactory(operator=True)
    people = staff_of(operator.unit, size)
    batch = filed(checked(operator, table([leaving(one) for one in people])), operator)
    return batch.declaration.parts.get(agency="hrss"), people


def address(part, line="") -> str:
    return f"/admin/insurance/declarationpart/{part.pk}/{f'?line={line}' if line else ''}"


@pytest.mark.parametrize(("position", "first"), [(1, 1), (50, 1), (51, 51), (0, 1), (120, 101)])
def test_a_page_of_lines_begins_with_its_first(position, first):
    assert LINES_SHOWN == 50
    assert first_on_page(position) == first


def test_the_lines_are_shown_some_at_a_time(desk):
    part, people = declared(LINES_SHOWN + 3)
    first, last = desk.get(address(part)).content.decode(), desk.get(address(part, 53)).content.decode()
    assert f'href="?line={LINES_SHOWN + 1}"' in first
    assert people[0].public_id in first
    assert people[52].public_id in last
    assert 'href="?line=1"' in last
    beyond = desk.get(address(part, 999_999))
    assert beyond.status_code == 200


def test_findings_are_those_of_the_person_shown_and_who_cannot_be_accepted_is_marked(desk):
    part, people = declared(3)
    Enrolment.objects.filter(person=people[2]).update(
        stop_month=date(2026, 9, 1), covered_until=date(2026, 9, 1), end_reason="14"
    )
    first, third = desk.get(address(part)).content.decode(), desk.get(address(part, 3)).content.decode()
    assert 'data-code="R004"' not in first
    assert 'data-code="R004"' in third
    assert first.count("?line=3") == 1


def test_the_statements_do_not_grow_with_the_people(desk):
    seen = []
    for size in (2, 60):
        part, _people = declared(size)
        desk.get(address(part))
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address(part)).status_code == 200
        seen.append(len(asked))
    assert seen[0] == seen[1]


def test_accepting_and_taking_effect_take_the_same_statements_for_many(clerk):
    seen = []
    for size in (1, 2, 30):
        part, people = declared(size)
        with CaptureQueriesContext(connection) as asked:
            declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=date(2026, 10, 1))
        seen.append(len(asked))
        ended = Enrolment.objects.filter(person__in=people, ended_by=part)
        assert ended.count() == 3 * size
        assert set(ended.values_list("end_reason", "terminated")) == {("14", False)}
    assert seen[1] == seen[2], "the first one also reads what is then remembered"
