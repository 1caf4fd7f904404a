"""Everybody gets at every address what the table in ``tests/addresses.py`` says; an address without a row fails."""

from collections.abc import Iterator
from itertools import islice

import pytest
from django.conf import urls
from django.contrib import admin
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver, resolve

from tests.addresses import MODELS_ADDED_BY, MODELS_SEEN_BY, TABLE, Row, answers
from tests.factories.city import City
from tests.faults import none_of
from tests.visits import STAFF, Visitor

pytestmark = pytest.mark.slow


@pytest.fixture
def city(standing_city):
    return standing_city


MODEL_ROUTES = {
    f"{model._meta.app_label}_{model._meta.model_name}_{suffix}"
    for model in admin.site._registry
    for suffix in ("changelist", "add", "history", "delete", "change")
}


def differences(row: Row, city: City) -> Iterator[str]:
    """Yield a line for each visitor who gets something else than the row says."""
    for visitor, expected in row.answers.items():
        status = city.visit(visitor, row.address, row.method, row.sent).status_code
        if status != expected:
            yield f"{row} for {visitor}: {status}, not {expected}"


@pytest.fixture
def short_refusals(monkeypatch, caplog):
    """Most answers of the table are refusals, and only their status counts; of each kind of page one is read below."""
    monkeypatch.setattr(urls, "handler403", lambda request, exception: HttpResponse(status=403))
    monkeypatch.setattr(urls, "handler404", lambda request, exception: HttpResponse(status=404))
    caplog.set_level("CRITICAL", "django.request")


def refusal_faults(visitor: Visitor, status: int, city: City) -> Iterator[str]:
    """Yield a line when somebody's first refusal of a kind is not told on a page."""
    refused = (row for rows in TABLE.values() for row in rows if row.method == "get" and row.answers[visitor] == status)
    for row in islice(refused, 1):
        response = city.visit(visitor, row.address)
        if response.status_code != status or response.content.decode().count("<h1") != 1:
            yield f"{row} for {visitor}: {response.status_code} and no page"


def test_everybody_who_is_refused_is_told_so_on_a_page(city):
    none_of(line for visitor in Visitor for status in (403, 404) for line in refusal_faults(visitor, status, city))


@pytest.mark.parametrize("rows", TABLE.values(), ids=TABLE)
@pytest.mark.usefixtures("short_refusals")
def test_everybody_gets_what_the_table_says(rows, city):
    none_of(line for row in rows for line in differences(row, city))


@pytest.mark.usefixtures("short_refusals")
def test_the_admins_lists_open_for_those_the_table_names(city):
    none_of(line for model in admin.site._registry for row in rows_of_model(model) for line in differences(row, city))


def rows_of_model(model) -> Iterator[Row]:
    label = model._meta.label_lower
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    yield Row(address, answers(302, (STAFF, 403), (MODELS_SEEN_BY.get(label, set()), 200)))
    yield Row(f"{address}add/", answers(302, (STAFF, 403), (MODELS_ADDED_BY.get(label, set()), 200)))


def test_every_address_has_a_row(city):
    addresses = [row.address.format_map(city.things).split("?")[0] for rows in TABLE.values() for row in rows]
    known = {resolve(address).route for address in addresses}
    none_of(route for route, name in routes(get_resolver()) if route not in known and not is_model_route(route, name))


def test_the_admin_holds_the_halls_own_models_and_each_has_a_row():
    assert sorted(model._meta.label_lower for model in admin.site._registry) == sorted(MODELS_SEEN_BY)


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield the route and the name of every address, written as a match names its route."""
    for pattern in resolver.url_patterns:
        route = before + (str(pattern.pattern).removeprefix("^") if before else str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route, pattern.name or ""


def is_model_route(route: str, name: str) -> bool:
    """Return whether an address is one of those that the admin gives to every model; the last has no name."""
    return name in MODEL_ROUTES or (not name and route.startswith("admin/") and route.endswith("/<path:object_id>/"))
