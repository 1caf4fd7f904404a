"""The words of the back office about accounts, looks and rights, and its refusals."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rules.roles import Agency, OperatorRight, Role

ROLE_NAMES = {
    Role.CLERK: _("clerk"),
    Role.SUPERVISOR: _("supervisor"),
    Role.CASHIER: _("cashier"),
    Role.POLICY_EDITOR: _("policy editor"),
    Role.CONTENT_EDITOR: _("content editor"),
    Role.EXCHANGE_OPERATOR: _("exchange operator"),
    Role.AUDITOR: _("auditor"),
    Role.SECURITY_ADMINISTRATOR: _("security administrator"),
}

RIGHT_NAMES = {
    OperatorRight.PREPARE: _("prepare declarations"),
    OperatorRight.SUBMIT: _("submit declarations"),
    OperatorRight.PAY: _("pay bills"),
    OperatorRight.MANAGE_OPERATORS: _("manage operators"),
}

SERVING_AGENCY_NAMES = {
    Agency.HRSS: _("human resources and social security"),
    Agency.MEDICAL: pgettext_lazy("agency", "medical insurance"),
}

SENTENCES = {
    "look.own": _("This is your own record. Look at it on your own pages; your questions are for a colleague."),
    "look.over": _("The half hour is over. Say again for what you open this record."),
    "look.reference_missing": _("For this purpose, enter the number of the declaration or of the order."),
    "look.personal_number": _("No identity numbers here: the person and the auditors read this. Use a case number."),
    "look.reason_missing": _("Say why you need the whole number, in at least %(characters)s characters."),
    "find.nothing_typed": _("Enter an identity number, a name or a personal number of the hall (P and 8 digits)."),
    "find.nobody": _("Nobody is on record with this. Compare it with the document; for a name, all characters count."),
    "find.number_in_address": _(
        "Only personal numbers of the hall (P and 8 digits) may stand in an address, and this is none on record. Use the form below."
    ),
    "find.too_many": _("More than %(most)s people have this name. Ask for the identity number."),
    "staff.roles_missing": _("Choose at least one role."),
    "staff.name_taken": _("There is a member of the staff with this user name already. Choose another."),
    "staff.token_wrong": _(
        "The number does not fit. Wait for the next one; check that the clock of the phone is right."
    ),
    "staff.already_confirmed": _("The authenticator is set up already. Sign in with it."),
    "staff.code_wrong": _("User name and code do not belong together, or the code is no longer valid. Check both."),
}
