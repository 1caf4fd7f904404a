"""What people do in a window, and how somebody looks at the page they came to.

Everything that leads to another page goes through here and ends when that page is there as a whole: who looked at once
would see the old page, the new one, or neither. ``test_acts.py`` holds the tests of this folder to it.
"""

import re
import time
from collections.abc import Callable

from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Error, Locator, Page, Response

from accounts.models import OutboxMessage, Person, User
from tests.browser.conftest import PATIENCE_MS, scrolls_sideways
from tests.factories.parties import PASSWORD
from tests.faults import none_of

SEND = "main form [type=submit].btn-primary, main form .btn-primary:not([type])"
"""The main button of a page; there is one."""


OVERTAKEN = ("interrupted by another navigation", "net::ERR_ABORTED")
"""What the driver says when a page that renews itself did so in the moment in which somebody left it."""

TRIES = 5
"""How often a page is asked for; a page that was renewed takes a second or more to do so again."""


def until(is_so: Callable[[], object], what: str):
    """Wait until something is so that happens outside of the page, such as in another process; return what it was."""
    give_up = time.monotonic() + PATIENCE_MS / 1000
    while not (found := is_so()):
        assert time.monotonic() < give_up, what
        time.sleep(0.05)
    return found


def go(page: Page, address: str) -> Response:
    """Open an address as somebody types it, and return what the hall answered."""
    for _overtaken in range(TRIES - 1):
        try:
            return page.goto(address)
        except Error as error:
            if not any(words in error.message for words in OVERTAKEN):
                raise
            page.wait_for_load_state()
    return page.goto(address)


def renew(page: Page) -> Response:
    """Open the page again that is open.

    By its address: a reload would be content with a renewal of the page's own that was on its way before.
    """
    return go(page, page.url.partition("#")[0])


def follow(target: Locator) -> None:
    """Click on what leads to another page or another place of the page: a link, a button that sends something.

    Not on a page that renews itself, which might do so first: ``go`` leads away from there.
    """
    with target.page.expect_navigation():
        target.click()


def unfold(target: Locator) -> None:
    """Click on what changes the page that is open, and does not leave it."""
    target.click()


def enter_by_key(page: Page) -> None:
    """Send a form as many do: by the key Enter in one of its fields."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def send(page: Page) -> None:
    """Send the form of the page by its main button, and wait for the answer."""
    follow(page.locator(SEND))


def look(page: Page, axe=None) -> None:
    """Fail when the page scrolls sideways or breaks a rule of access; axe needs a window with scripts."""
    none_of([*(axe(page) if axe else []), *(["scrolls sideways"] if scrolls_sideways(page) else [])])


def main(page: Page, name: str) -> str | None:
    """Return what ``<main>`` says of the page: its kind, number, state or total."""
    return page.get_attribute("main", f"data-{name}")


def refusals(page: Page) -> set[str]:
    """Return the codes of everything that stopped a form."""
    return {found.get_attribute("data-code") for found in page.locator("[data-code]").all()}


def choose(page: Page, name: str, value: str) -> None:
    """Take one of several choices, or tick a box."""
    page.check(f"main [name='{name}'][value='{value}']")


def code_sent_to(person: Person) -> str:
    """Return the six digits of the last text message that waits for this person in the outbox."""
    return re.search(r"\d{6}", OutboxMessage.objects.filter(person=person, template="sms_code").latest("pk").text)[0]


def enter_as_citizen(page: Page, user: User) -> None:
    go(page, "/accounts/login/")
    page.fill("[name=id_number]", user.person.identity_number)
    page.fill("[name=password]", PASSWORD)
    send(page)


def enter_as_operator(page: Page, user: User) -> None:
    """Come in through the units' door."""
    go(page, "/accounts/login/employer/")
    page.fill("[name=credit_code]", user.unit.credit_code)
    page.fill("[name=operator]", user.username)
    page.fill("[name=password]", PASSWORD)
    send(page)


def enter_as_staff(page: Page, user: User) -> None:
    """Come in through the staff's door, with the number an authenticator shows now."""
    device = TOTPDevice.objects.create(user=user, name="test")
    go(page, "/admin/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=otp_token]", f"{totp(device.bin_key):06d}")
    send(page)


def claim(page: Page, number: str) -> None:
    """Take the case of a declaration from the worklist onto one's own desk, which opens it."""
    go(page, "/admin/")
    row = page.locator("main tr", has=page.get_by_role("link", name=number))
    follow(row.locator("button"))


def decide(page: Page, action: str, **why: str) -> None:
    """Decide the open case; ``why`` is what goes with sending back: reason_code, next_action, text."""
    choose(page, "action", action)
    text = why.pop("text", "")
    for name, code in why.items():
        page.select_option(f"main [name={name}]", code)
    page.fill("main .decision [name=text]", text)
    send(page)
