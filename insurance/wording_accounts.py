"""The words of personal medical accounts: movements, providers, what the account is for."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    "account_row.balance": _("There is less in the account than was spent. Ask the provider; nothing was taken."),
}

AUDIT_ACTIONS = {"account_movements.loaded": _("Movements of personal accounts loaded")}
