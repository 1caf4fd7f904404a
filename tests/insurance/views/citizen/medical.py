"""Somebody with medical insurance, and how a page tells of the benefits."""

import re
from datetime import date

from tests.factories import enrol_flexible
from tests.factories.contributions import charge
from tests.insurance.views.citizen.reading import main_of, words_of

PAGE = "/me/benefits/"
BAR = re.compile(r'<tbody data-state="(\w+)"')


def said(browser, **asked) -> str:
    return words_of(browser.get(PAGE, asked))


def state_of(browser, **asked) -> str:
    return main_of(browser.get(PAGE, asked))["state"]


def bars_of(browser) -> list[str]:
    """Return the states of the table's bars, the latest first."""
    return BAR.findall(browser.get(PAGE).content.decode())


def in_arrears(person, *months: str) -> None:
    """Enrol somebody in flexible employment who owes some months."""
    enrol_flexible(person, since=date(2020, 1, 1))
    for month in months:
        charge(person, month, standing="missing")
