"""Some months of two units and of people who pay alone, by chance, through the services themselves: after every step the
books agree, and everybody is charged for every month what an oracle of its own reckons from the record."""

import json
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Q, Sum

from accounts.models import Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from insurance.models import (
    AccountMovement,
    AssessmentRun,
    BaseBound,
    Bill,
    ClosedMonth,
    ContributionLine,
    DeclarationPart,
    DeclaredWage,
    Enrolment,
    MoneyDecision,
    Payment,
    Posting,
    Reassessment,
    Refund,
    Remittance,
)
from insurance.rules.kinds import AGENCY_OF
from insurance.rules.months import Month
from insurance.rules.payments import LIVE
from insurance.rules.refunds import MoneyAct, RefundReason
from insurance.selectors.debts import PAYABLE
from insurance.services import (
    back_payment_bills,
    bank_files,
    base_raises,
    bases,
    benefits,
    closing_months,
    declarations,
    giving_back,
    money_decisions,
    offsetting,
    payment_messages,
    payment_orders,
    payment_questions,
    personal_accounts,
    posting,
    reassessing,
    refunds,
    resident_payments,
    undoing,
    unit_declarations,
)
from insurance.services.assessing import assess
from tests.factories import NOW, DeclarationFactory, EnrolmentFactory, PersonFactory, UserFactory, employ
from tests.factories.money import cashier, differences
from tests.factories.record import DocumentFactory
from tests.factories.residents import be_resident, pays_for, resident_area
from tests.insurance.services.test_undo_property import Life

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FIRST = Month(2026, 11)
MONTHS, STEPS = 4, 14
RATES = {
    "employee": {110: (".16", ".08"), 210: (".005", ".005"), 310: (".085", ".02"), 410: (".004", 0), 510: (".008", 0)},
    "flexible": {110: (0, ".2"), 310: (0, ".085")},
}
FLAT = {330: 700}
COLUMNS = {
    110: ("pension_unit", "pension_own"), 210: ("unemployment_unit", "unemployment_own"), 310: ("medical_unit", "medical_own"),
    330: (None, "supplement_own"), 410: ("injury_unit", None), 510: ("maternity_unit", None),
}  # fmt: skip
OLD_BOUNDS, NEW_BOUNDS = (456_000, 2_280_000), (480_100, 2_400_000)
NEW_YEAR = date(2027, 1, 1)


def fen(exact: Decimal) -> int:
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


