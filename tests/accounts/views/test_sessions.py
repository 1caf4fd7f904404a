"""Where somebody is signed in, and ending that from afar."""

import re

import pytest
from django.test import Client

from accounts.models import Session
from accounts.selectors.sessions import handle_of
from tests.factories import UserFactory
from tests.factories.parties import PASSWORD

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/sessions/"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


def signed_in(user, agent="", address="203.0.113.77") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    assert (
        client.post("/accounts/login/", {"id_number": user.person.identity_number, "password": PASSWORD}).status_code
        == 302
    )
    return client


@pytest.fixture
def citizen():
    return UserFactory()


def test_each_session_is_listed_with_its_device_and_a_masked_address(citizen):
    signed_in(citizen, agent=PHONE, address="2001:db8:7:9::1")
    page = signed_in(citizen, agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0").get(ADDRESS).content.decode()
    assert 'data-total="2"' in page
    for words in ("iPhone", "Safari", "Windows", "Firefox", "203.0.113.*", "2001:db8:7:*"):
        assert words in page
    assert "203.0.113.77" not in page


def test_no_session_key_stands_on_the_page(citizen):
    client = signed_in(citizen)
    signed_in(citizen)
    page = client.get(ADDRESS).content.decode()
    assert not [key for key in Session.objects.values_list("session_key", flat=True) if key in page]


def test_one_session_is_ended(citizen):
    here, there, third = signed_in(citizen), signed_in(citizen), signed_in(citizen)
    here.post(ADDRESS, {"session": handle_of(there.session.session_key)})
    assert [client.get(ADDRESS).status_code for client in (here, there, third)] == [200, 302, 200]


def test_all_others_are_ended(citizen):
    here, there, third = signed_in(citizen), signed_in(citizen), signed_in(citizen)
    here.post(ADDRESS, {"others": "all"})
    assert [client.get(ADDRESS).status_code for client in (here, there, third)] == [200, 302, 302]


@pytest.mark.parametrize("made_up", ["", "x", "0" * 32])
def test_a_strangers_session_cannot_be_ended(citizen, made_up):
    stranger = signed_in(UserFactory())
    handle = made_up or handle_of(stranger.session.session_key)
    assert signed_in(citizen).post(ADDRESS, {"session": handle}).status_code == 302
    assert stranger.get(ADDRESS).status_code == 200


def test_sessions_that_are_over_are_not_listed(citizen, later):
    signed_in(citizen)
    later(31 * 60)
    assert len(re.findall("<li>\n", signed_in(citizen).get(ADDRESS).content.decode().split("rows")[1])) == 1


def test_a_proxy_of_ours_is_believed_and_no_other(citizen, settings):
    settings.HALL_TRUSTED_PROXIES = ["127.0.0.1"]
    forwarded = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 192.0.2.44"}
    for remote, expected in [("127.0.0.1", "192.0.2.44"), ("203.0.113.5", "203.0.113.5")]:
        Session.objects.all().delete()
        client = Client(REMOTE_ADDR=remote, **forwarded)
        client.post("/accounts/login/", {"id_number": citizen.person.identity_number, "password": PASSWORD})
        assert Session.objects.get(user=citizen).address == expected


def test_the_list_costs_the_same_for_one_and_for_many(citizen, django_assert_num_queries):
    client = signed_in(citizen)
    for more in (0, 5):
        for _ in range(more):
            signed_in(citizen)
        with django_assert_num_queries(3):
            client.get(ADDRESS)
