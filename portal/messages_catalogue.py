"""The catalogue of interface messages: English in the source, Simplified Chinese in ``locale/zh_Hans``.

Nothing here needs the gettext programs: Babel finds the messages, polib reads and writes the files. The catalogue is
kept calm for reading as a difference: sorted, one entry a message, without source references and without dates.
A part of the house that is written on its own brings its Chinese as a fragment in ``locale/parts``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

APPS = ("accounts", "insurance", "portal")
TEMPLATE_ENDINGS = (".html", ".txt", ".xml", ".ics")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
METADATA = {
    "Project-Id-Version": "hall",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}

PYTHON_FORMAT = re.compile(r"%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%[sdif]")
PLACEHOLDER = re.compile(rf"{PYTHON_FORMAT.pattern}|\{{\w*\}}")
MARKUP = re.compile(r"</?[a-z]\w*")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
HAN = re.compile(r"[\u3400-\u9fff]")

Key = tuple[str, str]
"""Context (empty when there is none) and English text: what makes two messages the same."""


@dataclass
class Message:
    """One text of the source that a reader sees."""

    context: str
    english: str
    plural: str = ""
    comments: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return (self.context, self.english)


def catalogue_path(root: Path) -> Path:
    """Return where the Chinese catalogue of the house in ``root`` lies."""
    return root / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def fragment_paths(root: Path) -> list[Path]:
    """Return the fragments that wait to be absorbed, in the order in which they win."""
    return sorted((root / "locale" / "parts").glob("*.po"))


def messages_in_source(root: Path) -> dict[Key, Message]:
    """Return every message of the apps' Python files and of the templates."""
    found: dict[Key, Message] = {}
    for message in _messages_of_files(root):
        known = found.setdefault(message.key, message)
        known.plural = known.plural or message.plural
        known.comments |= message.comments
    return found


def _messages_of_files(root: Path) -> Iterator[Message]:
    for path in _source_files(root):
        text = path.read_text(encoding="utf-8")
        yield from messages_in_text(text if path.suffix == ".py" else python_of_template(text, path))


def _source_files(root: Path) -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in sorted((root / app).rglob("*.py")) if "migrations" not in path.parts)
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in TEMPLATE_ENDINGS:
            yield path


def python_of_template(text: str, path: Path) -> str:
    """Return calls of gettext in place of a template's translation tags, for the extractor of Python.

    Indentation means nothing in a template but everything to Python's tokenizer, so it goes.
    """
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())


def messages_in_text(python: str) -> Iterator[Message]:
    """Yield the messages of one Python text."""
    source = BytesIO(python.encode())
    for _line, texts, comments, context in extract("python", source, KEYWORDS, comment_tags=("Translators:",)):
        singular, plural = texts if isinstance(texts, tuple) else (texts, "")
        yield Message(context or "", singular, plural, set(comments))


def read(path: Path) -> polib.POFile:
    """Return a catalogue or fragment; an empty one when the file does not exist."""
    if not path.exists():
        return polib.POFile()
    return polib.pofile(str(path), encoding="utf-8")


def key_of(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid)


def name_of(key: Key) -> str:
    """Return a message as a person looks for it: ``'Open' (state)``."""
    context, english = key
    return f"{english!r} ({context})" if context else repr(english)


def chinese_of(entry: polib.POEntry) -> str:
    """Return the one Chinese text of an entry; Chinese has no plural forms."""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def merged(messages: dict[Key, Message], chinese: dict[Key, str]) -> polib.POFile:
    """Return the catalogue of exactly these messages, each with its Chinese text, empty where there is none."""
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.header = "The interface in Simplified Chinese, kept by `manage.py messages`; people write the msgstr."
    catalogue.metadata = dict(METADATA)
    for key in sorted(messages, key=_reading_order):
        catalogue.append(_entry(messages[key], chinese.get(key, "")))
    return catalogue


def _reading_order(key: Key) -> tuple[str, str, str]:
    context, english = key
    return (english.casefold(), english, context)


def _entry(message: Message, chinese: str) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=message.context or None,
        msgid=message.english,
        comment="\n".join(sorted(message.comments)),
        flags=["python-format"] if PYTHON_FORMAT.search(message.english + message.plural) else [],
    )
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: chinese}
    else:
        entry.msgstr = chinese
    return entry


