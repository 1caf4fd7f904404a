"""Of a PDF only its pages stay; what acts, sends, hides or is locked is refused."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from accounts.rules.errors import RuleBroken
from insurance.documents.pdf_cleaning import ACTIVE_ACTIONS, ACTIVE_KEYS, clean_pdf
from tests.insurance.documents import hostile_files as files


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def test_the_pages_stay():
    def two_pages(document):
        document.add_blank_page(page_size=(300, 100))

    pages = opened(clean_pdf(files.pdf(two_pages))).pages
    assert [list(map(int, page.mediabox)) for page in pages] == [[0, 0, 200, 200], [0, 0, 300, 100]]


def test_a_link_to_a_page_or_an_address_is_no_program():
    def linked(document):
        link = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI="https://example.org/")
        )
        document.pages[0].obj.Annots = Array([link])

    clean = opened(clean_pdf(files.pdf(linked)))
    assert clean.pages[0].obj.Annots[0].A.S == Name.URI


def test_what_does_not_belong_to_a_page_goes():
    def laden(document):
        document.docinfo["/Author"] = "somebody"
        document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])
        document.Root.Names = Dictionary(Dests=Dictionary(Names=Array([])))
        document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.GoTo, D="x"))
        document.make_indirect(Dictionary(Hidden="secret"))

    clean = opened(clean_pdf(files.pdf(laden)))
    assert set(clean.Root.keys()) == {"/Type", "/Pages"}
    assert "/Info" not in clean.trailer
    assert "/AA" not in clean.pages[0].obj


@pytest.mark.parametrize("tail", [files.MARK, files.zipped(), b"\n%" + files.MARK], ids=["html", "zip", "comment"])
def test_tails_do_not_come_along(tail):
    cleaned = clean_pdf(files.pdf() + tail)
    assert files.MARK not in cleaned
    assert b"PK\x03\x04" not in cleaned


def test_a_comment_before_the_first_object_does_not_come_along():
    content = files.pdf().replace(b"\n", b"\n%" + files.MARK + b"\n", 1)
    assert files.MARK not in clean_pdf(content)


@pytest.mark.parametrize(
    "content",
    [
        files.pdf_that_opens_with(S=Name.JavaScript, JS="app.alert(1)"),
        files.pdf_that_opens_with(S=Name.Launch, F="cmd.exe"),
        files.pdf_that_opens_with(S=Name.JavaScript).replace(b"/JavaScript", b"/Java#53cript"),
        files.pdf_with_a_file_inside(),
        *[files.pdf_whose_page_hides(name, "x") for name in sorted(ACTIVE_KEYS)],
        *[files.pdf_whose_page_hides("/S", Name(action)) for action in sorted(ACTIVE_ACTIONS)],
    ],
)
def test_what_acts_or_hides_is_refused(content):
    with pytest.raises(RuleBroken, match=r"file\.active_content"):
        clean_pdf(content)


@pytest.mark.parametrize("password", ["", "secret"])
def test_protected_files_are_refused(password):
    content = files.pdf(encryption=pikepdf.Encryption(owner="owner", user=password))
    with pytest.raises(RuleBroken, match=r"file\.encrypted"):
        clean_pdf(content)


def test_a_file_without_pages_is_damaged():
    def emptied(document):
        del document.pages[0]

    with pytest.raises(RuleBroken, match=r"file\.damaged"):
        clean_pdf(files.pdf(emptied))


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n<html>", files.pdf()[:60]])
def test_what_is_no_pdf_inside_is_damaged(content):
    with pytest.raises(RuleBroken, match=r"file\.damaged"):
        clean_pdf(content)


def test_same_file_same_bytes():
    assert clean_pdf(files.pdf()) == clean_pdf(files.pdf())
