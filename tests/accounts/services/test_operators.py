"""Who acts for a unit, and that removal acts at once."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notice, Session
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.services import operators
from tests.factories import UnitFactory, UserFactory
from tests.factories.parties import PASSWORD

pytestmark = pytest.mark.django_db

AT = timezone.now()


def add(unit, actor, username="hr-new", rights=(OperatorRight.PREPARE,)):
    return operators.add_operator(unit, username=username, name="陈晓云", rights=rights, actor=actor, at=AT)


def test_the_first_operator_is_entered_at_the_counter():
    unit = UnitFactory()
    operator = add(unit, UserFactory(clerk=True))
    assert (operator.unit, operator.rights, operator.activated_at) == (unit, ["prepare"], None)
    assert not operator.has_usable_password()
    assert Notice.objects.get(unit=unit).code == "operator_added"


def test_an_operator_with_the_right_enters_colleagues_of_the_own_unit_only():
    manager = UserFactory(operator=True)
    assert add(manager.unit, manager)
    with pytest.raises(RuleBroken, match=r"account\.not_allowed"):
        add(UnitFactory(), manager)
    with pytest.raises(RuleBroken, match=r"account\.not_allowed"):
        add(manager.unit, UserFactory(operator=True, unit=manager.unit, rights=["prepare"]))


def test_a_name_is_given_once_and_taken_up_again_after_removal():
    manager = UserFactory(operator=True)
    operator = add(manager.unit, manager)
    with pytest.raises(RuleBroken, match=r"operator\.name_taken"):
        add(manager.unit, manager)
    operators.remove_operator(operator, actor=manager, at=AT)
    again = add(manager.unit, manager)
    assert (again.pk, again.is_active, again.activated_at) == (operator.pk, True, None)


def test_somebody_else_does_not_get_a_removed_colleagues_name():
    manager = UserFactory(operator=True)
    operators.remove_operator(add(manager.unit, manager), actor=manager, at=AT)
    with pytest.raises(RuleBroken, match=r"operator\.name_taken"):
        operators.add_operator(manager.unit, username="hr-new", name="陈小云", rights=["prepare"], actor=manager, at=AT)


def test_removal_ends_every_session_and_lets_nobody_in_again():
    manager = UserFactory(operator=True)
    leaving = UserFactory(operator=True, unit=manager.unit)
    client = Client()
    sent = {"credit_code": manager.unit.credit_code, "operator": leaving.username, "password": PASSWORD}
    assert client.post("/accounts/login/employer/", sent).status_code == 302
    operators.remove_operator(leaving, actor=manager, at=AT)
    assert not Session.objects.filter(user=leaving).exists()
    assert client.get("/accounts/sessions/").status_code == 302
    assert client.post("/accounts/login/employer/", sent).status_code == 422


def test_the_last_manager_stays_unless_the_counter_says_otherwise():
    manager = UserFactory(operator=True)
    UserFactory(operator=True, unit=manager.unit, rights=["prepare"])
    with pytest.raises(RuleBroken, match=r"operator\.last_manager"):
        operators.remove_operator(manager, actor=manager, at=AT)
    operators.remove_operator(manager, actor=UserFactory(clerk=True), at=AT)
    manager.refresh_from_db()
    assert not manager.is_active
