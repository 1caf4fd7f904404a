"""缓缴: asked for with reasons and papers, decided by a supervisor of each agency, and what it then means."""

import re
from datetime import date
from html import unescape

import pytest

from accounts.models import Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Agency
from insurance.models import Bill, Declaration
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.standing import Standing
from insurance.selectors.bills import due_now
from insurance.selectors.contribution_history import lines_between
from insurance.selectors.contributions import unit_has_arrears
from insurance.selectors.medical_benefits import stored_state
from insurance.services import benefits, declarations, unit_declarations
from insurance.services.declaration_kinds import deferral
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.money import area_with_rules, issued, ordered
from tests.factories.record import employ
from tests.insurance.services.test_money_races import meeting_at
from tests.insurance.views.employer.pages import codes_of, hidden, refusals, sent
from tests.races import at_once

NEW = "/employer/deferrals/new/"
DUE = date(2026, 8, 25)
UNTIL = date(2027, 3, 31)
TEXT = "八月下旬洪水淹没厂房，停产六周，账户资金用于清淤和发放工资。"


@pytest.fixture(autouse=True)
def rules(db):
    area_with_rules()


@pytest.fixture
def person(operator):
    person = PersonFactory()
    employ(person, operator.unit)
    return person


@pytest.fixture
def bills(operator, person) -> list[Bill]:
    """Two overdue bills of August, one of each agency."""
    return issued(person, "2026-08", unit=operator.unit, due_on=DUE)


@pytest.fixture
def answers(bills, picture) -> dict:
    return {
        "bills": [bill.number for bill in bills],
        "until": UNTIL.isoformat(),
        "difficulty": "natural_disaster",
        "text": TEXT,
        "attachments": [picture("通告.png")],
        "acknowledged": "on",
    }


def asked(browser, answers) -> Declaration:
    response = browser.post(NEW, sent(**answers))
    assert response.status_code == 302, refusals(response)
    number = response.headers["Location"].split("/")[3]
    page = browser.get(f"/employer/declarations/{number}/check/")
    assert "通告.png" in page.content.decode()
    response = browser.post(f"/employer/declarations/{number}/check/", sent(seen=hidden(page, "seen")))
    assert response.status_code == 302, refusals(response)
    return Declaration.objects.get(number=number)


def granted(declaration: Declaration, agency: Agency) -> None:
    part = declaration.parts.get(agency=agency)
    declarations.accept(part.pk, actor=UserFactory(supervisor=True), version=part.version, at=NOW, on=TODAY)


def test_each_agency_defers_its_own_bills(browser, operator, bills, answers):
    declaration = asked(browser, answers)
    assert declaration.kind == DeclarationKind.DEFERRAL
    granted(declaration, Agency.HRSS)
    deferred = dict(Bill.objects.filter(pk__in=[bill.pk for bill in bills]).values_list("agency", "deferred_until"))
    assert deferred == {"hrss": UNTIL, "medical": None}
    assert Notice.objects.filter(unit=operator.unit, code="bills_deferred").count() == 1
    page = browser.get(f"/employer/bills/{bills[0].number}/").content.decode()
    assert 'data-state="deferred"' in page


def test_papers_are_not_called_optional(browser, bills):
    page = unescape(browser.get(NEW).content.decode())
    label = page[page.index('for="id_attachments"') :]
    assert "optional" not in label[: label.index("</label>")]


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_about_one_bill_at_once_one_is_sent(monkeypatch, browser, operator, answers, picture):
    answers = [answers, {**answers, "attachments": [picture("通告.png")]}]
    numbers = [browser.post(NEW, sent(**one)).headers["Location"].split("/")[3] for one in answers]

    def submitted(number):
        try:
            unit_declarations.submit(number, actor=operator, at=NOW, on=TODAY, acknowledged=True)
        except RulesBroken as refused:
            return [problem.code for problem in refused.problems]
        return []

    meeting_at(monkeypatch, deferral, "deferrals_under_way")
    outcomes = at_once(*[lambda number=number: submitted(number) for number in numbers])
    assert sorted(outcomes) == [[], ["deferral.open_declaration"]]


