"""A worker was killed in the middle of a job: the next one takes it up."""

import asyncio
from types import SimpleNamespace
from unittest import mock

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.tasks import SILENT_SECONDS, take_up_stalled_jobs
from tests.conftest import JOB_TABLES, emptying

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

performed = []


@app.task(name="tests.note", queue="tests")
def note(word: str) -> None:
    performed.append(word)


@pytest.fixture(autouse=True)
def nothing_performed_yet():
    performed.clear()


def run_worker(queue: str) -> None:
    """Let a worker do what waits in a queue. What is due by the clock does not come into it: a minute may begin meanwhile."""
    idle = mock.patch.object(app.periodic_registry, "periodic_tasks", {})
    with idle, app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, queues=[queue], install_signal_handlers=False)


def pick_up_and_die(job_id: int, *, silent_seconds: int) -> None:
    """Leave the job as a worker leaves it that took it and was killed, last heard of some seconds ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [silent_seconds],
        )
        worker_id = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker_id, job_id]
        )


def take_up() -> None:
    async def in_a_worker(working):
        async with working.open_async():
            await take_up_stalled_jobs(SimpleNamespace(app=working), timestamp=0)

    with app.replace_connector(app.connector.get_worker_connector()) as working:
        asyncio.run(in_a_worker(working))


def test_what_one_test_asks_of_the_worker_is_not_met_by_the_next():
    pick_up_and_die(note.defer(word="mine"), silent_seconds=0)
    with connection.cursor() as cursor:
        cursor.execute(emptying())
        cursor.execute(" UNION ALL ".join(f"SELECT count(*) FROM {name}" for name in JOB_TABLES))
        assert cursor.fetchall() == [(0,)] * len(JOB_TABLES)


def test_the_job_of_a_silent_worker_is_done_by_the_next_one():
    pick_up_and_die(note.defer(word="once"), silent_seconds=SILENT_SECONDS + 1)
    run_worker("tests")
    assert performed == []
    take_up()
    run_worker("tests")
    assert performed == ["once"]


def test_the_job_of_a_living_worker_is_left_alone():
    job_id = note.defer(word="mine")
    pick_up_and_die(job_id, silent_seconds=SILENT_SECONDS - 30)
    take_up()
    assert ProcrastinateJob.objects.get(id=job_id).status == "doing"


def test_a_stalled_job_whose_successor_waits_makes_way_for_it():
    locked = note.configure(queueing_lock="one at a time")
    pick_up_and_die(locked.defer(word="stalled"), silent_seconds=SILENT_SECONDS + 1)
    locked.defer(word="successor")
    take_up()
    run_worker("tests")
    assert performed == ["successor"]
    assert not ProcrastinateJob.objects.filter(queue_name="tests").exists()
