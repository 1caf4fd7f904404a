"""Everybody gets at every address what the table in ``tests/addresses.py`` says; an address without a row fails."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import URLResolver, get_resolver, resolve

from accounts.models import User
from tests.addresses import MODEL_ROUTES, MODELS_ADDED_BY, MODELS_SEEN_BY, ROWS, Row, answers
from tests.factories.city import City, city_of_everything
from tests.faults import none_of
from tests.visits import STAFF, Visitor, let_in


@pytest.fixture
def city(db, settings) -> City:
    settings.HALL_TODAY = TODAY
    return city_of_everything()


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
