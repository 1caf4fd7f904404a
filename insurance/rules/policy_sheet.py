"""The columns of each policy table as a person fills them in; ``policy_filled_in`` leads from here to a file's row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any

from insurance.rules.benefit_rule import (
    Anchor,
    Continuity,
    DayCount,
    Family,
    GapUnit,
    RepaymentBase,
    StopPoint,
)
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.late_fee import Convention
from insurance.rules.policy_columns import INJURY_CLASSES, KEY_COLUMNS, MOST_DAYS, MOST_YEARS
from insurance.rules.policy_entries import PolicyEntry
from insurance.rules.reduction_window import EffectiveRule, OutsideWindow
from insurance.rules.resident_wait import WaitAnchor
from insurance.rules.undeclared import Undeclared


class Holds(StrEnum):
    """What a cell holds."""

    MONEY = "money"
    PERCENT = "percent"
    WHOLE = "whole"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """One cell: ``name`` as the file calls it; ``choices`` the enum a choice is made from."""

    name: str
    holds: Holds
    choices: type[Enum] | None = None
    least: int = 0
    most: int = 600
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A list in a row: up to ``most`` lines of the same columns; a line without any of ``decisive`` is left out."""

    name: str
    columns: tuple[Column, ...]
    most: int
    decisive: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one table, in the order they are filled in."""

    columns: tuple[Column, ...] = ()
    groups: tuple[Group, ...] = field(default=())


def money(name: str) -> Column:
    return Column(name, Holds.MONEY)


def percent(name: str) -> Column:
    return Column(name, Holds.PERCENT)


def whole(name: str, least: int = 0, most: int = 600, *, optional: bool = False) -> Column:
    return Column(name, Holds.WHOLE, least=least, most=most, optional=optional)


def yes_no(name: str) -> Column:
    return Column(name, Holds.YES_NO)


def choice(name: str, choices: type[Enum]) -> Column:
    return Column(name, Holds.CHOICE, choices)


TIER = (
    whole("over", most=MOST_DAYS),
    whole("upto", most=MOST_DAYS, optional=True),
    choice("anchor", Anchor),
    whole("wait_months", optional=True),
    yes_no("retroactive"),
    choice("continuity", Continuity),
    yes_no("repayable"),
    yes_no("account_credited"),
)
PIECE = (whole("from"), whole("months"), whole("every", least=1, optional=True))
DECISIVE_OF_TIER = ("over", "upto", "wait_months")
EmployeeFamily = Enum("EmployeeFamily", {family.name: family.value for family in Family if family != Family.RES})
"""The families of employee medical insurance; residents have a table of their own."""

MOST_TIERS = 5
MOST_PIECES = 6

SHEETS: dict[str, Sheet] = {
    "bounds": Sheet(
        (
            money("lower"),
            money("upper"),
            money("average_wage"),
            whole("months_to_declare", 1, 12),
            choice("undeclared", Undeclared),
        )
    ),
    "rates": Sheet((percent("unit"), percent("own"), percent("to_account"), money("yearly"))),
    "windows": Sheet(
        (
            whole("open_day", 1, 31),
            whole("close_day", 1, 31),
            choice("rule", EffectiveRule),
            whole("cutoff_day", 1, 31, optional=True),
            yes_no("roll"),
            yes_no("december_freeze"),
            choice("outside_window", OutsideWindow),
        )
    ),
    "benefits": Sheet(
        (
            choice("family", EmployeeFamily),
            choice("stop_point", StopPoint),
            choice("gap_unit", GapUnit),
            choice("day_count", DayCount),
            yes_no("payment_month_counts"),
            whole("new_enrolment_months"),
            yes_no("unpaid_waits_as_paid"),
            whole("most_missed_in_year", 1, 12, optional=True),
            choice("repayment_base", RepaymentBase),
            whole("longest_repayable_months", least=1, optional=True),
            yes_no("late_fee_required"),
            yes_no("account_usable"),
        ),
        (
            Group("tiers", TIER, MOST_TIERS, DECISIVE_OF_TIER),
            Group("unpaid_tiers", TIER, MOST_TIERS, DECISIVE_OF_TIER, required=False),
        ),
    ),
    "late_fees": Sheet(
        (
            choice("convention", Convention),
            percent("daily_rate"),
            yes_no("capped"),
            whole("due_day", 1, 31),
            yes_no("roll"),
        )
    ),
    "resident_waits": Sheet(
        (
            whole("opens_month", 1, 12),
            whole("opens_day", 1, 31),
            whole("closes_month", 1, 12),
            whole("closes_day", 1, 31),
            whole("fixed_months"),
            whole("months_per_missed_year"),
            whole("months_per_repaired_year"),
            whole("floor_missed_years", 1, MOST_YEARS),
            whole("floor_months"),
            choice("anchor", WaitAnchor),
            whole("counts_from_year", 1900, 2200),
        )
    ),
    "unemployment": Sheet((whole("most_months", 1),), (Group("pieces", PIECE, MOST_PIECES, ("from", "months")),)),
}

BY_CLASS = tuple(percent(f"unit_by_class_{number}") for number in INJURY_CLASSES)
YEARLY_ONLY = Sheet((money("yearly"),))


def sheet_of(table: str, key: tuple) -> Sheet:
    """Return the cells of a table; ``key`` as ``keys_of`` gives it. Work injury has a share for each industry class."""
    if table == "rates" and key[0] == Insurance.INJURY:
        return Sheet(BY_CLASS)
    if table == "rates" and key[0] == Insurance.RESIDENT:
        return YEARLY_ONLY
    return SHEETS[table]


# Keys ---------------------------------------------------------------------------------------------------------------

WHOLE_AREA = "all"


def key_of_row(entry: PolicyEntry) -> tuple:
    """Return what names an entry's row in a file: the classes of work injury are one row."""
    return entry.key[: len(KEY_COLUMNS.get(entry.table, ()))]


def key_in(table: str, row: Mapping[str, Any]) -> tuple:
    """Return what names a row of a file, from its columns."""
    return tuple(row[column] for column in KEY_COLUMNS.get(table, ()))


def slug_of(key: tuple) -> str:
    """Return a key as an address writes it."""
    return "-".join(str(part) for part in key) or WHOLE_AREA


def key_columns(table: str, key: tuple) -> dict[str, Any]:
    """Return the columns of a file's row that hold its key."""
    return dict(zip(KEY_COLUMNS.get(table, ()), _plain(key), strict=True))


def _plain(key: tuple) -> Iterator[int | str]:
    for part in key:
        yield int(part) if isinstance(part, Insurance) else str(part) if isinstance(part, EnrolmentKind) else part
