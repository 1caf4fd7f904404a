"""The words of the review desk: states and views as the staff say them, acts of the audit, what is compared."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from insurance.rules.kinds import UnitStatus
from insurance.rules.workflow import Action, State

DESK_STATE_NAMES = {
    State.DRAFT: pgettext_lazy("state on the desk", "Draft"),
    State.SUBMITTED: pgettext_lazy("state on the desk", "To be decided"),
    State.RETURNED: pgettext_lazy("state on the desk", "Sent back"),
    State.WITHDRAWN: pgettext_lazy("state on the desk", "Withdrawn"),
    State.REJECTED: pgettext_lazy("state on the desk", "Rejected"),
    State.ACCEPTED: pgettext_lazy("state on the desk", "Accepted"),
    State.WITHDRAWAL_REQUESTED: pgettext_lazy("state on the desk", "Wants to withdraw"),
    State.EFFECTIVE: pgettext_lazy("state on the desk", "In effect"),
    State.UNDONE: pgettext_lazy("state on the desk", "Undone"),
}

DECISION_NAMES = {
    Action.ACCEPT: pgettext_lazy("decision", "Accept"),
    Action.SEND_BACK: pgettext_lazy("decision", "Send back for correction"),
    Action.REJECT: pgettext_lazy("decision", "Reject"),
    Action.REOPEN: pgettext_lazy("decision", "Reopen: decide anew"),
    Action.GRANT: pgettext_lazy("decision", "Let it be withdrawn"),
    Action.REFUSE: pgettext_lazy("decision", "Keep it accepted"),
}

DECIDED_SENTENCES = {
    Action.ACCEPT: _("Accepted. The applicant has been told."),
    Action.SEND_BACK: _("Sent back. The applicant has been told what to put right."),
    Action.REJECT: _("Rejected. The applicant has been told the reason and the remedies."),
    Action.REOPEN: _("Reopened. The case is on the desk again."),
    Action.GRANT: _("Withdrawn. The applicant has been told."),
    Action.REFUSE: _("It stays accepted. The applicant has been told why."),
}

AGREED_SENTENCE = _("Agreed. The case stays on the desk for the second decision, by a supervisor.")
"""Said after the first of two decisions."""

UNIT_STATUS_NAMES = {
    UnitStatus.NOT_INSURED: pgettext_lazy("status of a unit", "not insured"),
    UnitStatus.INSURED: pgettext_lazy("status of a unit", "insured"),
    UnitStatus.SUSPENDED: pgettext_lazy("status of a unit", "payment suspended"),
    UnitStatus.TERMINATED: pgettext_lazy("status of a unit", "insurance ended"),
}

AUDIT_ACTIONS = {
    "attachment.added": _("file added to a declaration"),
    "attachment.read": _("file of a declaration read"),
    "attachment.removed": _("file removed from a draft"),
    "declaration.accepted": _("declaration accepted"),
    "declaration.agreed": _("declaration agreed to by the first of two"),
    "declaration.message": _("message written on a declaration"),
    "declaration.prepared": _("declaration prepared"),
    "declaration.rejected": _("declaration rejected"),
    "declaration.reopened": _("declaration reopened"),
    "declaration.sent_back": _("declaration sent back"),
    "declaration.submitted": _("declaration submitted"),
    "declaration.took_effect": _("declaration took effect"),
    "declaration.undone": _("declaration undone"),
    "declaration.withdrawal_granted": _("withdrawal granted"),
    "declaration.withdrawal_refused": _("withdrawal refused"),
    "declaration.withdrawal_requested": _("withdrawal requested"),
    "declaration.withdrawn": _("declaration withdrawn"),
    "roster.exported": _("staff roster exported"),
    "unit_request.refused": _("request to the unit refused"),
    "unit_request.unanswered": _("request to the unit left unanswered"),
}
