"""Every page in a real browser, wide and narrow, in standard and in large type, read by one who may open it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from tests.addresses import MODELS_ADDED_BY, MODELS_SEEN_BY, TABLE
from tests.browser.acts import go
from tests.browser.conftest import AXE, DESK, PHONE, complaints_of, scrolls_sideways, told_by, window
from tests.factories.city import City
from tests.faults import none_of
from tests.visits import Visitor

READERS = (
    Visitor.ANYBODY,
    Visitor.CITIZEN,
    Visitor.OPERATOR,
    Visitor.OUTSIDER,
    Visitor.CLERK,
    Visitor.SUPERVISOR,
    Visitor.CASHIER,
    Visitor.SECURITY,
    Visitor.POLICY_EDITOR,
    Visitor.CONTENT_EDITOR,
    Visitor.EXCHANGE_OPERATOR,
)
"""In this order everybody reads the pages that nobody before them may open; together they may open all."""

ON_A_PHONE = (Visitor.ANYBODY, Visitor.CITIZEN)
"""Who mostly comes with a phone; the others sit at a desk."""

RULES_OF_LAYOUT = ("target-size", "scrollable-region-focusable")
"""What may be right at one width and wrong at another; colours, names and order of a page are the same at both."""

LARGE_TYPE_PIXELS = 24
TOO_SMALL = """least => { document.documentElement.dataset.elder = "on"; return [...document.querySelectorAll("body *")]
    .filter(element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
    .filter(element => !["SCRIPT", "STYLE", "OPTION", "TITLE"].includes(element.tagName))
    .filter(element => element.getClientRects().length && element.getBoundingClientRect().width > 2)
    .map(element => [parseFloat(getComputedStyle(element).fontSize), element.outerHTML.slice(0, 90)])
    .filter(([size]) => size < least)
    .map(([size, html]) => `${size}px ${html}`); }"""
"""Turns the page to large type, and tells what is still smaller."""


def addresses() -> dict[str, set[Visitor]]:
    """Return everything that can be opened, with those who may."""
    of_models = {f"/admin/{label.replace('.', '/')}/": seen_by for label, seen_by in MODELS_SEEN_BY.items()}
    of_models |= {f"/admin/{label.replace('.', '/')}/add/": added_by for label, added_by in MODELS_ADDED_BY.items()}
    rows = (row for rows in TABLE.values() for row in rows if row.method == "get")
    return of_models | {row.address: {who for who, status in row.answers.items() if status == 200} for row in rows}


def read_by(reader: Visitor) -> list[str]:
    before = READERS[: READERS.index(reader)]
    return [address for address, allowed in addresses().items() if reader in allowed and not allowed & {*before}]


def test_together_the_readers_may_open_everything():
    read = {address for reader in READERS for address in read_by(reader)}
    assert read == {address for address, allowed in addresses().items() if allowed}


@pytest.mark.parametrize("reader", READERS)
def test_pages_fit_a_desk_and_a_phone_and_break_no_rule_of_access(reader, city, browser, live_server, axe):
    context = window(browser, live_server.url, viewport=DESK)
    sign_in(context, city.browsers[reader], live_server.url)
    context.add_init_script(path=AXE)
    page = context.new_page()
    complaints = complaints_of(page)
    whole_at = PHONE if reader in ON_A_PHONE else DESK
    found = [fault for address in pages_of(city, reader) for fault in faults_of(page, address, axe, whole_at=whole_at)]
    context.close()
    none_of(found + complaints)


def sign_in(context: BrowserContext, client: Client, address: str) -> None:
    """Let a window in with the session of a test client, past the doors that the journeys knock at."""
    context.add_cookies(
        [{"name": name, "value": cookie.value, "url": address} for name, cookie in client.cookies.items()]
    )


def pages_of(city: City, reader: Visitor) -> list[str]:
    """Return the addresses of the reader's pages; what is opened as a file or by a machine is no page."""
    return [
        address.format_map(city.things)
        for address in read_by(reader)
        if city.visit(reader, address)["Content-Type"].startswith("text/html")
    ]


def faults_of(page: Page, address: str, axe, *, whole_at: dict) -> Iterator[str]:
    """Open one page and yield what is wrong with it; every rule at one width, at the other those of the layout."""
    page.set_viewport_size(DESK)
    answer = go(page, address)
    if answer.status != 200:
        yield f"{address}: {answer.status}"
        return
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        rules = () if size == whole_at else RULES_OF_LAYOUT
        yield from (f"{address} at {size['width']}: {fault}" for fault in [*axe(page, rules), *sideways(page)])
    small = told_by(page, TOO_SMALL, LARGE_TYPE_PIXELS)
    yield from (f"{address} in large type: {fault}" for fault in [*small[:5], *sideways(page)])


def sideways(page: Page) -> Iterator[str]:
    if scrolls_sideways(page):
        yield "scrolls sideways"
