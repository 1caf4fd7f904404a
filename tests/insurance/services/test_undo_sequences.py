"""Taking back, correcting and disputing one after another, with agencies that decide at different times."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notice
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Agency
from insurance.models import ClosedMonth, Enrolment
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.selectors.next_bill import agreed_lines, next_bill
from insurance.services import corrections, declarations, disputes, stops, undoing, unit_declarations
from tests.factories import NOW, EnrolmentFactory, PersonFactory, UserFactory
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory
from tests.insurance.services.test_undoing import (
    DAY,
    LATER,
    OCTOBER,
    codes_of,
    employee_of,
    in_effect,
    running,
    states,
    undo,
)

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 1)
IN_NOVEMBER = datetime(2026, 11, 9, 9, 0, tzinfo=NOW.tzinfo)


@pytest.fixture
def operator():
    return UserFactory(operator=True)


def accept(made, agency, on):
    part = made.parts.get(agency=agency)
    declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=on)


def refuse_withdrawal(made, agency, on=DAY):
    part = made.parts.get(agency=agency)
    by = {"actor": UserFactory(clerk=True), "version": part.version}
    return declarations.refuse_withdrawal(part.pk, **by, at=LATER, on=on, text="查明情况属实。")


def asked_back(operator, *people):
    """Return a reduction that human resources has carried out, while the medical agency thinks over its withdrawal."""
    made = in_effect(operator, *people, agencies=())
    for agency in Agency:
        accept(made, agency, date(2026, 9, 20))
    unit_declarations.withdraw(made.number, actor=operator, at=NOW, text="职工没有离开单位，报错了。")
    refuse_withdrawal(made, Agency.HRSS)
    assert dict(made.parts.values_list("agency", "state")) == {"hrss": "effective", "medical": "withdrawal_requested"}
    return made


def test_single_people_wait_for_an_agency_that_thinks_the_withdrawal_over(operator):
    stays, leaves = employee_of(operator), employee_of(operator)
    made = asked_back(operator, stays, leaves)
    with pytest.raises(RuleBroken, match=r"undo\.part_open"):
        undo(made, operator, [stays])


def test_what_was_taken_back_whole_is_not_carried_out_by_the_other_agency(operator):
    person = employee_of(operator)
    made = asked_back(operator, person)
    undo(made, operator)
    assert agreed_lines(operator.unit, Month(2026, 10)) == [], "the next bill counts them as staying"
    with pytest.raises(RuleBroken, match=r"withdraw\.taken_back"):
        refuse_withdrawal(made, Agency.MEDICAL)
    assert len(running(person)) == 5
    part = made.parts.get(agency=Agency.MEDICAL)
    declarations.grant_withdrawal(part.pk, actor=UserFactory(clerk=True), version=part.version, at=LATER)
    assert states(made) == {State.UNDONE, State.WITHDRAWN}


def test_a_withdrawal_refused_after_the_books_closed_changes_no_closed_month(operator):
    person = employee_of(operator)
    made = asked_back(operator, person)
    ClosedMonth.objects.create(area=made.area, month=OCTOBER, closed_on=NOVEMBER)
    with pytest.raises(RulesBroken) as caught:
        refuse_withdrawal(made, Agency.MEDICAL, on=IN_NOVEMBER.date())
    assert codes_of(caught) == ["withdraw.grant_only", "R007"]
    medical = Enrolment.objects.get(person=person, insurance=Insurance.MEDICAL)
    assert medical.stop_month is None


def corrected(made, operator, *people):
    keys = [person.pk for person in people]
    said = {"wrong": "still_employed", "text": "人事误报，该职工一直在岗。"}
    by = {"actor": operator, "at": IN_NOVEMBER, "on": IN_NOVEMBER.date()}
    correction = corrections.draft_correction(made, keys, **said, **by)
    unit_declarations.submit(correction.number, **by)
    for part in correction.parts.all():
        clerk = UserFactory(clerk=True)
        declarations.accept(part.pk, actor=clerk, version=part.version, at=IN_NOVEMBER, on=IN_NOVEMBER.date())
    return correction


def test_a_correction_goes_on_with_the_same_kind_of_employment(operator):
    person = employee_of(operator)
    Enrolment.objects.filter(person=person).update(employment_kind="dispatch")
    made = in_effect(operator, person)
    ClosedMonth.objects.create(area=made.area, month=OCTOBER, closed_on=NOVEMBER)
    corrected(made, operator, person)
    again = Enrolment.objects.filter(person=person, stop_month=None)
    assert set(again.values_list("employment_kind", flat=True)) == {"dispatch"}


def test_a_correction_settles_the_dispute_about_what_it_takes_away(operator):
    person = employee_of(operator)
    citizen = UserFactory(person=person)
    made = in_effect(operator, person)
    line = made.lines.select_related("declaration__area", "person").get()
    said = {"claimed_reason": "17", "proposed_by": None, "text": "我没有辞职，是单位通知我不用再来上班。"}
    dispute = disputes.lodge_dispute(line, **said, actor=citizen, at=LATER, on=DAY)
    ClosedMonth.objects.create(area=made.area, month=OCTOBER, closed_on=NOVEMBER)
    corrected(made, operator, person)
    assert states(dispute) == {State.WITHDRAWN}
    assert Notice.objects.filter(person=person, code="dispute_settled_by_undo").exists()


def test_who_leaves_in_an_open_month_is_taken_back_not_corrected_along(operator):
    closed, still_open = employee_of(operator), employee_of(operator)
    made = in_effect(operator, closed, still_open)
    made.lines.filter(person=still_open).update(stop_month=date(2026, 12, 1))
    Enrolment.objects.filter(person=still_open).update(stop_month=date(2026, 12, 1))
    ClosedMonth.objects.create(area=made.area, month=OCTOBER, closed_on=NOVEMBER)
    assert undoing.way_back(made, states(made)) == undoing.WayBack.UNDO
    with pytest.raises(RulesBroken) as caught:
        corrected(made, operator, closed, still_open)
    assert codes_of(caught) == ["correction.still_open"]
    undo(made, operator, [still_open])
    corrected(made, operator, closed)
    assert len(running(closed)) == len(running(still_open)) == 5
    assert states(made) == {State.UNDONE}


def test_the_request_that_was_settled_is_locked_before_any_enrolment(operator):
    """As who decides on the request's other part does: otherwise each waits for the other."""
    person = employee_of(operator)
    citizen = UserFactory(person=person)
    enrolment = Enrolment.objects.filter(person=person).first()
    said = {"reason": "moved_away", "stop_month": Month(2026, 10)}
    request = stops.lodge_stop(enrolment, **said, actor=citizen, at=NOW, on=date(2026, 9, 10))
    made = in_effect(operator, person)
    with CaptureQueriesContext(connection) as captured:
        undo(made, operator)
    locks = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"] or "FOR NO KEY UPDATE" in query["sql"]]
    of_request = min(at for at, sql in enumerate(locks) if f"'{request.number}'" in sql)
    of_enrolments = min(at for at, sql in enumerate(locks) if 'FROM "insurance_enrolment"' in sql)
    assert of_request < of_enrolments


