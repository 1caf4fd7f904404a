"""Many at once, and a worker that is killed: one effect, the same result."""

import os
import signal
import subprocess
import sys
import time
import uuid
from urllib.parse import quote

import pytest
from django.conf import settings as hall
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.services import submissions
from insurance.models import Batch, BatchRow, Declaration
from insurance.rules.kinds import DeclarationKind
from insurance.services import batch_checking, batch_filing, batches
from tests.factories import NOW, TODAY, UserFactory
from tests.factories.batches import checked, choose, hand_in, leaving, staff_of, table
from tests.portal.test_tasks import take_up
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

CROWD = 8


@pytest.fixture
def operator():
    return UserFactory(operator=True)


def test_one_file_sent_by_many_at_once_is_one_table(operator):
    content = table([leaving(one) for one in staff_of(operator.unit, 2)])

    def send():
        return batches.receive(
            operator.unit, DeclarationKind.REDUCTION, "a.csv", content, actor=operator, at=NOW, on=TODAY
        )

    received = at_once(*[send] * CROWD)
    assert Batch.objects.count() == 1
    assert sorted(one.again for one in received) == [False] + [True] * (CROWD - 1)


def test_equal_tables_checked_at_once_count_once(operator):
    rows = [leaving(one) for one in staff_of(operator.unit, 3)]
    turned = [hand_in(operator, table(rows[start:] + rows[:start]), f"{start}.csv") for start in range(3)]
    at_once(*[lambda batch=batch: batch_checking.check(batch.pk, at=NOW, on=TODAY) for batch in turned])
    assert sorted(Batch.objects.values_list("state", flat=True)) == ["checked", "discarded", "discarded"]


def test_one_choice_submitted_by_many_at_once_makes_one_declaration(operator):
    batch = checked(operator, table([leaving(one) for one in staff_of(operator.unit, 2)]))
    key = uuid.uuid4()

    def submit():
        return submissions.once(key, lambda: choose(batch, operator).public_id, user=operator, at=NOW)

    assert set(at_once(*[submit] * CROWD)) == {batch.public_id}
    at_once(*[lambda: batch_filing.apply(batch.pk, at=NOW, on=TODAY)] * CROWD)
    assert Declaration.objects.count() == 1


def test_two_tables_about_one_person_filed_at_once_declare_them_once(operator):
    first, second, third = staff_of(operator.unit, 3)
    tables = [checked(operator, table([leaving(first), leaving(other)])) for other in (second, third)]
    for one in tables:
        choose(one, operator)
    at_once(*[lambda pk=one.pk: batch_filing.apply(pk, at=NOW, on=TODAY) for one in tables])
    assert sorted(Batch.objects.values_list("state", flat=True)) == ["applied", "checked"]
    assert Declaration.objects.get().lines.filter(person=first).count() == 1


WORKER = """
import datetime, itertools, time, django
django.setup()
from django.conf import settings
settings.HALL_TODAY = datetime.date({today:%Y, %m, %d})
from insurance.services import batch_rows
batch_rows.ROWS_AT_ONCE = {rows_at_once}
look, looks = batch_rows.chunk_of, itertools.count()
def look_or_be_stuck(*a, **k):
    if next(looks) == {stuck_after}:
        time.sleep(600)
    return look(*a, **k)
batch_rows.chunk_of = look_or_be_stuck
from procrastinate.contrib.django import app
with app.replace_connector(app.connector.get_worker_connector()) as working:
    working.run_worker(wait=False, queues=["default"], install_signal_handlers=False)
"""
"""A real worker process, which ends when no job is left. It can be stuck after some looks at rows, there to be killed."""

PATIENCE = 300


def start_worker(*, rows_at_once: int, stuck_after: int | None = None) -> subprocess.Popen:
    program = WORKER.replace("{today:%Y, %m, %d}", f"{TODAY.year}, {TODAY.month}, {TODAY.day}")
    program = program.replace("{rows_at_once}", str(rows_at_once)).replace("{stuck_after}", str(stuck_after))
    at = connection.settings_dict
    address = {"user": at["USER"], "password": at["PASSWORD"], "host": at["HOST"], "port": at["PORT"]}
    query = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in address.items() if value)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": f"postgresql:///{at['NAME']}?{query}",
    }
    return subprocess.Popen([sys.executable, "-c", program], cwd=hall.BASE_DIR, env=environment)


def kill(worker: subprocess.Popen) -> None:
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()


def wait_for(condition, worker: subprocess.Popen) -> None:
    """Wait until something is so, while the worker lives."""
    while not condition():
        assert worker.poll() is None, "the worker ended before it could be killed"
        time.sleep(0.01)


def next_worker_finishes() -> None:
    """Let the jobs of the killed worker be taken up, as they are a minute later, by another one."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    take_up()
    assert start_worker(rows_at_once=500).wait(timeout=PATIENCE) == 0


def told_rows(batch) -> list:
    return list(batch.rows.order_by("number").values_list("number", "person", "verdict", "findings", "damages"))


def test_a_check_killed_in_the_middle_ends_as_if_nothing_had_happened(operator):
    content = table([leaving(one) for one in staff_of(operator.unit, 300)])
    batch = hand_in(operator, content)
    worker = start_worker(rows_at_once=2, stuck_after=10)
    wait_for(lambda: Batch.objects.get().rows_done >= 20, worker)
    kill(worker)
    batch.refresh_from_db()
    assert (batch.state, BatchRow.objects.count()) == ("checking", 0)
    next_worker_finishes()
    batch.refresh_from_db()
    disturbed = (batch.state, bytes(batch.outcome_digest), told_rows(batch))
    Batch.objects.all().delete()
    undisturbed = checked(operator, content)
    assert disturbed == ("checked", bytes(undisturbed.outcome_digest), told_rows(undisturbed))


def test_a_filing_killed_in_the_middle_declares_everybody_once(operator):
    batch = checked(operator, table([leaving(one) for one in staff_of(operator.unit, 300)]))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    choose(batch, operator)
    worker = start_worker(rows_at_once=2, stuck_after=10)
    wait_for(lambda: ProcrastinateJob.objects.filter(task_name=batches.APPLY, status="doing").exists(), worker)
    kill(worker)
    assert not Declaration.objects.exists()
    next_worker_finishes()
    batch.refresh_from_db()
    assert batch.state == "applied"
    assert Declaration.objects.get().lines.count() == 300
