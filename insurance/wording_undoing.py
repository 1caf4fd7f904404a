"""The words of taking back, of corrections and of disputes."""

from django.utils.translation import gettext_lazy as _

from accounts.wording_notices import NoticeWording
from insurance.rules.corrections import Mistake

MISTAKE_NAMES = {
    Mistake.STILL_EMPLOYED: _("The person did not leave and works on"),
    Mistake.NEVER_EMPLOYED: _("The person never began to work here"),
    Mistake.WRONG_PERSON: _("Another person was meant"),
}

SENTENCES = {
    "undo.nothing_in_effect": _(
        "Nothing of this is in effect any more, so there is nothing to take back. Reload the page to see where it stands."
    ),
    "undo.not_this_kind": _(
        "A declaration of this kind is not taken back once it is in effect. Declare anew what is right."
    ),
    "undo.nobody_chosen": _("Tick the people for whom it is taken back, or take back the whole declaration."),
    "undo.month_closed": _(
        "The books of %(month)s are closed, so it is not taken back any more. Ask for a correction of this declaration instead."
    ),
    "undo.later_declaration": _(
        "Declaration %(number)s about %(people)s builds on this one. Take that one back first, or leave these people out."
    ),
    "undo.part_open": _(
        "One agency has not finished its part, so single people cannot be taken out. Take the whole declaration back, or wait until it has finished."
    ),
    "undo.insured_elsewhere": _(
        "Insured elsewhere from %(since)s on: %(people)s. Nobody is insured twice. Leave them out; who works for you again is declared as an increase when the other insurance has ended."
    ),
    "undo.insured_elsewhere.meanwhile": _(
        "Somebody in it has just been insured elsewhere, and nobody is insured twice. Reload the page to see who, and leave the person out."
    ),
    "withdraw.taken_back": _(
        "The unit has taken the declaration back, as far as it was in effect. Grant the withdrawal, so that nothing of it is left."
    ),
    "withdraw.grant_only": _(
        "What was declared cannot be carried out any more, for the reasons below. Grant the withdrawal; the unit declares anew what is right."
    ),
    "correction.people_missing": _("Tick the people the correction is about."),
    "correction.wrong_missing": _("Choose what was wrong."),
    "correction.text_short": _("Explain in at least %(characters)s characters what happened."),
    "correction.nothing_in_effect": _(
        "For one of these people nothing of the declaration stands any more. Open the declaration and choose again."
    ),
    "correction.still_open": _(
        "The books of the month are still open: take the declaration back instead, on its page; nobody has to look at that."
    ),
    "dispute.reason_final": _(
        "This reason is not decided here: it rests on a registry, a court or your age. Call 12333 if it is wrong."
    ),
    "dispute.claim_missing": _("Choose the reason you hold for right."),
    "dispute.same_reason": _("This is the reason your unit has declared. Choose another one."),
    "dispute.text_short": _("Explain in at least %(characters)s characters what happened."),
    "dispute.open": _("Your dispute %(number)s about this is not decided yet. Add what you want to say there."),
    "dispute.nothing_declared": _(
        "The reduction was taken back or changes nothing any more, so there is no reason left to contest."
    ),
    "dispute.unit_not_heard": _(
        "The unit may state its view until %(until)s. Accept it when it has, or after that day."
    ),
    "dispute.decided": _("This dispute waits for no statement any more. Reload the page to see where it stands."),
}

AUDIT_ACTIONS = {"dispute.unit_stated": _("unit stated its view on a dispute")}

NOTICES = {
    "declaration_undone": NoticeWording(
        _("Declaration %(number)s was taken back"),
        _("Your unit took back what declaration %(number)s had changed. Both days stay on record."),
    ),
    "reduction_undone_for_you": NoticeWording(
        _("Your unit took back the end of your insurance"),
        _("Your unit took back that your insurance stops from %(month)s. It runs on as if that had not been declared."),
    ),
    "increase_undone_for_you": NoticeWording(
        _("Your unit took back your enrolment"),
        _(
            "Your unit took back that it insures you from %(month)s. If you work there, ask its human resources or call 12333."
        ),
    ),
    "request_undone_with_reduction": NoticeWording(
        _("What settled your request %(number)s was taken back"),
        _(
            "Your unit took back the reduction that settled your request %(number)s, so your insurance runs on. If you still want it stopped, ask again."
        ),
    ),
    "correction_filed_for_you": NoticeWording(
        _("Your unit asks for a correction about you"),
        _(
            "Your unit asks the agencies to correct what it declared about your insurance by mistake. You are told when it is decided; tell us if it is wrong."
        ),
    ),
    "reduction_disputed": NoticeWording(
        _("An employee contests the reason in %(number)s"),
        _(
            "An employee says that the reason in your reduction %(number)s is wrong. Your unit may state its view by %(due_on)s; after that the agency decides without it."
        ),
    ),
    "dispute_unit_stated": NoticeWording(
        _("Your unit stated its view on %(number)s"),
        _(
            "Your unit has stated its view on your dispute %(number)s. Read it, and add what you want the agency to know."
        ),
    ),
    "dispute_settled_by_undo": NoticeWording(
        _("Dispute %(number)s is settled"),
        _(
            "Your unit took the reduction back, so dispute %(number)s has nothing left to decide. Your insurance runs on."
        ),
    ),
    "reduction_reason_found": NoticeWording(
        _("Another reason counts for somebody in %(number)s"),
        _(
            "The agency found that another reason is right for an employee in your reduction %(number)s. Open it to see which."
        ),
    ),
}
