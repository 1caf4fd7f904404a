"""The words about bank files and the statements of channels: verdicts, differences, what is wrong with a file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from insurance.rules.bank_file import BankFileState, RowVerdict, Unmatched
from insurance.rules.reconciling import DifferenceKind, DifferenceState, MovedKind

BANK_FILE_STATE_NAMES = {
    BankFileState.CHECKED: pgettext_lazy("state of a bank file", "looked at, not posted"),
    BankFileState.POSTING: pgettext_lazy("state of a bank file", "being posted"),
    BankFileState.POSTED: pgettext_lazy("state of a bank file", "posted"),
    BankFileState.DISCARDED: pgettext_lazy("state of a bank file", "put aside"),
}

BANK_FILE_TONES = {
    BankFileState.CHECKED: "caution",
    BankFileState.POSTING: "info",
    BankFileState.POSTED: "good",
    BankFileState.DISCARDED: "plain",
}

VERDICT_NAMES = {
    RowVerdict.MATCHED: pgettext_lazy("row of a bank file", "pays bills"),
    RowVerdict.SUSPENSE: pgettext_lazy("row of a bank file", "to suspense"),
    RowVerdict.KNOWN: pgettext_lazy("row of a bank file", "known already"),
    RowVerdict.REFUSED: pgettext_lazy("row of a bank file", "not taken"),
}

VERDICT_TONES = {
    RowVerdict.MATCHED: "good",
    RowVerdict.SUSPENSE: "caution",
    RowVerdict.KNOWN: "plain",
    RowVerdict.REFUSED: "bad",
}

UNMATCHED_NAMES = {
    Unmatched.NO_NUMBER: _("The remark names no bill, order, unit number or credit code."),
    Unmatched.NOT_FOUND: _("A number in the remark is not on record here."),
    Unmatched.SEVERAL: _("The remark names different payers or orders."),
    Unmatched.NOTHING_OPEN: _("Nothing is open there any more."),
    Unmatched.HELD: _("A payment order may still pay these bills."),
}

DIFFERENCE_NAMES = {
    DifferenceKind.MISSING_HERE: _("The channel says it; the hall had not heard of it"),
    DifferenceKind.MISSING_THERE: _("The hall has it; the channel's statement does not"),
    DifferenceKind.AMOUNT_DIFFERS: _("The amounts differ"),
}

WHAT_TO_DO = {
    DifferenceKind.MISSING_HERE: _(
        "The money was taken in like a late message. If it still differs, look it up in suspense by its reference."
    ),
    DifferenceKind.MISSING_THERE: _(
        "Ask the channel about the reference. It may stand in the statement of the next day; otherwise explain what it is."
    ),
    DifferenceKind.AMOUNT_DIFFERS: _(
        "Ask the channel which amount is right, then have the difference refunded or collected."
    ),
}

REFUND_MISSING_HERE = _(
    "The channel gave back money that the hall never asked it to. Ask the channel which refund it means, then explain it here."
)
"""What to do about a refund that only the channel knows: unlike money, it is never taken in."""

DIFFERENCE_STATE_NAMES = {
    DifferenceState.OPEN: pgettext_lazy("state of a difference", "open"),
    DifferenceState.MADE_GOOD: pgettext_lazy("state of a difference", "put right"),
    DifferenceState.EXPLAINED: pgettext_lazy("state of a difference", "explained, to be cleared"),
    DifferenceState.CLEARED: pgettext_lazy("state of a difference", "cleared"),
}

DIFFERENCE_TONES = {
    DifferenceState.OPEN: "bad",
    DifferenceState.MADE_GOOD: "good",
    DifferenceState.EXPLAINED: "caution",
    DifferenceState.CLEARED: "plain",
}

MOVED_NAMES = {
    MovedKind.CREDITED: pgettext_lazy("movement of money", "credited"),
    MovedKind.REFUNDED: pgettext_lazy("movement of money", "given back"),
}

SENTENCES = {
    "bank_file.empty": _("There are no rows in the file. Choose the file that the bank gave you."),
    "bank_file.large": _(
        "The file is larger than %(most)s MB. Divide it by days and load the parts one after another."
    ),
    "bank_file.long": _(
        "The file has more than %(most)s rows. Divide it by days and load the parts one after another."
    ),
    "bank_file.encoding": _("This is not a CSV file in UTF-8 or GB18030. Save it as CSV and choose it again."),
    "bank_file.columns": _(
        "These columns are missing, or stand there twice: %(columns)s. The first line must name every column once."
    ),
    "bank_file.missing": _("The column %(column)s is empty."),
    "bank_file.too_long": _("The column %(column)s has more than %(most)s characters."),
    "bank_file.reference": _("The reference may only hold letters, digits and the signs . _ / -."),
    "bank_file.day": _("A day is not written like 2026-09-30."),
    "bank_file.day_ahead": _("The day of the credit has not come yet."),
    "bank_file.days_order": _("The money was credited before it was paid."),
    "bank_file.amount": _("The amount must be yuan with at most two decimals, and more than nothing."),
    "bank_file.twice": _("The same reference stands in the file before."),
    "bank_file.contradicts": _("Money with this reference came before, with another amount. Ask the bank."),
    "bank_file.not_now": _("The file is not waiting to be posted any more. Reload the page."),
    "bank_file.nothing": _("No row of the file is new: there is nothing to post."),
    "statement.day_ahead": _("The day has not come yet. Choose a day up to today."),
    "statement.channel": _("Choose a channel that is set up here."),
    "statement.line": _(
        "Line %(line)s cannot be read. Each line needs a kind, a reference, an order, an amount and a time."
    ),
    "statement.contradicts": _(
        "The statement says something else of the movement %(reference)s than before. Check that it is the right day and channel."
    ),
    "statement.not_now": _("This difference does not wait for that any more. Reload the page."),
    "statement.same_person": _("Who explained a difference cannot clear it. A second person does."),
}

AUDIT_ACTIONS = {
    "bank_file.uploaded": _("bank file uploaded"),
    "bank_file.posted": _("bank file posted"),
    "bank_file.discarded": _("bank file put aside"),
    "statement.uploaded": _("channel statement uploaded"),
    "statement.compared": _("channel statement compared again"),
    "difference.explained": _("difference of a statement explained"),
    "difference.cleared": _("difference of a statement cleared"),
}
