"""The words of the policy tables: what each is called, what stands in its columns, and how a cell reads."""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from insurance.rules.benefit_rule import Anchor, Continuity, DayCount, GapUnit, Payer, RepaymentBase, StopPoint
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.late_fee import Convention
from insurance.rules.money import fen_from_yuan
from insurance.rules.policy_filled_in import filled_lines
from insurance.rules.policy_sheet import BY_CLASS, Column, EmployeeFamily, Group, Holds
from insurance.rules.reduction_window import EffectiveRule, OutsideWindow
from insurance.rules.resident_wait import WaitAnchor
from insurance.rules.undeclared import Undeclared
from insurance.wording import ENROLMENT_KIND_NAMES, INSURANCE_NAMES
from insurance.wording_benefit_rules import (
    ANCHOR_NAMES,
    CONTINUITY_NAMES,
    CONVENTION_NAMES,
    DAY_COUNT_NAMES,
    FAMILY_NAMES,
    GAP_UNIT_NAMES,
    PAYER_NAMES,
    REPAYMENT_BASE_NAMES,
    STOP_POINT_NAMES,
)
from insurance.wording_citizen import counted_months, money
from insurance.wording_facts import counted_days
from insurance.wording_reasons import EFFECTIVE_RULE_NAMES

TABLE_NAMES = {
    "bounds": _("bounds of the contribution base"),
    "rates": _("contribution rate"),
    "windows": _("declaration window"),
    "benefits": _("medical benefits after a gap"),
    "late_fees": _("late fee"),
    "resident_waits": _("waiting periods of residents"),
    "unemployment": _("duration of unemployment benefit"),
}

CHANNEL_NAMES = {"unit": _("units"), "individual": _("individuals")}

OUTSIDE_WINDOW_NAMES = {
    OutsideWindow.REFUSE: _("refused"),
    OutsideWindow.NEXT_PERIOD: _("counts for the next period"),
}

WAIT_ANCHOR_NAMES = {
    WaitAnchor.SAME_DAY: _("on the same day of the month"),
    WaitAnchor.MONTH: _("on the first of the month"),
}

UNDECLARED_NAMES = {
    Undeclared.ESTIMATE: _("110 per cent of what was due before"),
    Undeclared.LAST_BASE: _("the last base goes on"),
}

CHOICE_NAMES: dict[type[Enum], Mapping[str, Any]] = {
    EmployeeFamily: FAMILY_NAMES,
    StopPoint: STOP_POINT_NAMES,
    GapUnit: GAP_UNIT_NAMES,
    DayCount: DAY_COUNT_NAMES,
    RepaymentBase: REPAYMENT_BASE_NAMES,
    Anchor: ANCHOR_NAMES,
    Continuity: CONTINUITY_NAMES,
    Convention: CONVENTION_NAMES,
    EffectiveRule: EFFECTIVE_RULE_NAMES,
    OutsideWindow: OUTSIDE_WINDOW_NAMES,
    WaitAnchor: WAIT_ANCHOR_NAMES,
    Undeclared: UNDECLARED_NAMES,
}
"""The words of each enum a cell chooses from."""

NO_LIMIT = _("without a limit")
YUAN_A_MONTH = _("Yuan a month, as published")
PERCENT_OF_BASE = _("Per cent of the contribution base, for example 8.5")
DAY_OF_MONTH = _("Day of the month, 1 to 31; beyond the end of a month its last day is meant")
MONTHS = pgettext_lazy("unit of a field", "Months")
YEARS = pgettext_lazy("unit of a field", "Years")
EMPTY_IS_NO_LIMIT = _("Months; leave it empty where there is no limit")

