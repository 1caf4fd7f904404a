"""A run that is killed, or loses its database, in the middle: what goes on comes to the same as one nobody disturbed."""

from datetime import date
from pathlib import Path

import pytest
from django.db.models import Count, Sum
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import AuditEntry
from accounts.rules.errors import RuleBroken
from insurance.models import Assessment, AssessmentRun, Bill, ContributionLine, Posting
from insurance.rules.months import Month
from insurance.selectors.wage_differences import COLUMNS
from insurance.services.assessing import TASK, assess, order
from tests import hall_processes
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory, employ
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory, EnrolmentFactory
from tests.races import at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

AUGUST, SEPTEMBER = Month(2026, 8), Month(2026, 9)
STEPS = 12

CHILD = """
import django
django.setup()
from insurance.models import PoolingArea
from insurance.rules.months import Month
from insurance.services import assessing
from tests.factories.clock import NOW, TODAY
from tests.hall_processes import get_stuck
assessing.AT_ONCE = 5
get_stuck(assessing, "charge", at={stuck_at})
assessing.assess(PoolingArea.objects.get(), Month(2026, 9), actor=None, at=NOW, on=TODAY)
"""
"""A process that assesses a month, a payer at each step, and is stuck in the middle of a step, there to be killed."""


def city():
    """Return an area in which twelve payers wait, and something changed in August since it was assessed."""
    area = AreaFactory()
    put_policy(area)
    units = [UnitFactory() for _ in range(STEPS - 2)]
    for unit in units:
        employ(PersonFactory(), unit)
    for insurance in (110, 310):
        EnrolmentFactory(insurance=insurance, wage_fen=700_000)
    assess(area, AUGUST, actor=None, at=NOW, on=date(2026, 8, 9))
    employ(PersonFactory(), units[0], since=AUGUST.first_day)
    return area


def written() -> dict:
    """Return all that runs wrote, by payer and without keys of their own."""
    rows = ContributionLine.objects.values_list(
        "assessment__unit", "assessment__person", "person", "month", "assessment__kind", *COLUMNS
    )
    bills = Bill.objects.values_list(
        "assessment__unit", "assessment__person", "assessment__month", "assessment__kind", "agency", "unit_total_fen",
        "own_total_fen", "state", "due_on", "issued_on",
    )  # fmt: skip
    posted = Posting.objects.values_list("kind", "insurance").annotate(n=Count("pk"), fen=Sum("amount_fen"))
    run = AssessmentRun.objects.filter(month=SEPTEMBER.first_day).values_list(
        "state", "payers_done", "payers_total", "people", "bills", "unit_fen", "own_fen", "corrected"
    )
    return {
        "lines": sorted(map(str, rows)),
        "bills": sorted(map(str, bills)),
        "posted": sorted(posted),
        "run": list(run),
    }


def stuck_at(step: int):
    return hall_processes.running(CHILD.replace("{stuck_at}", str(step)))


def test_a_run_killed_again_and_again_comes_to_what_an_undisturbed_one_does(tmp_path):
    after = disturbed(tmp_path / "postgres")
    area = city()
    assess(area, SEPTEMBER, actor=None, at=NOW, on=TODAY)
    assert after == written()


def disturbed(data: Path) -> dict:
    """Return what is written where a run loses its process, its session and its server, and then goes on."""
    with hall_processes.on_a_server_of_its_own(data):
        area = city()
        with stuck_at(3) as child:
            hall_processes.until_stuck(child)
            hall_processes.be_killed(child)
        assert state() == ("running", 2)
        with stuck_at(3) as child:
            hall_processes.until_stuck(child)
            hall_processes.end_sessions()
            assert hall_processes.go_on(child) != 0, "the process lost its session"
        assert state() == ("running", 4)
        with stuck_at(2) as child:
            hall_processes.until_stuck(child)
            hall_processes.kill_server(data)
            assert hall_processes.go_on(child) != 0, "the process lost its database"
        assert state() == ("running", 5)
        assess(area, SEPTEMBER, actor=None, at=NOW, on=TODAY)
        return written()


def state() -> tuple[str, int]:
    run = AssessmentRun.objects.get(month=SEPTEMBER.first_day)
    return run.state, run.payers_done


def test_two_who_assess_at_once_write_it_once():
    area = city()

    def one():
        try:
            return assess(area, SEPTEMBER, actor=None, at=NOW, on=TODAY).state
        except RuleBroken as refused:
            return refused.code

    outcomes = at_once(one, one, one)
    assert "finished" in outcomes
    assert set(outcomes) <= {"finished", "assess.under_way"}
    regular = Assessment.objects.filter(month=SEPTEMBER.first_day, kind="regular")
    assert regular.count() == STEPS
    assert AssessmentRun.objects.get(month=SEPTEMBER.first_day).payers_done == STEPS


def test_fifty_who_order_a_month_at_once_begin_one_run():
    area, actor = city(), UserFactory(supervisor=True)
    outcomes = at_once(*[lambda: order(area, SEPTEMBER, actor=actor, at=NOW, on=TODAY).pk] * 50)
    run = AssessmentRun.objects.get(month=SEPTEMBER.first_day)
    ordered = outcomes.count(run.pk)
    assert ordered > 0
    assert refusals(outcomes) == ["assess.unfinished"] * (50 - ordered)
    assert AuditEntry.objects.filter(action="assessment.begun").count() == 2, "that of August, and this one"
    assert ProcrastinateJob.objects.filter(task_name=TASK, args={"run_id": run.pk}).count() == ordered


def test_who_joins_while_a_month_is_assessed_is_charged_once():
    area = city()
    unit, person = UnitFactory(), PersonFactory()
    outcomes = at_once(
        lambda: assess(area, SEPTEMBER, actor=None, at=NOW, on=TODAY).state,
        lambda: len(employ(person, unit, since=AUGUST.first_day)),
    )
    assert set(outcomes) == {"finished", 5}
    assess(area, Month(2026, 10), actor=None, at=NOW, on=date(2026, 10, 9))
    lines = ContributionLine.objects.filter(person=person, month=SEPTEMBER.first_day)
    assert sum(line.pension_own or 0 for line in lines) == 64_000
    assert sum(line.medical_own or 0 for line in lines) == 16_000
