"""The words of bills: where one stands, why it was made, what was booked on it, deferral, looking up what is payable."""

from datetime import date

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.wording import month_text
from accounts.wording_notices import NoticeWording
from insurance.rules.bill_standing import BillStanding, Shelf
from insurance.rules.deferral import Difficulty
from insurance.rules.kinds import AssessmentKind
from insurance.rules.postings import PostingKind

STANDING_NAMES = {
    BillStanding.OVERDUE: pgettext_lazy("bill state", "overdue"),
    BillStanding.DUE: pgettext_lazy("bill state", "due"),
    BillStanding.PART_PAID: pgettext_lazy("bill state", "partly paid"),
    BillStanding.DEFERRED: pgettext_lazy("bill state", "deferred"),
    BillStanding.GIVES_BACK: pgettext_lazy("bill state", "gives money back"),
    BillStanding.PREPARED: pgettext_lazy("bill state", "being prepared"),
    BillStanding.PAID: pgettext_lazy("bill state", "paid, on its way"),
    BillStanding.CREDITED: pgettext_lazy("bill state", "credited"),
    BillStanding.GIVEN_BACK: pgettext_lazy("bill state", "given back"),
    BillStanding.CANCELLED: pgettext_lazy("bill state", "cancelled"),
    BillStanding.WRITTEN_OFF: pgettext_lazy("bill state", "written off"),
}

STANDING_TONES = {
    BillStanding.OVERDUE: "overdue",
    BillStanding.DUE: "due",
    BillStanding.PART_PAID: "part_paid",
    BillStanding.DEFERRED: "info",
    BillStanding.GIVES_BACK: "info",
    BillStanding.PREPARED: "open",
    BillStanding.PAID: "paid",
    BillStanding.CREDITED: "credited",
    BillStanding.GIVEN_BACK: "good",
    BillStanding.CANCELLED: "cancelled",
    BillStanding.WRITTEN_OFF: "plain",
}
"""How the tag of a standing is drawn."""

STANDING_SENTENCES = {
    BillStanding.OVERDUE: _("All of it was paid; it is being credited."),
    BillStanding.DUE: _("All of it was paid; it is being credited."),
    BillStanding.PART_PAID: _("All of it was paid; it is being credited."),
    BillStanding.DEFERRED: _("All of it was paid; it is being credited."),
    BillStanding.GIVES_BACK: _(
        "With this bill money comes back: it is set off against the oldest bills that are open, or refunded."
    ),
    BillStanding.PREPARED: _("The bill is made but not issued. It asks for nothing yet."),
    BillStanding.PAID: _("The payment was made and is on its way to the agency."),
    BillStanding.CREDITED: _("All of it was paid and credited."),
    BillStanding.GIVEN_BACK: _("All of it was set off or refunded."),
    BillStanding.CANCELLED: _("The bill was cancelled and asks for nothing."),
    BillStanding.WRITTEN_OFF: _("What was left of it was written off and is not asked for any more."),
}
"""What is said where nothing is to be paid."""

ASSESSMENT_NAMES = {
    AssessmentKind.REGULAR: pgettext_lazy("why a bill was made", "monthly contributions"),
    AssessmentKind.SUPPLEMENT: pgettext_lazy("why a bill was made", "supplement"),
    AssessmentKind.BACK_PAYMENT: pgettext_lazy("why a bill was made", "back payment"),
    AssessmentKind.DIFFERENCE: pgettext_lazy("why a bill was made", "difference"),
    AssessmentKind.REFUND: pgettext_lazy("why a bill was made", "refund assessment"),
    AssessmentKind.YEARLY: pgettext_lazy("why a bill was made", "yearly contribution"),
}


def period_text(first_day: date, kind: str) -> str:
    """Return what a bill is for: its month, the whole year where contributions are paid by the year."""
    if kind == AssessmentKind.YEARLY:
        return gettext("the year %(year)s") % {"year": first_day.year}
    return month_text(first_day)


