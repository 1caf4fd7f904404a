"""Stop insurance: what can be chosen, what it would change, and every refusal beside its field."""

from datetime import date

import pytest

from insurance.models import ClosedMonth, Declaration, DeclarationPart, Enrolment
from insurance.rules.months import Month
from insurance.rules.workflow import State
from tests.factories import (
    AreaFactory,
    DeclarationFactory,
    EnrolmentFactory,
    UnitFactory,
    UserFactory,
    employ,
    enrol_flexible,
)
from tests.factories.contributions import charge, charge_months
from tests.factories.policy import put_policy
from tests.factories.record import supersede_window
from tests.insurance.views.citizen.reading import inputs, refusals, sent, stop_of, stopped, words_of

PAGE = "/me/stop-insurance/"


@pytest.fixture
def pension(citizen):
    pension, _medical = enrol_flexible(citizen.person)
    return pension


@pytest.fixture
def medical(citizen, pension):
    return Enrolment.objects.get(person=citizen.person, insurance=310)


@pytest.fixture
def rules(db):
    """The reviewed rules of Yunzhou: tiers of 60 and 180 days."""
    put_policy(AreaFactory())


@pytest.fixture
def job(citizen):
    return employ(citizen.person, UnitFactory())[0]


def page(browser, **asked):
    return browser.get(PAGE, asked)


# What is shown ------------------------------------------------------------------------------------------------------


def test_somebody_without_insurance_has_nothing_to_stop(browser):
    assert "There is nothing to stop" in words_of(page(browser))


def test_every_insurance_that_runs_can_be_chosen(browser, pension, medical):
    EnrolmentFactory(person=pension.person, insurance=330)
    said = words_of(page(browser))
    assert "pension insurance flexible employment, since January 2024" in said
    assert "medical insurance, large-sum medical supplement" in said, "they stop together"


def test_only_the_insurances_of_the_person_are_offered(browser, pension):
    theirs, _medical = enrol_flexible(UserFactory().person)
    said = page(browser).content.decode()
    assert pension.number in said
    assert theirs.number not in said


def test_the_consequences_are_computed_on_the_own_record(browser, medical, rules):
    charge_months(medical.person, "2026-01", "2026-08")
    said = words_of(page(browser, enrolment=medical.number, stop_month="2026-11"))
    assert "If it stops from November 2026" in said
    assert "Last month charged October 2026" in said
    assert "Last day of medical benefits Saturday, 31 October 2026" in said
    assert "A short gap, if paid back by 31 December 2026" in said, "the sixtieth day after the first of November"
    assert "Months of medical insurance that count 8 months without a break 8 months in all" in said
    assert "¥400.00 a month" in said


def test_paying_back_later_is_shown_for_every_length_of_the_gap(browser, medical, rules):
    said = words_of(page(browser, enrolment=medical.number, stop_month="2026-11"))
    assert "Credited by 31 December 2026 1 December 2026 to 1 January 2027" in said
    assert "Credited from 1 January 2027 to 30 April 2027 1 April 2027 to 1 July 2027" in said
    assert "Credited on 1 May 2027 or later 1 November 2027 at the earliest" in said


def test_coming_back_on_a_chosen_day_is_worked_out(browser, medical, rules):
    charge_months(medical.person, "2026-01", "2026-08")
    said = words_of(page(browser, enrolment=medical.number, stop_month="2026-10", resume_on="2026-12-01"))
    assert "Paying back the gap costs ¥1,292.00 October 2026, November 2026" in said, "8.5 % of 7,600.00"
    assert "Benefits return Monday, 1 March 2027" in said, "61 days after the first of October"
    assert "Without paying it back benefits from 1 June 2027" in said
    assert "10 months without a break" in said


