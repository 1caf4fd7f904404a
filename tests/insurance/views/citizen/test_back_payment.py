"""Pay back a gap: the quote, the declaration, two people above twelve months, the bills, and what is credited."""

import re
from datetime import date

import pytest

from insurance.models import Assessment, Bill, ContributionLine, Declaration, DeclarationPart, Enrolment
from insurance.models.postings import Posting
from insurance.selectors.medical_benefits import benefits_begin
from insurance.services import benefits, declarations
from insurance.services.due import run_due
from tests.factories import NOW, TODAY, AreaFactory, EnrolmentFactory, UnitFactory, UserFactory, employ, enrol_flexible
from tests.factories.contributions import charge, charge_months
from tests.factories.policy import put_policy
from tests.insurance.views.citizen.reading import main_of, refusals, sent, words_of

PAGE = "/me/back-payment/"
LEFT = {"stop_month": date(2026, 7, 1), "covered_until": date(2026, 7, 1), "end_reason": "moved_away"}


@pytest.fixture
def area(db):
    area = AreaFactory()
    put_policy(area)
    return area


@pytest.fixture
def gap(citizen, area):
    """Paid to June, left from July on, paying again since September: two months were missed."""
    enrol_flexible(citizen.person, **LEFT)
    enrol_flexible(citizen.person, since=date(2026, 9, 1))
    charge_months(citizen.person, "2026-01", "2026-06")
    return citizen.person


def page(browser, **asked):
    return browser.get(PAGE, asked)


def answers(**changes) -> dict:
    given = {"insurance": "310", "first_month": "2026-07", "acknowledged": "on", **changes}
    return sent(**{name: value for name, value in given.items() if value is not None})


def declared(browser, **changes) -> Declaration:
    response = browser.post(PAGE, answers(**changes))
    assert response.status_code == 302, refusals(response)
    return Declaration.objects.get(number=response.headers["Location"].split("/")[3])


def decide(part: DeclarationPart, actor, on=TODAY):
    part.refresh_from_db()
    return declarations.accept(part.pk, actor=actor, version=part.version, at=NOW, on=on)


def send_back(part: DeclarationPart, actor, text: str) -> None:
    part.refresh_from_db()
    answer = {"reason_code": "facts_differ", "next_action": "correct_and_resubmit", "text": text}
    declarations.send_back(part.pk, actor=actor, version=part.version, **answer, at=NOW)


def clerk(**also):
    return UserFactory(clerk=True, agency="medical", **also)


def pay(person, day: date) -> None:
    """Credit every back payment of a person on a day, as money that came in would."""
    for bill in Bill.objects.filter(assessment__person=person, assessment__kind="back_payment"):
        Bill.objects.filter(pk=bill.pk).update(state="paid", paid_fen=bill.total_fen, paid_on=day, credited_on=day)
    benefits.recompute([person.pk], on=day)


# The quote -----------------------------------------------------------------------------------------------------------


def test_the_quote_tells_months_base_cost_return_and_until_when(browser, gap):
    said = words_of(page(browser))
    assert "medical insurance: July 2026 to August 2026" in said
    assert "To be paid, if credited today ¥1,292.00" in said, "two months of 8.5 % of 7,600.00"
    assert "no late fee" in said
    assert "Base ¥7,600.00 last year's local average wage" in said
    assert "Benefits return Tuesday, 1 December 2026" in said, "71 days: the third month counted from September"
    assert "This quote holds until Wednesday, 30 September 2026" in said
    assert "8 months 6 months without paying back" in said
    assert "not reimbursed, even when it is paid back" in said
    inside = page(browser).content.decode().partition("<main")[2]
    assert "/me/re-enrol/" not in inside, "who pays already cannot begin anew"


