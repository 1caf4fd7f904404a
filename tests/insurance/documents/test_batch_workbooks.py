"""The tables the hall hands out: templates that come back as they are meant, corrected and result tables, all of text."""

import io
import zipfile
from datetime import date

import pytest
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from accounts.rules.errors import RuleBroken
from insurance.documents.batch_template import EXAMPLES, TemplatePerson, write_template
from insurance.documents.corrected_workbook import CorrectedRow, corrected_row, write_corrected
from insurance.documents.result_workbook import ResultRow, write_results
from insurance.documents.sheet_words import LANGUAGES, code_names
from insurance.documents.workbook_reading import read_workbook
from insurance.rules.findings import Verdict
from insurance.rules.kinds import DeclarationKind as K
from insurance.rules.months import Month
from insurance.rules.sheet_columns import COLUMNS, TEMPLATE_VERSIONS, match_headings, refuse_wrong_template
from insurance.rules.sheet_doctor import diagnose
from insurance.rules.sheets import Sheet, Typed
from insurance.wording_templates import RESULT_NAMES
from tests.factories.damaged import HEADINGS, PLAIN, ROSTER, WITH_X, good_row
from tests.factories.workbooks import Formula, Number, csv_file, xlsx

TODAY = date(2026, 11, 22)
PEOPLE = [TemplatePerson(PLAIN.name, PLAIN.number, PLAIN.public_id), TemplatePerson("=1+1", WITH_X.number)]
HOSTILE = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1", "http://x.example/", "{=1}"]


def written(write, *args, **how) -> bytes:
    target = io.BytesIO()
    write(target, *args, **{"language": "zh-hans", **how})
    return target.getvalue()


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def read(content: bytes, name: str = "a.xlsx") -> Sheet:
    return read_workbook(name, content, most_rows=100)


def cells(content: bytes, sheet: int = 0) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(sheet).to_python()


# Templates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", COLUMNS)
def test_a_template_comes_back_with_its_version_and_its_columns(kind, language):
    sheet = read(written(write_template, kind, language=language, people=PEOPLE))
    assert sheet.template == (kind, TEMPLATE_VERSIONS[kind])
    refuse_wrong_template(sheet, kind)
    matching = match_headings(sheet.headings, kind, {})
    assert list(matching.columns) == [column.name for column in COLUMNS[kind]]
    assert matching.is_complete
    assert [row.cells[0].text for row in sheet.rows] == [PLAIN.name, "=1+1"]
    assert {cell.typed for row in sheet.rows for cell in row.cells} == {Typed.TEXT}


def test_an_empty_template_has_no_rows():
    with pytest.raises(RuleBroken, match=r"workbook\.no_rows"):
        read(written(write_template, K.REDUCTION))


def test_the_version_survives_saving_as_csv_and_the_loss_of_the_hidden_row():
    rows = cells(written(write_template, K.REDUCTION, people=PEOPLE))
    assert read(csv_file(rows), "a.csv").template == ("reduction", TEMPLATE_VERSIONS[K.REDUCTION])
    content = written(write_template, K.REDUCTION, people=PEOPLE)
    without_mark = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(without_mark, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body.replace(b"hall-template:", b"") if "sheet1" in name else body)
    assert read(without_mark.getvalue()).template == ("reduction", TEMPLATE_VERSIONS[K.REDUCTION])


def test_headings_are_locked_cells_are_open_text_and_codes_are_offered():
    content = written(write_template, K.REDUCTION)
    data, styles = part(content, "xl/worksheets/sheet1.xml"), part(content, "xl/styles.xml")
    assert "<sheetProtection" in data
    assert 'hidden="1"' in data
    assert '<protection locked="0"/>' in styles
    assert 'formatCode="@"' in styles
    assert data.count("<dataValidation ") == 2
    names = [one.name for one in CalamineWorkbook.from_filelike(io.BytesIO(content)).sheets_metadata]
    assert names == ["填写", "代码表", "填写说明"]
    assert f"'{names[1]}'!$A$2:$A$27" in data


def test_every_offered_reason_is_read():
    (head, *reasons) = [row[0] for row in cells(written(write_template, K.REDUCTION), 1)]
    written_codes = code_names(K.REDUCTION)["reason"].written
    assert head == "减员原因代码"
    assert len([reason for reason in reasons if written_codes[reason]]) == 26


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", COLUMNS)
def test_the_explained_example_is_read_without_damage(kind, language):
    content = written(write_template, kind, language=language)
    explained = cells(content, 2)[1 : len(COLUMNS[kind]) + 1]
    examples = [str(row[3]) for row in explained]
    sheet = read(csv_file([[str(row[0]) for row in explained], examples]), "a.csv")
    matching = match_headings(sheet.headings, kind, {})
    (row,) = diagnose(sheet, matching, kind=kind, roster=[], on=TODAY, codes=code_names(kind))
    assert row.damages == ()
    assert row.values.keys() == {column.name for column in COLUMNS[kind] if EXAMPLES.get(column.name) != ""}
    assert all(row[2] for row in explained)


def test_the_same_template_is_the_same_bytes():
    assert written(write_template, K.BASES, people=PEOPLE) == written(write_template, K.BASES, people=PEOPLE)


# Corrected tables ---------------------------------------------------------------------------------------------------

DAMAGED = [
    good_row(PLAIN, 证件号码=f"'{PLAIN.number}", 停保起始年月="2026年11月", 停保险种="养老、医疗", 是否单位提出="y"),
    good_row(WITH_X, 证件号码=WITH_X.number[:17]),
    good_row(ROSTER[2], 备注="=1+1"),
    good_row(ROSTER[3], 岗位=Formula("1+1", "2"), 联系电话=Number("19900000000")),
    good_row(PLAIN, 减员原因代码="16"),
]


