"""The review page of disputes and corrections: what both sides say, what would change, what follows in money."""

from datetime import date

import pytest

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from insurance.models import ClosedMonth, Enrolment
from insurance.services import corrections, declarations, disputes, unit_declarations
from tests.factories import NOW, TODAY, UserFactory
from tests.insurance.services.test_corrections import DAY, LATER, OCTOBER, SAID, drafted, employee_of, reduced
from tests.visits import let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return UserFactory(operator=True)


def review(part, actor=None) -> str:
    actor = actor or UserFactory(clerk=True, agency=part.agency)
    return let_in(actor).get(f"/admin/insurance/declarationpart/{part.pk}/").content.decode()


def contested(operator):
    citizen = UserFactory(person=employee_of(operator))
    made = reduced(operator, citizen.person)
    line = made.lines.select_related("declaration__area", "person").get()
    said = {"claimed_reason": "17", "proposed_by": None, "text": "我没有辞职，是单位通知我不用再来上班。"}
    return disputes.lodge_dispute(line, **said, actor=citizen, at=NOW, on=TODAY)


def test_a_clerk_reads_both_sides_of_a_dispute(operator):
    dispute = contested(operator)
    page = review(dispute.parts.get())
    assert "我没有辞职" in page
    assert "14 本人辞职" in page
    assert "单位可在" in page
    disputes.state_view(dispute.number, "该员工提交了书面辞职信。", actor=operator, at=NOW, on=TODAY)
    page = review(dispute.parts.get())
    assert "该员工提交了书面辞职信。" in page
    assert "单位可在" not in page


def test_the_other_agency_has_no_part_in_it(operator):
    part = contested(operator).parts.get()
    other = UserFactory(clerk=True, agency=Agency.MEDICAL)
    assert let_in(other).get(f"/admin/insurance/declarationpart/{part.pk}/").status_code == 403


def test_an_operator_of_the_unit_who_also_is_staff_does_not_decide(operator):
    """Who acts for the unit is concerned by what its employee contests."""
    dispute = contested(operator)
    staff = UserFactory(clerk=True, agency=Agency.HRSS, person=UserFactory().person)
    UserFactory(operator=True, unit=operator.unit, person=staff.person)
    part = dispute.parts.get()
    with pytest.raises(RuleBroken, match=r"workflow\.own_case"):
        declarations.accept(part.pk, actor=staff, version=part.version, at=NOW, on=date(2026, 9, 18))


def test_a_correction_shows_what_goes_on_and_which_months_are_charged(operator):
    person = employee_of(operator)
    made = reduced(operator, person)
    correction = drafted(made, operator, [person])
    unit_declarations.submit(correction.number, actor=operator, at=LATER, on=DAY)
    part = correction.parts.get(agency=Agency.HRSS)
    page = review(part)
    assert made.number in page
    assert SAID in page
    assert "2026年10月" in page, "charged later"
    assert "2026年11月" in page, "goes on from"
    declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=LATER, on=DAY)
    begun = Enrolment.objects.filter(begun_by=part).first()
    assert begun.number in review(part)
    assert ClosedMonth.objects.get().month == OCTOBER
    assert corrections.lines_of(made, [person.pk])[0].insurances == (310, 510), "the other agency's are left"
