"""退费申请: a person asks for the money of a bill back."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts import clock
from accounts.views.audiences import CitizenRequired
from accounts.views.forms import RuleFormView
from accounts.views.said import said
from insurance import access
from insurance.forms.refunds import AskRefundForm
from insurance.rules.kinds import DeclarationKind
from insurance.rules.refunds import RefundReason, reasons_to_ask
from insurance.selectors.policy import work_calendar
from insurance.selectors.refund_requests import Asking, asking
from insurance.services import attachments, refund_requests
from insurance.services.declaration_kinds.refund import answered_by
from insurance.views.bill_words import period_of
from insurance.views.refund_words import refund_facts, refused_words, what_happens
from insurance.wording import REFUSAL_REASON_NAMES


class RefundView(CitizenRequired, RuleFormView):
    """What would happen, then the form; ``?declaration=`` corrects a request that was sent back."""

    form_class = AskRefundForm
    template_name = "insurance/citizen/refund.html"

    @cached_property
    def bill(self):
        return access.bill_to_ask_back(self.request.user, self.kwargs["number"])

    @cached_property
    def person(self):
        return access.person_of(self.request.user)

    @cached_property
    def sent_back(self):
        """The line of the request that waits to be corrected; None for a new one."""
        number = self.request.GET.get("declaration", "")
        found = access.line_sent_back(self.request.user, number, DeclarationKind.REFUND)
        return found if found and found.declaration.details["bill"] == self.bill.number else None

    @cached_property
    def found(self) -> Asking:
        corrected = self.sent_back and self.sent_back.declaration
        return asking(self.bill, on=self.asked_on, asker_id=self.person.pk, besides=corrected)

    @property
    def asked_on(self):
        """The day that decides: that of the first submission, or today."""
        return refund_requests.asked_on(self.sent_back and self.sent_back.declaration, on=clock.today())

    def get(self, request, *args, **kwargs):
        """Lead whoever has asked already to the request."""
        asked = self.found.waiting or (self.found.obstacle and self.found.refund and self.found.refund.request)
        if asked and asked.person_id == self.person.pk:
            return HttpResponseRedirect(f"/me/declarations/{asked.number}/")
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        for_oneself = self.bill.assessment.person_id == self.person.pk
        reasons = reasons_to_ask(gives_back_a_year=self.bill.total_fen > 0, for_oneself=for_oneself)
        return {**super().get_form_kwargs(), "reasons": reasons}

    def get_initial(self):
        return dict(self.sent_back.declaration.details) if self.sent_back else {}

    def perform(self, answers):
        request = refund_requests.ask_refund(
            self.bill,
            reason=RefundReason(answers["reason"]),
            text=answers["text"],
            actor=self.request.user,
            at=clock.now(),
            on=clock.today(),
            files=attachments.received(answers["attachments"]),
            number=self.sent_back.declaration.number if self.sent_back else "",
        )
        messages.success(self.request, _("Your request was sent. This page shows how it stands."))
        return request

    def address_of(self, result):
        return f"/me/declarations/{result.number}/"

    def get_context_data(self, **kwargs):
        found, is_own = self.found, self.bill.assessment.person_id == self.person.pk
        problem = found.obstacle if self.request.method != "POST" else None
        answered_on = answered_by(clock.today(), work_calendar())
        channel = refund_requests.channel_back(found)
        shown = (
            refused_words(problem)
            if problem
            else {"happens": what_happens(found, self.person, channel=channel, answered_on=answered_on)}
        )
        return super().get_context_data(
            bill=self.bill,
            period=period_of(self.bill),
            back_url=f"/me/bills/{self.bill.number}/" if is_own else "/me/resident-medical/",
            back_text=self.bill.number if is_own else _("Resident medical insurance"),
            refund=refund_facts(found.refund) if found.refund and problem else None,
            asked_for=REFUSAL_REASON_NAMES[self.sent_back.sent_back_for] if self.sent_back else "",
            asked_with=said(self.sent_back.sent_back_with) if self.sent_back else "",
            files_lost=bool(self.request.FILES),
            **shown,
            **kwargs,
        )
