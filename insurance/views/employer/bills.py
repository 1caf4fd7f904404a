"""征集单: the bills of a unit, one of them with its people, and as files."""

import io

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from accounts import clock
from accounts.rules.roles import OperatorRight
from accounts.rules.typed_number import looks_like_identity_number
from accounts.services import audit
from accounts.views.audiences import OperatorRequired
from insurance import access
from insurance.documents.levy_order import levy_order_pdf
from insurance.documents.levy_workbook import write_levy_workbook
from insurance.forms.bills import SettledOnForm
from insurance.forms.staff import FindStaffForm
from insurance.rules.bill_standing import ASKS_FOR_MONEY, BillStanding, Shelf
from insurance.rules.months import Month
from insurance.selectors.bill_detail import bill_file, bill_lines, every_line
from insurance.selectors.bills import bills_page, rule_in_force
from insurance.selectors.key_pages import typed_key
from insurance.selectors.policy import work_calendar
from insurance.selectors.roster import person_in_unit
from insurance.views.bill_choices import shelf_choices, year_choices, year_of
from insurance.views.bill_words import (
    fee_words,
    kind_words_of,
    line_heads,
    line_words,
    no_fee_words,
    row_words,
    share_rows,
    told,
)
from insurance.views.due_day_words import due_day_facts
from insurance.views.employer.batch_files import workbook_response
from insurance.views.employer.pages import UnitPage, holders_of, language, paged
from insurance.views.levy_words import levy_order_of, levy_table_of, table_rows
from insurance.views.pdf import pdf_response
from insurance.wording import AGENCY_NAMES
from insurance.wording_bills import STANDING_NAMES, STANDING_SENTENCES, STANDING_TONES

SEARCH_KEY = "bill_search"
"""Where the session keeps the name that is looked for on a bill: names do not stand in addresses."""


class BillsView(UnitPage):
    """The unit's bills: what asks for money first, the oldest on top; by state and year."""

    template_name = "insurance/employer/bills.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        shelf = Shelf(asked["show"]) if asked.get("show") in set(Shelf) else None
        year = year_of(asked.get("year", ""))
        found = bills_page(
            self.unit,
            on=self.today,
            shelf=shelf,
            year=year,
            after=typed_key(asked.get("after", "")),
            before=typed_key(asked.get("before", "")),
        )
        kept = {**({"show": shelf} if shelf else {}), **({"year": year} if year else {})}
        rows = [row_words(row, on=self.today, rule=found.due.rule) for row in found.rows]
        return super().get_context_data(
            due=found.due,
            rows=rows,
            can_tick=any(row["may_tick"] for row in rows),
            total=sum(found.counts.values()) if shelf is None else found.counts[shelf],
            choices=shelf_choices(found, shelf, year),
            years=year_choices(found.years, year, shelf),
            previous_url=paged(kept, "before", found.page.before),
            next_url=paged(kept, "after", found.page.after),
            payers=holders_of(self.request.user, OperatorRight.PAY),
            **kwargs,
        )


