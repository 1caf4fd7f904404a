"""Where channels tell of money: genuine messages have their effect once, everything else has none."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from accounts.models import AuditEntry, Notice
from insurance.models import Bill, Payment, PaymentEvent, Posting, Remittance
from tests.factories import TODAY, UserFactory
from tests.factories.money import area_with_rules, issued, ordered

pytestmark = pytest.mark.django_db

ADDRESS = "/payments/notify/sandbox/"


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


@pytest.fixture
def payment(bank):
    area_with_rules()
    return ordered(issued(UserFactory().person))


def real(**later) -> str:
    """Return an instant of the bank's own clock."""
    return (datetime.now(UTC) + timedelta(**later)).isoformat()


def send(body: bytes, headers: dict, *, address=ADDRESS, method="post"):
    """Send bytes as they are, past every door, with the checks of forms switched on."""
    headers = dict(headers)
    content_type = headers.pop("Content-Type", "application/json")
    client = Client(enforce_csrf_checks=True)
    return client.generic(method.upper(), address, body, content_type=content_type, headers=headers)


def genuine(bank, payment, kind="credited", **also):
    return bank.signed(bank.message(payment, kind, occurred_at=real(), **also))


def test_a_genuine_message_is_acknowledged_and_pays_the_bills(bank, payment, django_assert_max_num_queries):
    body, headers = genuine(bank, payment)
    with django_assert_max_num_queries(40):
        answer = send(body, headers)
    assert (answer.status_code, answer.content) == (200, b"ok")
    payment.refresh_from_db()
    assert (payment.state, payment.credited_on) == ("succeeded", TODAY)
    assert not Bill.objects.filter(held_by=payment).exists()


def test_it_is_answered_within_a_second_and_sets_no_cookie(bank, payment):
    body, headers = genuine(bank, payment)
    begun = time.process_time()
    answer = send(body, headers)
    assert time.process_time() - begun < 1, "the hall's own time; what else the machine does is not counted"
    assert not answer.cookies


def test_a_repeated_message_is_acknowledged_without_a_second_effect(bank, payment):
    said = bank.message(payment, occurred_at=real())
    for seconds in (0, -200, 200):
        answer = send(*bank.signed(said, at=datetime.now(UTC) + timedelta(seconds=seconds)))
        assert (answer.status_code, answer.content) == (200, b"ok")
    assert Remittance.objects.count() == PaymentEvent.objects.count() == 1


def test_paid_may_come_after_credited(bank, payment):
    send(*genuine(bank, payment))
    assert send(*genuine(bank, payment, "paid")).status_code == 200
    payment.refresh_from_db()
    assert payment.state == "succeeded"


def test_money_for_nobodys_order_waits_in_suspense(bank, payment):
    assert send(*genuine(bank, payment, order="Z77777777")).content == b"ok"
    assert Remittance.objects.get().suspended == "unknown_order"


# Forged ---------------------------------------------------------------------------------------------------------------


def swapped(bank, said, **changes):
    """A genuine signature over what was said, under another body."""
    _body, headers = bank.signed(said)
    return json.dumps({**said, **changes}).encode(), headers


def with_body(bank, body: bytes):
    """Any bytes, signed by the bank itself."""
    return body, bank.headers(body)


def with_fields(bank, said, **changes):
    return with_body(bank, json.dumps({**said, **changes}).encode())


def without_header(bank, said, name):
    body, headers = bank.signed(said)
    return body, {key: value for key, value in headers.items() if key != name}


def with_header(bank, said, name, value):
    body, headers = bank.signed(said)
    return body, {**headers, name: value}


def by_another_key(bank, said):
    body = json.dumps(said).encode()
    return body, bank.headers(body, key=Ed25519PrivateKey.generate())


def by_another_key_under_its_name(bank, said):
    body, headers = by_another_key(bank, said)
    return body, {**headers, "Hall-Bank-Key": bank.headers(body)["Hall-Bank-Key"]}


