"""At the hall and at the bank: people pay with a card or a wallet, fail, wait, pay twice; the bank runs as its own process."""

import os
import socket
import subprocess
from contextlib import closing
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from accounts import clock
from insurance.models import Bill, Payment, Remittance
from insurance.services import benefits, payment_questions, posting
from portal.sandbox_bank import server
from tests.browser.acts import (
    choose,
    enter_as_citizen,
    enter_as_operator,
    follow,
    go,
    look,
    main,
    renew,
    send,
    until,
)
from tests.factories import TODAY, PersonFactory, UserFactory, enrol_flexible
from tests.factories.contributions import charge_months
from tests.factories.money import area_with_rules, differences, issued

pytestmark = pytest.mark.django_db(transaction=True)

LATER = "/me/benefits/?on=2026-10-05"


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    """The bank as ``make run`` starts it; return what the hall's settings say of it."""
    folder = tmp_path_factory.mktemp("bank")
    with closing(socket.socket()) as probe:
        probe.bind((server.HOST, 0))
        port = probe.getsockname()[1]
    known = server.seen_by_hall(folder, port)
    process = subprocess.Popen(server.command(port), env=os.environ | server.environment(folder))
    until(lambda: is_open(port), "the bank does not answer")
    yield {
        "url": known["HALL_BANK_URL"],
        "merchant": known["HALL_BANK_MERCHANT"],
        "key_file": known["HALL_BANK_KEY_FILE"],
        "public_key_file": known["HALL_BANK_PUBLIC_KEY_FILE"],
    }
    process.terminate()
    process.wait()


def is_open(port: int) -> bool:
    with closing(socket.socket()) as knock:
        return knock.connect_ex((server.HOST, port)) == 0


@pytest.fixture(autouse=True)
def hall(settings, bank, live_server):
    settings.HALL_TODAY = TODAY
    settings.HALL_BANK = bank
    area_with_rules()


@pytest.fixture
def citizen():
    """Somebody in flexible employment who has not paid August, so that medical benefits are suspended."""
    user = UserFactory(language="en")
    enrol_flexible(user.person)
    charge_months(user.person, "2026-01", "2026-07")
    issued(user.person, "2026-08", due_on=date(2026, 8, 25))
    benefits.recompute([user.person.pk], on=TODAY)
    return user


def begin(page: Page, door: str) -> Payment:
    """Order everything that is open, and return the order."""
    go(page, f"{door}payments/new/")
    for box in page.locator("main [name=bills]").all():
        box.check()
    choose(page, "channel", "sandbox")
    send(page)
    assert main(page, "state") == "started"
    return Payment.objects.get(number=main(page, "number"))


def to_bank(page: Page) -> str:
    """Go where the order is paid; return the address."""
    address = page.get_attribute("#go-to-pay", "href")
    go(page, address)
    return address


def confirm(page: Page, manner: str, means: str = "card") -> None:
    choose(page, "manner", manner)
    choose(page, "means", means)
    follow(page.locator("button.main"))


def back(page: Page) -> None:
    follow(page.locator("main a.main"))


def becomes(page: Page, state: str) -> None:
    """Look at the order's page again until it says so."""

    def says_so():
        renew(page)
        return main(page, "state") == state

    until(says_so, f"the order never becomes {state}")


def worker(payment: Payment) -> None:
    """Do what the worker does once money is credited."""
    posting.finish(payment.pk, at=clock.now(), on=clock.today())


def test_paid_then_credited_then_posted_and_benefits_come_back(page, citizen, bank, axe):
    enter_as_citizen(page, citizen)
    go(page, LATER)
    assert main(page, "state") == "suspended"
    payment = begin(page, "/me/")
    own = page.url
    to_bank(page)
    look(page, axe)
    confirm(page, "late")
    assert main(page, "state") == "paid"
    look(page, axe)
    back(page)
    until(lambda: Payment.objects.get().paid_at, "nobody told the hall that it is paid")
    renew(page)
    assert (main(page, "state"), main(page, "posted")) == ("started", None)
    go(page, f"{bank['url']}/orders/{payment.number}/")
    look(page, axe)
    follow(page.locator("button[value=credit]"))
    go(page, own)
    becomes(page, "succeeded")
    worker(payment)
    renew(page)
    assert main(page, "posted") == "yes"
    assert page.locator("main a[href^='/me/certificates/']").count() == 1
    go(page, LATER)
    assert main(page, "state") == "entitled"
    assert differences() == []


def test_refused_then_ordered_again_and_paid_twice(page, citizen):
    enter_as_citizen(page, citizen)
    begin(page, "/me/")
    to_bank(page)
    confirm(page, "refused")
    assert main(page, "state") == "failed"
    back(page)
    becomes(page, "failed")
    payment = begin(page, "/me/")
    to_bank(page)
    confirm(page, "now", "wallet")
    follow(page.locator("button[value=pay_anyway]"))
    back(page)
    becomes(page, "succeeded")
    second = until(lambda: Remittance.objects.filter(suspended="paid_twice").first(), "the second money never came")
    assert second.left_fen == payment.amount_fen
    assert Bill.objects.filter(payment_items__payment=payment, state="paid").count() == 2
    assert differences() == []


def test_everything_without_scripts_and_a_silent_bank_is_asked(page_without_script, citizen):
    page = page_without_script
    enter_as_citizen(page, citizen)
    payment = begin(page, "/me/")
    to_bank(page)
    look(page)
    confirm(page, "silent")
    back(page)
    assert main(page, "state") == "started"
    payment_questions.ask_silent(at=clock.now() + timedelta(minutes=3), on=TODAY, ahead=clock.ahead())
    becomes(page, "succeeded")
    worker(payment)
    renew(page)
    assert main(page, "posted") == "yes"


def test_an_operator_pays_three_bills_and_an_expired_order_cannot_be_paid(page):
    operator = UserFactory(operator=True, language="en")
    issued(PersonFactory(), "2026-07", unit=operator.unit, parts={"pension_unit": 100_000})
    issued(PersonFactory(), "2026-08", unit=operator.unit)
    enter_as_operator(page, operator)
    order = begin(page, "/employer/")
    address = to_bank(page)
    payment_questions.ask_silent(at=clock.now() + timedelta(minutes=40), on=TODAY, ahead=clock.ahead())
    assert Payment.objects.get(pk=order.pk).failure == "expired"
    go(page, address)
    assert page.get_attribute("[data-code]", "data-code") == "closed"
    again = begin(page, "/employer/")
    assert again.items.count() == 3
    to_bank(page)
    confirm(page, "now")
    back(page)
    becomes(page, "succeeded")
    assert set(Bill.objects.filter(payment_items__payment=again).values_list("state", flat=True)) == {"paid"}
    assert differences() == []
