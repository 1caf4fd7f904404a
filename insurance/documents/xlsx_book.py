"""What holds for all sheets of an .xlsx: which there are, the texts they share, which formats show days."""

import re
from dataclasses import dataclass

from accounts.rules.errors import RuleBroken
from insurance.documents.serial_days import shows_days
from insurance.documents.table_rows import FIELD, marked_template
from insurance.documents.xlsx_package import Package, local, target_of

MOST_STRINGS = 300_000
MOST_STYLES = 100_000
GENERAL = 0

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_", re.ASCII)
TEMPLATE_PROPERTY = "HallTemplate"
SHEET_RELATION = "/worksheet"


@dataclass(frozen=True, slots=True)
class SheetPart:
    name: str
    part: str


class Book:
    """What holds for all sheets: their parts, shared texts, formats, the epoch, the mark of our template."""

    def __init__(self, package: Package):
        self.package = package
        self.counts_from_1904 = False
        self.sheets: list[SheetPart] = []
        self.template: tuple[str, int] | None = None
        self.part = self._part_of_book()
        relations = self._relations(self.part)
        self._read_book({key: part for key, (kind, part) in relations.items() if kind.endswith(SHEET_RELATION)})
        by_kind = {kind.rpartition("/")[2]: part for kind, part in relations.values()}
        self.texts = SharedTexts(package, by_kind.get("sharedStrings", "")).texts
        self.formats = Formats(package, by_kind.get("styles", ""))
        self._read_property()

    def _part_of_book(self) -> str:
        books = [part for kind, part in self._relations("").values() if kind.endswith("/officeDocument")]
        part = books[0] if books else "xl/workbook.xml"
        if part not in self.package or not part.lower().startswith("xl/"):
            raise RuleBroken("workbook.not_a_table", FIELD)
        return part

    def _relations(self, base: str) -> dict[str, tuple[str, str]]:
        folder, _, name = base.rpartition("/")
        part = f"{folder}/_rels/{name}.rels" if folder else "_rels/.rels"
        found: dict[str, tuple[str, str]] = {}

        def start(element, attributes):
            if local(element) == "Relationship" and attributes.get("TargetMode") != "External":
                target = target_of(base, attributes.get("Target", ""))
                found[attributes.get("Id", "")] = (attributes.get("Type", ""), target)

        if part in self.package:
            self.package.parse(part, start=start)
        return found

    def _read_book(self, parts: dict[str, str]) -> None:
        def start(element, attributes):
            if local(element) == "workbookPr":
                self.counts_from_1904 = attributes.get("date1904") in {"1", "true"}
            elif local(element) == "sheet" and attributes.get("state", "visible") == "visible":
                key = next((value for name, value in attributes.items() if local(name) == "id" and ":" in name), "")
                if key in parts:
                    self.sheets.append(SheetPart(attributes.get("name", ""), parts[key]))

        self.package.parse(self.part, start=start)

    def _read_property(self) -> None:
        named = ""
        words: list[str] = []

        def start(element, attributes):
            nonlocal named
            if local(element) == "property":
                named = attributes.get("name", "")

        def text(piece):
            if named == TEMPLATE_PROPERTY and len(words) < 10:
                words.append(piece)

        if "docProps/custom.xml" in self.package:
            self.package.parse("docProps/custom.xml", start=start, words=text)
        self.template = marked_template("".join(words))


class SharedTexts:
    """The texts that cells only point to."""

    def __init__(self, package: Package, part: str):
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.is_text = False
        self.is_reading_aid = False
        if part in package:
            package.parse(part, start=self.start, end=self.end, words=self.words)

    def start(self, element, attributes):
        element = local(element)
        if element == "si":
            self.pieces = []
        elif element == "t":
            self.is_text = not self.is_reading_aid
        elif element == "rPh":
            self.is_reading_aid = True

    def end(self, element):
        element = local(element)
        if element == "t":
            self.is_text = False
        elif element == "rPh":
            self.is_reading_aid = False
        elif element == "si":
            if len(self.texts) >= MOST_STRINGS:
                raise RuleBroken("workbook.swollen", FIELD)
            self.texts.append(unescaped("".join(self.pieces)))

    def words(self, piece):
        if self.is_text:
            self.pieces.append(piece)


class Formats:
    """Which styles show days, and which show a long number as a power of ten."""

    def __init__(self, package: Package, part: str):
        self.patterns: dict[int, str] = {}
        self.numbers: list[int] = []
        self.is_style = False
        if part in package:
            package.parse(part, start=self.start, end=self.end)
        self.days = [shows_days(number, self.patterns.get(number, "")) for number in self.numbers]

    def start(self, element, attributes):
        element = local(element)
        if element == "numFmt":
            self.patterns[whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif element == "cellXfs":
            self.is_style = True
        elif element == "xf" and self.is_style:
            if len(self.numbers) >= MOST_STYLES:
                raise RuleBroken("workbook.swollen", FIELD)
            self.numbers.append(whole(attributes.get("numFmtId")))

    def end(self, element):
        if local(element) == "cellXfs":
            self.is_style = False

    def shows_day(self, style: int) -> bool:
        return style < len(self.days) and self.days[style]

    def is_general(self, style: int) -> bool:
        return style >= len(self.numbers) or self.numbers[style] == GENERAL


def whole(text: str | None) -> int:
    """Return a whole number that is not negative; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def unescaped(text: str) -> str:
    """Return a text with the control characters back that the file writes as ``_x000A_``."""
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text
