"""A payer in front of the bank."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client


@dataclass
class Window:
    """A browser that was led to the bank by a signed link."""

    browser: Client
    link: str

    @property
    def order(self) -> str:
        return parse_qs(urlsplit(self.link).query)["order"][0]

    def look(self, **also: str) -> HttpResponse:
        return self.browser.get("/pay/", {"order": self.order, **also})

    def choose(self, manner: str = "now", means: str = "card") -> HttpResponse:
        return self.browser.post("/pay/", {"order": self.order, "means": means, "manner": manner})

    def act(self, number: str, act: str) -> HttpResponse:
        return self.browser.post(f"/orders/{number}/act/", {"act": act})


def state_of(page: HttpResponse) -> str:
    """Return what the page says of the order."""
    return page.content.decode().partition('data-state="')[2].partition('"')[0]


def code_of(page: HttpResponse) -> str:
    return page.content.decode().partition('data-code="')[2].partition('"')[0]
