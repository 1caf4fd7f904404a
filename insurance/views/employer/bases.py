"""缴费工资申报: the wages of the contribution year, a page at a time; every page is kept in the draft."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.views.said import said
from accounts.wording import day_text, sentence
from insurance.forms.bases import WagesForm
from insurance.forms.staff import FindStaffForm
from insurance.rules.kinds import DeclarationKind
from insurance.rules.undeclared import Undeclared
from insurance.selectors.bases import BasesPage, BasesYear, WageRow, bases_page, bases_year
from insurance.selectors.employer_desk import month_to_bill
from insurance.selectors.key_pages import typed_key
from insurance.selectors.next_bill import next_bill
from insurance.selectors.unit_declarations import lines_of
from insurance.selectors.wage_differences import wage_differences
from insurance.services import bases
from insurance.views.employer.checking import CHECKS, Check
from insurance.views.employer.findings import FindingsView
from insurance.views.employer.pages import UnitPage, holders_of, paged
from insurance.views.employer.staff import person_number
from insurance.wording import AGENCY_NAMES
from insurance.wording_bases import DECLARED_NAMES
from insurance.wording_citizen import money
from insurance.wording_policy import UNDECLARED_NAMES

SEARCH_KEY = "bases_search"
"""Where the session keeps the name that is looked for: names do not stand in addresses."""

ADDRESS = "/employer/bases/"
PAGE_SIZE = 20
KEPT = ("show", "search")
STANDING_STATES = {"open": "caution", "under_way": "submitted", "declared": "effective", "joined": "plain"}


class BasesView(FindingsView):
    """The list with a wage field for everybody who is to be declared; sending it keeps this page's wages."""

    form_class = WagesForm
    template_name = "insurance/employer/bases.html"

    @property
    def unit(self):
        return self.request.user.unit

    @cached_property
    def year(self) -> BasesYear | None:
        """The contribution year of today; None where the area has no bounds in force."""
        try:
            return bases_year(self.unit, on=clock.today())
        except RuleBroken:
            return None

    @cached_property
    def name(self) -> str:
        return self.request.session.get(SEARCH_KEY, "") if "search" in self.request.GET else ""

    @cached_property
    def everybody(self) -> bool:
        return self.request.GET.get("show") == "all" or bool(self.name)

    @cached_property
    def found(self) -> BasesPage:
        asked = self.request.GET
        return bases_page(
            self.unit,
            self.year,
            everybody=self.everybody,
            name=self.name,
            size=PAGE_SIZE,
            after=typed_key(asked.get("after", ""), prefix="P"),
            before=typed_key(asked.get("before", ""), prefix="P"),
        )

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "rows": self.found.rows if self.year else []}

    def form_valid(self, form):
        self.wages, self.seen = form.wages(), form.seen()
        return super().form_valid(form)

    def perform(self, answers):
        return bases.save_wages(
            self.unit,
            self.wages,
            seen=self.seen,
            actor=self.request.user,
            at=clock.now(),
            on=clock.today(),
        )

    def address_of(self, result):
        """Lead on to the next page of the list, to the check, or back here."""
        messages.success(self.request, _("The wages of this page are kept in your draft."))
        if "check" in self.request.POST:
            return f"/employer/declarations/{result.number}/check/"
        after = self.found.page.after if "next" in self.request.POST else None
        kept = self.kept | ({"after": person_number(after)} if after else self.edges)
        return f"{ADDRESS}?{urlencode(kept)}" if kept else ADDRESS

    @property
    def kept(self) -> dict:
        return {key: self.request.GET[key] for key in KEPT if self.request.GET.get(key)}

    @property
    def edges(self) -> dict:
        return {key: self.request.GET[key] for key in ("after", "before") if self.request.GET.get(key)}

    def get_context_data(self, **kwargs):
        if self.year is None:
            return super().get_context_data(year=None, can_prepare=False, **kwargs)
        context = super().get_context_data(**kwargs)
        found, form = self.found, context["form"]
        return context | {
            "year": self.year,
            "year_name": year_name(self.year),
            "facts": facts_of(self.year, found),
            "rows": [row_words(row, form, self.year) for row in found.rows],
            "draft": found.draft,
            "written": found.written,
            "counts": found.counts,
            "total": found.counts.staff if self.everybody else found.counts.open,
            "name": self.name,
            "find": find_form(self.name),
            "choices": choices(found, everybody=self.everybody),
            "previous_url": paged(self.kept, "before", person_number(found.page.before)),
            "next_url": paged(self.kept, "after", person_number(found.page.after)),
            "can_prepare": self.request.user.may_for_unit(OperatorRight.PREPARE),
            "preparers": holders_of(self.request.user, OperatorRight.PREPARE),
            "late": sentence(RuleBroken("bases.late", last=self.year.year.declare_by)) if self.year.is_late else "",
        }


def find_form(name: str) -> FindStaffForm:
    """Return the field for a name; it belongs to a form behind the wages, whose own form is the first of the page."""
    form = FindStaffForm({"q": name} if name else None)
    form.fields["q"].widget.attrs["form"] = "find-person"
    return form


def year_name(year: BasesYear) -> str:
    """Return the months of a contribution year: 2026, or from one year into the next."""
    begins = year.year.begins
    return str(begins.year) if begins.number == 1 else f"{begins.year}/{begins.year + 1}"


