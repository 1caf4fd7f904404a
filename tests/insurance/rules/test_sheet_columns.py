"""Which heading means which column: in any order and spelling, and never two things at once."""

import pytest

from accounts.rules.errors import RuleBroken
from insurance.documents.sheet_words import LANGUAGES, column_name
from insurance.rules.kinds import DeclarationKind as K
from insurance.rules.sheet_columns import (
    COLUMN_OF_HEADING,
    COLUMNS,
    HEADINGS,
    IGNORED,
    TEMPLATE_VERSIONS,
    folded_heading,
    known_columns,
    match_headings,
    refuse_wrong_template,
)
from insurance.rules.sheets import Sheet


@pytest.mark.parametrize(
    ("kind", "heading", "column"),
    [
        (K.REDUCTION, "姓名", "name"),
        (K.REDUCTION, " 姓 名 *", "name"),
        (K.REDUCTION, "身份证号", "id_number"),
        (K.REDUCTION, "公民身份号码（18位）", "id_number"),
        (K.REDUCTION, "社会保障号码＊", "id_number"),
        (K.REDUCTION, "【证件号码】", "id_number"),
        (K.REDUCTION, "ID No.", "id_number"),
        (K.REDUCTION, "离职日期", "ended_on"),
        (K.REDUCTION, "解除/终止日期*", "ended_on"),
        (K.REDUCTION, "停保年月\n(可不填)", "stop_month"),
        (K.REDUCTION, "离职原因", "reason"),
        (K.REDUCTION, "社保停缴月", "stop_month"),
        (K.REDUCTION, "\ufeff职工姓名", "name"),
        (K.INCREASE, "入职日期", "started_on"),
        (K.INCREASE, "ＷＡＧＥ", "wage"),
        (K.BASES, "上年度月平均工资（元）", "wage"),
        (K.BASES, "缴费基数", "wage"),
    ],
)
def test_headings_of_other_tables_are_recognised(kind, heading, column):
    assert match_headings(["x", heading], kind, {}).columns == {column: 1}


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headings_of_our_templates_are_recognised(kind, language):
    names = [column.name for column in COLUMNS[kind]]
    matching = match_headings([column_name(kind, name, language) + "*" for name in names], kind, {})
    assert matching.columns == {name: place for place, name in enumerate(names)}
    assert matching.is_complete


def test_no_heading_means_two_columns():
    assert {heading: names for heading, names in COLUMN_OF_HEADING.items() if len(set(names)) > 1} == {}


def test_every_column_has_headings():
    assert {name for kind in COLUMNS for name in known_columns(kind)} == HEADINGS.keys()


def test_what_is_unknown_missing_or_said_twice():
    matching = match_headings(["姓名", "员工姓名", "证件号码", "工号", "", "离职原因"], K.REDUCTION, {})
    assert matching.columns == {"id_number": 2, "reason": 5}
    assert matching.unknown == ((3, "工号"),)
    assert matching.missing == ("ended_on",)
    assert matching.doubtful == (("name", (0, 1)),)
    assert not matching.is_complete


def test_columns_that_are_not_read_may_be_there_twice():
    matching = match_headings(["序号", "No.", "结果", "result", "姓名", "证件号码", "缴费基数"], K.BASES, {})
    assert matching.is_complete


def test_a_column_of_another_kind_is_unknown():
    assert match_headings(["姓名", "证件号码", "工资"], K.REDUCTION, {}).unknown == ((2, "工资"),)


def test_what_a_unit_said_once_is_remembered_under_any_spelling():
    remembered = {
        folded_heading("工号"): "public_id",
        folded_heading("员工姓名"): IGNORED,
        folded_heading("证件号码"): "note",
    }
    matching = match_headings(["姓名", "员工姓名", "工号（厂内）", "证件号码"], K.REDUCTION, remembered)
    assert matching.columns == {"name": 0, "public_id": 2, "note": 3}
    assert matching.unknown == ()
    assert "id_number" in matching.missing


def test_what_was_remembered_of_a_column_that_does_not_exist_any_more_is_forgotten():
    assert match_headings(["工号"], K.REDUCTION, {folded_heading("工号"): "gone"}).unknown == ((0, "工号"),)


def test_columns_that_are_not_read_do_not_stand_in_the_way():
    assert match_headings(["姓名", "证件号码", "工资", "工号"], K.BASES, {}).is_complete


@pytest.mark.parametrize(
    ("template", "code"),
    [
        (None, ""),
        (("reduction", TEMPLATE_VERSIONS[K.REDUCTION]), ""),
        (("reduction", TEMPLATE_VERSIONS[K.REDUCTION] + 1), "workbook.template_version"),
        (("increase", TEMPLATE_VERSIONS[K.INCREASE]), "workbook.template_kind"),
        (("something", 1), "workbook.template_kind"),
    ],
)
def test_a_template_for_something_else_or_of_another_version_is_refused(template, code):
    sheet = Sheet("xlsx", template, ("姓名", "证件号码"), ())
    if not code:
        refuse_wrong_template(sheet, K.REDUCTION)
        return
    with pytest.raises(RuleBroken, match=code):
        refuse_wrong_template(sheet, K.REDUCTION)
