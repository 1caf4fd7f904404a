"""The door for tables: what is read of honest ones, and that hostile ones are refused with what to do, quickly, small."""

import logging
import resource
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.rules.errors import RuleBroken
from accounts.wording import sentence
from insurance.documents import apart
from insurance.documents.table_rows import MOST_CHARACTERS, MOST_COLUMNS, template_mark
from insurance.documents.workbook_parsing import READERS
from insurance.documents.workbook_reading import read_workbook, refuse_large
from insurance.documents.xlsx_book import MOST_STRINGS
from insurance.rules.sheets import Sheet, Typed
from insurance.wording_workbooks import FILE_SENTENCES
from tests.factories.workbooks import (
    DAY_STYLE,
    Error,
    Formula,
    Number,
    Truth,
    csv_file,
    day_cell,
    sheet_xml,
    xls,
    xlsx,
    xlsx_parts,
    zipped,
)
from tests.insurance.documents import hostile_workbooks as hostile
from tests.insurance.documents.hostile_files import png

HEADINGS, ROW = list(hostile.HEADINGS), list(hostile.ROW)

WITHOUT_BOOK = xls([HEADINGS, ROW]).replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le"))
"""What a Word document is: the same container with another stream."""


def read(content: bytes, name: str = "a.xlsx", most_rows: int = 100) -> Sheet:
    return read_workbook(name, content, most_rows=most_rows)


def refusal(content: bytes, name: str = "a.xlsx", **limits) -> str:
    """Return the code of the refusal; it has a sentence, and belongs to the field of the file."""
    with pytest.raises(RuleBroken) as caught:
        read_workbook(name, content, **{"most_rows": 100, **limits})
    assert caught.value.field == "file"
    assert caught.value.code in FILE_SENTENCES
    assert "%(" not in sentence(caught.value)
    return caught.value.code


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def first(sheet: Sheet, column: int = 0):
    return sheet.rows[0].cells[column]


# What is read -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", xlsx([HEADINGS, ROW])),
        ("A.XLSX", xlsx([HEADINGS, ROW])),
        ("a.xls", xls([HEADINGS, ROW])),
        ("a.csv", csv_file([HEADINGS, ROW])),
        ("a.csv", csv_file([HEADINGS, ROW], encoding="utf-8")),
        ("a.csv", csv_file([HEADINGS, ROW], encoding="gb18030")),
        ("a.csv", csv_file([HEADINGS, ROW], encoding="utf-16")),
        ("a.csv", csv_file([HEADINGS, ROW], separator=";")),
        ("a.csv", csv_file([HEADINGS, ROW], separator="\t")),
        ("a.csv", b"sep=;\r\n" + csv_file([HEADINGS, ROW], separator=";", encoding="utf-8")),
    ],
)
def test_the_same_table_in_any_file(name, content):
    sheet = read(content, name)
    assert list(sheet.headings) == HEADINGS
    assert texts(sheet) == [ROW]
    assert sheet.kind == name.lower().rpartition(".")[2]
    assert {cell.typed for cell in sheet.rows[0].cells} == {Typed.TEXT}


def test_each_row_keeps_its_number_and_blank_ones_are_left_out():
    rows = [["某公司减员名单"], [], HEADINGS, [], ROW, ["", " "], ROW, []]
    for name, content in (("a.xlsx", xlsx(rows)), ("a.xls", xls(rows)), ("a.csv", csv_file(rows))):
        sheet = read(content, name)
        assert list(sheet.headings) == HEADINGS
        assert [row.number for row in sheet.rows] == [5, 7], name


def test_headings_are_found_below_what_is_written_above_them():
    above = [["人员减少申报表"], ["单位名称", "青禾公司", "", "填表日期", "2026-11-01"], ["说明：带星号的必填", "谢谢"]]
    sheet = read(xlsx([*above, HEADINGS, ROW]))
    assert (list(sheet.headings), [row.number for row in sheet.rows]) == (HEADINGS, [5])


def test_headings_nobody_knows_are_the_first_row_of_several_cells():
    sheet = read(xlsx([["某公司"], ["甲", "乙"], *[["1", "2"]] * 20]))
    assert (sheet.headings, sheet.rows[0].number, len(sheet.rows)) == (("甲", "乙"), 3, 20)


def test_rows_of_formulas_that_give_nothing_are_blank():
    assert len(read(xlsx([HEADINGS, ROW, *[[Formula("IF(1,2)")] * 3] * 50])).rows) == 1