class Oracle:
    """What everybody is to be charged, reckoned in decimals from the record and from what was decided; not the product's
    way: person by person, month by month."""

    def __init__(self, story):
        self.story = story
        self.segments = list(Enrolment.objects.exclude(kind="resident").order_by("first_month", "pk"))
        self.wages = list(DeclaredWage.objects.filter(undone_at=None).order_by("from_month", "pk"))
        self.runs = dict(AssessmentRun.objects.values_list("month", "assessed_on"))
        self.settled = self.settled_by_hand()

    def settled_by_hand(self) -> dict:
        """Return what corrections said of months whose books were closed: whether they are owed."""
        found = {}
        parts = DeclarationPart.objects.filter(declaration__kind="correction", state="effective")
        for part in parts.order_by("decided_at", "pk"):
            about = part.declaration.about
            mistaken = {line.person_id: line for line in part.declaration.lines.all()}
            for line in about.lines.filter(person__in=mistaken):
                mine = mistaken[line.person_id]
                began = line.start_month if about.kind == "increase" else line.stop_month
                ended = mine.stop_month if about.kind == "increase" else mine.start_month
                for month in Month.span(Month.of(began), Month.of(ended) - 1) if began < ended else ():
                    for code in line.insurances:
                        if AGENCY_OF[code] == part.agency:
                            found[about.unit_id, line.person_id, month.first_day, code] = about.kind == "reduction"
        return found

    def charges(self) -> dict:
        found: dict = {}
        for month in self.runs:
            payers = {(one.unit_id, one.person_id) for one in self.segments if self.runs_in(one, month)}
            payers |= {key[:2] for key in self.settled if key[2] == month}
            for unit, person in payers:
                if unit and self.has_closed(unit, month):
                    continue
                for column, amount in self.of(unit, person, month):
                    found[unit, person, month, column] = amount
        return {key: amount for key, amount in found.items() if amount}

    @staticmethod
    def runs_in(one, month) -> bool:
        return one.first_month <= month and (one.stop_month is None or month < one.stop_month)

    @staticmethod
    def has_closed(_unit, _month) -> bool:
        return False

    def of(self, unit, person, month):
        mine = [one for one in self.segments if (one.unit_id, one.person_id) == (unit, person)]
        codes = {one.insurance for one in mine if self.runs_in(one, month)}
        by_hand = {code for code in COLUMNS if (unit, person, month, code) in self.settled}
        codes = (codes - by_hand) | {code for code in by_hand if self.settled[unit, person, month, code]}
        lower, upper = NEW_BOUNDS if self.story.is_new and month >= NEW_YEAR else OLD_BOUNDS
        for code in codes:
            wage, factor = self.wage_in(unit, person, code, month, mine)
            factor = Decimal(1) if code in by_hand else factor
            base = lower if wage is None else min(max(wage, lower), upper)
            shares = RATES["employee" if unit else "flexible"].get(code, (0, 0))
            for column, share, flat in zip(COLUMNS[code], shares, (0, FLAT.get(code, 0)), strict=True):
                if column:
                    yield column, fen((fen(base * Decimal(share)) + flat) * factor)

    def wage_in(self, unit, person, code, month, mine):
        """Return the wage that counts and by how much an amount is raised because the year's was not declared."""
        if unit is None:
            chosen = [
                one.wage_fen for one in mine if one.insurance == code and one.first_month <= month and one.wage_fen
            ]
            return (chosen[-1] if chosen else None), Decimal(1)
        declared = [one for one in self.wages if (one.unit_id, one.person_id) == (unit, person)]
        declared = [one for one in declared if one.from_month <= month]
        if not declared:
            known = [one.wage_fen for one in mine if self.runs_in(one, month) and one.wage_fen]
            known = known or [one.wage_fen for one in mine if one.wage_fen]
            return (known[-1] if known else None), Decimal(1)
        year = NEW_YEAR if self.story.is_new and month >= NEW_YEAR else date(2026, 1, 1)
        late = declared[-1].from_month < year <= month and self.runs[month] > date(year.year, 3, 31)
        return declared[-1].wage_fen, Decimal("1.1") if late else Decimal(1)


def charged() -> dict:
    """Return what all lines of whatever kind charge together."""
    found: dict = {}
    names = [name for pair in COLUMNS.values() for name in pair if name]
    lines = ContributionLine.objects.exclude(assessment__kind="yearly").filter(month__gte=FIRST.first_day)
    for unit, person, month, *amounts in lines.values_list("assessment__unit", "person_id", "month", *names):
        for name, amount in zip(names, amounts, strict=True):
            found[unit, person, month, name] = found.get((unit, person, month, name), 0) + (amount or 0)
    return {key: amount for key, amount in found.items() if amount}


