"""The worker sends, seals and purges; each job may run any number of times."""

from unittest import mock

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from accounts import tasks
from accounts.models import AuditSeal, OutboxMessage, Session
from accounts.services import audit, notices
from tests.factories import PersonFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

AT = timezone.now()


def run_worker() -> None:
    """Let a worker do what waits, and nothing that the clock brings meanwhile."""
    idle = mock.patch.object(app.periodic_registry, "periodic_tasks", {})
    with idle, app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, install_signal_handlers=False, delete_jobs="always")


def test_a_worker_does_all_three_and_doing_them_again_changes_nothing(capsys):
    person = PersonFactory()
    notices.queue_message(person, "password_changed", at=AT)
    audit.record(None, "account.activated", person, at=AT)
    Session.objects.create(session_key="over", expire_date=AT - timezone.timedelta(days=1))
    for _ in range(2):
        for task in (tasks.send_outbox, tasks.seal_audit, tasks.purge_logins):
            task.defer(timestamp=0)
        run_worker()
        assert OutboxMessage.objects.get().state == "sent"
        assert AuditSeal.objects.count() == 1
        assert not Session.objects.exists()
    assert capsys.readouterr().out.count("SMS ") == 1


def test_a_second_run_does_not_pile_up_behind_one_that_waits():
    tasks.send_outbox.defer(timestamp=0)
    with pytest.raises(AlreadyEnqueued, match="send_outbox"):
        tasks.send_outbox.defer(timestamp=0)


def test_sending_and_sealing_happen_every_ten_seconds():
    registered = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert registered["accounts.tasks.send_outbox"] == "* * * * * */10"
    assert registered["accounts.tasks.seal_audit"] == "* * * * * */10"
