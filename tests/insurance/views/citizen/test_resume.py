"""Resume insurance: what can be resumed, when benefits return, and every refusal beside its field."""

from datetime import date

import pytest

from insurance.models import ClosedMonth, Declaration, DeclarationPart, Enrolment
from insurance.rules.months import Month
from tests.factories import (
    AreaFactory,
    DeclarationFactory,
    EnrolmentFactory,
    UnitFactory,
    UserFactory,
    employ,
    enrol_flexible,
)
from tests.factories.contributions import charge_months
from tests.factories.policy import put_policy
from tests.insurance.views.citizen.reading import inputs, main_of, refusals, sent, words_of
from tests.visits import let_in

PAGE = "/me/resume/"
STOPPED = {"stop_month": date(2026, 7, 1), "covered_until": date(2026, 7, 1), "end_reason": "moved_away"}


@pytest.fixture
def area(db):
    area = AreaFactory()
    put_policy(area)
    return area


@pytest.fixture
def pension(citizen, area):
    pension, _medical = enrol_flexible(citizen.person, **STOPPED)
    return pension


@pytest.fixture
def medical(citizen, pension):
    return Enrolment.objects.get(person=citizen.person, insurance=310)


@pytest.fixture
def resident(citizen, area):
    return EnrolmentFactory(person=citizen.person, resident=True, **STOPPED)


def page(browser, **asked):
    return browser.get(PAGE, asked)


def resume_of(enrolment, /, **changes) -> dict:
    """Return the answers that resume an enrolment from October 2026; ``changes`` replace or, None, remove some."""
    answers = {"enrolment": enrolment.number, "resume_month": "2026-10", "acknowledged": "on", **changes}
    return sent(**{name: value for name, value in answers.items() if value is not None})


def resumed(browser, enrolment, /, **changes) -> str:
    """Declare a resumption through the form; return its number."""
    response = browser.post(PAGE, resume_of(enrolment, **changes))
    assert response.status_code == 302, refusals(response)
    return response.headers["Location"].split("/")[3]


# What is shown ------------------------------------------------------------------------------------------------------


def test_somebody_who_stopped_nothing_has_nothing_to_resume(browser):
    assert "There is nothing to resume" in words_of(page(browser))


def test_an_employment_is_not_resumed_here(browser, citizen):
    employ(citizen.person, UnitFactory(), **STOPPED)
    assert "There is nothing to resume" in words_of(page(browser))


def test_everything_that_was_stopped_can_be_chosen(browser, pension, medical):
    EnrolmentFactory(person=pension.person, insurance=330, **STOPPED)
    said = words_of(page(browser))
    assert "pension insurance flexible employment, not charged since July 2026" in said
    assert "medical insurance, large-sum medical supplement" in said, "they are resumed together"


def test_when_benefits_return_and_what_the_gap_costs(browser, medical):
    charge_months(medical.person, "2026-01", "2026-06")
    said = words_of(page(browser, enrolment=medical.number, resume_month="2026-10"))
    assert "If you go on from October 2026" in said
    assert "Paying back the gap costs ¥1,938.00 July 2026, August 2026, September 2026" in said, "8.5 % of 7,600.00"
    assert "Benefits return Friday, 1 January 2027" in said, "92 days: three months from that of the credit"
    assert "Without paying it back benefits from 1 April 2027" in said
    assert "9 months without a break" in said
    assert "pay the gap back online" in said


def test_a_month_without_a_gap_costs_nothing(browser, citizen, area):
    ends = {**STOPPED, "stop_month": date(2026, 9, 1), "covered_until": date(2026, 9, 1)}
    _pension, medical = enrol_flexible(citizen.person, **ends)
    said = words_of(page(browser, enrolment=medical.number, resume_month="2026-09"))
    assert "nothing: there is no gap" in said
    assert "pay the gap back online" not in said


def test_a_resident_whose_year_is_paid_pays_nothing(browser, resident):
    charge_months(resident.person, "2026-01", "2026-01", parts={"resident_own": 40_000}, credited_on=date(2025, 11, 5))
    said = words_of(page(browser))
    assert "nothing: 2026 is paid already" in said
    assert "Benefits return Tuesday, 1 September 2026" in said


def test_a_resident_who_pays_late_waits(browser, resident):
    said = words_of(page(browser))
    assert "for the whole year 2026, whatever month you join in" in said
    assert "Benefits return Thursday, 10 December 2026" in said, "three months after the payment of today"


