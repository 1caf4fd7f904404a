"""The words of paying: channels, the life of an order, what becomes of money that came too late or twice."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.wording_notices import NoticeWording
from insurance.rules.payments import Failure, PaymentState, Suspended

CHANNEL_NAMES = {
    "sandbox": _("Yunzhou demo bank"),
    "alipay": _("Alipay"),
    "transfer": _("Bank transfer"),
}

PAYMENT_STATE_NAMES = {
    PaymentState.STARTED: pgettext_lazy("payment order", "waiting for payment"),
    PaymentState.UNKNOWN: pgettext_lazy("payment order", "being checked with the bank"),
    PaymentState.SUCCEEDED: pgettext_lazy("payment order", "credited"),
    PaymentState.FAILED: pgettext_lazy("payment order", "not paid"),
    PaymentState.REFUNDING: pgettext_lazy("payment order", "being given back"),
    PaymentState.REFUNDED: pgettext_lazy("payment order", "given back"),
}

PAID_NOT_CREDITED = pgettext_lazy("payment order", "paid, not credited yet")
POSTED = pgettext_lazy("payment order", "posted")

STEP_NAMES = (
    pgettext_lazy("payment step", "Ordered"),
    pgettext_lazy("payment step", "Paid"),
    pgettext_lazy("payment step", "Credited"),
    pgettext_lazy("payment step", "Posted"),
)

AWAITED_NAMES = (
    pgettext_lazy("payment step", "Order"),
    pgettext_lazy("payment step", "To be paid"),
    pgettext_lazy("payment step", "To be credited"),
    pgettext_lazy("payment step", "To be posted"),
)
"""The same steps while they are waited for."""

FAILURE_WORDS = {
    Failure.REFUSED: _(
        "The bank did not carry out the payment, for example because the balance was too low. Nothing was taken."
        " Begin a new order and choose another card or way to pay."
    ),
    Failure.EXPIRED: _(
        "The order was not paid in time, so it ended. Nothing was taken. Begin a new order when you are ready."
    ),
    Failure.CANCELLED: _("The order was cancelled before it was paid. The bills can be paid with a new order."),
}

SUSPENDED_WORDS = {
    Suspended.UNKNOWN_ORDER: _("The money named an order that we do not know."),
    Suspended.CLOSED_ORDER: _("The money arrived after the order had ended."),
    Suspended.PAID_TWICE: _("The order was paid a second time."),
    Suspended.AMOUNT_DIFFERS: _("Another amount arrived than was ordered."),
    Suspended.NO_MATCH: _("The money named no bill that we know."),
    Suspended.OVERPAID: _("More arrived than was to be paid."),
}

SETTLED_WORDS = {
    (True, False): _(
        "%(refunded)s of %(day)s (number %(number)s) was given back to the account it came from. The bank may take a few"
        " days to show it."
    ),
    (False, True): _("%(allocated)s of %(day)s (number %(number)s) was used to pay bills."),
    (True, True): _(
        "Of the money of %(day)s (number %(number)s) %(allocated)s was used to pay bills and %(refunded)s was given"
        " back to the account it came from."
    ),
}
"""What became of money that had to wait, by whether some was given back and whether some was put on bills."""

SENTENCES = {
    "payment.nothing_chosen": _("Tick at least one bill that you want to pay."),
    "payment.channel_not_offered": _("This way to pay is not on offer any more. Choose another one."),
    "payment.not_payable": _(
        "%(bills)s asks for no money now: it is paid, not issued yet, or not yours. Take it out and look at your bills again."
    ),
    "payment.held": _(
        "Bill %(bill)s is already being paid with order %(number)s. Go on with that order, or cancel it there first."
    ),
    "payment.held_by_other": _(
        "Somebody else is just paying bill %(bill)s. Look again in half an hour; you need not pay it twice."
    ),
    "payment.several_areas": _(
        "These bills belong to different pooling areas. Pay those of each area with an order of its own."
    ),
    "payment.amount_changed": _(
        "What is to be paid on %(bills)s has changed since this page was opened. The new amounts stand here: look at them, then pay."
    ),
    "payment.not_live": _("This order has ended, so there is nothing to cancel."),
    "payment.paid_already": _("The bank says that this order is paid, so it is not cancelled any more."),
    "payment.channel_silent": _(
        "The bank does not answer, so we do not know whether you have paid. Try again in a few minutes; unpaid orders also end by themselves."
    ),
}

NOTICES = {
    "payment_posted": NoticeWording(
        _("Payment %(number)s is credited and posted"),
        _("Your payment %(number)s of %(amount)s yuan is credited and posted. The payment certificate is ready."),
        _("Your social insurance payment %(number)s of %(amount)s yuan is credited and posted."),
    ),
    "payment_suspended": NoticeWording(
        _("Money for order %(number)s is waiting"),
        _(
            "%(amount)s yuan arrived for your order %(number)s that could not be posted to its bills. The money is safe:"
            " the office puts it on your bills or gives it back. The page of the order says why."
        ),
        _(
            "%(amount)s yuan arrived for your order %(number)s and could not be posted yet. It is safe; see the online hall."
        ),
    ),
}

AUDIT_ACTIONS = {
    "payment.begun": _("Payment order begun"),
    "payment.ended": _("Payment order ended unpaid"),
    "payment.posted": _("Payment posted"),
}
