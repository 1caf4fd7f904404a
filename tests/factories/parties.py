"""Persons, units and the accounts they sign in with."""

from datetime import date

import factory
from django.contrib.auth.hashers import make_password

from accounts.models import Person, Unit, User
from accounts.models.parties import identity_index
from accounts.rules.resident_id import CHECK_CHARACTERS, WEIGHTS
from accounts.rules.roles import OperatorRight, Role, UserKind
from tests.factories.clock import NOW

PASSWORD = "calm-river-2026"


def resident_number(born_on: date, sequence: int, area: str = "379901") -> str:
    """Return a number of the shape of GB 11643 with its check character."""
    body = f"{area}{born_on:%Y%m%d}{sequence:03d}"
    return body + CHECK_CHARACTERS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


class PersonFactory(factory.django.DjangoModelFactory):
    """A woman born on 12 April 1985 with a phone on file; every next person gets the next sequence number."""

    class Meta:
        model = Person

    class Params:
        sequence = factory.Sequence(lambda n: n * 2 % 1000)
        spread = factory.Sequence(lambda n: n // 500)

    name = factory.Sequence(lambda n: f"林晓{'安宁平康乐和明静雅文'[n % 10]}{'一二三四五六七八九十'[n // 10 % 10]}")
    born_on = factory.LazyAttribute(lambda o: date(1985, 4, 12 + o.spread % 15))
    sex = "2"
    identity_number = factory.LazyAttribute(lambda o: resident_number(o.born_on, o.sequence))
    identity_index = factory.LazyAttribute(lambda o: identity_index("01", o.identity_number))
    phone = factory.Sequence(lambda n: f"199{n:08d}")


def credit_code(n: int) -> str:
    """Return a valid unified social credit code of the demo area."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    base36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    organisation = f"MT{n:06d}"
    check = 11 - sum(base36.index(c) * w for c, w in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    body = "91379901" + organisation + {10: "X", 11: "0"}.get(check, str(check))
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(alphabet.index(c) * w for c, w in zip(body, weights, strict=True))
    return body + alphabet[-total % 31]


class UnitFactory(factory.django.DjangoModelFactory):
    """An employer in the demo area, registered in class 2 (see ``registration`` in tests.factories.record)."""

    class Meta:
        model = Unit
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"云州恒达商贸第{n + 1}有限公司")
    credit_code = factory.Sequence(credit_code)
    founded_on = date(2010, 5, 4)
    contact_name = "周经理"
    contact_phone = "0799-8100000"
    registration = factory.RelatedFactory("tests.factories.record.UnitRegistrationFactory", factory_related_name="unit")


class UserFactory(factory.django.DjangoModelFactory):
    """An activated citizen; ``operator=True`` and ``clerk=True`` (and the other roles) make the other kinds."""

    class Meta:
        model = User

    class Params:
        operator = factory.Trait(
            kind=UserKind.OPERATOR,
            person=None,
            unit=factory.SubFactory(UnitFactory),
            username=factory.Sequence(lambda n: f"hr{n}"),
            name="人事专员",
            rights=[right.value for right in OperatorRight],
        )
        staff = factory.Trait(
            kind=UserKind.STAFF, person=None, username=factory.Sequence(lambda n: f"staff{n}"), name="经办员"
        )
        clerk = factory.Trait(staff=True, roles=[Role.CLERK])
        supervisor = factory.Trait(staff=True, roles=[Role.SUPERVISOR])
        auditor = factory.Trait(staff=True, roles=[Role.AUDITOR])
        security = factory.Trait(staff=True, roles=[Role.SECURITY_ADMINISTRATOR])

    kind = UserKind.CITIZEN
    person = factory.SubFactory(PersonFactory)
    name = factory.LazyAttribute(lambda o: o.person.name if o.person else "人事专员")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))
    activated_at = NOW
