"""A medical account's life: a paid bill brings the share, a pharmacy takes some of it, the person asks, prints, is checked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.rules.roles import Role
from insurance.models import Certificate, MovementQuestion
from insurance.rules.account_rows import COLUMNS
from insurance.selectors.book_checks import check_all
from insurance.selectors.certificates import opened
from insurance.services import due
from tests.factories import NOW, TODAY, UnitFactory, UserFactory
from tests.factories.money import area_with_rules, cashier, issued, ordered, said, told
from tests.insurance.documents.reading import words_of
from tests.insurance.views.employer.pages import sent
from tests.visits import let_in

pytestmark = pytest.mark.django_db

PHARMACY = "P0001,云州康宁大药房,pharmacy,S77,use"


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY
    area_with_rules()


def page(browser, address: str) -> str:
    return browser.get(address).content.decode()


def test_from_the_paid_bill_to_the_checked_paper():
    user = UserFactory()
    person, browser = user.person, let_in(user)
    assert "您还没有医保个人账户" in page(browser, "/me/account/")

    told(said(ordered(issued(person, unit=UnitFactory()))))
    due.run_due(on=TODAY, at=NOW)
    due.run_due(on=TODAY, at=NOW)
    assert "160.00元" in page(browser, "/me/account/")

    rows = f"{','.join(COLUMNS)}\n{PHARMACY},{person.identity_number},{TODAY},35.80\n"
    desk = let_in(UserFactory(staff=True, roles=[Role.EXCHANGE_OPERATOR]))
    for _again in range(2):
        file = SimpleUploadedFile("movements.csv", rows.encode(), "text/csv")
        assert desk.post("/admin/insurance/registrynotice/accounts/", sent(file=file)).status_code == 200
    spent = page(browser, "/me/account/?direction=out")
    assert "云州康宁大药房" in spent
    assert "124.20元" in spent

    movement = person.personal_account.movements.get(reference="S77")
    browser.post("/me/account/", sent(entry=movement.pk, text="这笔消费不是我的。"))
    question = MovementQuestion.objects.get()
    till = let_in(cashier())
    till.post(f"/admin/insurance/movementquestion/{question.number}/answer/", sent(text="已请药店核实。"))
    assert "已请药店核实。" in page(browser, "/me/account/")
    assert "已答复" in page(browser, "/accounts/inbox/")

    browser.post("/me/account/statement/", sent(year=TODAY.year))
    certificate = Certificate.objects.get(kind="account")
    paper = words_of(browser.get(f"/me/certificates/{certificate.number}/certificate.pdf").content)
    assert "云州康宁大药房" in paper
    assert "124.20" in paper
    checked = page(Client(), f"/verify/{certificate.number}/?code={opened(certificate)['check_code']}")
    assert "124.20元" in checked
    assert "云州康宁大药房" not in checked

    assert [line for check in check_all() for line in check.lines()] == []
