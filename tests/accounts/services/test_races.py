"""Doors under many hands at once: real connections, a barrier, one effect."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import LoginAttempt, Notice, User
from accounts.rules.errors import RuleBroken
from accounts.services import activation, codes, logins
from accounts.services.logins import Door
from tests.factories import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count, act) -> list:
    """Run ``act`` in so many threads that start together; return results and broken rules' codes."""
    barrier, results = threading.Barrier(count), []

    def run():
        barrier.wait()
        try:
            results.append(act())
        except RuleBroken as problem:
            results.append(problem.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("attempt", range(3))
def test_guesses_sent_together_are_counted_one_after_the_other(attempt):
    index, at = logins.subject_index(Door.CITIZEN, "a number"), timezone.now()
    results = at_once(12, lambda: bool(logins.begin_attempt(Door.CITIZEN, index, address=None, at=at)))
    assert results.count(True) == 5
    assert results.count("login.wait") == 7
    assert LoginAttempt.objects.count() == 5


@pytest.mark.parametrize("attempt", range(3))
def test_a_code_opens_one_account_once(attempt):
    person, at = PersonFactory(), timezone.now()
    code = codes.issue_counter_code(person, actor=UserFactory(clerk=True), at=at)
    key = codes.check_person_code(person.pk, code, at=at)
    results = at_once(6, lambda: activation.open_account(key, "harvest-moon-over-tea", at=at).pk)
    assert sorted(map(str, results)) == sorted([str(User.objects.get(person=person).pk)] + ["code.used"] * 5)
    assert Notice.objects.filter(code="account_activated").count() == 1


def test_tries_sent_together_all_count():
    person, at = PersonFactory(), timezone.now()
    code = codes.issue_counter_code(person, actor=UserFactory(clerk=True), at=at)
    at_once(8, lambda: codes.check_person_code(person.pk, "000000000000", at=at))
    with pytest.raises(RuleBroken, match=r"code\.wrong"):
        codes.check_person_code(person.pk, code, at=at)
