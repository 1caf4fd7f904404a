"""Who acts for the unit: invited, given rights, removed; the unit never loses its last manager."""

import pytest

from accounts.models import AuditEntry, Notice, OneTimeCode, OutboxMessage, Session, User
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.services import operators
from tests.factories import NOW, PersonFactory, UserFactory
from tests.insurance.views.employer.pages import codes_of, refusals, sent
from tests.races import at_once
from tests.visits import let_in

LIST = "/employer/operators/"


def invitation(person, **changes) -> dict:
    answers = {
        "name": person.name,
        "id_number": person.identity_number,
        "operator": "wangli",
        "rights": ["prepare", "submit"],
        "handing": "person",
    }
    return sent(**answers | changes)


@pytest.fixture
def colleague(operator):
    return UserFactory(operator=True, unit=operator.unit, username="heyan", name="何妍", rights=["prepare"])


def test_the_list_is_read_by_everybody_and_changed_by_managers(browser, operator, colleague):
    assert "/employer/operators/invite/" in browser.get(LIST).content.decode()
    reader = let_in(colleague)
    page = reader.get(LIST).content.decode()
    assert "何妍" in page
    assert operator.name in page
    assert "/remove/" not in page
    for address in ("invite/", f"{operator.number}/rights/", f"{operator.number}/remove/", f"{operator.number}/code/"):
        assert reader.get(LIST + address).status_code == 403
        assert reader.post(LIST + address, sent()).status_code == 403


def test_an_invited_colleague_opens_the_account_with_the_code_shown_once(browser, operator):
    form = invitation(PersonFactory())
    page = browser.post(LIST + "invite/", form)
    assert (page.status_code, "no-store" in page.headers["Cache-Control"]) == (200, True)
    invited = User.objects.get(unit=operator.unit, username="wangli")
    assert (invited.rights, invited.activated_at, invited.person.name) == (["prepare", "submit"], None, invited.name)
    assert OneTimeCode.objects.get(user=invited).channel == "invitation"
    again = browser.post(LIST + "invite/", form)
    assert (again.status_code, again.headers["Location"]) == (302, LIST)
    assert Notice.objects.filter(unit=operator.unit, code="operator_invited").count() == 1


def test_the_code_goes_to_the_phone_on_file_and_nobody_sees_it(browser, operator):
    person = PersonFactory()
    response = browser.post(LIST + "invite/", invitation(person, handing="phone"))
    assert (response.status_code, response.headers["Location"]) == (302, LIST)
    message = OutboxMessage.objects.get(person=person, template="operator_invitation")
    assert operator.unit.name in message.text
    assert message.phone == person.phone


def test_number_and_name_that_do_not_belong_together_link_nobody(browser, operator):
    person = PersonFactory()
    assert browser.post(LIST + "invite/", invitation(person, name="别人")).status_code == 200
    assert User.objects.get(unit=operator.unit, username="wangli").person is None
    refused = browser.post(LIST + "invite/", invitation(person, name="别人", operator="other", handing="phone"))
    assert refusals(refused) == {("handing", "operator.no_phone")}
    assert not User.objects.filter(username="other").exists()


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"rights": []}, ("rights", "operator.rights_missing")),
        ({"id_number": "379901198504120001"}, ("id_number", "id.check")),
        ({"operator": "heyan"}, ("operator", "operator.name_taken")),
        ({"name": ""}, ("name", "required")),
    ],
)
def test_an_invitation_that_cannot_be_keeps_what_was_typed(browser, colleague, changes, refused):
    response = browser.post(LIST + "invite/", invitation(PersonFactory(), **changes))
    assert (response.status_code, refusals(response)) == (422, {refused})


def test_a_colleague_who_opened_the_account_gets_no_code_from_a_manager(browser, colleague):
    response = browser.post(f"{LIST}{colleague.number}/code/", sent())
    assert "operator.at_the_counter" in codes_of(response)
    User.objects.filter(pk=colleague.pk).update(activated_at=None)
    assert browser.post(f"{LIST}{colleague.number}/code/", sent()).status_code == 200


def test_rights_count_at_the_next_request_and_are_on_record(browser, operator, colleague):
    reader = let_in(colleague)
    assert reader.get(LIST + "invite/").status_code == 403
    assert browser.get(f"{LIST}{colleague.number}/rights/").status_code == 200
    browser.post(f"{LIST}{colleague.number}/rights/", sent(rights=["prepare", "manage_operators"]))
    assert reader.get(LIST + "invite/").status_code == 200
    entry = AuditEntry.objects.get(action="operator.rights_changed")
    assert (entry.facts["before"], entry.facts["after"]) == (["prepare"], ["manage_operators", "prepare"])
    assert Notice.objects.filter(unit=operator.unit, code="operator_rights_changed").exists()


@pytest.mark.parametrize("act", ["rights", "remove"])
def test_the_last_manager_stays(browser, operator, colleague, act):
    UserFactory(operator=True, unit=operator.unit, activated_at=None)
    response = browser.post(f"{LIST}{operator.number}/{act}/", sent(rights=["prepare"]))
    assert (response.status_code, codes_of(response)) == (422, {"operator.last_manager"})


def test_removal_ends_every_session_at_once(browser, colleague):
    leaving = let_in(colleague)
    assert leaving.get("/employer/").status_code == 200
    assert browser.get(f"{LIST}{colleague.number}/remove/").status_code == 200
    assert browser.post(f"{LIST}{colleague.number}/remove/", sent()).status_code == 302
    assert leaving.get("/employer/").status_code == 302
    assert not Session.objects.filter(user=colleague).exists()
    assert "operator.removed" in codes_of(browser.post(f"{LIST}{colleague.number}/remove/", sent()))
    assert "operator.removed" in codes_of(browser.post(f"{LIST}{colleague.number}/rights/", sent(rights=["pay"])))


@pytest.mark.parametrize("number", ["A", "A0", "A99999999", "heyan", "A1234567890123456789"])
def test_nobody_elses_operator_is_found(browser, number):
    stranger = UserFactory(operator=True)
    for address in (number, stranger.number):
        assert browser.get(f"{LIST}{address}/rights/").status_code == 404
        assert browser.post(f"{LIST}{address}/remove/", sent()).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_remove_each_other_leave_one():
    one = UserFactory(operator=True)
    other = UserFactory(operator=True, unit=one.unit)
    third = UserFactory(operator=True, unit=one.unit)
    outcomes = at_once(
        lambda: operators.remove_operator(other, actor=one, at=NOW),
        lambda: operators.remove_operator(one, actor=other, at=NOW),
    )
    left = User.objects.filter(unit=third.unit, is_active=True, rights__contains=[OperatorRight.MANAGE_OPERATORS])
    assert (left.count(), [one.code for one in outcomes if isinstance(one, RuleBroken)]) == (2, ["account.not_allowed"])
