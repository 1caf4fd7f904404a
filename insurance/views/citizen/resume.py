"""Resume insurance: when benefits return on one's own record and what the gap means, then the declaration itself."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import clock
from accounts.views.audiences import CitizenRequired
from accounts.views.forms import RuleFormView
from accounts.views.said import said
from accounts.wording import month_text, sentence
from insurance import access
from insurance.forms.resume import ResumeForm
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.selectors.closing import declared_on
from insurance.selectors.resumable import Resumable, ResumeOffer, resumables, resume_offer, resume_preview
from insurance.services import resumes
from insurance.views.citizen.resume_words import blocked_words, choice_words, month_words, resume_effects
from insurance.wording import REFUSAL_REASON_NAMES

KEPT = ("enrolment", "resume_month", "acknowledged", "submission_key")
"""What a preview keeps of a form that was filled in."""


class ResumeView(CitizenRequired, RuleFormView):
    """Choose what goes on, see what it means, declare it; or correct one that was sent back (``?declaration=``).

    ``?enrolment=`` and ``?resume_month=`` show what another choice would mean, as the form's button "preview" does.
    """

    form_class = ResumeForm
    template_name = "insurance/citizen/resume.html"

    def get(self, request, *args, **kwargs):
        return self.elsewhere() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if elsewhere := self.elsewhere():
            return elsewhere
        return self.preview() if "preview" in request.POST else super().post(request, *args, **kwargs)

    def elsewhere(self) -> HttpResponseRedirect | None:
        """Lead to the declaration that is not, or no longer, waiting for a correction."""
        if not self.number or self.line:
            return None
        declaration = access.own_declaration(self.request.user, self.number)
        return HttpResponseRedirect(f"/me/declarations/{declaration.number}/")

    # What is asked for ----------------------------------------------------------------------------------------------

    @cached_property
    def asked(self):
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @property
    def number(self) -> str:
        return self.request.GET.get("declaration", "").replace("\0", "")

    @cached_property
    def line(self):
        """The line of the declaration that is corrected; None for a new one."""
        if not self.number:
            return None
        return access.line_sent_back(self.request.user, self.number, DeclarationKind.RESUME)

    @cached_property
    def choices(self) -> list[Resumable]:
        """Everything that was stopped; of a declaration that is corrected, what it is about."""
        found = resumables(self.request.user.person_id)
        if self.line is None:
            return found
        return [choice.without_step() for choice in found if set(choice.insurances) & set(self.line.insurances)]

    @property
    def open_choices(self) -> list[Resumable]:
        return [choice for choice in self.choices if choice.is_open]

    @cached_property
    def chosen(self) -> Resumable | None:
        """What is chosen: as asked, or the only thing there is."""
        number = self.asked.get("enrolment", "")
        wanted = next((choice for choice in self.open_choices if choice.number == number), None)
        return wanted or (self.open_choices[0] if len(self.open_choices) == 1 else None)

    @cached_property
    def offer(self) -> ResumeOffer | None:
        """The months on offer for what is chosen; those of the first choice until then."""
        choice = self.chosen or (self.open_choices[0] if self.open_choices else None)
        return resume_offer(choice, declared_on=self.declared_on) if choice else None

    @property
    def declared_on(self) -> date:
        return declared_on(self.line.declaration, clock.today()) if self.line else clock.today()

    @cached_property
    def month(self) -> Month | None:
        """The first month to show the meaning of."""
        if self.offer is None or self.offer.months is None:
            return None
        months = self.offer.months
        asked = self.asked.get("resume_month", "") or (str(Month.of(self.line.start_month)) if self.line else "")
        return next((month for month in months.choices if str(month) == asked), months.earliest)

    # The form -------------------------------------------------------------------------------------------------------

    def get_form_kwargs(self):
        months = self.offer.months.choices if self.offer and self.offer.months else ()
        return {
            **super().get_form_kwargs(),
            "enrolments": [(choice.number, choice_words(choice)) for choice in self.choices],
            "blocked": [choice.number for choice in self.choices if not choice.is_open],
            "months": [(str(month), month_words(month)) for month in months],
        }

    def get_initial(self):
        initial = {"resume_month": self.month}
        if self.chosen:
            initial["enrolment"] = self.chosen.number
        return initial

    def preview(self):
        """Show what the choice would mean. Nothing is checked, everything typed is kept."""
        typed = {name: self.request.POST[name] for name in KEPT if name in self.request.POST}
        initial = {**self.get_initial(), **typed}
        form = self.form_class(**{**self.get_form_kwargs(), "data": None, "files": None, "initial": initial})
        return self.render_to_response(self.get_context_data(form=form))

    def perform(self, answers):
        user = self.request.user
        enrolment = access.own_enrolment(user, answers["enrolment"])
        facts = {"resume_month": answers["resume_month"], "actor": user, "at": clock.now(), "on": clock.today()}
        if self.line:
            return resumes.correct_resume(self.line.declaration, enrolment, **facts)
        return resumes.lodge_resume(enrolment, **facts)

    def address_of(self, result):
        messages.success(self.request, _("Declaration %(number)s was submitted.") % {"number": result.number})
        return f"/me/declarations/{result.number}/"

    # The page -------------------------------------------------------------------------------------------------------

    def get_context_data(self, form=None, **kwargs):
        form = form or self.get_form()
        return super().get_context_data(
            form=form,
            corrected=self.number if self.line else "",
            asked_for=REFUSAL_REASON_NAMES[self.line.sent_back_for] if self.line else "",
            asked_with=said(self.line.sent_back_with) if self.line else "",
            shows_form=self.month is not None or form.is_bound,
            blocked=[blocked_words(choice) for choice in self.choices if not choice.is_open],
            refused=sentence(self.offer.refused) if self.offer and self.offer.refused else "",
            chosen_words=choice_words(self.chosen) if self.chosen else "",
            months=self.month_links(),
            effects=self.effects(),
            **kwargs,
        )

    def effects(self):
        """Return what resuming means for what is chosen, None while nothing is."""
        if self.chosen is None or self.month is None:
            return None
        preview = resume_preview(self.request.user.person_id, self.chosen, self.month, on=clock.today())
        return resume_effects(preview)

    def month_links(self) -> list[dict]:
        """Return the other months as addresses of this page, for looking before choosing."""
        if self.chosen is None or self.month is None:
            return []
        kept = {"enrolment": self.chosen.number, **({"declaration": self.number} if self.line else {})}
        return [
            {"url": f"?{urlencode({**kept, 'resume_month': month})}", "text": month_text(month.first_day)}
            for month in self.offer.months.choices
            if month != self.month
        ]
