"""The list of people taken on: every row, every tick, the totals; a long one in several files."""

from dataclasses import replace
from datetime import date

import pytest

from insurance.documents.increase_list import IncreaseList, IncreaseRow, increase_list_pdf
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from tests.insurance.documents.reading import pages_of, words_of

ALL = tuple(code for code in Insurance if code != Insurance.RESIDENT)
ROW = IncreaseRow("赵堃", "379901********0198", "劳动合同", date(2026, 11, 20), ALL, Month(2026, 12), "6,500.00")
LIST = IncreaseList(
    office="云州市人力资源和社会保障局",
    area="云州市",
    unit="云州市青禾机械制造有限公司",
    credit_code="91379901MA3ABCDE1X",
    number="D2611220000231",
    operator="王经办",
    declared_on=date(2026, 11, 21),
    rows=(ROW,),
    printed_on=date(2026, 11, 22),
)


def test_one_person_fits_on_one_page_with_both_seals():
    [page] = pages_of(increase_list_pdf(LIST, language="zh-hans"))
    for said in ["参保人员增加花名册", "1人", "2026-11-20", "2026-12", "6,500.00", "单位公章", "业务专用章", "已隐去"]:
        assert said in page, said
    assert page.count("✓") == 6


def test_totals_count_what_is_ticked():
    some = (replace(ROW, insurances=(Insurance.INJURY,)), ROW)
    assert "合计（人次）111121" in words_of(increase_list_pdf(replace(LIST, rows=some), language="zh-hans"))


def test_a_later_file_goes_on_counting_and_says_whom_it_holds():
    later = replace(LIST, rows=(ROW,) * 3, first=1001, people=1003)
    words = words_of(increase_list_pdf(later, language="zh-hans"))
    assert "1003人（本册第1001至1003人）" in words
    assert "1003赵堃" in words


def test_it_speaks_english_and_nobody_is_no_list():
    words = words_of(increase_list_pdf(LIST, language="en"))
    assert "Listofinsuredpersonswhojoin" in words
    assert "花名册" not in words
    with pytest.raises(AssertionError):
        increase_list_pdf(replace(LIST, rows=()), language="en")
