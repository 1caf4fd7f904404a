"""One year of contributions: the months at a glance, a picture, every line, the totals."""

from insurance.selectors.contribution_years import ContributionYear, MonthCell, Total, contribution_year
from insurance.views.citizen.pages import CitizenPage, insurance_list

EARLIEST_YEAR, LATEST_YEAR = 1986, 2100
PICTURE_HEIGHT = 160
"""Height of the tallest bar in the units of the picture; twelve columns of 40 units stand side by side."""

COLUMN_WIDTH, BAR_WIDTH = 40, 24


class ContributionsView(CitizenPage):
    """A year month by month: all insurances, both parts, due, paid and credited."""

    template_name = "insurance/citizen/contributions.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("year", "").strip()
        wanted = year_asked(asked)
        year = contribution_year(self.person_id, wanted, on=self.today)
        return super().get_context_data(
            year=year,
            mistyped=asked if asked and wanted is None else "",
            choices=[year_choice(shown, year.year) for shown in sorted({*year.years, year.year}, reverse=True)],
            cells=[cell_words(cell) for cell in year.cells],
            bars=bars(year),
            totals=[total_words(total) for total in year.totals],
            **kwargs,
        )


def year_asked(asked: str) -> int | None:
    """Return the year of an address, None for anything that is no year of contributions."""
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        return None
    return int(asked) if EARLIEST_YEAR <= int(asked) <= LATEST_YEAR else None


def year_choice(shown: int, current: int) -> dict:
    return {"url": f"?year={shown}", "text": str(shown), "is_current": shown == current}


def cell_words(cell: MonthCell) -> dict:
    """Return one month of the grid; a month with lines leads to them."""
    return {
        "month": cell.month,
        "state": str(cell.state),
        "amount": cell.amount,
        "url": f"#m{cell.month.number}" if cell.amount is not None else "",
    }


def bars(year: ContributionYear) -> list[dict]:
    """Return the bars of the picture: the unit's part above the person's own, to the scale of the largest month.

    A refund has no bar. Heights are whole units of the picture.
    """
    if year.largest_month <= 0:
        return []
    return [bar(place, cell, year.largest_month) for place, cell in enumerate(year.cells)]


def bar(place: int, cell: MonthCell, tallest: int) -> dict:
    own = max(cell.own or 0, 0) * PICTURE_HEIGHT // tallest
    unit = max(cell.unit or 0, 0) * PICTURE_HEIGHT // tallest
    return {
        "x": place * COLUMN_WIDTH + (COLUMN_WIDTH - BAR_WIDTH) // 2,
        "own_y": PICTURE_HEIGHT - own,
        "own": own,
        "unit_y": PICTURE_HEIGHT - own - unit,
        "unit": unit,
        "state": str(cell.state),
        "month": cell.month,
    }


def total_words(total: Total) -> dict:
    return {"name": insurance_list([total.insurance]), "total": total}
