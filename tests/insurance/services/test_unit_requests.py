"""An employee's request and the unit's reduction that answers it: wholly, in part, or never."""

from datetime import date

import pytest

from accounts.models import AuditEntry, Notice
from accounts.rules.roles import Agency
from insurance.models import Enrolment, UnitRequest
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.services import declarations, reductions, stops, unit_declarations, unit_requests
from insurance.services.due import run_due
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW, TODAY, PersonFactory, UserFactory, employ

pytestmark = pytest.mark.django_db

AFTER_THE_LIMIT, OCTOBER = date(2026, 9, 18), date(2026, 10, 1)
CERTIFICATE = {"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"}
HRSS_ONLY, ALL_BUT_PENSION = (110, 210, 410), (210, 310, 410, 510)


@pytest.fixture
def operator():
    return UserFactory(operator=True)


@pytest.fixture
def request_(operator):
    """A request to stop all five insurances of an employment."""
    person = PersonFactory()
    enrolment = employ(person, operator.unit)[0]
    citizen = UserFactory(person=person)
    return stops.lodge_stop(enrolment, reason="moved_away", stop_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY)


def reduction(operator, request, insurances=()):
    answers = ReductionAnswers(
        reason="14", ended_on=date(2026, 9, 9), person=request.person, insurances=insurances, details=dict(CERTIFICATE)
    )
    drafted = reductions.draft_reduction(operator.unit, answers, actor=operator, at=NOW, on=TODAY, acknowledged=True)
    return unit_declarations.submit(drafted.number, actor=operator, at=NOW, on=TODAY)


def part_of(declaration, agency):
    return declaration.parts.get(agency=agency)


def accept(declaration, agency, on=OCTOBER):
    part = part_of(declaration, agency)
    return declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=on)


def refuse(declaration, agency, act):
    part = part_of(declaration, agency)
    answer = {"reason_code": "facts_differ", "next_action": "correct_and_resubmit", "text": "请核对。"}
    act(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, **answer)


def states(declaration) -> dict[str, tuple[str, bool]]:
    return {part.agency: (part.state, part.with_unit) for part in declaration.parts.all()}


def test_a_request_stays_with_the_unit_until_both_agencies_have_carried_the_reduction_out(operator, request_):
    declaration = reduction(operator, request_)
    accept(declaration, Agency.HRSS)
    assert UnitRequest.objects.get().answer == "pending", "the medical agency has not decided"
    assert states(request_) == {"hrss": (State.EFFECTIVE, False), "medical": (State.SUBMITTED, True)}
    accept(declaration, Agency.MEDICAL)
    assert UnitRequest.objects.get().answer == "done"
    assert states(request_) == {"hrss": (State.EFFECTIVE, False), "medical": (State.EFFECTIVE, False)}


def test_what_one_agency_rejects_of_the_reduction_is_passed_on_and_the_rest_stays_done(operator, request_):
    declaration = reduction(operator, request_)
    accept(declaration, Agency.HRSS)
    refuse(declaration, Agency.MEDICAL, declarations.reject)
    run_due(on=date(2026, 10, 9), at=NOW)
    assert UnitRequest.objects.get().answer == "silent"
    assert states(request_) == {"hrss": (State.EFFECTIVE, False), "medical": (State.SUBMITTED, False)}
    assert part_of(request_, Agency.HRSS).due_on is None, "nothing to answer where it is done"


@pytest.mark.parametrize(("insurances", "done"), [(HRSS_ONLY, {"hrss"}), (ALL_BUT_PENSION, {"medical"})])
def test_a_reduction_answers_only_what_it_stops(operator, request_, insurances, done):
    declaration = reduction(operator, request_, insurances)
    for part in declaration.parts.all():
        accept(declaration, part.agency)
    assert {agency for agency, (state, _) in states(request_).items() if state == State.EFFECTIVE} == done
    assert UnitRequest.objects.get().answer == "pending"
    assert unit_requests.overdue(AFTER_THE_LIMIT) == [request_.number]
    assert Enrolment.objects.filter(person=request_.person, stop_month=None).exists()


def test_a_reduction_that_was_sent_back_does_not_stop_the_units_clock(operator, request_):
    declaration = reduction(operator, request_)
    assert unit_requests.overdue(AFTER_THE_LIMIT) == []
    for agency in Agency:
        refuse(declaration, agency, declarations.send_back)
    assert unit_requests.overdue(AFTER_THE_LIMIT) == [request_.number]


def test_the_employee_is_told_when_the_reduction_carries_the_request_out(operator, request_):
    declaration = reduction(operator, request_)
    accept(declaration, Agency.HRSS, on=TODAY)
    late = NOW.replace(month=10, day=1)
    declarations.take_effect(part_of(declaration, Agency.HRSS).pk, at=late, on=OCTOBER)
    [step] = request_.events.filter(action="fulfil")
    assert (step.at, step.facts["reduction"]) == (late, declaration.number), (
        "the day it took effect, not of the decision"
    )
    told = Notice.objects.get(person=request_.person, code="declaration_effective")
    assert told.facts["number"] == request_.number
    [entry] = AuditEntry.objects.filter(action="declaration.took_effect", subject_number=request_.number)
    assert entry.facts == {"agency": "hrss", "reduction": declaration.number}


def test_a_request_is_passed_on_once_however_many_workers_find_it(request_):
    facts = {"at": NOW, "on": AFTER_THE_LIMIT}
    assert [unit_requests.pass_on_unanswered(request_.number, **facts) for _ in range(2)] == [True, False]
    assert request_.events.filter(action="forwarded").count() == 2, "one for each agency"


def test_a_unit_that_is_late_can_still_declare_and_settles_the_request(operator, request_):
    run_due(on=AFTER_THE_LIMIT, at=NOW)
    declaration = reduction(operator, request_)
    for agency in Agency:
        accept(declaration, agency)
    assert set(states(request_).values()) == {(State.EFFECTIVE, False)}
    assert UnitRequest.objects.get().answer == "silent", "that the unit was late stays on record"
