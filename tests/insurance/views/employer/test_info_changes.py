"""A unit changes data of one of its staff: what counts at once, what is reviewed, what is refused, what is taken back."""

from datetime import date

import pytest
from django.utils.translation import override

from accounts.models import Notice, OutboxMessage
from insurance.models import Declaration, DeclaredWage
from insurance.services import declarations
from insurance.wording import ACCEPTED_BY_RULE
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory, AssessmentFactory
from tests.insurance.views.employer.pages import attribute, codes_of, refusals, sent

PHONE = "13900001234"


@pytest.fixture(autouse=True)
def policy(db):
    put_policy(AreaFactory())


@pytest.fixture
def employee(operator):
    person = PersonFactory(name="王小明", phone="13811112222")
    employ(person, operator.unit)
    return person


def address(person) -> str:
    return f"/employer/staff/{person.public_id}/change/"


def change(browser, person, **answers) -> Declaration:
    """Prepare and send a change; return it."""
    response = browser.post(address(person), sent(acknowledged="on", **answers))
    assert response.status_code == 302, refusals(response)
    check = response.headers["Location"]
    done = browser.post(check, sent())
    assert done.status_code == 302, refusals(done)
    return Declaration.objects.get(number=check.split("/")[3])


def refused(browser, person, **answers) -> set[tuple[str, str]]:
    response = browser.post(address(person), sent(acknowledged="on", **answers))
    assert response.status_code == 422
    assert not Declaration.objects.exists()
    return refusals(response)


def state_of(declaration) -> str:
    return declaration.parts.get().state


def test_a_phone_and_the_kind_of_employment_change_at_once(browser, employee):
    declaration = change(browser, employee, phone="+86 139-0000-1234", employment_kind="dispatch")
    employee.refresh_from_db()
    assert (state_of(declaration), employee.phone) == ("effective", PHONE)
    assert set(employee.enrolments.values_list("employment_kind", flat=True)) == {"dispatch"}
    assert Notice.objects.get(person=employee, code="data_changed_for_you").facts == {"what": "several"}
    told = {message.phone for message in OutboxMessage.objects.filter(template="phone_changed")}
    assert told == {"13811112222"}, "the old phone hears of the new one"


def test_old_and_new_phone_stand_masked_and_are_kept_encrypted(browser, employee):
    declaration = change(browser, employee, phone=PHONE)
    line = declaration.lines.get()
    assert line.details == {"changes": ["phone"]}
    content = browser.get(f"/employer/declarations/{declaration.number}/").content.decode()
    assert "138****2222 → 139****1234" in content
    assert PHONE not in content


def test_a_name_is_reviewed_with_a_paper(browser, employee, picture):
    assert ("attachments", "info_change.paper_missing") in refused(browser, employee, name="王晓明")
    declaration = change(browser, employee, name="王晓明", attachments=[picture("身份证.png")])
    part = declaration.parts.get()
    employee.refresh_from_db()
    assert (part.state, part.agency, employee.name) == ("submitted", "hrss", "王小明")
    account = UserFactory(person=employee)
    declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=TODAY)
    employee.refresh_from_db()
    account.refresh_from_db()
    assert (employee.name, account.name) == ("王晓明", "王晓明")


def test_the_phone_of_an_account_is_the_persons_own(browser, employee):
    UserFactory(person=employee)
    assert refused(browser, employee, phone=PHONE) == {("phone", "info_change.phone_of_account")}


def test_a_higher_wage_counts_from_its_month_without_anybodys_look(browser, employee, operator):
    declaration = change(browser, employee, wage="9000", wage_from="2026-10")
    assert state_of(declaration) == "effective"
    row = DeclaredWage.objects.get()
    assert (row.wage_fen, row.from_month, row.unit) == (900_000, date(2026, 10, 1), operator.unit)


def test_a_lower_base_is_reviewed(browser, employee):
    assert state_of(change(browser, employee, wage="7000", wage_from="2026-10")) == "submitted"
    assert not DeclaredWage.objects.exists()


def test_months_charged_already_keep_their_wage(browser, employee, operator):
    AssessmentFactory(unit=operator.unit, month=date(2026, 9, 1))
    assert refused(browser, employee, wage="9000", wage_from="2026-09") == {("wage_from", "info_change.wage_month")}
    assert 'value="2026-10"' in browser.get(address(employee)).content.decode()