def corrected(language: str = "zh-hans") -> bytes:
    sheet = read(xlsx([HEADINGS, *DAMAGED]))
    matching = match_headings(sheet.headings, K.REDUCTION, {})
    found = diagnose(sheet, matching, kind=K.REDUCTION, roster=ROSTER, on=TODAY, codes=code_names(K.REDUCTION))
    rows = [
        corrected_row(
            tuple(cell.text or cell.shown for cell in row.cells),
            matching.columns,
            one.values,
            [(damage.told, damage.certain) for damage in one.damages],
            language=language,
        )
        for row, one in zip(sheet.rows, found, strict=True)
    ]
    return written(write_corrected, sheet.headings, rows, language=language)


def test_repaired_cells_read_as_they_should_and_others_stay_as_they_were():
    head, first, second, third, fourth, _ = cells(corrected())
    assert head == [*HEADINGS, "核对说明"]
    assert first[1] == PLAIN.number
    assert first[5:8] == ["110,310", "2026-11", "y"]
    assert second[1] == WITH_X.number
    assert third[12] == "=1+1"
    assert (fourth[9], fourth[11]) == ("2", "19900000000")


def test_a_corrected_table_is_sent_again_without_new_damage():
    content = corrected()
    sheet = read(content)
    matching = match_headings(sheet.headings, K.REDUCTION, {})
    assert matching.unknown == ()
    again = diagnose(sheet, matching, kind=K.REDUCTION, roster=ROSTER, on=TODAY, codes=code_names(K.REDUCTION))
    assert [[damage.code for damage in row.damages] for row in again] == [["row_differs"], [], [], [], ["row_differs"]]


def test_marks_are_told_in_comments_and_in_the_last_column():
    content = corrected()
    comments = part(content, "xl/comments1.xml")
    _, first, _, third, fourth, fifth = cells(content)
    assert "已去掉证件号码前后的引号" in comments
    assert "已去掉证件号码前后的引号" in first[-1]
    assert "公式" in comments
    assert "公式" in fourth[-1]
    assert third[-1] == ""
    assert "第2行也是同一人" in fifth[-1]
    assert PLAIN.number not in comments
    assert "Quotation marks" in part(corrected("en"), "xl/comments1.xml")


def test_colours_tell_repaired_from_refused():
    told = [
        (RuleBroken("sheet.id_check", "id_number"), False),
        (RuleBroken("sheet.name_variant.repaired", "name"), True),
    ]
    row = corrected_row(("林 晓安", "1"), {"name": 0, "id_number": 1}, {"name": "林晓安"}, told, language="zh-hans")
    assert row.cells == ("林晓安", "1")
    assert {place: [mark.is_repaired for mark in marks] for place, marks in row.marks.items()} == {
        0: [True],
        1: [False],
    }
    styles = part(written(write_corrected, ["姓名", "证件号码"], [row]), "xl/styles.xml")
    assert "FFDDF3E4" in styles
    assert "FFFBDDDD" in styles


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("stop_month", Month(2026, 11), "2026-11"),
        ("wage", 650_050, "6500.50"),
        ("proposed_by", "unit", "是"),
        ("insurances", (110, 310), "110,310"),
    ],
)
def test_values_are_written_as_our_template_wants_them(column, value, expected):
    told = [(RuleBroken("sheet.words_invisible.repaired", column), True)]
    assert corrected_row(("x",), {column: 0}, {column: value}, told, language="zh-hans").cells == (expected,)


def test_a_table_with_more_marks_than_comments_still_tells_them_all(monkeypatch):
    monkeypatch.setattr("insurance.documents.corrected_workbook.MOST_COMMENTS", 1)
    told = [(RuleBroken("sheet.id_check", "id_number"), False)]
    rows = [corrected_row(("1",), {"id_number": 0}, {}, told, language="zh-hans")] * 3
    content = written(write_corrected, ["证件号码"], rows)
    assert part(content, "xl/comments1.xml").count("<comment ") == 1
    assert all("校验位" in row[1] for row in cells(content)[1:])


# Result tables ------------------------------------------------------------------------------------------------------


def test_every_row_has_its_result_and_its_reasons():
    rows = [
        ResultRow(2, (PLAIN.name, PLAIN.number), Verdict.PASS),
        ResultRow(5, (WITH_X.name, WITH_X.number), Verdict.FAIL, ("原因一。", "原因二。")),
    ]
    head, first, second = cells(written(write_results, ["姓名", "证件号码"], rows))
    assert head == ["行号", "结果", "原因说明", "姓名", "证件号码"]
    assert first == ["2", "通过", "", PLAIN.name, PLAIN.number]
    assert second == ["5", "未通过", "原因一。 原因二。", WITH_X.name, WITH_X.number]
    matching = match_headings(head, K.REDUCTION, {})
    assert matching.unknown == ()


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_in_a_table_is_calculated_or_a_link(words):
    results = written(write_results, [words], [ResultRow(2, (words,), Verdict.WARN, (words,))])
    again = written(write_corrected, [words], [CorrectedRow((words,))])
    for content in (results, again):
        sheet = part(content, "xl/worksheets/sheet1.xml")
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet
        assert words in {str(value) for row in cells(content) for value in row}


def test_every_verdict_has_its_word():
    with override("zh-hans"):
        assert [str(RESULT_NAMES[verdict]) for verdict in Verdict] == ["通过", "需确认", "未通过"]