@pytest.mark.parametrize(
    ("day", "code"),
    [("soon", "invalid"), ("2026-09-30", "day.out_of_range"), ("2031-01-01", "day.out_of_range")],
)
def test_a_day_on_which_nobody_can_come_back_is_told(browser, medical, rules, day, code):
    answer = page(browser, enrolment=medical.number, stop_month="2026-10", resume_on=day)
    assert answer.status_code == 200
    assert ("resume_on", code) in refusals(answer)
    assert "everything credited on" in words_of(answer), "and the page goes on with the day it proposes"


def test_retirement_ends_nothing_that_could_be_repaid(browser, medical, rules):
    said = words_of(page(browser, enrolment=medical.number, stop_month="2026-10", reason="retired"))
    assert "Paying back the gap costs" not in said
    assert "If you come back later" not in said


def test_a_resident_sees_what_the_next_year_brings(browser, citizen, rules):
    EnrolmentFactory(person=citizen.person, resident=True)
    paid = {"parts": {"resident_own": 40_000}, "credited_on": date(2025, 11, 5)}
    charge(citizen.person, "2026-01", **paid)
    said = words_of(page(browser, resume_on="2026-12-01"))
    assert "Last day of medical benefits Wednesday, 30 September 2026" in said
    assert "Credited by 31 December 2026 1 January 2027" in said
    assert "Next year without a wait if paid by 31 December 2026" in said
    assert "a month" not in said, "residents pay by the year"
    assert "nothing: 2026 is paid already" in said


def test_the_default_month_is_the_earliest_one(browser, medical):
    assert "If it stops from October 2026" in words_of(page(browser, enrolment=medical.number))


@pytest.mark.parametrize("asked", ["2025-01", "2026-13", "nonsense"])
def test_a_month_that_cannot_be_chosen_is_not_imagined(browser, medical, asked):
    assert "If it stops from October 2026" in words_of(page(browser, enrolment=medical.number, stop_month=asked))


def test_the_rule_is_explained(browser, pension):
    said = words_of(page(browser))
    assert "The earliest stop month is October 2026." in said
    assert "Yunzhou rules, article 2" in said
    assert "Notice on social insurance declarations" in said


def test_closed_books_move_the_earliest_month(browser, pension):
    ClosedMonth.objects.create(area=AreaFactory(), month=date(2026, 10, 1), closed_on=date(2026, 9, 1))
    said = words_of(page(browser))
    assert "The earliest stop month is November 2026." in said
    assert "The books are closed up to October 2026" in said


def test_another_area_is_not_judged_by_our_rules(browser, citizen, rules):
    area = AreaFactory(code="379902", name_en="Haiyun")
    EnrolmentFactory(person=citizen.person, insurance=310, area=area)
    said = words_of(page(browser))
    assert "ruled by your pooling area" in said
    assert "A short gap" not in said
    assert "Yunzhou rules" not in said


def test_another_area_is_judged_by_its_own(browser, citizen):
    area = AreaFactory(code="379902", name_en="Haiyun")
    put_policy(area)
    EnrolmentFactory(person=citizen.person, insurance=310, area=area)
    said = words_of(page(browser, stop_month="2026-10"))
    assert "A short gap, if paid back by 31 January 2027" in said, "three months, of which the fourth is none"
    assert "Costs of the gap are reimbursed afterwards." in said


def test_unpaid_months_are_told_and_benefits_that_rest_already(browser, medical, rules):
    charge(medical.person, "2026-08", standing="missing")
    said = words_of(page(browser, enrolment=medical.number))
    assert "You have not paid August 2026 so far" in said
    assert "rest already, since 1 August 2026" in said
    assert "Last day of medical benefits" not in said


def test_an_employee_is_told_of_request_and_clock(browser, job):
    said = words_of(page(browser))
    assert "Ask my unit to file the reduction. It gets 5 working days to answer." in said
    assert "unemployment benefit (Social Insurance Law, article 45)" in said


def test_a_unit_that_is_gone_is_not_offered(browser, citizen):
    employ(citizen.person, UnitFactory(closed_on=date(2026, 7, 1)))
    said = words_of(page(browser))
    assert "The unit no longer exists" in said
    assert "Ask my unit" not in said


