"""The bureau's pages about bank files and reconciliation: who may, what is shown, what is refused."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry
from accounts.rules.roles import Role
from insurance.gateways.channels.protocol import ChannelChoice
from insurance.models import Bill, Remittance
from insurance.models.statements import BankFile, ChannelStatement, StatementDifference
from insurance.services import bank_files, reconciling
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory
from tests.factories.money import CHANNEL, area_with_rules, issued, ordered, said, told
from tests.insurance.views.employer.pages import codes_of, sent
from tests.visits import let_in

FILES = "/admin/insurance/bankfile/"
STATEMENTS = "/admin/insurance/channelstatement/"
DAY = f"{STATEMENTS}{CHANNEL}-{TODAY:%Y%m%d}/"
HEAD = "reference,paid_on,credited_on,amount,payer_name,payer_account,remark"


@pytest.fixture(autouse=True)
def today(settings, db, monkeypatch):
    settings.HALL_TODAY = TODAY
    area_with_rules()
    monkeypatch.setattr(reconciling, "offered", lambda: [ChannelChoice(CHANNEL, "Bank")])


@pytest.fixture
def teller():
    return UserFactory(staff=True, roles=[Role.CASHIER])


@pytest.fixture
def bill() -> Bill:
    return issued(PersonFactory(), unit=UnitFactory())[0]


def csv(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("表.csv", text.encode(), "text/csv")


def upload(teller, *rows: str):
    return let_in(teller).post(f"{FILES}upload/", sent(file=csv("\r\n".join([HEAD, *rows]))))


def row(reference: str, amount: str, remark: str) -> str:
    return f"{reference},2026-09-08,2026-09-09,{amount},张三,6222020000001234,{remark}"


def words(response) -> str:
    return response.content.decode()


def test_a_file_is_looked_over_posted_and_shows_what_became_of_it(teller, bill):
    response = upload(
        teller, row("R1", "5.00", bill.number), row("R2", "7.00", "379901199005200198"), row("R3", "x", "")
    )
    bank_file = BankFile.objects.get()
    assert response.headers["Location"] == f"{FILES}{bank_file.number}/"
    page = words(let_in(teller).get(response.headers["Location"]))
    assert 'data-state="checked"' in page
    assert all(part in page for part in (bill.number, "**** 1234", "379901********0198"))
    assert "6222" not in page
    assert "379901199005200198" not in page
    assert 'data-total="1"' in words(let_in(teller).get(FILES))

    let_in(teller).post(f"{FILES}{bank_file.number}/post/", sent())
    posting = let_in(teller).get(f"{FILES}{bank_file.number}/")
    assert 'data-state="posting"' in words(posting)
    assert posting.headers["Refresh"] == "5"
    bank_files.work(bank_file.pk, at=NOW, on=TODAY)
    done = words(let_in(teller).get(f"{FILES}{bank_file.number}/"))
    assert 'data-state="posted"' in done
    assert all(money.number in done for money in Remittance.objects.all())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        ("a,b\r\n", "bank_file.columns"),
        (f"{HEAD}\r\n", "bank_file.empty"),
        ("PK\x03\x04\0", "bank_file.encoding"),
    ],
)
def test_what_is_no_bank_file_is_said_beside_the_field(teller, text, code):
    answers = sent(file=csv(text)) if text else sent()
    response = let_in(teller).post(f"{FILES}upload/", answers)
    assert response.status_code == 422
    assert code in codes_of(response)


def test_posting_what_is_put_aside_is_refused_on_the_page(teller, bill):
    upload(teller, row("R1", "5.00", bill.number))
    address = f"{FILES}{BankFile.objects.get().number}/"
    assert let_in(teller).post(f"{address}discard/", sent()).status_code == 302
    refused = let_in(teller).post(f"{address}post/", sent())
    assert (refused.status_code, codes_of(refused)) == (422, {"bank_file.not_now"})


def test_rows_are_paged_by_line_and_filtered(teller, bill, django_assert_max_num_queries):
    upload(teller, *[row(f"R{number}", "1.00", bill.number if number % 2 else "?") for number in range(120)])
    address = f"{FILES}{BankFile.objects.get().number}/"
    browser = let_in(teller)
    with django_assert_max_num_queries(8):
        first = words(browser.get(address))
    assert "?after=51" in first
    assert ">R0<" in first
    assert ">R119<" not in first
    only = words(browser.get(f"{address}?verdict=suspense"))
    assert ">R0<" in only
    assert ">R1<" not in only
    assert "?verdict=suspense&amp;after=" in only


@pytest.fixture
def unknown_there() -> StatementDifference:
    """Money that the hall has and the statement of the day has not."""
    told(said(ordered(issued(PersonFactory(), unit=UnitFactory()))))
    reconciling.load(CHANNEL, TODAY, (), source="asked", actor=None, at=NOW, on=TODAY, ahead=timedelta())
    return StatementDifference.objects.get()


def test_the_explanation_is_folded_until_it_is_wanted_or_was_refused(teller, unknown_there):
    assert '<details class="fold">' in words(let_in(teller).get(DAY))
    refused = let_in(teller).post(f"{DAY}{unknown_there.pk}/explain/", sent(text=""))
    assert '<details class="fold" open>' in words(refused)


def test_a_refund_that_only_the_channel_knows_was_not_taken_in(unknown_there):
    reader = UserFactory(staff=True, roles=[Role.CASHIER], language="en")
    StatementDifference.objects.update(kind="missing_here")
    assert "taken in like a late message" in words(let_in(reader).get(DAY))
    StatementDifference.objects.update(moved="refunded")
    page = words(let_in(reader).get(DAY))
    assert "never asked it to" in page
    assert "taken in like a late message" not in page


def test_a_difference_is_explained_by_one_and_cleared_by_another(teller, unknown_there):
    supervisor = UserFactory(supervisor=True)
    page = words(let_in(teller).get(DAY))
    assert unknown_there.reference in page, page
    assert f"/{unknown_there.pk}/explain/" in page
    assert f"/{unknown_there.pk}/clear/" not in page
    empty = let_in(teller).post(f"{DAY}{unknown_there.pk}/explain/", sent(text=""))
    assert empty.status_code == 422
    assert let_in(supervisor).post(f"{DAY}{unknown_there.pk}/clear/", sent()).status_code == 422
    let_in(teller).post(f"{DAY}{unknown_there.pk}/explain/", sent(text="银行说次日到账"))
    assert "银行说次日到账" in words(let_in(supervisor).get(DAY))
    assert let_in(supervisor).post(f"{DAY}{unknown_there.pk}/clear/", sent()).status_code == 302
    unknown_there.refresh_from_db()
    assert (unknown_there.state, unknown_there.cleared_by) == ("cleared", supervisor)
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"difference.explained", "difference.cleared"}


def test_the_list_counts_what_waits(teller, unknown_there):
    reconciling.load(
        CHANNEL, TODAY - timedelta(days=1), (), source="asked", actor=None, at=NOW, on=TODAY, ahead=timedelta()
    )
    assert 'data-total="2"' in words(let_in(teller).get(STATEMENTS))
    assert 'data-total="1"' in words(let_in(teller).get(f"{STATEMENTS}?open=1"))
    assert let_in(teller).post(f"{DAY}compare/", sent()).status_code == 302


def test_a_statement_is_uploaded_and_compared(teller):
    text = "kind,reference,order,amount_yuan,occurred_at\r\ncredited,R1,Z99999999,1.00,2026-09-10T08:00:00+08:00\r\n"
    answers = {"channel": CHANNEL, "day": TODAY.isoformat()}
    response = let_in(teller).post(f"{STATEMENTS}load/", sent(**answers, file=csv(text)))
    assert response.headers["Location"] == DAY
    assert ChannelStatement.objects.get().credited_fen == 100
    assert Remittance.objects.get().left_fen == 100
    wrong = let_in(teller).post(f"{STATEMENTS}load/", sent(**answers, file=csv(text.replace("1.00", "2.00"))))
    assert (wrong.status_code, codes_of(wrong)) == (422, {"statement.contradicts"})


@pytest.mark.parametrize("address", [FILES, STATEMENTS])
def test_who_sees_money_looks_and_only_a_cashier_loads(address, teller):
    load = f"{address}{'upload' if address == FILES else 'load'}/"
    assert let_in(UserFactory(auditor=True)).get(address).status_code == 200
    assert let_in(UserFactory(auditor=True)).get(load).status_code == 403
    assert let_in(UserFactory(clerk=True)).get(address).status_code == 403
    assert let_in(teller).get(load).status_code == 200


@pytest.mark.parametrize(
    "address",
    [f"{FILES}F99999999/", f"{FILES}1/change/", f"{STATEMENTS}nobody-20260910/", f"{STATEMENTS}nobody-20260931/"],
)
def test_what_is_not_there(teller, address):
    assert let_in(teller).get(address).status_code == 404
