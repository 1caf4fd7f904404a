"""征集单: what a person who pays alone has to pay, by when, and what paying brings back."""

from datetime import date

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from accounts import clock
from accounts.views.audiences import CitizenRequired
from accounts.wording import day_text
from insurance import access
from insurance.documents.levy_order import levy_order_pdf
from insurance.rules.benefit_rule import PolicyMissing
from insurance.selectors.benefits import medical_picture
from insurance.selectors.bill_detail import bill_file
from insurance.selectors.bills import rule_in_force
from insurance.selectors.policy import work_calendar
from insurance.views import refund_words
from insurance.views.bill_pages import BillBase, BillsBase
from insurance.views.bill_words import no_fee_words
from insurance.views.citizen.pages import CitizenPage
from insurance.views.due_day_words import due_day_facts
from insurance.views.employer.pages import language
from insurance.views.levy_words import levy_order_of
from insurance.views.pdf import pdf_response

WHERE = {"base": "/me/", "layout": "layouts/citizen.html", "certificates": "/me/certificates/"}


class BillsView(BillsBase, CitizenPage):
    """A person's own bills, and what paying them brings back."""

    template_name = "insurance/citizen/bills.html"
    where = WHERE

    @property
    def payer(self):
        return access.person_of(self.request.user)

    def get_context_data(self, **kwargs):
        overdue = self.found.due.overdue_count
        restores = restores_words(self.person_id, on=self.today) if overdue else ""
        return super().get_context_data(restores=restores, **kwargs)


def restores_words(person_id: int, *, on: date) -> str:
    """Say what paying everything today brings back; nothing where nothing is lost, or no rule tells."""
    picture = medical_picture(person_id, on=on)
    try:
        prospects = picture.prospects(1) if picture else ()
    except PolicyMissing:
        return ""
    resumes_on = prospects[0].resumes_on if prospects else None
    if resumes_on is None:
        return ""
    words = {"day": day_text(resumes_on)}
    return _("If everything overdue is credited today, your medical benefits return on %(day)s.") % words


class BillView(BillBase, CitizenPage):
    """One bill of a person, whose money may be asked back."""

    template_name = "insurance/citizen/bill.html"
    where = WHERE

    @cached_property
    def bill(self):
        return access.own_bill(self.request.user, self.kwargs["number"])

    def get_context_data(self, **kwargs):
        rule = rule_in_force(self.bill.assessment.area_id, self.today)
        return super().get_context_data(
            days=due_day_facts(self.bill, rule, work_calendar(), on=self.today),
            to_pay=self.found.open_fen,
            no_fee_because=no_fee_words(self.bill, self.found, self.today),
            **refund_words.bill_words(self.found, access.person_of(self.request.user), on=self.today),
            **kwargs,
        )


class LevyOrderView(CitizenRequired, View):
    """征集单: the bill as paper."""

    http_method_names = ["get", "head"]

    def get(self, request, number):
        person, on = access.person_of(request.user), clock.today()
        found = bill_file(access.own_bill(request.user, number), on=on)
        address = request.build_absolute_uri(f"/me/bills/{number}/")
        order = levy_order_of(found, payer=person, payer_code=person.public_id, address=address, on=on)
        return pdf_response(levy_order_pdf(order, language=language()), f"{number}-levy-order.pdf")
