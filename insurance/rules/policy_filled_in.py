"""Between the row of a file and a filled-in sheet: each becomes the other and means the same.

Money and rates are text, so that they stay exact; shares of the base are typed in per cent and written as fractions of
one. The cells of a list are numbered (``tiers_2_wait_months``).
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from insurance.rules.kinds import Insurance
from insurance.rules.money import yuan_from_fen
from insurance.rules.policy_entries import PolicyEntry
from insurance.rules.policy_sheet import BY_CLASS, Column, Group, Holds, Sheet, key_columns, key_of_row
from insurance.rules.policy_values import exact


def row_of(entries: Iterable[PolicyEntry]) -> dict[str, Any]:
    """Return the row of a file that gives these entries of one key, without its days."""
    entries = sorted(entries, key=lambda entry: entry.key)
    one = entries[0]
    row = key_columns(one.table, key_of_row(one)) | {"document": one.document}
    if one.article:
        row["article"] = one.article
    if one.table == "rates" and key_of_row(one)[0] == Insurance.INJURY:
        return row | {"unit_by_class": [_text(entry.values["unit_rate"]) for entry in entries]}
    return row | {name: value for name, value in _columns(one).items() if value is not None}


def _columns(entry: PolicyEntry) -> dict[str, Any]:
    values = entry.values
    if entry.table == "bounds":
        amounts = {name: _yuan(values[f"{name}_fen"]) for name in ("lower", "upper", "average_wage")}
        return amounts | {name: values[name] for name in ("months_to_declare", "undeclared")}
    if entry.table == "rates":
        columns = {"unit": values["unit_rate"], "own": values["own_rate"], "to_account": values["to_account"]}
        return {name: _text(rate) for name, rate in columns.items()} | {"yearly": _yuan(values["yearly_fen"])}
    if entry.table == "late_fees":
        return {**values, "daily_rate": _text(values["daily_rate"])}
    if entry.table == "benefits":
        return {
            **values,
            **{name: [_without_none(tier) for tier in values[name]] for name in ("tiers", "unpaid_tiers")},
        }
    if entry.table == "unemployment":
        pieces = [dict(zip(("from", "months", "every"), piece, strict=True)) for piece in values["pieces"]]
        return {**values, "pieces": [_without_none(piece) for piece in pieces]}
    return dict(values)


def _without_none(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if value is not None}


def _yuan(amount_fen: int) -> str:
    yuan = yuan_from_fen(amount_fen)
    return str(yuan.to_integral_value() if yuan == yuan.to_integral_value() else yuan)


def _text(rate: Decimal) -> str:
    return str(exact(rate))


def cells_of(row: Mapping[str, Any], sheet: Sheet) -> dict[str, Any]:
    """Return the cells of a file's row: money as text of yuan, shares as text of per cent."""
    cells = {}
    for column in sheet.columns:
        if column in BY_CLASS:
            rates = row.get("unit_by_class", [])
            position = int(column.name.rpartition("_")[2]) - 1
            cells[column.name] = percent_text(rates[position]) if position < len(rates) else None
            continue
        cells[column.name] = _cell(row.get(column.name), column)
    for group in sheet.groups:
        for number, line in enumerate(row.get(group.name, []), start=1):
            cells |= {f"{group.name}_{number}_{c.name}": _cell(line.get(c.name), c) for c in group.columns}
    return cells


def _cell(value: Any, column: Column) -> Any:
    if value is None:
        return None
    return percent_text(value) if column.holds == Holds.PERCENT else value


def percent_text(share: str) -> str:
    """Return a fraction of one as per cent without idle zeros: ``0.085`` is ``8.5``."""
    return str(exact(Decimal(share) * 100))


def row_from_cells(cells: Mapping[str, Any], sheet: Sheet) -> dict[str, Any]:
    """Return the columns of a file's row that a filled-in sheet says; cells left empty are left out."""
    row: dict[str, Any] = {}
    by_class = [share_text(cells[column.name]) for column in sheet.columns if column in BY_CLASS]
    if by_class:
        row["unit_by_class"] = by_class
    for column in sheet.columns:
        if column not in BY_CLASS and cells.get(column.name) is not None:
            row[column.name] = _written(cells[column.name], column)
    for group in sheet.groups:
        row[group.name] = [
            {
                column.name: _written(cells[name], column)
                for column in group.columns
                if cells.get(name := f"{group.name}_{number}_{column.name}") is not None
            }
            for number in filled_lines(cells, group)
        ]
    return row


def filled_lines(cells: Mapping[str, Any], group: Group) -> list[int]:
    """Return the numbers of the lines in which something decisive stands."""
    return [
        number
        for number in range(1, group.most + 1)
        if any(cells.get(f"{group.name}_{number}_{name}") is not None for name in group.decisive)
    ]


def _written(value: Any, column: Column) -> Any:
    if column.holds == Holds.PERCENT:
        return share_text(value)
    return str(value) if column.holds == Holds.MONEY else value


def share_text(percentage: Decimal | str) -> str:
    """Return per cent as a fraction of one, as text."""
    return str(exact(Decimal(percentage) / 100))