def signed_earlier(bank, said, **span):
    return bank.signed(said, at=datetime.now(UTC) - timedelta(**span))


def restamped(bank, said):
    body, headers = signed_earlier(bank, said, minutes=20)
    return body, {**headers, "Hall-Bank-Timestamp": str(int(time.time()))}


def written(bank, said, old: str, new: str):
    return with_body(bank, json.dumps(said).replace(old, new).encode())


SIGNATURE, STAMP, KEY = "Hall-Bank-Signature", "Hall-Bank-Timestamp", "Hall-Bank-Key"

FORGED = {
    "no signature": lambda b, m: without_header(b, m, SIGNATURE),
    "no timestamp": lambda b, m: without_header(b, m, STAMP),
    "no key": lambda b, m: without_header(b, m, KEY),
    "empty signature": lambda b, m: with_header(b, m, SIGNATURE, ""),
    "signature that is no Base64": lambda b, m: with_header(b, m, SIGNATURE, "no, Base64!"),
    "short signature": lambda b, m: with_header(b, m, SIGNATURE, "AAAA"),
    "a second signature behind a comma": lambda b, m: with_header(b, m, SIGNATURE, b.signed(m)[1][SIGNATURE] + ",AAAA"),
    "unknown key": lambda b, m: with_header(b, m, KEY, "0123456789abcdef"),
    "another key": by_another_key,
    "another key under the bank's name": by_another_key_under_its_name,
    "signature of another body": lambda b, m: swapped(b, m, event="N-other"),
    "swapped amount": lambda b, m: swapped(b, m, amount_fen=1),
    "swapped order": lambda b, m: swapped(b, m, order="Z00000001"),
    "swapped merchant": lambda b, m: swapped(b, m, merchant="other"),
    "replayed with a new timestamp": restamped,
    "signed six minutes ago": lambda b, m: signed_earlier(b, m, minutes=6),
    "signed in six minutes": lambda b, m: signed_earlier(b, m, minutes=-6),
    "timestamp in fullwidth digits": lambda b, m: with_header(b, m, STAMP, "１７００００００００"),
    "timestamp with a sign": lambda b, m: with_header(b, m, STAMP, "+1700000000"),
    "timestamp without end": lambda b, m: with_header(b, m, STAMP, "9" * 400),
    "another merchant, signed": lambda b, m: with_fields(b, m, merchant="other"),
    "amount as text": lambda b, m: with_fields(b, m, amount_fen="100"),
    "amount with a fraction": lambda b, m: with_fields(b, m, amount_fen=100.0),
    "amount true": lambda b, m: with_fields(b, m, amount_fen=True),
    "no money": lambda b, m: with_fields(b, m, amount_fen=0),
    "negative money": lambda b, m: with_fields(b, m, amount_fen=-m["amount_fen"]),
    "more money than there is": lambda b, m: with_fields(b, m, amount_fen=10**17),
    "a number without end": lambda b, m: written(b, m, str(m["amount_fen"]), "9" * 5000),
    "not a number": lambda b, m: written(b, m, str(m["amount_fen"]), "NaN"),
    "infinite": lambda b, m: written(b, m, str(m["amount_fen"]), "Infinity"),
    "exponent": lambda b, m: written(b, m, str(m["amount_fen"]), "1e6"),
    "unknown kind": lambda b, m: with_fields(b, m, kind="posted"),
    "kind as a list": lambda b, m: with_fields(b, m, kind=["credited"]),
    "a field more": lambda b, m: with_fields(b, m, state="posted"),
    "a field less": lambda b, m: with_body(b, json.dumps({k: v for k, v in m.items() if k != "event"}).encode()),
    "a name twice": lambda b, m: written(b, m, '{"event"', '{"amount_fen": 1, "event"'),
    "order in fullwidth letters": lambda b, m: with_fields(b, m, order="Ｚ０００００００１"),
    "order with a line break": lambda b, m: with_fields(b, m, order=m["order"] + "\n"),
    "order with a NUL": lambda b, m: with_fields(b, m, order=m["order"] + "\0"),
    "event with a header": lambda b, m: with_fields(b, m, event="N1\r\nSet-Cookie: a=b"),
    "event too long": lambda b, m: with_fields(b, m, event="N" * 65),
    "reference with SQL": lambda b, m: with_fields(b, m, reference="'; DROP TABLE insurance_payment; --"),
    "reference null": lambda b, m: with_fields(b, m, reference=None),
    "happened tomorrow": lambda b, m: with_fields(b, m, occurred_at=real(days=1)),
    "happened two years ago": lambda b, m: with_fields(b, m, occurred_at=real(days=-731)),
    "happened in no zone": lambda b, m: with_fields(b, m, occurred_at="2026-09-10T10:00:00"),
    "happened never": lambda b, m: with_fields(b, m, occurred_at="never"),
    "nothing": lambda b, m: with_body(b, b""),
    "not JSON": lambda b, m: with_body(b, b"<xml/>"),
    "not UTF-8": lambda b, m: with_body(b, b'{"event": "\xff"}'),
    "a surrogate alone": lambda b, m: with_fields(b, m, event="\ud800"),
    "a list": lambda b, m: with_body(b, json.dumps([m]).encode()),
    "deep as a well": lambda b, m: with_body(b, b"[" * 15_000 + b"]" * 15_000),
    "too long": lambda b, m: with_body(b, json.dumps({**m, "event": "N" * 40_000}).encode()),
    "another content type": lambda b, m: with_header(b, m, "Content-Type", "text/plain"),
}


