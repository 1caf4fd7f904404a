"""A demo city is the same for the same numbers, and is built whole or not at all."""

import hashlib
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Q

from accounts.models import Person
from insurance.models import Bill, DeclarationPart
from insurance.rules.workflow import State
from insurance.services.policy_loading import load_policy
from portal.demo.seeding import CannotSeed, seed_city
from tests.factories import NOW, TODAY
from tests.portal.demo.conftest import seed

pytestmark = pytest.mark.django_db

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


def digest_of_city(number: int) -> str:
    """Build a city of a seed, return a digest of all that it holds but keys, ciphertext and instants, and forget it."""
    with transaction.atomic(), connection.cursor() as cursor:
        seed(300, number)
        digest = hashlib.sha256()
        for query in CONTENTS.split(";"):
            cursor.execute(query)
            digest.update("\n".join(row for (row,) in cursor.fetchall()).encode())
        transaction.set_rollback(True)
    return digest.hexdigest()


def test_the_same_numbers_give_the_same_city_and_another_seed_another():
    load_policy()
    first = digest_of_city(7)
    assert digest_of_city(7) == first
    assert digest_of_city(8) != first


def test_a_second_city_is_refused():
    load_policy()
    seed(300)
    with pytest.raises(CannotSeed, match="there already"):
        seed(300)


def test_too_small_a_city_is_refused():
    load_policy()
    with pytest.raises(CannotSeed, match="at least 300 persons"):
        seed(299)


def test_a_city_without_policy_is_refused():
    with pytest.raises(CannotSeed, match="load_policy"):
        seed()


def test_the_smallest_city_still_tells_every_story():
    load_policy()
    seed(300)
    assert Person.objects.filter(is_provisional=False).count() == 300
    assert set(DeclarationPart.objects.values_list("state", flat=True)) == {str(state) for state in State}


@pytest.mark.parametrize("on", [date(2026, 2, 20), date(2026, 12, 31), date(2027, 1, 4)])
def test_a_city_can_be_built_on_any_day(on):
    load_policy()
    seed(300, on=on, at=NOW.replace(year=on.year, month=on.month, day=on.day))
    assert set(DeclarationPart.objects.values_list("state", flat=True)) == {str(state) for state in State}
    assert not Bill.objects.filter(Q(paid_on__gt=on) | Q(credited_on__gt=on)).exists()


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


def test_the_command_builds_the_city_of_the_business_day(settings):
    settings.HALL_DEMO, settings.HALL_TODAY = True, TODAY
    load_policy()
    out = StringIO()
    call_command("seed_demo", persons=300, seed=5, stdout=out)
    assert "300 persons" in out.getvalue()
    assert Bill.objects.latest("due_on").due_on.year == TODAY.year


def test_without_a_city_there_is_nothing_to_print():
    with pytest.raises(CommandError, match="no demo city yet"):
        call_command("demo_accounts", stdout=StringIO())
