"""What happens with money in the demo city: orders paid, one of them twice, transfers nobody can place, a statement of the bank
held against the books, a deferral asked for, a year asked back, a back payment that was not paid in time.

Runs when five years are charged. What the ledger left unpaid (``unpaid_from`` in cast.toml) is paid here through the
books, on the days it is told of; the bank of the demo does not know these payments.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from accounts.models import Unit
from accounts.services import audit
from insurance.models import BankCard, Bill, DeclarationPart
from insurance.models.payments import Payment
from insurance.rules.deferral import Difficulty
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.payments import ChannelMessage, MessageKind, Source
from insurance.rules.reconciling import DifferenceState, MovedKind, StatementRow
from insurance.rules.refunds import RefundReason
from insurance.selectors.back_payments import repayable
from insurance.selectors.bills import bills_of
from insurance.selectors.deferrals import deferrable
from insurance.selectors.payments import Payer
from insurance.selectors.resident_proxies import home_area
from insurance.selectors.resident_years import years_to_pay
from insurance.services import (
    back_payment_bills,
    back_payments,
    bank_files,
    crediting,
    deferrals,
    payment_orders,
    posting,
    reconciling,
    refund_requests,
    resident_payments,
    unit_declarations,
)
from insurance.services.attachments import Upload
from insurance.services.books import hold_books
from portal.demo.papers import as_file, damage_report
from portal.demo.steps import City, accept, moment, operator, take_effect

BANK = "sandbox"
NO_SHIFT = timedelta()

PAYERS = (("lin", 18, 6, "lin"), ("qian", 20, 10, None))
"""People who pay by order: the day on which they pay last month and this one, whose bound card they use."""

HEADINGS = "流水号,付款日期,入账日期,金额,付款人名称,附言"
UNKNOWN_ORDER = "Z09990001"
FIRST_PART, SECOND_PART = "2000.00", "5000.00"


def tell_of_money(city: City) -> None:
    """Let everything happen that is told of money, oldest first."""
    lapsed_back_payment(city)
    paid = [*orders_of_people(city), *orders_of_hengda(city)]
    twice = paid_twice(city, [payment for payment in paid if payment.person_id == city.people["qian"].pk][-1])
    statement_of_the_bank(city, twice)
    bank_files_of_the_cashier(city)
    deferral_of_jinsui(city)
    refund_of_wu(city)


# Orders ---------------------------------------------------------------------------------------------------------------


def orders_of_people(city: City) -> list[Payment]:
    """林秀英 and 钱文君 pay last month and, once its day has come, this month."""
    found = []
    for key, earlier, later, card_of in PAYERS:
        card = BankCard.objects.get(person=city.people[card_of]) if card_of else None
        for month, number in ((Month.of(city.on) - 1, earlier), (Month.of(city.on), later)):
            found += paid_in(city, city.people[key], month, number, actor=city.users[key], card=card)
    return found


def orders_of_hengda(city: City) -> list[Payment]:
    """云州恒达 pays on the 24th, one order for the bills of both agencies."""
    unit, actor = city.units["hengda"], operator(city, "hengda")
    months = (Month.of(city.on) - 1, Month.of(city.on))
    return [payment for month in months for payment in paid_in(city, unit, month, 24, actor=actor)]


def paid_in(city: City, payer: Payer, month: Month, number: int, *, actor, card=None) -> list[Payment]:
    """Let a payer pay the bills of a month by one order on day ``number`` of it; nothing while that day has not come."""
    day = city.calendar.rolled(month.day(number))
    bills = list(bills_of(payer).filter(assessment__month=month.first_day, paid_fen=0).order_by("pk"))
    if day > city.on or not bills:
        return []
    return [paid(payer, bills, actor=actor, at=moment(day, 10, 12), on=day, card=card)]


def paid(payer: Payer, bills: Sequence[Bill], *, actor, at: datetime, on: date, card) -> Payment:
    """Begin an order, as ``payment_orders.begin`` does where the bank is set up; let the bank credit it and finish it.

    Shares of personal accounts are written with those of all other bills (medical_accounts.py).
    """
    area = bills[0].assessment.area
    hold_books(area.pk)
    costs = payment_orders.costs_of(bills, area, at=at, on=on)
    payment = payment_orders.created(payer, area, costs.values(), channel=BANK, card=card, actor=actor, at=at, on=on)
    payment_orders.hold(payment, bills, costs)
    audit.record(actor, "payment.begun", payment, at=at, channel=BANK, bills=len(bills))
    heard(payment, MessageKind.PAID, "P", at=at + timedelta(minutes=2), on=on)
    heard(payment, MessageKind.CREDITED, "P", at=at + timedelta(minutes=3), on=on)
    posting.note_posted(payment.pk, at=at + timedelta(minutes=4))
    payment.refresh_from_db()
    return payment


def heard(payment: Payment, kind: MessageKind, movement: str, *, at: datetime, on: date) -> None:
    """Let the bank tell something of an order; ``movement`` tells one payment of it from another."""
    message = ChannelMessage(
        event_id=f"demo-{kind}-{movement}-{payment.number}",
        kind=kind,
        order_number=payment.number,
        reference=reference(payment, movement),
        amount_fen=payment.amount_fen,
        merchant="",
        occurred_at=at,
    )
    crediting.receive(message, channel=BANK, source=Source.MESSAGE, area=payment.area, at=at, on=on)


def reference(payment: Payment, movement: str) -> str:
    return f"YB{movement}{payment.number[1:]}"


def paid_twice(city: City, payment: Payment) -> Payment:
    """The payer pays an order that is paid a second time: the money waits in suspense, and the payer is told."""
    at = payment.started_at + timedelta(minutes=9)
    heard(payment, MessageKind.CREDITED, "Q", at=at, on=payment.credited_on)
    posting.finish(payment.pk, at=at + timedelta(minutes=1), on=payment.credited_on)
    return payment


# The bank's statement -------------------------------------------------------------------------------------------------


def statement_of_the_bank(city: City, twice: Payment) -> None:
    """The statement of the last day with orders: it misses the second payment and names an order nobody knows.

    What the hall never heard of is taken in; the other difference is explained by the cashier and cleared by the supervisor.
    """
    last = Payment.objects.filter(channel=BANK).latest("credited_on", "pk")
    lines = [
        row(reference(payment, "P"), payment.number, payment.amount_fen, payment.started_at + timedelta(minutes=3))
        for payment in Payment.objects.filter(channel=BANK, credited_on=last.credited_on).order_by("pk")
    ]
    lines.append(row("YBX0000001", UNKNOWN_ORDER, 40_000, moment(last.credited_on, 16, 40)))
    on = min(last.credited_on + timedelta(days=1), city.on)
    at = moment(on, 8, 30)
    statement = reconciling.load(
        BANK, last.credited_on, lines, source=Source.ASKED, actor=None, at=at, on=on, ahead=NO_SHIFT
    )
    for difference in statement.differences.filter(state=DifferenceState.OPEN):
        text = f"第二次付款在银行日切之后入账，银行回单编号 {reference(twice, 'Q')}，已核对。"
        reconciling.explain(difference.pk, text, actor=city.users["cashier"], at=at + timedelta(minutes=50))
        reconciling.clear(difference.pk, actor=city.users["supervisor"], at=at + timedelta(hours=2))


def row(named: str, order: str, amount_fen: int, at: datetime) -> StatementRow:
    return StatementRow(MovedKind.CREDITED, named, order, amount_fen, at)


# Transfers ------------------------------------------------------------------------------------------------------------


def bank_files_of_the_cashier(city: City) -> None:
    """One file of transfers is posted, with money nobody can place; another one was looked at and waits for the cashier."""
    day = city.working_days_ago(2)
    guangyuan, jinsui = oldest_open(city.units["guangyuan"]), oldest_open(city.units["jinsui"])
    known = transfer(day, 1, FIRST_PART, "云州广源劳务派遣有限公司", guangyuan.number)
    posted = received(
        city,
        "入账流水.csv",
        [
            known,
            transfer(day, 2, "1286.40", "云州市河东便民超市", "社保费"),
            transfer(day, 3, "905.00", "云州明达汽修部", "征集单B99999999"),
            transfer(day, 4, "一千二百", "云州南湖饭店", "缴费"),
        ],
        at=moment(city.working_days_ago(1), 9, 5),
        on=city.working_days_ago(1),
    )
    bank_files.post(posted.number, actor=city.users["cashier"], at=moment(city.working_days_ago(1), 9, 20))
    bank_files.work(posted.pk, at=moment(city.working_days_ago(1), 9, 21), on=city.working_days_ago(1))
    later = city.working_days_ago(1)
    waiting = [known, transfer(later, 5, SECOND_PART, "云州金穗食品有限公司", jinsui.number)]
    received(city, "入账流水（次日）.csv", waiting, at=moment(city.on, 8, 45), on=city.on)


def received(city: City, name: str, rows: Iterable[str], *, at: datetime, on: date):
    content = "\n".join([HEADINGS, *rows]).encode("gb18030")
    return bank_files.receive(name, content, actor=city.users["cashier"], at=at, on=on)


def transfer(day: date, number: int, amount: str, payer: str, remark: str) -> str:
    return f"T{day:%Y%m%d}{number:03},{day},{day},{amount},{payer},{remark}"


def oldest_open(unit: Unit) -> Bill:
    """Return the oldest bill of a unit that asks for money."""
    return deferrable(unit)[0]


# Paying later, paying back --------------------------------------------------------------------------------------------


def deferral_of_jinsui(city: City) -> None:
    """云州金穗食品 had a flood in its store and asks to pay its newest bills later; both agencies have to decide."""
    unit, actor, day = city.units["jinsui"], operator(city, "jinsui"), city.working_days_ago(2)
    asked = [bill.number for bill in deferrable(unit)][-4:]
    draft = deferrals.draft_deferral(
        unit,
        bills=asked,
        until=(Month.of(city.on) + 3).day(25),
        difficulty=Difficulty.NATURAL_DISASTER,
        text="上月暴雨造成仓库进水，原料和包装材料全部受损，生产线停产检修，预计三个月后恢复正常回款。",
        actor=actor,
        at=moment(day, 10, 30),
        on=day,
        acknowledged=True,
        files=[Upload("受灾情况说明.png", as_file(damage_report(unit.name), "PNG"))],
    )
    unit_declarations.submit(draft.number, actor=actor, at=moment(day, 10, 45), on=day)


def lapsed_back_payment(city: City) -> None:
    """江海波 declared a back payment last month; it was approved, and he did not pay it in time."""
    person, filed, decided = city.people["jiang"], city.in_month(1, 3), city.in_month(1, 6)
    gap = repayable(person, on=filed).gap(Insurance.MEDICAL)
    made = back_payments.lodge_back_payment(
        person,
        Insurance.MEDICAL,
        first_month=gap.first_choices[0],
        actor=city.users["jiang"],
        at=moment(filed, 19, 20),
        on=filed,
    )
    accept(city, made, decided)
    take_effect(city, made)
    part = DeclarationPart.objects.get(declaration=made)
    last_day = Bill.objects.filter(assessment__made_by=part).latest("due_on").due_on
    lapses_on = last_day + timedelta(days=1)
    if lapses_on <= city.on:
        back_payment_bills.lapse(part.pk, at=moment(lapses_on, 0, 5), on=lapses_on)


# Asking back ----------------------------------------------------------------------------------------------------------


def refund_of_wu(city: City) -> None:
    """吴阿妹 paid next year in the season, then decided to move to another area and asks for the money; nothing outside it."""
    person, actor = city.people["wu"], city.users["wu"]
    paid_on, asked_on = city.working_days_ago(5), city.working_days_ago(2)
    year = Month.of(city.on).year + 1
    if paid_on.year + 1 != year or year not in years_to_pay(home_area(person).pk, on=paid_on):
        return
    by = {"actor": actor, "at": moment(paid_on, 19, 8), "on": paid_on}
    bills = resident_payments.charge(person, [person.public_id], year, **by)
    paid(person, bills, card=None, **by)
    refund_requests.ask_refund(
        bills[0],
        reason=RefundReason.OTHER_SCHEME,
        text="下月迁往外地女儿家，明年起在当地参加居民医保。",
        actor=actor,
        at=moment(asked_on, 20, 15),
        on=asked_on,
    )