@pytest.mark.parametrize("lie", FORGED)
def test_what_is_forged_has_no_effect(bank, payment, lie, caplog):
    said = bank.message(payment, occurred_at=real())
    before = AuditEntry.objects.count(), Notice.objects.count(), Posting.objects.count()
    answer = send(*FORGED[lie](bank, said))
    assert (answer.status_code, answer.content) == (400, b"refused")
    assert "Set-Cookie" not in answer.headers
    assert not PaymentEvent.objects.exists()
    assert not Remittance.objects.exists()
    assert (AuditEntry.objects.count(), Notice.objects.count(), Posting.objects.count()) == before
    assert Payment.objects.values_list("state", "paid_at").get() == ("started", None)
    [line] = [one.getMessage() for one in caplog.records if one.name == "insurance.views.public.payment_messages"]
    assert line.startswith("a notification of sandbox was refused: ")
    assert payment.number not in line


def test_the_same_message_unforged_is_taken(bank, payment):
    """What the forged ones differ from."""
    assert send(*bank.signed(bank.message(payment, occurred_at=real()))).content == b"ok"


@pytest.mark.parametrize("address", ["/payments/notify/alipay/", "/payments/notify/transfer/", "/payments/notify/x/"])
def test_another_channel_knows_nothing_of_it(bank, payment, address):
    assert send(*genuine(bank, payment), address=address).status_code == 400
    assert not PaymentEvent.objects.exists()


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head"])
def test_only_a_post_is_taken(bank, payment, method):
    assert send(*genuine(bank, payment), method=method).status_code == 405
    assert not PaymentEvent.objects.exists()


def test_another_amount_is_kept_apart_from_the_order(bank, payment):
    """Genuine, but not what was ordered: the money is real, so it waits in suspense and the order is not paid."""
    assert send(*genuine(bank, payment, amount_fen=payment.amount_fen - 1)).content == b"ok"
    payment.refresh_from_db()
    assert payment.state == "started"
    assert Remittance.objects.get().suspended == "amount_differs"


def test_without_a_bank_nobody_is_believed(bank, payment, settings):
    message = genuine(bank, payment)
    settings.HALL_BANK = {}
    assert send(*message).status_code == 400
