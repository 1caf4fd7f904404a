"""When two spellings are one name, and what of a name strangers see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.person_name import (
    comparable_name,
    comparable_unit_name,
    masked_name,
    same_person_name,
    same_unit_name,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张三", "张　三"),
        ("张三", " 张 三\u200b"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("阿依古丽·买买提", "阿依古丽．买买提"),
        ("阿依古丽·买买提", "阿依古丽・买买提"),
        ("阿依古丽·买买提", "阿依古丽 · 买买提"),
        ("阿依古丽·买买提", "阿依古丽･买买提"),
        ("John  SMITH", "john smith"),
        ("Ｊｏｈｎ Smith", "John Smith"),
        ("\uf9ba", "了"),
    ],
)
def test_one_name_typed_in_two_ways(one, other):
    assert same_person_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张三", "张山"),
        ("张三", "张三三"),
        ("阿依古丽·买买提", "阿依古丽买买提"),
        ("", ""),
        (" ", ""),
        ("Ann Lee", "Annlee"),
    ],
)
def test_two_names_stay_two(one, other):
    assert not same_person_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青禾天元（集团）机械有限公司", "青禾天元(集团)机械有限公司"),
        ("青禾天元（集团）机械有限公司", "青禾天元〔集团〕机械有限公司"),
        ("青禾天元（集团）机械有限公司", " 青禾天元 【集团】机械有限公司"),
        ("云州ABC科技有限公司", "云州ａｂｃ科技有限公司"),
    ],
)
def test_one_unit_typed_in_two_ways(one, other):
    assert same_unit_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("云州甲公司", "云州乙公司"), ("", "")])
def test_two_units_stay_two(one, other):
    assert not same_unit_name(one, other)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张伟", "张*"),
        ("张小明", "张*明"),
        ("欧阳芳", "欧阳*"),
        ("欧阳", "欧*"),
        ("诸葛孔明", "诸葛*明"),
        ("张 三", "张*"),
        ("张", "张"),
        ("阿依古丽·买买提", "阿***·买**"),
        ("John Smith", "J*** S****"),
        ("𠅤芳", "𠅤*"),
        ("", ""),
    ],
)
def test_a_masked_name(name, shown):
    assert masked_name(name) == shown


@given(st.text(max_size=20))
def test_comparable_forms_are_stable(name):
    assert comparable_name(comparable_name(name)) == comparable_name(name)
    assert comparable_unit_name(comparable_unit_name(name)) == comparable_unit_name(name)