COLUMN_NAMES: dict[str, tuple] = {
    "lower": (_("Lower bound"), YUAN_A_MONTH),
    "upper": (_("Upper bound"), YUAN_A_MONTH),
    "average_wage": (_("Average monthly wage"), _("Yuan a month: the wage the bounds come from")),
    "months_to_declare": (_("Wages are declared within"), _("Months from the first one of the contribution year")),
    "undeclared": (_("Wages not declared in time"), ""),
    "unit": (_("The unit pays"), PERCENT_OF_BASE),
    "own": (_("The person pays"), PERCENT_OF_BASE),
    "to_account": (_("Of this to the personal account"), PERCENT_OF_BASE),
    "yearly": (_("Flat amount"), _("Yuan a year; 0 where contributions are a share of the base")),
    "open_day": (_("Window opens on"), DAY_OF_MONTH),
    "close_day": (_("Window closes on"), DAY_OF_MONTH),
    "rule": (_("From when a reduction counts"), ""),
    "cutoff_day": (_("Cut-off day"), _("Only where a cut-off decides whether the month itself may be stopped")),
    "roll": (_("Limits on days off move to the next working day"), ""),
    "december_freeze": (_("No declarations in December"), ""),
    "outside_window": (_("Declared outside the window"), ""),
    "family": (_("Family of rules"), _("The examples of this family are what the draft is tried with")),
    "stop_point": (_("Benefits stop"), ""),
    "gap_unit": (_("A gap is counted in"), _("What the limits of the tiers below mean")),
    "day_count": (_("First day of a gap"), _("Civil Code, article 201, does not count it")),
    "payment_month_counts": (_("“Months from the payment month” include that month"), ""),
    "new_enrolment_months": (_("Wait of a first enrolment"), _("Months from that of the first credit")),
    "unpaid_waits_as_paid": (_("Without repayment never sooner than with it"), ""),
    "most_missed_in_year": (_("Most unpaid months in a calendar year"), EMPTY_IS_NO_LIMIT),
    "repayment_base": (_("Base of a repayment"), ""),
    "longest_repayable_months": (_("Longest time that can be repaid"), EMPTY_IS_NO_LIMIT),
    "late_fee_required": (_("Late fee is due with the repayment"), ""),
    "account_usable": (_("Personal account usable while benefits rest"), ""),
    "over": (_("Gap from"), _("In the unit chosen above; the first tier begins at 0")),
    "upto": (_("Gap up to"), _("Included; leave it empty in the last tier")),
    "anchor": (_("Benefits return"), ""),
    "wait_months": (_("After so many months"), _("0 or empty: in the month itself")),
    "retroactive": (_("Costs of the gap are reimbursed afterwards"), ""),
    "continuity": (_("Continuous months"), ""),
    "repayable": (_("Can be repaid"), ""),
    "account_credited": (_("Personal account gets what the gap would have brought"), ""),
    "convention": (_("Days that count"), ""),
    "daily_rate": (_("Rate a day"), _("Per cent of the unpaid amount a day; 0.05 is five per ten thousand")),
    "capped": (_("At most the unpaid amount"), ""),
    "due_day": (_("Last day for payment"), DAY_OF_MONTH),
    "opens_month": (_("Season opens in month"), _("1 to 12, in the year before the one covered")),
    "opens_day": (_("Season opens on day"), DAY_OF_MONTH),
    "closes_month": (_("Season closes in month"), _("1 to 12, in the year before the one covered")),
    "closes_day": (_("Season closes on day"), DAY_OF_MONTH),
    "fixed_months": (_("Fixed wait"), MONTHS),
    "months_per_missed_year": (_("Further for each missed year"), MONTHS),
    "months_per_repaired_year": (_("Less for each year repaid"), MONTHS),
    "floor_missed_years": (_("Least wait holds from so many missed years"), YEARS),
    "floor_months": (_("Least wait"), MONTHS),
    "resident_waits.anchor": (_("The wait ends"), ""),
    "counts_from_year": (_("First year that counts as missed"), _("Year, for example 2025")),
    "most_months": (_("Most months of benefit"), MONTHS),
    "from": (_("From so many months paid"), MONTHS),
    "months": (_("Months of benefit"), MONTHS),
    "every": (_("One more for every further"), _("Months paid; leave it empty where there is none")),
}
"""Column → label and hint."""

GROUP_NAMES = {
    "tiers": _("Tiers where the gap was repaid"),
    "unpaid_tiers": _("Tiers where it was never repaid"),
    "pieces": _("Scale"),
}

LINE_NAMES = {"tiers": _("Tier %(number)s"), "unpaid_tiers": _("Tier %(number)s"), "pieces": _("Step %(number)s")}

COUNTED = {
    "new_enrolment_months": counted_months,
    "longest_repayable_months": counted_months,
    "most_missed_in_year": counted_months,
    "fixed_months": counted_months,
    "months_per_missed_year": counted_months,
    "months_per_repaired_year": counted_months,
    "floor_months": counted_months,
    "most_months": counted_months,
}
"""Columns whose number reads with its unit."""


def column_words(table: str, column: Column) -> tuple[str, str]:
    """Return the label and the hint of a cell."""
    if column in BY_CLASS:
        number = column.name.rpartition("_")[2]
        return gettext("Industry class %(number)s: the unit pays") % {"number": number}, str(PERCENT_OF_BASE)
    label, hint = COLUMN_NAMES.get(f"{table}.{column.name}") or COLUMN_NAMES[column.name]
    return str(label), str(hint)