def test_a_return_that_paying_back_does_not_change_is_named_with_its_day(browser, citizen, area):
    """A gap of nineteen months ended in a new enrolment whose wait runs, paid back or not."""
    left = {"stop_month": date(2025, 1, 1), "covered_until": date(2025, 1, 1), "end_reason": "moved_away"}
    enrol_flexible(citizen.person, since=date(2024, 1, 1), **left)
    enrol_flexible(citizen.person, since=date(2026, 8, 1))
    charge_months(citizen.person, "2024-01", "2024-12")
    charge_months(citizen.person, "2026-08", "2026-08")
    benefits.recompute([citizen.person.pk], on=TODAY)
    begins = benefits_begin(citizen.person.pk, on=TODAY)
    assert begins == date(2027, 2, 1)
    said = words_of(page(browser))
    assert "Benefits return Monday, 1 February 2027 as after a new enrolment" in said


def test_looking_at_another_insurance_ticks_the_month_that_its_quote_begins_with(browser, gap):
    """The month that was ticked for one insurance need not be offered for the other."""
    charge(gap, "2026-07", parts={"medical_own": 40_000})
    looked_at = browser.post(PAGE, answers(insurance="110", first_month="2025-01", preview="yes"))
    assert looked_at.status_code == 200
    [ticked] = re.findall(r'name="first_month" value="([^"]*)"[^>]*\bchecked', looked_at.content.decode())
    assert ticked == "2026-07"


def test_what_changes_the_quote_is_renewed_by_the_page_of_the_declaration_itself(browser, gap):
    first = page(browser).content.decode()
    assert 'data-hx-get="/me/back-payment/"' in first
    assert 'data-hx-select-oob="#div_id_first_month"' in first, "another insurance offers other months"
    declaration = declared(browser)
    part = declaration.parts.get()
    send_back(part, clerk(), "请核对月份。")
    corrected = page(browser, declaration=declaration.number).content.decode()
    assert f'data-hx-get="/me/back-payment/?declaration={declaration.number}"' in corrected


def test_somebody_without_a_gap_has_nothing_to_pay_back(browser, citizen, area):
    enrol_flexible(citizen.person)
    charge_months(citizen.person, "2026-01", "2026-08")
    assert "There is nothing to pay back" in words_of(page(browser))


def test_who_was_never_insured_has_nothing_to_pay_back(browser, area):
    assert "There is nothing to pay back" in words_of(page(browser))


def test_who_stopped_and_does_not_pay_goes_on_first(browser, citizen, area):
    enrol_flexible(citizen.person, **LEFT)
    answer = page(browser)
    assert "Medical insurance is not paid since July 2026" in words_of(answer)
    assert 'href="/me/resume/"' in answer.content.decode()
    assert refusals(browser.post(PAGE, answers())) == {("insurance", "back_payment.not_paying")}


def test_who_left_an_employment_joins_first(browser, citizen, area):
    employ(citizen.person, UnitFactory(), **LEFT)
    assert 'href="/me/enrol/"' in page(browser).content.decode()


def test_an_employee_reads_what_the_unit_has_to_pay(browser, citizen, area):
    unit = UnitFactory()
    employ(citizen.person, unit)
    charge(citizen.person, "2026-07", unit=unit, standing="missing")
    said = words_of(page(browser))
    assert "Your unit has to pay them" in said
    assert unit.name in said
    assert "Submit the declaration" not in said


def test_an_overdue_bill_needs_no_declaration(browser, citizen, area):
    enrol_flexible(citizen.person)
    charge(citizen.person, "2026-07", standing="missing")
    said = words_of(page(browser))
    assert "Bills that are overdue" in said
    assert "No declaration is needed" in said


