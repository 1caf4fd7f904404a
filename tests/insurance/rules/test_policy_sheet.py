"""Sheets and rows of files: each reviewed row survives being filled in, and comes out as the reader reads it."""

from collections import defaultdict
from decimal import Decimal

import pytest

from insurance.rules.policy_columns import READERS
from insurance.rules.policy_filled_in import cells_of, percent_text, row_from_cells, row_of, share_text
from insurance.rules.policy_sheet import SHEETS, key_columns, key_of_row, sheet_of
from insurance.rules.policy_tables import entries_of
from insurance.services.policy_files import policy_files


def reviewed_rows():
    """Return the entries of every row of the reviewed files, row by row."""
    rows = defaultdict(list)
    for area in policy_files()[1]:
        for entry in area.entries:
            rows[area.code, entry.table, key_of_row(entry), entry.first].append(entry)
    return rows


ROWS = reviewed_rows()


def days_of(entry):
    return {"from": entry.first} | ({"until": entry.until} if entry.until else {})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(map(str, row)))
def test_a_reviewed_row_survives_being_filled_in(row):
    _area, table, key, _first = row
    entries = sorted(ROWS[row], key=lambda entry: entry.key)
    written = row_of(entries) | days_of(entries[0])
    assert list(entries_of(table, written)) == entries
    sheet = sheet_of(table, key)
    filled_in = row_from_cells(cells_of(written, sheet), sheet)
    kept = {name: written[name] for name in ("document", "article") if name in written}
    assert list(entries_of(table, key_columns(table, key) | kept | days_of(entries[0]) | filled_in)) == entries


def test_every_table_has_a_sheet():
    assert SHEETS.keys() == READERS.keys()


@pytest.mark.parametrize(("share", "percentage"), [("0.085", "8.5"), ("0.0005", "0.05"), ("0", "0"), ("0.2", "20")])
def test_shares_are_typed_in_per_cent_and_stay_exact(share, percentage):
    assert percent_text(share) == percentage
    assert share_text(Decimal(percentage)) == share


def test_a_line_without_a_limit_or_a_wait_is_left_out():
    sheet = SHEETS["benefits"]
    cells = {"tiers_1_over": 0, "tiers_1_anchor": "stop", "tiers_2_anchor": "stop", "tiers_2_retroactive": False}
    assert row_from_cells(cells, sheet)["tiers"] == [{"over": 0, "anchor": "stop"}]
