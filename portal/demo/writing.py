"""Writes a planned city by COPY: units, persons, cards and enrolments, as the services would have left them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import connection

from accounts.fields import encrypt
from accounts.models.parties import IdentityType, LifeStatus, Person, Unit, identity_index
from insurance.models import Enrolment, PoolingArea, SocialSecurityCard, UnitRegistration
from insurance.rules.kinds import Insurance, UnitStatus
from insurance.rules.months import Month
from portal.demo.city import City, UnitPlan
from portal.demo.lives import Life, Stay

REGISTRATION_DAYS = 20
"""A unit registers within 30 days of its founding (Social Insurance Law, article 57)."""

COPY_COLUMNS: dict[type, tuple[str, ...]] = {
    Unit: ("id", "credit_code", "name", "founded_on", "closed_on", "contact_name", "contact_phone"),
    UnitRegistration: ("unit_id", "area_id", "injury_class", "status", "registered_on"),
    Person: (
        "id", "identity_type", "issuing_country", "identity_number", "identity_index", "name", "sex", "born_on",
        "life_status", "died_on", "phone", "address",
    ),
    SocialSecurityCard: ("number", "person_id", "state", "issued_on"),
    Enrolment: (
        "person_id", "area_id", "insurance", "kind", "unit_id", "first_month", "stop_month", "covered_from",
        "covered_until", "wage_fen", "end_reason", "terminated",
    ),
}  # fmt: skip


class Keys:
    """Primary keys of the city's units and inhabitants: consecutive, behind whatever the tables hold already."""

    def __init__(self):
        self.first_unit = next_key(Unit)
        self.first_person = next_key(Person)
        self.areas = dict(PoolingArea.objects.values_list("code", "pk"))


def next_key(model) -> int:
    last = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (last or 0) + 1


def copy_rows(model, rows: Iterable[tuple]) -> int:
    """Load rows into the table of ``model``, columns not named with their defaults; return how many."""
    defaults = defaults_beside(model)
    columns = ", ".join((*COPY_COLUMNS[model], *defaults))
    values = tuple(defaults.values())
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row + values)
            count += 1
    return count


def defaults_beside(model) -> dict[str, Any]:
    """Return the defaults, as Django would write them, of the columns that ``COPY_COLUMNS`` leaves out."""
    named = COPY_COLUMNS[model]
    fields = (field for field in model._meta.concrete_fields if not field.generated and field.has_default())
    return {field.column: field.get_default() for field in fields if field.column not in named}


def let_keys_follow(model) -> None:
    """Let the table's sequence go on behind the keys that were written."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, max(next_key(model) - 1, 1)])


def write_units(city: City, keys: Keys) -> None:
    copy_rows(Unit, (unit_row(keys.first_unit + n, unit) for n, unit in enumerate(city.units)))
    let_keys_follow(Unit)
    copy_rows(UnitRegistration, (registration_row(keys, n, unit) for n, unit in enumerate(city.units)))


def unit_row(key: int, unit: UnitPlan) -> tuple:
    phone = encrypt(unit.contact_phone)
    return key, unit.credit_code, unit.name, unit.founded_on, unit.closed_on, unit.contact_name, phone


def registration_row(keys: Keys, number: int, unit: UnitPlan) -> tuple:
    key, area = keys.first_unit + number, keys.areas[unit.area]
    if unit.awaited:
        return key, area, None, UnitStatus.NOT_INSURED.value, None
    registered_on = unit.founded_on + timedelta(days=REGISTRATION_DAYS)
    status = UnitStatus.TERMINATED if unit.closed_on else UnitStatus.INSURED
    return key, area, unit.injury_class, status.value, registered_on


def write_persons(city: City, keys: Keys) -> None:
    copy_rows(Person, (person_row(keys.first_person + n, life) for n, life in enumerate(city.lives)))
    let_keys_follow(Person)
    copy_rows(
        SocialSecurityCard,
        (
            (life.card, keys.first_person + n, life.card_state, life.card_issued_on)
            for n, life in enumerate(city.lives)
            if life.card
        ),
    )


def person_row(key: int, life: Life) -> tuple:
    kind = IdentityType.RESIDENT_ID.value
    status = LifeStatus.DEAD if life.died_on else LifeStatus.ALIVE
    return (
        key, kind, "CHN", encrypt(life.number), identity_index(kind, life.number), life.name, life.sex.value,
        life.born_on, status.value, life.died_on, encrypted(life.phone), encrypted(life.address),
    )  # fmt: skip


def encrypted(text: str | None) -> bytes | None:
    return None if text is None else encrypt(text)


def write_enrolments(city: City, keys: Keys, rng: Random) -> int:
    """Write every segment, in random order: exclusion constraints take sorted rows several times slower."""
    rows = [row for n, life in enumerate(city.lives) for row in enrolment_rows(city, keys, keys.first_person + n, life)]
    rng.shuffle(rows)
    return copy_rows(Enrolment, rows)


def enrolment_rows(city: City, keys: Keys, person: int, life: Life) -> Iterator[tuple]:
    for stay in life.stays:
        unit = None if stay.unit is None else city.units[stay.unit]
        area = keys.areas[unit.area if unit else city.units[0].area]
        unit_key = None if stay.unit is None else keys.first_unit + stay.unit
        for insurance in stay.insurances:
            yield (
                person, area, int(insurance), stay.kind.value, unit_key, stay.first.first_day, first_day(stay.stop),
                covered_from(stay, insurance), covered_until(stay, insurance), stay.wage_fen, stay.reason,
                stay.terminated,
            )  # fmt: skip


def first_day(month: Month | None) -> date | None:
    return None if month is None else month.first_day


def covered_from(stay: Stay, insurance: Insurance) -> date:
    """Return the first day of cover: work injury from the day after the first day of work, all else from the month."""
    return stay.first_day + timedelta(days=1) if insurance == Insurance.INJURY else stay.first.first_day


def covered_until(stay: Stay, insurance: Insurance) -> date | None:
    """Return the first day without cover, as insurance.services.enrolments sets it."""
    if stay.stop is None:
        return None
    if insurance == Insurance.INJURY and stay.ended_on:
        return max(stay.ended_on + timedelta(days=1), covered_from(stay, insurance))
    return max(stay.stop.first_day, covered_from(stay, insurance))


def keys_of_cast(city: City, keys: Keys) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the persons and the units with a story, by the key of their story."""
    people = {life.key: keys.first_person + n for n, life in enumerate(city.lives) if life.key}
    units = {unit.key: keys.first_unit + n for n, unit in enumerate(city.units) if unit.key}
    return (
        {key: Person.objects.get(pk=pk) for key, pk in people.items()},
        {key: Unit.objects.select_related("registration__area").get(pk=pk) for key, pk in units.items()},
    )