def choices_of(column: Column) -> list[tuple[str, str]]:
    """Return the choices of a cell, with their words."""
    return [(member.value, choice_name(column, member.value)) for member in column.choices]


def choice_name(column: Column, value: str) -> str:
    return str(CHOICE_NAMES[column.choices][value])


def cell_words(column: Column, value: Any) -> str:
    """Return how a cell reads, with its unit; a dash or its meaning where nothing stands in it."""
    if value is None or value == "":
        return str(NO_LIMIT) if column.name in COUNTED else "—"
    if column.holds == Holds.MONEY:
        return money(fen_from_yuan(Decimal(value)))
    if column.holds == Holds.PERCENT:
        return f"{value}%"
    if column.holds == Holds.YES_NO:
        return yes_no_words(value)
    if column.holds == Holds.CHOICE:
        return choice_name(column, value)
    return COUNTED[column.name](value) if column.name in COUNTED else str(value)


def yes_no_words(value: bool) -> str:
    return pgettext("answer", "yes") if value else pgettext("answer", "no")


# Lines of a list ----------------------------------------------------------------------------------------------------


def line_words(group: Group, line: Mapping[str, Any], cells: Mapping[str, Any]) -> list[str]:
    """Return what one line of a list says, as short sentences."""
    return piece_words(line) if group.name == "pieces" else tier_words(line, cells.get("gap_unit"))


def lines_of(cells: Mapping[str, Any], group: Group) -> list[dict[str, Any]]:
    """Return the lines that are filled in, by column."""
    return [
        {column.name: cells.get(f"{group.name}_{number}_{column.name}") for column in group.columns}
        for number in filled_lines(cells, group)
    ]


def tier_words(tier: Mapping[str, Any], gap_unit: str | None) -> list[str]:
    counted = counted_months if gap_unit == GapUnit.MONTHS else counted_days
    wait = tier["wait_months"] or 0
    said = [gap_words(tier["over"], tier["upto"], counted), return_words(tier["anchor"], wait)]
    said.append(
        gettext("Costs of the gap are reimbursed") if tier["retroactive"] else gettext("Costs of the gap stay unpaid")
    )
    said.append(str(CONTINUITY_NAMES[tier["continuity"]]))
    if tier["repayable"] is False:
        said.append(gettext("The gap can no longer be repaid"))
    if tier["account_credited"]:
        said.append(gettext("The personal account gets what the gap would have brought"))
    return said


def gap_words(over: int, upto: int | None, counted) -> str:
    if upto is None:
        return gettext("Gap of %(over)s or more") % {"over": counted(over)}
    return gettext("Gap of %(over)s to %(upto)s") % {"over": over, "upto": counted(upto)}


def return_words(anchor: str, wait_months: int) -> str:
    if anchor == Anchor.DAY_AFTER_CREDIT:
        return gettext("Benefits return on the day after the credit")
    if anchor == Anchor.STOP:
        return gettext("Benefits count as never stopped")
    if not wait_months:
        return gettext("Benefits return in the month of the credit")
    facts = {"months": counted_months(wait_months)}
    if anchor == Anchor.FROM_PAYMENT_MONTH:
        return gettext("Benefits return %(months)s from the month of the credit") % facts
    return gettext("Benefits return %(months)s after the month of the credit") % facts


def piece_words(piece: Mapping[str, Any]) -> list[str]:
    facts = {"paid": counted_months(piece["from"]), "months": counted_months(piece["months"])}
    said = [gettext("From %(paid)s paid: %(months)s of benefit") % facts]
    if piece["every"]:
        said.append(
            gettext("One month more for every further %(paid)s paid") % {"paid": counted_months(piece["every"])}
        )
    return said


# Keys ---------------------------------------------------------------------------------------------------------------


def row_name(table: str, key: tuple) -> str:
    """Return what a row of policy is called: contribution rate: pension insurance, employee."""
    name = capfirst(TABLE_NAMES[table])
    words = key_words(table, key)
    if not words:
        return name
    return pgettext("table and row of policy", "%(table)s: %(row)s") % {"table": name, "row": words}


def key_words(table: str, key: tuple) -> str:
    """Return what names a row within its table; empty where there is only one."""
    if table == "rates":
        insurance, kind = INSURANCE_NAMES[Insurance(key[0])], ENROLMENT_KIND_NAMES[EnrolmentKind(key[1])]
        return pgettext("insurance and kind of enrolment", "%(insurance)s, %(kind)s") % {
            "insurance": insurance,
            "kind": kind,
        }
    if table == "windows":
        return str(CHANNEL_NAMES[key[0]])
    return str(PAYER_NAMES[Payer(key[0])]) if table == "benefits" else ""