class BillView(UnitPage):
    """One bill: what it charges, when it is due and why, what it costs on a chosen day, what was booked, who is on it.

    A POST looks somebody up without putting a name or an identity number into the address.
    """

    template_name = "insurance/employer/bill.html"

    @cached_property
    def bill(self):
        return access.unit_bill(self.request.user, self.kwargs["number"])

    @property
    def address(self) -> str:
        return f"/employer/bills/{self.bill.number}/"

    def post(self, request, **kwargs):
        typed = "".join(filter(str.isprintable, request.POST.get("q", ""))).strip()[:60]
        person = person_in_unit(self.unit, typed) if typed else None
        if person is not None:
            return HttpResponseRedirect(f"{self.address}?person={person.public_id}#people")
        if looks_like_identity_number(typed):
            messages.warning(request, _("Nobody with this identity number is on this bill."))
            return HttpResponseRedirect(f"{self.address}#people")
        request.session[SEARCH_KEY] = typed
        return HttpResponseRedirect(f"{self.address}?search=on#people" if typed else f"{self.address}#people")

    def get_context_data(self, **kwargs):
        bill, today = self.bill, self.today
        form = SettledOnForm(
            self.request.GET if "on" in self.request.GET else None, earliest=today, initial={"on": today}
        )
        settled_on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else today
        found = bill_file(bill, on=today)
        rule = rule_in_force(bill.assessment.area_id, settled_on)
        asks = found.standing in ASKS_FOR_MONEY and found.open_fen > 0
        fees = found.fees(settled_on, rule) if asks else []
        calendar = work_calendar()
        return super().get_context_data(
            bill=bill,
            found=found,
            agency=AGENCY_NAMES[bill.agency],
            kind=kind_words_of(bill),
            standing=found.standing,
            standing_tone=STANDING_TONES[found.standing],
            standing_words=STANDING_NAMES[found.standing],
            shares=share_rows(found),
            asks=asks,
            days=due_day_facts(bill, rule, calendar, on=today),
            day_form=form,
            settled_on=settled_on,
            fees=[fee_words(row) for row in fees],
            principal=sum(row.open_fen for row in fees),
            late_fee=sum(row.fee_fen for row in fees),
            fees_unknown=asks and rule is None,
            movements=told(found),
            to_settle=sum(row.open_fen + row.fee_fen for row in fees),
            no_fee_because=no_fee_words(bill, found, settled_on),
            standing_sentence=STANDING_SENTENCES[found.standing],
            order_url=f"/employer/payments/{bill.order_number}/" if bill.order_number else "",
            may_defer=asks and not bill.held_by_id and found.standing != BillStanding.DEFERRED,
            month=Month.of(bill.assessment.month),
            payers=holders_of(self.request.user, OperatorRight.PAY),
            **self.people(found),
            **kwargs,
        )

    def people(self, found) -> dict:
        """Return the page of people that is asked for."""
        asked = self.request.GET
        name = self.request.session.get(SEARCH_KEY, "") if "search" in asked else ""
        person = asked.get("person", "")[:20]
        lines, page = bill_lines(
            self.bill,
            found.charged.columns,
            name=name,
            person=person,
            after=typed_key(asked.get("after", "")),
            before=typed_key(asked.get("before", "")),
        )
        kept = {key: asked[key] for key in ("search", "person", "on") if asked.get(key)}
        return {
            "find": FindStaffForm({"q": name} if name else None),
            "is_searched": bool(name or person),
            "heads": line_heads(found),
            "lines": [line_words(line, found) for line in lines],
            "people_total": None if name or person else found.charged.people,
            "previous_url": to_people(paged(kept, "before", page.before)),
            "next_url": to_people(paged(kept, "after", page.after)),
        }


def to_people(address: str) -> str:
    """Return an address that leads on to the people; nothing for nothing."""
    return f"{address}#people" if address else ""


class BillFileView(OperatorRequired, View):
    """A file drawn from a bill; that it was drawn is on record."""

    http_method_names = ["get", "head"]

    @cached_property
    def found(self):
        return bill_file(access.unit_bill(self.request.user, self.kwargs["number"]), on=clock.today())

    def noted(self, action: str) -> None:
        audit.record(self.request.user, action, self.found.bill, at=clock.now())


class LevyOrderView(BillFileView):
    """征集单: the bill as paper, with the list of its people where that is not too long."""

    def get(self, request, number):
        self.noted("levy_order.printed")
        unit = request.user.unit
        address = request.build_absolute_uri(f"/employer/bills/{number}/")
        order = levy_order_of(self.found, payer=unit, payer_code=unit.credit_code, address=address, on=clock.today())
        content = levy_order_pdf(order, language=language())
        return pdf_response(content, f"{number}-levy-order.pdf")


class LevyWorkbookView(BillFileView):
    """Everybody on the bill with every amount, as a workbook."""

    def get(self, request, number):
        if not self.found.charged.people:
            raise Http404
        self.noted("bill_lines.exported")
        written = io.BytesIO()
        rows = table_rows(every_line(self.found.bill, self.found.charged.columns))
        write_levy_workbook(written, levy_table_of(self.found), rows, language=language())
        return workbook_response(written, f"{number}-people")
