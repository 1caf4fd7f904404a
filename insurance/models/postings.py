"""账: the double-entry books of the hall, a row for every movement, never changed."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person
from accounts.models.users import User
from insurance.models.bills import Bill
from insurance.models.columns import codes, insurance_field
from insurance.models.payments import Remittance
from insurance.models.policy import PoolingArea
from insurance.rules.postings import SIDES, Account, PostingKind


class Posting(models.Model):
    """One movement of money between two accounts, in fen; append-only by trigger, and never into a closed month.

    ``insurance`` is the fund concerned; NULL where money is not yet, or no more, divided among funds. ``booked_on`` is the
    business day on which the hall wrote it. What it is about: a bill, money that came in, a person's medical account, or
    several of them; ``credit_note`` is the bill that gave back what is offset or refunded. ``made_by`` is the member of
    staff who decided it, NULL where a rule did.
    """

    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=18, choices=codes(PostingKind))
    debit = models.CharField(_("debit"), max_length=18, choices=codes(Account))
    credit = models.CharField(_("credit"), max_length=18, choices=codes(Account))
    amount_fen = models.BigIntegerField(_("amount"))
    insurance = insurance_field(null=True)
    booked_on = models.DateField(_("booked on"))
    bill = models.ForeignKey(Bill, models.PROTECT, null=True, related_name="postings", db_index=False)
    remittance = models.ForeignKey(Remittance, models.PROTECT, null=True, related_name="postings", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    credit_note = models.ForeignKey(Bill, models.PROTECT, null=True, related_name="uses", db_index=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.CheckConstraint(name="posting_moves_something", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="posting_sides_fit_its_kind",
                condition=reduce(
                    or_,
                    (Q(kind=str(k), debit=str(debit), credit=str(credit)) for k, (debit, credit) in SIDES.items()),
                ),
            ),
            models.UniqueConstraint(
                name="bill_is_charged_once",
                fields=["bill", "insurance"],
                condition=Q(kind__in=["charge", "opening", "credit_note"]),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                name="money_is_received_once", fields=["remittance"], condition=Q(kind__in=["payment", "suspense"])
            ),
            models.UniqueConstraint(
                name="money_pays_a_bill_once",
                fields=["remittance", "bill", "insurance", "kind"],
                condition=Q(kind__in=["allocation", "late_fee"], remittance__isnull=False),
            ),
            models.UniqueConstraint(
                name="account_is_credited_once", fields=["bill"], condition=Q(kind="account_credit")
            ),
        ]
        indexes = [
            models.Index(name="posting_by_bill", fields=["bill"], condition=Q(bill__isnull=False)),
            models.Index(name="posting_by_remittance", fields=["remittance"], condition=Q(remittance__isnull=False)),
            models.Index(name="posting_by_credit_note", fields=["credit_note"], condition=Q(credit_note__isnull=False)),
            models.Index(name="posting_by_day", fields=["area", "booked_on"]),
        ]
