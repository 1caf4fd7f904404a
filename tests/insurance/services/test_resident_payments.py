"""A resident's year is charged once, whoever pays; who is registered, who pays less, who may pay for whom."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from insurance.models import Assessment, Bill, ContributionLine, Enrolment, Payment, Posting, ResidentCharge
from insurance.rules.refunds import RefundReason
from insurance.rules.resident_payment import YearState
from insurance.selectors.resident_years import year_standings
from insurance.services import (
    payment_questions,
    posting,
    refunds,
    resident_payments,
    resident_proxies,
    resident_subsidies,
)
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ, enrol_flexible
from tests.factories.contributions import RESIDENT, charge
from tests.factories.money import cashier, differences, said, told
from tests.factories.parties import UnitFactory
from tests.factories.residents import be_resident, in_group, listed, name_agent, pays_for, resident_area
from tests.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(bank):
    return resident_area()


@pytest.fixture
def citizen(area):
    return UserFactory()


def standing(person, year=2027, *, area, on=TODAY):
    [found] = year_standings([person], year, area=area, on=on)
    return found


def pay(user, *people, year=2027, on=TODAY, payer=None):
    payer = payer or user.person
    numbers = [person.public_id for person in people]
    return resident_payments.pay(payer, numbers, year, channel="sandbox", actor=user, at=NOW, on=on)


def refused(user, *people, **also):
    with pytest.raises((RuleBroken, RulesBroken)) as caught:
        pay(user, *people, **also)
    problem = caught.value
    return [one.code for one in problem.problems] if isinstance(problem, RulesBroken) else [problem.code]


# What is payable ----------------------------------------------------------------------------------------------------


def test_who_was_never_insured_is_not_registered_and_owes_the_standard(citizen, area):
    found = standing(citizen.person, area=area)
    assert (found.state, found.payable_fen, found.covered_on) == (YearState.UNREGISTERED, 40_000, date(2027, 1, 1))


def test_a_group_pays_less_once_a_second_person_has_approved_it(citizen, area):
    be_resident(citizen.person)
    row = in_group(citizen.person, approved=False)
    assert standing(citizen.person, area=area).payable_fen == 40_000
    resident_subsidies.decide([row.pk], approve=True, actor=UserFactory(supervisor=True), at=NOW)
    found = standing(citizen.person, area=area)
    assert (found.payable_fen, found.owed.subsidy_fen, found.group) == (16_000, 24_000, "minimum_living")


def test_who_works_for_a_unit_is_told_so(citizen, area):
    employ(citizen.person, UnitFactory())
    found = standing(citizen.person, area=area)
    assert (found.state, found.barred.code) == (YearState.BARRED, "resident.insured_otherwise")


def test_a_late_year_shows_its_wait(citizen, area):
    be_resident(citizen.person, paid=range(2022, 2026))
    charge(citizen.person, "2026-01", parts=RESIDENT, standing="missing")
    found = standing(citizen.person, 2026, area=area)
    assert (found.state, found.covered_on) == (YearState.PAYABLE, date(2026, 12, 10))


def test_too_late_is_not_sold(citizen, area):
    be_resident(citizen.person, paid=range(2022, 2026))
    found = standing(citizen.person, 2026, area=area, on=date(2026, 11, 22))
    assert found.barred.code == "resident.too_late"


def test_many_people_cost_as_many_statements_as_one(area, django_assert_max_num_queries):
    people = [PersonFactory() for _ in range(12)]
    for person in people:
        be_resident(person, paid=range(2026, 2028))
    with django_assert_max_num_queries(20):
        assert len(year_standings(people, 2027, area=area, on=TODAY)) == 12


# Paying -------------------------------------------------------------------------------------------------------------


def test_paying_registers_charges_and_begins_an_order(citizen, area):
    order = pay(citizen, citizen.person)
    enrolment = Enrolment.objects.get(person=citizen.person)
    bill = Bill.objects.get(assessment__person=citizen.person)
    line = ContributionLine.objects.get(person=citizen.person)
    assert (enrolment.insurance, enrolment.first_month, enrolment.stop_month) == (390, date(2027, 1, 1), None)
    assert (bill.assessment.kind, bill.assessment.month, bill.due_on) == (
        "yearly",
        date(2027, 1, 1),
        date(2026, 12, 31),
    )
    assert (line.resident_own, bill.total_fen, bill.held_by) == (40_000, 40_000, order)
    assert list(Posting.objects.values_list("kind", "insurance", "amount_fen")) == [("charge", 390, 40_000)]
    assert (order.person, order.amount_fen) == (citizen.person, 40_000)


def test_who_is_registered_is_not_registered_again(citizen, area):
    be_resident(citizen.person)
    pay(citizen, citizen.person)
    assert Enrolment.objects.count() == 1


def test_the_year_goes_through_its_states(citizen, area):
    person = citizen.person
    order = pay(citizen, person)
    states = [standing(person, area=area).state]
    told(said(order, "paid"))
    states.append(standing(person, area=area).state)
    told(said(order))
    states.append(standing(person, area=area).state)
    posting.finish(order.pk, at=NOW, on=TODAY)
    states.append(standing(person, area=area).state)
    told(said(order, reference="R-again"))
    states.append(standing(person, area=area).state)
    assert states == ["paying", "paid", "credited", "posted", "duplicate"]
    assert not differences()


def test_an_order_that_failed_leaves_the_year_to_be_paid_with_the_same_bill(citizen, area):
    order = pay(citizen, citizen.person)
    payment_questions.end(order.pk, "expired", actor=None, at=NOW)
    assert standing(citizen.person, area=area).state == YearState.FAILED
    again = pay(citizen, citizen.person)
    assert again.pk != order.pk
    assert Bill.objects.count() == ResidentCharge.objects.count() == 1


def test_what_the_government_bears_whole_is_confirmed_without_money(citizen, area):
    be_resident(citizen.person)
    in_group(citizen.person, "extreme_poverty")
    assert standing(citizen.person, area=area).state == YearState.FREE
    assert pay(citizen, citizen.person) is None
    bill = Bill.objects.get(assessment__kind="yearly")
    assert (bill.state, bill.total_fen, bill.credited_on) == ("paid", 0, TODAY)
    assert standing(citizen.person, area=area).state == YearState.POSTED
    assert not Payment.objects.exists()


def test_the_charge_keeps_what_it_rests_on(citizen, area):
    child = PersonFactory()
    be_resident(child)
    row, proxy = in_group(child), pays_for(citizen, child)
    pay(citizen, child)
    kept = ResidentCharge.objects.get()
    assert (kept.standard_fen, kept.subsidy_fen, kept.group) == (40_000, 24_000, "minimum_living")
    assert (kept.subsidised, kept.proxy, kept.asked_by) == (row, proxy, citizen)


def test_a_year_is_paid_once(citizen, area):
    order = pay(citizen, citizen.person)
    assert refused(citizen, citizen.person) == ["resident.being_paid"]
    told(said(order))
    assert refused(citizen, citizen.person) == ["resident.paid_already"]


def test_what_one_person_gets_back_changes_nothing_for_the_others_on_the_order(committee):
    people = [PersonFactory() for _ in range(2)]
    for person in people:
        be_resident(person)
        listed(committee, person)
    order = pay(committee, *people, payer=committee.unit)
    told(said(order))
    posting.finish(order.pk, at=NOW, on=TODAY)
    bill = Bill.objects.get(assessment__person=people[0], assessment__kind="yearly")
    refund = refunds.propose_of_bill(
        bill.number, bill.total_fen, RefundReason.DIED, "Why", actor=cashier(), at=NOW, on=TODAY
    )
    states = []
    refunds.approve(refund.number, actor=UserFactory(supervisor=True), at=NOW, on=TODAY)
    states.append([str(standing(person, area=bill.assessment.area).state) for person in people])
    told(said(order, "refunded", reference=refund.number, amount_fen=bill.total_fen))
    states.append([str(standing(person, area=bill.assessment.area).state) for person in people])
    order.refresh_from_db()
    assert (order.state, states) == ("succeeded", [["refunded", "posted"], ["refunded", "posted"]])
    assert differences() == []


def test_a_second_charge_of_a_year_is_impossible(citizen, area):
    pay(citizen, citizen.person)
    with pytest.raises(IntegrityError, match="one_yearly_assessment_of_a_person"), transaction.atomic():
        Assessment.objects.create(area=area, person=citizen.person, month=date(2027, 5, 1), kind="yearly")


def test_who_pays_alone_for_pension_can_be_a_resident(citizen, area):
    _pension, medical = enrol_flexible(citizen.person)
    medical.delete()
    charge(citizen.person, "2027-01", standing="due")
    assert pay(citizen, citizen.person).amount_fen == 40_000


@pytest.mark.parametrize(
    ("year", "on", "code"),
    [(2028, TODAY, "resident.year"), (2027, date(2026, 8, 31), "resident.year"), (2025, TODAY, "resident.year")],
)
def test_only_years_on_offer_are_paid(citizen, area, year, on, code):
    assert refused(citizen, citizen.person, year=year, on=on) == [code]


def test_nobody_pays_for_a_stranger(citizen, area):
    stranger = PersonFactory()
    assert refused(citizen, stranger) == ["resident.not_yours"]
    assert refused(citizen) == ["resident.nobody"]
    assert not Bill.objects.exists()


def test_all_are_refused_where_one_is_barred(citizen, area):
    spouse = PersonFactory()
    employ(spouse, UnitFactory())
    pays_for(citizen, spouse, "spouse")
    assert refused(citizen, citizen.person, spouse) == ["resident.insured_otherwise"]
    assert not Bill.objects.exists()


# For others ---------------------------------------------------------------------------------------------------------


def test_a_parent_pays_for_a_child_and_the_child_is_told(citizen, area):
    child = PersonFactory()
    be_resident(child)
    person = resident_proxies.look_up(citizen, child.name, child.identity_number, address=None, at=NOW, on=TODAY)
    resident_proxies.add_family(citizen, person, "child", at=NOW)
    order = pay(citizen, child, citizen.person)
    assert (order.person, order.amount_fen) == (citizen.person, 80_000)
    assert set(Bill.objects.filter(held_by=order).values_list("assessment__person", flat=True)) == {
        child.pk,
        citizen.person.pk,
    }
    codes = list(Notice.objects.filter(person=child).order_by("pk").values_list("code", flat=True))
    assert codes == ["resident_family_added", "resident_charged_for_you"]


@pytest.mark.parametrize("wrong", ["name", "number", "dead"])
def test_whatever_does_not_fit_is_answered_alike(citizen, wrong):
    person = PersonFactory(life_status="2" if wrong == "dead" else "1")
    other = PersonFactory.build(sequence=999)
    name = "别人" if wrong == "name" else person.name
    number = other.identity_number if wrong == "number" else person.identity_number
    with pytest.raises(RuleBroken) as caught:
        resident_proxies.look_up(citizen, name, number, address=None, at=NOW, on=TODAY)
    assert (caught.value.code, caught.value.facts) == ("resident.no_match", {})


def test_who_guesses_is_slowed(citizen):
    person = PersonFactory()
    codes = []
    for _ in range(6):
        with pytest.raises(RuleBroken) as caught:
            resident_proxies.look_up(citizen, "别人", person.identity_number, address=None, at=NOW, on=TODAY)
        codes.append(caught.value.code)
    assert codes[0] == "resident.no_match"
    assert codes[-1] == "login.wait"


def test_a_relation_ended_by_the_person_lets_nobody_pay_any_more(citizen, area):
    child = UserFactory()
    be_resident(child.person)
    proxy = pays_for(citizen, child.person)
    resident_proxies.end(proxy, actor=child, at=NOW)
    assert refused(citizen, child.person) == ["resident.not_yours"]


def test_two_relatives_one_relation_each(citizen):
    child = PersonFactory()
    resident_proxies.add_family(citizen, child, "child", at=NOW)
    again = resident_proxies.add_family(citizen, child, "grandchild", at=NOW)
    assert again.relation == "grandchild"
    with pytest.raises(RuleBroken, match="resident.relation"):
        resident_proxies.add_family(citizen, child, "resident", at=NOW)


# A committee --------------------------------------------------------------------------------------------------------


@pytest.fixture
def committee(area):
    operator = UserFactory(operator=True)
    name_agent(operator)
    return operator


def test_a_committee_pays_for_all_with_one_order(committee):
    people = [PersonFactory() for _ in range(3)]
    for person in people:
        be_resident(person)
        listed(committee, person)
    order = pay(committee, *people, payer=committee.unit)
    assert (order.unit, order.person, order.amount_fen, order.items.count()) == (committee.unit, None, 120_000, 3)
    told(said(order))
    assert set(Bill.objects.filter(assessment__kind="yearly").values_list("state", flat=True)) == {"paid"}
    assert not differences()


def test_who_may_not_pay_for_the_unit_begins_nothing(committee):
    committee.rights = ["prepare"]
    committee.save()
    person = PersonFactory()
    listed(committee, person)
    assert refused(committee, person, payer=committee.unit) == ["R009"]


# Two at once --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.parametrize("round_", range(4))
def test_two_parents_pay_for_a_child_at_once_and_one_order_lives(bank, round_):
    resident_area()
    child = PersonFactory()
    parents = [UserFactory(), UserFactory()]
    for parent in parents:
        pays_for(parent, child)

    def act(parent):
        def run():
            try:
                return pay(parent, child)
            except RulesBroken as several:
                return several.problems[0]

        return run

    outcomes = at_once(*map(act, parents))
    assert [one.code for one in outcomes if isinstance(one, RuleBroken)] == ["resident.being_paid"]
    assert (Bill.objects.count(), Payment.objects.count(), Enrolment.objects.count()) == (1, 1, 1)
