"""What two people decide about money in suspense and about bills that nobody pays."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notice
from accounts.rules.errors import RuleBroken
from insurance.models import Bill, MoneyDecision, Remittance
from insurance.rules.refunds import MoneyAct
from insurance.services import money_decisions
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory
from tests.factories.money import area_with_rules, cashier, differences, issued, ordered, posted, said, told

BY = {"at": NOW, "on": TODAY}


@pytest.fixture
def money(db) -> Remittance:
    """A thousand yuan for an order nobody knows."""
    area_with_rules()
    told(said(None, amount_fen=100_000))
    return Remittance.objects.get()


def supervisor():
    return UserFactory(supervisor=True)


def propose(money, bills, actor=None):
    numbers = [bill.number for bill in bills]
    return money_decisions.propose_placing(money.number, numbers, "Told by phone", actor=actor or cashier(), at=NOW)


def approve(decision, actor=None):
    return money_decisions.approve(decision.number, actor=actor or supervisor(), **BY)


def about(bill, act, document="云社稽〔2026〕8号", actor=None):
    return money_decisions.propose_about_bill(act, bill.number, document, "Gone", actor=actor or cashier(), at=NOW)


def test_money_in_suspense_pays_bills_and_the_rest_stays(money):
    unit = UnitFactory()
    bills = issued(PersonFactory(), unit=unit, parts={"pension_unit": 30_000, "medical_unit": 20_000})
    assert sorted(approve(propose(money, bills))) == sorted(bill.pk for bill in bills)
    money.refresh_from_db()
    assert (money.allocated_fen, money.left_fen, money.unit) == (50_000, 50_000, unit)
    kinds = [kind for kind, _code, _amount in posted(remittance=money)]
    assert kinds == ["suspense", "release", "allocation", "allocation", "retain"]
    notice = Notice.objects.get(unit=unit, code="money_placed")
    assert (notice.link, notice.facts["amount"]) == ("/employer/bills/", "500.00")
    assert differences() == []
    with pytest.raises(RuleBroken, match=r"suspense.no_bills"):
        propose(money, bills)


def test_a_part_payment_credits_nothing(money):
    [pension, _medical] = issued(PersonFactory(), unit=UnitFactory())
    assert approve(propose(money, [pension])) == []
    pension.refresh_from_db()
    assert (pension.state, pension.credited_on) == ("part_paid", None)
    assert differences() == []


def test_bills_of_two_payers_or_held_ones_or_none(money):
    one, other = (issued(PersonFactory(), unit=UnitFactory()) for _ in range(2))
    with pytest.raises(RuleBroken, match=r"suspense.several_payers"):
        propose(money, [one[0], other[0]])
    with pytest.raises(RuleBroken, match=r"suspense.no_bills"):
        propose(money, [])
    ordered(one)
    with pytest.raises(RuleBroken, match=r"suspense.no_bills"):
        propose(money, one)
    Bill.objects.filter(pk=other[0].pk).update(paid_fen=other[0].total_fen, paid_on=TODAY)
    with pytest.raises(RuleBroken, match=r"suspense.no_bills"):
        propose(money, other[:1])


def test_two_people_and_the_database_says_so_too(money):
    bills = issued(PersonFactory(), unit=UnitFactory())
    both = UserFactory(staff=True, roles=["cashier", "supervisor"])
    decision = propose(money, bills, actor=both)
    with pytest.raises(RuleBroken, match=r"money.own_proposal"):
        approve(decision, actor=both)
    with pytest.raises(RuleBroken, match=r"account.not_allowed"):
        approve(decision, actor=cashier())
    with pytest.raises(IntegrityError, match="money_decision_four_eyes"), transaction.atomic():
        MoneyDecision.objects.filter(pk=decision.pk).update(state="approved", decided_by=both)
    approve(decision)
    with pytest.raises(RuleBroken, match=r"money.decided_already"):
        approve(decision)


@pytest.mark.parametrize("theirs", ["bill", "unit", "sender"])
def test_nobody_of_the_staff_moves_money_of_their_own(money, theirs):
    """Who writes off or pays a bill of their own, or of a unit they act for, or places money that they sent."""
    person, unit = PersonFactory(), UnitFactory()
    if theirs == "unit":
        UserFactory(operator=True, unit=unit, person=person)
    [bill, *_rest] = issued(person, unit=unit if theirs == "unit" else None)
    if theirs == "sender":
        Remittance.objects.update(person=person)
        [bill, *_rest] = issued(PersonFactory())
    concerned = {"staff": True, "person": person, "roles": ["cashier", "supervisor"]}
    acts = [lambda actor: propose(money, [bill], actor)]
    acts += [lambda actor: about(bill, MoneyAct.WRITE_OFF, actor=actor)] if theirs != "sender" else []
    for act in acts:
        with pytest.raises(RuleBroken, match=r"money\.own_money"):
            act(UserFactory(**concerned))
        with pytest.raises(RuleBroken, match=r"money\.own_money"):
            approve(act(cashier()), actor=UserFactory(**concerned))
        MoneyDecision.objects.all().delete()


def test_what_changed_meanwhile_is_refused_whole(money):
    bills = issued(PersonFactory(), unit=UnitFactory(), parts={"pension_unit": 30_000})
    decision = propose(money, bills)
    told(said(ordered(bills)))
    before = posted()
    with pytest.raises(RuleBroken, match=r"money.changed_meanwhile"):
        approve(decision)
    assert posted() == before
    money_decisions.reject(decision.number, "Paid meanwhile", actor=supervisor(), at=NOW)
    assert differences() == []


@pytest.mark.parametrize(
    ("act", "state", "paid"), [(MoneyAct.WRITE_OFF, "written_off", 30_000), (MoneyAct.CANCEL, "cancelled", 0)]
)
def test_a_bill_nobody_will_pay(db, act, state, paid):
    area_with_rules()
    [bill] = issued(PersonFactory(), unit=UnitFactory(), parts={"pension_unit": 20_000, "injury_unit": 10_000})
    approve(about(bill, act))
    bill.refresh_from_db()
    assert (bill.state, bill.paid_fen, bill.credited_on) == (state, paid, None)
    kind = "write_off" if act == MoneyAct.WRITE_OFF else "cancellation"
    assert posted(kind=kind) == [(kind, 110, 20_000), (kind, 410, 10_000)]
    assert differences() == []
    with pytest.raises(RuleBroken, match=r"money.not_open"):
        about(bill, act)


def test_the_rest_of_a_part_paid_bill_is_written_off_but_not_cancelled(money):
    [bill] = issued(PersonFactory(), unit=UnitFactory(), parts={"pension_unit": 130_000})
    approve(propose(money, [bill]))
    with pytest.raises(RuleBroken, match=r"money.part_paid"):
        about(bill, MoneyAct.CANCEL)
    approve(about(bill, MoneyAct.WRITE_OFF))
    assert posted(kind="write_off") == [("write_off", 110, 30_000)]
    assert differences() == []


def test_a_held_bill_and_one_without_a_document(db):
    area_with_rules()
    bills = issued(PersonFactory(), unit=UnitFactory())
    with pytest.raises(RuleBroken, match=r"money.document_missing"):
        about(bills[0], MoneyAct.WRITE_OFF, document=" ")
    ordered(bills)
    with pytest.raises(RuleBroken, match=r"money.not_open"):
        about(bills[0], MoneyAct.WRITE_OFF)
    assert Bill.objects.filter(state="issued").count() == 2
