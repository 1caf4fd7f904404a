"""What a person uploads becomes a clean file, or a reason why not.

Three types are taken: JPEG, PNG, PDF. The name must say one of them and the content must be it. The content is then
written anew (``attachment_cleaning``), so that what hides behind, before or between the picture or the pages is gone.
That happens in a process of its own with bounded memory and time: a file made to break a decoder breaks only that.
"""

import hashlib
import logging
import subprocess
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from accounts.rules.errors import RuleBroken
from insurance.documents.apart import run_apart
from insurance.documents.attachment_cleaning import REFUSED

NAME_CHARACTERS = 100
SECONDS = 20

CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
SPELLINGS = {"jpg": "jpg", "jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "png": "png", "pdf": "pdf"}
SIGNATURES = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"%PDF-": "pdf"}

REPLACED = frozenset("""<>:"'|?*%;`""")
"""What file systems, shells and headers read as something else than a letter."""
PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
DEVICES = frozenset({"con", "prn", "aux", "nul", *PORTS})
"""Names that some systems take for hardware, whatever the extension."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file fit to be kept: ``name`` only to be shown, ``content`` as written anew, its digest of 32 bytes."""

    name: str
    content_type: str
    content: bytes
    sha256: bytes


def checked(name: str, content: bytes, *, most_bytes: int, seconds: int = SECONDS) -> CleanFile:
    """Return the upload as a clean file.

    Raises RuleBroken with one of file.name, file.type, file.empty, file.too_large, file.mismatch, file.damaged,
    file.pixels, file.animated, file.active_content, file.encrypted; the sentences stand in ``wording_documents``.
    """
    shown = safe_name(name)
    kind = kind_of_name(shown)
    if not content:
        raise RuleBroken("file.empty", "attachments", name=shown)
    if len(content) > most_bytes:
        raise RuleBroken("file.too_large", "attachments", name=shown, most_megabytes=most_bytes // 2**20)
    if kind_of_content(content) != kind:
        raise RuleBroken("file.mismatch", "attachments", name=shown)
    clean = _cleaned(shown, kind, content, seconds)
    return CleanFile(shown, CONTENT_TYPES[kind], clean, hashlib.sha256(clean).digest())


def safe_name(name: str) -> str:
    """Return the name as it may be shown and given back on download, at most 100 characters.

    Folders, control and direction characters go, characters with a meaning elsewhere become ``_``, the extension is
    in small letters. RuleBroken("file.name") when no name is left.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join("_" if character in REPLACED else character for character in last if _visible(character))
    stem, dot, extension = " ".join(kept.split()).strip(" .").rpartition(".")
    stem = stem.rstrip(" .") if dot else extension
    if not stem:
        raise RuleBroken("file.name", "attachments")
    if stem.casefold() in DEVICES:
        stem = f"_{stem}"
    ending = f".{extension.lower()}" if dot else ""
    return stem[: max(NAME_CHARACTERS - len(ending), 0)] + ending[:NAME_CHARACTERS]


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def kind_of_name(name: str) -> str:
    """Return "jpg", "png" or "pdf" by the extension; RuleBroken("file.type") for any other."""
    kind = SPELLINGS.get(PurePosixPath(name).suffix[1:].lower())
    if kind is None:
        raise RuleBroken("file.type", "attachments", name=name)
    return kind


def kind_of_content(content: bytes) -> str | None:
    """Return what the first bytes say the content is, None when it is none of the three."""
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)


def _cleaned(name: str, kind: str, content: bytes, seconds: int) -> bytes:
    """Return ``content`` as the cleaning process wrote it anew."""
    try:
        cleaning = run_apart("insurance.documents.attachment_cleaning", kind, content, seconds=seconds)
    except subprocess.TimeoutExpired:
        logger.warning("an uploaded file took too long to clean", extra={"kind": kind, "seconds": seconds})
        raise RuleBroken("file.damaged", "attachments", name=name) from None
    if cleaning.returncode == 0:
        return cleaning.stdout
    raise RuleBroken(_refusal(cleaning, kind), "attachments", name=name)


def _refusal(cleaning: subprocess.CompletedProcess, kind: str) -> str:
    """Return the code of the refusal; a process that broke down is logged, and its file is damaged to the person."""
    if cleaning.returncode == REFUSED:
        return cleaning.stderr.decode("ascii").split()[-1]
    logger.error("cleaning an uploaded file broke down", extra={"kind": kind, "status": cleaning.returncode})
    return "file.damaged"
