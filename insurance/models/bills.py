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
    """Totals, state and dates of one agency's share of an assessment, in fen. An insurance's state is its bill's."""

    number = public_number("B")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="bills")
    agency = models.CharField(max_length=10, choices=codes(Agency))
    unit_total_fen = models.BigIntegerField()
    own_total_fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=codes(BillState), default=BillState.OPEN)
    due_on = models.DateField(_("due on"), null=True)
    paid_on = models.DateField(_("paid on"), null=True)
    credited_on = models.DateField(_("credited on"), null=True)

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
                | Q(unit_total_fen__lt=-F("own_total_fen")),
            ),
        ]
        indexes = [models.Index(name="bill_unpaid", fields=["assessment"], condition=~Q(state="paid"))]

    def __str__(self):
        return self.number
