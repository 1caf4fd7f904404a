"""征集单: what a person who pays alone has to pay, by when, and what paying brings back."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from accounts import clock
from accounts.views.audiences import CitizenRequired
from accounts.wording import day_text
from insurance import access
from insurance.documents.levy_order import levy_order_pdf
from insurance.rules.benefit_rule import PolicyMissing
from insurance.rules.bill_standing import ASKS_FOR_MONEY, Shelf
from insurance.selectors.benefits import medical_picture
from insurance.selectors.bill_detail import bill_file
from insurance.selectors.bills import bills_page, rule_in_force
from insurance.selectors.key_pages import typed_key
from insurance.selectors.policy import work_calendar
from insurance.views.bill_choices import shelf_choices, year_choices, year_of
from insurance.views.bill_words import kind_words_of, no_fee_words, row_words, share_rows, told
from insurance.views.citizen.pages import CitizenPage
from insurance.views.due_day_words import due_day_facts
from insurance.views.employer.pages import language, paged
from insurance.views.levy_words import levy_order_of
from insurance.views.pdf import pdf_response
from insurance.wording import AGENCY_NAMES
from insurance.wording_bills import STANDING_NAMES, STANDING_SENTENCES, STANDING_TONES, period_text


class BillsView(CitizenPage):
    """A person's own bills: what is to be paid first, the oldest on top."""

    template_name = "insurance/citizen/bills.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        shelf = Shelf(asked["show"]) if asked.get("show") in set(Shelf) else None
        year = year_of(asked.get("year", ""))
        found = bills_page(
            access.person_of(self.request.user),
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
            restores=restores_words(self.person_id, on=self.today) if found.due.overdue_count else "",
            **kwargs,
        )


def restores_words(person_id: int, *, on) -> str:
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


class BillView(CitizenPage):
    """One bill: what it charges, when it is due and why, what was booked."""

    template_name = "insurance/citizen/bill.html"

    @cached_property
    def bill(self):
        return access.own_bill(self.request.user, self.kwargs["number"])

    def get_context_data(self, **kwargs):
        bill, today = self.bill, self.today
        found = bill_file(bill, on=today)
        rule = rule_in_force(bill.assessment.area_id, today)
        return super().get_context_data(
            bill=bill,
            found=found,
            agency=AGENCY_NAMES[bill.agency],
            kind=kind_words_of(bill),
            standing=found.standing,
            standing_tone=STANDING_TONES[found.standing],
            standing_words=STANDING_NAMES[found.standing],
            standing_sentence=STANDING_SENTENCES[found.standing],
            shares=share_rows(found),
            asks=found.standing in ASKS_FOR_MONEY and found.open_fen > 0,
            days=due_day_facts(bill, rule, work_calendar(), on=today),
            no_fee_because=no_fee_words(bill, found, today),
            order_url=f"/me/payments/{bill.order_number}/" if bill.order_number else "",
            movements=told(found),
            period=period_text(bill.assessment.month, bill.assessment.kind),
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
