"""What a unit declared about the end of somebody's insurance, as the person sees it; and saying that the reason is
wrong."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts import clock
from accounts.views.audiences import CitizenRequired
from accounts.views.forms import RuleFormView
from insurance import access
from insurance.forms.disputes import DisputeForm
from insurance.rules.kinds import DeclarationKind
from insurance.rules.reasons import Proposer
from insurance.rules.workflow import State
from insurance.selectors.disputes import ReductionNotice, reduction_notice
from insurance.selectors.reduction_meaning import job_loss_meaning, medical_meaning
from insurance.services import attachments, disputes
from insurance.views.citizen.pages import CitizenPage
from insurance.views.citizen.reduction_words import job_loss_words, medical_words, notice_words


class ReductionView(CitizenPage):
    """The reason in words, what it means, who decides, and what can be done when it is wrong."""

    template_name = "insurance/citizen/reduction.html"

    def get_context_data(self, **kwargs):
        line = access.reduction_of_person(self.request.user, self.kwargs["number"])
        notice = reduction_notice(line)
        stands = notice.state not in (State.UNDONE, State.WITHDRAWN, State.REJECTED)
        outlook = medical_meaning(line, on=self.today) if stands else None
        return super().get_context_data(
            **notice_words(notice),
            job_loss=job_loss_words(job_loss_meaning(line, line.declaration.area, on=self.today)) if stands else None,
            medical=medical_words(outlook) if outlook else None,
            stands=stands,
            **kwargs,
        )


class DisputeView(CitizenRequired, RuleFormView):
    """The form; ``?declaration=`` corrects a dispute that was sent back."""

    form_class = DisputeForm
    template_name = "insurance/citizen/dispute_form.html"

    @cached_property
    def line(self):
        return access.reduction_of_person(self.request.user, self.kwargs["number"])

    @cached_property
    def notice(self) -> ReductionNotice:
        return reduction_notice(self.line)

    @cached_property
    def sent_back(self):
        """The dispute that waits to be corrected; None for a new one."""
        number = self.request.GET.get("declaration", "")
        found = access.line_sent_back(self.request.user, number, DeclarationKind.DISPUTE)
        return found if found and found.declaration.about_id == self.line.declaration_id else None

    def get(self, request, *args, **kwargs):
        if not self.notice.may_dispute and self.sent_back is None:
            return HttpResponseRedirect(f"/me/reductions/{self.line.declaration.number}/")
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        return dict(self.sent_back.declaration.details) if self.sent_back else {}

    def perform(self, answers):
        proposed_by = answers["proposed_by"]
        dispute = disputes.lodge_dispute(
            self.line,
            claimed_reason=answers["claimed_reason"],
            proposed_by=Proposer(proposed_by) if proposed_by else None,
            text=answers["text"],
            actor=self.request.user,
            at=clock.now(),
            on=clock.today(),
            files=attachments.received(answers["attachments"]),
            number=self.sent_back.declaration.number if self.sent_back else "",
        )
        messages.success(self.request, _("It was sent. Your unit is asked for its view; then the agency decides."))
        return dispute

    def address_of(self, result):
        return f"/me/declarations/{result.number}/"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **notice_words(self.notice), sent_back=self.sent_back, files_lost=bool(self.request.FILES), **kwargs
        )
