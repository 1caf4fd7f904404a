"""A back payment through the books: paid by an order, lapsed, decided by two people, and two people at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.rules.errors import RuleBroken
from insurance.models import Assessment, Bill, DeclarationPart, Enrolment
from insurance.models.benefits import BenefitPeriod
from insurance.models.payments import Payment
from insurance.models.postings import Posting
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.services import back_payment_bills, back_payments, declarations, payment_orders, posting
from tests.factories import NOW, TODAY, AreaFactory, EnrolmentFactory, UserFactory
from tests.factories.contributions import charge_months
from tests.factories.money import differences, ordered, said, told
from tests.factories.policy import put_policy
from tests.races import at_once

ROUNDS = 5


def citizen_with_gap(stopped: date = date(2026, 7, 1)):
    """Somebody who left, came back in September 2026 and missed the months between."""
    put_policy(AreaFactory())
    user = UserFactory()
    ends = {"stop_month": stopped, "covered_until": stopped, "end_reason": "moved_away"}
    EnrolmentFactory(person=user.person, insurance=310, **ends)
    EnrolmentFactory(person=user.person, insurance=310, first_month=date(2026, 9, 1))
    last = Month.of(stopped) - 1
    charge_months(user.person, str(last - 3), str(last), parts={"medical_own": 40_000})
    return user


def lodged(user, first: Month):
    facts = {"first_month": first, "actor": user, "at": NOW, "on": TODAY}
    return back_payments.lodge_back_payment(user.person, Insurance.MEDICAL, **facts).parts.get()


def accept(part, actor):
    version = DeclarationPart.objects.values_list("version", flat=True).get(pk=part.pk)
    return declarations.accept(part.pk, actor=actor, version=version, at=NOW, on=TODAY)


def clerk():
    return UserFactory(clerk=True, agency="medical")


def supervisor():
    return UserFactory(supervisor=True, agency="medical")


def bills_of(part):
    return Bill.objects.filter(assessment__made_by=part).order_by("pk")


@pytest.mark.django_db
def test_money_that_comes_in_restores_benefits_by_itself():
    user = citizen_with_gap()
    part = lodged(user, Month(2026, 7))
    accept(part, clerk())
    payment = ordered(list(bills_of(part)))
    told(said(payment))
    posting.finish(payment.pk, at=NOW, on=TODAY)
    assert set(bills_of(part).values_list("state", "credited_on")) == {("paid", TODAY)}
    entitled = BenefitPeriod.objects.filter(person=user.person, state="entitled", first_on__gt=TODAY)
    assert list(entitled.values_list("first_on", flat=True)) == [date(2026, 12, 1)], "71 days: as the quote said"
    assert differences() == []


@pytest.mark.django_db
def test_what_an_order_may_still_pay_does_not_lapse():
    user = citizen_with_gap()
    part = lodged(user, Month(2026, 7))
    accept(part, clerk())
    ordered(list(bills_of(part)[:1]))
    later = date(2026, 9, 26)
    assert back_payment_bills.lapse(part.pk, at=NOW, on=later) == 1
    assert sorted(bills_of(part).values_list("state", flat=True)) == ["cancelled", "issued"]
    assert back_payment_bills.lapsed(later) == []
    assert differences() == []


@pytest.mark.django_db
def test_what_has_lapsed_cannot_be_ordered_any_more_even_before_it_is_cancelled(bank):
    user = citizen_with_gap()
    part = lodged(user, Month(2026, 7))
    accept(part, clerk())
    numbers = list(bills_of(part).values_list("number", flat=True))
    begin = {"channel": "sandbox", "actor": user, "at": NOW}
    last = bills_of(part).first().due_on
    with pytest.raises(RuleBroken, match="payment.not_payable"):
        payment_orders.begin(user.person, numbers, **begin, on=last + timedelta(days=1))
    assert payment_orders.begin(user.person, numbers, **begin, on=last).state == "started"


@pytest.mark.django_db
def test_the_database_refuses_one_person_for_both_decisions():
    user = citizen_with_gap(date(2025, 7, 1))
    part = lodged(user, Month(2025, 7))
    same = supervisor()
    accept(part, same)
    with pytest.raises(IntegrityError, match="part_of_two_levels_accepted_by_two"), transaction.atomic():
        DeclarationPart.objects.filter(pk=part.pk).update(
            state="accepted", decided_by=same, decided_at=NOW, effective_on=TODAY
        )


# Two at once ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_supervisors_decide_at_once_and_one_does(round_):
    user = citizen_with_gap(date(2025, 7, 1))
    part = lodged(user, Month(2025, 7))
    accept(part, clerk())
    part.refresh_from_db()
    both = [supervisor(), supervisor()]
    facts = {"version": part.version, "at": NOW, "on": TODAY}
    outcomes = at_once(*(lambda one=one: declarations.accept(part.pk, actor=one, **facts) for one in both))
    assert sum(isinstance(outcome, RuleBroken) for outcome in outcomes) == 1
    assert Assessment.objects.filter(made_by=part).count() == 14
    assert Posting.objects.filter(kind="charge").count() == 14


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_lapsing_twice_at_once_cancels_once(round_):
    user = citizen_with_gap()
    part = lodged(user, Month(2026, 7))
    accept(part, clerk())
    day = date(2026, 9, 26)
    outcomes = at_once(*(lambda: back_payment_bills.lapse(part.pk, at=NOW, on=day) for _ in range(2)))
    assert sorted(outcomes) == [0, 2]
    assert Posting.objects.filter(kind="cancellation").count() == 2
    assert Enrolment.objects.filter(person=user.person, stop_month=None).count() == 1
    assert not Payment.objects.exists()
