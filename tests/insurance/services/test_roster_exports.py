"""A worker that is killed while it writes a roster: the next one writes it."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts import clock
from insurance.models import RosterExport
from insurance.selectors.roster import RosterFilter
from insurance.services import roster_exports
from tests.factories import TODAY, PersonFactory, UserFactory, employ
from tests.portal.test_tasks import SILENT_SECONDS, pick_up_and_die, run_worker, take_up

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def asked_for() -> RosterExport:
    operator = UserFactory(operator=True)
    employ(PersonFactory(), operator.unit)
    answers = {"file_format": "csv", "language": "zh-hans", "with_numbers": False, "purpose": ""}
    return roster_exports.ask(operator, RosterFilter(), **answers, at=clock.now(), on=TODAY)


def test_the_worker_writes_what_was_asked_for():
    export = asked_for()
    run_worker("default")
    export.refresh_from_db()
    assert (export.state, export.people) == ("ready", 1)


def test_the_next_worker_writes_what_a_killed_one_left():
    export = asked_for()
    job = ProcrastinateJob.objects.get(task_name=roster_exports.WRITING)
    pick_up_and_die(job.pk, silent_seconds=SILENT_SECONDS + 1)
    RosterExport.objects.filter(pk=export.pk).update(state="running", written=1)
    run_worker("default")
    export.refresh_from_db()
    assert export.state == "running", "nobody has it while the dead worker counts as alive"
    take_up()
    run_worker("default")
    export.refresh_from_db()
    assert (export.state, export.written) == ("ready", 1)
    assert b"".join(roster_exports.content_of(export)).count(b"\r\n") == 2
