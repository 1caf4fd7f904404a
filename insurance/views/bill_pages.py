"""What the list of bills and the page of a bill tell whoever has to pay: a unit, a person who pays alone."""

from django.utils.functional import cached_property

from insurance.rules.bill_standing import ASKS_FOR_MONEY, Shelf
from insurance.selectors.bill_detail import BillFile, bill_file
from insurance.selectors.bills import BillsPage, bills_page
from insurance.selectors.key_pages import typed_key
from insurance.views.bill_choices import shelf_choices, year_choices, year_of
from insurance.views.bill_words import kind_words_of, period_of, row_words, share_rows, told
from insurance.views.employer.pages import paged
from insurance.wording import AGENCY_NAMES
from insurance.wording_bills import STANDING_NAMES, STANDING_SENTENCES, STANDING_TONES


class BillsBase:
    """A payer's bills: what asks for money first, the oldest on top; by state and year. Needs ``today`` of the page."""

    where: dict[str, str]
    """The ``layout``, and the addresses of the payer's pages (``base``) and ``certificates``."""

    @property
    def payer(self):
        raise NotImplementedError

    @cached_property
    def shelf(self) -> Shelf | None:
        asked = self.request.GET.get("show")
        return Shelf(asked) if asked in set(Shelf) else None

    @cached_property
    def year(self) -> int | None:
        return year_of(self.request.GET.get("year", ""))

    @cached_property
    def found(self) -> BillsPage:
        asked = self.request.GET
        return bills_page(
            self.payer,
            on=self.today,
            shelf=self.shelf,
            year=self.year,
            after=typed_key(asked.get("after", "")),
            before=typed_key(asked.get("before", "")),
        )

    def get_context_data(self, **kwargs):
        found = self.found
        counts = found.counts
        kept = {name: value for name, value in (("show", self.shelf), ("year", self.year)) if value}
        rows = [row_words(row, on=self.today, rule=found.due.rule) for row in found.rows]
        return super().get_context_data(
            **self.where,
            due=found.due,
            shown=len(rows),
            asking=[row for row in rows if row["cost"]],
            others=[row for row in rows if not row["cost"]],
            can_tick=any(row["may_tick"] for row in rows),
            total=sum(counts.values()) if self.shelf is None else counts[self.shelf],
            has_bills=bool(found.years),
            choices=shelf_choices(found, self.shelf, self.year),
            years=year_choices(found.years, self.year, self.shelf),
            previous_url=paged(kept, "before", found.page.before),
            next_url=paged(kept, "after", found.page.after),
            **kwargs,
        )


class BillBase:
    """One bill: what it charges, when it is due and why, what was booked. Needs ``today`` of the page."""

    where: dict[str, str]

    @cached_property
    def bill(self):
        raise NotImplementedError

    @cached_property
    def found(self) -> BillFile:
        return bill_file(self.bill, on=self.today)

    @property
    def asks(self) -> bool:
        """Whether money can be paid on it."""
        return self.found.standing in ASKS_FOR_MONEY and self.found.open_fen > 0

    def get_context_data(self, **kwargs):
        bill, found = self.bill, self.found
        return super().get_context_data(
            **self.where,
            bill=bill,
            found=found,
            period=period_of(bill),
            agency=AGENCY_NAMES[bill.agency],
            kind=kind_words_of(bill),
            standing=found.standing,
            standing_tone=STANDING_TONES[found.standing],
            standing_words=STANDING_NAMES[found.standing],
            standing_sentence=STANDING_SENTENCES[found.standing],
            shares=share_rows(found),
            asks=self.asks,
            order_url=f"{self.where['base']}payments/{bill.order_number}/" if bill.order_number else "",
            movements=told(found),
            **kwargs,
        )