@dataclass(frozen=True)
class Update:
    """What an update of the catalogue did and what it leaves to a person."""

    added: int
    dropped: int
    untranslated: list[Key]
    conflicts: list[str]


def update(root: Path, *, absorb: bool = False) -> Update:
    """Write the catalogue anew from the source, the catalogue as it was and the fragments.

    What the catalogue says stays; a fragment fills what is empty. With ``absorb`` the fragments keep only the entries
    whose message is not in the source, and a fragment without any is removed.
    """
    messages = messages_in_source(root)
    before = read(catalogue_path(root))
    chinese = {key_of(entry): chinese_of(entry) for entry in before if not entry.obsolete}
    conflicts = _fill(chinese, root)
    catalogue_path(root).parent.mkdir(parents=True, exist_ok=True)
    merged(messages, chinese).save(str(catalogue_path(root)))
    if absorb:
        _take_from_fragments(messages.keys(), root)
    known = {key_of(entry) for entry in before}
    return Update(
        added=len(messages.keys() - known),
        dropped=len(known - messages.keys()),
        untranslated=sorted(key for key in messages if not chinese.get(key)),
        conflicts=conflicts,
    )


def _fill(chinese: dict[Key, str], root: Path) -> list[str]:
    """Fill the empty texts from the fragments; return a line for each text that was refused."""
    refused = []
    for path in fragment_paths(root):
        for entry in read(path):
            offered = chinese_of(entry)
            kept = chinese.get(key_of(entry)) or offered
            chinese[key_of(entry)] = kept
            if offered and kept != offered:
                refused.append(f"{path.name}: {name_of(key_of(entry))} stays {kept!r}, not {offered!r}")
    return refused


def _take_from_fragments(absorbed: Iterable[Key], root: Path) -> None:
    for path in fragment_paths(root):
        fragment = read(path)
        left = [entry for entry in fragment if key_of(entry) not in absorbed]
        if not left:
            path.unlink()
        elif len(left) < len(fragment):
            fragment[:] = left
            fragment.save(str(path))


def problems(root: Path) -> list[str]:
    """Return a line for everything that is wrong with the catalogue; none when a reader of Chinese misses nothing."""
    messages = messages_in_source(root)
    catalogue = read(catalogue_path(root))
    known = {key_of(entry) for entry in catalogue}
    lines = [f"not in the catalogue: {name_of(key)}" for key in sorted(messages.keys() - known)]
    lines += [f"no longer in the source: {name_of(key)}" for key in sorted(known - messages.keys())]
    for entry in catalogue:
        lines += [f"{problem}: {name_of(key_of(entry))}" for problem in problems_of(entry)]
    return lines


def problems_of(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with one entry, in words."""
    chinese = chinese_of(entry)
    if entry.obsolete:
        yield "obsolete"
    if entry.fuzzy:
        yield "fuzzy"
    if LATIN_WORD.search(entry.msgid) and entry.msgid != entry.msgid.strip():
        yield "begins or ends with white space (use blocktranslate trimmed)"
    if not chinese:
        yield "no Chinese"
        return
    if chinese == entry.msgid:
        yield "the Chinese is the English"
    elif LATIN_WORD.search(MARKUP.sub("", PLACEHOLDER.sub("", entry.msgid))) and not HAN.search(chinese):
        yield "no Chinese character in the Chinese"
    if placeholders(chinese) != placeholders(entry.msgid_plural or entry.msgid):
        yield "other placeholders in the Chinese"
    if sorted(MARKUP.findall(chinese)) != sorted(MARKUP.findall(entry.msgid_plural or entry.msgid)):
        yield "other markup in the Chinese"


def placeholders(text: str) -> set[str]:
    """Return the places of ``text`` that are filled when it is shown."""
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def compiled(root: Path) -> bytes:
    """Return the catalogue in the form Django loads; equal catalogues give equal bytes."""
    return read(catalogue_path(root)).to_binary()


def compiled_path(root: Path) -> Path:
    return catalogue_path(root).with_suffix(".mo")


def write_compiled(root: Path) -> Path:
    """Compile the catalogue unless it is compiled already; return where the result lies."""
    path, binary = compiled_path(root), compiled(root)
    if not path.exists() or path.read_bytes() != binary:
        path.write_bytes(binary)
    return path
