"""The list of leaving staff: every row, every tick, the totals, and a head on every page."""

from dataclasses import replace
from datetime import date

import pytest

from insurance.documents.reduction_list import ReductionList, ReductionRow, reduction_list_pdf
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from tests.insurance.documents.reading import pages_of, words_of

ALL = tuple(code for code in Insurance if code != Insurance.RESIDENT)
ROW = ReductionRow("赵堃", "379901********0198", "14 个人辞职", date(2026, 11, 20), ALL, Month(2026, 12))
LIST = ReductionList(
    office="云州市人力资源和社会保障局",
    area="云州市",
    unit="云州市青禾机械制造有限公司",
    credit_code="91379901MA3ABCDE1X",
    number="R20261122000231",
    operator="王经办",
    declared_on=date(2026, 11, 21),
    rows=(ROW,),
    printed_on=date(2026, 11, 22),
)


def rows(count: int) -> tuple[ReductionRow, ...]:
    return tuple(replace(ROW, identity=f"379901********{position:04}") for position in range(1, count + 1))


def test_one_person_fits_on_one_page_with_both_seals():
    pages = pages_of(reduction_list_pdf(LIST, language="zh-hans"))
    assert len(pages) == 1
    for said in [
        "参保人员减少花名册",
        "91379901MA3ABCDE1X",
        "2026年11月21日",
        "1人",
        "2026-11-20",
        "单位公章",
        "业务专用章",
    ]:
        assert said in pages[0], said
    assert pages[0].count("✓") == 6


def test_each_page_says_whose_it_is_and_rows_have_a_head():
    pages = pages_of(reduction_list_pdf(replace(LIST, rows=rows(60)), language="zh-hans"))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert ("停保险种" in page) == ("379901********" in page)
        assert LIST.unit in page
        assert f"第{number}页，共{len(pages)}页" in page
    words = "".join(pages)
    assert all(row.identity in words for row in rows(60))


def test_totals_count_what_is_ticked():
    some = (replace(ROW, insurances=(Insurance.MEDICAL, Insurance.SUPPLEMENT)), ROW, ROW)
    words = words_of(reduction_list_pdf(replace(LIST, rows=some), language="zh-hans"))
    assert words.count("✓") == 2 + 6 + 6
    assert "合计（人次）223322" in words


def test_the_note_on_masked_numbers_is_only_said_when_they_are():
    full = replace(LIST, rows=(replace(ROW, identity="379901198001010198"),))
    assert "已隐去" in words_of(reduction_list_pdf(LIST, language="zh-hans"))
    assert "已隐去" not in words_of(reduction_list_pdf(full, language="zh-hans"))


def test_a_death_has_no_end_of_contract():
    words = words_of(reduction_list_pdf(replace(LIST, rows=(replace(ROW, ended_on=None),)), language="zh-hans"))
    assert "—✓" in words


def test_it_speaks_english():
    words = words_of(reduction_list_pdf(LIST, language="en"))
    assert "Listofinsuredpersonswholeave" in words
    assert "花名册" not in words


def test_a_character_without_glyph_is_named_above_the_seals():
    words = words_of(reduction_list_pdf(replace(LIST, rows=(replace(ROW, name="冯𫇦"),)), language="zh-hans"))
    assert "冯〓" in words
    assert words.index("U+2B1E6") < words.index("（单位公章）")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_hundred_rows_are_the_same_bytes_twice_and_light(language):
    first = reduction_list_pdf(replace(LIST, rows=rows(100)), language=language)
    assert first == reduction_list_pdf(replace(LIST, rows=rows(100)), language=language)
    assert len(first) < 500_000


def test_nobody_is_no_list():
    with pytest.raises(AssertionError):
        reduction_list_pdf(replace(LIST, rows=()), language="zh-hans")
