"""The books: whether they agree, what each fund took in a month, and every posting. For looking; nothing is edited."""

import csv

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauPage, BureauTemplatePage, LeadsBack
from accounts.forms.base import HallForm
from accounts.rules.roles import Permission
from accounts.services import audit
from insurance.admin.money_pages import BASE, NUMBER, POSTING_HEADS, Cell, MoneyList, Table, places, posting_cells
from insurance.forms.days import DayField
from insurance.models.book_checks import BookCheck
from insurance.models.postings import Posting
from insurance.rules.money import yuan_from_fen
from insurance.rules.months import Month
from insurance.rules.postings import PostingKind
from insurance.selectors.books import Figures, figures_of, last_check, postings_matching, waiting_counts
from insurance.services import book_checks
from insurance.wording_books import CHECK_NAMES, FIGURE_NAMES, FUND_NAMES, POSTING_KIND_NAMES

LIST = f"{BASE}/bookcheck/"


def month_of(text: str) -> Month:
    """Return the month an address asks for; the present one for anything else."""
    try:
        return Month.parse(text)
    except ValueError:
        return Month.of(clock.today())


class BookedForm(forms.Form):
    """The day of the postings that are asked for."""

    day = DayField(label=gettext_lazy("Booked on"), required=False)


def day_asked(wanted: dict) -> BookedForm:
    """Return the form with the day that the address asks for; it says so where that is none."""
    return BookedForm({"day": wanted["day"]}, auto_id="filter-%s")


def figures_table(month: Month, found: dict) -> Table:
    """Return a month's figures, a fund a row, all funds together last."""
    heads = (
        (_("Fund"), ""),
        *((_("%(figure)s (yuan)") % {"figure": name}, NUMBER) for name in FIGURE_NAMES.values()),
    )
    rows = [
        [Cell(FUND_NAMES[fund]), *(Cell(fen=getattr(figures, name)) for name in FIGURE_NAMES)]
        for fund, figures in found.items()
    ]
    whole = sum(found.values(), start=Figures())
    rows.append([Cell(_("All funds")), *(Cell(fen=getattr(whole, name)) for name in FIGURE_NAMES)])
    return Table(_("Figures of the funds"), heads, rows)


class BooksPage(BureauPage):
    """What the pages of the books share."""

    permission = Permission.VIEW_MONEY
    template_name = "admin/money/books.html"

    def get_success_url(self):
        return LIST

    def get_context_data(self, **kwargs):
        month = month_of(self.request.GET.get("month", ""))
        check = last_check()
        context = {
            "title": _("Books"),
            "places": places(self.request.path),
            "month": month,
            "earlier": f"{LIST}?month={month - 1}",
            "later": f"{LIST}?month={month + 1}" if month < Month.of(clock.today()) else "",
            "csv_url": f"{LIST}figures.csv?month={month}",
            "table": figures_table(month, figures_of(month)),
            "check": check,
            "checks": [(CHECK_NAMES[one["name"]], one) for one in check.results] if check else [],
            "waiting": waiting_counts(),
            "check_form": HallForm(auto_id="check_%s"),
        }
        return super().get_context_data(**context | kwargs)


class BooksView(BooksPage, BureauTemplatePage):
    """Whether the books agree, what waits for somebody, and a month's figures."""


class CheckNowView(LeadsBack, BooksPage, BureauAct):
    """Check the books now; it takes seconds."""

    form_class = HallForm
    done = gettext_lazy("Checked. The result stands below.")

    def perform(self, answers):
        return book_checks.check_books(at=clock.now(), on=clock.today())


class FiguresFile(BooksPage, View):
    """A month's figures as a CSV that spreadsheet programs open."""

    http_method_names = ["get"]

    def get(self, request):
        month = month_of(request.GET.get("month", ""))
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="funds-{month}.csv"'
        rows = csv.writer(response)
        rows.writerow(["month", "fund", *(name.removesuffix("_fen") for name in FIGURE_NAMES)])
        for fund, figures in figures_of(month).items():
            rows.writerow([month, fund, *(yuan_from_fen(getattr(figures, name)) for name in FIGURE_NAMES)])
        audit.record(request.user, "books.exported", request.user, at=clock.now(), month=str(month))
        return response


class PostingsList(MoneyList):
    """Every posting, by day, kind and fund."""

    template_name = "admin/money/postings.html"
    title = pgettext_lazy("of the books", "Postings")
    filters = ("day", "kind", "fund")
    heads = POSTING_HEADS

    def rows(self, wanted):
        form = day_asked(wanted)
        return postings_matching(wanted, form.cleaned_data["day"] if form.is_valid() else None)

    def cells(self, row):
        return posting_cells(row)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            kinds=[(str(kind), POSTING_KIND_NAMES[kind]) for kind in PostingKind],
            funds=[(str(fund), name) for fund, name in FUND_NAMES.items()],
            **kwargs,
        )
        return context | {"day_form": day_asked(context["wanted"])}


@admin.register(BookCheck)
class BookCheckAdmin(HallModelAdmin):
    """The page of the books."""

    sees = Permission.VIEW_MONEY

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("check/", desk(CheckNowView.as_view())),
            path("figures.csv", desk(FiguresFile.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return BooksView.as_view()(request)


@admin.register(Posting)
class PostingAdmin(HallModelAdmin):
    """Postings are never changed."""

    sees = Permission.VIEW_MONEY

    def changelist_view(self, request, extra_context=None):
        return PostingsList.as_view()(request)
