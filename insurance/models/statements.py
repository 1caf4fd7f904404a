"""What banks and channels say of the money that came in: files of transfers, statements of a day, and how they differ from
the books."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models.parties import Person, Unit, public_number
from accounts.models.users import User
from insurance.models.columns import codes
from insurance.models.payments import Payment, Remittance
from insurance.rules.bank_file import BankFileState, RowVerdict
from insurance.rules.payments import Source
from insurance.rules.reconciling import DifferenceKind, DifferenceState, MovedKind


class BankFile(models.Model):
    """到账文件: one file of transfers that a cashier uploaded; amounts in fen. ``rows_done`` is how far the worker is."""

    number = public_number("F")
    file_name = models.CharField(_("file name"), max_length=120)
    content_digest = models.BinaryField(max_length=32)
    state = models.CharField(_("state"), max_length=9, choices=codes(BankFileState), default=BankFileState.CHECKED)
    amount_fen = models.BigIntegerField(_("amount"), default=0)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_matched = models.PositiveIntegerField(default=0)
    rows_suspense = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    posted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bank file")
        verbose_name_plural = _("bank files")
        constraints = [
            models.UniqueConstraint(
                name="bank_file_counts_once", fields=["content_digest"], condition=~Q(state="discarded")
            ),
            models.CheckConstraint(
                name="bank_file_posted_by_somebody",
                condition=Q(state__in=["checked", "discarded"]) | Q(posted_by__isnull=False, posted_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.number


class BankFileRow(models.Model):
    """One row of a bank file and what becomes of its money; in fen.

    ``verdict`` and ``reason`` are from the look before; what the money did is on its remittance. ``named`` is the number by
    which it was placed. Payer and remark are encrypted.
    """

    bank_file = models.ForeignKey(BankFile, models.PROTECT, related_name="rows", db_index=False)
    line = models.PositiveIntegerField(_("line"))
    verdict = models.CharField(max_length=8, choices=codes(RowVerdict))
    reason = models.CharField(max_length=40, blank=True, default="")
    facts = models.JSONField(default=dict)
    reference = models.CharField(_("reference"), max_length=64, blank=True, default="")
    paid_on = models.DateField(_("paid on"), null=True)
    credited_on = models.DateField(_("credited on"), null=True)
    amount_fen = models.BigIntegerField(_("amount"), null=True)
    payer_name = EncryptedTextField(null=True)
    payer_account = EncryptedTextField(null=True)
    remark = EncryptedTextField(null=True)
    named = models.CharField(max_length=40, blank=True, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="+", db_index=False)
    remittance = models.ForeignKey(Remittance, models.PROTECT, null=True, related_name="file_rows")

    class Meta:
        verbose_name = _("row of a bank file")
        constraints = [
            models.UniqueConstraint(name="bank_file_line_once", fields=["bank_file", "line"]),
            models.CheckConstraint(
                name="bank_file_row_is_money_or_refused",
                condition=Q(verdict="refused", remittance=None) | Q(amount_fen__gt=0, credited_on__isnull=False),
            ),
        ]
        indexes = [models.Index(name="bank_file_row_by_verdict", fields=["bank_file", "verdict", "line"])]


class ChannelStatement(models.Model):
    """对账单: what a channel says of one day; sums in fen. ``source`` says whether it was asked for or uploaded."""

    channel = models.CharField(_("channel"), max_length=12)
    day = models.DateField(_("day"))
    source = models.CharField(max_length=8, choices=codes(Source))
    loaded_at = models.DateTimeField(_("loaded at"))
    loaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    rows = models.PositiveIntegerField(_("rows"), default=0)
    credited_fen = models.BigIntegerField(_("credited"), default=0)
    refunded_fen = models.BigIntegerField(_("given back"), default=0)

    class Meta:
        verbose_name = _("channel statement")
        verbose_name_plural = _("channel statements")
        constraints = [models.UniqueConstraint(name="one_statement_a_day", fields=["channel", "day"])]

    def __str__(self):
        return f"{self.channel}-{self.day:%Y%m%d}"


class StatementLine(models.Model):
    """One movement in a channel's statement; append-only, each movement once."""

    statement = models.ForeignKey(ChannelStatement, models.PROTECT, related_name="lines")
    channel = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=codes(MovedKind))
    reference = models.CharField(_("reference"), max_length=64)
    order_number = models.CharField(_("order"), max_length=64)
    amount_fen = models.BigIntegerField(_("amount"))
    occurred_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("line of a channel statement")
        constraints = [
            models.UniqueConstraint(name="statement_says_it_once", fields=["channel", "kind", "reference"]),
            models.CheckConstraint(name="statement_line_is_an_amount", condition=Q(amount_fen__gt=0)),
        ]


class StatementDifference(models.Model):
    """One difference between a statement and the books: explained by one member of the staff, cleared by another."""

    statement = models.ForeignKey(ChannelStatement, models.PROTECT, related_name="differences")
    kind = models.CharField(_("kind"), max_length=14, choices=codes(DifferenceKind))
    moved = models.CharField(max_length=8, choices=codes(MovedKind))
    reference = models.CharField(_("reference"), max_length=64)
    order_number = models.CharField(_("order"), max_length=64, blank=True, default="")
    theirs_fen = models.BigIntegerField(null=True)
    ours_fen = models.BigIntegerField(null=True)
    remittance = models.ForeignKey(Remittance, models.PROTECT, null=True, related_name="differences")
    state = models.CharField(_("state"), max_length=9, choices=codes(DifferenceState), default=DifferenceState.OPEN)
    explanation = models.TextField(_("explanation"), max_length=500, blank=True, default="")
    explained_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("difference of a channel statement")
        constraints = [
            models.UniqueConstraint(name="one_difference_of_a_movement", fields=["statement", "moved", "reference"]),
            models.CheckConstraint(
                name="difference_four_eyes", condition=Q(cleared_by=None) | ~Q(cleared_by=F("explained_by"))
            ),
            models.CheckConstraint(
                name="difference_is_cleared_by_two",
                condition=~Q(state="cleared") | Q(explained_by__isnull=False, cleared_by__isnull=False),
            ),
            models.CheckConstraint(
                name="difference_is_explained",
                condition=~Q(state="explained") | (Q(explained_by__isnull=False) & ~Q(explanation="")),
            ),
        ]
        indexes = [
            models.Index(name="difference_to_do", fields=["statement"], condition=Q(state__in=["open", "explained"]))
        ]
