"""A draft of policy against what is in force: the rows of the area on the draft's first day, without and with it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from insurance.models.enrolments import Enrolment
from insurance.models.policy import PoolingArea
from insurance.rules.months import Month
from insurance.rules.policy_drafts import in_force_on, key_of, superseded_by
from insurance.rules.policy_entries import PolicyEntry, source_of
from insurance.rules.policy_values import VALUES, value_of
from insurance.selectors.policy_rows import MODELS, entry_of


@dataclass(frozen=True, slots=True)
class Change:
    """A draft against what is in force: ``entries`` from ``first_on`` on, ``standing`` all rows of the area."""

    area: PoolingArea
    table: str
    entries: tuple[PolicyEntry, ...]
    standing: tuple[PolicyEntry, ...]
    first_on: date
    evidence: str = ""

    @property
    def before(self) -> list[PolicyEntry]:
        """The rows of the area on the first day without the draft."""
        return in_force_on(self.standing, self.first_on)

    @property
    def after(self) -> list[PolicyEntry]:
        """The rows of the area on the first day with the draft."""
        return in_force_on(self.all_after, self.first_on)

    @property
    def all_after(self) -> list[PolicyEntry]:
        """Every row of the area, of all days, with the draft."""
        return superseded_by(self.entries, self.standing)

    def pair(self) -> tuple[PolicyEntry | None, PolicyEntry]:
        """Return the row in force on the first day, None where there is none, and the draft's."""
        [after] = self.entries
        return next((entry for entry in self.before if key_of(entry) == key_of(after)), None), after

    def value(self, entry: PolicyEntry | None) -> Any:
        """Return the value that rules take for a row of the tables in ``VALUES``."""
        if entry is None or entry.table not in VALUES:
            return None
        return value_of(entry, source_of(entry, area=self.area.code, evidence=self.evidence))


def running(area: PoolingArea, day: date):
    """Return the enrolments of an area that are charged for the month of a day."""
    month = Month.of(day).first_day
    from_month = Enrolment.objects.filter(area=area, first_month__lte=month)
    return from_month.filter(stop_month=None) | from_month.filter(stop_month__gt=month)


def rows_of_area(area: PoolingArea) -> list[PolicyEntry]:
    """Return every row of policy of an area, past and future ones too."""
    return [
        entry_of(row)
        for model, _key_columns in MODELS.values()
        for row in model.objects.filter(area=area).select_related("document")
    ]
