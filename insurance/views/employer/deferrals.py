"""缓缴: the unit asks to pay bills later; what that means stands beside the form."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts import clock
from insurance.forms.bills import DeferralForm
from insurance.rules.deferral import latest_deferral
from insurance.rules.kinds import DeclarationKind
from insurance.selectors.deferrals import deferrable, deferrals_under_way
from insurance.selectors.policy import work_calendar
from insurance.services import attachments, deferrals
from insurance.services.declaration_kinds import kind_named
from insurance.views.bill_words import choice_words
from insurance.views.employer.checking import CHECKS, Check
from insurance.views.employer.registration import UnitMatterView


class DeferralView(UnitMatterView):
    """Which bills, until when, why; ``?bill=`` ticks some."""

    form_class = DeferralForm
    kind = DeclarationKind.DEFERRAL
    template_name = "insurance/employer/deferral_form.html"

    @cached_property
    def bills(self) -> list:
        """The bills that may be named."""
        return deferrable(self.unit)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "choices": [(bill.number, self.words_of(bill)) for bill in self.bills]}

    @cached_property
    def asked(self) -> dict[str, str]:
        """The bills about which another declaration is not decided yet, each with the number of that one."""
        numbers = [bill.number for bill in self.bills]
        found = deferrals_under_way(self.unit, numbers, besides=self.corrected)
        return {bill: number for number, bills in found.items() for bill in bills}

    def words_of(self, bill) -> str:
        """Return a bill as a choice, with the declaration that asks for it already."""
        words = choice_words(bill)
        if bill.number not in self.asked:
            return words
        return _("%(bill)s – asked for with %(number)s") % {"bill": words, "number": self.asked[bill.number]}

    def get_initial(self):
        if self.corrected:
            return {name: self.corrected.details.get(name) for name in ("bills", "until", "difficulty", "text")}
        return {"bills": self.request.GET.getlist("bill")}

    def perform(self, answers):
        files = attachments.received(answers.pop("attachments"))
        return deferrals.draft_deferral(self.unit, files=files, **answers, **self.signed())

    def get_context_data(self, **kwargs):
        due = [bill.due_on for bill in self.bills]
        return super().get_context_data(
            has_bills=bool(self.bills),
            latest=latest_deferral(min(due)) if due else None,
            answer_by=kind_named(self.kind).answered_by(clock.today(), work_calendar()),
            **kwargs,
        )


CHECKS[DeclarationKind.DEFERRAL] = Check(
    change_url=lambda declaration: f"/employer/deferrals/new/?declaration={declaration.number}"
)
