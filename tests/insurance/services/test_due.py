"""What is due by a day is done once, in any order of starts, and one failure stops nothing else."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from insurance.models import Enrolment, UnitRequest
from insurance.rules.months import Month
from insurance.services import declarations, stops
from insurance.services.due import run_due
from tests.factories import NOW, TODAY, UnitFactory, UserFactory, employ, enrol_flexible

pytestmark = pytest.mark.django_db

FIRST_OF_OCTOBER = date(2026, 10, 1)


def accepted_stop():
    citizen = UserFactory()
    enrol_flexible(citizen.person)
    enrolment = Enrolment.objects.get(person=citizen.person, insurance=110)
    month = Month(2026, 10)
    declaration = stops.lodge_stop(enrolment, reason="hardship", stop_month=month, actor=citizen, at=NOW, on=TODAY)
    part = declaration.parts.get()
    return declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=TODAY)


def asked_unit():
    citizen, unit = UserFactory(), UnitFactory()
    enrolment, *_ = employ(citizen.person, unit)
    return stops.lodge_stop(
        enrolment, reason="joined_employer", stop_month=Month(2026, 10), actor=citizen, at=NOW, on=TODAY
    )


def done(outcomes):
    return {outcome.job: outcome.done for outcome in outcomes}


def test_a_month_end_carries_out_what_was_accepted_once():
    part = accepted_stop()
    assert done(run_due(on=TODAY, at=NOW))["declarations taking effect"] == 0
    assert done(run_due(on=FIRST_OF_OCTOBER, at=NOW))["declarations taking effect"] == 1
    assert done(run_due(on=FIRST_OF_OCTOBER, at=NOW))["declarations taking effect"] == 0
    part.refresh_from_db()
    assert part.state == "effective"


def test_one_failure_is_named_and_does_not_stop_the_others(monkeypatch):
    broken, sound = accepted_stop(), accepted_stop()
    real = declarations.take_effect

    def sometimes(part_id, **given):
        if part_id == broken.pk:
            raise OSError("disk full")
        return real(part_id, **given)

    monkeypatch.setattr(declarations, "take_effect", sometimes)
    outcomes = run_due(on=FIRST_OF_OCTOBER, at=NOW)
    [outcome] = [one for one in outcomes if one.job == "declarations taking effect"]
    assert (outcome.done, outcome.failed) == (1, (str(broken.pk),))
    sound.refresh_from_db()
    assert sound.state == "effective"


def test_a_request_the_unit_leaves_unanswered_goes_to_the_agencies_the_day_after_its_limit():
    declaration = asked_unit()
    limit = declaration.unit_request.due_on
    assert limit == date(2026, 9, 17)
    assert done(run_due(on=limit, at=NOW))["requests passed on"] == 0
    assert done(run_due(on=date(2026, 9, 18), at=NOW))["requests passed on"] == 1
    assert UnitRequest.objects.get().answer == "silent"
    assert not declaration.parts.filter(with_unit=True).exists()
    assert set(declaration.parts.values_list("due_on", flat=True)) == {date(2026, 9, 25)}, "clock runs anew"


@pytest.mark.parametrize(("demo", "refused"), [(False, True), (True, False)])
def test_a_day_that_has_not_come_is_rehearsed_in_a_demo_city_only(settings, demo, refused):
    settings.HALL_DEMO = demo
    part = accepted_stop()
    if refused:
        with pytest.raises(CommandError, match="rehearsed"):
            call_command("run_due", on=date(2099, 1, 1), stdout=StringIO())
    else:
        call_command("run_due", on=date(2099, 1, 1), stdout=StringIO())
    part.refresh_from_db()
    assert part.state == ("accepted" if refused else "effective")
