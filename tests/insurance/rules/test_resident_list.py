"""The rows of a committee's list: whom each names, what was put right in it, and that nothing is guessed."""

from datetime import date
from importlib import import_module
from pathlib import PurePosixPath

import pytest

from accounts.rules.errors import RuleBroken
from insurance.documents.workbook_parsing import READERS
from insurance.rules.resident_list import resident_line, rows_of, table_rows, typed_row
from insurance.rules.resident_payment import MOST_RESIDENTS
from insurance.rules.sheets import Cell, Row, Sheet, Typed
from tests.factories.damaged import PLAIN, WITH_X, Damaged, lost_digits, names, numbers

ON = date(2026, 11, 22)
HEADINGS = ("姓名", "证件号码")


def table(*rows, headings=HEADINGS, template=None) -> Sheet:
    """Return a table whose cells are texts, or cells."""
    cells = [tuple(one if isinstance(one, Cell) else Cell(one) for one in row) for row in rows]
    return Sheet("xlsx", template, tuple(headings), tuple(Row(at, row) for at, row in enumerate(cells, start=2)))


def only(*cells, headings=HEADINGS):
    [row] = table_rows(table(cells, headings=headings), on=ON)
    return row


def codes(problems) -> list[str]:
    return [problem.code for problem in problems]


# Lines --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("陈子墨 379901201906019077", ("陈子墨", "379901201906019077")),
        ("陈子墨\t379901201906019077", ("陈子墨", "379901201906019077")),
        ("  阿依古丽 买买提，37990119800101003X ", ("阿依古丽 买买提", "37990119800101003X")),
    ],
)
def test_a_line_is_a_name_and_a_number(typed, read):
    assert resident_line(typed) == read


@pytest.mark.parametrize("typed", ["陈子墨", "379901201906019077", "陈 子墨", ""])
def test_a_line_without_both_is_refused(typed):
    with pytest.raises(RuleBroken, match="resident.line"):
        resident_line(typed)


# Columns ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (("姓名", "证件号码"), (PLAIN.name, PLAIN.number)),
        (("序号", "身份证号（18位）", "与户主关系", "村民姓名"), ("1", PLAIN.number, "妻", PLAIN.name)),
        (("Name", "ID number", "Phone"), (PLAIN.name, PLAIN.number, "19900000000")),
        (("户主姓名", "家庭成员姓名*", "参保人身份证号码"), ("林大山", PLAIN.name, PLAIN.number)),
    ],
)
def test_columns_stand_in_any_order_and_others_are_not_read(headings, cells):
    row = only(*cells, headings=headings)
    assert (row.number, row.name, row.document, row.problems) == (2, PLAIN.name, PLAIN.number, ())


@pytest.mark.parametrize(
    ("headings", "template", "code"),
    [
        (("姓名", "性别"), None, "batch.columns_missing"),
        (("户主", "身份证号"), None, "batch.columns_missing"),
        (("姓名", "身份证号", "证件号码"), None, "resident.column_twice"),
        (("姓名", PLAIN.number), None, "workbook.no_headings"),
        (HEADINGS, ("reduction", 1), "workbook.template_kind"),
        (HEADINGS, ("residents", 2), "workbook.template_version"),
    ],
)
def test_a_table_whose_columns_are_not_clear_is_refused(headings, template, code):
    row = [PLAIN.name, PLAIN.number, PLAIN.number][: len(headings)]
    with pytest.raises(RuleBroken, match=code):
        table_rows(table(row, headings=headings, template=template), on=ON)


def test_a_date_of_birth_that_stands_twice_is_nobodys_concern():
    assert not only(PLAIN.name, PLAIN.number, "1", "2", headings=(*HEADINGS, "生日", "出生日期")).problems