def test_a_wait_longer_than_the_year_is_said_and_the_next_year_offered(browser, resident, settings):
    """Paid on 10 November the wait lasts into February: the year is lost, the season's January is not."""
    settings.HALL_TODAY = date(2026, 11, 10)
    said = words_of(page(browser))
    assert "not in 2026 any more" in said
    assert "The wait would last until 10 February 2027" in said
    answer = page(browser, resume_month="2027-01")
    assert 'value="2027-01"' in answer.content.decode()
    assert "Benefits return Friday, 1 January 2027" in words_of(answer)


def test_outside_the_season_a_resident_is_not_offered_next_january(browser, resident, settings):
    settings.HALL_TODAY = date(2026, 8, 10)
    assert 'value="2027-01"' not in page(browser).content.decode()


@pytest.mark.parametrize(("closed", "offered"), [(None, {"2026-09", "2026-10"}), ("2026-09", {"2026-10"})])
def test_this_month_while_it_is_open_and_the_next(browser, pension, area, closed, offered):
    if closed:
        ClosedMonth.objects.create(area=area, month=date(2026, 9, 1), closed_on=date(2026, 9, 9))
    said = page(browser, enrolment=pension.number).content.decode()
    assert {month for month in ("2026-08", "2026-09", "2026-10", "2026-11") if f'value="{month}"' in said} == offered


def test_who_is_insured_by_a_unit_is_shown_the_way_out(browser, citizen, pension, medical):
    unit = UnitFactory()
    employ(citizen.person, unit, since=date(2026, 8, 1))
    said = words_of(page(browser))
    assert f"{unit.name} insures you since August 2026, and nobody is insured twice." in said
    assert "Submit the declaration" not in said


def test_residents_and_employees_exclude_each_other(browser, citizen, medical):
    EnrolmentFactory(person=citizen.person, resident=True, first_month=date(2026, 8, 1))
    said = words_of(page(browser))
    assert "You have resident medical insurance since August 2026, and nobody is insured twice." in said
    assert "If you go on from" in said, "pension insurance is another matter"


def test_what_ended_for_good_is_not_resumed(browser, citizen, area):
    ended = EnrolmentFactory(person=citizen.person, terminated=True, **{**STOPPED, "end_reason": "retired"})
    assert "ended for good" in words_of(page(browser))
    assert refusals(browser.post(PAGE, resume_of(ended))) == {("enrolment", "resume.ended")}


def test_a_preview_shows_and_keeps_everything_and_changes_nothing(browser, pension, medical):
    answer = browser.post(PAGE, sent(enrolment=medical.number, resume_month="2026-10", preview="yes"))
    assert "If you go on from October 2026" in words_of(answer)
    assert inputs(answer, "checked") == {medical.number, "2026-10"}
    assert refusals(answer) == set()
    assert not Declaration.objects.exists()


def test_an_area_without_a_rule_is_not_judged(browser, citizen):
    area = AreaFactory(code="379902", name_en="Haiyun")
    EnrolmentFactory(person=citizen.person, insurance=310, area=area, **STOPPED)
    said = words_of(page(browser))
    assert "ruled by your pooling area" in said
    assert "Benefits return" not in said


# What is declared ---------------------------------------------------------------------------------------------------


def test_a_resumption_is_declared(browser, citizen, medical):
    number = resumed(browser, medical)
    declaration = Declaration.objects.get(number=number)
    line = declaration.lines.get()
    assert (declaration.kind, line.insurances, line.start_month) == ("resume", [310], date(2026, 10, 1))
    assert [part.agency for part in declaration.parts.all()] == ["medical"]
    shown = browser.get(f"/me/declarations/{number}/")
    assert main_of(shown) == {"kind": "resume", "number": number, "state": "submitted"}
    assert "First month paid for again October 2026" in words_of(shown)
    assert "as shown when it was declared" in words_of(shown)
    assert "Resume insurance: medical insurance, from October 2026" in words_of(browser.get("/me/declarations/"))
    assert "You go on from October 2026: Under review." in words_of(browser.get("/me/insurance/"))


def test_its_receipt_says_from_when(browser, pension):
    receipt = browser.get(f"/me/declarations/{resumed(browser, pension)}/receipt.pdf")
    assert receipt.status_code == 200


def test_a_form_sent_twice_has_one_effect(browser, pension):
    answers = resume_of(pension)
    first, second = browser.post(PAGE, answers), browser.post(PAGE, answers)
    assert first.headers["Location"] == second.headers["Location"]
    assert Declaration.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"enrolment": ""}, "enrolment", "required"),
        ({"resume_month": ""}, "resume_month", "required"),
        ({"resume_month": "soon"}, "resume_month", "invalid"),
        ({"resume_month": "2026-08"}, "resume_month", "stop.month_not_allowed"),
        ({"resume_month": "2026-11"}, "resume_month", "stop.month_not_allowed"),
        ({"acknowledged": None}, "acknowledged", "required"),
        ({"submission_key": "x"}, "error-summary", "invalid"),
    ],
)
def test_a_refusal_stands_beside_its_field(browser, pension, medical, changes, place, code):
    answer = browser.post(PAGE, resume_of(pension, **changes))
    assert answer.status_code == 422
    assert (place, code) in refusals(answer)
    assert not DeclarationPart.objects.exclude(state="draft").exists()


