"""An order is begun once for each bill, costs what its bills cost that day, and ends as its channel says."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import AuditEntry
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from insurance.models import Bill, Payment, Posting
from insurance.rules.business_day import OFFICE_TIME
from insurance.rules.payments import MessageKind
from insurance.services import crediting, payment_orders, payment_questions
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory
from tests.factories.contributions import charge
from tests.factories.money import area_with_rules, issued, said, told

pytestmark = pytest.mark.django_db

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def rules(bank):
    area_with_rules()


def citizen_with_bills(month="2026-08", **also):
    user = UserFactory()
    return user, issued(user.person, month, **also)


def operator_with_bills(month="2026-08", **also):
    user = UserFactory(operator=True)
    return user, issued(PersonFactory(), month, unit=user.unit, **also)


def begin(user, bills, *, at=NOW, on=TODAY, **also):
    payer = user.unit if user.is_operator else user.person
    also.setdefault("channel", "sandbox")
    return payment_orders.begin(payer, [bill.number for bill in bills], actor=user, at=at, on=on, **also)


def test_an_order_holds_its_bills_and_costs_what_they_cost():
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    assert (payment.person, payment.unit, payment.state) == (user.person, None, "started")
    assert payment.principal_fen == sum(bill.total_fen for bill in bills)
    assert payment.late_fee_fen == 0
    assert payment.expires_at == NOW + HALF_AN_HOUR
    assert set(payment.held_bills.all()) == set(bills)
    assert payment.number.startswith("Z")
    assert AuditEntry.objects.get(action="payment.begun").subject_number == payment.number


def test_only_a_unit_that_is_late_owes_a_late_fee():
    late_on = date(2026, 10, 9)
    at = datetime(2026, 10, 9, 10, tzinfo=OFFICE_TIME)
    user, bills = operator_with_bills()
    citizen, own = citizen_with_bills()
    payment = begin(user, bills, at=at, on=late_on)
    assert payment.late_fee_fen == sum(item.late_fee_fen for item in payment.items.all()) > 0
    assert begin(citizen, own, at=at, on=late_on).late_fee_fen == 0


def test_an_order_never_outlives_its_day():
    user, bills = citizen_with_bills()
    late = datetime(2026, 9, 18, 23, 45, tzinfo=OFFICE_TIME)
    payment = begin(user, bills, at=late, on=late.date())
    assert payment.expires_at == datetime(2026, 9, 19, tzinfo=OFFICE_TIME)


def test_a_bill_taken_over_is_put_into_the_books_with_what_is_open():
    user = UserFactory()
    assessment = charge(user.person, "2026-08", standing="due")
    bill = assessment.bills.get(agency="hrss")
    begin(user, [bill])
    assert list(Posting.objects.filter(bill=bill).values_list("kind", "amount_fen")) == [("opening", bill.total_fen)]


def refused(user, bills, **also) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        begin(user, bills, **also)
    return broken.value


def test_nothing_chosen():
    user, _bills = citizen_with_bills()
    assert refused(user, []).code == "payment.nothing_chosen"


def test_a_channel_that_is_not_set_up():
    user, bills = citizen_with_bills()
    assert refused(user, bills, channel="alipay").code == "payment.channel_not_offered"


def test_somebody_elses_bill_and_one_that_does_not_exist_are_refused_alike():
    user, _own = citizen_with_bills()
    _other, theirs = citizen_with_bills()
    problem = refused(user, theirs)
    assert (problem.code, problem.facts["bills"]) == ("payment.not_payable", sorted(bill.number for bill in theirs))
    with pytest.raises(RuleBroken, match="payment.not_payable"):
        payment_orders.begin(user.person, ["B99999999"], channel="sandbox", actor=user, at=NOW, on=TODAY)


@pytest.mark.parametrize("state", ["open", "paid", "cancelled"])
def test_a_bill_that_asks_for_no_money(state):
    user, [bill, _other] = citizen_with_bills()
    credited = {"credited_on": TODAY} if state == "paid" else {}
    Bill.objects.filter(pk=bill.pk).update(state=state, **credited)
    assert refused(user, [bill]).code == "payment.not_payable"


def test_a_bill_in_another_order_leads_there():
    user, bills = citizen_with_bills()
    first = begin(user, bills[:1])
    problem = refused(user, bills)
    assert (problem.code, problem.facts["number"]) == ("payment.held", first.number)
    assert Payment.objects.count() == 1


def test_whose_order_holds_a_bill_is_told_only_to_its_payer():
    user, bills = citizen_with_bills()
    helper = UserFactory()
    chosen = {"channel": "sandbox", "actor": helper, "at": NOW, "on": TODAY}
    numbers = [bill.number for bill in bills]
    payment_orders.begin(helper.person, numbers, among=Bill.objects.all(), **chosen)
    problem = refused(user, bills)
    assert problem.code == "payment.held_by_other"
    assert "number" not in problem.facts


def test_an_amount_that_changed_is_shown_first():
    user, bills = citizen_with_bills()
    assert begin(user, bills[:1], seen={bills[0].number: bills[0].total_fen})
    problem = refused(user, bills[1:], seen={bills[1].number: bills[1].total_fen - 1})
    assert (problem.code, problem.facts["bills"]) == ("payment.amount_changed", [bills[1].number])


def test_an_operator_needs_the_right_to_pay():
    user, bills = operator_with_bills()
    user.rights = [right.value for right in OperatorRight if right != OperatorRight.PAY]
    assert refused(user, bills).code == "R009"


def test_bills_of_two_areas_need_two_orders():
    from tests.factories.record import AreaFactory

    user, bills = citizen_with_bills()
    other = AreaFactory(code="379902", name_zh="海云市", name_en="Haiyun")
    _elsewhere = issued(user.person, "2026-07", area=other)
    assert refused(user, [*bills, *_elsewhere]).code == "payment.several_areas"


# Ending ---------------------------------------------------------------------------------------------------------------


def ask(payment, *, at):
    return payment_questions.ask(payment.pk, at=at, on=TODAY)


def test_the_payer_cancels_and_the_bank_is_told_first(bank):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    cancelled = payment_orders.cancel(payment, actor=user, at=NOW, on=TODAY)
    assert (cancelled.state, cancelled.failure) == ("failed", "cancelled")
    assert not payment.held_bills.exists()
    assert bank.asked == [("close", payment.number)]
    assert begin(user, bills).pk != payment.pk


def test_what_is_paid_is_not_cancelled_but_goes_on(bank):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    bank.knows(payment, "credited", bank.message(payment, "paid"), bank.message(payment))
    assert payment_orders.cancel(payment, actor=user, at=NOW, on=TODAY).state == "succeeded"
    assert set(Bill.objects.filter(pk__in=[bill.pk for bill in bills]).values_list("state", flat=True)) == {"paid"}


@pytest.mark.parametrize("mood", ["broken", "forged"])
def test_a_silent_bank_cancels_nothing(bank, mood):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    bank.mood = mood
    with pytest.raises(RuleBroken, match="payment.channel_silent"):
        payment_orders.cancel(payment, actor=user, at=NOW, on=TODAY)
    assert payment.held_bills.count() == 2


def test_an_order_that_ended_is_not_cancelled_again():
    user, bills = citizen_with_bills()
    payment = payment_orders.cancel(begin(user, bills), actor=user, at=NOW, on=TODAY)
    with pytest.raises(RuleBroken, match="payment.not_live"):
        payment_orders.cancel(payment, actor=user, at=NOW, on=TODAY)


def test_an_unpaid_order_ends_when_its_time_is_over_and_not_before(bank):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    assert ask(payment, at=NOW + timedelta(minutes=29)) == "started"
    assert ask(payment, at=NOW + HALF_AN_HOUR) == "failed"
    payment.refresh_from_db()
    assert payment.failure == "expired"
    assert bank.asked[-1] == ("close", payment.number)
    assert not payment.held_bills.exists()


def test_an_order_whose_bank_is_silent_is_unknown_and_keeps_its_bills(bank):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    bank.mood = "broken"
    assert ask(payment, at=NOW + timedelta(minutes=2)) == "started"
    assert ask(payment, at=NOW + HALF_AN_HOUR) == "unknown"
    assert payment.held_bills.count() == 2
    bank.mood = ""
    bank.knows(payment, "credited", bank.message(payment))
    assert ask(payment, at=NOW + timedelta(hours=3)) == "succeeded"


def test_an_unknown_order_ends_when_the_bank_says_that_nobody_paid(bank):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    bank.mood = "broken"
    ask(payment, at=NOW + HALF_AN_HOUR)
    bank.mood = ""
    assert ask(payment, at=NOW + timedelta(hours=1)) == "failed"


def test_a_silent_bank_is_asked_after_2_10_30_and_60_minutes_then_every_hour(bank):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    bank.mood = "broken"
    minutes = []
    for _question in range(6):
        payment.refresh_from_db()
        minutes.append((payment.ask_at - NOW) // timedelta(minutes=1))
        ask(payment, at=payment.ask_at)
    assert minutes == [2, 10, 30, 60, 120, 180]


def test_paid_money_on_its_way_is_waited_for(bank):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    bank.knows(payment, "paid", bank.message(payment, "paid"))
    assert ask(payment, at=NOW + timedelta(hours=5)) == "started"
    payment.refresh_from_db()
    assert payment.paid_at is not None
    with pytest.raises(RuleBroken, match="payment.paid_already"):
        payment_orders.cancel(payment, actor=user, at=NOW, on=TODAY)


def test_a_refusal_at_the_bank_frees_the_bills(bank):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    bank.knows(payment, "failed", bank.message(payment, "failed"))
    assert ask(payment, at=NOW + timedelta(minutes=2)) == "failed"
    payment.refresh_from_db()
    assert payment.failure == "refused"


def test_what_came_to_nothing_after_it_was_paid_ends_when_the_bank_is_asked(bank):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    told(said(payment, MessageKind.PAID, occurred_at=NOW))
    bank.knows(payment, "failed")
    assert ask(payment, at=NOW) == "started", "what was paid at that very moment may be newer than the answer"
    assert ask(payment, at=NOW + timedelta(minutes=2)) == "failed"
    assert not Bill.objects.filter(held_by=payment).exists()


def test_another_amount_at_the_bank_waits_in_suspense_and_frees_the_bills_when_the_time_is_over(bank):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    bank.knows(payment, "credited", bank.message(payment, amount_fen=payment.amount_fen - 1))
    assert ask(payment, at=NOW + timedelta(minutes=2)) == "started"
    assert ask(payment, at=NOW + HALF_AN_HOUR) == "failed"
    assert not payment.held_bills.exists()
    assert payment.remittances.get().suspended == "amount_differs"
    begin(user, bills)


def test_only_what_is_due_is_asked_and_a_dead_bank_only_once_a_round(bank):
    user, bills = citizen_with_bills()
    orders = [begin(user, [bill]) for bill in bills]
    assert payment_questions.ask_silent(at=NOW + timedelta(minutes=1), on=TODAY) == 0
    assert bank.asked == []
    bank.mood = "broken"
    assert payment_questions.ask_silent(at=NOW + timedelta(minutes=2), on=TODAY) == 0
    assert len(bank.asked) == 1
    assert set(Payment.objects.values_list("asked", flat=True)) == {1}
    bank.mood = ""
    assert payment_questions.ask_silent(at=NOW + timedelta(minutes=10), on=TODAY) == len(orders)


def test_an_order_whose_answer_cannot_be_carried_out_stops_no_other_and_is_asked_about_again(bank, monkeypatch):
    user, bills = citizen_with_bills()
    first, second = (begin(user, [bill]) for bill in bills)
    for payment in (first, second):
        bank.knows(payment, "credited", bank.message(payment))
    place = crediting.place

    def place_or_fail(remittance, *rest, **named):
        if remittance.payment_id == first.pk:
            raise RuleBroken("policy.missing", what="late fee", on=TODAY)
        return place(remittance, *rest, **named)

    with monkeypatch.context() as patch:
        patch.setattr(crediting, "place", place_or_fail)
        assert payment_questions.ask_silent(at=NOW + timedelta(minutes=2), on=TODAY) == 1
    assert list(Payment.objects.order_by("pk").values_list("state", flat=True)) == ["started", "succeeded"]
    assert payment_questions.ask_silent(at=NOW + timedelta(minutes=3), on=TODAY) == 0
    assert payment_questions.ask_silent(at=NOW + timedelta(minutes=10), on=TODAY) == 1
    assert Payment.objects.get(pk=first.pk).state == "succeeded"


def test_the_address_to_pay_is_signed_and_says_nothing_of_the_payer(bank):
    user, bills = citizen_with_bills()
    payment = begin(user, bills)
    address = payment_orders.address_to_pay(
        payment, notify_url="http://h/n/", return_url="http://h/r/", subject="缴费", ahead=timedelta()
    )
    assert address.startswith("http://127.0.0.1:")
    assert "/pay/?order=" in address
    assert user.person.name not in address


def test_an_order_of_a_unit_that_pays_for_two_months():
    user, august = operator_with_bills()
    july = issued(PersonFactory(), "2026-07", unit=user.unit)
    payment = begin(user, [*august, *july])
    assert payment.items.count() == 4
    assert payment.unit == user.unit
    assert UnitFactory().payments.count() == 0
