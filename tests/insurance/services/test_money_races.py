"""What is reckoned or posted by two at once, and what changes while a run lies still: each has its effect once."""

import threading
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from insurance.models import AccountMovement, Assessment, Bill, ContributionLine, Payment, Reassessment, Refund
from insurance.rules.months import Month
from insurance.rules.payments import MessageKind, Source
from insurance.rules.reconciling import StatementRow
from insurance.rules.refunds import RefundReason
from insurance.services import assessing, personal_accounts, posting, reassessing, reconciling, refunds, settlements
from insurance.services.assessing import assess
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory, employ
from tests.factories.contributions import charge
from tests.factories.money import area_with_rules, cashier, corrected, differences, issued, ordered, said, told
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True)]

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


def meeting_at(monkeypatch, module, name: str) -> None:
    """Let two who call a function wait for each other after it, for as long as two that are kept apart would."""
    barrier, real = threading.Barrier(2), getattr(module, name)

    def together(*given, **named):
        found = real(*given, **named)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=0.5)
        return found

    monkeypatch.setattr(module, name, together)


@pytest.fixture
def area():
    area = AreaFactory()
    put_policy(area)
    return area


@pytest.fixture
def unit(area):
    unit = UnitFactory()
    employ(PersonFactory(), unit)
    assess(area, SEPTEMBER, actor=None, at=NOW, on=TODAY)
    return unit


def pensions(person, month=SEPTEMBER) -> list[int]:
    lines = ContributionLine.objects.filter(person=person, month=month.first_day).order_by("pk")
    return [line.pension_own for line in lines]


def test_two_who_look_again_at_a_whole_area_add_what_changed_once(monkeypatch, area, unit):
    person = PersonFactory()
    employ(person, unit, since=SEPTEMBER.first_day)
    Reassessment.objects.all().delete()
    Reassessment.objects.create(area=area, from_month=SEPTEMBER.first_day, cause="policy", at=NOW)
    meeting_at(monkeypatch, reassessing, "turns_of")
    outcomes = at_once(*[lambda: reassessing.reassess(area, at=NOW, on=TODAY)] * 2)
    assert sorted(outcomes) == [0, 1]
    assert pensions(person) == [64_000]


def test_a_worker_whom_the_agency_charges_while_the_area_is_looked_at_is_charged_once(monkeypatch, area, unit):
    person = PersonFactory()
    employ(person, unit, since=SEPTEMBER.first_day)
    meeting_at(monkeypatch, reassessing, "turns_of")
    at_once(
        lambda: reassessing.reassess(area, at=NOW, on=TODAY),
        lambda: reassessing.charge_since_first_day(area, unit.pk, [person.pk], SEPTEMBER, at=NOW, on=TODAY),
    )
    assert pensions(person) == [64_000]


def test_two_who_settle_corrections_write_their_money_once(monkeypatch, area, correction):
    meeting_at(monkeypatch, settlements, "settle_part")
    outcomes = at_once(*[lambda: settlements.settle(area, at=NOW, on=TODAY)] * 2)
    assert sorted(outcomes) == [0, 1]
    assert Assessment.objects.filter(made_by=correction).count() == 1


@pytest.fixture
def correction(unit):
    """A part of a correction in effect that owes what was left out of August."""
    from tests.factories import DeclarationFactory

    person = PersonFactory()
    made = DeclarationFactory(reduction=True, lodged_by=UserFactory(operator=True, unit=unit), parts__people=[person])
    line = made.lines.get()
    line.details = {"settlement": [{"agency": "hrss", "month": "2026-08", "money": "to_charge", "insurances": [110]}]}
    line.save()
    type(made).objects.filter(pk=made.pk).update(kind="correction")
    part = made.parts.get(agency="hrss")
    type(part).objects.filter(pk=part.pk).update(state="effective")
    return part


