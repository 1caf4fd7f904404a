"""The door of the bureau's staff: name, password and second factor are checked and refused as one."""

import re

import pytest
from django.test import Client
from django.urls import path
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import AuditEntry, Session
from accounts.views.doors import staff_login
from tests.factories import UserFactory
from tests.factories.parties import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

urlpatterns = [path("admin/login/", staff_login)]
"""The admin site mounts the same view; here it is looked at without the site."""

DOOR = "/admin/login/"


@pytest.fixture
def clerk(later):
    user = UserFactory(clerk=True)
    TOTPDevice.objects.create(user=user, name="authenticator", key="00" * 20)
    return user


def number() -> str:
    return f"{totp(bytes(20)):06d}"


def knock(user, password=PASSWORD, token=None, client=None, **extra):
    sent = {"username": user if isinstance(user, str) else user.username, "password": password}
    return (client or Client()).post(DOOR, sent | {"otp_token": number() if token is None else token} | extra)


def shape_of(answer) -> tuple:
    return answer.status_code, re.sub(rb'value="[^"]*"', b"", answer.content)


def test_name_password_and_number_open(clerk):
    client = Client()
    answer = knock(clerk, client=client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    assert Session.objects.get(user=clerk)
    assert client.session["otp_device_id"].startswith("otp_totp.totpdevice/")
    assert AuditEntry.objects.get(action="staff.signed_in").subject_number == clerk.number


def test_all_refusals_are_alike(clerk):
    without = UserFactory(clerk=True)
    gone = UserFactory(clerk=True, is_active=False)
    answers = [
        shape_of(answer)
        for answer in (
            knock(clerk, password="not-the-right-one"),
            knock(clerk, token="000000" if number() != "000000" else "111111"),
            knock("nobody"),
            knock(without),
            knock(gone),
            knock(UserFactory(operator=True)),
        )
    ]
    assert answers[0][0] == 422
    assert b'data-code="login.wrong_staff"' in answers[0][1]
    assert all(answer == answers[0] for answer in answers)


def test_a_number_works_once(clerk, later):
    assert knock(clerk).status_code == 302
    assert knock(clerk).status_code == 422
    later(31)
    assert knock(clerk).status_code == 302


def test_a_recovery_code_works_once(clerk):
    StaticDevice.objects.create(user=clerk, name="recovery").token_set.create(token="k3j9d2m1")
    assert knock(clerk, token="k3j9d2m1").status_code == 302
    assert knock(clerk, token="k3j9d2m1").status_code == 422


def test_a_stranger_cannot_use_up_the_tries_at_the_second_factor(clerk):
    for _ in range(4):
        knock(clerk, password="not-the-right-one", token="000000")
    assert TOTPDevice.objects.get().throttling_failure_count == 0
    assert knock(clerk).status_code == 302


def test_after_four_failures_one_waits(clerk, later):
    for _ in range(5):
        assert knock(clerk, password="not-the-right-one").status_code == 422
    assert knock(clerk).status_code == 429
    later(6)
    assert knock(clerk).status_code == 302


@pytest.mark.parametrize(("wanted", "leads_to"), [("/admin/insurance/", "/admin/insurance/"), ("/me/", "/admin/")])
def test_next_stays_in_the_back_office(clerk, wanted, leads_to):
    assert knock(clerk, next=wanted).headers["Location"] == leads_to
