"""Accounts of the staff: made by the security administrator, opened by their owner alone."""

import re
import uuid

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import AuditEntry, Session, User
from accounts.rules.roles import Agency, Role
from tests.factories import UserFactory
from tests.insurance.admin.sending import codes, page, send
from tests.visits import let_in

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/user/"
OPENING = "/admin/activate/"
AUTHENTICATOR = "/admin/activate/authenticator/"
PASSWORD = "seven-calm-rivers"
CODE = re.compile(r">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})<")

NEW = {"username": "han.jing", "name": "韩静", "roles": ["clerk", "auditor"], "agency": "hrss"}


def home(user) -> str:
    return f"{LIST}{user.pk}/"


def entered(guard) -> tuple[User, str]:
    """Return a new member of the staff and the code handed out."""
    response = send(guard, f"{LIST}add/", **NEW)
    assert response.status_code == 200
    return User.objects.get(username="han.jing"), CODE.search(page(response))[1]


def open_account(client, code, **changes):
    sent = {"username": "han.jing", "activation_code": code}
    sent |= {"new_password": PASSWORD, "new_password_again": PASSWORD}
    return send(client, OPENING, **sent | changes)


def number_of(device) -> str:
    return f"{totp(device.bin_key):06d}"


# The security administrator's side


def test_a_new_member_has_roles_and_no_way_in_yet(guard):
    user, _code = entered(guard)
    assert (user.roles, user.agency, user.activated_at) == (["auditor", "clerk"], Agency.HRSS, None)
    assert not user.has_usable_password()
    assert not user.is_superuser
    listed = page(guard.get(LIST))
    assert user.number in listed
    assert 'data-total="2"' in listed


def test_the_same_form_sent_twice_enters_one(guard):
    sent = NEW | {"submission_key": str(uuid.uuid4())}
    answers = [guard.post(f"{LIST}add/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 302]
    assert not CODE.search(page(guard.get(answers[1].headers["Location"])))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": []}, "staff.roles_missing"),
        ({"roles": ["superuser"]}, "invalid_choice"),
        ({"agency": "tax"}, "invalid_choice"),
        ({"username": ""}, "required"),
        ({"name": ""}, "required"),
    ],
)
def test_what_cannot_be_entered_says_why(guard, changes, code):
    response = send(guard, f"{LIST}add/", **NEW | changes)
    assert (response.status_code, code in codes(response)) == (422, True)


def test_a_user_name_is_one_persons(guard):
    entered(guard)
    assert "staff.name_taken" in codes(send(guard, f"{LIST}add/", **NEW))


def test_other_roles_count_from_the_next_page_on(guard):
    clerk = UserFactory(clerk=True)
    browser = let_in(clerk)
    assert browser.get("/admin/find/").status_code == 200
    assert send(guard, f"{home(clerk)}roles/", roles=["cashier"], agency="").status_code == 302
    assert browser.get("/admin/find/").status_code == 403
    facts = AuditEntry.objects.get(action="staff.roles_changed").facts
    assert (facts["roles_before"], facts["roles"]) == (["clerk"], ["cashier"])


def test_a_shut_account_is_out_at_once(guard):
    clerk = UserFactory(clerk=True)
    browser = let_in(clerk)
    assert send(guard, f"{home(clerk)}deactivate/").status_code == 302
    assert browser.get("/admin/").status_code == 302
    assert not Session.objects.filter(user=clerk).exists()
    assert not TOTPDevice.objects.filter(user=clerk).exists()


@pytest.mark.parametrize("act", ["roles/", "deactivate/", "code/"])
def test_nobody_handles_the_own_account(guard, security, act):
    response = send(guard, home(security) + act, roles=["supervisor"], agency="")
    assert (response.status_code, "account.own" in codes(response)) == (422, True)
    security.refresh_from_db()
    assert security.roles == [Role.SECURITY_ADMINISTRATOR]
    assert security.is_active


def test_only_staff_are_found_here(guard):
    assert guard.get(home(UserFactory())).status_code == 404
    assert guard.get(home(UserFactory(operator=True))).status_code == 404