# Rows ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "number", "code"),
    [
        (PLAIN.name, PLAIN.number[:15] + "000", "resident.digits_lost"),
        (PLAIN.name, Cell(PLAIN.number[:15] + "000", Typed.NUMBER, "3.79901E+17"), "resident.digits_lost"),
        (PLAIN.name, "3.79901E+17", "resident.digits_lost"),
        (PLAIN.name, PLAIN.number[:16], "resident.digits_lost"),
        (WITH_X.name, WITH_X.number[:17], "sheet.id_lost_x"),
        (PLAIN.name, PLAIN.number[:17], "sheet.id_lost_character"),
        (PLAIN.name, PLAIN.number[:6] + PLAIN.number[8:17], "sheet.id_15_digits"),
        (PLAIN.name, Cell(PLAIN.number, Typed.MERGED), "sheet.cell_merged"),
        (PLAIN.name, Cell(PLAIN.number, Typed.FORMULA, "=B2"), "sheet.cell_formula"),
        (PLAIN.name + "（已迁出）", PLAIN.number, "sheet.name_remark"),
        (PLAIN.name, "", "resident.row_incomplete"),
        ("", PLAIN.number, "resident.row_incomplete"),
    ],
)
def test_what_happened_to_a_row_is_named(name, number, code):
    row = only(name, number)
    assert codes(row.problems) == [code]
    assert (row.name, row.document) == ("", "")


def test_a_row_that_was_not_taken_is_put_back_as_it_stands():
    lost = Cell(PLAIN.number[:15] + "000", Typed.NUMBER, "3.79901E+17")
    assert only(f" {PLAIN.name}\n", lost).written == f"{PLAIN.name}\t3.79901E+17"
    assert only("", "1" * 2000).written == "\t" + "1" * 60


@pytest.mark.parametrize(
    ("row", "called"),
    [
        (only("阿依古丽 买买提", ""), "阿依古丽 买买提"),
        (only("", PLAIN.number), ""),
        (only(PLAIN.number, PLAIN.name), ""),
        (typed_row(1, "  陈子墨，3799", on=ON), "陈子墨"),
        (typed_row(1, PLAIN.number, on=ON), ""),
    ],
)
def test_a_row_that_was_not_taken_is_found_by_its_name_and_no_number_is_repeated(row, called):
    assert row.called == called


def test_a_row_that_is_clear_can_be_typed_again_as_it_was_read():
    row = only(PLAIN.name, f"'{PLAIN.number[:6]} {PLAIN.number[6:]}")
    assert resident_line(row.written) == (PLAIN.name, PLAIN.number)


@pytest.mark.parametrize("number", ["HA1234567", " ha1234567", "Ｈ１２３４５６７８"])
def test_a_travel_document_is_a_document_too(number):
    row = only("陈港生", number)
    assert row.problems == ()
    assert row.document.isupper()


def test_a_travel_document_that_became_a_number_is_not_taken():
    assert only("陈港生", Cell("12345678", Typed.NUMBER)).problems


@pytest.mark.parametrize("damaged", [*numbers(), *lost_digits(), *names()], ids=lambda one: one.title)
def test_no_row_of_the_corpus_is_taken_for_somebody_else(damaged: Damaged):
    """A committee has no roster to restore digits from: a row names whom it was written for, or nobody."""
    name, content = damaged.file()
    module, function = READERS[PurePosixPath(name).suffix[1:]]
    sheet = getattr(import_module(module), function)(content, MOST_RESIDENTS)
    before, row, after = table_rows(sheet, on=ON)
    assert not before.problems + after.problems
    assert row.problems or row.document == damaged.who.number


def test_what_is_put_right_is_told():
    small = WITH_X.number.lower()
    assert codes(only(WITH_X.name, f" {small}").repairs) == ["sheet.id_spaces.repaired", "sheet.id_lower_x.repaired"]
    assert only(WITH_X.name, WITH_X.number).repairs == ()


def test_a_list_is_what_was_typed_and_the_table_together():
    line = (3, f"{WITH_X.name} {WITH_X.number}")
    rows = rows_of([line], table((PLAIN.name, PLAIN.number)), on=ON)
    assert [(row.number, row.document, row.is_of_table) for row in rows] == [
        (3, WITH_X.number, False),
        (2, PLAIN.number, True),
    ]


def test_a_list_has_somebody_and_not_too_many():
    with pytest.raises(RuleBroken, match="resident.list_empty"):
        rows_of([], None, on=ON)
    full = table(*[(PLAIN.name, PLAIN.number)] * MOST_RESIDENTS)
    assert len(rows_of([], full, on=ON)) == MOST_RESIDENTS
    with pytest.raises(RuleBroken, match="resident.list_long"):
        rows_of([(1, "谁")], full, on=ON)
