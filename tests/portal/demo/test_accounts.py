"""Demo accounts can be signed in with as printed, and would be accepted by the rules for passwords."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Person, Unit, User
from accounts.models.parties import identity_index
from accounts.rules import passwords
from accounts.rules.roles import Role, UserKind
from insurance.models import SocialSecurityCard
from portal.demo.accounts import printed_accounts, totp_key
from portal.demo.cast import cast_people, identity_of
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def user_of(account) -> User:
    """Return the account that what is printed leads to."""
    fields = account.fields
    if account.login == "/accounts/login/":
        return User.objects.get(kind=UserKind.CITIZEN, person__identity_index=identity_index("01", fields["id_number"]))
    if account.login == "/accounts/login/employer/":
        return User.objects.get(unit__credit_code=fields["credit_code"], username=fields["operator"])
    return User.objects.get(kind=UserKind.STAFF, username=fields["username"])


def activated():
    return [account for account in printed_accounts() if "password" in account.fields]


def test_every_printed_password_opens_its_account(demo_city):
    for account in activated():
        user = user_of(account)
        assert user.check_password(account.fields["password"]), account.fields
        assert user.is_demo
        assert user.is_active
        assert user.activated_at


def test_every_printed_password_could_have_been_chosen(demo_city):
    for account in activated():
        user = user_of(account)
        person = user.person or Person()
        names = [name for name in (user.name, user.username, user.unit and user.unit.name) if name]
        assert not passwords.problems_with(
            account.fields["password"],
            id_number=person.identity_number or "",
            birth_on=person.born_on,
            phones=[person.phone] if person.phone else [],
            names=names,
        )


def test_no_two_accounts_share_a_password(demo_city):
    assert len({account.fields["password"] for account in activated()}) == len(activated())


def test_a_city_from_before_somebody_joined_the_cast_still_prints_its_accounts(demo_city, monkeypatch):
    newcomer = {"card": "Y99999999", "phone": "19900099999", "password": "not-in-this-city", "story": "new"}
    monkeypatch.setattr("portal.demo.accounts.cast_people", lambda: [*cast_people(), newcomer])
    passwords_printed = {account.fields["password"] for account in activated()}
    assert passwords_printed
    assert newcomer["password"] not in passwords_printed


def test_every_role_of_the_bureau_can_be_tried(demo_city):
    assert {account.role for account in printed_accounts()} >= {str(role) for role in Role}


def test_staff_have_a_second_factor_that_the_printed_secret_opens(demo_city):
    staff = [account for account in printed_accounts() if account.totp_secret]
    assert {account.login for account in staff} == {"/admin/login/"}
    for account in staff:
        device = TOTPDevice.objects.get(user=user_of(account))
        assert device.verify_token(totp(bytes.fromhex(totp_key(account.fields["username"]))))


def test_the_account_to_activate_has_card_and_phone(demo_city):
    (account,) = [account for account in printed_accounts() if account.login == "/accounts/activate/"]
    card = SocialSecurityCard.objects.get(number=account.fields["card_number"])
    assert card.person.identity_number == account.fields["id_number"]
    assert card.person.phone


def test_accounts_nobody_can_sign_in_with_have_no_usable_password(demo_city):
    printed = {user_of(account).pk for account in activated()}
    others = User.objects.exclude(pk__in=printed)
    assert others
    assert not any(user.has_usable_password() for user in others)


def test_people_with_a_story_are_found_by_their_numbers(demo_city):
    for entry in cast_people():
        person = Person.objects.get(identity_index=identity_index("01", identity_of(entry, TODAY)))
        assert (person.name, person.cards.get().number) == (entry["name"], entry["card"])


def test_the_file_says_what_the_table_says(demo_city, settings, tmp_path):
    settings.VAR = tmp_path / "var"
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    written = json.loads((settings.VAR / "demo_accounts.json").read_text(encoding="utf-8"))
    assert [set(account) for account in written] == [{"role", "login", "fields", "totp_secret", "story"}] * len(written)
    assert written[0]["role"] == "citizen"
    for account in written:
        assert all(value in out.getvalue() for value in account["fields"].values())
        assert account["story"]
    assert all(account["totp_secret"] in out.getvalue() for account in written if account["totp_secret"])


def test_operators_belong_to_units_with_their_codes(demo_city):
    operators = [account for account in printed_accounts() if account.role == "operator"]
    assert {user_of(account).unit for account in operators} <= set(Unit.objects.all())
    assert user_of(operators[1]).rights == ["prepare"]
