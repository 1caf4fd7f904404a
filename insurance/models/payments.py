"""缴费单与来款: who wants to pay which bills through which channel, what the channel says, and the money that came in."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models.parties import Person, Unit, public_number
from accounts.models.users import User
from insurance.models.bills import Bill
from insurance.models.columns import codes
from insurance.models.policy import PoolingArea
from insurance.rules.payments import Failure, MessageKind, MessageOutcome, PaymentState, Source, Suspended


class Payment(models.Model):
    """One order of a payer to pay some bills at once; amounts in fen, late fees as of the day it was begun.

    ``paid_at``, ``credited_on`` and ``posted_at`` are three facts: the payer paid, the money is on the fund's account, and
    everything that follows is on record (personal accounts, benefits, certificate). ``asked`` counts how often the channel
    was asked because it stayed silent, ``ask_at`` is when to ask next. ``card_last_four`` and ``card_token`` name the bound
    card with which a person wanted to pay, if any. Who pays may be another than whom a bill insures.
    """

    number = public_number("Z")
    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="payments", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="payments", db_index=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=12)
    card_last_four = models.CharField(max_length=4, blank=True, default="")
    card_token = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, choices=codes(PaymentState), default=PaymentState.STARTED)
    principal_fen = models.BigIntegerField(_("principal"))
    late_fee_fen = models.BigIntegerField(_("late fee"), default=0)
    started_at = models.DateTimeField(_("started at"))
    expires_at = models.DateTimeField(_("to be paid by"))
    paid_at = models.DateTimeField(_("paid at"), null=True)
    credited_on = models.DateField(_("credited on"), null=True)
    posted_at = models.DateTimeField(_("posted at"), null=True)
    ended_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=10, choices=codes(Failure), blank=True, default="")
    asked = models.PositiveSmallIntegerField(default=0)
    ask_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("payment order")
        verbose_name_plural = _("payment orders")
        constraints = [
            models.CheckConstraint(
                name="payment_has_one_payer",
                condition=Q(unit=None, person__isnull=False) | Q(unit__isnull=False, person=None),
            ),
            models.CheckConstraint(name="payment_is_an_amount", condition=Q(principal_fen__gt=0, late_fee_fen__gte=0)),
            models.CheckConstraint(
                name="payment_is_credited_when_it_succeeded",
                condition=Q(state__in=["succeeded", "refunding", "refunded"], credited_on__isnull=False)
                | Q(state__in=["started", "unknown", "failed"], credited_on=None, posted_at=None),
            ),
            models.CheckConstraint(
                name="payment_that_failed_says_why",
                condition=(Q(state="failed") & ~Q(failure="")) | (~Q(state="failed") & Q(failure="")),
            ),
        ]
        indexes = [
            models.Index(name="payment_by_unit", fields=["unit", "-id"], condition=Q(unit__isnull=False)),
            models.Index(name="payment_by_person", fields=["person", "-id"], condition=Q(person__isnull=False)),
            models.Index(name="payment_to_ask", fields=["ask_at"], condition=Q(state__in=["started", "unknown"])),
            models.Index(name="payment_to_post", fields=["id"], condition=Q(state="succeeded", posted_at=None)),
        ]

    def __str__(self):
        return self.number

    @property
    def amount_fen(self) -> int:
        return self.principal_fen + self.late_fee_fen


class PaymentItem(models.Model):
    """One bill of an order, with what was to be paid on it when the order was begun, in fen; append-only."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="items")
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="payment_items")
    principal_fen = models.BigIntegerField()
    late_fee_fen = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("bill of a payment order")
        constraints = [
            models.UniqueConstraint(name="bill_is_in_an_order_once", fields=["payment", "bill"]),
            models.CheckConstraint(
                name="payment_item_is_an_amount", condition=Q(principal_fen__gt=0, late_fee_fen__gte=0)
            ),
        ]


class Remittance(models.Model):
    """来款: money that came in through a channel, once; in fen.

    ``reference`` names the movement at the channel. ``payment`` is the order it was for, whatever became of it. What is
    neither allocated to bills nor given back waits in suspense, for the reason ``suspended``. ``payer_name`` and
    ``said`` (what the payer wrote) come from bank files. ``told_at`` is when the payer was told that it waits.
    """

    number = public_number("L")
    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=12)
    reference = models.CharField(_("reference of the channel"), max_length=64)
    source = models.CharField(max_length=8, choices=codes(Source))
    amount_fen = models.BigIntegerField(_("amount"))
    allocated_fen = models.BigIntegerField(_("allocated"), default=0)
    refunded_fen = models.BigIntegerField(_("given back"), default=0)
    paid_on = models.DateField(_("paid on"))
    credited_on = models.DateField(_("credited on"))
    received_at = models.DateTimeField(_("known since"))
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="remittances")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="remittances")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="remittances")
    suspended = models.CharField(
        _("in suspense because"), max_length=16, choices=codes(Suspended), blank=True, default=""
    )
    payer_name = EncryptedTextField(null=True)
    said = EncryptedTextField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("remittance")
        verbose_name_plural = _("remittances")
        constraints = [
            models.UniqueConstraint(name="money_comes_in_once", fields=["channel", "reference"]),
            models.CheckConstraint(
                name="money_is_used_once",
                condition=Q(
                    amount_fen__gt=0,
                    allocated_fen__gte=0,
                    refunded_fen__gte=0,
                    amount_fen__gte=F("allocated_fen") + F("refunded_fen"),
                ),
            ),
            models.CheckConstraint(
                name="money_left_says_why",
                condition=Q(amount_fen=F("allocated_fen") + F("refunded_fen")) | ~Q(suspended=""),
            ),
        ]
        indexes = [
            models.Index(
                name="remittance_in_suspense",
                fields=["id"],
                condition=Q(amount_fen__gt=F("allocated_fen") + F("refunded_fen")),
            ),
            models.Index(name="remittance_by_day", fields=["channel", "credited_on"]),
        ]

    def __str__(self):
        return self.number

    @property
    def left_fen(self) -> int:
        """What is in suspense."""
        return self.amount_fen - self.allocated_fen - self.refunded_fen


class PaymentEvent(models.Model):
    """One genuine message of a channel, append-only; its id is unique, so a repeated one has no second effect."""

    channel = models.CharField(max_length=12)
    event_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=codes(MessageKind))
    source = models.CharField(max_length=8, choices=codes(Source))
    order_number = models.CharField(max_length=64)
    reference = models.CharField(max_length=64)
    amount_fen = models.BigIntegerField()
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=codes(MessageOutcome))
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="events")
    remittance = models.ForeignKey(Remittance, models.PROTECT, null=True, related_name="events")

    class Meta:
        verbose_name = _("message of a channel")
        verbose_name_plural = _("messages of channels")
        constraints = [models.UniqueConstraint(name="channel_event_once", fields=["channel", "event_id"])]
