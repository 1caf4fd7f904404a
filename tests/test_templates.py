"""Templates: they parse, are used, decide nothing, carry nothing inline and say nothing that is not translated."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist, engines
from django.template.base import Lexer, Token, TokenType

from tests.faults import none_of
from tests.language_sweep import CHINESE, english_in, read_text

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "templates"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
PAGES = [name for name in NAMES if name.endswith(".html")]

FOUND_BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
"""Templates Django asks for without anybody naming them."""

INLINE = re.compile(r"<style\b|<script\b(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
DECIDING = re.compile(
    r"\.roles?\b|\.rights?\b|\.may\b|\bperms\.|\.has_perm|\.is_(staff|superuser|citizen|operator)\b|user\.kind\b"
)
NOT_READ_HERE = {
    "blocktranslate": "endblocktranslate",
    "comment": "endcomment",
    "block bodyclass": "endblock",
}
"""Tags between which stands what is translated, what explains, or a class name of Django's admin."""

ATTRIBUTE = re.compile(r"\b(data-[\w-]+|class|id)=\"[^\"]*\"")
"""What a page writes into the block of another template's tag; not a text, although it stands between tags."""

LATE_WORD = re.compile(r"\s(and|or)\s")
QUOTED = re.compile(r"[\"']([\w./-]+\.(?:html|txt|xml|ics))[\"']")


def source_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_it_parses(name):
    engines["django"].get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_inline(name):
    """The content security policy forbids it, so it would silently not work."""
    none_of(INLINE.findall(source_of(name)))


@pytest.mark.parametrize("name", NAMES)
def test_it_decides_nothing(name):
    """Who may see what is decided by access and views; a template asks for one thing at a time."""
    conditions = [token.contents for token in tags(name) if token.contents.startswith(("if ", "elif "))]
    none_of(text for text in conditions if DECIDING.search(text))
    none_of(text for text in conditions if len(LATE_WORD.findall(text)) > 1)


def tags(name: str) -> list[Token]:
    """Return the block tags of a template, without those in comments that explain it."""
    return [token for token in tokens(name, {"comment": "endcomment"}) if token.token_type == TokenType.BLOCK]


def tokens(name: str, closed: dict[str, str]) -> Iterator[Token]:
    """Yield a template's tokens without what stands between the ``closed`` tags and their ends."""
    end = ""
    for token in Lexer(source_of(name)).tokenize():
        if end:
            end = "" if token.contents == end else end
            continue
        if token.token_type == TokenType.BLOCK:
            end = next((closed[tag] for tag in closed if f"{token.contents} ".startswith(f"{tag} ")), "")
        yield token


def test_every_template_is_used():
    used = FOUND_BY_NAME | named_in_templates() | named_in_python()
    none_of(name for name in NAMES if name not in used and not replaces_another(name))


@cache
def named_in_templates() -> set[str]:
    return {found for name in NAMES for token in tags(name) for found in QUOTED.findall(token.contents)}


@cache
def named_in_python() -> set[str]:
    paths = [path for app in ("accounts", "insurance", "portal") for path in (ROOT / app).rglob("*.py")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def replaces_another(name: str) -> bool:
    """Return whether an installed package has a template of this name, which ours takes the place of."""
    for loader in engines["django"].engine.template_loaders:
        for origin in loader.get_template_sources(name):
            if not Path(origin.name).is_relative_to(FOLDER) and exists(loader, origin):
                return True
    return False


def exists(loader, origin) -> bool:
    try:
        loader.get_contents(origin)
    except TemplateDoesNotExist:
        return False
    return True


@pytest.mark.parametrize("name", PAGES)
def test_what_it_says_is_translated(name):
    """Words outside a translation tag would be shown in one language to the readers of both."""
    none_of(text for text in bare_texts(name) if english_in(text) or CHINESE.search(text))


def bare_texts(name: str) -> list[str]:
    """Return the texts for readers that stand in the template itself, outside every tag."""
    return [ATTRIBUTE.sub("", text) for text in read_text("".join(untagged(name))).texts]


def untagged(name: str) -> Iterator[str]:
    """Yield the pieces of a template's own text: no tags, no variables, nothing that is translated or explains."""
    yield from (token.contents for token in tokens(name, NOT_READ_HERE) if token.token_type == TokenType.TEXT)
