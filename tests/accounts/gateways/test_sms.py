"""Text messages over HTTPS, against a small provider that checks what a provider has to check."""

import http.server
import json
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured

from accounts.gateways import sms
from accounts.gateways.sms import ConsoleSms, SignedHttpSms, SmsRefused, SmsUnavailable

KEY_ID, SECRET = "hall-1", b"a shared secret"
PHONE, TEXT = "19912345678", "您的验证码是 123456"


class Provider(http.server.BaseHTTPRequestHandler):
    """Takes a message once, if it is signed, fresh and not seen before; ``mood`` makes it answer otherwise."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, answer = self.judged(body)
        if self.server.mood == "silent":
            self.server.over.wait()
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer)

    def judged(self, body):
        if isinstance(self.server.mood, int):
            return self.server.mood, b"{}"
        timestamp, nonce = self.headers["X-Timestamp"], self.headers["X-Nonce"]
        if self.headers["X-Key"] != KEY_ID or abs(time.time() - int(timestamp)) > 300 or nonce in self.server.nonces:
            return 401, b"{}"
        if self.headers["X-Signature"] != sms.signature(SECRET, timestamp, nonce, body):
            return 401, b"{}"
        self.server.nonces.add(nonce)
        message = json.loads(body)
        self.server.taken[message["reference"]] = message
        return 202, json.dumps({"id": f"provider-{len(self.server.taken)}"}).encode()

    def log_message(self, *args):
        """Keep quiet."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that only these tests trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sandbox")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("provider") / "provider.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def provider(certificate):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.mood, server.nonces, server.taken, server.over = "kind", set(), {}, threading.Event()
    server.handle_error = lambda *args: None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def gateway(provider, certificate):
    url = f"https://127.0.0.1:{provider.server_address[1]}/messages"
    context = ssl.create_default_context(cafile=certificate)
    return SignedHttpSms(url=url, key_id=KEY_ID, secret=SECRET, context=context, timeout_seconds=60)


def test_a_signed_message_is_taken(gateway, provider):
    assert gateway.send(PHONE, TEXT, "hall-7") == "provider-1"
    assert provider.taken["hall-7"] == {"to": PHONE, "text": TEXT, "reference": "hall-7"}


def test_each_request_has_its_own_nonce(gateway, provider):
    gateway.send(PHONE, TEXT, "hall-7")
    gateway.send(PHONE, TEXT, "hall-7")
    assert len(provider.nonces) == 2
    assert len(provider.taken) == 1


def test_another_secret_is_turned_away(gateway):
    gateway.secret = b"guessed"
    with pytest.raises(SmsUnavailable, match="401"):
        gateway.send(PHONE, TEXT, "hall-7")


def test_the_signature_covers_time_nonce_and_body():
    given = sms.signature(SECRET, "1", "n", b"body")
    assert len({given, *(sms.signature(SECRET, *other) for other in (("2", "n", b"body"), ("1", "m", b"body")))}) == 3
    assert given != sms.signature(SECRET, "1", "n", b"body.")


@pytest.mark.parametrize("status", [400, 404, 410, 422])
def test_a_refusal_is_for_good(gateway, provider, status):
    provider.mood = status
    with pytest.raises(SmsRefused, match=str(status)):
        gateway.send(PHONE, TEXT, "hall-7")


@pytest.mark.parametrize("mood", [429, 500, 503, "silent"])
def test_a_busy_or_silent_provider_is_asked_again_later(gateway, provider, mood):
    provider.mood = mood
    if mood == "silent":
        gateway.timeout_seconds = 0.5
    with pytest.raises(SmsUnavailable):
        gateway.send(PHONE, TEXT, "hall-7")


def test_nobody_there_is_asked_again_later(gateway, provider):
    gateway.url = "https://127.0.0.1:1/messages"
    with pytest.raises(SmsUnavailable):
        gateway.send(PHONE, TEXT, "hall-7")


def test_a_provider_without_a_certificate_we_trust_gets_nothing(gateway, provider):
    gateway.context = ssl.create_default_context()
    with pytest.raises(SmsUnavailable):
        gateway.send(PHONE, TEXT, "hall-7")
    assert provider.taken == {}


def test_without_tls_nothing_is_sent():
    with pytest.raises(ImproperlyConfigured, match="https"):
        SignedHttpSms(url="http://sms.example/", key_id=KEY_ID, secret=SECRET)


@pytest.mark.parametrize(
    ("answer", "reference"),
    [(b'{"id": "a-1"}', "a-1"), (b'{"id": 7}', "7"), (b"[]", ""), (b"<html>", ""), (b"", ""), (b"\xff", "")],
)
def test_an_odd_answer_is_no_failure(answer, reference):
    assert sms.reference_in(answer) == reference


def test_the_console_shows_the_text_and_masks_the_phone(capsys):
    assert ConsoleSms().send(PHONE, TEXT, "hall-7") == "console-hall-7"
    printed = capsys.readouterr().out
    assert TEXT in printed
    assert "199****5678" in printed
    assert PHONE not in printed


def test_the_settings_name_the_gateway(settings):
    assert isinstance(sms.gateway(), ConsoleSms)
    settings.SMS_GATEWAY = "accounts.gateways.sms.SignedHttpSms"
    settings.SMS_HTTP = {"url": "https://sms.example/messages", "key_id": "k", "secret": "s"}
    assert sms.gateway().url == "https://sms.example/messages"
