"""Residents, those who pay for them, and the cards they pay with."""

import secrets
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.rules.roles import Role
from insurance.models import BankCard, Enrolment, ResidentAgent, ResidentProxy, SubsidisedPerson
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.services import policy_loading, resident_subsidies
from insurance.services.bank_cards import card_index
from tests.factories.clock import NOW
from tests.factories.contributions import RESIDENT, charge
from tests.factories.parties import UserFactory
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory

CARD_NUMBER = "6222020000000000000"


def resident_area():
    """Return the area with its policy, the subsidies of residents among it."""
    area = AreaFactory()
    put_policy(area)
    policy_loading.put_documents(resident_subsidies.documents_of())
    resident_subsidies.put_subsidies()
    return area


def be_resident(person, *, since=date(2022, 1, 1), paid=range(2022, 2027)):
    """Let somebody be enrolled as a resident, with the years paid in their seasons."""
    enrolment = Enrolment.objects.create(
        person=person,
        area=AreaFactory(),
        insurance=Insurance.RESIDENT,
        kind=EnrolmentKind.RESIDENT,
        first_month=since,
        covered_from=since,
    )
    for year in paid:
        charge(person, f"{year}-01", parts=RESIDENT, credited_on=date(year - 1, 11, 5))
    return enrolment


def in_group(person, group="minimum_living", *, approved=True, since=date(2025, 1, 1)):
    """Put somebody into a group, approved by a second person."""
    decided = {"decided_by": UserFactory(supervisor=True), "decided_at": NOW, "is_approved": True} if approved else {}
    return SubsidisedPerson.objects.create(
        area=AreaFactory(),
        person=person,
        group=group,
        in_force=DateRange(since, None),
        proof="云民〔2025〕1号",
        loaded_by=UserFactory(staff=True, roles=[Role.EXCHANGE_OPERATOR]),
        loaded_at=NOW,
        **decided,
    )


def pays_for(payer, person, relation="child"):
    """Let a citizen pay for somebody."""
    proxy = ResidentProxy.objects.create(
        person=person, by_person=payer.person, relation=relation, made_by=payer, made_at=NOW
    )
    proxy.refresh_from_db()
    return proxy


def name_agent(operator):
    """Let the operator's unit file for residents."""
    named_by = UserFactory(supervisor=True)
    return ResidentAgent.objects.create(unit=operator.unit, area=AreaFactory(), named_by=named_by, named_at=NOW)


def listed(operator, person):
    """Put a resident on the list of the operator's committee."""
    proxy = ResidentProxy.objects.create(
        person=person, by_unit=operator.unit, relation="resident", made_by=operator, made_at=NOW
    )
    proxy.refresh_from_db()
    return proxy


def bound_card(person, number=CARD_NUMBER, *, is_default=True):
    """Return a card that somebody has bound."""
    card = BankCard.objects.create(
        person=person,
        number=number,
        index=card_index(number),
        last_four=number[-4:],
        bank="icbc",
        token=secrets.token_hex(16),
        is_default=is_default,
        bound_at=NOW,
    )
    card.refresh_from_db()
    return card
