"""What follows from credited money happens by itself, once, however often it is begun."""

from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Notice
from insurance.models import BenefitPeriod, Payment, Remittance
from insurance.rules.payments import MessageKind
from insurance.services import benefits, crediting, payment_messages, posting
from insurance.services.due import run_due
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, enrol_flexible
from tests.factories.contributions import charge_months
from tests.factories.money import area_with_rules, issued, ordered, said, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules():
    area_with_rules()


def paid(*people, unit=None) -> Payment:
    """Return an order whose money is there, and of which nothing else was done."""
    bills = [bill for person in people for bill in issued(person, unit=unit)]
    payment = ordered(bills)
    told(said(payment))
    return payment


def finish(payment, *, on=TODAY):
    return posting.finish(payment.pk, at=NOW, on=on)


def test_it_is_posted_once_and_the_payer_is_told_once():
    payment = paid(UserFactory().person)
    assert finish(payment) is True
    assert finish(payment) is False
    payment.refresh_from_db()
    assert payment.posted_at == NOW
    notice = Notice.objects.get(person=payment.person, code="payment_posted")
    assert notice.link == f"/me/payments/{payment.number}/"


def test_a_unit_is_told_in_its_inbox():
    operator = UserFactory(operator=True)
    payment = paid(PersonFactory(), unit=operator.unit)
    finish(payment)
    assert Notice.objects.get(unit=operator.unit, code="payment_posted").link == f"/employer/payments/{payment.number}/"


def test_benefits_come_back_by_themselves():
    """A person who owes July and August pays them on the day: the stop is over without another form."""
    person = UserFactory().person
    enrol_flexible(person)
    charge_months(person, "2026-01", "2026-06")
    bills = [bill for month in (7, 8) for bill in issued(person, f"2026-{month:02}", due_on=date(2026, month, 25))]
    benefits.recompute([person.pk], on=TODAY)
    before = states(person)
    payment = ordered(bills)
    told(said(payment))
    assert states(person) == before
    finish(payment)
    assert states(person) != before
    assert states(person) == states_after_full_recompute(person)


def states(person):
    return list(BenefitPeriod.objects.filter(person=person).order_by("first_on").values_list("first_on", "state"))


def states_after_full_recompute(person):
    benefits.recompute([person.pk], on=TODAY)
    return states(person)


def test_killed_in_the_middle_it_goes_on(monkeypatch):
    payment = paid(UserFactory().person)

    def killed(*args, **given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(posting, "note_posted", killed)
        with pytest.raises(KeyboardInterrupt):
            finish(payment)
    assert not Notice.objects.filter(code="payment_posted").exists()
    [outcome] = [one for one in run_due(on=TODAY, at=NOW) if one.job == "payments posted"]
    assert outcome.done == 1
    assert Notice.objects.filter(code="payment_posted").count() == 1


def test_what_is_not_credited_is_not_posted():
    payment = ordered(issued(UserFactory().person))
    assert finish(payment) is False
    payment.refresh_from_db()
    assert payment.posted_at is None


def test_money_that_came_twice_is_told_once():
    payment = paid(UserFactory().person)
    told(said(payment, reference="second"))
    finish(payment)
    finish(payment)
    notice = Notice.objects.get(code="payment_suspended")
    assert notice.person == payment.person
    assert Remittance.objects.get(suspended="paid_twice").told_at == NOW


def test_money_after_the_end_is_told_though_nothing_is_posted():
    payment = ordered(issued(UserFactory().person))
    crediting.end_order(payment, "expired", at=NOW)
    told(said(payment))
    assert finish(payment) is True
    assert not Notice.objects.filter(code="payment_posted").exists()
    assert Notice.objects.filter(code="payment_suspended").count() == 1


@pytest.fixture
def deferred(db):
    """Return a reader of what the worker is asked to post."""
    asked = ProcrastinateJob.objects.filter(task_name="insurance.tasks.post_payment").order_by("pk")
    return lambda: list(asked.values_list("args", flat=True))


def test_crediting_leaves_the_rest_to_the_worker(deferred):
    payment = ordered(issued(UserFactory().person))
    message = said(payment)
    for _again in range(2):
        payment_messages.take(message, channel="sandbox", source="message", at=NOW, on=TODAY, ahead=timedelta())
    assert deferred() == [{"payment_id": payment.pk}]


def test_a_paid_message_alone_posts_nothing(deferred):
    payment = ordered(issued(UserFactory().person))
    payment_messages.take(
        said(payment, MessageKind.PAID), channel="sandbox", source="message", at=NOW, on=TODAY, ahead=timedelta()
    )
    assert deferred() == []
    payment.refresh_from_db()
    assert (payment.state, payment.paid_at) == ("started", NOW)
