"""Taking back against everybody who can come in between: two connections, a barrier, one effect and one refusal."""

from dataclasses import replace
from datetime import date
from threading import Event
from time import sleep

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Person
from accounts.rules.errors import RuleBroken
from insurance.models import ClosedMonth, DeclarationEvent, Enrolment
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.services import corrections, declarations, disputes, reductions, undoing, unit_declarations
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW, TODAY, UserFactory, employ
from tests.races import at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = 8
OCTOBER, DAY, IN_NOVEMBER = date(2026, 10, 1), date(2026, 10, 9), date(2026, 11, 9)
CERTIFICATE = {"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"}
RESIGNED = ReductionAnswers(reason="14", ended_on=date(2026, 9, 9), details=CERTIFICATE)


@pytest.fixture
def in_effect():
    """A reduction that took effect in October, who declared it, and the person in it."""
    operator, citizen = UserFactory(operator=True), UserFactory()
    employ(citizen.person, operator.unit)
    answers = replace(RESIGNED, person=citizen.person, details=dict(CERTIFICATE))
    made = reductions.draft_reduction(operator.unit, answers, actor=operator, at=NOW, on=TODAY, acknowledged=True)
    unit_declarations.submit(made.number, actor=operator, at=NOW, on=TODAY)
    for part in made.parts.all():
        declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=OCTOBER)
    return made, operator, citizen


def undo(made, operator):
    return undoing.undo(made.number, actor=operator, at=NOW, on=DAY)


def running(person) -> int:
    return Enrolment.objects.filter(person=person, stop_month=None).count()


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_twice_at_once_has_one_effect(in_effect, round_):
    made, operator, citizen = in_effect
    outcomes = at_once(*[lambda: undo(made, operator)] * 2)
    assert refusals(outcomes) == ["undo.nothing_in_effect"]
    assert DeclarationEvent.objects.filter(declaration=made, action="undo").count() == 2, "once for each agency"
    assert running(citizen.person) == 5


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_month_is_closed_before_or_after_but_never_during(in_effect, round_):
    made, operator, citizen = in_effect

    def close():
        with transaction.atomic():
            ClosedMonth.objects.create(area=made.area, month=OCTOBER, closed_on=DAY)
            return running(citizen.person)

    undone, at_closing = at_once(lambda: undo(made, operator), close)
    if isinstance(undone, RuleBroken):
        assert (undone.code, at_closing, running(citizen.person)) == ("undo.month_closed", 0, 0)
    else:
        assert (at_closing, running(citizen.person)) == (5, 5)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_another_unit_takes_the_person_on_or_the_old_one_back(in_effect, round_):
    made, operator, citizen = in_effect
    other = UserFactory(operator=True).unit
    mine = Enrolment.objects.get(person=citizen.person, insurance=Insurance.PENSION)

    def take_on():
        again = {"person": citizen.person, "area": mine.area, "unit": other, "kind": EnrolmentKind.EMPLOYEE}
        try:
            with transaction.atomic():
                list(Person.objects.filter(pk=citizen.person_id).select_for_update(no_key=True))
                Enrolment.objects.create(
                    **again, insurance=Insurance.PENSION, first_month=OCTOBER, covered_from=OCTOBER
                )
        except IntegrityError as overlap:
            raise RuleBroken("taken") from overlap

    outcomes = at_once(lambda: undo(made, operator), take_on)
    refused = refusals(outcomes)
    assert refused in (["taken"], ["undo.insured_elsewhere"], ["undo.insured_elsewhere.meanwhile"])
    assert Enrolment.objects.filter(person=citizen.person, insurance=110, stop_month=None).count() == 1
    assert running(citizen.person) == (5 if refused == ["taken"] else 1)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_dispute_is_accepted_or_settled_by_the_undoing(in_effect, round_):
    made, operator, citizen = in_effect
    line = made.lines.select_related("declaration__area", "person").get()
    said = {"claimed_reason": "17", "proposed_by": None, "text": "我没有辞职，是单位通知我不用再来上班。"}
    dispute = disputes.lodge_dispute(line, **said, actor=citizen, at=NOW, on=TODAY)
    part, clerk = dispute.parts.get(), UserFactory(clerk=True)

    def accept():
        return declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=DAY)

    outcomes = at_once(lambda: undo(made, operator), accept)
    assert running(citizen.person) == 5
    part.refresh_from_db()
    assert part.state == ("withdrawn" if isinstance(outcomes[1], RuleBroken) else "effective")


@pytest.mark.parametrize("round_", range(2))
def test_a_correction_waits_for_books_that_are_being_closed(in_effect, round_):
    made, operator, citizen = in_effect
    ClosedMonth.objects.create(area=made.area, month=OCTOBER, closed_on=IN_NOVEMBER)
    by = {"actor": operator, "at": NOW, "on": IN_NOVEMBER}
    said = {"wrong": "still_employed", "text": "人事误报，该职工一直在岗。"}
    correction = corrections.draft_correction(made, [citizen.person.pk], **said, **by)
    unit_declarations.submit(correction.number, **by)
    part, clerk, begun = correction.parts.get(agency="medical"), UserFactory(clerk=True), Event()

    def close():
        with transaction.atomic():
            ClosedMonth.objects.create(area=made.area, month=IN_NOVEMBER.replace(day=1), closed_on=IN_NOVEMBER)
            begun.set()
            sleep(0.5)

    def accept():
        begun.wait()
        return declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=IN_NOVEMBER)

    assert refusals(at_once(accept, close)) == []
    again = Enrolment.objects.get(person=citizen.person, insurance=Insurance.MEDICAL, stop_month=None)
    assert again.first_month == date(2026, 12, 1)
