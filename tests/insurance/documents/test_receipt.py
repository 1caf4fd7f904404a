"""The receipt says what arrived, in either language, and never passes for an approval."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from insurance.documents.receipt import Receipt, ReceiptFact, ReceiptLine, ReceiptPart, receipt_pdf
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from tests.insurance.documents.reading import words_of

MEDICAL = (Insurance.MEDICAL, Insurance.SUPPLEMENT)

RECEIPT = Receipt(
    office="云州市人力资源和社会保障局",
    number="S20261122000017",
    matter="个人停保",
    applicant="欧阳䶮喆",
    applicant_number="379901********0198",
    applicant_is_unit=False,
    operator=None,
    channel="网上服务大厅",
    submitted_at=datetime(2026, 11, 21, 16, 5, tzinfo=UTC),
    lines=(ReceiptLine("欧阳䶮喆", "379901********0198", MEDICAL, "灵活就业转单位就业", Month(2026, 12)),),
    parts=(ReceiptPart("云州市医疗保障局", MEDICAL, "已提交", date(2026, 11, 27)),),
    attachments=("户口簿 扫描件.png",),
    hotline="12333",
    printed_on=date(2026, 11, 22),
)


def test_it_says_what_was_received_when_and_who_answers():
    words = words_of(receipt_pdf(RECEIPT, language="zh-hans"))
    for said in [
        "社会保险业务申报回执",
        "S20261122000017",
        "欧阳䶮喆",
        "379901********0198",
        "2026年11月22日00:05",
        "2026-12",
        "2026-11-27",
        "户口簿扫描件.png",
        "不代表审核通过",
        "第1页，共1页",
    ]:
        assert said in words, said


def test_it_speaks_english():
    words = words_of(receipt_pdf(RECEIPT, language="en"))
    for said in ["Receiptforasocialinsurancedeclaration", "22November2026at00:05", "Itisnotanapproval", "Page1of1"]:
        assert said in words, said
    assert "回执" not in words


def test_a_units_receipt_shows_its_credit_code_and_operator():
    filed = replace(RECEIPT, applicant_is_unit=True, applicant_number="91379901MA3ABCDE1X", operator="王经办")
    words = words_of(receipt_pdf(filed, language="zh-hans"))
    assert "申报单位" in words
    assert "91379901MA3ABCDE1X" in words
    assert "王经办" in words


def test_without_attachments_or_day_nothing_is_made_up():
    bare = replace(RECEIPT, attachments=(), parts=(replace(RECEIPT.parts[0], due_on=None),))
    words = words_of(receipt_pdf(bare, language="zh-hans"))
    assert "收到的材料" not in words
    assert "已提交—" in words


@pytest.mark.parametrize(
    "text", ["#panic()", "*bold* _it_ $x$ `raw`", "<label> @ref", '"quote\\', "= Heading", '[#read("form.typ")]']
)
def test_a_name_is_never_markup(text):
    named = replace(RECEIPT, applicant=text)
    assert "".join(text.split()) in words_of(receipt_pdf(named, language="zh-hans"))


def test_a_character_without_glyph_is_named():
    words = words_of(receipt_pdf(replace(RECEIPT, applicant="冯𫇦"), language="zh-hans"))
    assert "冯〓" in words
    assert "U+2B1E6" in words
    assert "〓" not in words_of(receipt_pdf(RECEIPT, language="zh-hans"))


def test_long_words_stay_on_the_paper():
    crowded = replace(
        RECEIPT, matter="A" * 90, attachments=("B" * 100,), lines=(replace(RECEIPT.lines[0], name="C" * 60),)
    )
    reader = PdfReader(io.BytesIO(receipt_pdf(crowded, language="zh-hans")))
    right_ends = []
    reader.pages[0].extract_text(
        visitor_text=lambda text, _matrix, place, _font, size: right_ends.append(
            place[4] + len(text.strip()) * size * 0.5
        )
    )
    assert max(right_ends) < reader.pages[0].mediabox.width


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_same_values_same_bytes_and_light(language):
    first = receipt_pdf(RECEIPT, language=language)
    assert first == receipt_pdf(RECEIPT, language=language)
    assert len(first) < 200_000


def test_it_is_for_the_archive_and_for_screen_readers():
    catalogue = PdfReader(io.BytesIO(receipt_pdf(RECEIPT, language="zh-hans"))).trailer["/Root"]
    assert catalogue["/Lang"] == "zh-CN"
    assert catalogue["/MarkInfo"]["/Marked"]
    metadata = catalogue["/Metadata"].get_data()
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata


FACTS = (ReceiptFact("首个工作日", "2026年11月20日"), ReceiptFact("岗位", "<会计>"))


def test_what_has_no_reason_lists_what_was_declared_of_each_person():
    line = ReceiptLine("欧阳䶮喆", "379901********0198", (), "", facts=FACTS)
    words = words_of(receipt_pdf(replace(RECEIPT, matter="人员增加", lines=(line,)), language="zh-hans"))
    assert "首个工作日：2026年11月20日岗位：<会计>" in words
    assert "停缴起始月" not in words


def test_a_matter_of_the_unit_lists_what_was_declared():
    about = replace(RECEIPT, lines=(), facts=FACTS, parts=(replace(RECEIPT.parts[0], insurances=()),))
    words = words_of(receipt_pdf(about, language="zh-hans"))
    assert "首个工作日2026年11月20日" in words
    assert "云州市医疗保障局—已提交" in words


def test_of_a_long_one_the_first_are_listed_and_all_are_counted():
    words = words_of(receipt_pdf(replace(RECEIPT, people=5000), language="zh-hans"))
    assert "本次申报共5000人，以上列出前1人" in words
    assert "列出前" not in words_of(receipt_pdf(replace(RECEIPT, people=1), language="zh-hans"))


def test_nothing_is_no_receipt():
    with pytest.raises(AssertionError):
        receipt_pdf(replace(RECEIPT, lines=()), language="zh-hans")
    with pytest.raises(AssertionError):
        receipt_pdf(RECEIPT, language="fr")
