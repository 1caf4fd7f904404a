"""The roster leaves the hall as values, never as formulas, at any length."""

import csv
import io
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from insurance.documents.roster_export import FORMULA_STARTS, RosterRow, inert, roster_csv, write_roster_workbook
from insurance.rules.kinds import EMPLOYEE_INSURANCES

ROW = RosterRow("赵堃", "379901********0198", date(2024, 3, 1), EMPLOYEE_INSURANCES, 760_050, 760_050, "正常参保")
HOSTILE = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x"]


def workbook(rows, language="zh-hans") -> bytes:
    target = io.BytesIO()
    write_roster_workbook(target, rows, unit="青禾公司", on=date(2026, 11, 22), language=language)
    return target.getvalue()


def cells(content: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def lines(rows, language="zh-hans") -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(roster_csv(rows, language=language)).decode("utf-8-sig"), newline="")))


def test_a_workbook_has_title_headings_and_one_row_a_person():
    title, headings, first, second = cells(workbook([ROW, replace(ROW, name="䶮", hrss_base=None)]))
    assert title[0] == "青禾公司 参保人员名单 2026-11-22"
    assert headings[:3] == ["序号", "姓名", "证件号码"]
    assert first[:4] == [1, "赵堃", "379901********0198", "2024-03-01"]
    assert first[5:] == [7600.5, 7600.5, "正常参保"]
    assert (second[1], second[5]) == ("䶮", "")


def test_csv_says_the_same():
    headings, first = lines([ROW])
    assert headings[:3] == ["序号", "姓名", "证件号码"]
    assert first[:4] == ["1", "赵堃", "379901********0198", "2024-03-01"]
    assert first[5:] == ["7600.50", "7600.50", "正常参保"]


def test_csv_begins_with_the_mark_that_spreadsheets_need():
    assert next(roster_csv([], language="zh-hans")).startswith(b"\xef\xbb\xbf")


def test_the_language_is_the_documents_own():
    assert cells(workbook([], "en"))[1][1] == lines([], "en")[0][1] == "Name"
    assert lines([ROW], "en")[1][4].startswith("pension insurance, unemployment insurance")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_formula_stays_words(name):
    content = workbook([replace(ROW, name=name)])
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert lines([replace(ROW, name=name)])[1][1] == f"'{name}"


def test_every_hostile_start_is_tried_and_names_are_left_alone():
    assert {name[0] for name in HOSTILE} == set(FORMULA_STARTS)
    assert inert("赵-堃=1") == "赵-堃=1"


def test_a_full_number_keeps_its_digits():
    assert cells(workbook([replace(ROW, identity="379901198001010198")]))[2][2] == "379901198001010198"


def test_same_roster_same_bytes():
    assert workbook([ROW]) == workbook([ROW])


@pytest.mark.slow
def test_memory_does_not_grow_with_the_roster(tmp_path):
    def peak(count: int) -> int:
        tracemalloc.start()
        with (tmp_path / f"{count}.xlsx").open("wb") as target:
            rows = (replace(ROW, name=f"职工{position}") for position in range(count))
            write_roster_workbook(target, rows, unit="青禾公司", on=date(2026, 11, 22), language="zh-hans")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(4000) < 1.5 * peak(500)
