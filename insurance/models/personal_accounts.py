"""个人账户: balances of personal medical accounts and every movement behind them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.parties import Person, public_number
from accounts.models.users import User
from insurance.models.bills import Bill
from insurance.models.columns import codes
from insurance.rules.personal_account import MovementKind, ProviderKind


class PersonalAccount(models.Model):
    """One person's account; the balance in fen is the sum of its movements and never below nothing."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="personal_account")
    balance_fen = models.BigIntegerField(_("balance"), default=0)

    class Meta:
        verbose_name = _("personal account")
        verbose_name_plural = _("personal accounts")
        constraints = [
            models.CheckConstraint(name="personal_account_is_never_overdrawn", condition=Q(balance_fen__gte=0))
        ]


class AccountMovement(models.Model):
    """One change of an account, append-only; amounts in fen, positive where it comes in.

    ``on`` is the day it counts from, ``balance_fen`` what was there afterwards. A credit names the credited bill, and the
    base (fen) and share it comes from; a use names the provider and the provider's own reference, which counts once.
    """

    account = models.ForeignKey(PersonalAccount, models.PROTECT, related_name="movements", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=codes(MovementKind))
    on = models.DateField(_("day"))
    amount_fen = models.BigIntegerField(_("amount"))
    balance_fen = models.BigIntegerField(_("balance"))
    bill = models.ForeignKey(Bill, models.PROTECT, null=True, related_name="account_movements", db_index=False)
    month = models.DateField(null=True)
    base_fen = models.IntegerField(null=True)
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    provider = models.CharField(_("provider"), max_length=100, blank=True, default="")
    provider_code = models.CharField(max_length=20, blank=True, default="")
    provider_kind = models.CharField(max_length=8, choices=codes(ProviderKind), blank=True, default="")
    reference = models.CharField(_("reference"), max_length=40, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("movement of a personal account")
        verbose_name_plural = _("movements of personal accounts")
        constraints = [
            models.CheckConstraint(
                name="movement_has_its_sign",
                condition=Q(kind__in=["opening", "credit", "reversal"], amount_fen__gt=0)
                | Q(kind__in=["use", "taken_back"], amount_fen__lt=0),
            ),
            models.CheckConstraint(name="movement_never_overdraws", condition=Q(balance_fen__gte=0)),
            models.CheckConstraint(
                name="movement_says_where_from",
                condition=Q(kind="opening")
                | Q(kind__in=["credit", "taken_back"], bill__isnull=False)
                | (Q(kind__in=["use", "reversal"]) & ~Q(provider_code="") & ~Q(reference="")),
            ),
            models.UniqueConstraint(
                name="bill_moves_an_account_once", fields=["bill", "account"], condition=Q(bill__isnull=False)
            ),
            models.UniqueConstraint(
                name="provider_reference_once",
                fields=["provider_code", "reference"],
                condition=Q(kind__in=["use", "reversal"]),
            ),
        ]
        indexes = [models.Index(name="movement_by_account", fields=["account", "-id"])]


class MovementQuestion(models.Model):
    """A person asks about a movement of their account, once for each; the bureau answers."""

    number = public_number("Q")
    movement = models.OneToOneField(AccountMovement, models.PROTECT, related_name="question")
    asked_at = models.DateTimeField(_("asked at"))
    text = models.TextField(pgettext_lazy("about an account", "question"), max_length=1000)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by"))
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("question about a movement")
        verbose_name_plural = _("questions about movements")
        constraints = [
            models.CheckConstraint(
                name="movement_answer_is_whole",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            )
        ]
