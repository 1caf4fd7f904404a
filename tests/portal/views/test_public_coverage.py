"""The table of promises: complete, honest about what is planned, and every live place keeps its promise."""

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from portal.selectors.promises import Place, promises
from tests.factories.city import city_of_everything
from tests.faults import none_of
from tests.visits import Visitor, let_in

PROMISES = 59
DOORS = {
    "/me/": Visitor.CITIZEN,
    "/accounts/inbox/": Visitor.CITIZEN,
    "/employer/": Visitor.OPERATOR,
    "/admin/": Visitor.EXCHANGE_OPERATOR,
}


def places(language: str = "zh-hans") -> list[tuple[int, Place]]:
    return [(promise.number, place) for promise in promises(language=language) for place in promise.places]


def live_places(language: str) -> list[tuple[int, Place]]:
    return [(number, place) for number, place in places(language) if place.is_live]


def test_every_promise_is_there_once_with_a_place():
    listed = promises(language="zh-hans")
    assert [promise.number for promise in listed] == list(range(1, PROMISES + 1))
    none_of(str(promise.number) for promise in listed if not promise.places)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_place_has_words_and_every_live_one_a_phrase(language):
    none_of(f"{number} {place.path}" for number, place in places(language) if not place.words)
    none_of(f"{number} {place.path}" for number, place in live_places(language) if not place.phrase)


@pytest.mark.django_db
@pytest.mark.usefixtures("on_a_thursday")
def test_only_what_is_live_is_a_link(chinese):
    page = chinese.get("/coverage/").content.decode()
    table = page[page.index("<table") : page.index("</table>")]
    assert set(re.findall(r'<a href="([^"]+)"', table)) == {place.path for _number, place in live_places("zh-hans")}
    assert table.count("筹备中") == sum(not place.is_live for _number, place in places())


def test_what_is_planned_does_not_exist_yet():
    """Once a page exists, its promise says so."""
    none_of(f"{number} {place.path}" for number, place in places() if not place.is_live and exists(place.path))


STANDING_IN = {"/admin/", "/me/certificates/"}
"""Pages that exist already and will keep a further promise later."""


def exists(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return path not in STANDING_IN


@pytest.fixture
def visitors(db) -> dict[str, Client]:
    """A browser for each door, with the right visitor in it."""
    city = city_of_everything()
    return {door: let_in(city.users[visitor]) for door, visitor in DOORS.items()} | {"": Client()}


@pytest.mark.usefixtures("on_a_thursday")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_live_place_answers_and_holds_its_phrase(language, visitors):
    pages = {
        path: page_at(path, language, visitors) for path in {place.path for _number, place in live_places(language)}
    }
    none_of(
        f"{number}: {place.path} does not say {place.phrase!r}"
        for number, place in live_places(language)
        if place.phrase not in pages[place.path]
    )


def page_at(path: str, language: str, visitors: dict[str, Client]) -> str:
    client = next(visitors[door] for door in (*DOORS, "") if path.startswith(door))
    client.cookies["hall_language"] = language
    response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return response.content.decode()
