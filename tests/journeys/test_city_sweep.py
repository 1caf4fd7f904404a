"""After ``seed_demo`` the record holds, and everybody with a story may follow every link they see, in both languages.

A walk begins at the first page of an account and follows the links below its own addresses, so a page that no table
knows is found as well. Of one pattern of addresses two are opened, and two that ask for something: the last people of a
long roster show nothing that the first do not. Papers and tables are drawn for the first few people who come to them, and so
is the English of a page: it is looked at page by page in ``test_pages``, here for what only a life on record brings up.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from io import StringIO
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import resolve

from accounts.middleware import LANGUAGE_COOKIE
from accounts.models import Person, User
from accounts.rules.roles import UserKind
from accounts.services import audit
from tests.factories import TODAY
from tests.faults import none_of
from tests.test_pages import LANGUAGES, WHOLE_NUMBER, page_faults
from tests.visits import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OPENED_OF_A_PATTERN = 2
READ_IN_ENGLISH, FILES_OPENED = 6, 4
"""How often a pattern is read in English, and a file of it drawn, whoever comes to it."""
HOMES = {UserKind.CITIZEN: "/me/", UserKind.OPERATOR: "/employer/", UserKind.STAFF: "/admin/"}
OWN = {kind: (home, "/accounts/") for kind, home in HOMES.items()}

LINK = re.compile(r"""<a\b[^>]*\bhref="([^"]*)\"""")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
MOBILE_NUMBER = re.compile(r"(?<![\w-])1[3-9]\d{9}(?![\w-])")
FILE = re.compile(r"\.(pdf|xlsx|csv|ics)$")
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A demo city as the command builds it; undone at the end."""
    with django_db_blocker.unblock(), override_settings(HALL_DEMO=True, HALL_TODAY=TODAY), transaction.atomic():
        for command, options in (("load_policy", {}), ("load_content", {}), ("seed_demo", {"persons": 300, "seed": 1})):
            call_command(command, stdout=StringIO(), **options)
        yield
        transaction.set_rollback(True)


def test_the_audit_of_a_seeded_city_holds(seeded):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert re.fullmatch(r"ok [1-9]\d* entries\n", out.getvalue())


@pytest.mark.parametrize("kind", HOMES)
def test_every_page_of_everybody_with_a_story_is_sound(seeded, kind):
    names = set(Person.objects.values_list("name", flat=True))
    users = User.objects.filter(kind=kind, is_demo=True, is_active=True).exclude(activated_at=None)
    seen = Counter()
    none_of(dict.fromkeys(f"{user.number} {fault}" for user in users for fault in faults_of(user, names, seen)))
    audit.seal_all()
    assert audit.first_break() is None


def faults_of(user: User, names: set[str], seen: Counter) -> Iterator[str]:
    """Yield what is wrong with any page that somebody can walk to; ``seen`` counts by pattern what others came to."""
    client = let_in(user)
    for address, answer in walk(client, user, seen):
        yield from (f"{address} {fault}" for fault in address_faults(address))
        if answer.status_code != 200:
            yield f"{address}: {answer.status_code}"
        elif answer["Content-Type"].startswith("text/html"):
            yield from (
                f"{address} {fault}" for fault in faults_in_both_languages(client, address, answer, names, seen)
            )


def walk(client: Client, user: User, seen: Counter) -> Iterator[tuple[str, HttpResponse]]:
    """Yield every page somebody comes to by links, beginning at home, in Chinese."""
    waiting, known, opened = [HOMES[user.kind]], {HOMES[user.kind]}, Counter()
    while waiting:
        address = waiting.pop(0)
        pattern = pattern_of(address)
        if opened[pattern] == OPENED_OF_A_PATTERN:
            continue
        opened[pattern] += 1
        if FILE.search(urlsplit(address).path):
            seen["file", pattern] += 1
            if seen["file", pattern] > FILES_OPENED:
                continue
        answer = read(client, address, "zh-hans")
        yield address, answer
        found = [link for link in links_of(address, answer) if link not in known and link.startswith(OWN[user.kind])]
        known.update(found)
        waiting += dict.fromkeys(found)


def pattern_of(address: str) -> tuple[str, bool]:
    """Return the pattern of an address, and whether a list or a year is asked for in another way."""
    parts = urlsplit(address)
    return resolve(parts.path).route, bool(parts.query)


def read(client: Client, address: str, language: str) -> HttpResponse:
    client.cookies[LANGUAGE_COOKIE] = language
    return client.get(address, follow=True)


def links_of(address: str, answer: HttpResponse) -> list[str]:
    if not answer["Content-Type"].startswith("text/html"):
        return []
    links = (urljoin(address, unescape(link)) for link in LINK.findall(answer.content.decode()))
    return [link.split("#")[0] for link in links if link.startswith("/")]


def faults_in_both_languages(
    client: Client, address: str, chinese: HttpResponse, names: set[str], seen: Counter
) -> Iterator[str]:
    answers = {"zh-hans": chinese}
    seen["english", pattern_of(address)] += 1
    if seen["english", pattern_of(address)] <= READ_IN_ENGLISH:
        answers["en"] = read(client, address, "en")
    for language, answer in answers.items():
        html = answer.content.decode()
        yield from (fault for fault in page_faults(html, LANGUAGES[language]) if not is_about_content(address, fault))
        yield from (f"shows a whole phone number: {found[:3]}…" for found in MOBILE_NUMBER.findall(html))
        yield from title_faults(unescape(TITLE.search(html)[1]), names)


def is_about_content(address: str, fault: str) -> bool:
    """Return whether a fault is that content editors see both languages of the texts they edit."""
    return address.startswith("/admin/portal/") and fault.startswith("in the other language")


def title_faults(title: str, names: set[str]) -> Iterator[str]:
    """Yield what a browser's history would tell about people."""
    yield from (f"has somebody's name in its title: {title}" for name in names if name in title)


def address_faults(address: str) -> Iterator[str]:
    """Yield what a log of addresses would tell about people."""
    written = unquote(address)
    if CHINESE.search(written) or WHOLE_NUMBER.search(written) or MOBILE_NUMBER.search(written):
        yield "has a name or a personal number in its address"
