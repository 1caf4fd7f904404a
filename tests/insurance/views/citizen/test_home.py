"""The first page: one honest sentence for every life, what needs attention, insurances and cases."""

from datetime import date

import pytest

from accounts.services import notices
from insurance.models import Declaration, Enrolment, UnitRequest
from tests.factories import (
    NOW,
    CardFactory,
    DeclarationFactory,
    EnrolmentFactory,
    UnitFactory,
    UserFactory,
    employ,
    enrol_flexible,
)
from tests.factories.contributions import EMPLOYEE, RESIDENT, charge, charge_months
from tests.insurance.views.citizen.reading import heading_of, words_of

PAGE = "/me/"


@pytest.fixture
def person(citizen):
    return citizen.person


@pytest.fixture
def unit(person):
    unit = UnitFactory()
    employ(person, unit)
    return unit


def sentence(browser) -> str:
    return heading_of(browser.get(PAGE))


def said(browser) -> str:
    return words_of(browser.get(PAGE))


# The sentence -------------------------------------------------------------------------------------------------------


def test_who_was_never_insured_is_told_so_and_what_to_do(browser, person):
    assert sentence(browser) == "No insurance is on record for you here."
    assert "enrolled by the unit" in said(browser)


def test_everything_credited(browser, person, unit):
    charge(person, "2026-09", unit=unit, credited_on=date(2026, 9, 9))
    assert sentence(browser) == "Your five insurances for September 2026 are all credited."


def test_the_supplement_is_no_sixth_insurance(browser, person):
    enrol_flexible(person)
    EnrolmentFactory(person=person, insurance=330)
    charge(person, "2026-09", parts={"pension_own": 1, "medical_own": 1, "supplement_own": 1})
    assert sentence(browser) == "Your two insurances for September 2026 are all credited."


def test_a_month_not_charged_yet_is_said_beside_the_one_before(browser, person, unit):
    charge(person, "2026-08", unit=unit)
    assert sentence(browser) == "Your five insurances for August 2026 are all credited."
    assert "September 2026 has not been charged yet." in said(browser)


def test_what_a_person_owes(browser, person):
    enrol_flexible(person)
    charge(person, "2026-09", standing="due")
    assert sentence(browser) == "¥1,360.00 is due from you for September 2026, payable until 25 September 2026."


def test_what_a_unit_owes(browser, person, unit):
    charge(person, "2026-09", unit=unit, standing="due")
    assert sentence(browser).startswith("Your contributions for September 2026 are charged; your unit pays them by")


def test_paid_and_on_its_way(browser, person):
    enrol_flexible(person)
    charge(person, "2026-09", standing="paid")
    assert sentence(browser) == "Your contributions for September 2026 were paid and are on their way."


def test_own_arrears_come_first(browser, person):
    enrol_flexible(person)
    charge_months(person, "2026-07", "2026-08", standing="missing")
    charge(person, "2026-09", standing="due")
    assert sentence(browser) == "Your contributions for 2 months, from July 2026 on, are not paid: ¥2,720.00."
    assert "Medical benefits rest until everything is paid." in said(browser)


def test_arrears_of_the_unit_are_the_units(browser, person, unit):
    charge(person, "2026-08", unit=unit, standing="missing")
    assert sentence(browser) == f"{unit.name} has not paid your contributions for August 2026."
    assert said(browser).count(unit.name + " has not paid") == 1, "said once"


def test_who_just_began_has_nothing_charged(browser, person):
    enrol_flexible(person, since=date(2026, 9, 1))
    assert sentence(browser) == "You are insured; nothing has been charged for it lately."


def test_only_what_was_charged_is_called_credited(browser, person):
    enrol_flexible(person)
    charge(person, "2026-09", parts={"pension_own": 96_000})
    assert sentence(browser) == "Your pension insurance for September 2026 is credited."


def test_a_refund_on_its_way_is_no_arrears(browser, person, unit):
    charge(person, "2026-08", unit=unit)
    back = {name: -amount for name, amount in EMPLOYEE.items()}
    charge(person, "2026-07", unit=unit, kind="refund", standing="missing", parts=back)
    assert sentence(browser) == "Your five insurances for August 2026 are all credited."


def test_a_difference_that_is_due_is_told(browser, person, unit):
    charge(person, "2026-08", unit=unit)
    charge(person, "2026-08", unit=unit, kind="difference", standing="due", parts={"pension_unit": 1_000})
    assert sentence(browser).startswith("Your contributions for August 2026 are charged; your unit pays them by")


def test_a_pension_not_charged_for_long_is_not_covered_by_the_residents_year(browser, person):
    EnrolmentFactory(person=person)
    EnrolmentFactory(person=person, resident=True)
    charge(person, "2026-01", parts=RESIDENT)
    assert sentence(browser) == "You are insured; nothing has been charged for it lately."


def test_after_a_stop(browser, person):
    EnrolmentFactory(person=person, stopped=True)
    assert sentence(browser) == "No insurance runs for you at present; the last one stopped from July 2026."


def test_after_retirement(browser, person):
    EnrolmentFactory(person=person, stopped=True, end_reason="21", terminated=True)
    assert sentence(browser) == "You have retired: contributions ended with June 2026."