# The owner's side


def test_the_owner_opens_the_account_with_password_and_authenticator(guard):
    user, code = entered(guard)
    own = Client()
    assert open_account(own, code).headers["Location"] == AUTHENTICATOR
    shown = page(own.get(AUTHENTICATOR))
    device = TOTPDevice.objects.get(user=user)
    assert "<svg" in shown
    assert device.config_url.partition("secret=")[2].partition("&")[0] in shown
    wrong = send(own, AUTHENTICATOR, otp_token="000000" if number_of(device) != "000000" else "111111")
    assert (wrong.status_code, codes(wrong)) == (422, ["staff.token_wrong"])
    TOTPDevice.objects.filter(user=user).update(throttling_failure_count=0, throttling_failure_timestamp=None)
    confirmed = send(own, AUTHENTICATOR, otp_token=number_of(device))
    assert confirmed.status_code == 200
    recovery = re.findall(r"<li>([a-z2-7]{8})</li>", page(confirmed))
    assert len(recovery) == 8
    assert own.get(AUTHENTICATOR).headers["Location"] == OPENING, "shown once"
    entry = {"username": "han.jing", "password": PASSWORD, "otp_token": recovery[0]}
    assert Client().post("/admin/login/", entry).headers["Location"] == "/admin/"
    assert Client().post("/admin/login/", entry).status_code == 422, "each recovery code opens once"


def test_before_the_second_factor_nothing_opens(guard):
    _user, code = entered(guard)
    own = Client()
    open_account(own, code)
    assert own.get("/admin/").status_code == 302
    entry = {"username": "han.jing", "password": PASSWORD, "otp_token": "123456"}
    assert Client().post("/admin/login/", entry).status_code == 422


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"activation_code": "0000-0000-0000"}, "staff.code_wrong"),
        ({"username": "nobody"}, "staff.code_wrong"),
        ({"activation_code": "7K3M"}, "code.shape"),
        ({"new_password": "short", "new_password_again": "short"}, "password.too_short"),
        ({"new_password_again": "another-calm-river"}, "password.not_the_same"),
    ],
)
def test_what_does_not_open_says_why_and_costs_no_code(guard, changes, code):
    _user, handed_out = entered(guard)
    own = Client()
    refused = open_account(own, handed_out, **changes)
    assert refused.status_code in (422, 429)
    assert code in codes(refused)
    assert open_account(own, handed_out).status_code == 302


def test_guessing_codes_is_slowed(guard):
    entered(guard)
    statuses = [open_account(Client(), "0000-0000-0000").status_code for _ in range(12)]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_a_code_opens_once(guard):
    _user, code = entered(guard)
    open_account(Client(), code)
    assert "staff.code_wrong" in codes(open_account(Client(), code))


def test_a_lost_second_factor_is_replaced_by_starting_anew(guard):
    clerk = UserFactory(clerk=True, username="han.jing")
    browser = let_in(clerk)
    response = send(guard, f"{home(clerk)}code/")
    code = CODE.search(page(response))[1]
    assert browser.get("/admin/").status_code == 302, "every session has ended"
    assert not TOTPDevice.objects.filter(user=clerk).exists()
    assert open_account(Client(), code).status_code == 302


def test_the_authenticator_page_is_nobodys_without_a_code():
    assert Client().get(AUTHENTICATOR).headers["Location"] == OPENING
    assert send(Client(), AUTHENTICATOR, otp_token="123456").headers["Location"] == OPENING


# The first one


def test_the_first_security_administrator_is_entered_on_the_server(capsys):
    call_command("create_staff", "first", "--name", "安全管理员")
    user = User.objects.get(username="first")
    assert user.roles == [Role.SECURITY_ADMINISTRATOR]
    code = capsys.readouterr().out.split()[0]
    assert open_account(Client(), code, username="first").status_code == 302


def test_the_command_enters_nobody_twice():
    call_command("create_staff", "first", "--name", "安全管理员", "--role", "auditor")
    with pytest.raises(CommandError):
        call_command("create_staff", "first", "--name", "安全管理员")
