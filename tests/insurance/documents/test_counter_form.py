"""The counter form: filled in as declared, its head on every page, places for seal and signature at the end."""

from dataclasses import replace
from datetime import date

import pytest

from insurance.documents.counter_form import CounterForm, CounterRow, counter_form_pdf
from insurance.rules.months import Month
from tests.insurance.documents.reading import pages_of, words_of

ROW = CounterRow(
    name="赵堃",
    sex="男",
    identity_number="379901198803120198",
    born_on=date(1988, 3, 12),
    employment="劳动合同",
    change="新参保",
    month=Month(2026, 12),
    wage="6,500.00",
    phone="138****5678",
)
FORM = CounterForm(
    office="云州市人力资源和社会保障局",
    area="云州市",
    unit="云州市青禾机械制造有限公司",
    unit_number="U00000042",
    credit_code="91379901MA3ABCDE1X",
    contact="周敏",
    contact_phone="0799-8210066",
    number="D2611220000231",
    operator="王经办",
    declared_on=date(2026, 11, 21),
    rows=(ROW,),
    printed_on=date(2026, 11, 22),
)


def test_one_person_fits_on_one_page_with_everything_declared():
    [page] = pages_of(counter_form_pdf(FORM, language="zh-hans"))
    for said in [
        "职工基本医疗保险参保登记表",
        "U00000042",
        "周敏",
        "0799-8210066",
        "379901198803120198",
        "1988-03-12",
        "新参保",
        "138****5678",
        "本表共1人",
        "单位公章",
    ]:
        assert said in page, said


def test_every_page_of_a_long_one_has_the_head_and_the_last_one_the_seals():
    pages = pages_of(counter_form_pdf(replace(FORM, rows=(ROW,) * 500), language="zh-hans"))
    assert len(pages) > 10
    for number, page in enumerate(pages, start=1):
        assert ("证件号码" in page) == ("379901198803120198" in page)
        assert FORM.unit in page
        assert f"第{number}页，共{len(pages)}页" in page
    assert ["单位公章" in page for page in pages] == [False] * (len(pages) - 1) + [True]


def test_a_later_file_goes_on_counting():
    words = words_of(counter_form_pdf(replace(FORM, first=1001, people=1001), language="zh-hans"))
    assert "1001赵堃" in words
    assert "1001人（本册第1001至1001人）" in words


def test_what_was_not_declared_is_a_dash():
    bare = replace(ROW, employment="", wage="", phone="", change="停保", remark="辞职")
    words = words_of(counter_form_pdf(replace(FORM, rows=(bare,)), language="zh-hans"))
    assert "1988-03-12—停保2026-12——辞职" in words


def test_it_speaks_english_and_nobody_is_no_form():
    words = words_of(counter_form_pdf(FORM, language="en"))
    assert "Registrationformforemployees'basicmedicalinsurance" in words
    assert "登记表" not in words
    with pytest.raises(AssertionError):
        counter_form_pdf(replace(FORM, rows=()), language="en")