def test_residents_are_told_of_their_year(browser, citizen):
    EnrolmentFactory(person=citizen.person, resident=True)
    said = words_of(page(browser))
    assert "This year's payment is not returned" in said
    assert "I cannot afford" not in said, "hardship is no reason to stop a yearly payment"


def test_what_is_under_way_cannot_be_chosen_again(browser, citizen, pension, medical):
    number = stopped(browser, pension)
    answer = page(browser)
    assert f"Your declaration {number} to stop pension insurance from October 2026 is under way." in words_of(answer)
    assert inputs(answer, "disabled") == {pension.number}


def test_a_reduction_by_the_unit_is_told(browser, citizen, job):
    operator = UserFactory(operator=True, unit=job.unit)
    DeclarationFactory(
        reduction=True, lodged_by=operator, parts__people=[citizen.person], parts__insurances=[110, 210, 310, 410, 510]
    )
    said = words_of(page(browser))
    assert f"{job.unit.name} has already declared" in said
    assert "Submit the declaration" not in said


def test_a_preview_shows_and_keeps_everything_and_changes_nothing(browser, pension, medical):
    answer = browser.post(PAGE, sent(enrolment=medical.number, reason="hardship", stop_month="2026-11", preview="yes"))
    assert answer.status_code == 200
    assert "If it stops from November 2026" in words_of(answer)
    assert inputs(answer, "checked") == {medical.number, "hardship", "2026-11"}
    assert not Declaration.objects.exists()
    assert refusals(answer) == set()


# What is declared ---------------------------------------------------------------------------------------------------


def test_a_stop_is_declared(browser, citizen, pension):
    number = stopped(browser, pension)
    declaration = Declaration.objects.get(number=number)
    line = declaration.lines.get()
    assert (declaration.person, line.reason, line.stop_month) == (citizen.person, "moved_away", date(2026, 10, 1))
    assert "was submitted" in words_of(browser.get(f"/me/declarations/{number}/"))


def test_a_form_sent_twice_has_one_effect(browser, pension):
    answers = stop_of(pension)
    first, second = browser.post(PAGE, answers), browser.post(PAGE, answers)
    assert first.headers["Location"] == second.headers["Location"]
    assert Declaration.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"enrolment": ""}, "enrolment", "required"),
        ({"reason": None}, "reason", "required"),
        ({"reason": "because"}, "reason", "invalid_choice"),
        ({"stop_month": ""}, "stop_month", "required"),
        ({"stop_month": "next month"}, "stop_month", "invalid"),
        ({"stop_month": "2026-09"}, "stop_month", "stop.month_not_allowed"),
        ({"stop_month": "2027-06"}, "stop_month", "stop.month_not_allowed"),
        ({"acknowledged": None}, "acknowledged", "required"),
        ({"submission_key": "x"}, "error-summary", "invalid"),
    ],
)
def test_a_refusal_stands_beside_its_field(browser, pension, medical, changes, place, code):
    answer = browser.post(PAGE, stop_of(pension, **changes))
    assert answer.status_code == 422
    assert (place, code) in refusals(answer)
    assert not DeclarationPart.objects.exclude(state="draft").exists()


def test_a_reason_that_does_not_fit_is_refused(browser, citizen):
    resident = EnrolmentFactory(person=citizen.person, resident=True)
    answer = browser.post(PAGE, stop_of(resident, reason="hardship"))
    assert refusals(answer) == {("reason", "stop.reason_does_not_fit")}


def test_an_open_declaration_about_the_same_is_refused(browser, pension):
    stopped(browser, pension)
    answer = browser.post(PAGE, stop_of(pension))
    assert refusals(answer) == {("enrolment", "stop.open_declaration")}


