"""A run that is killed, or loses its database, in the middle: what goes on comes to the same as one nobody disturbed."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
from django.db import connection
from django.db.models import Count, Sum

from accounts.rules.errors import RuleBroken
from insurance.models import Assessment, AssessmentRun, Bill, ContributionLine, Posting
from insurance.rules.months import Month
from insurance.selectors.wage_differences import COLUMNS
from insurance.services.assessing import assess
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, employ
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory, EnrolmentFactory
from tests.insurance.services.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

AUGUST, SEPTEMBER = Month(2026, 8), Month(2026, 9)
STEPS = 12

CHILD = """
import os, sys, time, django
django.setup()
from datetime import date
from django.db import connection
connection.settings_dict["NAME"] = os.environ["ASSESS_TEST_DATABASE"]
from insurance.models import PoolingArea
from insurance.rules.months import Month
from insurance.services import assessing
from tests.factories.clock import NOW, TODAY
assessing.AT_ONCE = 5
real = assessing.charge

def slowly(*given, **named):
    print("step", flush=True)
    found = real(*given, **named)
    time.sleep(0.02)
    return found

assessing.charge = slowly
assessing.assess(PoolingArea.objects.get(), Month(2026, 9), actor=None, at=NOW, on=TODAY)
print("finished", flush=True)
"""


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
    """Return all that runs wrote, by payer and without keys."""
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


def forget() -> None:
    """Take back what the runs wrote, as if they had never been."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE insurance_posting, insurance_bill, insurance_contributionline, insurance_assessment,"
                       " insurance_assessmentrun, insurance_reassessment CASCADE")  # fmt: skip


def started() -> subprocess.Popen:
    environment = os.environ | {"ASSESS_TEST_DATABASE": connection.settings_dict["NAME"]}
    heard = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    return subprocess.Popen([sys.executable, "-c", CHILD], env=environment, **heard)


def until_step(child: subprocess.Popen, step: int, dice: random.Random) -> None:
    """Let a child come to a step and a little further."""
    for _ in range(step):
        child.stdout.readline()
    time.sleep(dice.random() * 0.05)


def end_backends() -> None:
    """Take its connection from the child, as a database does that dies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_run_killed_again_and_again_comes_to_what_an_undisturbed_one_does():
    area = city()
    dice = random.Random(7)
    for step, kill in ((2, "process"), (3, "database")):
        with started() as child:
            until_step(child, step, dice)
            child.send_signal(signal.SIGKILL) if kill == "process" else end_backends()
    interrupted = AssessmentRun.objects.get(month=SEPTEMBER.first_day)
    assert interrupted.state == "running"
    assert 0 < interrupted.payers_done < STEPS
    for _wait in range(50):
        try:
            assess(area, SEPTEMBER, actor=None, at=NOW, on=TODAY)
            break
        except RuleBroken:
            time.sleep(0.1)
    after = written()
    assert after["run"] == [("finished", STEPS, STEPS, STEPS + 1, 22, *after["run"][0][5:])]
    forget()
    again = [
        assess(area, AUGUST, actor=None, at=NOW, on=date(2026, 8, 9)),
        assess(area, SEPTEMBER, actor=None, at=NOW, on=TODAY),
    ]
    undisturbed = written()
    assert again[1].payers_done == STEPS
    september = [line for line in after["lines"] if "2026, 9, 1" in line]
    assert september == [line for line in undisturbed["lines"] if "2026, 9, 1" in line]
    assert [bill for bill in after["bills"] if "date(2026, 9, 1)" in bill] == [
        bill for bill in undisturbed["bills"] if "date(2026, 9, 1)" in bill
    ]
    assert by_fund(after) == by_fund(undisturbed)


def by_fund(books: dict) -> dict:
    """Return what was posted of each kind and fund; somebody charged by a supplement is two postings more, of the same sum."""
    return {(kind, insurance): fen for kind, insurance, _number, fen in books["posted"]}


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
