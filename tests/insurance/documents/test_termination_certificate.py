"""The termination certificate says what the law asks for, can be checked, and is one page for each person."""

from dataclasses import replace
from datetime import date

import pytest

from insurance.documents.numbered_paper import Imprint
from insurance.documents.termination_certificate import (
    MOST_IN_ONE_FILE,
    TerminationCertificate,
    termination_certificates_pdf,
)
from tests.insurance.documents.reading import pages_of

ONE = TerminationCertificate(
    number="C2609100000001",
    check_code="7K3M-Q2WD-90XA5",
    name="欧阳䶮喆",
    identity_name="居民身份证",
    identity_number="379901198803120198",
    unit="云州市青禾机械制造有限公司",
    credit_code="91379901MA3ABCDE1X",
    contract_from=date(2024, 1, 1),
    contract_to=date(2026, 12, 31),
    ended_on=date(2026, 9, 9),
    post="会计",
    years_in_unit="2.5",
    ground="经职工提前通知，依照《中华人民共和国劳动合同法》第三十七条的规定",
    expires=False,
    issued_on=date(2026, 9, 10),
    no_longer="",
    address="https://hall.example/verify/C2609100000001/?code=7K3MQ2WD90XA5",
    check_page="https://hall.example/verify/",
)


def pages(*certificates, language="zh-hans") -> list[str]:
    imprint = Imprint("云州市人力资源和社会保障局", "12333", date(2026, 9, 11), language)
    return pages_of(termination_certificates_pdf(certificates, imprint))


def test_it_says_what_article_24_asks_for_and_where_the_seal_goes():
    [page] = pages(ONE)
    for said in [
        "解除（终止）劳动合同证明书",
        "欧阳䶮喆",
        "379901198803120198",
        "第三十七条的规定，于2026年9月9日解除。",
        "自2024年1月1日起至2026年12月31日止",
        "工作岗位会计",
        "在本单位的工作年限2.5年",
        "用人单位（盖章）：",
        "日期：2026年9月10日",
        "证明编号：C2609100000001",
        "校验码：7K3M-Q2WD-90XA5",
        "https://hall.example/verify/",
        "失业登记",
        "第1页，共1页",
    ]:
        assert said in page, said


def test_a_contract_that_ended_by_itself_is_terminated_not_dissolved():
    [page] = pages(replace(ONE, expires=True))
    assert "于2026年9月9日终止。" in page


def test_a_contract_without_a_day_of_expiry_says_so():
    [page] = pages(replace(ONE, contract_to=None))
    assert "自2024年1月1日起，无确定终止时间" in page


def test_one_that_does_not_hold_says_so_on_its_face():
    [page] = pages(replace(ONE, no_longer="已于2026年9月12日撤销。"))
    assert page.index("已于2026年9月12日撤销。") < page.index("欧阳")


def test_the_english_page_is_a_translation_and_bears_no_seal():
    [page] = pages(replace(ONE, ground="the employee had given notice"), language="en")
    assert "TranslationofcertificateNo.C2609100000001" in page
    assert "TheChinesecertificatecounts" in page
    assert "盖章" not in page


def test_several_are_a_page_each_with_their_own_number_at_the_foot():
    found = pages(ONE, replace(ONE, number="C2609100000002", name="李四"), replace(ONE, number="C2609100000003"))
    assert [page.count("解除（终止）劳动合同证明书") for page in found] == [1, 1, 1]
    for number, page in enumerate(found, start=1):
        assert page.endswith(f"编号C260910000000{number}第1页，共1页打印日期：2026年9月11日")


@pytest.mark.parametrize(
    "changes",
    [{"name": "阿" * 100, "unit": "云" * 200}, {"name": "阿" * 50, "unit": "云" * 100, "no_longer": "撤" * 80}],
)
def test_long_answers_stay_on_one_page(changes):
    assert len(pages(replace(ONE, post="长" * 60, **changes))) == 1


def test_a_character_without_glyph_is_named():
    [page] = pages(replace(ONE, name="冯𫇦"))
    assert "冯〓" in page
    assert "U+2B1E6" in page


@pytest.mark.parametrize("text", ["#panic()", "*bold* $x$", "<label> @ref"])
def test_what_a_unit_typed_is_never_markup(text):
    [page] = pages(replace(ONE, post=text))
    assert "".join(text.split()) in page


def test_a_file_holds_somebody_and_not_too_many():
    for number in (0, MOST_IN_ONE_FILE + 1):
        with pytest.raises(AssertionError):
            pages(*[ONE] * number)
