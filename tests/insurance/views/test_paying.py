"""Paying on the pages of a citizen and of a unit: choose, order, follow, cancel; and what the page says when it goes wrong."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rules.roles import OperatorRight
from insurance.models import Payment, Refund, Remittance
from insurance.rules.refunds import RefundReason
from insurance.services import crediting, money_decisions, payment_orders, payment_questions, posting, refunds
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.money import area_with_rules, cashier, issued, said, told
from tests.insurance.views.employer.pages import attribute, codes_of, hidden, sent
from tests.visits import let_in

pytestmark = pytest.mark.django_db


class Side:
    """A payer with two bills of August and a browser: a citizen, or an operator of a unit."""

    def __init__(self, base: str, user, bills):
        self.base, self.user, self.bills = base, user, bills
        self.new = f"{base}payments/new/"
        self.numbers = [bill.number for bill in bills]
        self.browser = let_in(user)

    @property
    def payer(self):
        return self.user.unit if self.user.is_operator else self.user.person

    def send(self, *numbers, **also):
        return self.browser.post(self.new, sent(bills=list(numbers), channel="sandbox", **also))

    def ordered(self) -> Payment:
        return payment_orders.begin(self.payer, self.numbers, channel="sandbox", actor=self.user, at=NOW, on=TODAY)

    def page(self, payment, query=""):
        return self.browser.get(f"{self.base}payments/{payment.number}/{query}")


@pytest.fixture(autouse=True)
def business_day(settings, bank, at_now):
    settings.HALL_TODAY = TODAY
    area_with_rules()


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(params=["citizen", "unit"])
def side(request):
    if request.param == "citizen":
        user = UserFactory(language="en")
        return Side("/me/", user, issued(user.person))
    user = UserFactory(operator=True, language="en")
    return Side("/employer/", user, issued(PersonFactory(), unit=user.unit))


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_without_bills_the_page_says_so():
    page = let_in(UserFactory(language="en")).get("/me/payments/new/")
    assert attribute(page, "total") == "0"
    assert "No bill asks for money now" in words(page)


def test_every_bill_is_offered_with_what_it_costs(side):
    page = side.browser.get(side.new)
    assert attribute(page, "total") == "2"
    assert all(f'value="{number}"' in page.content.decode() for number in side.numbers)
    total = sum(bill.total_fen for bill in side.bills)
    assert f"¥{total / 100:,.2f}" in words(page)


def test_what_is_overdue_is_ticked_first(side):
    who = {"person": PersonFactory(), "unit": side.payer} if side.user.is_operator else {"person": side.payer}
    late = issued(**who, month="2026-07", due_on=TODAY - timedelta(days=5))
    html = side.browser.get(side.new).content.decode()
    ticked = set(re.findall(r'name="bills" value="(\w+)"[^>]* checked', html))
    assert ticked == {bill.number for bill in late}


def test_a_link_may_tick_one_bill(side):
    html = side.browser.get(f"{side.new}?bill={side.numbers[1]}").content.decode()
    assert re.findall(r'name="bills" value="(\w+)"[^>]* checked', html) == [side.numbers[1]]


def test_ordering_leads_to_the_page_of_the_order(side):
    answer = side.send(*side.numbers)
    payment = Payment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{side.base}payments/{payment.number}/")
    page = side.page(payment)
    assert (attribute(page, "kind"), attribute(page, "number")) == ("payment", payment.number)
    assert attribute(page, "state") == "started"
    assert "/pay/?order=" in page.content.decode()


def test_the_same_form_sent_twice_makes_one_order(side):
    answers = sent(bills=side.numbers, channel="sandbox")
    first, second = (side.browser.post(side.new, answers) for _again in range(2))
    assert first["Location"] == second["Location"]
    assert Payment.objects.count() == 1


def test_nothing_ticked(side):
    answer = side.send()
    assert answer.status_code == 422
    assert codes_of(answer) == {"payment.nothing_chosen"}


def test_what_was_paid_in_another_window_is_named_with_what_to_do(side):
    paid = payment_orders.begin(side.payer, side.numbers[:1], channel="sandbox", actor=side.user, at=NOW, on=TODAY)
    told(said(paid))
    answer = side.send(*side.numbers)
    assert (answer.status_code, codes_of(answer)) == (422, {"payment.not_payable"})
    assert side.numbers[0] in words(answer)


def test_a_number_that_no_page_offered_was_not_chosen(side):
    answer = side.send("B\0")
    assert (answer.status_code, codes_of(answer)) == (422, {"payment.nothing_chosen"})


def test_a_way_to_pay_that_is_gone_says_what_to_do(side):
    answer = side.browser.post(side.new, sent(bills=side.numbers, channel="alipay"))
    assert answer.status_code == 422
    assert "Choose one that is listed" in words(answer)


def test_a_bill_in_another_order_leads_to_that_order(side):
    payment = side.ordered()
    page = side.browser.get(side.new)
    assert f"{side.base}payments/{payment.number}/" in page.content.decode()
    answer = side.send(side.numbers[0])
    assert (answer.status_code, codes_of(answer)) == (422, {"payment.held"})
    assert payment.number in words(answer)


def test_a_refused_bill_that_another_order_holds_is_not_counted_as_ticked(side):
    side.ordered()
    answer = side.send(*side.numbers)
    assert "Ticked in all" not in words(answer)
    assert 'id="id_bills_0"' in answer.content.decode(), "the summary of what is wrong leads there"


def test_only_what_is_free_is_counted_as_ticked(side):
    payment_orders.begin(side.payer, side.numbers[:1], channel="sandbox", actor=side.user, at=NOW, on=TODAY)
    assert "Ticked in all: ¥0.00" in words(side.send(side.numbers[0]))


def test_where_everything_is_being_paid_nothing_is_left_to_send(side):
    side.ordered()
    assert "Begin the payment" not in words(side.browser.get(side.new))


def test_an_amount_that_changed_is_shown_anew(side):
    seen = " ".join(f"{bill.number}:{bill.total_fen - 100}" for bill in side.bills)
    answer = side.send(*side.numbers, seen=seen)
    assert (answer.status_code, codes_of(answer)) == (422, {"payment.amount_changed"})
    assert side.send(*side.numbers, seen=hidden(answer, "seen")).status_code == 302


@pytest.mark.parametrize("seen", ["nonsense", "B1:x", ":", "B1:99999999999999999999", "Ｂ１:１"])
def test_nonsense_in_what_was_seen_is_as_if_nothing_was_said(side, seen):
    assert side.send(*side.numbers, seen=seen).status_code == 302


def test_somebody_elses_bill_is_no_choice(side):
    stranger = issued(UserFactory().person)
    assert side.send(stranger[0].number).status_code == 422
    assert not Payment.objects.exists()


def test_without_a_channel_the_page_says_how_to_pay(side, settings):
    settings.HALL_BANK = {}
    assert "bank transfer" in words(side.browser.get(side.new))


# The order ------------------------------------------------------------------------------------------------------------


def test_each_fact_is_told_by_itself(side):
    payment = side.ordered()
    told(said(payment, "paid"))
    page = side.page(payment)
    assert "paid, not credited yet" in words(page)
    assert "go-to-pay" not in page.content.decode()
    told(said(payment))
    assert attribute(side.page(payment), "state") == "succeeded"
    assert "The money is credited" in words(side.page(payment))
    posting.finish(payment.pk, at=NOW, on=TODAY)
    page = side.page(payment)
    assert "posted" in words(page)
    assert "certificates/" in page.content.decode()


def test_it_renews_itself_only_while_something_is_to_come(side):
    payment = side.ordered()
    live = side.page(payment).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in live
    assert "data-hx-get" in live
    told(said(payment))
    posting.finish(payment.pk, at=NOW, on=TODAY)
    done = side.page(payment).content.decode()
    assert "http-equiv" not in done
    assert "data-hx-trigger" not in done


def test_a_script_is_told_when_there_is_something_new(side):
    payment = side.ordered()
    known = re.search(r"\?known=([^\"]+)", side.page(payment).content.decode())[1]
    ask = {"path": f"{side.base}payments/{payment.number}/?known={known}", "headers": {"HX-Request": "true"}}
    assert side.browser.get(**ask).status_code == 204
    told(said(payment, "paid"))
    assert side.browser.get(**ask)["HX-Refresh"] == "true"
    assert side.page(payment, f"?known={known}").status_code == 200


def test_coming_back_from_the_bank_proves_nothing(side):
    payment = side.ordered()
    page = side.page(payment, "?result=success&paid=1&trade_status=TRADE_SUCCESS")
    assert attribute(page, "state") == "started"
    payment.refresh_from_db()
    assert payment.paid_at is None


def cancel(side, payment):
    return side.browser.post(f"{side.base}payments/{payment.number}/cancel/", sent())


def test_cancelling(side):
    payment = side.ordered()
    assert cancel(side, payment).status_code == 302
    page = side.page(payment)
    assert attribute(page, "state") == "failed"
    assert f"{side.base}payments/new/" in page.content.decode()
    assert side.send(*side.numbers).status_code == 302


def test_cancelling_while_the_bank_is_silent(side, bank):
    payment = side.ordered()
    bank.mood = "broken"
    answer = cancel(side, payment)
    assert (answer.status_code, codes_of(answer)) == (422, {"payment.channel_silent"})
    assert attribute(answer, "state") == "started"


def test_cancelling_what_has_ended(side):
    payment = side.ordered()
    crediting.end_order(payment, "refused", at=NOW)
    assert codes_of(cancel(side, payment)) == {"payment.not_live"}


def test_a_refusal_says_what_to_do(side):
    payment = side.ordered()
    told(said(payment, "failed"))
    assert "choose another card" in words(side.page(payment))


def test_money_that_came_too_late_is_explained(side):
    payment = side.ordered()
    crediting.end_order(payment, "expired", at=NOW)
    told(said(payment))
    page = words(side.page(payment))
    assert "arrived after the order had ended" in page
    assert "It is safe" in page


@pytest.fixture
def late_money(side):
    """Money that arrived after its order had ended."""
    payment = side.ordered()
    crediting.end_order(payment, "cancelled", at=NOW)
    told(said(payment))
    return payment.remittances.get()


def test_while_late_money_waits_nobody_is_asked_to_pay_again(side, late_money):
    page = side.page(late_money.payment)
    assert "do not pay its bills again" in words(page)
    assert "Begin a new order" not in words(page)


def test_the_order_says_that_late_money_paid_bills(side, late_money):
    about = late_money.number, side.numbers, "The bills of the order"
    proposal = money_decisions.propose_placing(*about, actor=cashier(), at=NOW)
    money_decisions.approve(proposal.number, actor=UserFactory(supervisor=True), at=NOW, on=TODAY)
    page = words(side.page(late_money.payment))
    assert f"(number {late_money.number}) was used to pay bills" in page
    assert "Nothing was taken" not in page
    assert "waits at the office" not in page


def test_the_order_says_that_late_money_was_given_back(side, late_money):
    about = late_money.number, late_money.amount_fen, RefundReason.NOT_OURS, "Asked for by the payer"
    refund = refunds.propose_of_money(*about, actor=cashier(), at=NOW)
    Remittance.objects.filter(pk=late_money.pk).update(channel="transfer")
    Refund.objects.filter(pk=refund.pk).update(channel="transfer")
    refunds.approve(refund.number, actor=UserFactory(supervisor=True), at=NOW, on=TODAY)
    refunds.confirm_transfer(refund.number, "YB1", actor=cashier(), at=NOW, on=TODAY)
    page = words(side.page(late_money.payment))
    assert f"(number {late_money.number}) was given back" in page
    assert "waits at the office" not in page


def test_a_person_is_led_on_to_the_benefits_a_unit_is_not(side):
    payment = side.ordered()
    told(said(payment))
    posting.finish(payment.pk, at=NOW, on=TODAY)
    leads_on = "My medical benefits</a></p>" in side.page(payment).content.decode()
    assert leads_on == (side.base == "/me/")


def test_an_order_nobody_knows_about_says_when_it_is_asked_again(side, bank):
    payment = side.ordered()
    bank.mood = "broken"
    payment_questions.ask(payment.pk, at=NOW + timedelta(minutes=31), on=TODAY)
    page = side.page(payment)
    assert attribute(page, "state") == "unknown"
    assert "we ask again at 11:30" in words(page)
    assert "go-to-pay" not in page.content.decode()


def test_somebody_elses_order_does_not_exist(side):
    payment = side.ordered()
    others = UserFactory(), UserFactory(operator=True)
    for user in others:
        browser = let_in(user)
        base = "/employer/" if user.is_operator else "/me/"
        assert browser.get(f"{base}payments/{payment.number}/").status_code == 404
        assert browser.post(f"{base}payments/{payment.number}/cancel/", sent()).status_code == 404


def test_who_may_not_pay_looks_only():
    user = UserFactory(operator=True, language="en", rights=[OperatorRight.PREPARE])
    payer = UserFactory(operator=True, unit=user.unit)
    unit_side = Side("/employer/", user, issued(PersonFactory(), unit=user.unit))
    payment = payment_orders.begin(user.unit, unit_side.numbers[:1], channel="sandbox", actor=payer, at=NOW, on=TODAY)
    page = unit_side.page(payment).content.decode()
    assert "go-to-pay" not in page
    assert "/cancel/" not in page
    assert codes_of(cancel(unit_side, payment)) == {"R009"}
    assert codes_of(unit_side.send(unit_side.numbers[1])) == {"R009"}


# The list -------------------------------------------------------------------------------------------------------------


def test_no_orders_yet(side):
    page = side.browser.get(f"{side.base}payments/")
    assert attribute(page, "total") == "0"
    assert "No payments yet" in words(page)


def more_orders(side, count: int) -> None:
    """Let a payer have begun so many orders that came to nothing."""
    own = {"unit": side.payer} if side.user.is_operator else {"person": side.payer}
    facts = {**own, "area": area_with_rules(), "made_by": side.user, "channel": "sandbox", "principal_fen": 100}
    ended = {"started_at": NOW, "expires_at": NOW, "state": "failed", "failure": "expired"}
    Payment.objects.bulk_create(Payment(**facts, **ended) for _each in range(count))


def test_many_orders_page_by_key_in_as_many_statements(side):
    more_orders(side, 2)
    side.browser.get(f"{side.base}payments/")
    with CaptureQueriesContext(connection) as few:
        side.browser.get(f"{side.base}payments/")
    more_orders(side, 43)
    with CaptureQueriesContext(connection) as many:
        page = side.browser.get(f"{side.base}payments/")
    assert len(many) == len(few) <= 8
    assert attribute(page, "total") == "45"
    older = re.search(r'href="(\?after=\d+)"', page.content.decode())[1]
    assert side.browser.get(f"{side.base}payments/{older}").content.decode().count('class="row-title"') == 20


def test_the_pages_take_few_statements(side):
    payment = side.ordered()
    for address in (side.new, f"{side.base}payments/{payment.number}/"):
        side.browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            side.browser.get(address)
        assert len(asked) <= 9, [one["sql"][:120] for one in asked]