@pytest.mark.parametrize(
    ("answers", "place", "code"),
    [
        ({"phone": "12345"}, "phone", "info_change.phone"),
        ({"name": "7"}, "name", "info_change.name"),
        ({"employment_kind": "part_time"}, "employment_kind", "info_change.other_insurances"),
        ({"wage": "9999999.99", "wage_from": "2026-10"}, "wage", "bases.wage_too_high"),
        ({"wage": "9000"}, "wage_from", "info_change.wage_month"),
        ({"name": "王小明"}, "", "info_change.nothing"),
        ({}, "", "info_change.nothing"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(browser, employee, answers, place, code):
    assert code in {found for where, found in refused(browser, employee, **answers) if where == place or not place}


def test_what_the_unit_has_to_read_is_ticked(browser, employee):
    response = browser.post(address(employee), sent(phone=PHONE))
    assert response.status_code == 422
    assert codes_of(response) == {"info_change.confirmed", "not_acknowledged"}
    assert f'value="{PHONE}"' in response.content.decode(), "what was typed stands there"


def test_a_draft_is_changed(browser, employee):
    response = browser.post(address(employee), sent(acknowledged="on", phone=PHONE))
    number = response.headers["Location"].split("/")[3]
    again = f"{address(employee)}?declaration={number}"
    assert f'value="{PHONE}"' in browser.get(again).content.decode()
    browser.post(again, sent(acknowledged="on", phone="13700001111"))
    assert Declaration.objects.get().lines.get().sealed
    assert Declaration.objects.count() == 1


def test_two_changes_of_one_person_wait_for_each_other(browser, employee, picture):
    change(browser, employee, name="王晓明", attachments=[picture("身份证.png")])
    response = browser.post(address(employee), sent(acknowledged="on", phone=PHONE))
    assert codes_of(response) == {"info_change.under_way"}


def test_what_nobody_reviewed_is_taken_back(browser, employee):
    declaration = change(browser, employee, phone=PHONE, employment_kind="dispatch")
    response = browser.post(f"/employer/declarations/{declaration.number}/undo/", sent())
    assert response.status_code == 302, refusals(response)
    employee.refresh_from_db()
    assert (state_of(declaration), employee.phone) == ("undone", "13811112222")
    assert set(employee.enrolments.values_list("employment_kind", flat=True)) == {""}


def test_a_wage_is_taken_back_until_a_month_is_charged_by_it(browser, employee, operator):
    declaration = change(browser, employee, wage="9000", wage_from="2026-10")
    undo = f"/employer/declarations/{declaration.number}/undo/"
    charged = AssessmentFactory(unit=operator.unit, month=date(2026, 10, 1))
    assert codes_of(browser.post(undo, sent())) == {"bases.charged_since"}
    charged.delete()
    assert browser.post(undo, sent()).status_code == 302
    assert DeclaredWage.objects.get().undone_at is not None


def test_who_left_is_not_changed(browser, operator):
    gone = PersonFactory()
    employ(gone, operator.unit, stop_month=date(2026, 8, 1), end_reason="14")
    assert "info_change.not_insured" in {code for _place, code in refused(browser, gone, phone=PHONE)}


def test_nobody_of_another_unit_is_there(browser):
    stranger = PersonFactory()
    employ(stranger, UserFactory(operator=True).unit)
    assert browser.get(address(stranger)).status_code == 404
    assert browser.post(address(stranger), sent(phone=PHONE)).status_code == 404


def test_the_clerk_sees_old_and_new(browser, employee, picture):
    declaration = change(browser, employee, name="王晓明", attachments=[picture("身份证.png")])
    assert attribute(browser.get(f"/employer/declarations/{declaration.number}/"), "kind") == "info_change"


def test_what_nobody_looked_at_is_said_to_have_passed_by_rule(browser, employee):
    declaration = change(browser, employee, phone="13900001234")
    text = browser.get(f"/employer/declarations/{declaration.number}/").content.decode()
    with override("zh-hans"):
        assert str(ACCEPTED_BY_RULE) in text
