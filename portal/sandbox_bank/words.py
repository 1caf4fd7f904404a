"""The bank's words for its codes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES = {
    "unpaid": pgettext_lazy("demo bank", "to be paid"),
    "paid": pgettext_lazy("demo bank", "paid, not yet credited"),
    "credited": pgettext_lazy("demo bank", "credited to the payee"),
    "failed": pgettext_lazy("demo bank", "refused"),
    "closed": pgettext_lazy("demo bank", "closed by the payee"),
}

AMOUNTS = {
    "unpaid": pgettext_lazy("amount at the demo bank", "to be paid"),
    "paid": pgettext_lazy("amount at the demo bank", "paid"),
    "credited": pgettext_lazy("amount at the demo bank", "paid"),
    "failed": pgettext_lazy("amount at the demo bank", "not paid"),
    "closed": pgettext_lazy("amount at the demo bank", "of the order"),
}
"""What the amount of an order is, by its state."""

MEANS = {
    "card": (_("Bank card"), _("Savings card of the demo bank")),
    "wallet": (_("Wallet"), _("Balance of the demo wallet")),
}

MANNERS = {
    "now": (_("Pay now"), _("The money is credited to the payee at once.")),
    "late": (
        _("Pay now, credited later"),
        _("The money is credited after five minutes, or when the teller's desk does it."),
    ),
    "silent": (
        _("Pay, and the bank stays silent"),
        _("The money is credited, but the payee hears of it only when it asks."),
    ),
    "refused": (_("Not enough money"), _("The bank refuses; nothing is paid.")),
}

OBSTACLES = {
    "altered": _("This order was altered on its way, or does not come from the payee. Nothing can be paid."),
    "expired": _("The time to pay this order is over. Go back and begin a new one."),
    "closed": _("The payee has closed this order. Go back and begin a new one."),
    "failed": _("The bank refused the payment: not enough money. Go back and begin a new order."),
    "paid": _("This order is paid."),
}

ACTS = {
    "credit": _("Credit now"),
    "again": _("Send the notifications again"),
    "twice": _("Send each of them twice"),
    "pay_anyway": _("Pay all the same"),
}

LIES = {
    "altered": _("another amount under a genuine signature"),
    "other_key": _("signed with a key that is not the bank's"),
    "unsigned": _("without a signature"),
    "old": _("signed an hour ago"),
    "other_merchant": _("about the money of another payee"),
}

KINDS = {
    "paid": pgettext_lazy("demo bank notification", "paid"),
    "credited": pgettext_lazy("demo bank notification", "credited"),
    "failed": pgettext_lazy("demo bank notification", "refused"),
    "refunded": pgettext_lazy("demo bank notification", "given back"),
}


def sent(what: str) -> str:
    """Return what was sent to the payee: a notification, or a lie about one."""
    lie = what.removeprefix("forged: ")
    return KINDS[what] if lie == what else LIES[lie]


def yuan(fen: int) -> str:
    """Return an amount of fen in yuan, with two decimals and thousands."""
    return f"{fen // 100:,}.{fen % 100:02d}"