def test_what_changes_while_a_killed_run_lies_still_is_charged_by_the_next(monkeypatch, area):
    units = [UnitFactory(), UnitFactory()]
    for unit in units:
        employ(PersonFactory(), unit)
    real, steps = assessing.charge, []

    def until_killed(*given, **named):
        if steps:
            raise KeyboardInterrupt
        steps.append(given)
        return real(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(assessing, "AT_ONCE", 1)
        patch.setattr(assessing, "charge", until_killed)
        with pytest.raises(KeyboardInterrupt):
            assess(area, SEPTEMBER, actor=None, at=NOW, on=TODAY)
    late = [PersonFactory(), PersonFactory()]
    for person, unit in zip(late, units, strict=True):
        employ(person, unit, since=SEPTEMBER.first_day)
    assess(area, SEPTEMBER, actor=None, at=NOW, on=TODAY)
    assess(area, OCTOBER, actor=None, at=NOW, on=date(2026, 10, 9))
    assert [pensions(person) for person in late] == [[64_000], [64_000]]


def test_two_who_credit_a_bill_at_once_credit_it_once_and_neither_fails(monkeypatch, area):
    unit, person = UnitFactory(), PersonFactory()
    assessment = charge(person, "2026-08", unit=unit)
    assessment.bills.update(issued_on=TODAY)
    bills = list(assessment.bills.values_list("pk", flat=True))
    meeting_at(monkeypatch, personal_accounts, "write_movements")
    outcomes = at_once(*[lambda: personal_accounts.credit_bills(bills, at=NOW, on=TODAY)] * 2)
    assert sorted(outcomes) == [0, 1]
    assert AccountMovement.objects.count() == 1


def test_a_refund_that_ends_here_and_at_the_bank_at_once_never_waits_in_a_circle():
    """Who ends a refund locks it and then its order; what the channel says of it has to do the same."""
    area_with_rules()
    person = PersonFactory()
    bill = issued(person, parts={"pension_own": 10_000})[0]
    payment = ordered([bill])
    told(said(payment))
    note = corrected(bill, {"pension_own": -4_000})
    refund = refunds.propose_of_bill(
        note.number, 4_000, RefundReason.OVER_COLLECTED, "Back", actor=cashier(), at=NOW, on=TODAY
    )
    refunds.approve(refund.number, actor=UserFactory(supervisor=True), at=NOW, on=TODAY)
    Refund.objects.update(channel="sandbox", payment=payment)
    message = said(payment, MessageKind.REFUNDED, reference=refund.number, amount_fen=4_000)
    teller = threading.Thread(target=lambda: (told(message), connection.close()))
    with transaction.atomic():
        Refund.objects.select_for_update().get(pk=refund.pk)
        teller.start()
        teller.join(timeout=0.5)
        assert teller.is_alive()
        Payment.objects.select_for_update(nowait=True).get(pk=payment.pk)
    teller.join()
    refund.refresh_from_db()
    assert refund.state == "done"
    assert differences() == []


def test_an_order_of_which_one_refund_ends_while_another_is_approved_is_being_given_back():
    area_with_rules()
    bill = issued(PersonFactory(), parts={"pension_own": 10_000})[0]
    payment = ordered([bill])
    told(said(payment))
    note = corrected(bill, {"pension_own": -4_000})
    refund = refunds.propose_of_bill(
        note.number, 4_000, RefundReason.OVER_COLLECTED, "Back", actor=cashier(), at=NOW, on=TODAY
    )
    by = {"actor": UserFactory(supervisor=True), "at": NOW, "on": TODAY}
    Payment.objects.update(state="refunding")
    signing = threading.Thread(target=lambda: (refunds.approve(refund.number, **by), connection.close()))
    with transaction.atomic():
        ending = Payment.objects.select_for_update().get(pk=payment.pk)
        signing.start()
        signing.join(timeout=0.5)
        assert signing.is_alive()
        ending.state = "succeeded"
        ending.save(update_fields=["state"])
    signing.join()
    payment.refresh_from_db()
    assert payment.state == "refunding"


def test_a_statement_waits_for_bills_in_their_order_whatever_the_order_of_its_lines():
    """Who begins an order locks bills by key; a statement that took its lines in one by one would lock them otherwise."""
    area_with_rules()
    earlier, later = (issued(PersonFactory(), parts={"pension_own": 10_000})[0] for _ in range(2))
    lines = [StatementRow("credited", f"R{bill.pk}", ordered([bill]).number, 10_000, NOW) for bill in (later, earlier)]
    about = {"source": Source.ASKED, "actor": None, "at": NOW, "on": TODAY, "ahead": timedelta()}
    loader = threading.Thread(target=lambda: (reconciling.load("sandbox", TODAY, lines, **about), connection.close()))
    bills = Bill.objects.select_for_update(no_key=True, nowait=True)
    with transaction.atomic():
        bills.get(pk=earlier.pk)
        loader.start()
        loader.join(timeout=0.5)
        assert loader.is_alive()
        bills.get(pk=later.pk)
    loader.join()
    assert set(Payment.objects.values_list("state", flat=True)) == {"succeeded"}
    assert differences() == []


def test_residents_bills_never_wait_for_an_account(area):
    assessment = charge(PersonFactory(), "2026-01", parts={"resident_own": 40_000}, kind="yearly")
    assessment.bills.update(issued_on=TODAY, credited_on=TODAY)
    with connection.cursor() as cursor:
        cursor.execute(personal_accounts.WAITING_LATELY, [TODAY])
        assert cursor.fetchall() == []
    posting.finish_bills(list(assessment.bills.values_list("pk", flat=True)), at=NOW, on=TODAY)
    assert not AccountMovement.objects.exists()
