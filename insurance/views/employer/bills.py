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
from insurance.rules.bill_standing import BillStanding
from insurance.rules.late_fee import LateFeeRule
from insurance.selectors.bill_detail import bill_file, bill_lines, every_line
from insurance.selectors.bills import rule_in_force
from insurance.selectors.key_pages import typed_key
from insurance.selectors.policy import work_calendar
from insurance.selectors.roster import person_in_unit
from insurance.views.bill_pages import BillBase, BillsBase
from insurance.views.bill_words import fee_words, line_heads, line_words, no_fee_words
from insurance.views.due_day_words import due_day_facts
from insurance.views.employer.batch_files import workbook_response
from insurance.views.employer.pages import UnitPage, holders_of, language, paged
from insurance.views.levy_words import levy_order_of, levy_table_of, table_rows
from insurance.views.pdf import pdf_response

SEARCH_KEY = "bill_search"
"""Where the session keeps the name that is looked for on a bill: names do not stand in addresses."""


WHERE = {
    "base": "/employer/",
    "layout": "insurance/employer/page.html",
    "certificates": "/employer/payment-certificates/",
}


class BillsView(BillsBase, UnitPage):
    """The unit's bills; who may not pay is told who may."""

    template_name = "insurance/employer/bills.html"
    where = WHERE

    @property
    def payer(self):
        return self.unit

    def get_context_data(self, **kwargs):
        return super().get_context_data(payers=holders_of(self.request.user, OperatorRight.PAY), **kwargs)


class BillView(BillBase, UnitPage):
    """One bill of the unit: besides what every bill says, what it costs on a chosen day and who is on it.

    A POST looks somebody up without putting a name or an identity number into the address.
    """

    template_name = "insurance/employer/bill.html"
    where = WHERE

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
        bill, found = self.bill, self.found
        fees_today = found.fees(self.today, self.rule) if self.asks else []
        return super().get_context_data(
            days=due_day_facts(bill, self.rule, work_calendar(), on=self.today),
            to_pay=sum(row.open_fen + row.fee_fen for row in fees_today),
            fee_of_it=sum(row.fee_fen for row in fees_today),
            may_defer=self.asks and not bill.held_by_id and found.standing != BillStanding.DEFERRED,
            payers=holders_of(self.request.user, OperatorRight.PAY),
            **self.cost(),
            **self.people(found),
            **kwargs,
        )

    @cached_property
    def rule(self) -> LateFeeRule | None:
        """How late fees count today."""
        return rule_in_force(self.bill.assessment.area_id, self.today)

    def cost(self) -> dict:
        """Return what paying the bill whole costs on the day that is asked for."""
        asked = self.request.GET if "on" in self.request.GET else None
        form = SettledOnForm(asked, earliest=self.today, initial={"on": self.today})
        settled_on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else self.today
        rule = self.rule if settled_on == self.today else rule_in_force(self.bill.assessment.area_id, settled_on)
        fees = self.found.fees(settled_on, rule) if self.asks else []
        principal, late_fee = sum(row.open_fen for row in fees), sum(row.fee_fen for row in fees)
        return {
            "day_form": form,
            "settled_on": settled_on,
            "fees": [fee_words(row) for row in fees],
            "principal": principal,
            "late_fee": late_fee,
            "to_settle": principal + late_fee,
            "fees_unknown": self.asks and rule is None,
            "no_fee_because": no_fee_words(self.bill, self.found, settled_on),
        }

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