def test_what_runs_is_refused(browser, citizen):
    running, _medical = enrol_flexible(citizen.person)
    assert refusals(browser.post(PAGE, resume_of(running))) == {("enrolment", "resume.nothing_stopped")}


def test_an_employment_is_refused(browser, citizen):
    ended = employ(citizen.person, UnitFactory(), **STOPPED)[0]
    assert refusals(browser.post(PAGE, resume_of(ended))) == {("enrolment", "resume.by_unit")}


def test_double_insurance_is_refused_with_the_unit_named(browser, citizen, medical):
    unit = UnitFactory()
    employ(citizen.person, unit, since=date(2026, 8, 1))
    answer = browser.post(PAGE, resume_of(medical))
    assert refusals(answer) == {("enrolment", "resume.insured_by_unit")}
    assert f"{unit.name} insures you since August 2026" in words_of(answer)


def test_an_open_declaration_about_the_same_is_refused(browser, pension):
    number = resumed(browser, pension)
    assert f"Your declaration {number} to resume pension insurance from October 2026" in words_of(page(browser))
    assert refusals(browser.post(PAGE, resume_of(pension))) == {("enrolment", "resume.open_declaration")}


def test_an_open_declaration_about_the_other_medical_scheme_is_refused(browser, medical):
    before = {"first_month": date(2020, 1, 1), "stop_month": date(2024, 1, 1), "covered_until": date(2024, 1, 1)}
    resumed(browser, EnrolmentFactory(person=medical.person, resident=True, end_reason="other", **before))
    assert refusals(browser.post(PAGE, resume_of(medical))) == {("enrolment", "resume.open_declaration")}


@pytest.mark.parametrize("number", ["E99999999", "1", "'; --", "\x00"])
def test_what_is_not_yours_does_not_exist(browser, pension, number):
    assert browser.post(PAGE, resume_of(pension, enrolment=number)).status_code in (404, 422)
    theirs, _medical = enrol_flexible(UserFactory().person, **STOPPED)
    assert browser.post(PAGE, resume_of(theirs)).status_code == 404
    assert not Declaration.objects.exists()


# What is corrected --------------------------------------------------------------------------------------------------


@pytest.fixture
def returned(citizen, pension):
    return DeclarationFactory(lodged_by=citizen, resumption=True, parts__state="returned")


def test_a_correction_begins_with_what_was_declared(browser, returned):
    said = page(browser, declaration=returned.number)
    assert "Correct a resumption of insurance" in words_of(said)
    assert "2026-10" in inputs(said, "checked")
    assert (
        f'href="{PAGE}?declaration={returned.number}"'
        in browser.get(f"/me/declarations/{returned.number}/").content.decode()
    )


def test_a_correction_is_submitted_under_the_same_number(browser, returned, pension):
    answer = browser.post(f"{PAGE}?declaration={returned.number}", resume_of(pension, resume_month="2026-09"))
    assert answer.headers["Location"] == f"/me/declarations/{returned.number}/"
    assert returned.parts.get().state == "submitted"
    assert returned.lines.get().start_month == date(2026, 9, 1)


def test_a_correction_stays_with_its_insurance(browser, returned, medical):
    answer = browser.post(f"{PAGE}?declaration={returned.number}", resume_of(medical))
    assert refusals(answer) == {("enrolment", "resume.other_insurance")}


def test_a_stop_is_not_corrected_as_a_resumption(browser, citizen, pension):
    stop = DeclarationFactory(lodged_by=citizen, parts__state="returned")
    assert page(browser, declaration=stop.number).headers["Location"] == f"/me/declarations/{stop.number}/"


def test_nobody_corrects_what_is_not_theirs(browser, citizen):
    theirs = DeclarationFactory(resumption=True, parts__state="returned")
    assert page(browser, declaration=theirs.number).status_code == 404


def test_an_operator_has_no_such_page(db, settings):
    assert let_in(UserFactory(operator=True)).get(PAGE).status_code in (302, 403, 404)


# What it costs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("months", [1, 50])
def test_the_page_asks_the_database_as_often_whatever_the_record(browser, medical, months, django_assert_num_queries):
    last = Month(2026, 6)
    charge_months(medical.person, str(last - months + 1), str(last))
    page(browser, enrolment=medical.number)
    with django_assert_num_queries(11):
        page(browser, enrolment=medical.number)