def test_a_resident_hears_of_the_year(browser, person):
    EnrolmentFactory(person=person, resident=True)
    charge(person, "2026-01", parts=RESIDENT)
    assert sentence(browser) == "Your resident medical insurance for the year 2026 is credited."


def test_a_resident_who_has_not_paid(browser, person):
    EnrolmentFactory(person=person, resident=True)
    charge(person, "2026-01", parts=RESIDENT, standing="missing")
    assert sentence(browser) == "Your contributions for January 2026 are not paid: ¥400.00."


def test_two_units_are_both_named(browser, person, unit):
    second = UnitFactory()
    EnrolmentFactory(person=person, unit=second, insurance=410, kind="employee")
    charge(person, "2026-09", unit=unit)
    charge(person, "2026-09", unit=second, parts={"injury_unit": 900}, standing="due")
    page = said(browser)
    assert unit.name in page
    assert second.name in page
    assert sentence(browser).startswith("Your contributions for September 2026 are charged")


# Attention ----------------------------------------------------------------------------------------------------------


def test_earlier_months_that_were_billed_later_are_told_until_they_are_paid(browser, person):
    enrol_flexible(person)
    charge(person, "2026-09")
    back = charge(person, "2026-06", kind="back_payment", standing="due")
    assert "Bills for earlier months wait to be paid until 25 September 2026." in said(browser)
    back.bills.update(state="cancelled")
    assert "earlier months" not in said(browser)
    assert "Nothing needs your attention" in said(browser)


def test_the_month_that_is_due_is_no_earlier_month(browser, person):
    enrol_flexible(person)
    charge(person, "2026-09", standing="due")
    assert "earlier months" not in said(browser)


def test_nothing_to_attend_to_is_said(browser, person):
    assert "Nothing needs your attention." in said(browser)


def test_what_was_sent_back_waits(browser, citizen):
    enrol_flexible(citizen.person)
    declaration = DeclarationFactory(lodged_by=citizen, parts__state="returned")
    page = browser.get(PAGE)
    assert f"Declaration {declaration.number} was sent back to you" in words_of(page)
    assert f'href="/me/declarations/{declaration.number}/"' in page.content.decode()


def test_a_request_at_the_unit_shows_its_clock(browser, citizen, unit):
    declaration = DeclarationFactory(lodged_by=citizen, parts__unit=unit)
    UnitRequest.objects.create(declaration=declaration, unit=unit, asked_at=NOW, due_on=date(2026, 9, 17))
    declaration.parts.update(with_unit=True)
    page = said(browser)
    assert f"You asked {unit.name} to stop your insurance. It has until 17 September 2026 to answer" in page
    assert "Your unit is asked" in page


def test_what_the_unit_declared_is_told(browser, person, unit):
    operator = UserFactory(operator=True, unit=unit)
    DeclarationFactory(reduction=True, lodged_by=operator, parts__people=[person])
    assert f"{unit.name} has declared that your insurance stops from October 2026." in said(browser)


def test_a_unit_that_is_gone_is_pointed_out(browser, person, unit):
    type(unit).objects.filter(pk=unit.pk).update(closed_on=date(2026, 7, 1))
    assert f"{unit.name} no longer exists, but your enrolment there still runs." in said(browser)


@pytest.mark.parametrize(("state", "told"), [("active", False), ("locked", True), ("temporarily_lost", True)])
def test_a_card_that_does_not_work_is_pointed_out(browser, person, state, told):
    CardFactory(person=person, state=state)
    assert ("Your social security card:" in said(browser)) == told


def test_unread_messages_are_counted(browser, person):
    notices.tell_person(person, "declaration_submitted", at=NOW, number="D2609100000001")
    assert "You have 1 unread message." in said(browser)


# Rows and cases -----------------------------------------------------------------------------------------------------


def test_every_running_insurance_tells_payer_state_and_money(browser, person, unit):
    charge(person, "2026-09", unit=unit, credited_on=date(2026, 9, 9))
    page = said(browser)
    assert (
        f"pension insurance {unit.name} · since January 2024 Insured September 2026 credited on 9 September 2026"
        in page
    )


def test_an_accepted_stop_shows_in_its_row_and_among_the_cases(browser, citizen):
    enrol_flexible(citizen.person)
    DeclarationFactory(lodged_by=citizen, parts__state="accepted")
    page = said(browser)
    assert "Stops from October 2026" in page
    assert "Takes effect on 1 October 2026" in page


def test_a_dispute_is_among_the_cases_in_hand(browser, citizen, unit):
    operator = UserFactory(operator=True, unit=unit)
    reduction = DeclarationFactory(
        reduction=True, lodged_by=operator, parts__people=[citizen.person], parts__state="effective"
    )
    dispute = DeclarationFactory(lodged_by=citizen, about=reduction, parts__insurances=[110])
    Declaration.objects.filter(pk=dispute.pk).update(kind="dispute")
    assert f"/me/declarations/{dispute.number}/" in browser.get(PAGE).content.decode()


def test_the_page_costs_the_same_whatever_the_record(browser, citizen, unit, django_assert_num_queries):
    charge_months(citizen.person, "2025-01", "2026-08", unit=unit)
    for _ in range(3):
        DeclarationFactory(lodged_by=citizen)
    assert Enrolment.objects.count() == 5
    browser.get(PAGE)
    with django_assert_num_queries(8):
        browser.get(PAGE)