def test_a_hidden_row_is_read_and_told():
    for name, content in (
        ("a.xlsx", xlsx([HEADINGS, ROW, ROW], hidden=[3])),
        ("a.xls", xls([HEADINGS, ROW, ROW], hidden=[3])),
    ):
        assert [row.is_hidden for row in read(content, name).rows] == [False, True], name


@pytest.mark.parametrize(
    ("value", "typed", "text"),
    [
        (Number("5000"), Typed.NUMBER, "5000"),
        (Number("5000.50"), Typed.NUMBER, "5000.5"),
        (day_cell(date(2026, 10, 31)), Typed.DATE, "2026-10-31"),
        (Number("46326.5", DAY_STYLE), Typed.DATE, "2026-10-31 12:00:00"),
        (Truth(True), Typed.BOOL, "TRUE"),
        (Formula("1+1", "2"), Typed.FORMULA, "2"),
    ],
)
def test_a_cell_says_what_it_is(value, typed, text):
    for name, build in (("a.xlsx", xlsx), ("a.xls", xls)):
        cell = first(read(build([HEADINGS, [value, "x", "y"]]), name))
        assert (cell.typed, cell.text) == (typed, text), name


def test_a_long_number_keeps_the_digits_of_the_file_and_shows_what_people_saw():
    sheet = read(
        xlsx([HEADINGS, [Number("371102199001010123"), Number("3.7110219900101E+17"), Number("371102199001010123", 2)]])
    )
    assert [cell.text for cell in sheet.rows[0].cells] == [
        "371102199001010123",
        "371102199001010000",
        "371102199001010123",
    ]
    assert [cell.original for cell in sheet.rows[0].cells] == ["3.71102E+17", "3.71102E+17", "371102199001010123"]


def test_what_a_formula_gave_is_not_a_value():
    cell = first(read(xlsx([HEADINGS, [Formula('HYPERLINK("http://x","y")', "y"), "x", "y"]])))
    assert (cell.typed, cell.shown) == (Typed.FORMULA, '=HYPERLINK("http://x","y")')
    assert first(read(csv_file([HEADINGS, ["=1+1", "x", "y"]]), "a.csv")).typed == Typed.FORMULA


@pytest.mark.parametrize("words", ["+1+cmd", "-2+3", "@SUM(1)", "\t=1", "＝1+1"])
def test_other_starts_of_a_formula_are_words(words):
    assert first(read(xlsx([HEADINGS, [words, "x", "y"]]))).typed == Typed.TEXT


def test_an_error_of_the_spreadsheet_is_told():
    assert first(read(xlsx([HEADINGS, [Error("#N/A"), "x", "y"]]))).typed == Typed.ERROR


def test_merged_cells_below_the_headings_are_told():
    for name, content in (
        ("a.xlsx", xlsx([HEADINGS, ROW, ["", "x", "y"]], merged=["A2:A3"])),
        ("a.xls", xls([HEADINGS, ROW, ["", "x", "y"]], merged=[(1, 2, 0, 0)])),
    ):
        rows = read(content, name).rows
        assert [[cell.typed for cell in row.cells] for row in rows] == [[Typed.MERGED, Typed.TEXT, Typed.TEXT]] * 2, (
            name
        )


def test_a_field_merged_over_the_whole_sheet_costs_nothing():
    before = work_apart()
    rows = read(xlsx([HEADINGS, ROW], merged=["A2:XFD1048576"] * 50)).rows
    assert {cell.typed for cell in rows[0].cells} == {Typed.MERGED}
    assert work_apart() - before < 5


