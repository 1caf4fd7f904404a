"""The whole dated policy of an area as one value, read once in a process and good until policy changes.

Every change of a policy row changes the mark of ``PolicyVersion`` in the same transaction, so one short statement
tells whether what a process remembers still holds.
"""

from functools import lru_cache
from uuid import UUID

from insurance.models.benefits import PolicyVersion
from insurance.models.policy import PolicyRow, PoolingArea
from insurance.rules.area_policy import AreaPolicy, area_policy_of
from insurance.selectors.policy import work_calendar
from insurance.selectors.policy_rows import MODELS, entry_of, source_of_row

READ_TABLES = ("benefits", "late_fees", "resident_waits", "bounds", "rates")
REMEMBERED = 64


def area_policy(area_id: int) -> AreaPolicy:
    """Return the policy of an area; one statement while nothing has changed since it was read."""
    version = PolicyVersion.objects.values_list("version", flat=True).first()
    return _read(area_id) if version is None else _remembered(area_id, version)


@lru_cache(maxsize=REMEMBERED)
def _remembered(area_id: int, version: UUID) -> AreaPolicy:
    return _read(area_id)


def _read(area_id: int) -> AreaPolicy:
    rows = [row for table in READ_TABLES for row in _rows(MODELS[table][0], area_id)]
    code = PoolingArea.objects.values_list("code", flat=True).get(pk=area_id)
    return area_policy_of(code, [(entry_of(row), source_of_row(row)) for row in rows], work_calendar())


def _rows(model: type[PolicyRow], area_id: int):
    return model.objects.filter(area=area_id).select_related("area", "document")
