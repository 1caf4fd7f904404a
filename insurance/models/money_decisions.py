"""Decisions about money that take two people: money in suspense goes to bills, a bill is written off or cancelled."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import public_number
from accounts.models.users import User
from insurance.models.bills import Bill
from insurance.models.columns import codes
from insurance.models.payments import Remittance
from insurance.models.policy import PoolingArea
from insurance.rules.refunds import MoneyAct, MoneyDecisionState


class MoneyDecision(models.Model):
    """What one member of the staff proposes and another approves or rejects.

    ``place``: the money of ``remittance`` pays the bills whose keys are ``bill_ids``. ``write_off`` and ``cancel`` are
    about ``bill``; ``document`` names the paper that allows it. ``amount_fen`` is what was in suspense, or open on the
    bill, when it was proposed; approving something else than was proposed is refused.
    """

    number = public_number("M")
    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+")
    act = models.CharField(max_length=9, choices=codes(MoneyAct))
    remittance = models.ForeignKey(Remittance, models.PROTECT, null=True, related_name="decisions")
    bill = models.ForeignKey(Bill, models.PROTECT, null=True, related_name="decisions")
    bill_ids = ArrayField(models.BigIntegerField(), default=list)
    amount_fen = models.BigIntegerField(_("amount"))
    document = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(_("explanation"), max_length=500)
    state = models.CharField(
        _("state"), max_length=8, choices=codes(MoneyDecisionState), default=MoneyDecisionState.PROPOSED
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("decision about money")
        verbose_name_plural = _("decisions about money")
        constraints = [
            models.CheckConstraint(
                name="money_decision_is_about_one_thing",
                condition=Q(act="place", remittance__isnull=False, bill=None)
                | Q(act__in=["write_off", "cancel"], remittance=None, bill__isnull=False),
            ),
            models.CheckConstraint(
                name="money_decision_four_eyes", condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="money_decision_is_decided",
                condition=Q(state="proposed", decided_by=None) | (~Q(state="proposed") & Q(decided_by__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_decision_about_money_at_a_time", fields=["remittance"], condition=Q(state="proposed")
            ),
            models.UniqueConstraint(
                name="one_decision_about_a_bill_at_a_time", fields=["bill"], condition=Q(state="proposed")
            ),
        ]

    def __str__(self):
        return self.number