SHELF_NAMES = {
    Shelf.TO_PAY: pgettext_lazy("bills", "To be paid"),
    Shelf.TO_COME: pgettext_lazy("bills", "Under way, or giving money back"),
    Shelf.DONE: pgettext_lazy("bills", "Done"),
}

MOVEMENT_NAMES = {
    PostingKind.OPENING: pgettext_lazy("posting", "Taken over with what was open"),
    PostingKind.CHARGE: pgettext_lazy("posting", "Charged"),
    PostingKind.LATE_FEE: pgettext_lazy("posting", "Late fee charged"),
    PostingKind.ALLOCATION: pgettext_lazy("posting", "Payment credited, contributions and late fee"),
    PostingKind.CREDIT_NOTE: pgettext_lazy("posting", "To be given back"),
    PostingKind.OFFSET: pgettext_lazy("posting", "Offset"),
    PostingKind.REFUND: pgettext_lazy("posting", "Refunded"),
    PostingKind.WRITE_OFF: pgettext_lazy("posting", "Written off"),
    PostingKind.CANCELLATION: pgettext_lazy("posting", "Charge cancelled"),
}
"""What is booked on a bill, as its payer reads it; what moves within the office's books is not told."""

PAYMENT_CREDITED = pgettext_lazy("posting", "Payment credited")
"""The same on a bill without a late fee."""

DIFFICULTY_NAMES = {
    Difficulty.NATURAL_DISASTER: pgettext_lazy("difficulty", "natural disaster: flood, earthquake, storm, fire"),
    Difficulty.PUBLIC_EVENT: pgettext_lazy("difficulty", "public health or safety event with an official order"),
    Difficulty.GOVERNMENT_ACT: pgettext_lazy("difficulty", "order of the government that stopped the business"),
    Difficulty.OTHER: pgettext_lazy("difficulty", "another event nobody could foresee or avert"),
}

SENTENCES = {
    "deferral.no_bills": _("Choose at least one bill that is to be paid later."),
    "deferral.not_payable": _(
        "%(bills)s cannot be deferred: paid, not issued, or not yours. Take it out of the choice."
    ),
    "deferral.held": _(
        "%(bills)s is being paid with an order that is still open. Wait until the order ends, or cancel it, then ask again."
    ),
    "deferral.open_declaration": _(
        "Declaration %(number)s about %(bills)s is not decided yet. Take these bills out, wait for it, or withdraw it first."
    ),
    "deferral.not_later": _(
        "Choose a day after %(day)s, the last day on which the chosen bills are payable without it."
    ),
    "deferral.too_far": _(
        "At most one year after the due day is possible: choose a day up to %(latest)s"
        " (Implementing Provisions of the Social Insurance Law, article 21)."
    ),
    "deferral.text_short": _(
        "Describe in at least %(characters)s characters what happened and why the unit cannot pay."
    ),
    "deferral.papers": _("Add at least one paper that proves the event or the difficulty."),
    "deferral.after_due": _(
        "The due day of %(bills)s has passed already. The agency looks at whether the difficulty existed on that day;"
        " if it refuses, the late fee counts from the day after the due day."
    ),
    "cancellation.refund": _(
        "%(amount)s yuan still have to come back to the unit. Wait for the refund, or ask the agency to set it off."
    ),
    "lookup.no_match": _(
        "Nothing can be shown for this number and name. Compare both with the card, character by character; the name is"
        " written as on the identity card. If they are right, sign in or ask at a counter."
    ),
}

AUDIT_ACTIONS = {
    "bills.deferred": _("bills deferred"),
    "levy_order.printed": _("levy order printed"),
    "bill_lines.exported": _("people of a bill exported"),
}

NOTICES = {
    "bills_deferred": NoticeWording(
        _("Deferral granted until %(day)s"),
        _(
            "%(bills)s may be paid until %(day)s without a late fee. Nobody of your staff loses medical benefits because"
            " of these bills before that day."
        ),
    ),
}