def test_what_ended_meanwhile_is_refused(browser, citizen):
    ended = EnrolmentFactory(person=citizen.person, stopped=True)
    answer = browser.post(PAGE, stop_of(ended))
    assert refusals(answer) == {("enrolment", "stop.nothing_runs")}


def test_a_unit_is_not_passed_by_without_a_word(browser, job):
    answer = browser.post(PAGE, stop_of(job, route="agency", statement="嗯"))
    assert refusals(answer) == {("statement", "stop.statement_missing")}
    assert "嗯" in answer.content.decode(), "what was typed is kept"


def test_a_unit_is_passed_by_with_a_reason(browser, job):
    number = stopped(browser, job, route="agency", statement="单位拒不申报减员。")
    assert not DeclarationPart.objects.filter(declaration__number=number, with_unit=True).exists()


def test_outside_the_window_nothing_is_taken(browser, pension):
    supersede_window("individual", close_day=5)
    assert "Declarations are not taken today" in words_of(page(browser))
    assert "1 October 2026" in words_of(page(browser)), "and when they are"
    answer = browser.post(PAGE, stop_of(pension))
    assert refusals(answer) == {("stop_month", "stop.window_closed")}


@pytest.mark.parametrize("number", ["E99999999", "1", "'; --", "\x00"])
def test_what_is_not_yours_does_not_exist(browser, pension, number):
    assert browser.post(PAGE, stop_of(pension, enrolment=number)).status_code in (404, 422)
    theirs, _medical = enrol_flexible(UserFactory().person)
    assert browser.post(PAGE, stop_of(theirs)).status_code == 404
    assert not Declaration.objects.exists()


@pytest.mark.parametrize("number", ["D9", "D9%00"])
def test_only_a_declaration_of_ones_own_is_corrected(browser, pension, number):
    assert browser.get(f"{PAGE}?declaration={number}").status_code == 404


# What is corrected --------------------------------------------------------------------------------------------------


@pytest.fixture
def returned(citizen, pension):
    return DeclarationFactory(lodged_by=citizen, parts__state="returned")


def test_a_correction_begins_with_what_was_declared_and_what_was_asked(browser, returned):
    said = page(browser, declaration=returned.number)
    assert "Correct a stop of insurance" in words_of(said)
    assert "请核对停保月份。" in words_of(said)
    assert {"hardship", "2026-10"} <= inputs(said, "checked")


def test_a_correction_is_submitted_under_the_same_number(browser, returned, pension):
    answer = browser.post(f"{PAGE}?declaration={returned.number}", stop_of(pension, stop_month="2026-11"))
    assert answer.headers["Location"] == f"/me/declarations/{returned.number}/"
    assert returned.parts.get().state == State.SUBMITTED
    assert returned.lines.get().stop_month == date(2026, 11, 1)


def test_a_correction_is_checked_as_a_new_one(browser, returned, pension):
    answer = browser.post(f"{PAGE}?declaration={returned.number}", stop_of(pension, stop_month="2027-09"))
    assert refusals(answer) == {("stop_month", "stop.month_not_allowed")}


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_does_not_wait_for_a_correction_leads_to_its_page(browser, citizen, pension, method):
    declaration = DeclarationFactory(lodged_by=citizen, parts__state="accepted")
    answer = getattr(browser, method)(f"{PAGE}?declaration={declaration.number}")
    assert answer.headers["Location"] == f"/me/declarations/{declaration.number}/"


def test_nobody_corrects_what_is_not_theirs(browser, citizen):
    theirs = DeclarationFactory(parts__state="returned")
    assert page(browser, declaration=theirs.number).status_code == 404


# What it costs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("months", [1, 50, 500])
def test_the_page_asks_the_database_as_often_whatever_the_record(
    browser, medical, rules, months, django_assert_num_queries
):
    last = Month(2026, 8)
    charge_months(medical.person, str(last - months + 1), str(last))
    page(browser, enrolment=medical.number)
    with django_assert_num_queries(11):
        page(browser, enrolment=medical.number)
