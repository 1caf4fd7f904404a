"""A real browser in front of the running hall: the Chromium of this machine, driven by Playwright.

Where there is none the tests of this folder are skipped; ``HALL_BROWSER_TESTS=required``, which ``.ci/run`` sets, makes
that a failure (``tests/conftest.py``).
"""

import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

FOLDER = Path(__file__).parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE = FOLDER / "vendor" / "axe-core" / "axe.min.js"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 800}
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
    # Reading imported style sheets, axe would write inline styles of its own, which the policy of the pages forbids.
    "preload": False,
}

PATIENCE_MS = 120_000
"""How long anything is waited for. It costs nothing where all is well, and a busy machine is no fault of a page."""

ASKED_OF_A_WHOLE_PAGE = """argument => {
    if (document.readyState !== "complete") return null;
    const told = (%s)(argument);
    return told && told.then ? told.then(value => [value]) : [told];
}"""
"""The answer in a list, so that nothing told differs from a page that is not there yet."""

ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of 4")
"""What Chromium says in red of a page that was answered with a refusal."""

REPLACED = ("Execution context was destroyed", "Cannot find context", "frame got detached")
"""What the driver says when a page was replaced while a function was at work on it."""


def chromium() -> str | None:
    """Return the path of this machine's Chromium; the variable CHROMIUM names another one."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def pytest_collection_modifyitems(items):
    """Mark the tests of this folder, and let each be tried once more where the driver itself gave up.

    Between the tests and the page stand two more programs, the driver and Chromium, either of which a machine short of
    memory may end. What a test asserts is never tried again: an assertion that holds only sometimes is a fault.
    """
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[Error], rerun_except=[AssertionError]))


@pytest.fixture(scope="package")
def running_browser():
    """Return a function that gives the Chromium of this folder, a new one where the last was ended.

    Playwright's loop runs in this thread as long as the browser does: Django would take its own database calls for
    asynchronous ones, and tests of the worker could start no loop. So it ends with the folder.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        launched: list[Browser] = []

        def running() -> Browser:
            if not launched or not launched[-1].is_connected():
                launched.append(playwright.chromium.launch(executable_path=chromium(), args=FLAGS, timeout=PATIENCE_MS))
            return launched[-1]

        yield running
        for browser in launched:
            browser.close()


@pytest.fixture
def browser(request) -> Browser:
    """The Chromium of this machine; a test is skipped where there is none."""
    if not chromium():
        pytest.skip("no Chromium found; install it or set CHROMIUM")
    return request.getfixturevalue("running_browser")()


def window(browser: Browser, address: str, **options) -> BrowserContext:
    """Return a fresh browser profile of a reader in China, in front of the hall at ``address``.

    Nothing moves in it: a colour that is measured while it changes is neither the one nor the other.
    """
    still = {"reduced_motion": "reduce", **options}
    context = browser.new_context(base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", **still)
    context.set_default_timeout(PATIENCE_MS)
    return context


def complaints_of(page: Page) -> list[str]:
    """Return the list that everything wrong in ``page`` is written to from now on.

    Not wrong is what was asked for and superseded, because the window went on to another page before the answer came
    (``net::ERR_ABORTED``): a page that renews itself does so at any moment. What is refused, blocked or broken off is.
    Chromium writes a red line for a refused form (422) and for a page that is not there (404); those are answers.
    """
    complaints: list[str] = []
    opened: set[str] = set()

    def ask(request):
        if request.is_navigation_request():
            opened.add(request.url.partition("#")[0])

    def listen(line):
        is_answer = ANSWERED.match(line.text) and line.location["url"].partition("#")[0] in opened
        # htmx repeats that a request of its own did not come through; what became of that is told below.
        is_echo = line.text.startswith(("htmx:sendAbort", "htmx:sendError"))
        if line.type == "error" and not is_answer and not is_echo:
            complaints.append(f"{page.url}: {line.text}")

    def fail(request):
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"failed: {request.url}: {request.failure}")

    page.on("request", ask)
    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("requestfailed", fail)
    return complaints


@pytest.fixture
def live_server(live_server) -> Iterator:
    """The hall behind an address; a test ends when the hall has answered everything that it was asked.

    A window that is closed leaves its last question behind. The answer would still hold rows while the tables are
    emptied after the test, and one of the two would be broken off.
    """
    answering, changed = set(), threading.Condition()

    def begin(**_kwargs):
        if threading.current_thread() is not threading.main_thread():
            with changed:
                answering.add(threading.get_ident())

    def end(**_kwargs):
        with changed:
            answering.discard(threading.get_ident())
            changed.notify_all()

    request_started.connect(begin)
    request_finished.connect(end)
    yield live_server
    with changed:
        assert changed.wait_for(lambda: not answering, PATIENCE_MS / 1000), "the hall is still busy with an answer"
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@contextmanager
def opened(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Give a function that opens windows, each of another person; nothing in any of them may be wrong."""
    contexts, complaints = [], []

    def open_window(**options) -> Page:
        contexts.append(window(browser, live_server.url, **{"viewport": DESK, **options}))
        page = contexts[-1].new_page()
        complaints.append(complaints_of(page))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert [line for lines in complaints for line in lines] == []


@pytest.fixture
def another_window(browser, live_server):
    """Return a function that opens a window of somebody else's, at a desk with scripts unless told otherwise."""
    with opened(browser, live_server) as open_window:
        yield open_window


@pytest.fixture
def page(browser, live_server):
    """A wide window; a script error, a failed request or a line of the console in red fails the test."""
    with opened(browser, live_server) as open_window:
        yield open_window()


@pytest.fixture
def phone(browser, live_server):
    """A phone 360 pixels wide."""
    with opened(browser, live_server) as open_window:
        yield open_window(viewport=PHONE, has_touch=True)


@pytest.fixture
def page_without_script(browser, live_server):
    """A wide window with JavaScript turned off."""
    with opened(browser, live_server) as open_window:
        yield open_window(java_script_enabled=False)


def told_by(page: Page, script: str, argument=None):
    """Return what a function in JavaScript says of the page that is open, which must be there as a whole.

    A page that renews itself may be replaced at any moment: before the new one is there its document has no elements
    yet, and a function that was at work on the old one is broken off. In both cases the new page is asked.
    """
    give_up = time.monotonic() + PATIENCE_MS / 1000
    while True:
        page.wait_for_load_state()
        try:
            if told := page.evaluate(ASKED_OF_A_WHOLE_PAGE % script, argument):
                return told[0]
        except Error as error:
            if not any(words in error.message for words in REPLACED):
                raise
        assert time.monotonic() < give_up, f"{page.url} is never there as a whole"
        page.wait_for_timeout(20)


@pytest.fixture(scope="session")
def axe():
    """Return a function that lists what axe-core finds wrong on an open page; with ``rules`` only by those rules."""
    source = AXE.read_text(encoding="utf-8")
    bring = f"() => {{ {source} }}"

    def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
        options = AXE_OPTIONS | ({"runOnly": {"type": "rule", "values": list(rules)}} if rules else {})
        found = None
        while found is None:  # a page that renewed itself since it was brought has none again
            found = told_by(page, "options => window.axe ? axe.run(document, options) : null", options)
            if found is None:
                told_by(page, bring)
        return [
            f"{each['id']}: {each['nodes'][0]['html'][:120]} ({len(each['nodes'])})" for each in found["violations"]
        ]

    return violations


def scrolls_sideways(page: Page) -> bool:
    return told_by(page, "() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
