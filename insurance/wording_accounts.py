"""The words of personal medical accounts: movements, providers, what the account is for."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.wording_notices import NoticeWording
from insurance.rules.personal_account import MovementKind, ProviderKind

MOVEMENT_NAMES = {
    MovementKind.OPENING: pgettext_lazy("movement of an account", "Taken over"),
    MovementKind.CREDIT: pgettext_lazy("movement of an account", "Share of your contribution"),
    MovementKind.TAKEN_BACK: pgettext_lazy("movement of an account", "Taken back with a refund of contributions"),
    MovementKind.USE: pgettext_lazy("movement of an account", "Spent"),
    MovementKind.REVERSAL: pgettext_lazy("movement of an account", "Given back by the provider"),
}

PROVIDER_NAMES = {
    ProviderKind.HOSPITAL: _("hospital"),
    ProviderKind.PHARMACY: _("pharmacy"),
}

SENTENCES = {
    "account_row.missing": _("Column %(column)s is empty."),
    "account_row.text": _("Column %(column)s is too long, or holds characters that cannot be shown."),
    "account_row.code": _("Column %(column)s holds other characters than letters, digits and . _ / -"),
    "account_row.unknown": _("Column %(column)s holds none of the codes listed below the form."),
    "account_row.day": _("Column day is no day written as 2026-09-30."),
    "account_row.day_ahead": _("Column day lies in the future."),
    "account_row.amount": _("Column amount is no amount in yuan with at most two decimals, more than nothing."),
    "account_row.person": _("Nobody with this identity number has a personal account here."),
    "account_statement.none": _("There is no account of yours to print for this year. Choose one of the years listed."),
    "movement_question.asked": _(
        "You have already asked about this movement. The answer appears here and in your inbox."
    ),
    "movement_question.text_missing": _("Write what you would like to know, in at least %(characters)s characters."),
    "movement_question.answered": _("This question is answered already. Reload the page."),
    "movement_question.answer_missing": _("Write the answer first."),
    "account_row.balance": _("There is less in the account than was spent. Ask the provider; nothing was taken."),
}

AUDIT_ACTIONS = {
    "account_movements.loaded": _("Movements of personal accounts loaded"),
    "account_statement.issued": _("statement of the personal account issued"),
    "account_movement.asked_about": _("movement of the personal account asked about"),
    "account_movement.answered": _("question about a movement answered"),
}

NOTICES = {
    "movement_question_answered": NoticeWording(
        _("Your question about your medical account was answered"),
        _("You asked about a movement of your medical account. The answer stands beside the movement."),
    ),
}