def facts_of(year: BasesYear, found: BasesPage) -> list[dict]:
    """Return what holds for the year, as rows of ``components/fact_list.html``."""
    bounds = {"lower": money(year.bound.lower_fen), "upper": money(year.bound.upper_fen)}
    return [
        {
            "label": _("Bounds of the base, a month"),
            "value": _("%(lower)s to %(upper)s") % bounds,
            "note": said(year.bound.document.number),
        },
        {"label": _("To be declared by"), "value": day_text(year.year.declare_by)},
        {"label": _("Not declared in time"), "value": str(UNDECLARED_NAMES[Undeclared(year.year.undeclared)])},
        {"label": _("Declared or known"), "value": f"{found.counts.done:,}"},
        {"label": _("Still to be declared"), "value": f"{found.counts.open:,}"},
        {"label": _("Written in your draft"), "value": f"{found.written:,}"},
    ]


def choices(found: BasesPage, *, everybody: bool) -> list[dict]:
    """Return the two views of the list."""
    return [
        {"url": ADDRESS, "text": _("Still to be declared"), "count": found.counts.open, "is_current": not everybody},
        {"url": f"{ADDRESS}?show=all", "text": _("Everybody"), "count": found.counts.staff, "is_current": everybody},
    ]


def row_words(row: WageRow, form: WagesForm, year: BasesYear) -> dict:
    """Return one person as a row of the list; templates only place it."""
    return {
        "name": row.name,
        "identity": row.identity,
        "public_id": row.public_id,
        "wage": row.wage_fen,
        "base": year.base(row.wage_fen),
        "field": form[f"wage_{row.public_id}"] if row.is_open else None,
        "seen": form[f"seen_{row.public_id}"] if row.is_open else None,
        "clamp": clamp_words(form.typed(row), year),
        "state": STANDING_STATES[row.standing],
        "state_words": DECLARED_NAMES[row.standing],
        "joined": row.first_month,
        "is_new": row.first_month >= year.first_day,
    }


def clamp_words(wage_fen: int | None, year: BasesYear) -> str:
    """Return on which base a written wage is charged, and why; empty while none is written."""
    if wage_fen is None:
        return ""
    base = {"base": money(year.base(wage_fen))}
    if wage_fen < year.bound.lower_fen:
        return _("Below the lower bound: charged on %(base)s") % base
    if wage_fen > year.bound.upper_fen:
        return _("Above the upper bound: charged on %(base)s") % base
    return _("Charged on %(base)s") % base


class BasesSearchView(UnitPage):
    """Looks somebody up in the list without putting a name into the address."""

    http_method_names = ["post"]

    def post(self, request):
        typed = "".join(filter(str.isprintable, request.POST.get("q", ""))).strip()[:60]
        request.session[SEARCH_KEY] = typed
        return HttpResponseRedirect(f"{ADDRESS}?search=on" if typed else ADDRESS)


# The check page ------------------------------------------------------------------------------------------------------


def meanings(declaration, lines, asked) -> list[dict]:
    """Return what the wages change: the bases, the months charged already, the next bill."""
    lines, on = lines_of(declaration), clock.today()
    unit, year = declaration.unit, bases_year(declaration.unit, on=on)
    if not lines:
        return []
    differences = wage_differences(unit, {line.person_id: line.details["wage_fen"] for line in lines}, year.year.begins)
    month = month_to_bill(unit, on=on)
    before, after = next_bill(unit, month, on=on), next_bill(unit, month, on=on, lines=lines)
    old = sum(year.base(line.details.get("old_fen")) for line in lines)
    new = sum(year.base(line.details["wage_fen"]) for line in lines)
    people = ngettext("%(count)d person", "%(count)d people", len(lines)) % {"count": len(lines)}
    return [
        {
            "facts": [
                {"label": _("Wages declared"), "value": people},
                {"label": _("Sum of the bases, a month"), "value": changed(old, new)},
                {"label": _("Next bill"), "value": changed(before.total_fen, after.total_fen)},
                {"label": _("Difference of the months charged already"), "value": signed(sum_of(differences))},
            ],
            "months": [month_words(one) for one in differences],
            "month": month.first_day,
        }
    ]


def sum_of(differences) -> int:
    return sum(one.total_fen for one in differences)


def month_words(difference) -> dict:
    """Return one charged month with what it changes by for each agency."""
    shares = [(AGENCY_NAMES[agency], difference.of(agency)) for agency in difference.agencies]
    return {
        "month": difference.month,
        "people": len(difference.people),
        "unit": sum(parts.unit_fen for _name, parts in shares),
        "own": sum(parts.own_fen for _name, parts in shares),
        "total": difference.total_fen,
    }


def changed(old: int, new: int) -> str:
    """Return two amounts of fen as yuan, before and after."""
    return f"{money(old)} → {money(new)}"


def signed(fen: int) -> str:
    """Return an amount of fen as yuan with its sign."""
    return f"+{money(fen)}" if fen > 0 else money(fen)


def change_url(declaration) -> str:
    return ADDRESS


CHECKS[DeclarationKind.BASES] = Check(change_url, meanings, "insurance/employer/bases_meaning.html")
