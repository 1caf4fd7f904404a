"""/me/account/: the balance, a year of movements, what each was worked out from; empty, one, many."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.rules.roles import Agency
from insurance.models import AccountMovement, Certificate, MovementQuestion
from insurance.selectors.certificates import opened
from insurance.services.account_questions import answer
from insurance.services.personal_accounts import credit_bills
from tests.factories import NOW, TODAY, UnitFactory, UserFactory
from tests.factories.accounts import moved
from tests.factories.contributions import charge
from tests.factories.money import cashier
from tests.factories.policy import BenefitRuleFactory, put_policy
from tests.factories.record import AreaFactory, employ
from tests.insurance.documents.reading import words_of
from tests.insurance.views.employer.pages import sent


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
    moved(citizen.person, -5_050)
    moved(citizen.person, -1_000, on=date(2025, 5, 5))
    assert 'data-total="2"' in page(client)
    assert 'data-total="1"' in page(client, "/me/account/?year=2025")
    spent = page(client, "/me/account/?direction=out&year=2026")
    assert 'data-total="1"' in spent
    assert "−50.50" in spent
    assert "云州康宁大药房" in spent


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
        moved(citizen.person, -100, reference=f"R{number}")
    with CaptureQueriesContext(connection) as many:
        text = page(client)
    assert len(many) == len(few) <= 8
    assert text.count("R6") > 0
    assert 'rel="next"' in text
    assert 'rel="prev"' in page(
        client, f"/me/account/?year=2026&after={AccountMovement.objects.order_by('-pk')[29].pk}"
    )


@pytest.mark.parametrize(("usable", "words"), [(True, "用完为止"), (False, "待遇恢复前余额不能使用")])
def test_the_rules_of_the_area_say_whether_the_balance_can_be_used_while_insurance_is_stopped(
    client, citizen, usable, words
):
    employ(citizen.person, UnitFactory())
    BenefitRuleFactory(area=AreaFactory(), account_usable=usable)
    assert words in page(client)


def test_a_movement_is_asked_about_once_and_the_answer_stands_beside_it(client, citizen):
    movement = moved(citizen.person, -2_500)
    asked = client.post("/me/account/", sent(entry=movement.pk, text="这笔消费不是我的，请核实。"))
    assert (asked.status_code, asked.url) == (302, "/me/account/?year=2026")
    assert "尚未答复" in page(client)
    answer(MovementQuestion.objects.get().number, "机构已确认，将退回。", actor=cashier(), at=NOW)
    assert "机构已确认，将退回。" in page(client)
    again = client.post("/me/account/", sent(entry=movement.pk, text="再问一次这笔消费。"))
    assert again.status_code == 422
    assert 'data-code="movement_question.asked"' in again.content.decode()


def test_a_question_that_says_nothing_keeps_its_form_open(client, citizen):
    movement = moved(citizen.person, -2_500)
    refused = client.post("/me/account/?year=2026", sent(entry=movement.pk, text="？"))
    assert refused.status_code == 422
    assert 'data-code="movement_question.text_missing"' in refused.content.decode()
    assert '<details class="ask" open>' in refused.content.decode()


def test_another_persons_movement_does_not_exist(client, citizen):
    movement = moved(UserFactory().person, -2_500)
    assert client.post("/me/account/", sent(entry=movement.pk, text="这是谁的消费记录？")).status_code == 404


def test_a_year_on_paper_names_every_movement_and_checking_it_tells_the_sums_alone(client, citizen):
    moved(citizen.person, -2_500, on=date(2026, 3, 4))
    issued = client.post("/me/account/statement/", sent(year=2026))
    certificate = Certificate.objects.get()
    assert issued.url == f"/me/certificates/{certificate.number}/"
    assert "975.00元" in page(client, issued.url)
    words = words_of(client.get(f"{issued.url}certificate.pdf").content)
    for told in ("云州康宁大药房", "25.00", "975.00", citizen.person.identity_number, certificate.number):
        assert told in words
    assert "Statementofthepersonalmedicalaccount" in words_of(client.get(f"{issued.url}translation.pdf").content)
    checked = page(Client(), f"/verify/{certificate.number}/?code={opened(certificate)['check_code']}")
    assert "975.00元" in checked
    assert "云州康宁大药房" not in checked
    assert citizen.person.name not in checked


@pytest.mark.parametrize("year", ["", "2024", "abc"])
def test_only_years_of_the_account_are_printed(client, citizen, year):
    moved(citizen.person, -2_500)
    assert client.post("/me/account/statement/", sent(year=year)).status_code == 422
    assert not Certificate.objects.exists()


def test_who_has_no_account_has_nothing_to_print(client, citizen):
    assert "还没有可打印的内容" in page(client, "/me/account/statement/")
