"""What the demo city tells of money stands in the books, and the books agree."""

import pytest
from django.db.models import F

from insurance.models import Bill, Declaration, DeclarationPart
from insurance.models.payments import Payment, Remittance
from insurance.models.statements import BankFile, ChannelStatement
from insurance.rules.bank_file import BankFileState
from insurance.rules.kinds import BillState, DeclarationKind, Insurance
from insurance.rules.payments import PaymentState, Suspended
from insurance.rules.reconciling import DifferenceState
from insurance.rules.workflow import State
from insurance.selectors.back_payments import repayable
from insurance.selectors.book_checks import check_all
from tests.factories import TODAY
from tests.portal.demo.test_contents import person

pytestmark = pytest.mark.django_db


def test_the_books_agree(demo_city):
    assert [line for check in check_all() for line in check.lines()] == []


@pytest.mark.parametrize("payer", ["林秀英", "云州恒达建筑安装有限公司"])
def test_who_pays_by_order_has_certificates(demo_city, payer):
    orders = [one for one in Payment.objects.all() if (one.unit or one.person).name == payer]
    assert orders
    assert {(one.state, one.certificates.count()) for one in orders} == {(PaymentState.SUCCEEDED, 1)}


def test_money_waits_in_suspense_for_each_reason_a_cashier_meets(demo_city):
    waiting = Remittance.objects.filter(amount_fen__gt=F("allocated_fen") + F("refunded_fen"))
    assert set(waiting.values_list("suspended", flat=True)) == {
        Suspended.PAID_TWICE,
        Suspended.UNKNOWN_ORDER,
        Suspended.NO_MATCH,
    }
    assert waiting.get(suspended=Suspended.PAID_TWICE).person == person("钱文君")


def test_one_bank_file_is_posted_and_one_waits(demo_city):
    files = {one.state: one for one in BankFile.objects.all()}
    assert files.keys() == {BankFileState.POSTED, BankFileState.CHECKED}
    posted, waiting = files[BankFileState.POSTED], files[BankFileState.CHECKED]
    assert (posted.rows_matched, posted.rows_suspense, posted.rows_refused) == (1, 2, 1)
    assert (waiting.rows_matched, waiting.rows_known) == (1, 1)


def test_differences_of_the_statement_are_settled(demo_city):
    states = ChannelStatement.objects.get().differences.values_list("state", flat=True)
    assert sorted(states) == [DifferenceState.CLEARED, DifferenceState.MADE_GOOD]


def test_a_deferral_waits_for_both_agencies(demo_city):
    parts = DeclarationPart.objects.filter(declaration__kind=DeclarationKind.DEFERRAL)
    assert {(part.agency, part.state) for part in parts} == {
        ("hrss", State.SUBMITTED),
        ("medical", State.SUBMITTED),
    }


def test_a_year_asked_back_waits_for_the_medical_agency(demo_city):
    part = DeclarationPart.objects.get(declaration__kind=DeclarationKind.REFUND)
    bill = Bill.objects.get(number=part.declaration.details["bill"])
    assert (part.agency, part.state, part.declaration.person) == ("medical", State.SUBMITTED, person("吴阿妹"))
    assert (bill.state, bill.assessment.month.year) == (BillState.PAID, TODAY.year + 1)


def test_a_long_gap_is_quoted_for_two_people_to_decide(demo_city):
    record = repayable(person("韩雪梅"), on=TODAY)
    gap = record.gap(Insurance.MEDICAL)
    quote = record.quote(gap, gap.payable, credited_on=TODAY)
    assert (len(gap.payable), quote.levels, quote.is_repayable) == (19, 2, True)


def test_a_back_payment_lapsed_and_can_be_quoted_again(demo_city):
    declared = Declaration.objects.get(kind=DeclarationKind.BACK_PAYMENT)
    bills = Bill.objects.filter(assessment__made_by__declaration=declared)
    assert set(bills.values_list("state", flat=True)) == {BillState.CANCELLED}
    assert len(repayable(person("江海波"), on=TODAY).gap(Insurance.MEDICAL).payable) == len(bills) == 4
