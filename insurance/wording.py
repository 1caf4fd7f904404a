"""The words for the codes of the domain: names of things, and the sentences behind broken rules."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rules.roles import Agency
from accounts.wording import month_text, worded
from insurance.rules.decisions import NextAction, RefusalReason
from insurance.rules.kinds import BillState, CardState, DeclarationKind, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import Action, Actor, State


@worded.register
def worded_month(value: Month) -> str:
    return month_text(value.first_day)


@worded.register
def worded_insurance(value: Insurance) -> str:
    return str(INSURANCE_NAMES[value])


INSURANCE_NAMES = {
    Insurance.PENSION: _("pension insurance"),
    Insurance.UNEMPLOYMENT: _("unemployment insurance"),
    Insurance.MEDICAL: _("medical insurance"),
    Insurance.SUPPLEMENT: _("large-sum medical supplement"),
    Insurance.RESIDENT: _("resident medical insurance"),
    Insurance.INJURY: _("work-injury insurance"),
    Insurance.MATERNITY: _("maternity insurance"),
}

AGENCY_NAMES = {
    Agency.HRSS: _("Social insurance agency"),
    Agency.MEDICAL: _("Medical insurance agency"),
}

ENROLMENT_KIND_NAMES = {
    EnrolmentKind.EMPLOYEE: _("employee"),
    EnrolmentKind.FLEXIBLE: _("flexible employment"),
    EnrolmentKind.RESIDENT: _("resident"),
}

DECLARATION_KIND_NAMES = {
    DeclarationKind.STOP: _("Stop insurance"),
    DeclarationKind.REDUCTION: _("Personnel reduction"),
    DeclarationKind.RESUME: _("Resume insurance"),
    DeclarationKind.INCREASE: _("Personnel increase"),
    DeclarationKind.BASES: _("Declaration of wages"),
    DeclarationKind.INFO_CHANGE: _("Change of personal data"),
    DeclarationKind.REGISTRATION: _("Registration of the unit"),
    DeclarationKind.UNIT_CHANGE: _("Change of the unit's data"),
    DeclarationKind.CANCELLATION: _("Cancellation of the unit's registration"),
    DeclarationKind.CORRECTION: _("Correction"),
    DeclarationKind.DISPUTE: _("Dispute about the reason of the end"),
    DeclarationKind.UNREGISTERED: _("Registration of a worker by the agency"),
    DeclarationKind.DEFERRAL: _("Deferral of payment"),
    DeclarationKind.ENROL: _("Join insurance alone"),
    DeclarationKind.RE_ENROL: _("Begin insurance anew"),
    DeclarationKind.BACK_PAYMENT: _("Back payment"),
    DeclarationKind.REFUND: pgettext_lazy("declaration", "Request for a refund"),
}

STATE_NAMES = {
    State.DRAFT: pgettext_lazy("declaration state", "Draft"),
    State.SUBMITTED: pgettext_lazy("declaration state", "Under review"),
    State.RETURNED: pgettext_lazy("declaration state", "Sent back to you"),
    State.WITHDRAWN: pgettext_lazy("declaration state", "Withdrawn"),
    State.REJECTED: pgettext_lazy("declaration state", "Rejected"),
    State.ACCEPTED: pgettext_lazy("declaration state", "Accepted, waiting to take effect"),
    State.WITHDRAWAL_REQUESTED: pgettext_lazy("declaration state", "Withdrawal requested"),
    State.EFFECTIVE: pgettext_lazy("declaration state", "In effect"),
    State.UNDONE: pgettext_lazy("declaration state", "Undone"),
}

EVENT_NAMES = {
    "created": pgettext_lazy("event", "Filled in"),
    "claimed": pgettext_lazy("event", "Taken up by a clerk"),
    "forwarded": pgettext_lazy("event", "Passed on to the agency"),
    "unit_refused": pgettext_lazy("event", "The unit refused"),
    "unit_stated": pgettext_lazy("event", "The unit stated its view"),
    "reason_found": pgettext_lazy("event", "Another reason was found in a dispute"),
    Action.SUBMIT: pgettext_lazy("event", "Submitted"),
    Action.WITHDRAW: pgettext_lazy("event", "Taken back"),
    Action.AGREE: pgettext_lazy("event", "Agreed to by the first of two"),
    Action.ACCEPT: pgettext_lazy("event", "Accepted"),
    Action.SEND_BACK: pgettext_lazy("event", "Sent back for correction"),
    Action.REJECT: pgettext_lazy("event", "Rejected"),
    Action.REOPEN: pgettext_lazy("event", "Reopened"),
    Action.REQUEST_WITHDRAWAL: pgettext_lazy("event", "Withdrawal requested"),
    Action.GRANT: pgettext_lazy("event", "Withdrawal granted"),
    Action.REFUSE: pgettext_lazy("event", "Withdrawal refused"),
    Action.TAKE_EFFECT: pgettext_lazy("event", "Took effect"),
    Action.FULFIL: pgettext_lazy("event", "Settled by the unit's own reduction"),
    Action.UNDO: pgettext_lazy("event", "Undone"),
}

ACCEPTED_BY_RULE = pgettext_lazy("event", "Accepted by rule: nobody had to look at it")


def event_name(action: str, capacity: str) -> str:
    """Return what happened in a case; what the system accepted was looked at by nobody, and is called so."""
    if action == Action.ACCEPT and capacity == Actor.SYSTEM:
        return ACCEPTED_BY_RULE
    return EVENT_NAMES[action]


BILL_STATE_NAMES = {
    BillState.OPEN: pgettext_lazy("bill state", "being prepared"),
    BillState.ISSUED: pgettext_lazy("bill state", "due"),
    BillState.PART_PAID: pgettext_lazy("bill state", "partly paid"),
    BillState.PAID: pgettext_lazy("bill state", "credited"),
    BillState.CANCELLED: pgettext_lazy("bill state", "cancelled"),
    BillState.WRITTEN_OFF: pgettext_lazy("bill state", "written off"),
}

CARD_STATE_NAMES = {
    CardState.ACTIVE: pgettext_lazy("card state", "active"),
    CardState.TEMPORARILY_LOST: pgettext_lazy("card state", "temporarily reported lost"),
    CardState.FORMALLY_LOST: pgettext_lazy("card state", "reported lost"),
    CardState.IN_PRODUCTION: pgettext_lazy("card state", "in production"),
    CardState.READY: pgettext_lazy("card state", "ready for collection"),
    CardState.LOCKED: pgettext_lazy("card state", "password locked"),
    CardState.CANCELLED: pgettext_lazy("card state", "cancelled"),
}

REFUSAL_REASON_NAMES = {
    RefusalReason.MATERIALS_INCOMPLETE: _("Materials are incomplete"),
    RefusalReason.MATERIALS_UNREADABLE: _("Materials cannot be read"),
    RefusalReason.FACTS_DIFFER: _("What was declared differs from the record"),
    RefusalReason.WRONG_REASON: _("The reason does not fit the facts"),
    RefusalReason.WRONG_MONTH: _("The month does not fit the rules"),
    RefusalReason.STILL_EMPLOYED: _("The employment has not ended"),
    RefusalReason.PROTECTED: _("The employee is protected by Labour Contract Law, article 42"),
    RefusalReason.ARREARS: _("There are unpaid contributions"),
    RefusalReason.ALREADY_STOPPED: _("The insurance has already been stopped"),
    RefusalReason.NOT_COMPETENT: _("This agency is not the one that decides"),
    RefusalReason.OTHER: _("Another reason, explained below"),
}

NEXT_ACTION_NAMES = {
    NextAction.CORRECT_AND_RESUBMIT: _("Correct it and submit it again"),
    NextAction.ADD_MATERIALS: _("Add the materials named and submit it again"),
    NextAction.FILE_ANEW: _("File a new declaration"),
    NextAction.PAY_ARREARS: _("Pay what is outstanding first"),
    NextAction.GO_TO_COUNTER: _("Come to a service counter with your identity document"),
    NextAction.CALL_HOTLINE: _("Call 12333"),
    NextAction.ASK_RECONSIDERATION: _("Ask for administrative reconsideration within 60 days"),
}

SENTENCES = {
    "policy.missing": _("No rule for this is in force on %(on)s. Please call 12333; the office has to complete it."),
    "workflow.not_allowed": _(
        "This cannot be done in the present state of the case. Reload the page to see where it stands."
    ),
    "workflow.own_case": _("You are concerned by this case yourself. Release it for a colleague."),
    "workflow.not_your_agency": _("This case belongs to another agency or your role does not cover it."),
    "workflow.claimed_by_other": _("A colleague is working on this case until %(until)s. Choose another one or wait."),
    "workflow.changed_meanwhile": _(
        "The case changed while you were looking at it. Reload the page and decide on what you see then."
    ),
    "workflow.with_unit": _("The unit has been asked first and still has time to answer."),
    "withdraw.reason_missing": _(
        "The agency has already accepted this. Write in a sentence why you want to take it back."
    ),
    "decision.reason_code_missing": _("Choose the reason."),
    "decision.next_action_missing": _("Choose what the applicant can do next."),
    "decision.text_missing": _("Explain the decision in a sentence the applicant understands."),
    "message.empty": _("Write your message first."),
    "workflow.supervisor_only": _("Only a supervisor can accept this: a mistaken increase is taken back."),
    "declaration.partly_decided": _(
        "One agency has already accepted its part, so the declaration cannot be changed any more. Withdraw what was sent back and declare it anew."
    ),
    "R001": _("Check the identity number. %(cause)s"),
    "R002": _("The name does not belong to this identity number. Type it as on the identity card."),
    "R003": _(
        "Nobody with this identity number is insured through your unit. Check the number, or look for the person in your roster."
    ),
    "R004": _(
        "This insurance has already been stopped for this person, or never ran: %(insurances)s. Look at the person in your roster."
    ),
    "R006.missing": _("Enter the day the employment ended."),
    "R006.early": _("The end lies before the insurance began (%(first)s). Check the date."),
    "R006.late": _("The end can be declared up to %(last)s. Check the date or declare it later."),
    "R009": _("Your account does not hold the right for this. Ask the operator who manages accounts in your unit."),
    "R010": _("The unit is suspended or closed, so no declarations are taken online. Come to a service counter."),
    "R010.unregistered": _(
        "Your unit is not registered yet, so it has no insured people. Register it first: the page is called Registration of the unit."
    ),
    "R014": _("A file was not taken. %(cause)s"),
    "R016": _(
        "The month is closed (up to %(closed)s). Open the increase that was a mistake and ask for a correction;"
        " if it was not declared in this hall, come to a service counter."
    ),
    "R017": _(
        "The person already is in declaration %(number)s, which is not finished. Wait for it or withdraw it first."
    ),
    "R018": _(
        "Your unit has unpaid contributions. The reduction is possible; the arrears and their late fee remain due."
    ),
    "R020.confirm": _(
        "Confirm that none of the protections of Labour Contract Law, article 42 applies: medical period, pregnancy to nursing, occupational disease, work injury, 15 years of service within 5 years of retirement."
    ),
    "R022": _("For this reason all insurances of the person stop together. Select every one of them."),
    "R023": _("Medical insurance and its large-sum supplement can only be stopped together."),
    "R025": _(
        "The agency had to be told by %(limit)s, 15 days after the end. The reduction is taken and marked as late."
    ),
    "R026": _(
        "The person is close to retirement and has %(months)s months of pension contributions, fewer than a pension needs. Tell them before you go on."
    ),
    "R028": _("More than three months back cannot be declared online. Come to a service counter with the papers."),
    "R029": _(
        "Medical benefits end after %(last_day)s unless the person is insured elsewhere. Tell them what a gap means."
    ),
    "R030": _("The declaration was changed after this page was shown. Look at it as it is now, then submit it."),
    "reduction.contract_begins": _(
        "The contract would begin after it was ended on %(ended)s. Compare the day with the contract."
    ),
    "reduction.note_missing": _("Explain the reason in at least %(characters)s characters."),
    "stop.nothing_runs": _("There is nothing to stop here: %(insurances)s ended already. Look at your insurance page."),
    "stop.open_declaration": _(
        "Declaration %(number)s about the same insurance is still open. Wait for its result or withdraw it first."
    ),
    "stop.month_not_allowed": _("Choose a month from %(earliest)s to %(latest)s."),
    "stop.window_closed": _(
        "Declarations are not taken today. Come back from %(next_opening)s on; what you typed cannot be kept until then."
    ),
    "stop.pair": _("Medical insurance and its large-sum supplement can only be stopped together."),
    "stop.statement_missing": _(
        "Say in a sentence why the unit cannot be asked (at least 5 characters); the agency will check it with the unit."
    ),
    "stop.other_employment": _(
        "A correction stays with the same payer. Withdraw this declaration and file another one for the other insurance."
    ),
    "stop.reason_does_not_fit": _("This reason does not fit this insurance. Choose another one."),
    "resume.nothing_stopped": _(
        "There is nothing to resume here: %(insurances)s runs, or you never paid it yourself. Look at your insurance page."
    ),
    "resume.open_declaration": _(
        "Declaration %(number)s about the same insurance is still open. Wait for its result or withdraw it first."
    ),
    "resume.pair": _(
        "Medical insurance and its large-sum supplement go on together. Open the page again and choose anew."
    ),
    "resume.ended": _(
        "Your %(insurances)s ended for good, as on retirement, and cannot be resumed. If that is wrong, call 12333."
    ),
    "resume.insured_by_unit": _(
        "%(unit)s insures you since %(since)s, and nobody is insured twice. When you have left it, have that insurance"
        " stopped first."
    ),
    "resume.insured_otherwise": _(
        "You have %(insurance)s since %(since)s, and nobody is insured twice. Stop that first, then resume this."
    ),
    "resume.by_unit": _("An employment is resumed by a unit: it enrols you. Ask its human resources."),
    "resume.other_insurance": _(
        "A correction stays with the same insurance. Withdraw this declaration and file another one for the other."
    ),
    "request.answered": _("This request has been answered already. Open the declaration to see how."),
    "request.text_missing": _("Say in a sentence why the unit does not agree (at least 5 characters)."),
    "form.key_not_yours": _("This form was opened under another account. Open it again and fill it in there."),
}
