"""Hashing goes through a bounded queue."""

import threading
import time
from datetime import timedelta

import pytest

from accounts.rules.errors import RuleBroken
from accounts.services import passwords
from accounts.services.passwords import HashingQueue

PATIENCE = 120
"""Seconds in which even a busy machine gets round to something."""


def enter(queue, entered, leave):
    with queue.turn():
        entered.release()
        leave.wait(PATIENCE)


def test_so_many_at_once_so_many_waiting_and_the_next_is_sent_away(monkeypatch):
    monkeypatch.setattr(passwords, "LONGEST_WAIT_SECONDS", PATIENCE)
    queue, entered, leave = HashingQueue(2, 1), threading.Semaphore(0), threading.Event()
    threads = [threading.Thread(target=enter, args=(queue, entered, leave)) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert all(entered.acquire(timeout=PATIENCE) for _ in range(2))
    while queue.places._value:
        time.sleep(0.01)
    assert not entered.acquire(timeout=0.2)
    with pytest.raises(RuleBroken, match=r"login\.busy") as refused, queue.turn():
        pass
    assert refused.value.facts == {"wait": timedelta(seconds=2)}
    leave.set()
    for thread in threads:
        thread.join()
    with queue.turn():
        pass


def test_a_place_is_given_back_when_hashing_fails():
    queue = HashingQueue(1, 0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), queue.turn():
            raise ZeroDivisionError


def test_waiting_has_an_end(monkeypatch):
    monkeypatch.setattr(passwords, "LONGEST_WAIT_SECONDS", 0.05)
    queue, entered, leave = HashingQueue(1, 1), threading.Semaphore(0), threading.Event()
    thread = threading.Thread(target=enter, args=(queue, entered, leave))
    thread.start()
    assert entered.acquire(timeout=PATIENCE)
    with pytest.raises(RuleBroken, match=r"login\.busy"), queue.turn():
        pass
    leave.set()
    thread.join()


def test_the_queue_is_shorter_than_a_server_process_has_threads(settings):
    """portal/management/commands/hall.py gives a process four."""
    assert settings.HALL_HASHES_AT_ONCE + settings.HALL_HASHES_WAITING < 4
