"""A process of its own learns nothing of ours, takes its share and no more, and cannot outstay its time."""

import json
import subprocess
import sys

import pytest

from insurance.documents.apart import INHERITED, run_apart
from insurance.documents.attachment_cleaning import MEMORY_BYTES


def told() -> dict:
    return json.loads(run_apart("tests.insurance.documents.telling", "", b"", seconds=120).stdout)


def test_it_sees_no_setting_and_no_secret(monkeypatch):
    monkeypatch.setenv("HALL_SECRET", "s")
    assert {"HALL_SECRET", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PATH"} & set(told()["environment"]) == set()


def test_it_needs_no_django():
    assert told()["django"] is False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's addresses")
def test_its_memory_is_bounded():
    assert 0 < told()["memory"] <= MEMORY_BYTES
    assert told()["core"] == 0


def test_libraries_are_still_found(monkeypatch):
    monkeypatch.setenv(INHERITED[0], "/nowhere")
    assert INHERITED[0] in told()["environment"]


def test_it_is_ended_in_time():
    with pytest.raises(subprocess.TimeoutExpired):
        run_apart("tests.insurance.documents.telling", "", b"", seconds=0)
