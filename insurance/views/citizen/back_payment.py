"""Pay back a gap: what is overdue, what was missed, what paying it back costs and brings; then the declaration."""

from django.utils.functional import cached_property

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.wording import sentence
from insurance import access
from insurance.forms.back_payments import BackPaymentForm
from insurance.rules.back_payment import Quote
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.back_payments import Gap, Repayable, bills_of_back_payments, repayable, unpaid_bills
from insurance.selectors.joining_alone import Joinable, joinables
from insurance.selectors.medical_benefits import benefits_begin
from insurance.selectors.under_way import Step, steps_about
from insurance.services import back_payments
from insurance.views.citizen.back_payment_words import first_month_words, gap_words, owed_line_words, quote_words
from insurance.views.citizen.looking_first import LookingFirstView


class BackPaymentView(LookingFirstView):
    """Choose a gap, see the quote, declare it; or correct one that was sent back (``?declaration=``).

    ``?insurance=`` and ``?first_month=`` show another quote, as the form's button "preview" does.
    """

    form_class = BackPaymentForm
    template_name = "insurance/citizen/back_payment.html"
    kind = DeclarationKind.BACK_PAYMENT
    month_field = "first_month"
    looked_at = ("insurance", "first_month")
    kept = ("insurance", "first_month", "acknowledged", "submission_key")

    @cached_property
    def record(self) -> Repayable:
        return repayable(access.person_of(self.request.user), on=clock.today())

    @cached_property
    def step(self) -> Step | None:
        """A back payment that is under way; None of a declaration that is corrected."""
        steps = steps_about(self.request.user.person_id, kinds=[self.kind])
        return next((step for step in steps if step.number != self.number), None)

    @cached_property
    def gaps(self) -> list[Gap]:
        """What can be paid back now: of a declaration that is corrected, its own insurance."""
        found = [gap for gap in self.record.gaps() if gap.payable]
        if self.line:
            return [gap for gap in found if gap.insurance in self.line.insurances]
        busy = self.step.insurances if self.step else frozenset()
        return [gap for gap in found if gap.insurance not in busy]

    @cached_property
    def chosen(self) -> Gap | None:
        """The gap that is looked at: as asked, or the first one."""
        wanted = self.asked.get("insurance", "")
        found = next((gap for gap in self.gaps if str(int(gap.insurance)) == wanted), None)
        return found or (self.gaps[0] if self.gaps else None)

    @cached_property
    def month(self) -> Month | None:
        """The first month to be paid back: as asked, else everything."""
        if self.chosen is None:
            return None
        asked = self.asked.get("first_month", "")
        return next((month for month in self.chosen.first_choices if str(month) == asked), self.chosen.first_choices[0])

    @cached_property
    def quote(self) -> Quote | RuleBroken | None:
        """What is chosen costs and brings; what forbids to tell."""
        if self.chosen is None:
            return None
        try:
            return self.record.quote(self.chosen, self.chosen.since(self.month), credited_on=clock.today())
        except RuleBroken as problem:
            return problem

    # The form -------------------------------------------------------------------------------------------------------

    def get_initial(self):
        return {"insurance": str(int(self.chosen.insurance)), "first_month": self.month} if self.chosen else {}

    def get_form_kwargs(self):
        months = self.chosen.first_choices if self.chosen else ()
        return {
            **super().get_form_kwargs(),
            "insurances": [(str(int(gap.insurance)), gap_words(gap)) for gap in self.gaps],
            "months": [(str(month), first_month_words(self.chosen, month)) for month in months],
        }

    def perform(self, answers):
        insurance: Insurance = answers["insurance"]
        facts = {
            "first_month": answers["first_month"],
            "actor": self.request.user,
            "at": clock.now(),
            "on": clock.today(),
        }
        if self.line:
            return back_payments.correct_back_payment(self.line.declaration, insurance, **facts)
        return back_payments.lodge_back_payment(access.person_of(self.request.user), insurance, **facts)

    # The page -------------------------------------------------------------------------------------------------------

    def get_context_data(self, form=None, **kwargs):
        form = form or self.get_form()
        person_id, today = self.request.user.person_id, clock.today()
        waiting = bills_of_back_payments(person_id)
        overdue = [bill for bill in unpaid_bills(person_id, on=today) if bill not in waiting]
        owed = [owed_line_words(line) for line in self.record.owed_by_units()]
        return super().get_context_data(
            form=form,
            shows_form=bool(self.gaps) or form.is_bound,
            is_empty=not any((waiting, overdue, owed, self.step, self.stopped)),
            quote=self.quoted(),
            refused=sentence(self.quote) if isinstance(self.quote, RuleBroken) else "",
            step=self.step,
            overdue=overdue,
            waiting=waiting,
            waiting_total=sum(bill.open_fen for bill in waiting),
            owed_by_units=owed,
            stopped=self.stopped,
            lost=[gap for gap in self.record.gaps() if not gap.payable],
            **kwargs,
        )

    def quoted(self) -> dict | None:
        """Return the quote in words; None where none can be told."""
        if not isinstance(self.quote, Quote):
            return None
        person_id, today = self.request.user.person_id, clock.today()
        return quote_words(self.chosen, self.quote, begins_on=benefits_begin(person_id, on=today))

    @cached_property
    def stopped(self) -> Joinable | None:
        """Medical insurance that was left and is not paid now: it has to go on before its gap can be paid back."""
        medical = joinables(self.request.user.person_id)[Insurance.MEDICAL]
        this_month = Month.of(clock.today())
        return medical if medical.is_open and medical.gap_before(this_month) else None
