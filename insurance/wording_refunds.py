"""The words of asking money back: why it cannot be asked, how a refund stands, what is told to whom."""

from django.utils.translation import gettext_lazy as _

from accounts.wording_notices import NoticeWording
from insurance.rules.refunds import RefundReason, RefundState

SENTENCES = {
    "refund.asked_already": _(
        "A refund of this bill has been asked for already and is being looked at. Nothing more has to be done."
    ),
    "refund.asked_for": _(
        "The person has asked for this money with %(number)s. Decide that request on its page: accepting it proposes the refund."
    ),
    "refund.under_way": _("The office is giving this money back already. Nothing more has to be done."),
    "refund.office_repeats": _(
        "The bank refused this refund. The office gives the money back by bank transfer; nothing more has to be done."
    ),
    "refund.not_refundable": _("There is no money on this bill that can be given back."),
    "refund.bill_held": _("A payment order holds this bill. Wait until it has ended, then ask again."),
    "refund.year_began": _("The cover began on %(first_day)s. From that day on the year's payment is not given back."),
    "refund.amount_changed": _("The amount has changed: %(amount)s yuan can be given back now. Send it once more."),
}

ASK_REASON_NAMES = {
    RefundReason.DIED: _("The insured person has died"),
    RefundReason.EMIGRATED: _("Settled abroad"),
    RefundReason.IMPRISONED: _("Serving a prison sentence"),
    RefundReason.OTHER_SCHEME: _("Insured elsewhere: in the employee scheme, or in another area"),
    RefundReason.OVER_COLLECTED: _("Too much was collected"),
    RefundReason.SYSTEM_ERROR: _("A system made a mistake"),
}
"""Reasons as whoever asks chooses them."""

ASK_NAMES = {
    RefundState.PROPOSED: _("Accepted, waits for the second signature"),
    RefundState.APPROVED: _("Signed, on its way"),
    RefundState.SENT: _("At the bank"),
    RefundState.DONE: _("Given back"),
    RefundState.FAILED: _("Refused by the bank"),
    RefundState.REJECTED: _("Not approved"),
}
"""Where a refund stands, for whoever gets the money."""

ASK_SENTENCES = {
    RefundState.PROPOSED: _(
        "The agency accepted the request on %(proposed)s. A second member of the staff has still to sign; no money has moved yet."
    ),
    RefundState.APPROVED: _(
        "The second member of the staff signed on %(decided)s. The bank is being asked to give the money back."
    ),
    RefundState.SENT: _("The refund was signed on %(decided)s, and the bank has taken it on. It may need some days."),
    RefundState.DONE: _("The money was given back on %(ended)s."),
    RefundState.FAILED: _(
        "The bank refused the refund on %(ended)s. The office gives the money back by bank transfer; nothing has to be done by you."
    ),
    RefundState.REJECTED: _(
        "The second member of the staff did not approve the refund on %(decided)s. No money has moved."
    ),
}

BY_TRANSFER_SENTENCE = _(
    "The second member of the staff signed on %(decided)s. The office now makes a bank transfer, and writes to you if it needs an account."
)

NOTICES = {
    "refund_request_accepted": NoticeWording(
        _("Your request %(number)s for a refund was accepted"),
        _(
            "%(agency)s accepted your request %(number)s. A second member of the staff has still to sign; then the money goes back."
        ),
    ),
    "refund_request_refused": NoticeWording(
        _("The refund asked for with %(number)s was not approved"),
        _(
            "The second member of the staff did not approve the refund asked for with %(number)s. Open it to read why and what you can do. No money has moved."
        ),
    ),
    "refund_asked_for_you": NoticeWording(
        _("A refund of your bill %(number)s was asked for"),
        _(
            "Whoever paid your bill %(number)s asks for the money back. If it goes back, the cover it pays for does not begin. If that is wrong, call 12333 at once."
        ),
    ),
}