class Story(Life):
    """What happens to everybody, drawn from one seed."""

    def __init__(self, seed, bank):
        super().__init__(seed)
        resident_area()
        self.bank, self.is_new, self.day = bank, False, date(2026, 11, 3)
        self.other = UserFactory(operator=True)
        self.undeclared, self.rich = PersonFactory.create_batch(2)
        for person, wage in ((self.undeclared, 700_003), (self.rich, 3_000_000)):
            employ(person, self.other.unit)
            Enrolment.objects.filter(person=person).update(wage_fen=wage)
        given = DeclarationFactory(reduction=True, lodged_by=self.other, parts__people=[PersonFactory()])
        self.not_ours = set(given.parts.values_list("pk", flat=True))
        wage = {"person": self.undeclared, "unit": self.other.unit, "declared_by": given.parts.first()}
        DeclaredWage.objects.create(**wage, from_month=date(2025, 3, 1), wage_fen=650_007)
        self.alone = [UserFactory() for _each in range(3)]
        for citizen, pension, medical in zip(self.alone, (900_001, None, None), (None, 600_000, 456_000), strict=True):
            EnrolmentFactory(person=citizen.person, insurance=110, wage_fen=pension)
            EnrolmentFactory(person=citizen.person, insurance=310, wage_fen=medical)
        EnrolmentFactory(person=self.alone[2].person, insurance=330)
        self.parent, self.child = UserFactory(), PersonFactory()
        be_resident(self.child, paid=())
        pays_for(self.parent, self.child)
        self.cashier, self.supervisor = cashier(), UserFactory(supervisor=True)
        self.said, self.number, self.everybody = [], 0, self.people_concerned()

    def people_concerned(self):
        alone = [citizen.person_id for citizen in self.alone]
        return [*self.people, self.undeclared.pk, self.rich.pk, *alone, self.child.pk]

    def parts(self, *states):
        return [part for part in super().parts(*states) if part.pk not in self.not_ours]

    @property
    def now(self):
        return {"at": self.at, "on": self.day}

    def one_of(self, rows):
        return self.dice.choice(list(rows))

    # the record

    def days_go_on(self):
        self.go_on_to(self.day + timedelta(days=self.dice.randint(1, 5)))

    def next_month(self):
        self.go_on_to((Month.of(self.day) + 1).day(3))
        self.assess()

    def go_on_to(self, day):
        self.day = day
        for part in declarations.due_parts(self.day):
            declarations.take_effect(part, **self.now)
        for part in back_payment_bills.lapsed(self.day):
            back_payment_bills.lapse(part, **self.now)
        benefits.recompute(self.everybody, on=self.day)

    def assess(self):
        last = AssessmentRun.objects.order_by("month").last()
        month = Month.of(last.month) + 1 if last else FIRST
        assess(self.area, month, actor=None, **self.now)
        benefits.recompute(self.everybody, on=self.day)

    def look_again(self):
        reassessing.reassess(self.area, **self.now)
        benefits.recompute(self.everybody, on=self.day)

    def close(self):
        last = ClosedMonth.objects.order_by("month").last()
        closing_months.close(self.area, Month.of(last.month) + 1 if last else FIRST, actor=None, **self.now)

    def declare(self):
        person = self.dice.choice([self.undeclared, self.rich])
        wages = {person.pk: self.dice.randint(300_000, 2_900_000)}
        by = self.now | {"actor": self.other}
        made = bases.save_wages(self.other.unit, wages, seen={}, **by)
        unit_declarations.submit(made.number, **by, acknowledged=True)

    def new_bounds(self):
        if self.is_new or self.day < NEW_YEAR:
            raise IndexError
        old = BaseBound.objects.get(area=self.area, in_force__contains=NEW_YEAR)
        old.in_force = DateRange(old.in_force.lower, NEW_YEAR)
        old.save(update_fields=["in_force"])
        lower, upper = NEW_BOUNDS
        BaseBound.objects.create(area=self.area, document=DocumentFactory(), in_force=DateRange(NEW_YEAR, None),
                                 lower_fen=lower, upper_fen=upper, average_wage_fen=800_000)  # fmt: skip
        self.is_new = True

    def raise_base(self):
        citizen = self.one_of(self.alone)
        base = self.dice.choice([480_100, 640_000, 800_000, 1_200_000, 2_400_000])
        base_raises.lodge_raise(citizen.person, base_fen=base, actor=citizen, **self.now)

    def undo(self):
        about, people = self.chosen()
        actor = self.operator if about.unit_id == self.unit.pk else self.other
        people = None if self.dice.random() < 0.4 else people
        undoing.undo(about.number, actor=actor, **self.now, people=people, text="误报，请退回。")

    # money

    def begin(self):
        bill = self.one_of(Bill.objects.filter(state__in=PAYABLE, unit_total_fen__gte=0, own_total_fen__gte=0))
        same = Bill.objects.filter(state__in=PAYABLE, unit_total_fen__gte=0, own_total_fen__gte=0, held_by=None)
        owed = bill.assessment
        same = same.filter(assessment__unit=owed.unit_id, assessment__person=owed.person_id).order_by("pk")
        numbers = [one.number for one in same[: self.dice.randint(1, 6)]] or [bill.number]
        actors = {self.unit.pk: self.operator, self.other.unit.pk: self.other, None: self.parent}
        payer = owed.unit or owed.person
        payment_orders.begin(payer, numbers, channel="sandbox", actor=actors[owed.unit_id], **self.now)

    def pay_for_child(self):
        resident_payments.pay(self.parent.person, [self.child.public_id], 2027, channel="sandbox", actor=self.parent,
                              **self.now)  # fmt: skip

    def hear(self):
        payments = Payment.objects.order_by("pk")
        live = payments.filter(state__in=LIVE)
        payment = self.one_of(live if live.exists() and self.dice.random() < 0.8 else payments)
        kind = self.dice.choices(["credited", "paid", "failed"], weights=[7, 2, 1])[0]
        also = {"occurred_at": self.at.isoformat()}
        if self.dice.random() < 0.12:
            also["amount_fen"] = payment.amount_fen + self.dice.choice([-1, 1, 500])
        if self.dice.random() < 0.15:
            also["reference"] = f"AGAIN{self.dice.randrange(10**9)}"
        self.said.append(self.bank.message(payment, kind, **also))
        self.take_in(self.said[-1])

    def take_in(self, said, **forged):
        body, headers = self.bank.signed(said, at=self.at)
        body, headers = forged.get("body", body), headers | forged.get("headers", {})
        return payment_messages.take_in("sandbox", body, headers, **self.now, ahead=timedelta())

    def hear_again(self):
        before = Posting.objects.count()
        self.take_in(self.one_of(self.said))
        assert Posting.objects.count() == before, "posted twice"

    def hear_lies(self):
        said = self.bank.message(self.one_of(Payment.objects.order_by("pk")), amount_fen=1)
        before = Posting.objects.count(), Remittance.objects.count()
        for forged in (
            {"body": json.dumps(said | {"amount_fen": 2}).encode()},
            {"headers": {"Hall-Bank-Signature": "AA=="}},
        ):
            with pytest.raises(payment_messages.NotTaken):
                self.take_in(said, **forged)
        assert (Posting.objects.count(), Remittance.objects.count()) == before

    def time_is_over(self):
        payment = self.one_of(Payment.objects.filter(state__in=LIVE).order_by("pk"))
        payment_questions.ask(payment.pk, at=self.at + timedelta(hours=1), on=self.day)

    def cancel(self):
        payment = self.one_of(Payment.objects.filter(state__in=LIVE).order_by("pk"))
        payment_orders.cancel(payment, actor=payment.made_by, **self.now)

    def transfer(self):
        bill = self.one_of(Bill.objects.exclude(state="open").order_by("pk"))
        unit = bill.assessment.unit
        amount = max(1, int(bill.total_fen * self.dice.choice([0.3, 1, 1, 1.2])))
        remark = self.dice.choice([bill.number, unit.credit_code if unit else bill.number, "社保费"])
        self.number += 1
        day = f"{self.day - timedelta(days=self.dice.randint(0, 3))},{self.day}"
        row = f"T{self.number},{day},{amount // 100}.{amount % 100:02d},张三,6222020000001234,{remark}"
        content = f"流水号,付款日期,入账日期,金额,付款人名称,付款账号,附言\r\n{row}\r\n".encode()
        made = bank_files.receive("到账.csv", content, actor=self.cashier, **self.now)
        bank_files.post(made.number, actor=self.cashier, at=self.at)
        bank_files.work(made.pk, **self.now)

    def defer(self):
        bill = self.one_of(Bill.objects.filter(state__in=PAYABLE, held_by=None, assessment__unit__isnull=False))
        Bill.objects.filter(pk=bill.pk).update(deferred_until=self.day + timedelta(days=40))
        benefits.recompute(self.everybody, on=self.day)

    def propose(self):
        money = Remittance.objects.filter(amount_fen__gt=F("allocated_fen") + F("refunded_fen")).order_by("pk")
        by = {"actor": self.cashier, "at": self.at}
        match self.dice.randrange(4):
            case 0:
                bill = self.one_of(Bill.objects.filter(state__in=PAYABLE).order_by("pk"))
                money_decisions.propose_placing(self.one_of(money).number, [bill.number], "Told", **by)
            case 1:
                one = self.one_of(money)
                amount = self.dice.randint(1, one.left_fen)
                refunds.propose_of_money(one.number, amount, RefundReason.NOT_OURS, "Back", **by)
            case 2:
                bill = self.one_of(Bill.objects.filter(state__in=PAYABLE).order_by("pk"))
                money_decisions.propose_about_bill(MoneyAct.WRITE_OFF, bill.number, "8号", "Gone", **by)
            case 3:
                note = self.one_of(Bill.objects.filter(state__in=PAYABLE, own_total_fen__lt=0).order_by("pk"))
                amount = self.dice.randint(1, note.paid_fen - note.total_fen)
                refunds.propose_of_bill(note.number, amount, RefundReason.OVER_COLLECTED, "Back", **by, on=self.day)

    def settle(self):
        for decision in MoneyDecision.objects.filter(state="proposed").order_by("pk"):
            money_decisions.approve(decision.number, actor=self.supervisor, **self.now)
        for refund in Refund.objects.filter(state="proposed").order_by("pk"):
            refunds.approve(refund.number, actor=self.supervisor, **self.now)

    def give_back(self):
        refund = self.one_of(Refund.objects.filter(state__in=["approved", "done"]).order_by("pk"))
        done = giving_back.finish(refund.pk, reference="bank", **self.now)
        assert done == (refund.state == "approved")

    def offset(self):
        offsetting.offset_area(self.area.pk, **self.now)

    def work(self):
        """Do what was left to the worker, and nothing else."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs RETURNING id, task_name, args")
            jobs = sorted(cursor.fetchall())
        for _key, name, said in jobs:
            args = json.loads(said)
            if name == "insurance.tasks.post_payment":
                posting.finish(args["payment_id"], **self.now)
            elif name == "insurance.tasks.post_bills":
                posting.finish_bills(args["bill_ids"], **self.now)

    def live(self):
        acts = {
            self.reduce: 2, self.increase: 2, self.decide: 5, self.undo: 2, self.correct: 4, self.days_go_on: 4,
            self.look_again: 3, self.close: 3, self.declare: 3, self.new_bounds: 4, self.raise_base: 3,
            self.begin: 7, self.pay_for_child: 1, self.hear: 10, self.hear_again: 2, self.hear_lies: 1, self.time_is_over: 1,
            self.cancel: 1, self.transfer: 4, self.defer: 1, self.propose: 6, self.settle: 4, self.give_back: 2, self.offset: 2,
        }  # fmt: skip
        act = self.dice.choices(list(acts), weights=list(acts.values()))[0]
        posted = Posting.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        try:
            with transaction.atomic():
                act()
            outcome = act.__name__
        except (RuleBroken, RulesBroken, IndexError) as refused:
            outcome = f"{act.__name__}({refused})"
        except ValueError as nothing:
            if "empty range" not in str(nothing):
                raise
            outcome = f"{act.__name__}()"
        self.check_fees(posted)
        self.work()
        return outcome

    # what always holds

    def check(self):
        assert differences() == []
        self.check_money()
        if not Reassessment.objects.exists():
            self.check_charges()
        assert benefits.recompute(self.everybody, on=self.day) == 0, "benefits follow by what was left to the worker"

    def check_charges(self):
        right, now = Oracle(self).charges(), charged()
        wrong = {key: (right.get(key, 0), now.get(key, 0)) for key in right.keys() | now.keys()}
        wrong = {key: pair for key, pair in wrong.items() if pair[0] != pair[1]}
        assert not wrong, f"owed and charged: {wrong}"

    def check_money(self):
        came = Remittance.objects.aggregate(
            all=Sum("amount_fen"), placed=Sum("allocated_fen"), back=Sum("refunded_fen")
        )
        moved = Posting.objects.filter(Q(debit="suspense") | Q(credit="suspense")).values_list("debit", "amount_fen")
        waits = sum(-amount if debit == "suspense" else amount for debit, amount in moved)
        assert (came["all"] or 0) == (came["placed"] or 0) + (came["back"] or 0) + waits

    def check_fees(self, since):
        """Every allocation since a posting settles the late fee of a unit's contributions, row by row, and nobody else's."""
        made = Posting.objects.filter(pk__gt=since, kind__in=["allocation", "late_fee"]).order_by("pk")
        sums: dict = {}
        for one in made.select_related("bill__assessment", "remittance__payment"):
            key = (one.bill, one.remittance, one.insurance)
            fee, total = sums.get(key, (0, 0))
            sums[key] = (fee + one.amount_fen, total) if one.kind == "late_fee" else (fee, total + one.amount_fen)
        for (bill, money, _insurance), (fee, total) in sums.items():
            ordered_on = money.payment and money.source != "file" and bill.payment_items.filter(payment=money.payment)
            settled_on = money.payment.started_at.astimezone(NOW.tzinfo).date() if ordered_on else money.paid_on
            last = max(bill.due_on, bill.deferred_until or bill.due_on)
            days = max((settled_on - last).days, 0) if bill.assessment.unit_id else 0
            principal = total - fee
            assert fee == min(principal, fen(principal * Decimal("0.0005") * days)), (bill, money, fee, principal, days)

    def check_accounts(self):
        """Two per cent of the base that counts of every month of which all is paid, whatever led there."""
        personal_accounts.credit_waiting(**self.now)
        oracle = Oracle(self)
        for unit, person, month, column in oracle.charges():
            bills = Bill.objects.filter(
                assessment__unit=unit, assessment__month=month, assessment__lines__person=person, agency="medical"
            )
            if column != "medical_own" or unit is None or bills.exclude(state="paid").exists():
                continue
            mine = [one for one in oracle.segments if (one.unit_id, one.person_id) == (unit, person)]
            wage, _factor = oracle.wage_in(unit, person, 310, month, mine)
            lower, upper = NEW_BOUNDS if self.is_new and month >= NEW_YEAR else OLD_BOUNDS
            share = fen(min(max(wage, lower), upper) * Decimal(".02"))
            moved = AccountMovement.objects.filter(account__person=person, month=month, bill__in=bills)
            found = moved.aggregate(sum=Sum("amount_fen"))["sum"] or 0
            assert abs(found - share) <= moved.count() - 1, (person, month, found, share)

    def check_end(self):
        self.look_again()
        self.work()
        self.check()
        self.check_accounts()
        assert reassessing.reassess(self.area, **self.now) == 0
        done = Payment.objects.filter(posted_at__isnull=False).count()
        assert Notice.objects.filter(code="payment_posted").count() == done
        assert not Payment.objects.filter(state="succeeded", posted_at=None).exists()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_everybody_is_charged_and_every_fen_is_somewhere(seed, bank):
    story, trail = Story(seed, bank), []
    story.assess()
    try:
        for step in range(1, MONTHS * STEPS):
            trail.append(story.live() if step % STEPS else story.next_month())
            story.check()
        story.check_end()
    except AssertionError as wrong:
        raise AssertionError(f"seed {seed} on {story.day} after {trail}: {wrong}") from wrong
