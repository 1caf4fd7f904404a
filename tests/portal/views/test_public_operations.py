from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tests.factories.clock import NOW


def test_health_asks_nothing_of_the_database():
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_in_one_statement(django_assert_num_queries):
    Client().get("/readyz")
    with django_assert_num_queries(1):
        response = Client().get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing():
    MigrationRecorder(connection).migration_qs.filter(app="portal", name="0001_public_content").delete()
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations\n")


@pytest.mark.django_db
def test_not_ready_without_the_database(monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(MigrationRecorder, "migration_qs", property(refuse))
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (503, b"database\n")


def test_where_to_report_a_weakness(at):
    at(NOW)
    response = Client().get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"].startswith("mailto:")
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - NOW < timedelta(days=366)
