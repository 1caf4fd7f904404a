"""The parts and years of a list of bills as links."""

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from insurance.rules.bill_standing import Shelf
from insurance.selectors.bills import BillsPage
from insurance.wording_bills import SHELF_NAMES


def year_of(typed: str) -> int | None:
    """Return the year of an address, None for anything that is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else None


def shelf_choices(found: BillsPage, current: Shelf | None, year: int | None) -> list[dict]:
    """Return the parts of the list as links that keep the year."""
    kept = {"year": year} if year else {}
    every = {
        "url": f"?{urlencode(kept)}",
        "text": _("All"),
        "count": sum(found.counts.values()),
        "is_current": not current,
    }
    return [
        every,
        *(
            {
                "url": f"?{urlencode({**kept, 'show': shelf})}",
                "text": SHELF_NAMES[shelf],
                "count": found.counts[shelf],
                "is_current": shelf == current,
            }
            for shelf in Shelf
        ),
    ]


def year_choices(years: list[int], current: int | None, shelf: Shelf | None) -> list[dict]:
    """Return the years of the list as links that keep the part."""
    kept = {"show": shelf} if shelf else {}
    every = {"url": f"?{urlencode(kept)}", "text": _("All years"), "is_current": current is None}
    of_years = (
        {"url": f"?{urlencode({**kept, 'year': year})}", "text": str(year), "is_current": year == current}
        for year in years
    )
    return [every, *of_years]
