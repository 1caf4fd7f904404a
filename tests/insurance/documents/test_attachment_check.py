"""The door for uploads: the name, the size, the kind, and the process that writes the content anew."""

import hashlib
import logging
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.rules.errors import RuleBroken
from insurance.documents import apart, attachment_check
from insurance.documents.attachment_check import NAME_CHARACTERS, REPLACED, checked, safe_name
from insurance.wording_documents import SENTENCES
from tests.insurance.documents import hostile_files as files

MOST = 10 * 2**20


def refusal(name: str, content: bytes, **limits) -> str:
    with pytest.raises(RuleBroken) as caught:
        checked(name, content, **{"most_bytes": MOST, **limits})
    problem = caught.value
    assert problem.field == "attachments"
    assert str(SENTENCES[problem.code]) % problem.facts
    return problem.code


@pytest.mark.parametrize(
    ("name", "content", "shown", "content_type"),
    [
        ("户口簿 扫描件.png", files.png(), "户口簿 扫描件.png", "image/png"),
        ("OK.PNG", files.png(), "OK.png", "image/png"),
        ("photo.JPEG", files.jpeg(), "photo.jpeg", "image/jpeg"),
        ("from-edge.jfif", files.jpeg(), "from-edge.jfif", "image/jpeg"),
        ("证明.pdf", files.pdf(), "证明.pdf", "application/pdf"),
    ],
)
def test_good_files_are_taken(name, content, shown, content_type):
    clean = checked(name, content, most_bytes=MOST)
    assert (clean.name, clean.content_type) == (shown, content_type)
    assert clean.sha256 == hashlib.sha256(clean.content).digest()
    assert attachment_check.kind_of_content(clean.content) == attachment_check.kind_of_name(shown)


@pytest.mark.parametrize(
    "name",
    [
        "x.svg",
        "x.html",
        "x.php",
        "x.png.php",
        "x.php.",
        "x.php ",
        "x.php;.png.asp",
        ".htaccess",
        ".png",
        "noextension",
        "x.heic",
    ],
)
def test_other_kinds_are_refused_by_name(name):
    assert refusal(name, files.png()) == "file.type"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", files.MARK),
        ("a.png", b"GIF89a" + files.MARK),
        ("a.jpg", b"MZ" + b"\0" * 60),
        ("a.png", b"\x89"),
        ("a.pdf", files.zipped()),
        ("a.jpg", files.png()),
        ("a.png", files.jpeg()),
        ("a.pdf", files.MARK + files.pdf()),
    ],
)
def test_a_name_that_lies_is_refused(name, content):
    assert refusal(name, content) == "file.mismatch"


def test_nothing_and_too_much_are_refused():
    assert refusal("a.pdf", b"") == "file.empty"
    assert refusal("a.png", files.png(), most_bytes=20) == "file.too_large"
    assert checked("a.png", files.png(), most_bytes=len(files.png())).content


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", files.png(64, 64)[:60], "file.damaged"),
        ("a.png", files.moving_png(), "file.animated"),
        ("a.png", files.png_that_claims(30000, 30000), "file.pixels"),
        ("a.pdf", files.pdf_that_opens_with(S=files.pikepdf.Name.Launch), "file.active_content"),
        ("a.pdf", files.pdf(encryption=files.pikepdf.Encryption(owner="o", user="u")), "file.encrypted"),
    ],
)
def test_the_cleaning_process_says_why(name, content, code):
    assert refusal(name, content) == code


@pytest.mark.slow
def test_a_bomb_is_refused_quickly():
    began = time.monotonic()
    assert refusal("bomb.pdf", files.pdf_with_a_bomb()) == "file.damaged"
    assert time.monotonic() - began < 30


def test_a_process_that_takes_too_long_is_ended():
    assert refusal("a.png", files.png(), seconds=0) == "file.damaged"


def test_a_process_that_breaks_down_is_logged_without_the_name(monkeypatch, caplog):
    monkeypatch.setattr(apart, "PROJECT", files.__file__.rpartition("/")[0])
    with caplog.at_level(logging.ERROR):
        assert refusal("张三.png", files.png()) == "file.damaged"
    assert "broke down" in caplog.text
    assert "张三" not in caplog.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../../tmp/pwn.png", "pwn.png"),
        ("..\\..\\pwn.png", "pwn.png"),
        ("/etc/passwd.png", "passwd.png"),
        ("C:\\x\\y.png", "y.png"),
        ("a\0.php.png", "a.php.png"),
        ("a%00.php.png", "a_00.php.png"),
        ("a%0d%0aSet-Cookie: x=1.png", "a_0d_0aSet-Cookie_ x=1.png"),
        ("\u202egnp.exe.png", "gnp.exe.png"),
        ("<img src=x onerror=alert(1)>.png", "_img src=x onerror=alert(1)_.png"),
        ("';DROP TABLE x;--.png", "__DROP TABLE x_--.png"),
        ('a"b.png', "a_b.png"),
        ("con.png", "_con.png"),
        ("COM1.pdf", "_COM1.pdf"),
        ("  a \t b  .png ", "a b.png"),
        ("📄.png", "📄.png"),
        ("...png", "png"),
        ("长" * 200 + ".png", "长" * 96 + ".png"),
    ],
)
def test_names_are_made_safe(name, shown):
    assert safe_name(name) == shown


@pytest.mark.parametrize("name", ["", " ", "a/", "..", "\u202e", "\0"])
def test_no_name_is_left(name):
    with pytest.raises(RuleBroken, match=r"file\.name"):
        safe_name(name)


@given(st.text(max_size=300))
def test_any_name_that_is_left_is_safe(name):
    try:
        shown = safe_name(name)
    except RuleBroken:
        assume(False)
    assert 0 < len(shown) <= NAME_CHARACTERS
    assert not REPLACED & set(shown)
    assert not {"/", "\\"} & set(shown)
    assert shown.isprintable()
    assert safe_name(shown) == shown
