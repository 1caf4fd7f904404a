"""Doors under many hands at once: real connections, a barrier, one effect."""

import pytest
from django.utils import timezone

from accounts.models import LoginAttempt, Notice, User
from accounts.rules.errors import RuleBroken
from accounts.services import activation, codes, logins
from accounts.services.logins import Door
from tests.factories import PersonFactory, UserFactory
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("attempt", range(3))
def test_guesses_sent_together_are_counted_one_after_the_other(attempt):
    index, at = logins.subject_index(Door.CITIZEN, "a number"), timezone.now()
    results = at_once(*[lambda: bool(logins.begin_attempt(Door.CITIZEN, index, address=None, at=at))] * 12)
    assert (results.count(True), refusals(results)) == (5, ["login.wait"] * 7)
    assert LoginAttempt.objects.count() == 5


@pytest.mark.parametrize("attempt", range(3))
def test_a_code_opens_one_account_once(attempt):
    person, at = PersonFactory(), timezone.now()
    code = codes.issue_counter_code(person, actor=UserFactory(clerk=True), at=at)
    key = codes.check_person_code(person.pk, code, at=at)
    results = at_once(*[lambda: activation.open_account(key, "harvest-moon-over-tea", at=at).pk] * 6)
    assert (results.count(User.objects.get(person=person).pk), refusals(results)) == (1, ["code.used"] * 5)
    assert Notice.objects.filter(code="account_activated").count() == 1


def test_tries_sent_together_all_count():
    person, at = PersonFactory(), timezone.now()
    code = codes.issue_counter_code(person, actor=UserFactory(clerk=True), at=at)
    at_once(*[lambda: codes.check_person_code(person.pk, "000000000000", at=at)] * 8)
    with pytest.raises(RuleBroken, match=r"code\.wrong"):
        codes.check_person_code(person.pk, code, at=at)
