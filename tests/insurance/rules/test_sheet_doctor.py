"""What the doctor says of whole rows: who is meant, repetitions, contradictions, and that every finding has its words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.wording import sentence
from insurance.documents.sheet_words import code_names
from insurance.rules.kinds import DeclarationKind as K
from insurance.rules.sheet_columns import match_headings
from insurance.rules.sheet_damage import PERSONAL, Damage
from insurance.rules.sheet_damage import DamageCode as D
from insurance.rules.sheet_doctor import RowDiagnosis, diagnose
from insurance.rules.sheets import Cell, Row, Sheet, Typed
from insurance.wording_workbooks import DAMAGE_SENTENCES
from tests.factories.damaged import HEADINGS, PLAIN, ROSTER, WITH_X, good_row

TODAY = date(2026, 11, 22)
INCREASE = ["姓名", "证件号码", "首个工作日", "用工形式", "申报工资", "户口性质"]


def cell(value) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def rows_of(headings, rows, *, kind=K.REDUCTION, roster=ROSTER) -> list[RowDiagnosis]:
    numbered = tuple(Row(at, tuple(map(cell, row)), at % 2 == 0) for at, row in enumerate(rows, start=2))
    sheet = Sheet("xlsx", None, tuple(headings), numbered, counts_from_1904=False)
    matching = match_headings(headings, kind, {})
    assert matching.is_complete, matching
    return diagnose(sheet, matching, kind=kind, roster=roster, on=TODAY, codes=code_names(kind))


def codes(one: RowDiagnosis) -> dict:
    return {damage.code: damage.certain for damage in one.damages}


def hired(number: str = PLAIN.number, name: str = "林晓安", **changed) -> list:
    row = dict(zip(INCREASE, [name, number, "2026-11-02", "contract", "6500", "1"], strict=True))
    return list((row | changed).values())


def test_a_new_person_needs_no_roster():
    (row,) = rows_of(INCREASE, [hired()], kind=K.INCREASE, roster=[])
    assert (row.person_id, row.is_refused, row.is_hidden) == (None, False, True)
    assert row.values["wage"] == 650_000
    assert row.values["employment_kind"] == "contract"
    assert (row.values["household"], row.values["started_on"]) == ("1", date(2026, 11, 2))


def test_lost_digits_of_a_new_person_are_refused():
    for number in (PLAIN.number[:15] + "000", "3.79901E+17", PLAIN.number[:17], PLAIN.number[:6] + PLAIN.number[8:17]):
        (row,) = rows_of(INCREASE, [hired(number)], kind=K.INCREASE, roster=[])
        assert row.is_refused
        assert "id_number" not in row.values


def test_a_new_name_loses_its_marks_but_a_remark_is_refused():
    tidy, remark = rows_of(
        INCREASE, [hired(name=" 林 晓安"), hired(WITH_X.number, "赵堃(新)")], kind=K.INCREASE, roster=[]
    )
    assert (tidy.values["name"], codes(tidy)) == ("林晓安", {D.NAME_VARIANT: True})
    assert codes(remark) == {D.NAME_REMARK: False}
    assert "name" not in remark.values


def test_a_sound_number_under_another_name_is_left_to_the_check_of_the_declaration():
    (row,) = rows_of(HEADINGS, [good_row(PLAIN, 姓名="王五")])
    assert (row.damages, row.person_id) == ((), None)
    assert (row.values["id_number"], row.values["name"]) == (PLAIN.number, "王五")


def test_the_same_row_again_counts_once():
    first, again, third = rows_of(
        HEADINGS, [good_row(PLAIN), good_row(PLAIN, 证件号码=f"'{PLAIN.number}"), good_row(PLAIN)]
    )
    assert not first.is_refused
    assert codes(again) == {D.ID_APOSTROPHE: True, D.ROW_TWICE: False}
    assert [damage.rows for damage in third.damages] == [(2,)]


def test_rows_about_one_person_that_differ_are_all_refused():
    rows = rows_of(HEADINGS, [good_row(PLAIN), good_row(WITH_X), good_row(PLAIN, 减员原因代码="16")])
    assert [row.is_refused for row in rows] == [True, False, True]
    assert rows[0].damages[0].rows == (4,)
    assert "4" in sentence(rows[0].damages[0].told)


def test_a_number_restored_twice_is_the_same_person_twice():
    rows = rows_of(HEADINGS, [good_row(PLAIN), good_row(PLAIN, 证件号码=PLAIN.number[:15] + "000")])
    assert codes(rows[1]) == {D.ID_ROUNDED: True, D.ROW_TWICE: False}


def test_a_merged_name_names_nobody():
    (row,) = rows_of(HEADINGS, [good_row(PLAIN, 姓名=Cell("林晓安", Typed.MERGED))])
    assert codes(row) == {D.CELL_MERGED: False}
    assert row.values.keys() & {"name", "id_number"} == set()


def test_the_birth_date_beside_is_compared_however_it_is_written():
    for written in ("1990/3/7", "19900307", Cell("32939", Typed.NUMBER)):
        assert rows_of(HEADINGS, [good_row(PLAIN, 出生日期=written)])[0].damages == ()
    assert rows_of(HEADINGS, [good_row(PLAIN, 出生日期="不详")])[0].damages == ()
    assert codes(rows_of(HEADINGS, [good_row(PLAIN, 出生日期="1990-03-08")])[0]) == {D.BIRTH_DIFFERS: False}


@pytest.mark.parametrize("code", D)
def test_every_damage_has_a_sentence_for_each_of_its_outcomes(code):
    """Where one outcome cannot be, there is no sentence for it; the corpus shows which ones can."""
    assert {f"sheet.{code}", f"sheet.{code}.repaired"} & DAMAGE_SENTENCES.keys()


def test_there_is_no_sentence_without_a_damage():
    assert {one.removeprefix("sheet.").removesuffix(".repaired") for one in DAMAGE_SENTENCES} == set(D)


def test_what_is_told_holds_nothing_of_a_person():
    for column in PERSONAL:
        assert Damage(D.ID_CHECK, column, PLAIN.number, None).told.facts == {}
    assert Damage(D.DAY_NO_YEAR, "ended_on", "10月31日" * 20).told.facts == {"found": ("10月31日" * 20)[:40]}


NUMBERS = {
    "as it is": lambda number: number,
    "rounded": lambda number: number[:15] + "000",
    "power of ten": lambda number: f"{number[0]}.{number[1:6]}E+17",
    "last lost": lambda number: number[:17],
    "old": lambda number: number[:6] + number[8:17],
    "blank": lambda number: "",
    "one wrong": lambda number: number[:16] + str((int(number[16]) + 1) % 10) + number[17],
}
SPELLINGS = ["{}", " {}", "{}\u200b", "{}(离职)", "{}2", "{}【调走】"]


@given(st.sampled_from(ROSTER), st.sampled_from(sorted(NUMBERS)), st.sampled_from(SPELLINGS), st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_damaged_row_is_the_persons_own_or_refused_or_names_nobody(person, number, spelling, with_personal_number):
    """Twins by name and birthday are in the roster; no damage ever turns one row into another person's."""
    changed = {"证件号码": NUMBERS[number](person.number), "姓名": spelling.format(person.name)}
    changed |= {} if with_personal_number else {"个人编号": ""}
    (row,) = rows_of(HEADINGS, [good_row(person, **changed)])
    is_right = (row.values.get("id_number"), row.values.get("name")) == (person.number, person.name)
    assert is_right or row.is_refused or "id_number" not in row.values
    assert row.person_id in (None, person.person_id)


ANY_CELL = st.one_of(
    st.text(max_size=25),
    st.text("0123456789xXOl.E+-/年月日 '\u3000", max_size=25),
    st.builds(Cell, st.text("0123456789.", max_size=20), st.sampled_from(Typed), st.text(max_size=5)),
)


@given(st.lists(st.lists(ANY_CELL, min_size=len(HEADINGS), max_size=len(HEADINGS)), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_cells_are_read_or_refused_with_words(rows):
    for one in rows_of(HEADINGS, rows):
        for damage in one.damages:
            assert "%(" not in sentence(damage.told)
        assert not (one.person_id and one.values.get("id_number") is None)
