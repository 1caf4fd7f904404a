"""A channel's statement is held against the books: what is missing on either side, what differs, and who clears it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.rules.errors import RuleBroken
from insurance.gateways.channels.protocol import StatementLine as Said
from insurance.models import Bill, Payment, Posting, Remittance
from insurance.models.statements import ChannelStatement, StatementDifference, StatementLine
from insurance.rules.payments import MessageKind
from insurance.services import reconciling
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory
from tests.factories.money import CHANNEL, area_with_rules, cashier, differences, issued, ordered, said, told

NO_SHIFT = timedelta()
YESTERDAY = TODAY - timedelta(days=1)


class Channel:
    """A channel whose statements are what a test says."""

    def __init__(self):
        self.days: dict[date, tuple[Said, ...]] = {}

    def statement(self, day):
        return self.days.get(day, ())


@pytest.fixture
def channel(db, monkeypatch):
    area_with_rules()
    made = Channel()
    monkeypatch.setattr(reconciling, "channel", lambda code: made)
    monkeypatch.setattr(reconciling, "offered", lambda: [type("Choice", (), {"code": CHANNEL, "name": CHANNEL})])
    return made


def line(reference, amount_fen, order="", *, kind="credited", at=NOW) -> Said:
    return Said(kind, reference, order, amount_fen, at)


def fetch(channel, *lines, day=TODAY, ahead=NO_SHIFT) -> ChannelStatement:
    channel.days[day - ahead] = lines
    return reconciling.fetch(CHANNEL, day, at=NOW, on=TODAY, ahead=ahead)


def order() -> Payment:
    return ordered(issued(PersonFactory(), unit=UnitFactory()))


def found() -> list[tuple]:
    return list(
        StatementDifference.objects.order_by("pk").values_list("kind", "reference", "theirs_fen", "ours_fen", "state")
    )


def test_what_both_say_is_no_difference(channel):
    payment = order()
    message = said(payment)
    told(message)
    statement = fetch(channel, line(message.reference, payment.amount_fen, payment.number))
    assert (statement.rows, statement.credited_fen, statement.refunded_fen) == (1, payment.amount_fen, 0)
    assert found() == []
    assert differences() == []


def test_a_lost_message_is_made_good_by_the_statement(channel):
    payment = order()
    fetch(channel, line("R7", payment.amount_fen, payment.number))
    payment.refresh_from_db()
    assert payment.state == "succeeded"
    assert {bill.state for bill in Bill.objects.filter(payment_items__payment=payment)} == {"paid"}
    assert found() == [("missing_here", "R7", payment.amount_fen, None, "made_good")]
    assert StatementDifference.objects.get().remittance == Remittance.objects.get()
    assert differences() == []


def test_money_nobody_ordered_waits_in_suspense(channel):
    fetch(channel, line("R8", 700, "Z99999999"))
    money = Remittance.objects.get()
    assert (money.suspended, money.left_fen, money.source) == ("unknown_order", 700, "asked")
    assert found() == [("missing_here", "R8", 700, None, "made_good")]
    assert differences() == []


def test_what_the_channel_does_not_know_stays_until_two_people_cleared_it(channel):
    payment = order()
    message = said(payment)
    told(message)
    statement = fetch(channel)
    assert found() == [("missing_there", message.reference, None, payment.amount_fen, "open")]
    assert differences() == [f"channel_statement {CHANNEL}-{TODAY:%Y%m%d}-credited expected 0 got {payment.amount_fen}"]
    difference, teller = StatementDifference.objects.get(), cashier()
    assert difference.order_number == payment.number
    with pytest.raises(RuleBroken, match="statement.not_now"):
        reconciling.clear(difference.pk, actor=UserFactory(supervisor=True), at=NOW)
    reconciling.explain(difference.pk, "银行次日补入对账单", actor=teller, at=NOW)
    with pytest.raises(RuleBroken, match="account.not_allowed"):
        reconciling.clear(difference.pk, actor=teller, at=NOW)
    reconciling.clear(difference.pk, actor=UserFactory(supervisor=True), at=NOW)
    assert found()[0][-1] == "cleared"
    assert differences() == []
    assert statement.differences.get().cleared_by != teller


def test_who_explained_cannot_clear_whatever_the_roles(channel):
    told(said(order()))
    fetch(channel)
    both = UserFactory(staff=True, roles=["cashier", "supervisor"])
    difference = StatementDifference.objects.get()
    reconciling.explain(difference.pk, "x", actor=both, at=NOW)
    with pytest.raises(RuleBroken, match="statement.same_person"):
        reconciling.clear(difference.pk, actor=both, at=NOW)
    with pytest.raises(IntegrityError, match="difference_four_eyes"), transaction.atomic():
        StatementDifference.objects.update(state="cleared", cleared_by=both)


def test_the_statement_of_the_next_day_explains_it(channel):
    payment = order()
    message = said(payment)
    told(message)
    first = fetch(channel)
    assert found()[0][-1] == "open"
    fetch(channel, line(message.reference, payment.amount_fen, payment.number), day=TODAY + timedelta(days=1))
    reconciling.compare_again(first.pk, actor=cashier(), at=NOW)
    assert [state for *_rest, state in found()] == ["made_good"]
    assert differences() == []


def test_amounts_that_differ(channel):
    payment = order()
    message = said(payment)
    told(message)
    fetch(channel, line(message.reference, payment.amount_fen - 1, payment.number))
    assert found() == [("amount_differs", message.reference, payment.amount_fen - 1, payment.amount_fen, "open")]


def test_loading_twice_changes_nothing_and_more_lines_are_added(channel):
    payment = order()
    lines = [line("R7", payment.amount_fen, payment.number)]
    fetch(channel, *lines)
    again = fetch(channel, *lines)
    assert (again.rows, Remittance.objects.count(), Posting.objects.filter(kind="payment").count()) == (1, 1, 1)
    more = fetch(channel, *lines, line("R9", 5, "Z99999998"))
    assert (more.rows, ChannelStatement.objects.count(), len(found())) == (2, 1, 2)
    assert differences() == []


def test_a_statement_that_contradicts_itself_is_refused_whole(channel):
    fetch(channel, line("R7", 100))
    with pytest.raises(RuleBroken, match="statement.contradicts"):
        fetch(channel, line("R7", 101), line("R8", 5))
    assert StatementLine.objects.count() == 1


def test_two_lines_of_one_movement_with_two_amounts_are_refused_whole(channel):
    with pytest.raises(RuleBroken, match="statement.contradicts"):
        fetch(channel, line("R7", 100), line("R7", 101))
    assert not StatementLine.objects.exists()
    assert fetch(channel, line("R7", 100), line("R7", 100)).rows == 1


def test_a_channel_of_another_day_is_moved_by_as_much(channel):
    shift = timedelta(days=-70)
    payment = order()
    fetch(channel, line("R7", payment.amount_fen, payment.number, at=NOW - shift), ahead=shift)
    assert Remittance.objects.get().credited_on == TODAY
    assert found()[0][-1] == "made_good"
    assert differences() == []


def test_days_that_were_missed_are_caught_up(channel):
    assert reconciling.due_statements(YESTERDAY) == [(CHANNEL, YESTERDAY)]
    fetch(channel, day=YESTERDAY - timedelta(days=3))
    assert [day for _code, day in reconciling.due_statements(YESTERDAY)] == [
        YESTERDAY - timedelta(days=back) for back in (2, 1, 0)
    ]
    fetch(channel, day=YESTERDAY)
    assert reconciling.due_statements(YESTERDAY) == []
    assert len(reconciling.due_statements(TODAY + timedelta(days=90))) == 32


def test_a_refund_whose_message_was_lost_stays_a_difference_when_nobody_asked_for_it(channel):
    fetch(channel, line("T00000001", 50, "Z00000001", kind="refunded"))
    assert found() == [("missing_here", "T00000001", 50, None, "open")]


HEAD = "kind,reference,order,amount,occurred_at"


def uploaded(text, actor=None, day=TODAY):
    return reconciling.upload(CHANNEL, day, text.encode(), actor=actor or cashier(), at=NOW, on=TODAY)


def test_a_statement_may_be_uploaded_in_fen_or_yuan(channel):
    payment = order()
    told(said(payment, MessageKind.PAID))
    uploaded(f"{HEAD}\r\ncredited,R7,{payment.number},{payment.amount_fen},{NOW.isoformat()}\r\n")
    uploaded("kind,reference,order,amount_yuan,occurred_at\r\ncredited,R9,Z1,0.05,2026-09-10T09:00:00")
    assert list(Remittance.objects.order_by("pk").values_list("reference", "amount_fen", "source")) == [
        ("R7", payment.amount_fen, "file"),
        ("R9", 5, "file"),
    ]
    assert differences() == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{HEAD}\r\ncredited,R7,Z1,1.50,{NOW.isoformat()}", "statement.line"),
        (f"{HEAD}\r\ncredited,R7,Z1,0,{NOW.isoformat()}", "statement.line"),
        (f"{HEAD}\r\nlost,R7,Z1,5,{NOW.isoformat()}", "statement.line"),
        (f"{HEAD}\r\ncredited,,Z1,5,{NOW.isoformat()}", "statement.line"),
        (f"{HEAD}\r\ncredited,R7,Z1,5,yesterday", "statement.line"),
        ("kind,reference\r\n", "bank_file.columns"),
    ],
)
def test_what_is_no_statement_is_refused(channel, text, code):
    with pytest.raises(RuleBroken, match=code):
        uploaded(text)


def test_who_may_not_and_which_day_not(channel):
    with pytest.raises(RuleBroken, match="account.not_allowed"):
        uploaded(f"{HEAD}\r\n", actor=UserFactory(supervisor=True))
    with pytest.raises(RuleBroken, match="statement.day_ahead"):
        uploaded(f"{HEAD}\r\n", day=TODAY + timedelta(days=1))
