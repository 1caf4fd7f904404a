"""Files that come with a declaration: checked by content, kept under random names outside the web root."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models.users import User
from accounts.rules.errors import RuleBroken, refuse_if_any
from accounts.services import audit, looks
from insurance.documents.attachment_check import CleanFile, checked
from insurance.models.attachments import Attachment
from insurance.models.declarations import Declaration
from insurance.rules.workflow import State

FIELD = "attachments"
FOLDER = "attachments"

MOST_FILES = 10
"""Files one declaration may carry, whoever added them and when."""

TAKEN_IN = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED})
"""While a part is in one of these, somebody still has to look at the files."""


@dataclass(frozen=True)
class Upload:
    """A file as it arrived: the name its sender gave it, and its bytes."""

    name: str
    content: bytes


def received(files: Sequence) -> list[Upload]:
    """Return the files of a form. No more is read than it takes to see that one is too large, or that they are too many."""
    return [Upload(file.name, file.read(settings.HALL_ATTACHMENT_BYTES + 1)) for file in files[: MOST_FILES + 1]]


@dataclass(frozen=True)
class Checked:
    """What the check of several uploads found: the files fit to be kept, and what is wrong with the others."""

    clean: tuple[CleanFile, ...] = ()
    problems: tuple[RuleBroken, ...] = ()


def check(uploads: Iterable[Upload]) -> Checked:
    """Check every upload, so that a person hears about all of them at once. Nothing is stored."""
    uploads = list(uploads)
    if len(uploads) > MOST_FILES:
        return Checked(problems=(too_many(),))
    clean, problems = [], []
    for upload in uploads:
        try:
            clean.append(checked(upload.name, upload.content, most_bytes=settings.HALL_ATTACHMENT_BYTES))
        except RuleBroken as problem:
            problems.append(problem)
    return Checked(tuple(clean), tuple(problems))


def too_many() -> RuleBroken:
    return RuleBroken("file.too_many", FIELD, most=MOST_FILES)


@transaction.atomic
def attach(declaration: Declaration, uploads: Iterable[Upload], *, actor: User, at: datetime) -> list[Attachment]:
    """Check files and add them to a declaration that is not decided yet; all of them, or none.

    Raises RulesBroken with one of ``attachment_check``'s codes for each file that cannot be taken or file.too_many,
    RuleBroken("workflow.not_allowed") when nobody is going to look at them any more.
    """
    found = check(uploads)
    refuse_if_any(list(found.problems))
    return keep(declaration, found.clean, actor=actor, at=at)


def keep(declaration: Declaration, files: Iterable[CleanFile], *, actor: User, at: datetime) -> list[Attachment]:
    """Store checked files with a declaration, inside the caller's transaction; the same file is not kept twice."""
    locked = Declaration.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    states = set(locked.parts.values_list("state", flat=True))
    if not states & TAKEN_IN:
        raise RuleBroken("workflow.not_allowed", state=str(min(states)), action="attach")
    known = {bytes(digest) for digest in locked.attachments.values_list("sha256", flat=True)}
    new = {file.sha256: file for file in files if file.sha256 not in known}
    if len(known) + len(new) > MOST_FILES:
        raise RuleBroken("file.too_many", FIELD, most=MOST_FILES)
    kept = [store(locked, file, actor, at) for file in new.values()]
    for attachment in kept:
        audit.record(actor, "attachment.added", locked, at=at, attachment=attachment.pk, size=attachment.size)
    return kept


def store(declaration: Declaration, file: CleanFile, actor: User, at: datetime) -> Attachment:
    """Write one file under a name nobody can guess, then the row that knows the name."""
    token = secrets.token_hex(16)
    name = default_storage.save(f"{FOLDER}/{token[:2]}/{token}", ContentFile(file.content))
    try:
        with transaction.atomic():
            return Attachment.objects.create(
                declaration=declaration,
                name=file.name,
                content_type=file.content_type,
                size=len(file.content),
                sha256=file.sha256,
                stored_as=name,
                uploaded_by=actor,
                uploaded_at=at,
            )
    except Exception:
        default_storage.delete(name)
        raise


def content_of(attachment: Attachment) -> bytes:
    """Return the bytes of a stored file."""
    with default_storage.open(attachment.stored_as) as file:
        return file.read()


@transaction.atomic
def read_by_staff(attachment: Attachment, *, actor: User, at: datetime) -> bytes:
    """Return the bytes of a stored file to a member of the staff; the people it concerns see who looked."""
    declaration = attachment.declaration
    for line in declaration.lines.select_related("person"):
        looks.open_case(line.person, declaration.number, actor=actor, at=at)
    audit.record(actor, "attachment.read", declaration, at=at, attachment=attachment.pk)
    return content_of(attachment)


@transaction.atomic
def remove(attachment: Attachment, *, actor: User, at: datetime) -> None:
    """Take a file back from a declaration that no agency has seen yet.

    Raises RuleBroken("workflow.not_allowed") once the declaration was submitted.
    """
    declaration = Declaration.objects.select_for_update(of=("self",)).get(pk=attachment.declaration_id)
    if declaration.submitted_at is not None:
        raise RuleBroken("workflow.not_allowed", state=str(State.SUBMITTED), action="remove")
    stored_as = attachment.stored_as
    audit.record(actor, "attachment.removed", declaration, at=at, attachment=attachment.pk)
    attachment.delete()
    transaction.on_commit(lambda: default_storage.delete(stored_as))
