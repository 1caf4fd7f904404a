"""What production demands before it starts, and the readers of the environment."""

import base64
import os
import runpy
import subprocess
import sys
from datetime import date, time

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env
from portal.settings.kept_keys import kept_keys

KEY = base64.b64encode(bytes(range(32))).decode()
COMPLETE = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST",
    "DATABASE_URL": "postgresql://hall:secret@127.0.0.1:1/hall",
    "ALLOWED_HOSTS": "hall.example, www.hall.example",
    "HALL_FIELD_KEYS": f"1:{KEY}",
    "HALL_INDEX_KEY": KEY,
    "SMS_GATEWAY": "accounts.gateways.sms.ConsoleSms",
}


@pytest.fixture
def complete(monkeypatch):
    """The environment of a production server that lacks nothing."""
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("HALL_TODAY", raising=False)
    return monkeypatch


def production() -> dict:
    return runpy.run_module("portal.settings.production")


def test_production_starts_with_everything_set(complete):
    found = production()
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["hall.example", "www.hall.example"]
    assert found["HALL_FIELD_KEYS"] == {1: bytes(range(32))}
    assert found["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert found["HALL_DEMO"] is False


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("value", [None, ""])
def test_production_refuses_to_start_without(complete, name, value):
    complete.delenv(name) if value is None else complete.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=rf"\b{name}\b"):
        production()


def test_production_refuses_a_set_business_day(complete):
    complete.setenv("HALL_TODAY", "2026-11-30")
    with pytest.raises(ImproperlyConfigured, match="HALL_TODAY"):
        production()


@pytest.mark.parametrize(
    "ring", ["1:short", "x:" + KEY, "0:" + KEY, "256:" + KEY, f"1:{KEY},1:{KEY}", KEY, "1:" + KEY[:-4]]
)
def test_production_refuses_a_broken_key_ring(complete, ring):
    complete.setenv("HALL_FIELD_KEYS", ring)
    with pytest.raises(ImproperlyConfigured, match="HALL_FIELD_KEYS"):
        production()


def test_cookies_of_production_are_bound_to_host_and_tls(complete):
    found = production()
    for cookie in ("SESSION", "CSRF"):
        assert found[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert found[f"{cookie}_COOKIE_SECURE"]
        assert found[f"{cookie}_COOKIE_HTTPONLY"]
    assert found["SECURE_HSTS_SECONDS"] == 63_072_000


@pytest.mark.slow
def test_the_deployment_checks_of_django_find_nothing():
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **COMPLETE, "DJANGO_SETTINGS_MODULE": "portal.settings.production", "HALL_TODAY": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_a_database_address_is_read_whole(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://ha%40ll:p%2Fw@db.example:6432/city?sslmode=require")
    found = env.database("DATABASE_URL")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("ha@ll", "p/w", "db.example", "6432")
    assert (found["NAME"], found["OPTIONS"]) == ("city", {"sslmode": "require"})


def test_a_database_behind_a_socket_is_named_by_its_folder(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///city?host=/var/run/postgresql")
    found = env.database("DATABASE_URL")
    assert (found["HOST"], found["NAME"], found["OPTIONS"]) == ("/var/run/postgresql", "city", {})


@pytest.mark.parametrize("url", ["mysql://h/x", "postgresql://h", "postgresql://h:port/x", "hall"])
def test_an_address_of_something_else_is_refused(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database("DATABASE_URL")


@pytest.mark.parametrize(
    ("read", "written", "value"),
    [
        (env.day, "2026-11-30", date(2026, 11, 30)),
        (env.day, "", None),
        (lambda name: env.flag(name, default=True), "", True),
        (lambda name: env.flag(name, default=True), "off", False),
        (lambda name: env.flag(name, default=False), "1", True),
        (lambda name: env.whole_number(name, 5), "", 5),
        (lambda name: env.whole_number(name, 5), "12", 12),
        (lambda name: env.names(name, "a"), " x ,, y ", ["x", "y"]),
        (
            lambda name: env.spans(name, "08:30-12:00"),
            "08:30-11:30, 13:00-17:00",
            ((time(8, 30), time(11, 30)), (time(13), time(17))),
        ),
    ],
)
def test_a_variable_is_read_as_its_type(monkeypatch, read, written, value):
    monkeypatch.setenv("ASKED", written)
    assert read("ASKED") == value


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (env.day, "30.11.2026"),
        (lambda name: env.flag(name, default=True), "perhaps"),
        (lambda name: env.whole_number(name, 5), "-1"),
        (lambda name: env.spans(name, "08:30-12:00"), "from 9 to 5"),
        (env.key, "not base64!"),
        (env.key, KEY[:8]),
    ],
)
def test_a_malformed_variable_is_answered_by_its_name(monkeypatch, read, written):
    monkeypatch.setenv("ASKED", written)
    with pytest.raises(ImproperlyConfigured, match="ASKED"):
        read("ASKED")


def test_keys_of_a_demo_city_are_made_once_and_private(tmp_path):
    file = tmp_path / "new" / "keys.json"
    first = kept_keys(file)
    assert kept_keys(file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert kept_keys(tmp_path / "other.json") != first
    assert [path.name for path in file.parent.iterdir()] == ["keys.json"]
