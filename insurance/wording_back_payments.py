"""Words of paying back a gap, of beginning anew and of joining alone: refusals, notices, acts of the audit."""

from django.utils.translation import gettext_lazy as _

from accounts.wording_notices import NoticeWording

SENTENCES = {
    "workflow.second_person": _("You agreed to this case already. A second person has to look at it: a supervisor."),
    "workflow.second_is_supervisor": _("The first decision is made. The second is a supervisor's."),
    "back_payment.not_paying": _(
        "You do not pay this alone at present: %(insurances)s. Go on paying or join first; then the gap before can be paid back here."
    ),
    "back_payment.no_gap": _("Nothing was missed of this insurance, so there is nothing to pay back: %(insurances)s."),
    "back_payment.past_years": _(
        "Who pays alone cannot pay pension insurance for months of earlier years. What was credited stays and counts on."
    ),
    "back_payment.month_not_allowed": _("Choose the first month from %(first)s to %(last)s."),
    "back_payment.months_changed": _(
        "The gap is another one by now, from %(first)s to %(last)s. Look at the new quote and submit that."
    ),
    "back_payment.amount_changed": _("The amount is another one by now. Look at the new quote and submit that."),
    "back_payment.too_long": _(
        "In your area a gap of %(months)s months cannot be paid back any more. You can begin anew instead."
    ),
    "back_payment.not_due": _("A month is not past its last day for payment yet. Pay it back after that day."),
    "back_payment.no_rule": _("Your area has published no rule for this. Please ask there."),
    "back_payment.under_way": _("Your back payment %(number)s is not decided yet. Wait for it or withdraw it first."),
    "back_payment.other_insurance": _("This declaration is about another insurance. File a new one."),
    "base_raise.not_paying": _("You do not pay pension insurance alone, or nothing was charged in this year."),
    "base_raise.too_late": _(
        "The level of this contribution year could be chosen until %(last)s. Choose one when the next year begins."
    ),
    "base_raise.not_offered": _("Choose one of the levels above your present base."),
    "enrol.too_young": _("Insurance can be joined alone from the age of 16."),
    "enrol.retired": _(
        "You reach the statutory retirement age in %(since)s; from then on nobody joins. Ask about your pension by calling 12333."
    ),
    "enrol.ended": _("Your insurance ended for good: %(insurances)s. If that is wrong, call 12333."),
    "enrol.insured_by_unit": _(
        "%(unit)s insures you already: %(insurances)s. Nobody is insured twice. When you have left, have it stopped first."
    ),
    "enrol.runs": _("You pay this yourself already, since %(since)s: %(insurances)s."),
    "enrol.open_declaration": _(
        "Your declaration %(number)s about this is under way. Wait for it or withdraw it first."
    ),
    "enrol.no_bounds": _("The bases for that month are not published yet. Choose another month or come back later."),
    "enrol.base_not_offered": _("Choose one of the levels listed."),
    "re_enrol.no_gap": _("There is no gap before this month: nothing has to begin anew. Go on paying instead."),
}

NOTICES = {
    "back_payment_to_be_paid": NoticeWording(
        _("Your back payment %(number)s can be paid"),
        _(
            "The bills of your back payment %(number)s are ready. Pay all of them by %(due_on)s; after that they lapse, because the base is that of the payment, and a new quote is needed."
        ),
    ),
    "back_payment_lapsed": NoticeWording(
        _("Bills of your back payment %(number)s lapsed"),
        _("They were not paid in time and ask for nothing any more. You can have the gap quoted again."),
    ),
}

AUDIT_ACTIONS = {"back_payment.lapsed": _("bills of a back payment lapsed")}