def test_pension_months_of_earlier_years_are_not_paid_back(browser, citizen, area):
    ends = {**LEFT, "stop_month": date(2025, 11, 1), "covered_until": date(2025, 11, 1)}
    EnrolmentFactory(person=citizen.person, **ends)
    EnrolmentFactory(person=citizen.person, first_month=date(2026, 3, 1))
    charge_months(citizen.person, "2025-09", "2025-10", parts={"pension_own": 160_000})
    said = words_of(page(browser))
    assert "pension insurance: January 2026 to February 2026" in said
    assert "November 2025 to December 2025 cannot be paid back" in said
    assert "To be paid, if credited today ¥3,200.00" in said, "two months of 20 % of the own base of 8,000.00"
    answer = browser.post(PAGE, answers(insurance="110", first_month="2025-11"))
    assert refusals(answer) == {("first_month", "back_payment.month_not_allowed")}


def test_of_pension_insurance_some_months_may_be_chosen_of_medical_insurance_all(browser, citizen, gap):
    said = words_of(page(browser, insurance="110", first_month="2026-08"))
    assert "To be paid, if credited today ¥1,600.00" in said
    answer = browser.post(PAGE, answers(first_month="2026-08"))
    assert refusals(answer) == {("first_month", "back_payment.month_not_allowed")}


def test_a_month_as_a_resident_was_not_missed(browser, citizen, area):
    enrol_flexible(citizen.person, **LEFT)
    covered = {"first_month": date(2026, 8, 1), "stop_month": date(2026, 9, 1), "covered_until": date(2026, 9, 1)}
    EnrolmentFactory(person=citizen.person, resident=True, end_reason="joined_alone", **covered)
    EnrolmentFactory(person=citizen.person, insurance=310, first_month=date(2026, 9, 1))
    said = words_of(page(browser))
    assert "July 2026 (1 month)" in said, "not August"
    assert "do not return by this payment" in said


def test_a_preview_changes_nothing(browser, gap):
    answer = browser.post(PAGE, sent(insurance="110", first_month="2026-08", preview="yes"))
    assert "To be paid, if credited today ¥1,600.00" in words_of(answer)
    assert refusals(answer) == set()
    assert not Declaration.objects.exists()


def test_an_area_without_a_rule_is_not_judged(browser, citizen):
    enrol_flexible(citizen.person, **LEFT)
    enrol_flexible(citizen.person, since=date(2026, 9, 1))
    answer = page(browser, insurance="310")
    assert answer.status_code == 200
    assert "published no rule" in words_of(answer)


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"insurance": ""}, "insurance", "required"),
        ({"insurance": "210"}, "insurance", "invalid_choice"),
        ({"first_month": ""}, "first_month", "required"),
        ({"first_month": "soon"}, "first_month", "invalid"),
        ({"first_month": "2026-06"}, "first_month", "back_payment.month_not_allowed"),
        ({"acknowledged": None}, "acknowledged", "required"),
        ({"submission_key": "x"}, "error-summary", "invalid"),
    ],
)
def test_a_refusal_stands_beside_its_field(browser, gap, changes, place, code):
    answer = browser.post(PAGE, answers(**changes))
    assert answer.status_code == 422
    assert (place, code) in refusals(answer)
    assert not DeclarationPart.objects.exclude(state="draft").exists()


# From the declaration to the months that count ----------------------------------------------------------------------


def test_a_back_payment_is_declared_accepted_paid_and_counts(browser, citizen, gap):
    declaration = declared(browser)
    shown = browser.get(f"/me/declarations/{declaration.number}/")
    assert main_of(shown) == {"kind": "back_payment", "number": declaration.number, "state": "submitted"}
    assert "Months paid back July 2026 to August 2026" in words_of(shown)
    assert "Quoted amount ¥1,292.00" in words_of(shown)
    assert "costs ¥1,292.00" in words_of(shown), "what was shown is kept"
    decide(declaration.parts.get(), clerk())
    bills = Bill.objects.filter(assessment__made_by=declaration.parts.get()).order_by("assessment__month")
    assert [(bill.state, bill.total_fen, bill.due_on, bill.issued_on) for bill in bills] == [
        ("issued", 64_600, date(2026, 9, 25), TODAY)
    ] * 2
    assert sorted(Posting.objects.values_list("kind", "insurance", "amount_fen")) == [("charge", 310, 64_600)] * 2
    lines = ContributionLine.objects.filter(assessment__kind="back_payment")
    assert {(line.medical_own, line.medical_base_fen, line.pension_own) for line in lines} == {(64_600, 760_000, None)}
    said = words_of(page(browser))
    assert "Ready to be paid" in said
    assert "together ¥1,292.00" in said
    assert "medical insurance: July 2026" not in said, "what is billed is not quoted again"
    assert "To the bills" in words_of(browser.get(f"/me/declarations/{declaration.number}/"))
    pay(citizen.person, TODAY)
    assert "Ready to be paid" not in words_of(page(browser))
    assert "1 December 2026" in words_of(browser.get("/me/benefits/"))