def test_a_clerk_does_not_decide_it(browser, answers):
    part = asked(browser, answers).parts.get(agency=Agency.HRSS)
    with pytest.raises(RuleBroken, match="workflow"):
        declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=TODAY)


def test_a_deferred_bill_is_not_in_default(browser, operator, person, bills, answers):
    benefits.recompute([person.pk], on=TODAY)
    before = stored_state(person.pk, on=TODAY)
    assert unit_has_arrears(operator.unit, on=TODAY)
    assert due_now(operator.unit, on=TODAY).to_pay.late_fee_fen > 0
    declaration = asked(browser, answers)
    granted(declaration, Agency.HRSS)
    granted(declaration, Agency.MEDICAL)
    due = due_now(operator.unit, on=TODAY)
    assert due.to_pay.late_fee_fen == due.overdue_count == 0
    assert not unit_has_arrears(operator.unit, on=TODAY)
    [line] = lines_between(person.pk, Month(2026, 8), Month(2026, 8), on=TODAY)
    assert line.standing == Standing.DUE
    assert before[0] == "suspended"
    assert stored_state(person.pk, on=TODAY)[0] == "entitled"
    assert due_now(operator.unit, on=date(2027, 4, 1)).overdue_count == 2
    assert unit_has_arrears(operator.unit, on=date(2027, 4, 1))


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"bills": []}, ("bills", "deferral.no_bills")),
        ({"until": "2026-09-10"}, ("until", "deferral.not_later")),
        ({"until": "2027-08-26"}, ("until", "deferral.too_far")),
        ({"until": ""}, ("until", "required")),
        ({"text": "没有钱"}, ("text", "deferral.text_short")),
        ({"attachments": []}, ("attachments", "deferral.papers")),
        ({"bills": ["B99999999"]}, ("bills", "invalid_choice")),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(browser, answers, changes, refused):
    response = browser.post(NEW, sent(**answers | changes))
    assert response.status_code == 422
    assert refused in refusals(response)
    if "text" not in changes:
        assert TEXT in unescape(response.content.decode())


def test_that_the_due_day_has_passed_has_to_be_read(browser, answers):
    response = browser.post(NEW, sent(**{name: value for name, value in answers.items() if name != "acknowledged"}))
    assert "deferral.after_due" in response.content.decode()
    assert ("acknowledged", "not_acknowledged") in refusals(response)


def test_a_bill_that_is_just_being_paid_is_not_offered(browser, bills, answers):
    ordered(bills[:1])
    assert "invalid_choice" in codes_of(browser.post(NEW, sent(**answers)))


def test_what_is_being_paid_meanwhile_cannot_be_granted(browser, bills, answers):
    declaration = asked(browser, answers)
    ordered([Bill.objects.get(pk=bills[0].pk)])
    with pytest.raises((RuleBroken, RulesBroken), match="deferral.held"):
        granted(declaration, Agency.HRSS)


def test_the_same_bill_is_asked_for_once(browser, picture, answers):
    asked(browser, answers)
    again = answers | {"attachments": [picture("again.png")]}
    refused = browser.post(NEW, sent(**again))
    assert "deferral.open_declaration" in codes_of(refused)


def test_the_choices_say_which_bills_are_asked_for_already(browser, bills, answers):
    declaration = asked(browser, answers | {"bills": [bills[0].number]})
    page = unescape(english(browser))
    told = re.findall(r"\((B\d+)\) – asked for with (D\d+)", page)
    assert told == [(bills[0].number, declaration.number)]


def test_without_bills_the_page_says_so(browser):
    assert "No bill can be deferred" in english(browser)


def english(browser) -> str:
    browser.cookies["hall_language"] = "en"
    return browser.get(NEW).content.decode()
