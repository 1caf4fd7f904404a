"""What a unit may no longer do once its people or operators have left, and rows of registries that come late."""

from datetime import date

import pytest

from accounts.models import Person
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import OperatorRight
from accounts.services import codes, operators
from insurance.models import Enrolment
from insurance.rules.months import Month
from insurance.rules.personal_data import Datum
from insurance.selectors.unit_record import cancellation_obstacles, unit_standing
from insurance.services import info_changes, undoing, unit_declarations
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory, AssessmentFactory, BillFactory
from tests.insurance.admin.test_registry import CODE, FOUNDED, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    put_policy(AreaFactory())
    return UserFactory(operator=True)


@pytest.fixture
def person(operator):
    person = PersonFactory(phone="13900000001")
    employ(person, operator.unit)
    return person


def changed(operator, person, submit=True, wage_from=None, files=(), **values):
    by = {"actor": operator, "at": NOW, "on": TODAY}
    values = {Datum(name): value for name, value in values.items()}
    made = info_changes.draft_change(
        operator.unit, person, values, wage_from=wage_from, acknowledged=True, files=files, **by
    )
    return unit_declarations.submit(made.number, **by) if submit else made


def phone_of(person) -> str:
    return Person.objects.get(pk=person.pk).phone


# Data of people


def test_a_draft_about_somebody_who_has_left_is_not_sent(operator, person):
    made = changed(operator, person, submit=False, phone="13900000002")
    Enrolment.objects.filter(person=person).update(stop_month=date(2026, 9, 1), end_reason="14")
    with pytest.raises(RulesBroken) as caught:
        unit_declarations.submit(made.number, actor=operator, at=NOW, on=TODAY)
    assert [one.code for one in caught.value.problems] == ["info_change.not_insured"]
    assert phone_of(person) == "13900000001"


def test_a_wage_is_not_taken_back_together_with_a_phone_that_was_changed_since(operator, person):
    made = changed(operator, person, phone="13900000002", wage=900_000, wage_from=Month(2026, 10))
    changed(operator, person, phone="13900000003")
    with pytest.raises(RulesBroken) as caught:
        undoing.undo(made.number, actor=operator, at=NOW, on=TODAY)
    assert [one.code for one in caught.value.problems] == ["info_change.changed_since"]
    assert phone_of(person) == "13900000003"


# Operators


def test_the_code_of_a_removed_colleague_opens_nothing_when_they_come_back():
    manager = UserFactory(operator=True)
    made = {"username": "hr-new", "name": "陈晓云", "rights": [OperatorRight.PREPARE], "actor": manager, "at": NOW}
    colleague = operators.add_operator(manager.unit, **made)
    code = codes.issue_invitation_code(colleague, actor=manager, at=NOW)
    assert codes.check_operator_code(colleague.pk, code, at=NOW)
    operators.remove_operator(colleague, actor=manager, at=NOW)
    operators.add_operator(manager.unit, **made)
    with pytest.raises(RuleBroken, match=r"code\.wrong_operator"):
        codes.check_operator_code(colleague.pk, code, at=NOW)


# The end of a registration


def owed(unit, fen, *, state="issued", kind="regular", month=date(2026, 8, 1), due_on=None, corrects=None):
    assessment = AssessmentFactory(unit=unit, month=month, kind=kind, corrects=corrects)
    BillFactory(assessment=assessment, state=state, due_on=due_on, unit_total_fen=fen, own_total_fen=0)
    return assessment


def test_what_comes_back_to_a_unit_pays_no_arrears(operator):
    regular = owed(operator.unit, 100_000)
    owed(operator.unit, -100_000, state="open", kind="difference", corrects=regular)
    assert cancellation_obstacles(operator.unit, on=TODAY).unpaid_fen == 100_000


def test_a_difference_that_was_taken_back_is_owed_by_nobody_and_one_that_comes_back_hinders_nothing(operator):
    regular = owed(operator.unit, 0, state="cancelled")
    owed(operator.unit, 70_000, state="open", kind="difference", corrects=regular)
    owed(operator.unit, -70_000, state="open", kind="difference", corrects=regular)
    assert cancellation_obstacles(operator.unit, on=TODAY).unpaid_fen == 0
    owed(operator.unit, -5_000, state="open", kind="difference", corrects=regular)
    assert cancellation_obstacles(operator.unit, on=TODAY).unpaid_fen == 0


# Rows of registries


def test_a_row_that_comes_late_does_not_bring_back_what_changed_since(operator):
    exchange = UserFactory(staff=True, roles=["exchange_operator"])
    new = f"changed,{CODE},云州新程物流有限公司,,吕敏,2026-09-05,云州市新区1号,云州市市场监督管理局,379901"
    old = f"changed,{CODE},云州旧程物流有限公司,,程立,2026-08-30,云州市旧街9号,云州市市场监督管理局,379901"
    load(exchange, FOUNDED, new)
    result = load(exchange, old)
    assert (result.loaded, result.faults) == (1, [])
    from accounts.models import Unit

    unit = Unit.objects.get(credit_code=CODE)
    registration = unit.registration
    assert (unit.name, registration.representative_name, registration.address) == (
        "云州新程物流有限公司",
        "吕敏",
        "云州市新区1号",
    )
    registration.status, registration.injury_class = 1, 2
    registration.save()
    assert unit_standing(unit).reported == {}
