"""征集单: what is to be paid to one agency for one assessment."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import public_number
from accounts.rules.roles import Agency
from insurance.models.assessments import Assessment
from insurance.models.columns import codes
from insurance.rules.kinds import BillState


class Bill(models.Model):
    """Totals, state and dates of one agency's share of an assessment, in fen. An insurance's state is its bill's.

    ``issued_on`` is the day the hall issued it and posted its charge; NULL for a bill that was taken over, of which
    ``brought_fen`` was paid before the hall kept the books. ``paid_fen`` counts principal alone, late fees are postings.
    Until ``deferred_until`` no late fee counts. ``held_by`` is the payment order that may still pay it: one at a time.
    A bill whose total is negative is a credit note: ``paid_fen`` counts down to it, and it is paid when all of it was
    offset or refunded. A bill that is written off has nothing open and is never credited.
    """

    number = public_number("B")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="bills")
    agency = models.CharField(max_length=10, choices=codes(Agency))
    unit_total_fen = models.BigIntegerField()
    own_total_fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12, choices=codes(BillState), default=BillState.OPEN)
    due_on = models.DateField(_("due on"), null=True)
    paid_on = models.DateField(_("paid on"), null=True)
    credited_on = models.DateField(_("credited on"), null=True)
    issued_on = models.DateField(_("issued on"), null=True)
    brought_fen = models.BigIntegerField(default=0)
    deferred_until = models.DateField(_("deferred until"), null=True)
    held_by = models.ForeignKey("Payment", models.PROTECT, null=True, related_name="held_bills", db_index=False)

    class Meta:
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        constraints = [
            models.UniqueConstraint(name="one_bill_per_agency", fields=["assessment", "agency"]),
            models.CheckConstraint(
                name="bill_is_credited_when_paid",
                condition=Q(state="paid", credited_on__isnull=False) | (~Q(state="paid") & Q(credited_on=None)),
            ),
            models.CheckConstraint(
                name="bill_is_paid_in_full_or_less",
                condition=Q(paid_fen__gte=0, paid_fen__lte=F("unit_total_fen") + F("own_total_fen"))
                | Q(unit_total_fen__lt=-F("own_total_fen"), paid_fen__lte=0)
                & Q(paid_fen__gte=F("unit_total_fen") + F("own_total_fen")),
            ),
        ]
        indexes = [
            models.Index(name="bill_unpaid", fields=["assessment"], condition=~Q(state="paid")),
            models.Index(name="bill_held", fields=["held_by"], condition=Q(held_by__isnull=False)),
        ]

    def __str__(self):
        return self.number

    @property
    def total_fen(self) -> int:
        return self.unit_total_fen + self.own_total_fen

    @property
    def open_fen(self) -> int:
        """What is not paid of it, late fees apart; negative where money is still to be given back."""
        return self.total_fen - self.paid_fen
