"""The words about the books: accounts, movements, suspense, refunds, what two people decide, and what checking finds."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.wording_notices import NoticeWording
from insurance.rules.funds import Fund
from insurance.rules.payments import MessageKind, MessageOutcome, Suspended
from insurance.rules.postings import Account, PostingKind
from insurance.rules.refunds import MoneyAct, MoneyDecisionState, RefundReason, RefundState
from insurance.wording_payments import CHANNEL_NAMES

ACCOUNT_NAMES = {
    Account.RECEIVABLE: pgettext_lazy("account of the books", "owed by payers"),
    Account.INCOME: pgettext_lazy("account of the books", "contributions"),
    Account.LATE_FEES: pgettext_lazy("account of the books", "late fees"),
    Account.OPENING: pgettext_lazy("account of the books", "taken over"),
    Account.CHANNEL: pgettext_lazy("account of the books", "bank"),
    Account.PAYER: pgettext_lazy("account of the books", "money being placed"),
    Account.SUSPENSE: pgettext_lazy("account of the books", "suspense"),
    Account.PAYABLE: pgettext_lazy("account of the books", "to be given back"),
    Account.BETWEEN_FUNDS: pgettext_lazy("account of the books", "between funds"),
    Account.PERSONAL_ACCOUNTS: pgettext_lazy("account of the books", "personal accounts"),
    Account.PROVIDERS: pgettext_lazy("account of the books", "hospitals and pharmacies"),
    Account.WRITTEN_OFF: pgettext_lazy("account of the books", "written off"),
}

POSTING_KIND_NAMES = {
    PostingKind.OPENING: pgettext_lazy("posting", "taken over"),
    PostingKind.CHARGE: pgettext_lazy("posting", "charge"),
    PostingKind.LATE_FEE: pgettext_lazy("posting", "late fee"),
    PostingKind.PAYMENT: pgettext_lazy("posting", "payment received"),
    PostingKind.SUSPENSE: pgettext_lazy("posting", "received into suspense"),
    PostingKind.RELEASE: pgettext_lazy("posting", "released from suspense"),
    PostingKind.RETAIN: pgettext_lazy("posting", "kept in suspense"),
    PostingKind.ALLOCATION: pgettext_lazy("posting", "allocation"),
    PostingKind.CREDIT_NOTE: pgettext_lazy("posting", "refund assessment"),
    PostingKind.OFFSET: pgettext_lazy("posting", "offset"),
    PostingKind.TRANSFER_OUT: pgettext_lazy("posting", "to another fund"),
    PostingKind.TRANSFER_IN: pgettext_lazy("posting", "from another fund"),
    PostingKind.REFUND: pgettext_lazy("posting", "refund"),
    PostingKind.SUSPENSE_REFUND: pgettext_lazy("posting", "refund from suspense"),
    PostingKind.WRITE_OFF: pgettext_lazy("posting", "write-off"),
    PostingKind.CANCELLATION: pgettext_lazy("posting", "cancellation"),
    PostingKind.ACCOUNT_OPENING: pgettext_lazy("posting", "personal accounts taken over"),
    PostingKind.ACCOUNT_CREDIT: pgettext_lazy("posting", "credit of personal accounts"),
    PostingKind.ACCOUNT_TAKEN_BACK: pgettext_lazy("posting", "credit taken back"),
    PostingKind.ACCOUNT_USE: pgettext_lazy("posting", "use of a personal account"),
    PostingKind.ACCOUNT_RETURN: pgettext_lazy("posting", "use taken back"),
}

SUSPENDED_NAMES = {
    Suspended.UNKNOWN_ORDER: _("Nobody knows the order"),
    Suspended.CLOSED_ORDER: _("The order had ended"),
    Suspended.PAID_TWICE: _("The order was paid twice"),
    Suspended.AMOUNT_DIFFERS: _("Not the amount of the order"),
    Suspended.NO_MATCH: _("No payer found for the transfer"),
    Suspended.OVERPAID: _("More than was owed"),
}

REFUND_STATE_NAMES = {
    RefundState.PROPOSED: pgettext_lazy("refund", "to be approved"),
    RefundState.APPROVED: pgettext_lazy("refund", "approved"),
    RefundState.SENT: pgettext_lazy("refund", "at the bank"),
    RefundState.DONE: pgettext_lazy("refund", "given back"),
    RefundState.FAILED: pgettext_lazy("refund", "refused by the bank"),
    RefundState.REJECTED: pgettext_lazy("refund", "rejected"),
}

REFUND_REASON_NAMES = {
    RefundReason.DIED: _("Died before cover began"),
    RefundReason.EMIGRATED: _("Settled abroad before cover began"),
    RefundReason.IMPRISONED: _("Imprisoned before cover began"),
    RefundReason.OTHER_SCHEME: _("Insured elsewhere before cover began"),
    RefundReason.OVER_COLLECTED: _("Too much was collected"),
    RefundReason.SYSTEM_ERROR: _("Fault of a system"),
    RefundReason.NOT_OURS: _("The money is not for this office"),
}

MONEY_ACT_NAMES = {
    MoneyAct.PLACE: _("Allocate to bills"),
    MoneyAct.WRITE_OFF: _("Write off a bill"),
    MoneyAct.CANCEL: _("Cancel a bill"),
}

DECISION_STATE_NAMES = {
    MoneyDecisionState.PROPOSED: pgettext_lazy("proposal", "to be approved"),
    MoneyDecisionState.APPROVED: pgettext_lazy("proposal", "approved"),
    MoneyDecisionState.REJECTED: pgettext_lazy("proposal", "rejected"),
}

CHECK_NAMES = {
    "bill_lines": _("Totals of bills are the sums of their lines"),
    "bill_charge": _("What was charged is the total of the bill"),
    "bill_paid": _("What a bill says was paid is what was posted"),
    "bill_open": _("What is owed in the books is what is open on bills"),
    "credit_note": _("Credit notes: what is left is what is open"),
    "bill_state": _("States and days of bills fit what was paid"),
    "bill_held": _("No ended order holds a bill"),
    "money_received": _("Money received is posted once, with its amount"),
    "money_allocated": _("Allocated and given back as posted"),
    "money_suspense": _("What is in suspense is what is left"),
    "money_placed": _("No money is left half placed"),
    "order_credited": _("Every credited order has its money"),
    "order_amount": _("Orders are the sums of their bills"),
    "refund_posted": _("Refunds are posted when done, and only then"),
    "bill_fund": _("No fund got more than it was owed"),
    "posting_sides": _("Every posting moves between its two accounts: debit equals credit"),
    "between_funds": _("Transfers between funds even out"),
    "closed_month": _("Nothing was added to a closed month"),
    "account_balance": _("Balances of personal accounts are their movements"),
    "account_posted": _("Personal accounts together are what the books hold for them"),
    "account_credited": _("What a bill brought to personal accounts is what was posted for it"),
    "channel_statement": _("Money received is what the channel's statement says"),
}

SENTENCES = {
    "money.own_proposal": _("You proposed this yourself. A second person has to decide."),
    "money.own_money": _("This money concerns you yourself or a unit you act for. Leave it to a colleague."),
    "money.decided_already": _("A colleague has decided this already. Reload the page."),
    "money.answer_missing": _("Write why you reject it, so that the colleague knows what to change."),
    "money.spoken_for": _("Something has been proposed about this already. Wait until it is decided."),
    "money.changed_meanwhile": _("The amount has changed since it was proposed. Reject it and propose it anew."),
    "money.not_open": _(
        "Nothing is open on this bill, or a payment order may still pay it. Wait until the order has ended."
    ),
    "money.part_paid": _(
        "Something was paid on this bill, so it cannot be cancelled. Write off the rest or have it reassessed."
    ),
    "money.document_missing": _("Name the document that allows it: issuer and number."),
    "suspense.nothing_left": _("Nothing is left of this money."),
    "suspense.no_payer": _("No unit or person has this number or credit code. Check it."),
    "suspense.nothing_owed": _(
        "This payer has no open bill that the money could pay. Check the number, or refund the money."
    ),
    "suspense.no_bills": _("Choose at least one open bill of the payer; those chosen may have been paid meanwhile."),
    "suspense.several_payers": _("Choose bills of one payer only."),
    "refund.nothing_left": _("There is nothing to give back on this bill."),
    "refund.too_much": _("At most %(amount)s yuan can be given back. Enter less."),
    "refund.wrong_reason": _("This reason does not fit the money. Choose another one."),
    "refund.cover_began": _("The cover paid for began on %(first_day)s, so this reason does not hold any more."),
    "refund.whole_bill": _("A yearly payment is given back whole: %(amount)s yuan."),
    "refund.not_by_transfer": _("This refund is not waiting for a bank transfer."),
    "refund.reference_missing": _("Enter the reference of the bank transfer."),
}

NOTICES = {
    "refund_approved": NoticeWording(
        _("Refund %(number)s was approved"),
        _("%(amount)s yuan are being given back (refund %(number)s). The bank may need some days."),
    ),
    "refund_done": NoticeWording(
        _("Refund %(number)s was paid out"),
        _("%(amount)s yuan have been given back (refund %(number)s) to whoever paid them. Look at the account."),
    ),
    "money_placed": NoticeWording(
        _("Your payment %(number)s was allocated"),
        _("%(amount)s yuan received from you (%(number)s) now pays your bills. Open your bills to see which."),
    ),
    "bill_written_off": NoticeWording(
        _("Bill %(number)s was written off"),
        _("Bill %(number)s is not collected any more. The contributions remain unpaid in your record."),
    ),
    "bill_cancelled": NoticeWording(
        _("Bill %(number)s was cancelled"),
        _("Bill %(number)s was cancelled. You do not have to pay it."),
    ),
}

AUDIT_ACTIONS = {
    "refund.proposed": _("refund proposed"),
    "refund.approved": _("refund approved"),
    "refund.rejected": _("refund rejected"),
    "refund.sent": _("refund sent to the bank"),
    "refund.failed": _("refund refused by the bank"),
    "refund.done": _("refund carried out"),
    "money.place_proposed": _("allocation from suspense proposed"),
    "money.place_approved": _("allocation from suspense approved"),
    "money.place_rejected": _("allocation from suspense rejected"),
    "money.write_off_proposed": _("write-off proposed"),
    "money.write_off_approved": _("write-off approved"),
    "money.write_off_rejected": _("write-off rejected"),
    "money.cancel_proposed": _("cancellation of a bill proposed"),
    "money.cancel_approved": _("cancellation of a bill approved"),
    "money.cancel_rejected": _("cancellation of a bill rejected"),
    "books.differ": _("the books do not agree"),
    "books.exported": _("figures of the funds exported"),
}


def channel_name(code: str) -> str:
    """Return what a channel is called; its code when it has no name here."""
    return str(CHANNEL_NAMES.get(code, code))


FUND_NAMES = {
    Fund.PENSION: pgettext_lazy("fund", "Pension insurance"),
    Fund.UNEMPLOYMENT: pgettext_lazy("fund", "Unemployment insurance"),
    Fund.INJURY: pgettext_lazy("fund", "Work-injury insurance"),
    Fund.MEDICAL: pgettext_lazy("fund", "Employee medical insurance, maternity included"),
    Fund.SUPPLEMENT: pgettext_lazy("fund", "Large-sum medical supplement"),
    Fund.RESIDENT: pgettext_lazy("fund", "Resident medical insurance"),
}

FIGURE_NAMES = {
    "charged_fen": pgettext_lazy("figure of a fund", "Charged"),
    "credited_fen": pgettext_lazy("figure of a fund", "Credited"),
    "late_fee_fen": pgettext_lazy("figure of a fund", "Late fees among it"),
    "offset_fen": pgettext_lazy("figure of a fund", "Offset"),
    "refunded_fen": pgettext_lazy("figure of a fund", "Refunded"),
    "written_off_fen": pgettext_lazy("figure of a fund", "Written off"),
    "open_fen": pgettext_lazy("figure of a fund", "Open at the end"),
    "to_give_back_fen": pgettext_lazy("figure of a fund", "To be given back"),
}

MESSAGE_NAMES = {
    MessageKind.PAID: pgettext_lazy("message of a channel", "the payer paid"),
    MessageKind.CREDITED: pgettext_lazy("message of a channel", "the money is credited"),
    MessageKind.FAILED: pgettext_lazy("message of a channel", "it will not be paid"),
    MessageKind.REFUNDED: pgettext_lazy("message of a channel", "it was given back"),
}

MESSAGE_OUTCOME_NAMES = {
    MessageOutcome.NOTED: pgettext_lazy("about a message", "noted"),
    MessageOutcome.POSTED: pgettext_lazy("about a message", "posted"),
    MessageOutcome.SUSPENDED: pgettext_lazy("about a message", "put into suspense"),
    MessageOutcome.IGNORED: pgettext_lazy("about a message", "known already, nothing done"),
}
