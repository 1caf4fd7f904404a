"""Changing a password one knows."""

import pytest
from django.test import Client

from accounts.models import AuditEntry, LoginAttempt, Notice, Session
from tests.factories import UserFactory
from tests.factories.parties import PASSWORD

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/password/"
NEW = "harvest-moon-over-tea"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def change(client, *, old=PASSWORD, new=NEW, again=None, **extra):
    page = client.get(ADDRESS).content.decode()
    key = page.split('name="submission_key" value="')[1].split('"')[0]
    sent = {"submission_key": key, "password": old, "new_password": new, "new_password_again": again or new}
    return client.post(ADDRESS, sent | extra)


@pytest.fixture
def citizen():
    return UserFactory()


@pytest.mark.parametrize(
    ("traits", "home"), [({}, "/me/"), ({"operator": True}, "/employer/"), ({"clerk": True}, "/admin/")]
)
def test_everybody_changes_their_own(traits, home):
    user = UserFactory(**traits)
    client = signed_in(user)
    answer = change(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, home)
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.get(ADDRESS).status_code == 200


def test_other_sessions_end_and_this_one_gets_a_new_key(citizen):
    here, there = signed_in(citizen), signed_in(citizen)
    before = here.session.session_key
    change(here)
    assert here.session.session_key != before
    assert there.get(ADDRESS).status_code == 302
    assert Session.objects.filter(user=citizen).count() == 1


def test_it_is_told_and_on_record(citizen):
    change(signed_in(citizen))
    assert Notice.objects.get(person=citizen.person).code == "password_changed"
    assert AuditEntry.objects.get(action="password.changed").facts == {"account": citizen.number}


def test_the_old_password_is_asked_for(citizen):
    answer = change(signed_in(citizen), old="not-the-right-one")
    assert answer.status_code == 422
    assert b'data-code="password.old_wrong"' in answer.content
    citizen.refresh_from_db()
    assert citizen.check_password(PASSWORD)


def test_at_an_open_browser_nobody_guesses_for_long(citizen):
    client = signed_in(citizen)
    answers = [change(client, old=f"guess-number-{n}").status_code for n in range(6)]
    assert answers == [422] * 5 + [429]


def test_weak_choices_are_no_failed_attempts(citizen):
    client = signed_in(citizen)
    for _ in range(8):
        answer = change(client, new=citizen.person.identity_number)
        assert answer.status_code == 422
        assert b'data-code="password.id_number"' in answer.content
    assert not LoginAttempt.objects.filter(succeeded=False).exists()


def test_the_new_one_must_be_new(citizen):
    assert b'data-code="password.unchanged"' in change(signed_in(citizen), new=PASSWORD).content


def test_a_unit_is_told_which_operator_has_a_new_password():
    operator = UserFactory(operator=True)
    change(signed_in(operator))
    notice = Notice.objects.get(unit=operator.unit)
    assert (notice.code, notice.facts) == ("operator_password_changed", {"operator": operator.username})


def test_an_operators_password_holds_neither_the_units_name_nor_their_own():
    operator = UserFactory(operator=True, username="chenxiaoyun")
    assert b'data-code="password.name"' in change(signed_in(operator), new="chenxiaoyun-7-orchids").content


def test_the_same_form_twice_changes_it_once(citizen):
    client = signed_in(citizen)
    key = client.get(ADDRESS).content.decode().split('name="submission_key" value="')[1].split('"')[0]
    sent = {"submission_key": key, "password": PASSWORD, "new_password": NEW, "new_password_again": NEW}
    assert [client.post(ADDRESS, sent).status_code for _ in range(3)] == [302, 302, 302]
    assert Notice.objects.count() == 1


def test_strangers_are_led_to_the_door():
    answer = Client().get(ADDRESS)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/accounts/password/")
