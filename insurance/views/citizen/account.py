"""The personal medical account: what is in it, where it came from and went to."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.views.said import said
from insurance.rules.personal_account import MovementKind, ProviderKind
from insurance.selectors.key_pages import typed_key
from insurance.selectors.personal_account import DIRECTIONS, AccountMonth, AccountYear, account_year
from insurance.views.citizen.contributions import BAR_WIDTH, COLUMN_WIDTH, year_asked, year_choice
from insurance.views.citizen.pages import CitizenPage
from insurance.wording_accounts import MOVEMENT_NAMES, PROVIDER_NAMES

HALF_HEIGHT = 80
"""What came in stands above the middle line of the picture, what was spent below it; each at most so many units high."""


class AccountView(CitizenPage):
    """One year of the account (``?year=2026``), all movements or what came in or was spent (``?direction=in``)."""

    template_name = "insurance/citizen/account.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        direction = asked.get("direction", "")
        wanted = year_asked(asked.get("year", "").strip())
        found = account_year(
            self.person_id,
            wanted,
            on=self.today,
            direction=direction,
            after=typed_key(asked.get("after", "")),
            before=typed_key(asked.get("before", "")),
        )
        if found is None:
            return super().get_context_data(account=None, **kwargs)
        direction = direction if direction in DIRECTIONS else ""
        page = found.page
        return super().get_context_data(
            account=found,
            years=[year_choice(shown, found.year) for shown in sorted({*found.years, found.year}, reverse=True)],
            directions=direction_choices(found.year, direction),
            direction=direction,
            bars=bars(found),
            rows=[movement_words(movement) for movement in page.rows],
            newer_url=page_address(found.year, direction, before=page.before) if page.before else "",
            older_url=page_address(found.year, direction, after=page.after) if page.after else "",
            **kwargs,
        )


def page_address(year: int, direction: str = "", **edge: int) -> str:
    """Return the address of a page of movements."""
    asked = {"year": year, **({"direction": direction} if direction else {}), **edge}
    return f"?{urlencode(asked)}"


def direction_choices(year: int, direction: str) -> list[dict]:
    """Return the views of a year: everything, what came in, what was spent."""
    names = {
        "": pgettext("movements of an account", "All movements"),
        "in": pgettext("movements of an account", "Came in"),
        "out": pgettext("movements of an account", "Spent"),
    }
    return [
        {"url": page_address(year, code), "text": name, "is_current": code == direction} for code, name in names.items()
    ]


def bars(account: AccountYear) -> list[dict]:
    """Return the bars of the picture, to the scale of the largest month; none where nothing moved."""
    tallest = max(max(month.in_fen, month.out_fen) for month in account.months)
    return [bar(place, month, tallest) for place, month in enumerate(account.months)] if tallest else []


def bar(place: int, month: AccountMonth, tallest: int) -> dict:
    came, went = month.in_fen * HALF_HEIGHT // tallest, month.out_fen * HALF_HEIGHT // tallest
    return {
        "x": place * COLUMN_WIDTH + (COLUMN_WIDTH - BAR_WIDTH) // 2,
        "in_y": HALF_HEIGHT - came,
        "in": came,
        "out_y": HALF_HEIGHT,
        "out": went,
        "month": month,
    }


def movement_words(movement) -> dict:
    """Return a movement as the list writes it: what it was, where, and what it is worked out from."""
    kind = MovementKind(movement.kind)
    return {
        "movement": movement,
        "kind": MOVEMENT_NAMES[kind],
        "where": said(movement.provider) if movement.provider else "",
        "provider_kind": PROVIDER_NAMES[ProviderKind(movement.provider_kind)] if movement.provider_kind else "",
        "is_computed": kind == MovementKind.CREDIT and movement.base_fen is not None,
        "sign": _("came in") if movement.amount_fen > 0 else _("spent"),
    }
