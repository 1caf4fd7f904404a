"""Builds the whole demo city in one transaction: plan, people, accounts, stories, ledger, seal."""

import time
from collections.abc import Callable
from datetime import date, datetime
from random import Random

from django.db import connection, transaction

from accounts.services import audit
from insurance.models import PoolingArea
from insurance.services import benefits
from portal.demo.accounts import is_seeded, write_accounts
from portal.demo.city import FEWEST_PERSONS, kind_counts, plan_city
from portal.demo.ledger import write_ledger
from portal.demo.medical_accounts import write_medical_accounts
from portal.demo.numbers import AREA
from portal.demo.stories import City, settle_messages, tell_all
from portal.demo.stories_accounts import tell_of_accounts
from portal.demo.stories_money import tell_of_money
from portal.demo.stories_tables import tell_of_tables
from portal.demo.writing import Keys, keys_of_cast, write_enrolments, write_persons, write_units

SEEDING_LOCK = 3799_0103


class CannotSeed(Exception):
    """Why there will be no demo city; the message says what to do."""


def refuse_if_impossible(persons: int) -> None:
    if persons < FEWEST_PERSONS:
        raise CannotSeed(f"A city needs at least {FEWEST_PERSONS} persons for its stories; asked for {persons}.")
    if is_seeded():
        raise CannotSeed("The demo city is there already. For a new one, begin with an empty database (make fresh).")
    if not PoolingArea.objects.filter(code=AREA).exists():
        raise CannotSeed("There is no policy yet. Run first: manage.py load_policy")


@transaction.atomic
def seed_city(persons: int, seed: int, *, on: date, at: datetime, say: Callable[[str], None]) -> None:
    """Build the demo city of a size and a seed as it stands on a business day, all of it or nothing.

    Raises CannotSeed when a city is there already, policy is missing, or it would be too small.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEEDING_LOCK])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refuse_if_impossible(persons)
    step = Steps(say)
    city = plan_city(persons, seed, on=on)
    step(f"planned {len(city.lives)} persons and {len(city.units)} units: {counted(kind_counts(city))}")
    keys = Keys()
    write_units(city, keys)
    write_persons(city, keys)
    step("persons, units and cards written")
    segments = write_enrolments(city, keys, Random(f"{seed}/enrolments"))  # nosec B311
    step(f"{segments} enrolments written")
    people, units = keys_of_cast(city, keys)
    users = write_accounts(people, units, at=at)
    told = City(on, people, units, users)
    tell_all(told)
    step("accounts made, declarations filed and decided")
    ledger = write_ledger(city, keys, Random(f"{seed}/ledger"))  # nosec B311
    step(f"five years charged: {counted(ledger)}")
    tell_of_money(told)
    settle_messages(on)
    step("orders paid, transfers and a statement loaded")
    step(f"{write_medical_accounts(keys, on=on, at=at)} movements of personal accounts written")
    step(f"benefits of everybody computed: {benefits.sweep(on=on)} periods")
    tell_of_tables(told)
    tell_of_accounts(told)
    area = PoolingArea.objects.get(code=AREA)
    audit.record(None, "demo.seeded", area, at=at, persons=persons, seed=seed, on=on.isoformat())
    step(f"{audit.seal_all()} audit entries sealed")


def counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


class Steps:
    """Says each step with the seconds it took."""

    def __init__(self, say: Callable[[str], None]):
        self.say, self.since = say, time.monotonic()

    def __call__(self, what: str) -> None:
        now = time.monotonic()
        self.say(f"{what} ({now - self.since:.1f} s)")
        self.since = now
