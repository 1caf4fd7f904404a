"""Whatever happens to the money, in whatever order: the books agree after every step."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from django.db.models import F, Sum

from accounts.rules.errors import RuleBroken
from insurance.models import Bill, MoneyDecision, Payment, Posting, Refund, Remittance
from insurance.rules.payments import LIVE, Failure, MessageKind, MessageOutcome
from insurance.rules.refunds import MoneyAct, RefundReason
from insurance.selectors.debts import PAYABLE
from insurance.services import crediting, giving_back, money_decisions, offsetting, refunds
from tests.factories import NOW, TODAY, AreaFactory, PersonFactory, UnitFactory, UserFactory
from tests.factories.money import area_with_rules, cashier, corrected, differences, issued, ordered, said, told

STEPS = 80


class Office:
    """Everything that can happen to the money of some payers, drawn from one seed."""

    def __init__(self, seed: int):
        self.draw = Random(seed)
        area_with_rules()
        self.area = AreaFactory()
        self.units = [UnitFactory(), UnitFactory(), None]
        self.people = [PersonFactory() for _ in self.units]
        self.cashier, self.supervisor = cashier(), UserFactory(supervisor=True)
        self.said: list = []
        self.month = 0
        self.day = 0

    @property
    def on(self) -> date:
        return TODAY + timedelta(days=self.day)

    @property
    def by(self) -> dict:
        return {"at": NOW + timedelta(days=self.day), "on": self.on}

    def one_of(self, rows):
        rows = list(rows)
        return self.draw.choice(rows) if rows else None

    def bill(self, **about):
        return self.one_of(Bill.objects.filter(**about).select_related("assessment").order_by("pk"))

    # what happens

    def assess(self):
        position = self.draw.randrange(len(self.units))
        self.month += 1
        parts = {"pension_own": self.draw.randrange(1, 90_000), "medical_own": self.draw.randrange(1, 9_000)}
        month = date(2024 + self.month // 12, self.month % 12 + 1, 1)
        due_on = self.on + timedelta(days=self.draw.randrange(-40, 20))
        issued(
            self.people[position], f"{month:%Y-%m}", unit=self.units[position], parts=parts, due_on=due_on, on=self.on
        )

    def correct(self):
        bill = self.bill(agency="hrss", unit_total_fen__gte=0, own_total_fen__gt=0, assessment__corrects=None)
        if bill:
            parts = {"pension_own": self.draw.randrange(-bill.own_total_fen, 50_000) or 1}
            parts |= {"unemployment_own": self.draw.randrange(-900, 900)} if self.draw.random() < 0.5 else {}
            corrected(bill, {column: amount for column, amount in parts.items() if amount})

    def offset(self):
        offsetting.offset_area(self.area.pk, **self.by)

    def begin(self):
        first = self.bill(state__in=PAYABLE, held_by=None, own_total_fen__gt=0)
        if first:
            payer = {"assessment__unit": first.assessment.unit_id, "assessment__person": first.assessment.person_id}
            same = Bill.objects.filter(state__in=PAYABLE, held_by=None, own_total_fen__gt=F("paid_fen"), **payer)
            if bills := list(same.select_related("assessment__area")[: self.draw.randrange(1, 4)]):
                ordered(bills, **self.by)

    def message(self):
        orders = Payment.objects.order_by("pk")
        payment = self.one_of(orders.filter(state__in=LIVE) if self.draw.random() < 0.7 else orders)
        kinds = [MessageKind.CREDITED, MessageKind.PAID, MessageKind.FAILED]
        kind = self.draw.choices(kinds, weights=[6, 2, 1])[0]
        also = {} if self.draw.random() < 0.8 else {"amount_fen": self.draw.randrange(1, 99_999)}
        also |= {"reference": f"again {self.draw.random()}"} if self.draw.random() < 0.2 else {}
        also["occurred_at"] = self.by["at"]
        self.said.append(said(payment, kind, **also))
        told(self.said[-1], **self.by)

    def repeat(self):
        if self.said:
            before = Posting.objects.count()
            assert told(self.draw.choice(self.said), **self.by) == MessageOutcome.IGNORED
            assert Posting.objects.count() == before

    def end(self):
        payment = self.one_of(Payment.objects.filter(state__in=LIVE).order_by("pk"))
        if payment:
            crediting.end_order(payment, self.draw.choice([Failure.EXPIRED, Failure.CANCELLED]), at=self.by["at"])

    def defer(self):
        bill = self.bill(state__in=PAYABLE)
        if bill:
            Bill.objects.filter(pk=bill.pk).update(deferred_until=self.on + timedelta(days=30))

    def propose(self):
        money = self.one_of(
            Remittance.objects.filter(amount_fen__gt=F("allocated_fen") + F("refunded_fen")).order_by("pk")
        )
        bill = self.bill(state__in=PAYABLE)
        by = {"actor": self.cashier, "at": self.by["at"]}
        match self.draw.randrange(4):
            case 0 if money and bill:
                money_decisions.propose_placing(money.number, [bill.number], "Told", **by)
            case 1 if money:
                amount = self.draw.randrange(1, money.left_fen + 1)
                refunds.propose_of_money(money.number, amount, RefundReason.NOT_OURS, "Back", **by)
            case 2 if bill:
                act = self.draw.choice([MoneyAct.WRITE_OFF, MoneyAct.CANCEL])
                money_decisions.propose_about_bill(act, bill.number, "8号", "Gone", **by)
            case 3:
                note = self.bill(own_total_fen__lt=0, state__in=PAYABLE)
                if note:
                    left = note.paid_fen - note.total_fen
                    amount = self.draw.randrange(1, left + 1)
                    refunds.propose_of_bill(note.number, amount, RefundReason.OVER_COLLECTED, "Back", **by, on=self.on)

    def decide(self):
        decision = self.one_of(MoneyDecision.objects.filter(state="proposed").order_by("pk"))
        if decision:
            money_decisions.approve(decision.number, actor=self.supervisor, **self.by)
        refund = self.one_of(Refund.objects.filter(state="proposed").order_by("pk"))
        if refund:
            refunds.approve(refund.number, actor=self.supervisor, **self.by)

    def give_back(self):
        refund = self.one_of(Refund.objects.filter(state__in=["approved", "done"]).order_by("pk"))
        if refund:
            done = giving_back.finish(refund.pk, reference="bank", **self.by)
            assert done == (refund.state == "approved")

    def next_day(self):
        self.day += self.draw.randrange(1, 5)

    def step(self):
        acts = [self.assess, self.begin, self.begin, self.message, self.message, self.message, self.repeat, self.end]
        acts += [self.correct, self.offset, self.defer, self.propose, self.propose, self.decide, self.decide]
        act = self.draw.choice([*acts, self.give_back, self.next_day])
        try:
            with transaction.atomic():
                act()
        except RuleBroken:
            return f"{act.__name__} refused"
        return act.__name__


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_whatever_happens_the_books_agree(db, seed):
    office, happened = Office(seed), []
    for _ in range(3):
        office.assess()
    for _ in range(STEPS):
        happened.append(office.step())
        assert differences() == [], (seed, happened)
    came_in = Remittance.objects.aggregate(all=Sum("amount_fen"))["all"] or 0
    used = Remittance.objects.aggregate(sum=Sum(F("allocated_fen") + F("refunded_fen")))["sum"] or 0
    waits = sum(one.left_fen for one in Remittance.objects.all())
    assert came_in == used + waits
    received = Posting.objects.filter(kind__in=["payment", "suspense"]).aggregate(sum=Sum("amount_fen"))["sum"] or 0
    assert received == came_in
    debits = Posting.objects.values("debit").annotate(sum=Sum("amount_fen")).values_list("debit", "sum")
    credited = Posting.objects.values("credit").annotate(sum=Sum("amount_fen")).values_list("credit", "sum")
    assert sum(amount for _account, amount in debits) == sum(amount for _account, amount in credited)
    assert {"message", "begin"} <= set(happened)
