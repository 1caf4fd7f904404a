"""退款: money that is given back, proposed by one member of the staff and approved by another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import public_number
from accounts.models.users import User
from insurance.models.bills import Bill
from insurance.models.columns import codes
from insurance.models.declarations import Declaration
from insurance.models.payments import Payment, Remittance
from insurance.models.policy import PoolingArea
from insurance.rules.refunds import OPEN_REFUNDS, RefundReason, RefundState

WAITS = Q(state__in=[str(state) for state in OPEN_REFUNDS])


class Refund(models.Model):
    """Money given back, in fen: what a remittance left in suspense, or what a credit note left open.

    It goes through ``channel``, the way the money came, or by bank transfer. ``origin`` is the movement that brought it,
    ``payment`` the order. ``reference`` names it at the bank once it is done. Nothing is posted before that: until then
    the amount is set aside, because nothing else is decided about the same money. ``request`` is the declaration by which
    a person asked for it; the staff propose most refunds without one.
    """

    number = public_number("T")
    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+")
    remittance = models.ForeignKey(Remittance, models.PROTECT, null=True, related_name="refunds")
    bill = models.ForeignKey(Bill, models.PROTECT, null=True, related_name="refunds")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="refunds")
    origin = models.ForeignKey(Remittance, models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(Declaration, models.PROTECT, null=True, related_name="refunds")
    amount_fen = models.BigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=14, choices=codes(RefundReason))
    text = models.TextField(_("explanation"), max_length=500)
    state = models.CharField(_("state"), max_length=8, choices=codes(RefundState), default=RefundState.PROPOSED)
    channel = models.CharField(_("channel"), max_length=12)
    reference = models.CharField(_("reference of the channel"), max_length=64, blank=True, default="")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=500, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(name="refund_is_an_amount", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="refund_is_of_one_thing",
                condition=Q(remittance=None, bill__isnull=False) | Q(remittance__isnull=False, bill=None),
            ),
            models.CheckConstraint(
                name="refund_four_eyes", condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="refund_is_decided",
                condition=Q(state="proposed", decided_by=None) | (~Q(state="proposed") & Q(decided_by__isnull=False)),
            ),
            models.UniqueConstraint(name="one_refund_of_money_at_a_time", fields=["remittance"], condition=WAITS),
            models.UniqueConstraint(name="one_refund_of_a_bill_at_a_time", fields=["bill"], condition=WAITS),
            models.UniqueConstraint(name="one_refund_of_a_request_at_a_time", fields=["request"], condition=WAITS),
        ]
        indexes = [models.Index(name="refund_waiting", fields=["id"], condition=WAITS)]

    def __str__(self):
        return self.number
