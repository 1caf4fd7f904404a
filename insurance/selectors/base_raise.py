"""A higher pension base for the contribution year: until when it can be chosen, and what it adds to months charged already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models.parties import Person
from insurance.models.policy import PoolingArea
from insurance.rules.base_levels import BaseLevel
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.standing import Standing
from insurance.rules.undeclared import ContributionYear
from insurance.selectors.contribution_history import Line, history
from insurance.selectors.flexible_tariffs import FlexibleTariff, flexible_tariff
from insurance.selectors.insurance_picture import Segment, segments_of
from insurance.selectors.tariffs import contribution_year


@dataclass(frozen=True)
class Added:
    """What a higher base adds to one month, in fen."""

    month: Month
    charged_fen: int
    amount_fen: int


@dataclass(frozen=True)
class Raise:
    """The pension base of who pays alone in the contribution year of a day; amounts in fen.

    A higher level counts from ``since``, the first month of the year or of the enrolment. ``base_fen`` is the base last
    charged in it, ``charged`` what was charged for each month.
    """

    segment: Segment
    year: ContributionYear
    since: Month
    base_fen: int
    charged: dict[Month, int]
    tariff: FlexibleTariff
    on: date

    @property
    def is_open(self) -> bool:
        """Whether the level of the year can still be chosen."""
        return self.on <= self.year.declare_by

    @property
    def levels(self) -> tuple[BaseLevel, ...]:
        """The levels above the present base."""
        return tuple(level for level in self.tariff.levels if level.base_fen > self.base_fen)

    def monthly(self, base_fen: int) -> int:
        """Return the pension contribution of a month on a base."""
        return self.tariff.tariff.charge(base_fen, (Insurance.PENSION,)).parts[Insurance.PENSION].total_fen

    def added(self, base_fen: int) -> list[Added]:
        """Return what a base adds to each month charged already."""
        new = self.monthly(base_fen)
        return [Added(month, charged, new - charged) for month, charged in sorted(self.charged.items())]


def base_raise(person: Person, *, on: date) -> Raise | None:
    """Return how the pension base of a person stands in the contribution year of a day; None for who does not pay pension
    insurance alone, or was charged nothing in the year. RuleBroken("policy.missing") without bounds; four statements.
    """
    running = next((one for one in segments_of(person.pk) if is_own_pension(one, on)), None)
    if running is None:
        return None
    tariff = flexible_tariff(PoolingArea(pk=running.area_id), Month.of(on))
    year = contribution_year(tariff.bound)
    since = max(year.begins, Month.of(running.first_month))
    lines = [line for line in history(person.pk, on=on) if line.month >= since and line.unit_id is None]
    charged, base = pension_of(lines)
    if base is None:
        return None
    return Raise(running, year, since, base, charged, tariff, on)


def is_own_pension(segment: Segment, on: date) -> bool:
    return (
        segment.insurance == Insurance.PENSION
        and segment.kind == EnrolmentKind.FLEXIBLE
        and segment.stop_month is None
        and segment.first_month <= on
    )


def pension_of(lines: Iterable[Line]) -> tuple[dict[Month, int], int | None]:
    """Return what was charged for each month, with differences, and the base charged last."""
    charged: dict[Month, int] = {}
    base = None
    for line in lines:
        for share in line.shares:
            if share.insurance == Insurance.PENSION and share.standing != Standing.NONE:
                charged[line.month] = charged.get(line.month, 0) + share.total
                base = share.base or base
    return charged, base
