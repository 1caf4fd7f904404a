"""The accounts of the demo: citizens, operators and staff with printed passwords, and how to sign in with them."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Person, Unit, User
from accounts.rules.roles import UserKind
from insurance.models import SocialSecurityCard
from portal.demo.cast import cast_people, cast_units, tables
from portal.demo.numbers import AREA, unit_code

ACTIVATED_BEFORE = timedelta(days=200)
TOTP_KEY_HEX_CHARACTERS = 40

CITIZEN_DOOR, ACTIVATION_DOOR = "/accounts/login/", "/accounts/activate/"
OPERATOR_DOOR, STAFF_DOOR = "/accounts/login/employer/", "/admin/login/"


@dataclass(frozen=True)
class PrintedAccount:
    """How to come in as somebody: the door's address and what to type into its fields."""

    role: str
    login: str
    fields: dict[str, str]
    story: str
    totp_secret: str | None = None


def totp_key(username: str) -> str:
    """Return the fixed second-factor key of a demo staff account, in hexadecimal."""
    return hashlib.sha256(f"hall demo {username}".encode()).hexdigest()[:TOTP_KEY_HEX_CHARACTERS]


def totp_secret(username: str) -> str:
    """Return the same key as an authenticator app takes it, in Base32."""
    return base64.b32encode(bytes.fromhex(totp_key(username))).decode()


def write_accounts(people: dict[str, Person], units: dict[str, Unit], *, at: datetime) -> dict[str, User]:
    """Make every demo account; return them by the key of the person or by the user name."""
    activated = {"activated_at": at - ACTIVATED_BEFORE, "is_demo": True}
    users = {
        entry["key"]: User(
            kind=UserKind.CITIZEN,
            person=people[entry["key"]],
            name=entry["name"],
            password=make_password(entry["password"]),
            elder=entry.get("elder", False),
            **activated,
        )
        for entry in cast_people()
        if "password" in entry
    }
    users |= {
        entry["username"]: User(
            kind=UserKind.OPERATOR,
            unit=units[entry["unit"]],
            username=entry["username"],
            name=entry["name"],
            rights=entry["rights"],
            password=make_password(entry["password"]),
            **activated,
        )
        for entry in tables()["operators"]
    }
    users |= {
        entry["username"]: User(
            kind=UserKind.STAFF,
            username=entry["username"],
            name=entry["name"],
            agency=entry.get("agency"),
            roles=[entry["role"]],
            password=make_password(entry["password"]),
            **activated,
        )
        for entry in tables()["staff"]
    }
    User.objects.bulk_create(users.values())
    TOTPDevice.objects.bulk_create(
        TOTPDevice(user=users[entry["username"]], name="demo", key=totp_key(entry["username"]), confirmed=True)
        for entry in tables()["staff"]
    )
    return users


def story(entry: dict) -> str:
    return f"{entry['name']}: {entry['story']}"


def is_seeded() -> bool:
    """Return whether the demo city is there."""
    return User.objects.filter(is_demo=True).exists()


def printed_accounts() -> list[PrintedAccount]:
    """Return every demo account, door by door, with the numbers as they stand in the database."""
    return [*citizens(), *operators(), *staff()]


def citizens() -> list[PrintedAccount]:
    """Return the accounts of the cast's people; whoever joined the cast after this city was built is not in it."""
    people = dict(
        SocialSecurityCard.objects.filter(number__in=[entry["card"] for entry in cast_people()])
        .select_related("person")
        .values_list("number", "person__identity_number")
    )
    here = [entry for entry in cast_people() if "phone" in entry and entry["card"] in people]
    found = [citizen(entry, people[entry["card"]]) for entry in here]
    return sorted(found, key=lambda account: account.login != CITIZEN_DOOR)


def citizen(entry: dict, id_number: str) -> PrintedAccount:
    if "password" not in entry:
        fields = {"id_number": id_number, "card_number": entry["card"]}
        return PrintedAccount("citizen_not_activated", ACTIVATION_DOOR, fields, story(entry))
    fields = {"id_number": id_number, "password": entry["password"]}
    return PrintedAccount("citizen", CITIZEN_DOOR, fields, story(entry))


def operators() -> list[PrintedAccount]:
    codes = {
        unit["key"]: unit_code(number, unit.get("area", AREA), unit.get("registry", "91"))
        for number, unit in enumerate(cast_units(), start=1)
    }
    return [
        PrintedAccount(
            "operator",
            OPERATOR_DOOR,
            {"credit_code": codes[entry["unit"]], "operator": entry["username"], "password": entry["password"]},
            story(entry),
        )
        for entry in tables()["operators"]
    ]


def staff() -> list[PrintedAccount]:
    return [
        PrintedAccount(
            entry["role"],
            STAFF_DOOR,
            {"username": entry["username"], "password": entry["password"]},
            story(entry),
            totp_secret(entry["username"]),
        )
        for entry in tables()["staff"]
    ]
