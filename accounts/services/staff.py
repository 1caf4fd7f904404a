"""Accounts of the bureau's staff: made by the security administrator, opened by their owner, who alone knows them.

A new account, and one whose second factor was reset, starts with a code on paper: with it the owner chooses a password
and sets up an authenticator. The code is one of the kind operators get, bound to the account.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models.logins import OneTimeCode
from accounts.models.users import User
from accounts.rules.codes import formatted, long_code
from accounts.rules.errors import RuleBroken, refuse_if_any
from accounts.rules.roles import Agency, Permission, Role, UserKind
from accounts.selectors.accounts import typed_username
from accounts.services import audit, codes, passwords, sessions

RECOVERY_CODES = 8
AUTHENTICATOR = "authenticator"


def refuse_managing(actor: User, user: User | None = None) -> None:
    """Raise RuleBroken unless ``actor`` manages the staff's accounts; nobody manages the own one."""
    if not actor.may(Permission.MANAGE_STAFF):
        raise RuleBroken("account.not_allowed")
    if user is not None and user.pk == actor.pk:
        raise RuleBroken("account.own")


def checked_roles(roles: Iterable[str], agency: str) -> tuple[list[str], str | None]:
    """Return roles and agency as they are stored; RulesBroken with what is missing."""
    found = sorted({Role(role).value for role in roles})
    refuse_if_any([] if found else [RuleBroken("staff.roles_missing", "roles")])
    return found, Agency(agency).value if agency else None


def locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk, kind=UserKind.STAFF)


@transaction.atomic
def create(username: str, *, name: str, roles: Iterable[str], agency: str, actor: User, at: datetime) -> User:
    """Enter a member of the staff, who cannot sign in before opening the account with a code (``issue_code``).

    Raises RuleBroken: ``account.not_allowed``, ``staff.name_taken``; RulesBroken with ``staff.roles_missing``.
    """
    refuse_managing(actor)
    return enter(username, name=name, roles=roles, agency=agency, actor=actor, at=at)


@transaction.atomic
def enter(username: str, *, name: str, roles: Iterable[str], agency: str, actor: User | None, at: datetime) -> User:
    """Write a new staff account; ``actor`` is None for the first one, which is entered on the server."""
    found, of_agency = checked_roles(roles, agency)
    username = typed_username(username)
    if User.objects.filter(kind=UserKind.STAFF, username=username).exists():
        raise RuleBroken("staff.name_taken", "username")
    user = User.objects.create(
        kind=UserKind.STAFF,
        username=username,
        name=name.strip(),
        roles=found,
        agency=of_agency,
        password=make_password(None),
    )
    audit.record(actor, "staff.created", user, at=at, roles=found, agency=of_agency)
    return user


@transaction.atomic
def change_roles(user: User, *, roles: Iterable[str], agency: str, actor: User, at: datetime) -> User:
    """Give other roles; they count from the next request on. Raises what ``create`` raises, and ``account.own``."""
    refuse_managing(actor, user)
    found, of_agency = checked_roles(roles, agency)
    user = locked(user)
    before = {"roles_before": user.roles, "agency_before": user.agency}
    user.roles, user.agency = found, of_agency
    user.save(update_fields=["roles", "agency"])
    audit.record(actor, "staff.roles_changed", user, at=at, roles=found, agency=of_agency, **before)
    return user


@transaction.atomic
def deactivate(user: User, *, actor: User, at: datetime) -> User:
    """Shut an account: no sign-in any more, every session ends with this act. What it did stays on record."""
    refuse_managing(actor, user)
    user = locked(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    forget_secrets(user, at=at)
    audit.record(actor, "staff.deactivated", user, at=at)
    return user


def forget_secrets(user: User, *, at: datetime) -> None:
    """Make password, authenticators, recovery codes and handed-out codes worthless, and end every session."""
    user.password, user.activated_at = make_password(None), None
    user.save(update_fields=["password", "activated_at"])
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    OneTimeCode.objects.filter(user=user, used_at=None).update(used_at=at)
    sessions.end_all(user)


@transaction.atomic
def issue_code(user: User, *, actor: User, at: datetime) -> str:
    """Return a code with which its owner opens the account, good for 24 hours, as it is printed; shown once.

    Whatever opened the account before is worthless from now on: this is also how a lost second factor is replaced, and
    how somebody who was shut out comes back. Raises RuleBroken: ``account.not_allowed``, ``account.own``.
    """
    refuse_managing(actor, user)
    user = locked(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return hand_out(user, actor=actor, at=at)


@transaction.atomic
def hand_out(user: User, *, actor: User | None, at: datetime) -> str:
    """Return a new opening code for the account; ``actor`` is None on the server."""
    forget_secrets(user, at=at)
    code = long_code(secrets.choice)
    codes.make(code, codes.Purpose.OPERATOR, codes.Channel.COUNTER, at=at, issued_by=actor, user=user)
    audit.record(actor, "code.issued", user, at=at, purpose="staff")
    return formatted(code)


@transaction.atomic
def open_account(code: int, password: str, *, at: datetime) -> User:
    """Use up a checked code, set the owner's password and return the account, still without a second factor.

    Raises RuleBroken("code.used"), RulesBroken with what forbids the password.
    """
    user = codes.use_up(code, at=at).user
    passwords.refuse_weak(password, user)
    user.password, user.activated_at = passwords.hashed(password), at
    user.save(update_fields=["password", "activated_at"])
    audit.record(user, "account.activated", user, at=at)
    return user


def authenticator_of(user: User) -> TOTPDevice:
    """Return the authenticator that waits to be confirmed, made when there is none."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").last()
    return device or TOTPDevice.objects.create(user=user, name=AUTHENTICATOR, confirmed=False)


@transaction.atomic
def confirm_authenticator(user: User, token: str, *, at: datetime) -> list[str]:
    """Confirm the authenticator by a number it shows; return the recovery codes, each good once, shown once.

    Raises RuleBroken("staff.token_wrong"), RuleBroken("staff.already_confirmed").
    """
    user = locked(user)
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).order_by("pk").last()
    if device is None:
        raise RuleBroken("staff.already_confirmed")
    if not device.verify_token("".join(token.split())):
        raise RuleBroken("staff.token_wrong", "otp_token")
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    recovery = StaticDevice.objects.create(user=user, name="recovery")
    handed_out = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=recovery, token=token) for token in handed_out)
    audit.record(user, "staff.second_factor_confirmed", user, at=at)
    return handed_out
