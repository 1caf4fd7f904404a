"""What people do in a window, and how somebody looks at the page they came to."""

import re

from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page

from accounts.models import OutboxMessage, Person, User
from tests.browser.conftest import scrolls_sideways
from tests.factories.parties import PASSWORD
from tests.faults import none_of

SEND = "main form [type=submit].btn-primary, main form .btn-primary:not([type])"
"""The main button of a page; there is one."""


def send(page: Page) -> None:
    """Send the form of the page by its main button, and wait for the answer."""
    with page.expect_navigation():
        page.locator(SEND).click()


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
    page.goto("/accounts/login/")
    page.fill("[name=id_number]", user.person.identity_number)
    page.fill("[name=password]", PASSWORD)
    send(page)


def enter_as_operator(page: Page, user: User) -> None:
    """Come in through the units' door; the desk fetches its next bill, which leaving at once would break off."""
    page.goto("/accounts/login/employer/")
    page.fill("[name=credit_code]", user.unit.credit_code)
    page.fill("[name=operator]", user.username)
    page.fill("[name=password]", PASSWORD)
    send(page)
    page.wait_for_load_state("networkidle")


def enter_as_staff(page: Page, user: User) -> None:
    """Come in through the staff's door, with the number an authenticator shows now."""
    device = TOTPDevice.objects.create(user=user, name="test")
    page.goto("/admin/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=otp_token]", f"{totp(device.bin_key):06d}")
    send(page)


def claim(page: Page, number: str) -> None:
    """Take the case of a declaration from the worklist onto one's own desk, which opens it."""
    page.goto("/admin/")
    row = page.locator("main tr", has=page.get_by_role("link", name=number))
    with page.expect_navigation():
        row.locator("button").click()


def decide(page: Page, action: str, **why: str) -> None:
    """Decide the open case; ``why`` is what goes with sending back: reason_code, next_action, text."""
    choose(page, "action", action)
    text = why.pop("text", "")
    for name, code in why.items():
        page.select_option(f"main [name={name}]", code)
    page.fill("main .decision [name=text]", text)
    send(page)
