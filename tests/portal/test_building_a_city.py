"""A demo city is the same for the same numbers, and is built whole or not at all."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Q
from django.test import override_settings

from accounts.models import Person
from insurance.models import Bill, DeclarationPart
from insurance.rules.workflow import State
from insurance.services.policy_loading import load_policy
from portal.demo.seeding import CannotSeed, seed_city
from tests.factories import NOW, TODAY
from tests.portal.demo.conftest import seed

pytestmark = pytest.mark.django_db

EVERY_STATE = {str(state) for state in State}

CONTENTS = """
SELECT concat_ws('|', p.identity_index, p.name, p.died_on, c.number, c.state) FROM accounts_person p
    LEFT JOIN insurance_socialsecuritycard c ON c.person_id = p.id ORDER BY p.identity_index;
SELECT concat_ws('|', credit_code, u.name, injury_class, closed_on) FROM accounts_unit u
    JOIN insurance_unitregistration r ON r.unit_id = u.id ORDER BY credit_code;
SELECT concat_ws('|', p.identity_index, u.credit_code, e.insurance, e.kind, first_month, stop_month, covered_from,
    covered_until, wage_fen, end_reason, terminated) AS row FROM insurance_enrolment e
    JOIN accounts_person p ON p.id = e.person_id
    LEFT JOIN accounts_unit u ON u.id = e.unit_id ORDER BY row;
SELECT concat_ws('|', p.identity_index, l.month, l.hrss_base_fen, l.medical_base_fen, pension_unit, pension_own,
    medical_own, supplement_own, injury_unit, resident_own) AS row FROM insurance_contributionline l
    JOIN accounts_person p ON p.id = l.person_id ORDER BY row;
SELECT concat_ws('|', u.credit_code, p.identity_index, a.month, agency, unit_total_fen, own_total_fen, state, due_on,
    paid_on, credited_on) AS row FROM insurance_bill b JOIN insurance_assessment a ON a.id = b.assessment_id
    LEFT JOIN accounts_unit u ON u.id = a.unit_id LEFT JOIN accounts_person p ON p.id = a.person_id ORDER BY row;
SELECT concat_ws('|', d.kind, u.credit_code, p.identity_index, l.reason, l.stop_month, part.agency, part.state,
    part.due_on) AS row FROM insurance_declaration d JOIN insurance_declarationline l ON l.declaration_id = d.id
    JOIN accounts_person p ON p.id = l.person_id JOIN insurance_declarationpart part ON part.declaration_id = d.id
    LEFT JOIN accounts_unit u ON u.id = d.unit_id ORDER BY row
"""


@dataclass
class Built:
    """What was there of a city of three hundred before it was forgotten: a digest of everything but keys, ciphertext and
    instants, how many people, the states of declarations, the last day of a bill, what a second city was told."""

    digest: str
    persons: int
    states: set[str]
    last_day: date
    refusal: str


def built(build: Callable[[], object], *, on: date = TODAY, at: datetime = NOW) -> Built:
    """Build a city, look at it, try to build a second one, and forget both."""
    with transaction.atomic():
        load_policy()
        build()
        with pytest.raises(CannotSeed) as refused:
            seed(300, on=on, at=at)
        found = Built(
            digest=digest(),
            persons=Person.objects.filter(is_provisional=False).count(),
            states=set(DeclarationPart.objects.values_list("state", flat=True)),
            last_day=Bill.objects.latest("due_on").due_on,
            refusal=str(refused.value),
        )
        assert not Bill.objects.filter(Q(paid_on__gt=on) | Q(credited_on__gt=on)).exists()
        transaction.set_rollback(True)
    return found


def digest() -> str:
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        for query in CONTENTS.split(";"):
            cursor.execute(query)
            found.update("\n".join(row for (row,) in cursor.fetchall()).encode())
    return found.hexdigest()


def by_command(out: StringIO) -> None:
    with override_settings(HALL_DEMO=True, HALL_TODAY=TODAY):
        call_command("seed_demo", persons=300, seed=7, stdout=out)


@pytest.fixture(scope="module")
def said() -> StringIO:
    return StringIO()


@pytest.fixture(scope="module")
def cities(django_db_setup, django_db_blocker, said) -> list[Built]:
    """Two cities of the same numbers, the first built by the command, and one of another seed."""
    with django_db_blocker.unblock():
        return [built(lambda: by_command(said)), built(lambda: seed(300, 7)), built(lambda: seed(300, 8))]


def test_the_same_numbers_give_the_same_city_and_another_seed_another(cities):
    first, again, other = cities
    assert again == first
    assert other.digest != first.digest


def test_a_second_city_is_refused(cities):
    assert all("there already" in city.refusal for city in cities)


def test_the_smallest_city_still_tells_every_story(cities):
    assert [city.persons for city in cities] == [300] * 3
    assert [city.states for city in cities] == [EVERY_STATE] * 3


def test_the_command_builds_the_city_of_the_business_day(cities, said):
    assert "300 persons" in said.getvalue()
    assert cities[0].last_day.year == TODAY.year


def test_too_small_a_city_is_refused():
    load_policy()
    with pytest.raises(CannotSeed, match="at least 300 persons"):
        seed(299)


def test_a_city_without_policy_is_refused():
    with pytest.raises(CannotSeed, match="load_policy"):
        seed()


@pytest.mark.parametrize("on", [date(2026, 2, 20), date(2026, 12, 31), date(2027, 1, 4)])
def test_a_city_can_be_built_on_any_day(on):
    at = NOW.replace(year=on.year, month=on.month, day=on.day)
    assert built(lambda: seed(300, on=on, at=at), on=on, at=at).states == EVERY_STATE


def test_a_city_that_fails_half_way_leaves_nothing(monkeypatch):
    def broken(*args):
        raise RuntimeError("the lights went out")

    load_policy()
    monkeypatch.setattr("portal.demo.seeding.write_ledger", broken)
    with pytest.raises(RuntimeError):
        seed_city(300, 1, on=TODAY, at=NOW, say=lambda line: None)
    assert not Person.objects.exists()


def test_the_command_says_why_there_will_be_no_city(settings):
    settings.HALL_DEMO = True
    with pytest.raises(CommandError, match="load_policy"):
        call_command("seed_demo", persons=300, seed=1, stdout=StringIO())


def test_a_real_hall_gets_no_invented_people():
    load_policy()
    with pytest.raises(CommandError, match="do not belong in a real hall"):
        call_command("seed_demo", persons=300, seed=1, stdout=StringIO())
    assert not Person.objects.exists()


def test_without_a_city_there_is_nothing_to_print():
    with pytest.raises(CommandError, match="no demo city yet"):
        call_command("demo_accounts", stdout=StringIO())


def test_without_a_city_there_is_nothing_to_measure():
    with pytest.raises(CommandError, match="seed_demo"):
        call_command("bench", stdout=StringIO())
