"""批量申报: a workbook that a unit uploaded, what the check found in each row, and what became of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedBytesField, EncryptedTextField
from accounts.models.parties import Person, Unit, public_number
from accounts.models.users import User
from insurance.models.columns import codes, first_of_month
from insurance.models.declarations import Declaration
from insurance.rules.batches import LIVE, BatchState, Scope
from insurance.rules.findings import Verdict
from insurance.rules.kinds import DeclarationKind

LIVE_STATES = sorted(map(str, LIVE))
BEFORE_FILING = sorted(map(str, set(BatchState) - {BatchState.APPLIED, BatchState.DISCARDED}))


class Batch(models.Model):
    """One uploaded file. Its bytes are encrypted, and dropped some time after it came to its end.

    ``canonical_digest`` is the same for the same rows in another order, with other headings or in another kind of file:
    of those only one may count in a month, and ``same_as`` names the one that counted. ``outcome_digest`` covers
    everything the check decided about the rows: where it differs on the day of submission, people look again.
    ``problem`` is why the file was refused, ``changed`` why it has to be looked at again. ``headings`` are those of the
    file, ``columns`` the places of what was recognised, ``mapping`` what a person said the headings mean. ``forecast``
    holds the next bill before and after, ``to_read`` the soft findings of the rows, one of each code and how many rows
    have it. ``version`` grows with each check.
    """

    public_id = public_number("W")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="batches")
    kind = models.CharField(_("kind"), max_length=20, choices=codes(DeclarationKind))
    state = models.CharField(_("state"), max_length=12, choices=codes(BatchState), default=BatchState.UPLOADED)
    version = models.PositiveIntegerField(default=0)
    period = models.DateField(_("month"))
    file_name = models.CharField(_("file name"), max_length=120)
    content = EncryptedBytesField(null=True)
    content_digest = models.BinaryField(max_length=32)
    canonical_digest = models.BinaryField(max_length=32, null=True)
    outcome_digest = models.BinaryField(max_length=32, null=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeated_by")
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    unit_findings = models.JSONField(default=list)
    to_read = models.JSONField(default=list)
    forecast = models.JSONField(default=dict)
    problem = models.JSONField(null=True)
    changed = models.JSONField(null=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_passed = models.PositiveIntegerField(default=0)
    rows_warned = models.PositiveIntegerField(default=0)
    rows_failed = models.PositiveIntegerField(default=0)
    scope = models.CharField(max_length=4, choices=codes(Scope), blank=True)
    declaration = models.OneToOneField(Declaration, models.PROTECT, null=True, related_name="batch")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    checked_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("uploaded table")
        verbose_name_plural = _("uploaded tables")
        constraints = [
            models.CheckConstraint(name="batch_state_known", condition=Q(state__in=[str(s) for s in BatchState])),
            models.UniqueConstraint(
                name="batch_counts_once_a_month",
                fields=["unit", "kind", "period", "canonical_digest"],
                condition=Q(state__in=LIVE_STATES),
                violation_error_message=_("The same file was uploaded before."),
            ),
            models.UniqueConstraint(
                name="batch_bytes_wait_once",
                fields=["unit", "kind", "content_digest"],
                condition=Q(state__in=BEFORE_FILING),
            ),
            models.CheckConstraint(
                name="batch_rows_add_up",
                condition=Q(rows_done__lte=F("rows_total"))
                & (~Q(state__in=LIVE_STATES) | Q(rows_total=F("rows_passed") + F("rows_warned") + F("rows_failed"))),
            ),
            models.CheckConstraint(
                name="batch_applied_has_a_declaration",
                condition=~Q(state="applied") | Q(declaration__isnull=False, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_chosen_by_somebody",
                condition=~Q(state__in=["submitted", "applied"])
                | (Q(submitted_by__isnull=False, submitted_at__isnull=False) & ~Q(scope="")),
            ),
            first_of_month("batch_of_a_month", "period"),
        ]
        indexes = [
            models.Index(name="batch_by_unit", fields=["unit", "-id"]),
            models.Index(name="batch_with_a_file", fields=["ended_at"], condition=Q(content__isnull=False)),
        ]

    def __str__(self):
        return self.public_id


class BatchRow(models.Model):
    """One row of the file and what the check says of it.

    ``sealed`` holds as JSON, encrypted, the cells as they stood and what was read in them. ``findings`` stand against
    the row, ``damages`` were put right: codes and facts without personal numbers.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(_("row of the file"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    sealed = EncryptedTextField()
    verdict = models.CharField(max_length=4, choices=codes(Verdict))
    findings = models.JSONField(default=list)
    damages = models.JSONField(default=list)

    class Meta:
        verbose_name = _("row of an uploaded table")
        constraints = [
            models.UniqueConstraint(name="batch_row_numbers_unique", fields=["batch", "number"]),
            models.CheckConstraint(name="batch_verdict_known", condition=Q(verdict__in=[str(v) for v in Verdict])),
        ]
        indexes = [models.Index(name="batch_rows_by_verdict", fields=["batch", "verdict", "number"])]


class ColumnMapping(models.Model):
    """What one heading of a unit's own workbooks means, as somebody of the unit said once."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="column_mappings", db_index=False)
    kind = models.CharField(max_length=20, choices=codes(DeclarationKind))
    heading = models.CharField(max_length=100)
    column = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("meaning of a heading")
        constraints = [models.UniqueConstraint(name="one_meaning_per_heading", fields=["unit", "kind", "heading"])]
