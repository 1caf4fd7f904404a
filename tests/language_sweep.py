"""Finds words of the other language on a rendered page: English left on a Chinese page, Chinese left on an English one.

Proper names do not speak either language: an element that says ``lang="…"`` itself or ``translate="no"`` is passed over
with everything in it, and so are code and what is never shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

NEVER_READ = {"script", "style", "template", "noscript", "code", "kbd", "samp"}
WITHOUT_END = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
READ_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description", "label", "data-label"}

SAME_IN_BOTH = {
    "ID",
    "PDF",
    "CSV",
    "XLSX",
    "XLS",
    "Excel",
    "WPS",
    "JPG",
    "JPEG",
    "PNG",
    "MB",
    "KB",
    "IP",
    "QR",
    "WCAG",
    "AA",
}
"""Latin words that Chinese text uses as they are."""

NOT_A_WORD = re.compile(
    r"""[\w.+-]+@[\w.-]+\w            # an e-mail address
      | https?://\S+ | /[\w./<>-]*\w/? # an address
      | [\w*#-]*\d[\w*#-]*            # a number, date or code
      | \.[a-z]{2,5}\b                # a file's ending
    """,
    re.VERBOSE | re.ASCII,
)
LATIN = re.compile(r"[A-Za-z]{2,}(?:['’][a-z]+)?")
CHINESE = re.compile(r"[\u3001-\u3011\u3400-\u9fff\uff01-\uff5e]+")


@dataclass
class ReadText(HTMLParser):
    """The texts a person reads or hears on one page, in order."""

    texts: list[str] = field(default_factory=list)
    language: str = ""
    _open: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self):
        super().__init__(convert_charrefs=True)

    @property
    def passed_over(self) -> bool:
        return any(skipped for _tag, skipped in self._open)

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang", "")
        skipped = tag in NEVER_READ or values.get("translate") == "no" or ("lang" in values and tag != "html")
        if not skipped and not self.passed_over:
            self.texts += self._attribute_texts(tag, values)
        if tag not in WITHOUT_END:
            self._open.append((tag, skipped))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in WITHOUT_END:
            self._open.pop()

    def handle_endtag(self, tag):
        """Close the element, and with it what was left open inside it."""
        if tag in [open_tag for open_tag, _skipped in self._open]:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if data.strip() and not self.passed_over:
            self.texts.append(" ".join(data.split()))

    @staticmethod
    def _attribute_texts(tag: str, values: dict[str, str]) -> Iterator[str]:
        yield from (values[name] for name in sorted(READ_ATTRIBUTES & values.keys()))
        if tag == "input" and values.get("type") in {"submit", "button", "reset"}:
            yield values.get("value", "")
        if tag == "meta" and values.get("name") == "description":
            yield values.get("content", "")


@lru_cache(maxsize=1)
def read_text(html: str) -> ReadText:
    """Return what a person reads on the page ``html``; the last page read is kept, for it is judged more than once."""
    page = ReadText()
    page.feed(html)
    page.close()
    return page


def english_in(text: str) -> list[str]:
    """Return the English words of one text, without the ones Chinese uses as well."""
    return [word for word in LATIN.findall(NOT_A_WORD.sub(" ", text)) if word not in SAME_IN_BOTH]


def english_left(html: str) -> list[str]:
    """Return the texts of a Chinese page in which English words stand."""
    return [text for text in read_text(html).texts if english_in(text)]


def chinese_left(html: str) -> list[str]:
    """Return the texts of an English page in which Chinese characters or punctuation stand."""
    return [text for text in read_text(html).texts if CHINESE.search(text)]


def foreign_words(html: str) -> list[str]:
    """Return the texts that are not in the language the page says it is in; the whole page when it says none."""
    language = read_text(html).language
    assert language in {"zh-CN", "en"}, f"<html lang={language!r}>"
    return english_left(html) if language == "zh-CN" else chinese_left(html)
