"""What is true of every page for everybody who may open it, in both languages."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from accounts.middleware import LANGUAGE_COOKIE
from tests.addresses import TABLE, Row
from tests.factories.city import City
from tests.faults import none_of
from tests.language_sweep import foreign_words
from tests.visits import Visitor

pytestmark = pytest.mark.slow

LANGUAGES = {"zh-hans": "zh-CN", "en": "en"}
WHOLE_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
"""An ID number that is shown whole; a credit code has letters or another length of digits before its end."""

LINK = re.compile(r"""<a\b[^>]*\bhref="(/[^"#?]*)""")
ID = re.compile(r"""<[a-z][^>]*\sid="([^"]+)\"""")


def page_faults(html: str, language: str) -> Iterator[str]:
    """Yield what is wrong with one page that should be in ``language``."""
    if f'<html lang="{language}"' not in html:
        yield f"is not in {language}"
        return
    yield from (f"in the other language: {text}" for text in foreign_words(html))
    yield from (f"shows a whole number: {found[:6]}…" for found in WHOLE_NUMBER.findall(html))
    yield from (f"leads nowhere: {address}" for address in LINK.findall(html) if not leads_somewhere(address))
    yield from (f"{times} elements are called {name}" for name, times in Counter(ID.findall(html)).items() if times > 1)
    yield from (
        f"has {html.count(start)} of {start}" for start in ("<h1", "<main", "<title>") if html.count(start) != 1
    )


@cache
def leads_somewhere(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return address.startswith("/static/")
    return True


def opened(row: Row, city: City, visitor: Visitor, language: str) -> HttpResponse:
    city.browsers[visitor].cookies[LANGUAGE_COOKIE] = language
    return city.visit(visitor, row.address)


def readers(row: Row) -> list[Visitor]:
    """Return everybody who may open a page; the same page for everybody is read by one of each audience."""
    allowed = [visitor for visitor, status in row.answers.items() if status == 200]
    if allowed == list(Visitor):
        return [Visitor.ANYBODY, Visitor.CITIZEN, Visitor.OPERATOR]
    return allowed


@pytest.fixture
def city(standing_city):
    return standing_city


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rows", TABLE.values(), ids=TABLE)
def test_every_page_is_whole_and_speaks_one_language(rows, language, city):
    found = {
        f"{row} {fault}": visitor
        for row in rows
        if row.method == "get"
        for visitor in reversed(readers(row))
        for fault in faults_of_answer(opened(row, city, visitor, language), LANGUAGES[language])
    }
    none_of(f"{fault}, seen by {visitor}" for fault, visitor in found.items())


def faults_of_answer(response: HttpResponse, language: str) -> Iterator[str]:
    """Yield what is wrong with an answer, which is a page only when it says so."""
    if response["Content-Type"].startswith("text/html"):
        yield from page_faults(response.content.decode(), language)