def test_a_wage_that_only_goes_on_after_a_correction_is_not_estimated(operator):
    """It was never declared in the hall: the correction opens some of the segments, the others run on from before."""
    put_policy(AreaFactory())
    person = employee_of(operator)
    made = in_effect(operator, person, agencies=[Agency.HRSS])
    unit_declarations.withdraw(made.number, actor=operator, at=LATER)
    before = next_bill(operator.unit, Month(2026, 9), on=DAY)
    ClosedMonth.objects.create(area=made.area, month=OCTOBER, closed_on=NOVEMBER)
    corrected(made, operator, person)
    after = next_bill(operator.unit, Month(2026, 12), on=IN_NOVEMBER.date())
    assert (after.estimated, after.total_fen) == (0, before.total_fen)


def test_the_second_agency_decides_also_where_the_first_has_carried_out_all_of_somebody(operator):
    """Somebody part-time has work injury alone, with which the medical agency has nothing to do."""
    person, part_time = employee_of(operator), PersonFactory()
    EnrolmentFactory(person=part_time, unit=operator.unit, kind="employee", insurance=Insurance.INJURY)
    made = in_effect(operator, person, part_time)
    assert (states(made), running(part_time)) == ({State.EFFECTIVE}, set())
    undo(made, operator, [part_time])
    assert running(part_time) == {Insurance.INJURY}
