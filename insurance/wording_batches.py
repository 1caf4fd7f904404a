"""The words of declaring by workbook: states, choices, what is told and refused."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.wording import worded
from accounts.wording_notices import NoticeWording
from insurance.rules.batches import BatchState, NamedColumn, Scope
from insurance.rules.findings import Verdict
from insurance.wording_templates import COLUMN_NAMES


@worded.register
def worded_column(value: NamedColumn) -> str:
    return str(COLUMN_NAMES[value])


BATCH_STATE_NAMES = {
    BatchState.UPLOADED: pgettext_lazy("state of a table", "Waiting for the check"),
    BatchState.CHECKING: pgettext_lazy("state of a table", "Being checked"),
    BatchState.UNMATCHED: pgettext_lazy("state of a table", "Columns to be named"),
    BatchState.CHECKED: pgettext_lazy("state of a table", "Checked, waiting for you"),
    BatchState.SUBMITTED: pgettext_lazy("state of a table", "Being submitted"),
    BatchState.APPLIED: pgettext_lazy("state of a table", "Submitted to the agency"),
    BatchState.DISCARDED: pgettext_lazy("state of a table", "Put aside"),
}

UNREADABLE = pgettext_lazy("state of a table", "Could not be read")
"""What a table is that was put aside by the check, not by somebody of the unit."""

BATCH_TONES = {
    BatchState.UPLOADED: "info",
    BatchState.CHECKING: "info",
    BatchState.UNMATCHED: "caution",
    BatchState.CHECKED: "caution",
    BatchState.SUBMITTED: "info",
    BatchState.APPLIED: "good",
    BatchState.DISCARDED: "plain",
}

VERDICT_NAMES = {
    Verdict.FAIL: pgettext_lazy("result of a row", "Refused"),
    Verdict.WARN: pgettext_lazy("result of a row", "To be read"),
    Verdict.PASS: pgettext_lazy("result of a row", "Passes"),
}

VERDICT_TONES = {Verdict.FAIL: "bad", Verdict.WARN: "caution", Verdict.PASS: "good"}

SCOPE_NAMES = {
    Scope.ALL: _("All rows, or none: nothing is declared while a row is refused"),
    Scope.GOOD: _("The rows that pass; refused ones are left out and stay in the result table"),
}

SENTENCES = {
    "batch.file_missing": _("Choose the table you filled in, then send it."),
    "batch.empty": _("The file is empty. Open it to see whether it was saved, then choose it again."),
    "batch.too_large": _(
        "The file is larger than %(most_megabytes)s MB. Delete pictures and sheets that are not needed,"
        " or divide it into several files."
    ),
    "batch.many_waiting": _(
        "%(most)s tables of your unit are being checked at the moment. Wait until one of them is done, then send this one."
    ),
    "batch.not_now": _(
        "Table %(number)s has moved on meanwhile, so this is not possible any more. Open it again to see where it stands."
    ),
    "batch.column_twice": _("Two headings are said to be “%(column)s”. Choose it for one of them only."),
    "batch.column_missing": _(
        "No heading is said to be “%(column)s”, which is needed. Choose the heading it stands under."
    ),
    "batch.columns_missing": _(
        "These columns are missing: %(columns)s. Add them to the first row of the table, or copy your rows into our"
        " template, then send it again."
    ),
    "batch.rows_refused": _(
        "%(rows)s rows are refused. Download the corrected table, put them right and send it again,"
        " or declare only the rows that pass."
    ),
    "batch.nothing_passed": _(
        "No row passes, so there is nothing to declare. Put the rows right as told below and send the table again."
    ),
    "batch.not_acknowledged": _("Read what is pointed out, then tick this."),
    "batch.fault": _(
        "Something failed on our side; nothing was declared. Please try once more. If it happens again, call the hotline."
    ),
    "R017.in_file": _("The same person also stands in row %(rows)s. Keep one row for each person."),
}

NOTICES = {
    "batch_checked": NoticeWording(
        _("Table %(number)s was checked"),
        _("Your table %(number)s was checked. See what would change, then submit it."),
    ),
    "batch_refused": NoticeWording(
        _("Table %(number)s cannot be taken"),
        _("Your table %(number)s could not be read as it is. Open it to see why and what to do."),
    ),
    "batch_changed": NoticeWording(
        _("Table %(number)s has to be looked at again"),
        _(
            "Nothing was declared with table %(number)s: something has changed since you looked at it. See what is different now."
        ),
    ),
    "batch_applied": NoticeWording(
        _("Table %(number)s was submitted"),
        _("The people of table %(number)s were declared. The result of each row can be downloaded there."),
    ),
}

AUDIT_ACTIONS = {
    "batch.columns_mapped": _("meaning of a table's columns given"),
    "batch.discarded": _("table put aside"),
    "batch.submitted": _("table submitted"),
    "batch.uploaded": _("table uploaded"),
    "batch.template_prefilled": _("template with the unit's people downloaded"),
}