def work_apart() -> float:
    """Return the seconds of work of the processes that have ended; what a busy machine lets them wait does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_days_count_from_1904_where_the_file_says_so():
    sheet = read(xlsx([HEADINGS, [Number("44864", DAY_STYLE), "x", "y"]], is_1904=True))
    assert (sheet.counts_from_1904, first(sheet).text) == (True, "2026-10-31")
    assert read(csv_file([HEADINGS, ROW]), "a.csv").counts_from_1904 is None


def test_the_first_visible_sheet_that_holds_something_is_read():
    sheets = {"Hidden": sheet_xml([["a", "b"], ["1", "2"]]), "Empty": sheet_xml([]), "List": sheet_xml([HEADINGS, ROW])}
    sheets["More"] = sheet_xml([["c", "d"]])
    sheet = read(zipped(xlsx_parts(sheets, states={"Hidden": "hidden"})))
    assert list(sheet.headings) == HEADINGS
    assert sheet.ignored == ("More",)


def test_the_mark_of_a_template_is_found_and_other_sheets_are_its_own():
    sheets = {"List": sheet_xml([[template_mark("reduction", 7)], HEADINGS, ROW]), "Codes": sheet_xml([["c", "d"]])}
    sheet = read(zipped(xlsx_parts(sheets)))
    assert (sheet.template, sheet.ignored) == (("reduction", 7), ())
    assert read(csv_file([[template_mark("increase", 1)], HEADINGS, ROW]), "a.csv").template == ("increase", 1)


def test_characters_written_as_codes_are_read():
    assert first(read(xlsx([HEADINGS, ["a_x000A_b", "x", "y"]]))).text == "a\nb"


# What is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "name", "content"),
    [
        ("workbook.type", "a.ods", xlsx([HEADINGS, ROW])),
        ("workbook.type", "a", xlsx([HEADINGS, ROW])),
        ("workbook.type", "a.xlsx.exe", xlsx([HEADINGS, ROW])),
        ("workbook.macros", "a.xlsm", xlsx([HEADINGS, ROW])),
        ("workbook.macros", "a.xlsx", hostile.with_part("xl/vbaProject.bin", b"\xd0\xcf")),
        ("workbook.macros", "a.xls", xls([HEADINGS, ROW], streams=["_VBA_PROJECT_CUR"])),
        ("workbook.empty", "a.xlsx", b""),
        ("workbook.empty", "a.csv", b" \r\n"),
        ("workbook.mismatch", "a.xlsx", csv_file([HEADINGS, ROW])),
        ("workbook.mismatch", "a.xlsx", xls([HEADINGS, ROW])),
        ("workbook.mismatch", "a.xlsx", png()),
        ("workbook.mismatch", "a.xls", xlsx([HEADINGS, ROW])),
        ("workbook.mismatch", "a.csv", xlsx([HEADINGS, ROW])),
        ("workbook.mismatch", "a.csv", b"a,b\0\n1,2"),
        ("workbook.web_page", "a.xls", b"\xef\xbb\xbf\r\n<TABLE><tr><td>1</td></tr></TABLE>"),
        ("workbook.damaged", "a.xlsx", hostile.plain()[:300]),
        ("workbook.damaged", "a.xlsx", hostile.with_part(hostile.SHEET, "<worksheet><row><c><v>1</v>")),
        ("workbook.damaged", "a.xls", xls([HEADINGS, ROW])[:512]),
        ("workbook.damaged", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504),
        ("workbook.damaged", "a.csv", b'a,b\n"1,2'),
        ("workbook.encoding", "a.csv", b"a,b\n\xff\xff,\x80\x80"),
        ("workbook.not_a_table", "a.xlsx", zipped({"word/document.xml": "<w/>"})),
        ("workbook.not_a_table", "a.xlsx", zipped({"[Content_Types].xml": "<Types/>"})),
        (
            "workbook.not_a_table",
            "a.xls",
            WITHOUT_BOOK,
        ),
        ("workbook.encrypted", "a.xlsx", hostile.marked_encrypted()),
        ("workbook.encrypted", "a.xls", xls([HEADINGS, ROW], password=True)),
        ("workbook.suspicious", "a.xlsx", hostile.reading_a_file()),
        ("workbook.suspicious", "a.xlsx", hostile.laughing()),
        ("workbook.suspicious", "a.xlsx", hostile.declaring("<!DOCTYPE x>", where="docProps/app.xml")),
        ("workbook.suspicious", "a.xlsx", hostile.declaring("<!DOCTYPE x>", encoding="utf-16")),
        ("workbook.suspicious", "a.xlsx", hostile.declaring(f"<!--{' ' * 9000}--><!DOCTYPE x>", "<v>1</v>")),
        ("workbook.suspicious", "a.xlsx", hostile.with_part("../../tmp/pwn.xml", "x")),
        ("workbook.suspicious", "a.xlsx", hostile.with_part("C:\\x.xml", "x")),
        ("workbook.suspicious", "a.xlsx", hostile.named_twice()),
        ("workbook.parts", "a.xlsx", lambda: hostile.of_many_parts(1_001)),
        ("workbook.swollen", "a.xlsx", lambda: hostile.of_blanks(101 * 2**20)),
        ("workbook.swollen", "a.xlsx", lambda: hostile.of_blanks(5 * 2**20)),
        ("workbook.no_sheet", "a.xlsx", xlsx([])),
        ("workbook.no_sheet", "a.xls", xls([])),
        ("workbook.no_headings", "a.csv", "姓名\n张三\n".encode()),
        ("workbook.no_headings", "a.xlsx", xlsx([["x"]] * 20)),
        ("workbook.no_rows", "a.xlsx", xlsx([HEADINGS])),
        ("workbook.too_many_columns", "a.xlsx", xlsx([["x"] * (MOST_COLUMNS + 1), ROW])),
        ("workbook.too_many_columns", "a.xlsx", hostile.with_cell("XFD1048576")),
        ("workbook.too_many_columns", "a.xls", xls([HEADINGS, ROW + [""] * 200 + ["x"]])),
        ("workbook.too_many_columns", "a.csv", csv_file([HEADINGS, ["x"] * 20_000])),
        ("workbook.far_cell", "a.xls", lambda: xls([HEADINGS, *[[""]] * 17_000, [""] * 59 + ["x"]])),
        ("workbook.long_text", "a.xlsx", xlsx([HEADINGS, ["x" * (MOST_CHARACTERS + 1), "x", "y"]])),
        ("workbook.too_many_rows", "a.xlsx", xlsx([HEADINGS, *[ROW] * 101])),
        ("workbook.too_many_rows", "a.xls", xls([HEADINGS, *[ROW] * 101])),
        ("workbook.too_many_rows", "a.csv", csv_file([HEADINGS, *[ROW] * 101])),
    ],
)
def test_what_cannot_be_taken_is_refused_with_what_to_do(code, name, content):
    assert refusal(content() if callable(content) else content, name) == code


def test_a_table_of_just_as_many_rows_is_taken():
    assert len(read(xlsx([HEADINGS, *[ROW] * 100])).rows) == 100


def test_too_many_rows_says_into_how_many_files():
    with pytest.raises(RuleBroken) as caught:
        read(csv_file([HEADINGS, *[ROW] * 250]), "a.csv")
    assert caught.value.facts == {"rows": 250, "most": 100, "parts": 3}


def test_a_cell_far_down_alone_costs_nothing():
    assert [row.number for row in read(hostile.with_cell("A1048576")).rows] == [2, 1_048_576]


def test_too_many_shared_texts_are_refused():
    relation = '<Relationship Id="rId9" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    parts = hostile.parts()
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", relation)
    texts_of_sheet = "".join(f"<si><t>{number}</t></si>" for number in range(MOST_STRINGS + 1))
    assert refusal(zipped(parts | {"xl/sharedStrings.xml": f"<sst>{texts_of_sheet}</sst>"})) == "workbook.swollen"


def test_too_many_merged_fields_are_refused():
    rows = [HEADINGS, *[ROW] * 100]
    assert refusal(xlsx(rows, merged=["A1:XFD1048576"] * 10_000)) == "workbook.merged"


def test_a_file_of_too_many_bytes_is_refused():
    refuse_large(10, most_bytes=10)
    with pytest.raises(RuleBroken, match=r"workbook\.too_large"):
        refuse_large(11 * 2**20, most_bytes=10 * 2**20)


def test_reading_that_takes_too_long_is_ended():
    assert refusal(xlsx([HEADINGS, ROW]), seconds=0) == "workbook.too_slow"


def test_reading_that_breaks_down_is_logged_without_the_name(monkeypatch, caplog):
    monkeypatch.setattr(apart, "PROJECT", hostile.__file__.rpartition("/")[0])
    with caplog.at_level(logging.ERROR):
        assert refusal(xlsx([HEADINGS, ROW]), "张三.xlsx") == "workbook.damaged"
    assert "broke down" in caplog.text
    assert "张三" not in caplog.text


def test_the_process_loads_neither_django_nor_settings():
    modules = ", ".join(module for module, _ in READERS.values())
    tell = f"import sys, {modules}; print('django' in sys.modules, 'portal' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", tell], cwd=apart.PROJECT, capture_output=True, check=True, env={})
    assert told.stdout.split() == [b"False", b"False"]


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_with_flipped_bytes_is_read_or_refused(data):
    """Whatever is in the file, there is a table or a refusal with a sentence, never anything else."""
    name, content = data.draw(st.sampled_from([("a.xlsx", hostile.plain()), ("a.xls", xls([HEADINGS, ROW]))]))
    broken = bytearray(content)
    for _ in range(data.draw(st.integers(1, 20))):
        broken[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        told = read(bytes(broken), name).kind
    except RuleBroken as refused:
        told = refused.code
    assert told in {"xlsx", "xls", *FILE_SENTENCES}


@pytest.mark.slow
def test_five_thousand_rows_fit_into_the_memory_of_the_process():
    content = xlsx([[f"列{number}" for number in range(20)], *[[f"词语{number}" for number in range(20)]] * 5_000])
    assert len(read(content, most_rows=5_000).rows) == 5_000
