"""The measurements run on a city and say what they reached; times are for whoever reads them, not for a test."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from insurance.models import AssessmentRun, Batch, Declaration, Payment
from portal.bench import assessing, paying
from portal.bench.batches import table_of
from portal.bench.benefits import measurements
from portal.bench.measuring import Measured
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def test_a_city_is_measured(demo_city):
    rules, page, anew, again = measurements(on=TODAY)
    assert rules.note == "5 interruptions, explained"
    assert page.reached
    assert page.note.startswith("7 statements")
    assert anew.note.endswith("periods")
    assert (again.note, again.reached) == ("0 rows written", True)
    assert anew.ratio == anew.floor / anew.product


def test_tables_are_measured_and_leave_nothing(demo_city):
    before = Batch.objects.count(), Declaration.objects.count()
    [whole] = table_of(20, on=TODAY, goals=(600,))
    assert whole.reached
    assert (Batch.objects.count(), Declaration.objects.count()) == before


def test_a_month_assessed_is_measured_and_leaves_nothing(demo_city):
    before = AssessmentRun.objects.count()
    month = assessing.measured(TODAY, 200, "some people")
    assert int(month.note.split()[0].replace(",", "")) > 200
    assert AssessmentRun.objects.count() == before


def test_an_order_of_many_bills_is_measured_and_leaves_nothing(demo_city):
    before = Payment.objects.count(), AssessmentRun.objects.count()
    begun, credited, _posted = paying.measurements(on=TODAY, bills=6)
    assert begun.name == "6 bills of one order begun"
    assert credited.note.startswith("6 bills and ")
    assert (Payment.objects.count(), AssessmentRun.objects.count()) == before


@pytest.mark.parametrize(("reached", "mark"), [(True, "reached"), (False, "MISSED")])
def test_the_table_names_machine_goal_and_ratio(monkeypatch, reached, mark):
    one = Measured("a page", 0.5, "< 1 s", reached, floor=0.25, note="told")
    monkeypatch.setattr("portal.management.commands.bench.measurements", lambda *, on: [one])
    out = StringIO()
    try:
        call_command("bench", stdout=out)
    except CommandError:
        assert not reached
    machine, line = out.getvalue().splitlines()
    assert "PostgreSQL" in machine
    assert line == f"a page: 500.00 ms (floor 250.00 ms, ratio 0.500; told); goal < 1 s: {mark}"
