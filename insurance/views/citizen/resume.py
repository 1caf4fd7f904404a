"""Resume insurance: when benefits return on one's own record and what the gap means, then the declaration itself."""

from django.utils.functional import cached_property

from accounts import clock
from accounts.wording import sentence
from insurance import access
from insurance.forms.resume import ResumeForm
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.selectors.resumable import Resumable, ResumeOffer, resumables, resume_offer, resume_preview
from insurance.services import resumes
from insurance.views.citizen.looking_first import LookingFirstView
from insurance.views.citizen.resume_words import blocked_words, choice_words, month_words, resume_effects


class ResumeView(LookingFirstView):
    """Choose what goes on, see what it means, declare it; or correct one that was sent back (``?declaration=``).

    ``?enrolment=`` and ``?resume_month=`` show what another choice would mean, as the form's button "preview" does.
    """

    form_class = ResumeForm
    template_name = "insurance/citizen/resume.html"
    kind = DeclarationKind.RESUME
    month_field = "resume_month"
    looked_at = ("enrolment", "resume_month")
    kept = ("enrolment", "resume_month", "acknowledged", "submission_key")

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

    def perform(self, answers):
        user = self.request.user
        enrolment = access.own_enrolment(user, answers["enrolment"])
        facts = {"resume_month": answers["resume_month"], "actor": user, "at": clock.now(), "on": clock.today()}
        if self.line:
            return resumes.correct_resume(self.line.declaration, enrolment, **facts)
        return resumes.lodge_resume(enrolment, **facts)

    # The page -------------------------------------------------------------------------------------------------------

    def get_context_data(self, form=None, **kwargs):
        form = form or self.get_form()
        return super().get_context_data(
            form=form,
            shows_form=self.month is not None or form.is_bound,
            blocked=[blocked_words(choice) for choice in self.choices if not choice.is_open],
            refused=sentence(self.offer.refused) if self.offer and self.offer.refused else "",
            chosen_words=choice_words(self.chosen) if self.chosen else "",
            effects=self.effects(),
            **kwargs,
        )

    def effects(self):
        """Return what resuming means for what is chosen, None while nothing is."""
        if self.chosen is None or self.month is None:
            return None
        preview = resume_preview(self.request.user.person_id, self.chosen, self.month, on=clock.today())
        return resume_effects(preview)
