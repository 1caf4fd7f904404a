"""Every address × every kind of visitor → the status of the answer. An address without a row fails.

A row writes an address with the names of things in braces; the city below has one of each, which belong to
``CITIZEN`` or ``OPERATOR``. The pages of the admin's models have a table of their own, by model.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import URLResolver, get_resolver, resolve

from accounts.models import User
from tests.faults import none_of
from tests.visits import CITIZENS, OPERATORS, STAFF, Visitor, let_in

V = Visitor
Answers = dict[Visitor, int]


def answers(default: int, *given: tuple[set[Visitor], int]) -> Answers:
    """Return the status for every visitor: ``default``, and for the sets named after it what stands beside them."""
    named = {visitor: status for visitors, status in given for visitor in visitors}
    return {visitor: named.get(visitor, default) for visitor in Visitor}


OPEN = answers(200)
REDIRECTED = answers(302)
POST_ONLY = answers(405)
CITIZENS_ONLY = answers(403, ({V.ANYBODY}, 302), (CITIZENS, 200))
CITIZENS_OWN = answers(403, ({V.ANYBODY}, 302), ({V.CITIZEN}, 200), ({V.STRANGER}, 404))
UNITS_ONLY = answers(403, ({V.ANYBODY}, 302), (OPERATORS, 200))
UNITS_OWN = answers(403, ({V.ANYBODY}, 302), ({V.OPERATOR}, 200), ({V.OUTSIDER}, 404))
STAFF_ONLY = answers(302, (STAFF, 200))


@dataclass(frozen=True)
class Row:
    """What everybody gets at one address."""

    address: str
    answers: Answers
    method: str = "get"
    sent: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.address}"


def get(address: str, expected: Answers) -> Row:
    return Row(address, expected)


def post(address: str, expected: Answers, **sent) -> Row:
    return Row(address, expected, "post", sent)


ROWS: list[Row] = []

MODEL_ROUTES = ("changelist", "add", "history", "delete", "change")
MODELS_SEEN_BY: dict[str, set[Visitor]] = {}
"""Who may open the list of a model in the admin; a model that is registered and not named here fails."""

MODELS_ADDED_BY: dict[str, set[Visitor]] = {}
"""Who may add rows of a model by hand in the admin; nobody where it is not named."""


@dataclass
class City:
    """One of everything, and an account for every visitor."""

    users: dict[Visitor, User | None]
    things: dict[str, str]


@pytest.fixture
def city(db) -> City:
    return City(users={V.ANYBODY: None}, things={})


def answers_of(row: Row, city: City) -> dict[Visitor, int]:
    """Return what each visitor gets; what one of them changes is undone before the next one comes."""
    return {visitor: status_for(city.users[visitor], row, row.address.format_map(city.things)) for visitor in Visitor}


def status_for(user: User | None, row: Row, address: str) -> int:
    with transaction.atomic():
        client = let_in(user)
        status = getattr(client, row.method)(address, row.sent).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_what_the_table_says(row, city):
    none_of(
        f"{visitor}: {status}, not {row.answers[visitor]}"
        for visitor, status in answers_of(row, city).items()
        if status != row.answers[visitor]
    )


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label_lower)
def test_the_lists_of_the_admin_open_for_those_the_table_names(model, city):
    label = model._meta.label_lower
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    seen = Row(base, answers(302, (STAFF, 403), (MODELS_SEEN_BY.get(label, set()), 200)))
    added = Row(f"{base}add/", answers(302, (STAFF, 403), (MODELS_ADDED_BY.get(label, set()), 200)))
    none_of(
        f"{row.address} {visitor}: {status}, not {row.answers[visitor]}"
        for row in (seen, added)
        for visitor, status in answers_of(row, city).items()
        if status != row.answers[visitor]
    )


def test_every_address_has_a_row(city):
    known = {resolve(row.address.format_map(city.things)).route for row in ROWS}
    none_of(route for route, name in routes(get_resolver()) if route not in known and not is_model_route(name))


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield the route and the name of every address, written as a match names its route."""
    for pattern in resolver.url_patterns:
        route = before + (str(pattern.pattern).removeprefix("^") if before else str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route, pattern.name or ""


def is_model_route(name: str) -> bool:
    """Return whether a name is one of the five that the admin gives to every model."""
    return name in {
        f"{model._meta.app_label}_{model._meta.model_name}_{suffix}"
        for model in admin.site._registry
        for suffix in MODEL_ROUTES
    }


def test_every_model_of_the_admin_has_a_row():
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert registered == set(MODELS_SEEN_BY)
