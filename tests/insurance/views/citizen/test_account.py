"""/me/account/: the balance, a year of movements, what each was worked out from; empty, one, many."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rules.roles import Agency
from insurance.models import AccountMovement, PersonalAccount
from insurance.rules.personal_account import MovementKind
from insurance.services.personal_accounts import credit_bills
from tests.factories import NOW, TODAY, UnitFactory, UserFactory
from tests.factories.contributions import charge
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory


@pytest.fixture
def citizen(settings, client, db):
    settings.HALL_TODAY = TODAY
    user = UserFactory()
    client.force_login(user)
    return user


def credit(user, month="2026-08"):
    bill = charge(user.person, month, unit=UnitFactory()).bills.get(agency=Agency.MEDICAL)
    bill.issued_on = TODAY
    bill.save()
    credit_bills([bill.pk], at=NOW, on=TODAY)
    return bill


def spend(user, amount, number, on=TODAY):
    account = PersonalAccount.objects.get(person=user.person)
    account.balance_fen -= amount
    account.save()
    return AccountMovement.objects.create(
        account=account,
        kind=MovementKind.USE,
        on=on,
        amount_fen=-amount,
        balance_fen=account.balance_fen,
        provider="云州市第一人民医院",
        provider_code="H0001",
        provider_kind="hospital",
        reference=f"R{number}",
        at=NOW,
    )


def page(client, address="/me/account/"):
    return client.get(address).content.decode()


def test_who_has_no_account_reads_why(client, citizen):
    assert "您还没有医保个人账户" in page(client)


def test_a_credit_shows_its_arithmetic(client, citizen):
    put_policy(AreaFactory())
    bill = credit(citizen)
    text = page(client)
    assert "160.00元" in text
    assert f"8,000.00元×2%＝160.00元，随征集单{bill.number}" in text


def test_movements_are_of_the_year_and_the_direction(client, citizen):
    put_policy(AreaFactory())
    credit(citizen)
    spend(citizen, 5_050, 1)
    spend(citizen, 1_000, 2, on=date(2025, 5, 5))
    assert 'data-total="2"' in page(client)
    assert 'data-total="1"' in page(client, "/me/account/?year=2025")
    spent = page(client, "/me/account/?direction=out&year=2026")
    assert 'data-total="1"' in spent
    assert "−50.50" in spent
    assert "云州市第一人民医院" in spent


@pytest.mark.parametrize(
    "asked", ["?year=abc", "?year=99999", "?direction=up", "?after=x&before=-1", "?year=2026&after=1"]
)
def test_odd_addresses_are_answered(client, citizen, asked):
    put_policy(AreaFactory())
    credit(citizen)
    assert client.get(f"/me/account/{asked}").status_code == 200


def test_many_movements_come_page_by_page_in_as_many_statements(client, citizen):
    put_policy(AreaFactory())
    credit(citizen)
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for number in range(70):
        spend(citizen, 100, number)
    with CaptureQueriesContext(connection) as many:
        text = page(client)
    assert len(many) == len(few) <= 8
    assert text.count("R6") > 0
    assert 'rel="next"' in text
    assert 'rel="prev"' in page(
        client, f"/me/account/?year=2026&after={AccountMovement.objects.order_by('-pk')[29].pk}"
    )
