"""Papers with a number: every page says whose and which it is, amounts are written, words are in one language."""

from dataclasses import replace
from datetime import date

import pytest

from insurance.documents.account_statement import AccountStatement, MovedRow, account_statements_pdf
from insurance.documents.numbered_paper import Imprint
from insurance.documents.payment_certificate import PaidRow, PaymentCertificate, payment_certificates_pdf
from tests.insurance.documents.reading import pages_of

CHECK = {
    "check_code": "7K3M-Q2WD-90XA5",
    "issued_on": date(2026, 11, 21),
    "no_longer": "",
    "address": "https://hall.example/verify/Z2611220000018/?code=7K3MQ2WD90XA5",
    "check_page": "https://hall.example/verify/",
}

CERTIFICATE = PaymentCertificate(
    **CHECK,
    number="Z2611220000018",
    payer="韩雪梅",
    payer_code_name="居民身份证",
    payer_code="379901198803120198",
    order="P2611200000123",
    channel="网上银行",
    bills=(PaidRow("B00000001", "2027年", "医疗保险经办机构", "年度缴费", 40_000, 0),),
    principal_fen=40_000,
    late_fee_fen=0,
    total_fen=40_000,
    paid_on=date(2026, 11, 20),
    credited_on=date(2026, 11, 21),
    posted_on=date(2026, 11, 21),
)

STATEMENT = AccountStatement(
    **CHECK,
    number="Z2611220000017",
    name="欧阳建国",
    identity_name="居民身份证",
    identity_number="379901198803120198",
    first_on=date(2026, 1, 1),
    last_on=date(2026, 11, 21),
    opening_fen=123_456,
    in_fen=16_000,
    out_fen=8_650,
    closing_fen=130_806,
    rows=(
        MovedRow(date(2026, 1, 5), "个人账户计入", "B00000001", 16_000),
        MovedRow(date(2026, 1, 9), "购药", "老百姓大药房", -8_650),
    ),
)


def imprint(language="zh-hans") -> Imprint:
    return Imprint("云州市社会保险经办机构", "12333", date(2026, 11, 22), language)


def pages(draw, *papers, language="zh-hans") -> list[str]:
    return pages_of(draw(papers, imprint(language)))


@pytest.mark.parametrize(
    ("draw", "paper"), [(payment_certificates_pdf, CERTIFICATE), (account_statements_pdf, STATEMENT)]
)
def test_a_paper_says_by_what_it_is_checked_who_issued_it_and_when(draw, paper):
    [page] = pages(draw, paper)
    for said in [
        f"证明编号：{paper.number}",
        "校验码：7K3M-Q2WD-90XA5",
        "https://hall.example/verify/",
        "云州市社会保险经办机构2026年11月21日",
        f"编号{paper.number}第1页，共1页打印日期：2026年11月22日",
    ]:
        assert said in page, said


@pytest.mark.parametrize(
    ("draw", "paper"), [(payment_certificates_pdf, CERTIFICATE), (account_statements_pdf, STATEMENT)]
)
def test_what_does_not_hold_is_said_above_everything(draw, paper):
    [page] = pages(draw, replace(paper, no_longer="已于2026年11月22日撤销。"))
    assert page.index("已于2026年11月22日撤销。") < page.index("居民身份证")


def test_a_yearly_payment_is_for_its_year_and_written_in_capitals_too():
    [page] = pages(payment_certificates_pdf, CERTIFICATE)
    assert "B000000012027年医疗保险经办机构年度缴费400.000.00400.00" in page
    assert "肆佰元整" in page


def test_a_statement_says_the_balance_after_each_movement():
    [page] = pages(account_statements_pdf, STATEMENT)
    assert "B00000001160.001,394.56" in page
    assert "老百姓大药房86.501,308.06" in page
    assert "合计160.0086.501,308.06" in page


def test_a_statement_that_does_not_add_up_is_never_drawn():
    with pytest.raises(AssertionError, match=STATEMENT.number):
        pages(account_statements_pdf, replace(STATEMENT, closing_fen=STATEMENT.closing_fen + 1))


def test_a_year_without_movements_says_so():
    nothing = replace(STATEMENT, rows=(), in_fen=0, out_fen=0, closing_fen=STATEMENT.opening_fen)
    [page] = pages(account_statements_pdf, nothing)
    assert "本期没有收支。" in page


def test_pages_are_counted_for_each_paper_and_say_whose_they_are():
    long = replace(CERTIFICATE, bills=CERTIFICATE.bills * 60)
    found = pages(payment_certificates_pdf, CERTIFICATE, long, replace(CERTIFICATE, number="Z2611220000019"))
    feet = [page[page.rindex("编号Z") : page.rindex("打印日期")] for page in found]
    assert feet == [
        "编号Z2611220000018第1页，共1页",
        "编号Z2611220000018第1页，共2页",
        "编号Z2611220000018第2页，共2页",
        "编号Z2611220000019第1页，共1页",
    ]
    assert found[2].startswith("社会保险费缴费凭证韩雪梅")


@pytest.mark.parametrize(("name", "told"), [("冯𫇦", True), ("冯", False)])
def test_only_a_paper_with_a_missing_character_tells_of_it(name, told):
    rare, common = replace(CERTIFICATE, payer="冯𫇦"), replace(CERTIFICATE, payer="冯")
    found = pages(payment_certificates_pdf, rare, common)
    page = found[0] if told else found[1]
    assert ("U+2B1E6" in page) is told


def test_the_english_paper_is_a_translation():
    [page] = pages(payment_certificates_pdf, CERTIFICATE, language="en")
    assert "TranslationofcertificateNo.Z2611220000018" in page
    assert "Issuedon21November2026" in page
