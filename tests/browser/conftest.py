"""A real browser in front of the running hall: the Chromium of this machine, driven by Playwright.

Where there is none the tests of this folder are skipped; ``HALL_BROWSER_TESTS=required``, which ``.ci/run`` sets, makes
that a failure (``tests/conftest.py``).
"""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 800}
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
    # Reading imported style sheets, axe would write inline styles of its own, which the policy of the pages forbids.
    "preload": False,
}


def chromium() -> str | None:
    """Return the path of this machine's Chromium; the variable CHROMIUM names another one."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def pytest_collection_modifyitems(items):
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the tests of a file, skipped where there is none.

    Playwright's loop runs in this thread as long as the browser does: Django would take its own database calls for
    asynchronous ones, and tests of the worker could start no loop. So it ends with the file.
    """
    if not chromium():
        pytest.skip("no Chromium found; install it or set CHROMIUM")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


def window(browser: Browser, address: str, **options) -> BrowserContext:
    """Return a fresh browser profile of a reader in China, in front of the hall at ``address``."""
    return browser.new_context(base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", **options)


def complaints_of(page: Page) -> list[str]:
    """Return the list that everything wrong in ``page`` is written to from now on.

    Chromium writes a red line for a refused form (422) and for a page that is not there (404); those are answers.
    """
    complaints: list[str] = []

    def listen(line):
        if line.type == "error" and not (line.text.startswith("Failed to load") and line.location["url"] == page.url):
            complaints.append(f"{page.url}: {line.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    return complaints


def opened(browser: Browser, live_server, **options):
    context = window(browser, live_server.url, **options)
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def page(browser, live_server):
    """A wide window; a script error, a failed request or a line of the console in red fails the test."""
    yield from opened(browser, live_server, viewport=DESK)


@pytest.fixture
def phone(browser, live_server):
    """A phone 360 pixels wide."""
    yield from opened(browser, live_server, viewport=PHONE, has_touch=True)


@pytest.fixture
def page_without_script(browser, live_server):
    """A wide window with JavaScript turned off."""
    yield from opened(browser, live_server, viewport=DESK, java_script_enabled=False)


@pytest.fixture(scope="session")
def axe():
    """Return a function that lists what axe-core finds wrong on an open page."""
    script = (FOLDER / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def violations(page: Page) -> list[str]:
        page.evaluate(script)
        found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
        return [
            f"{each['id']}: {each['nodes'][0]['html'][:120]} ({len(each['nodes'])})" for each in found["violations"]
        ]

    return violations


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