def test_a_receipt_is_printed(browser, gap):
    number = declared(browser).number
    assert browser.get(f"/me/declarations/{number}/receipt.pdf").status_code == 200


def test_two_declarations_about_one_gap_are_not_taken(browser, gap):
    number = declared(browser).number
    answer = browser.post(PAGE, answers())
    assert refusals(answer) == {("insurance", "back_payment.under_way")}
    assert number in answer.content.decode()
    assert f"Your back payment {number} is under way." in words_of(page(browser))


def test_a_changed_amount_is_not_accepted(browser, gap):
    """In the new year another average wage counts: the base is that of the payment."""
    part = declared(browser).parts.get()
    line = part.declaration.lines.get()
    line.details["total_fen"] -= 1
    line.save(update_fields=["details"])
    with pytest.raises(Exception, match=r"back_payment\.amount_changed"):
        decide(part, clerk())


def test_what_is_sent_back_is_corrected_on_a_new_quote(browser, gap):
    declaration = declared(browser)
    part = declaration.parts.get()
    send_back(part, clerk(), "Look again")
    address = f"{PAGE}?declaration={declaration.number}"
    assert "Look again" in words_of(browser.get(address))
    response = browser.post(address, answers())
    assert response.status_code == 302, refusals(response)
    part.refresh_from_db()
    assert part.state == "submitted"


def test_bills_that_nobody_pays_lapse_and_the_gap_is_quoted_again(browser, gap):
    decide(declared(browser).parts.get(), clerk())
    run_due(on=date(2026, 9, 25), at=NOW)
    assert set(Bill.objects.filter(assessment__kind="back_payment").values_list("state", flat=True)) == {"issued"}
    run_due(on=date(2026, 9, 26), at=NOW)
    run_due(on=date(2026, 9, 27), at=NOW)
    assert set(Bill.objects.filter(assessment__kind="back_payment").values_list("state", flat=True)) == {"cancelled"}
    kinds = sorted(Posting.objects.filter(bill__assessment__kind="back_payment").values_list("kind", flat=True))
    assert kinds == ["cancellation", "cancellation", "charge", "charge"]
    assert "medical insurance: July 2026 to August 2026" in words_of(page(browser))


# Two people ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def long_gap(citizen, area):
    """Left from July 2025 on, paying again since September 2026: fourteen months."""
    ends = {**LEFT, "stop_month": date(2025, 7, 1), "covered_until": date(2025, 7, 1)}
    EnrolmentFactory(person=citizen.person, insurance=310, **ends)
    EnrolmentFactory(person=citizen.person, insurance=310, first_month=date(2026, 9, 1))
    charge_months(citizen.person, "2025-01", "2025-06", parts={"medical_own": 40_000})
    return citizen.person


def test_more_than_twelve_months_need_two_people(browser, long_gap):
    assert "two people, one after the other" in words_of(page(browser))
    part = declared(browser, first_month="2025-07").parts.get()
    first, second = clerk(), UserFactory(supervisor=True, agency="medical")
    decide(part, first)
    part.refresh_from_db()
    assert (part.state, part.agreed_by, part.levels) == ("submitted", first, 2)
    assert not Assessment.objects.filter(kind="back_payment").exists()
    with pytest.raises(Exception, match=r"workflow\.second_person"):
        decide(part, first)
    with pytest.raises(Exception, match=r"workflow\.second_is_supervisor"):
        decide(part, clerk())
    decide(part, second)
    part.refresh_from_db()
    assert (part.state, part.decided_by) == ("effective", second)
    assert Assessment.objects.filter(kind="back_payment").count() == 14


