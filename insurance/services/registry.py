"""数据交换: rows of the registries are loaded; what a row tells is done, told to the unit, or asked of it.

Social Insurance Law of the PRC, article 57: market supervision, civil affairs and the establishment office report in time
which bodies are founded and ended. Regulations on Social Insurance Handling, article 9: agencies compare with shared data.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction

from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.rules.person_name import same_unit_name
from accounts.services import notices
from insurance.models.policy import PoolingArea
from insurance.models.registry import RegistryNotice
from insurance.rules.registry_rows import RegistryEvent, RegistryOutcome, RegistryRow, registry_row
from insurance.rules.unit_data import changed
from insurance.rules.unit_standing import report_by
from insurance.selectors.policy import work_calendar
from insurance.services.declarations import sealed_text
from insurance.services.loaded_files import Cells, Loaded, load_each, record, refuse_who_may_not_load
from insurance.services.unit_data import registration_locked, write
from insurance.services.unit_opening import open_unit

LOADING_LOCK = 3799_0107


@transaction.atomic
def load_rows(rows: Iterable[tuple[int, Cells]], *, actor: User, at: datetime, on: date) -> Loaded:
    """Load the rows of a file in their order; a row that was loaded before changes nothing.

    Raises RuleBroken("account.not_allowed") for who may not.
    """
    refuse_who_may_not_load(actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    result = load_each(rows, lambda cells: load_row(registry_row(cells, on=on), actor=actor, at=at))
    record(result, "registry.loaded", actor=actor, at=at)
    return result


def load_row(row: RegistryRow, *, actor: User, at: datetime) -> bool:
    """Load one sound row; False when it was loaded before.

    Raises RuleBroken ``registry.area`` or ``registry.unit`` for an area or a unit that is not on record.
    """
    if RegistryNotice.objects.filter(digest=row.digest).exists():
        return False
    unit, outcome, replaced = ACTS[row.event](row, at)
    RegistryNotice.objects.create(
        event=row.event,
        credit_code=row.credit_code,
        name=row.name,
        unit_type=row.unit_type or "",
        representative=row.representative,
        happened_on=row.happened_on,
        address=row.address or None,
        authority=row.authority,
        received_at=at,
        loaded_by=actor,
        digest=row.digest,
        unit=unit,
        outcome=outcome,
        replaced=sealed_text(replaced),
    )
    return True


Done = tuple[Unit, RegistryOutcome, dict]
"""The unit, what the row led to, and what it replaced on record."""


def founded(row: RegistryRow, at: datetime) -> Done:
    """Enter a unit that still has to register; of one that waits already, fill in what nobody knew."""
    if known := Unit.objects.filter(credit_code=row.credit_code).first():
        return known, *filled_in(row, known)
    area = PoolingArea.objects.filter(code=row.area).first()
    if area is None:
        raise RuleBroken("registry.area", "area")
    unit = open_unit(
        row.credit_code,
        row.name,
        founded_on=row.happened_on,
        area=area,
        unit_type=row.unit_type or "",
        authority=row.authority,
        representative=row.representative,
        address=row.address,
    )
    return unit, RegistryOutcome.OPENED, {}


def filled_in(row: RegistryRow, unit: Unit) -> tuple[RegistryOutcome, dict]:
    """Fill in what the counter did not know of a unit that still has to register."""
    registration = registration_locked(unit)
    if not registration.is_awaited:
        return RegistryOutcome.KNOWN, {}
    said = {
        "unit_type": row.unit_type or "",
        "representative_name": row.representative,
        "address": row.address,
        "authority": row.authority,
    }
    new = {name: value for name, value in said.items() if value and not getattr(registration, name)}
    if not new:
        return RegistryOutcome.KNOWN, {}
    write(registration, new)
    return RegistryOutcome.UPDATED, {}


def changed_data(row: RegistryRow, at: datetime) -> Done:
    """Take over what needs no review; ask the unit to declare another name or representative.

    Before it has registered the unit has declared nothing, so the registry's word stands.
    """
    unit = known_unit(row)
    registration = registration_locked(unit)
    if registration.unit.closed_on:
        return unit, RegistryOutcome.CLOSED, {}
    if is_overtaken(row, unit):
        return unit, RegistryOutcome.KNOWN, {}
    sensitive = sensitive_differences(row, registration)
    new = {name: value for name, value in (("address", row.address), ("unit_type", row.unit_type or "")) if value}
    if registration.is_awaited:
        new |= sensitive
        sensitive = {}
    on_record = {name: getattr(registration, name, None) or getattr(registration.unit, name, "") for name in new}
    taken = changed(on_record, new)
    if taken:
        write(registration, taken)
    if sensitive:
        notices.tell_unit(
            unit,
            "registry_reports_change",
            at=at,
            link="/employer/profile/",
            limit=report_by(row.happened_on, work_calendar()).isoformat(),
        )
        return unit, RegistryOutcome.TO_DECLARE, {name: on_record[name] for name in taken}
    outcome = RegistryOutcome.UPDATED if taken else RegistryOutcome.KNOWN
    return unit, outcome, {name: on_record[name] for name in taken}


def is_overtaken(row: RegistryRow, unit: Unit) -> bool:
    """Return whether a registry has already reported a later change: rows come in any order."""
    later = unit.registry_notices.filter(event=RegistryEvent.CHANGED, happened_on__gt=row.happened_on)
    return later.exists()


def sensitive_differences(row: RegistryRow, registration) -> dict[str, str]:
    """Return the name and the representative of the row where the record has others."""
    new = {} if same_unit_name(row.name, registration.unit.name) else {"name": row.name}
    if row.representative and row.representative != registration.representative_name:
        new["representative_name"] = row.representative
    return new


def ended(row: RegistryRow, at: datetime) -> Done:
    """Tell the unit to cancel its registration within 30 days; one that never registered is closed."""
    unit = known_unit(row)
    registration = registration_locked(unit)
    if registration.unit.closed_on:
        return unit, RegistryOutcome.KNOWN, {}
    if registration.is_awaited:
        registration.unit.closed_on = row.happened_on
        registration.unit.save(update_fields=["closed_on"])
        return unit, RegistryOutcome.CLOSED, {}
    notices.tell_unit(
        unit,
        "registry_reports_end",
        at=at,
        link="/employer/registration/",
        ended_on=row.happened_on.isoformat(),
        limit=report_by(row.happened_on, work_calendar()).isoformat(),
    )
    return unit, RegistryOutcome.TO_CANCEL, {}


def known_unit(row: RegistryRow) -> Unit:
    """Return the unit with the row's credit code; RuleBroken("registry.unit") when there is none."""
    unit = Unit.objects.filter(credit_code=row.credit_code).first()
    if unit is None:
        raise RuleBroken("registry.unit", "credit_code")
    return unit


ACTS = {RegistryEvent.FOUNDED: founded, RegistryEvent.CHANGED: changed_data, RegistryEvent.ENDED: ended}
