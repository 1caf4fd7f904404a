"""Begin medical insurance anew after a gap: paying back and beginning anew side by side; then the declaration."""

from accounts import clock
from insurance.forms.back_payments import ReEnrolForm
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.selectors.contribution_history import credited_months, history
from insurance.selectors.joining_alone import Joinable, coming_back
from insurance.views.citizen.joining import JoiningView
from insurance.views.citizen.joining_words import blocked_words, compared, hint_words, monthly_facts, tree_of


class ReEnrolView(JoiningView):
    """Choose the base and the first month; what is lost stands beside what paying back would keep."""

    form_class = ReEnrolForm
    template_name = "insurance/citizen/re_enrol.html"
    kind = DeclarationKind.RE_ENROL
    looked_at = ("start_month", "base")
    kept = ("start_month", "base", "acknowledged", "submission_key")

    @property
    def wanted(self) -> list[Insurance]:
        return [Insurance.MEDICAL]

    @property
    def medical(self) -> Joinable:
        return self.joinables[Insurance.MEDICAL]

    def insurances_of(self, answers) -> list[Insurance]:
        return self.wanted

    @property
    def has_gap(self) -> bool:
        return self.month is not None and self.medical.gap_before(self.month)

    def get_context_data(self, form=None, **kwargs):
        form = form or self.get_form()
        shows = self.medical.is_open and self.has_gap and self.tariff is not None and not self.too_young_or_old
        found = coming_back(self.person.pk, self.medical, self.month, on=clock.today()) if shows else None
        return super().get_context_data(
            form=form,
            shows_form=shows or form.is_bound,
            blocked=[] if self.medical.is_open else [blocked_words(self.medical)],
            never=not self.medical.was_insured,
            has_no_gap=self.medical.is_open and not (self.has_gap or self.too_young_or_old or self.offer.refused),
            hint=hint_words(self.medical, self.month) if self.medical.resident_runs and self.month else None,
            compared=compared(found, self.credited()) if found else [],
            without_rule=shows and found is None,
            can_repay=bool(found and found.is_repayable and found.repaid),
            paid_alone_before=bool(self.medical.last and self.medical.last.unit_id is None),
            monthly=list(monthly_facts(self.tariff.tariff, self.base, self.charged)) if shows else [],
            tree=tree_of(found.unrepaid.explanation if found and found.unrepaid else None),
            **kwargs,
        )

    def credited(self) -> int:
        """Return how many months of medical insurance were credited so far."""
        counted = credited_months(history(self.person.pk, on=clock.today()), on=clock.today())
        found = counted.get(Insurance.MEDICAL)
        return found.cumulative if found else 0
