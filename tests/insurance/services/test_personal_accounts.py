"""What of a credited contribution goes into personal accounts: once, from the own part alone, never below nothing."""

import pytest
from django.db import connection
from django.db.models import F, Sum
from django.test.utils import CaptureQueriesContext

from accounts.rules.roles import Agency
from insurance.models import AccountMovement, Bill, PersonalAccount, Posting
from insurance.rules.personal_account import MovementKind
from insurance.rules.postings import PostingKind
from insurance.services.personal_accounts import credit_bills, credit_waiting
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory
from tests.factories.contributions import BASE, EMPLOYEE, charge
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory

SHARE_OF_BASE = BASE * 2 // 100
MONTHS = ("2026-07", "2026-08")


@pytest.fixture
def unit(db):
    put_policy(AreaFactory())
    return UnitFactory()


def bill_of(unit, people, month="2026-08", **also):
    """Charge people of a unit and return the medical bill, issued by the hall."""
    assessment = charge(people[0], month, unit=unit, **also)
    for other in people[1:]:
        line = assessment.lines.first()
        line.pk, line.person = None, other
        line.save()
    bill = assessment.bills.get(agency=Agency.MEDICAL)
    bill.issued_on = TODAY
    bill.save()
    return bill


def balances(people):
    return [PersonalAccount.objects.get(person=person).balance_fen for person in people]


def test_two_per_cent_of_the_base_go_in_and_nothing_of_the_units_part(unit):
    people = PersonFactory.create_batch(2)
    bill = bill_of(unit, people)
    assert credit_bills([bill.pk], at=NOW, on=TODAY) == 2
    assert balances(people) == [SHARE_OF_BASE, SHARE_OF_BASE]
    posting = Posting.objects.get(kind=PostingKind.ACCOUNT_CREDIT)
    assert (posting.bill, posting.amount_fen, posting.insurance) == (bill, 2 * SHARE_OF_BASE, 310)


def test_a_second_time_nothing_happens(unit):
    people = [PersonFactory()]
    bill = bill_of(unit, people)
    credit_bills([bill.pk], at=NOW, on=TODAY)
    assert credit_bills([bill.pk], at=NOW, on=TODAY) == 0
    assert credit_waiting(at=NOW, on=TODAY) == 0
    assert balances(people) == [SHARE_OF_BASE]


@pytest.mark.parametrize("standing", ["paid", "due", "missing"])
def test_nothing_goes_in_before_the_bill_is_credited(unit, standing):
    bill = bill_of(unit, [PersonFactory()], standing=standing)
    assert credit_bills([bill.pk], at=NOW, on=TODAY) == 0


def test_the_sweep_takes_up_what_a_killed_worker_left(unit):
    people = [PersonFactory()]
    for month in ("2026-07", "2026-08"):
        bill_of(unit, people, month)
    assert credit_waiting(at=NOW, on=TODAY) == 2
    movements = AccountMovement.objects.order_by("pk")
    assert [one.balance_fen for one in movements] == [SHARE_OF_BASE, 2 * SHARE_OF_BASE]
    assert balances(people) == [movements.aggregate(sum=Sum("amount_fen"))["sum"]]


def test_what_is_given_back_takes_its_share_out_as_far_as_it_is_there(unit):
    people = [PersonFactory()]
    credit_bills([bill_of(unit, people).pk], at=NOW, on=TODAY)
    back = {column: -2 * amount for column, amount in EMPLOYEE.items()}
    refund = bill_of(unit, people, kind="refund", parts=back)
    credit_bills([refund.pk], at=NOW, on=TODAY)
    taken = AccountMovement.objects.get(kind=MovementKind.TAKEN_BACK)
    assert (taken.amount_fen, taken.balance_fen) == (-SHARE_OF_BASE, 0)
    assert Posting.objects.get(kind=PostingKind.ACCOUNT_TAKEN_BACK).amount_fen == SHARE_OF_BASE


def test_what_was_estimated_higher_brings_two_per_cent_of_the_base_before_and_after_the_difference(unit):
    """A hundred and ten per cent were charged until the wage was declared: the account never held more than the base's."""
    people = [PersonFactory()]
    estimated = {column: amount * 11 // 10 for column, amount in EMPLOYEE.items()}
    credit_bills([bill_of(unit, people, parts=estimated).pk], at=NOW, on=TODAY)
    assert balances(people) == [SHARE_OF_BASE]
    difference = bill_of(unit, people, kind="difference", parts={"medical_own": 18_000 - estimated["medical_own"]})
    difference.assessment.lines.update(medical_base_fen=900_000)
    credit_bills([difference.pk], at=NOW, on=TODAY)
    assert balances(people) == [18_000]


def test_a_bill_that_gives_to_one_what_it_takes_from_another_is_done_once(unit):
    people = PersonFactory.create_batch(2)
    credit_bills([bill_of(unit, people).pk], at=NOW, on=TODAY)
    difference = bill_of(unit, people, kind="difference", parts={"medical_own": 2_000})
    difference.assessment.lines.filter(person=people[0]).update(medical_base_fen=BASE + 100_000)
    difference.assessment.lines.filter(person=people[1]).update(medical_own=-2_000, medical_base_fen=BASE - 100_000)
    assert credit_waiting(at=NOW, on=TODAY) == 2
    assert balances(people) == [SHARE_OF_BASE + 2_000, SHARE_OF_BASE - 2_000]
    assert credit_waiting(at=NOW, on=TODAY) == 0


def test_who_pays_alone_has_no_account_where_policy_gives_none(unit):
    assessment = charge(PersonFactory(), "2026-08")
    bill = assessment.bills.get(agency=Agency.MEDICAL)
    bill.issued_on = TODAY
    bill.save()
    assert credit_bills([bill.pk], at=NOW, on=TODAY) == 0


def test_the_statements_do_not_grow_with_the_people(unit):
    def statements(bill) -> int:
        with CaptureQueriesContext(connection) as seen:
            credit_bills([bill.pk], at=NOW, on=TODAY)
        return len(seen)

    few, many = bill_of(unit, [PersonFactory()], "2026-07"), bill_of(unit, PersonFactory.create_batch(30))
    assert statements(few) == statements(many)


def test_movements_are_never_changed(unit):
    credit_bills([bill_of(unit, [PersonFactory()]).pk], at=NOW, on=TODAY)
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE insurance_accountmovement SET amount_fen = 1")


def test_a_bill_taken_over_unpaid_brings_its_share_when_it_is_paid_and_one_paid_before_does_not(unit):
    people = PersonFactory.create_batch(2)
    open_before, paid_before = (bill_of(unit, [person], month) for person, month in zip(people, MONTHS, strict=True))
    Bill.objects.update(issued_on=None, brought_fen=0)
    Bill.objects.filter(pk=paid_before.pk).update(brought_fen=F("unit_total_fen") + F("own_total_fen"))
    credit_bills([open_before.pk, paid_before.pk], at=NOW, on=TODAY)
    assert list(PersonalAccount.objects.values_list("person", flat=True)) == [people[0].pk]
