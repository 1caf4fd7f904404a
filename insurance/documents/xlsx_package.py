"""The package of an .xlsx: its directory is judged before anything is unpacked, its parts are read piece by piece.

A package is hostile by its numbers (parts, sizes, how much it swells), by names that lead out of it, and by document
type declarations, with which a reader can be made to open files and addresses. None of these occur in honest tables.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from xml.parsers import expat

from accounts.rules.errors import RuleBroken

FIELD = "file"

MOST_PARTS = 1_000
MOST_INFLATED = 100 * 2**20
SMALL = 4 * 2**20
MOST_SWELLING = 200
"""How many times its packed size a part of more than ``SMALL`` bytes may have; a table of equal rows has about 60."""

PIECE = 64 * 2**10
HEAD = 2_048
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
OF_CELLS = (b"<v>", b"<t>", b"<t ", b":v>", b":t>", b":t ")
PROGRAMS = ("vbaproject.bin", "/macrosheets/", "/activex/")


class Package:
    """The parts of one checked .xlsx."""

    def __init__(self, content: bytes):
        """Raises RuleBroken: workbook.damaged, workbook.parts, workbook.swollen, workbook.encrypted, workbook.macros,
        workbook.suspicious."""
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise RuleBroken("workbook.damaged", FIELD) from None
        self.parts = self.archive.infolist()
        self._judge_directory()
        self.by_name = {part.filename.lower(): part for part in self.parts}
        self._refuse_declarations()

    def _judge_directory(self) -> None:
        if len(self.parts) > MOST_PARTS:
            raise RuleBroken("workbook.parts", FIELD)
        if any(part.flag_bits & 0x1 for part in self.parts):
            raise RuleBroken("workbook.encrypted", FIELD)
        names = [part.filename.lower() for part in self.parts]
        if any(leads_out(name) for name in names) or len(set(names)) < len(names):
            raise RuleBroken("workbook.suspicious", FIELD)
        if any(program in f"/{name}" for name in names for program in PROGRAMS):
            raise RuleBroken("workbook.macros", FIELD)
        swollen = any(
            part.file_size > SMALL and part.file_size > MOST_SWELLING * part.compress_size for part in self.parts
        )
        if swollen or sum(part.file_size for part in self.parts) > MOST_INFLATED:
            raise RuleBroken("workbook.swollen", FIELD)

    def _refuse_declarations(self) -> None:
        """Look into the head of every part of XML, also of those that are not read afterwards."""
        for part in self.parts:
            if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                head = self._piece(part, HEAD).replace(b"\0", b"")
                if any(declaration in head.upper() for declaration in DECLARATIONS):
                    raise RuleBroken("workbook.suspicious", FIELD)

    def _piece(self, part: zipfile.ZipInfo, size: int) -> bytes:
        try:
            with self.archive.open(part) as stream:
                return stream.read(size)
        except UNREADABLE:
            raise RuleBroken("workbook.damaged", FIELD) from None

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.by_name

    def holds_cells(self, name: str) -> bool:
        """Tell whether a sheet seems to hold something; only its first piece is looked at."""
        head = self._piece(self.by_name[name.lower()], PIECE) if name in self else b""
        return any(element in head for element in OF_CELLS)

    def parse(self, name: str, *, start: Callable, end: Callable | None = None, words: Callable | None = None) -> None:
        """Read a part of XML with these handlers; names come without their namespace.

        Raises RuleBroken: workbook.damaged when the part is missing, torn or no XML, workbook.suspicious.
        """
        if name not in self:
            raise RuleBroken("workbook.damaged", FIELD)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = PIECE
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = words
        parser.StartDoctypeDeclHandler = refuse_declaration
        parser.EntityDeclHandler = refuse_declaration
        try:
            with self.archive.open(self.by_name[name.lower()]) as stream:
                while piece := stream.read(PIECE):
                    parser.Parse(piece, False)
            parser.Parse(b"", True)
        except UNREADABLE:
            raise RuleBroken("workbook.damaged", FIELD) from None


UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, expat.ExpatError, LookupError)


def refuse_declaration(*_):
    raise RuleBroken("workbook.suspicious", FIELD)


def leads_out(name: str) -> bool:
    """Tell whether a part's name points somewhere else than into the package."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name


def local(name: str) -> str:
    """Return an element's name without its prefix."""
    return name.rpartition(":")[2]


def target_of(base: str, target: str) -> str:
    """Return the name of the part a relation of the part ``base`` leads to."""
    if target.startswith("/"):
        return target.lstrip("/")
    folder = PurePosixPath(base).parent
    parts: list[str] = []
    for step in (folder / target).parts:
        parts = parts[:-1] if step == ".." else [*parts, step]
    return "/".join(parts)