def test_sent_back_after_the_first_both_decide_again(browser, long_gap):
    part = declared(browser, first_month="2025-07").parts.get()
    decide(part, clerk())
    part.refresh_from_db()
    send_back(part, UserFactory(supervisor=True, agency="medical"), "Look again")
    part.refresh_from_db()
    assert part.agreed_by is None


# A higher base for the year -----------------------------------------------------------------------------------------

BASE = "/me/back-payment/base/"


@pytest.fixture
def early(citizen, area, settings):
    """In February, with January charged on the lowest base: the level of the year can still be chosen."""
    settings.HALL_TODAY = date(2026, 2, 10)
    enrol_flexible(citizen.person)
    charge(citizen.person, "2026-01", parts={"pension_own": 91_200})
    ContributionLine.objects.update(hrss_base_fen=456_000)
    return citizen.person


def test_a_higher_base_of_the_year_is_quoted_declared_and_counts(browser, citizen, early):
    said = words_of(browser.get(BASE))
    assert "Your base is ¥4,560.00" in said
    assert "100% base ¥7,600.00; ¥1,520.00 a month; difference for the months charged already: ¥608.00" in said
    response = browser.post(BASE, sent(base="760000", acknowledged="on"))
    assert response.status_code == 302, refusals(response)
    part = DeclarationPart.objects.get(declaration__kind="back_payment")
    assert "Higher base ¥7,600.00" in words_of(browser.get(response.headers["Location"]))
    decide(part, UserFactory(clerk=True, agency="hrss"), on=date(2026, 2, 11))
    segments = Enrolment.objects.filter(person=citizen.person, insurance=110).order_by("first_month")
    assert [(one.first_month, one.stop_month, one.wage_fen) for one in segments] == [
        (date(2024, 1, 1), date(2026, 1, 1), None),
        (date(2026, 1, 1), None, 760_000),
    ]
    assert not Assessment.objects.filter(kind="back_payment").exists()


def test_a_raise_that_was_sent_back_is_corrected_on_its_page(browser, early):
    browser.post(BASE, sent(base="760000", acknowledged="on"))
    part = DeclarationPart.objects.get(declaration__kind="back_payment")
    send_back(part, UserFactory(clerk=True, agency="hrss"), "Look again")
    shown = browser.get(f"/me/declarations/{part.declaration.number}/")
    assert f'href="{BASE}"' in shown.content.decode()
    browser.post(BASE, sent(base="1140000", acknowledged="on"))
    part.refresh_from_db()
    assert part.state == "submitted"
    assert part.declaration.lines.get().details["wage_fen"] == 1_140_000


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"base": "456000"}, "base_raise.not_offered"), ({"base": None}, "required"), ({"base": "x"}, "invalid")],
)
def test_only_a_higher_level_is_taken(browser, early, changes, code):
    given = {"base": "760000", "acknowledged": "on", **changes}
    answer = browser.post(BASE, sent(**{name: value for name, value in given.items() if value is not None}))
    assert ("base", code) in refusals(answer)


def test_after_the_time_for_it_the_base_stays(browser, early, settings):
    settings.HALL_TODAY = date(2026, 4, 1)
    assert "could be chosen until Tuesday 31 March 2026" in words_of(browser.get(BASE))
    answer = browser.post(BASE, sent(base="760000", acknowledged="on"))
    assert refusals(answer) == {("base", "base_raise.too_late")}


def test_who_pays_no_pension_alone_has_no_base_to_raise(browser, area):
    assert "No pension base to raise" in words_of(browser.get(BASE))
