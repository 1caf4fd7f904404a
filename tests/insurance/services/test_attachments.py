"""Files of a declaration: checked, kept under random names, limited, taken out again while nobody has seen them."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import AuditEntry
from accounts.rules.errors import RuleBroken, RulesBroken
from insurance.models import Attachment
from insurance.services import attachments
from insurance.services.attachments import MOST_FILES, Upload
from tests.factories import NOW, DeclarationFactory, UserFactory

pytestmark = pytest.mark.django_db


def picture(shade: int = 0) -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 8), (shade, 80, 160)).save(content, "PNG")
    return content.getvalue()


def uploads(count: int, first: int = 0) -> list[Upload]:
    return [Upload(f"第{number}页.png", picture(number)) for number in range(first, first + count)]


@pytest.fixture
def declaration():
    return DeclarationFactory(parts__state="submitted")


def attach(declaration, files):
    return attachments.attach(declaration, files, actor=declaration.lodged_by, at=NOW)


def stored() -> set[str]:
    """Return the names of the files in the store, below its folder."""
    root = Path(settings.MEDIA_ROOT)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_a_file_is_kept_under_a_name_nobody_can_guess(declaration):
    (attachment,) = attach(declaration, [Upload("../../身份证 370.png", picture())])
    assert attachment.name == "身份证 370.png"
    assert attachment.content_type == "image/png"
    assert "身份证" not in attachment.stored_as
    assert len(Path(attachment.stored_as).name) == 32
    assert attachment.stored_as in stored()
    content = attachments.content_of(attachment)
    assert (len(content), hashlib.sha256(content).digest()) == (attachment.size, bytes(attachment.sha256))
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_number) == ("attachment.added", declaration.number)
    assert "name" not in entry.facts, "a file's name may name somebody"


def test_no_more_is_read_of_files_than_it_takes_to_refuse_them(declaration, settings):
    settings.HALL_ATTACHMENT_BYTES = 1000
    huge = [SimpleUploadedFile(f"{number}.png", bytes(5000)) for number in range(MOST_FILES + 5)]
    assert {len(upload.content) for upload in attachments.received(huge)} == {1001}
    assert [file.tell() for file in huge[MOST_FILES + 1 :]] == [0] * 4, "of too many, the rest is not read"
    for files, code in ((huge, "file.too_many"), (huge[:1], "file.too_large")):
        with pytest.raises(RulesBroken, match=code):
            attach(declaration, attachments.received(files))


def test_every_fault_is_told_and_nothing_is_kept(declaration):
    before = stored()
    faulty = [*uploads(1), Upload("a.exe", b"MZ"), Upload("b.pdf", b""), Upload("c.png", b"%PDF-1.7")]
    with pytest.raises(RulesBroken) as caught:
        attach(declaration, faulty)
    assert [problem.code for problem in caught.value.problems] == ["file.type", "file.empty", "file.mismatch"]
    assert not Attachment.objects.exists()
    assert stored() == before


def test_a_file_larger_than_allowed_is_refused(declaration, settings):
    settings.HALL_ATTACHMENT_BYTES = 10
    with pytest.raises(RulesBroken, match="file.too_large"):
        attach(declaration, uploads(1))


def test_a_declaration_takes_a_limited_number_of_files(declaration):
    attach(declaration, uploads(MOST_FILES - 1))
    with pytest.raises(RuleBroken, match="file.too_many"):
        attach(declaration, uploads(2, first=50))
    attach(declaration, uploads(1, first=50))
    assert Attachment.objects.count() == MOST_FILES
    with pytest.raises(RulesBroken, match="file.too_many"):
        attach(declaration, uploads(MOST_FILES + 1))


def test_the_same_file_is_kept_once(declaration):
    attach(declaration, uploads(1))
    assert attach(declaration, uploads(1)) == []
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "taken"),
    [("draft", True), ("submitted", True), ("returned", True), ("accepted", False), ("rejected", False)],
)
def test_files_are_taken_while_somebody_still_looks_at_them(state, taken):
    declaration = DeclarationFactory(parts__state=state)
    if taken:
        assert len(attach(declaration, uploads(1))) == 1
        return
    with pytest.raises(RuleBroken, match="workflow.not_allowed"):
        attach(declaration, uploads(1))


def test_a_file_that_could_not_be_noted_is_not_left_in_the_store(declaration):
    before = stored()
    with pytest.raises(ValueError, match="uploaded_by"):
        attachments.store(declaration, attachments.check(uploads(1)).clean[0], "nobody", NOW)
    assert stored() == before


def test_a_file_of_a_draft_is_taken_out_for_good(declaration, django_capture_on_commit_callbacks):
    declaration.submitted_at = None
    declaration.save()
    (attachment,) = attach(declaration, uploads(1))
    kept = attachment.stored_as
    with django_capture_on_commit_callbacks(execute=True):
        attachments.remove(attachment, actor=declaration.lodged_by, at=NOW)
    assert not Attachment.objects.exists()
    assert kept not in stored()


def test_what_the_agency_has_stays(declaration):
    (attachment,) = attach(declaration, uploads(1))
    with pytest.raises(RuleBroken, match="workflow.not_allowed"):
        attachments.remove(attachment, actor=declaration.lodged_by, at=NOW)
    assert attachment.stored_as in stored()


def test_reading_by_the_staff_is_noted(declaration):
    (attachment,) = attach(declaration, uploads(1))
    clerk = UserFactory(clerk=True)
    assert attachments.read_by_staff(attachment, actor=clerk, at=NOW).startswith(b"\x89PNG")
    assert AuditEntry.objects.get(action="attachment.read").actor == clerk
