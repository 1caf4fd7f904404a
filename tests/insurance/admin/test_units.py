"""Units in the back office: found, looked at, and given operators who choose their own passwords."""

import re
import uuid
from datetime import date

import pytest
from django.test import Client

from accounts.models import Notice, OneTimeCode, Session, User
from accounts.rules.roles import OperatorRight, Role
from tests.factories import TODAY, BillFactory, PersonFactory, UnitFactory, UserFactory, employ
from tests.factories.record import AssessmentFactory
from tests.insurance.admin.sending import codes, page, send
from tests.visits import let_in

LIST = "/admin/accounts/unit/"


@pytest.fixture
def unit():
    return UnitFactory(name="云州青禾食品有限公司")


def home(unit) -> str:
    return f"{LIST}{unit.public_id}/"


@pytest.mark.parametrize("typed", ["青禾", "credit_code", "public_id"])
def test_a_unit_is_found_by_name_code_or_number(desk, unit, typed):
    UnitFactory()
    response = desk.get(LIST, {"q": getattr(unit, typed, typed)})
    assert 'data-total="1"' in page(response)
    assert home(unit) in page(response)


def test_nothing_found_says_what_to_do(desk, unit):
    assert 'class="empty"' in page(desk.get(LIST, {"q": "没有这家"}))


def test_the_page_counts_staff_and_arrears(desk, unit):
    for _ in range(3):
        employ(PersonFactory(), unit)
    shown = page(desk.get(home(unit)))
    assert "欠费" in shown
    overdue = {"unit_total_fen": 150_000, "own_total_fen": 50_000, "due_on": date(2026, 8, 25)}
    BillFactory(assessment=AssessmentFactory(unit=unit), **overdue)
    owing = page(desk.get(home(unit)))
    assert "2,000.00" in owing
    assert ">3</dd>" in owing
    assert unit.contact_phone not in owing


def test_the_first_operator_gets_a_code_and_chooses_the_password(desk, unit):
    sent = {"operator": "zhang", "name": "张人事", "rights": [right.value for right in OperatorRight]}
    key = str(uuid.uuid4())
    handed_out = desk.post(f"{home(unit)}operators/", sent | {"submission_key": key})
    assert handed_out.status_code == 200
    code = re.search(r">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})<", page(handed_out))[1]
    operator = User.objects.get(unit=unit, username="zhang")
    assert (operator.activated_at, set(operator.rights)) == (None, set(OperatorRight))
    assert Notice.objects.filter(unit=unit, code="operator_added").exists()
    again = desk.post(f"{home(unit)}operators/", sent | {"submission_key": key})
    assert (again.status_code, User.objects.filter(unit=unit).count()) == (302, 1)
    assert opens(unit, "zhang", code)


def opens(unit, username: str, code: str) -> bool:
    """Return whether the operator's door takes the code."""
    door = "/accounts/activate/employer/"
    client = Client()
    begun = send(client, door, credit_code=unit.credit_code, operator=username, activation_code=code)
    return begun.status_code == 302


@pytest.mark.parametrize("missing", ["operator", "name", "rights"])
def test_an_operator_needs_a_name_and_rights(desk, unit, missing):
    sent = {"operator": "zhang", "name": "张人事", "rights": ["submit"]}
    sent.pop(missing)
    response = send(desk, f"{home(unit)}operators/", **sent)
    assert (response.status_code, codes(response)) == (422, ["required"])
    assert not User.objects.filter(unit=unit).exists()


def test_a_name_that_is_taken_is_refused(desk, unit):
    UserFactory(operator=True, unit=unit, username="zhang")
    response = send(desk, f"{home(unit)}operators/", operator="zhang", name="张人事", rights=["submit"])
    assert "operator.name_taken" in codes(response)


def test_removing_an_operator_ends_every_session_at_once(desk, unit):
    operator = UserFactory(operator=True, unit=unit)
    let_in(operator)
    assert Session.objects.filter(user=operator).exists()
    response = send(desk, f"{home(unit)}operators/{operator.pk}/remove/")
    assert (response.status_code, response.headers["Location"]) == (302, home(unit))
    operator.refresh_from_db()
    assert not operator.is_active
    assert not Session.objects.filter(user=operator).exists()


def test_a_new_code_is_handed_out(desk, unit):
    operator = UserFactory(operator=True, unit=unit)
    assert send(desk, f"{home(unit)}operators/{operator.pk}/code/").status_code == 200
    assert OneTimeCode.objects.get(user=operator).purpose == "operator"


def test_an_operator_of_another_unit_is_not_found(desk, unit):
    foreign = UserFactory(operator=True)
    assert send(desk, f"{home(unit)}operators/{foreign.pk}/remove/").status_code == 404


def test_who_may_only_look_has_no_buttons(unit):
    cashier = let_in(UserFactory(staff=True, roles=[Role.CASHIER]))
    assert "operators/" not in page(cashier.get(home(unit)))
    assert send(cashier, f"{home(unit)}operators/", operator="x", name="x", rights=["submit"]).status_code == 403


def test_the_day_is_the_business_day(desk, unit):
    employ(PersonFactory(), unit, since=date(TODAY.year, TODAY.month + 1, 1))
    assert ">0</dd>" in page(desk.get(home(unit)))
