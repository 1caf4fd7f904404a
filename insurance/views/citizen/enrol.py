"""Join insurance alone: conditions, levels with their amounts, when benefits begin; then the declaration."""

from accounts import clock
from insurance.forms.back_payments import EnrolForm
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.joining_alone import JOINED, coming_back
from insurance.services.joining_alone import first_wait
from insurance.views.citizen.joining import JoiningView
from insurance.views.citizen.joining_words import (
    beginning_facts,
    blocked_words,
    hint_words,
    insurance_title,
    monthly_facts,
    tree_of,
)
from insurance.views.citizen.pages import insurance_list


class EnrolView(JoiningView):
    """Choose pension insurance, medical insurance or both, the base and the first month."""

    form_class = EnrolForm
    template_name = "insurance/citizen/enrol.html"
    kind = DeclarationKind.ENROL
    looked_at = ("insurances", "start_month", "base")
    kept = ("insurances", "start_month", "base", "acknowledged", "submission_key")

    @property
    def open_codes(self) -> list[Insurance]:
        """What can be joined now."""
        return [code for code in JOINED if self.joinables[code].is_open]

    @property
    def wanted(self) -> list[Insurance]:
        asked = set(self.asked.getlist("insurances")) or {
            str(code) for code in (self.line.insurances if self.line else ())
        }
        return [code for code in self.open_codes if str(int(code)) in asked] or self.open_codes

    @property
    def shown_codes(self) -> set[Insurance]:
        return {*JOINED, Insurance.SUPPLEMENT} if self.tariff.has_supplement else set(JOINED)

    def typed(self) -> dict:
        """Return what a preview keeps; a choice of several is kept whole."""
        several = self.request.POST.getlist("insurances")
        return {**super().typed(), **({"insurances": several} if several else {})}

    def get_initial(self):
        return {**super().get_initial(), "insurances": [str(int(code)) for code in self.wanted]}

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "insurances": [(str(int(code)), insurance_title(code)) for code in self.open_codes],
        }

    def get_context_data(self, form=None, **kwargs):
        form = form or self.get_form()
        first = self.month or Month.of(clock.today())
        chosen = [self.joinables[code] for code in self.wanted]
        hints = [hint_words(choice, first) for choice in chosen]
        found, wait = self.benefits(first)
        shows = bool(self.open_codes and self.tariff and not self.too_young_or_old)
        medical = self.joinables[Insurance.MEDICAL]
        return super().get_context_data(
            form=form,
            shows_form=shows or form.is_bound,
            blocked=[blocked_words(self.joinables[code]) for code in JOINED if code not in self.open_codes],
            hints=[hint for hint in hints if hint],
            monthly=list(monthly_facts(self.tariff.tariff, self.base, self.charged)) if shows else [],
            begins=list(beginning_facts(medical, found, wait, first)) if Insurance.MEDICAL in self.wanted else [],
            tree=tree_of(found.explanation if found else wait),
            chosen_words=insurance_list(self.wanted) if self.wanted else "",
            **kwargs,
        )

    def benefits(self, first: Month):
        """Return what coming back means, and the wait of a first enrolment; None for what does not apply."""
        if Insurance.MEDICAL not in self.wanted:
            return None, None
        found = coming_back(self.person.pk, self.joinables[Insurance.MEDICAL], first, on=clock.today())
        if found or self.joinables[Insurance.MEDICAL].was_insured:
            return found, None
        return None, first_wait(self.area.pk, first, on=clock.today())
