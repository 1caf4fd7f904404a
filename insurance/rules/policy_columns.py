"""Reads the tables of a policy file: which columns each has, its key and its values as the database keeps them."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from insurance.rules.benefit_rule import (
    Anchor,
    Continuity,
    DayCount,
    Family,
    GapUnit,
    Payer,
    RepaymentBase,
    StopPoint,
)
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.late_fee import Convention
from insurance.rules.policy_cells import Table, dated, flag, money, one_of, refuse_columns, share, share_from, whole
from insurance.rules.reduction_window import DeclarationWindow, EffectiveRule, OutsideWindow
from insurance.rules.resident_wait import WaitAnchor
from insurance.rules.undeclared import MONTHS_TO_DECLARE, Undeclared

INJURY_CLASSES = range(1, 9)
CHANNELS = ("unit", "individual")
MOST_DAYS = 36_600
MOST_YEARS = 100

Read = Iterator[tuple[tuple, dict[str, Any]]]


def bounds(table: Table) -> Read:
    dated(table, {"lower", "upper", "average_wage"}, {"months_to_declare", "undeclared"})
    lower, upper = money(table, "lower"), money(table, "upper")
    if not 0 < lower < upper:
        raise ValueError(f"the lower bound {table['lower']} is not below the upper bound {table['upper']}")
    average = money(table, "average_wage")
    if average <= 0:
        raise ValueError(f"average_wage: {table['average_wage']} is no wage")
    declared = {
        "months_to_declare": whole(table, "months_to_declare", least=1, most=12, default=MONTHS_TO_DECLARE),
        "undeclared": one_of(table, "undeclared", Undeclared, Undeclared.ESTIMATE),
    }
    yield (), {"lower_fen": lower, "upper_fen": upper, "average_wage_fen": average, **declared}


def rates(table: Table) -> Read:
    dated(table, {"insurance", "kind"}, {"unit", "own", "to_account", "yearly", "unit_by_class"})
    insurance, kind = Insurance(table["insurance"]), EnrolmentKind(table["kind"])
    values = {
        "own_rate": share(table, "own", "0"),
        "to_account": share(table, "to_account", "0"),
        "yearly_fen": money(table, "yearly", 0),
    }
    for injury_class, unit_rate in _unit_rates(insurance, table):
        yield (insurance, kind, injury_class), {"unit_rate": unit_rate, **values}


def _unit_rates(insurance: Insurance, table: Table) -> list[tuple[int, Decimal]]:
    """Return class and unit rate: one for each industry class of work injury, class 0 for everything else."""
    if insurance != Insurance.INJURY:
        if "unit_by_class" in table:
            raise ValueError("unit_by_class is for work injury alone")
        return [(0, share(table, "unit", "0"))]
    if "unit" in table:
        raise ValueError("unit: work injury has unit_by_class instead")
    by_class = table.get("unit_by_class", [])
    if len(by_class) != len(INJURY_CLASSES):
        raise ValueError(f"unit_by_class: {len(by_class)} rates for the {len(INJURY_CLASSES)} industry classes")
    return [(number, share_from("unit_by_class", rate)) for number, rate in zip(INJURY_CLASSES, by_class, strict=True)]


def windows(table: Table) -> Read:
    dated(
        table,
        {"channel", "rule", "open_day", "close_day", "roll", "outside_window"},
        {"cutoff_day", "december_freeze"},
    )
    if table["channel"] not in CHANNELS:
        raise ValueError(f"no such channel: {table['channel']}")
    window = DeclarationWindow(
        open_day=whole(table, "open_day", least=1, most=31),
        close_day=whole(table, "close_day", least=1, most=31),
        cutoff_day=whole(table, "cutoff_day", least=1, most=31, default=None),
        rule=EffectiveRule(one_of(table, "rule", EffectiveRule)),
        roll=flag(table, "roll"),
        december_freeze=flag(table, "december_freeze", default=False),
        outside_window=OutsideWindow(one_of(table, "outside_window", OutsideWindow)),
    )
    names = ("open_day", "close_day", "cutoff_day", "rule", "roll", "december_freeze", "outside_window")
    yield (table["channel"],), {name: getattr(window, name) for name in names}


def benefits(table: Table) -> Read:
    dated(table, {"payer", "family", "stop_point", "gap_unit", "tiers"}, BENEFIT_OPTIONS)
    payer, family = one_of(table, "payer", Payer), one_of(table, "family", Family)
    if family == Family.RES:
        raise ValueError("family: RES stands in resident_waits")
    yield (
        (payer,),
        {
            "family": family,
            "stop_point": one_of(table, "stop_point", StopPoint),
            "gap_unit": one_of(table, "gap_unit", GapUnit),
            "tiers": _tiers(table, "tiers"),
            "unpaid_tiers": _tiers(table, "unpaid_tiers"),
            "day_count": one_of(table, "day_count", DayCount, DayCount.EXCLUDE_FIRST),
            "payment_month_counts": flag(table, "payment_month_counts", default=True),
            "new_enrolment_months": whole(table, "new_enrolment_months", default=1),
            "unpaid_waits_as_paid": flag(table, "unpaid_waits_as_paid", default=False),
            "most_missed_in_year": whole(table, "most_missed_in_year", least=1, most=12, default=None),
            "repayment_base": one_of(table, "repayment_base", RepaymentBase, RepaymentBase.AVERAGE_WAGE_AT_PAYMENT),
            "longest_repayable_months": whole(table, "longest_repayable_months", least=1, default=None),
            "late_fee_required": flag(table, "late_fee_required", default=True),
            "account_usable": flag(table, "account_usable", default=True),
        },
    )


BENEFIT_OPTIONS = frozenset(
    "unpaid_tiers day_count payment_month_counts new_enrolment_months unpaid_waits_as_paid most_missed_in_year"
    " repayment_base longest_repayable_months late_fee_required account_usable".split()
)


def _tiers(table: Table, name: str) -> list[dict[str, Any]]:
    """Return each tier with all its columns; whether they answer for every gap is asked by the rule."""
    written = table.get(name, [])
    if not isinstance(written, list) or not all(isinstance(tier, Mapping) for tier in written):
        raise ValueError(f"{name}: not a list of tiers")
    found = []
    for position, tier in enumerate(written, start=1):
        try:
            found.append(_tier(tier))
        except ValueError as error:
            raise ValueError(f"{name}: tier {position}: {error}") from error
    return found


def _tier(tier: Table) -> dict[str, Any]:
    refuse_columns(
        tier, {"over", "anchor"}, {"upto", "wait_months", "retroactive", "continuity", "repayable", "account_credited"}
    )
    found = {
        "over": whole(tier, "over", most=MOST_DAYS),
        "upto": whole(tier, "upto", most=MOST_DAYS, default=None),
        "anchor": one_of(tier, "anchor", Anchor),
        "wait_months": whole(tier, "wait_months", default=0),
        "retroactive": flag(tier, "retroactive", default=False),
        "continuity": one_of(tier, "continuity", Continuity, Continuity.KEPT),
        "repayable": flag(tier, "repayable", default=True),
        "account_credited": flag(tier, "account_credited", default=False),
    }
    if found["wait_months"] and found["anchor"] in (Anchor.STOP, Anchor.DAY_AFTER_CREDIT):
        raise ValueError(f"wait_months: no months are waited from {found['anchor']}")
    return found


def late_fees(table: Table) -> Read:
    dated(table, {"convention", "daily_rate", "capped", "due_day", "roll"})
    yield (
        (),
        {
            "convention": one_of(table, "convention", Convention),
            "daily_rate": share(table, "daily_rate"),
            "capped": flag(table, "capped"),
            "due_day": whole(table, "due_day", least=1, most=31),
            "roll": flag(table, "roll"),
        },
    )


def resident_waits(table: Table) -> Read:
    months = ("fixed_months", "months_per_missed_year", "months_per_repaired_year", "floor_months")
    season = {"opens_month": 12, "opens_day": 31, "closes_month": 12, "closes_day": 31}
    dated(table, {*season, *months, "floor_missed_years", "anchor", "counts_from_year"})
    yield (
        (),
        {
            **{name: whole(table, name, least=1, most=most) for name, most in season.items()},
            **{name: whole(table, name) for name in months},
            "floor_missed_years": whole(table, "floor_missed_years", least=1, most=MOST_YEARS),
            "anchor": one_of(table, "anchor", WaitAnchor),
            "counts_from_year": whole(table, "counts_from_year", least=1900, most=2200),
        },
    )


def unemployment(table: Table) -> Read:
    dated(table, {"pieces", "most_months"})
    if not isinstance(table["pieces"], list):
        raise ValueError("pieces: not a list")
    pieces = [_piece(position, piece) for position, piece in enumerate(table["pieces"], start=1)]
    yield (), {"pieces": pieces, "most_months": whole(table, "most_months", least=1)}


def _piece(position: int, piece: Table) -> list[int | None]:
    try:
        refuse_columns(piece, {"from", "months"}, {"every"})
        return [whole(piece, "from"), whole(piece, "months"), whole(piece, "every", default=None)]
    except ValueError as error:
        raise ValueError(f"pieces: piece {position}: {error}") from error


READERS: dict[str, Callable[[Table], Read]] = {
    "bounds": bounds,
    "rates": rates,
    "windows": windows,
    "benefits": benefits,
    "late_fees": late_fees,
    "resident_waits": resident_waits,
    "unemployment": unemployment,
}
"""Table of a file → what reads one of its rows, yielding key and values."""

KEY_COLUMNS = {"rates": ("insurance", "kind"), "windows": ("channel",), "benefits": ("payer",)}
"""What names a row of a table in a message before it could be read."""
