"""银行卡绑定: bank cards people pay with; nobody ever sees a whole number again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models.parties import Person, public_number


class BankCard(models.Model):
    """A card of a person, bound with a code to the phone on file; taken off, its row stays.

    ``index`` finds the same number again. ``token`` stands for the card where orders name it to a channel; it tells
    nothing. ``bank`` is a code of ``rules.bank_cards.BANKS``.
    """

    public_id = public_number("K")
    person = models.ForeignKey(Person, models.PROTECT, related_name="bank_cards")
    number = EncryptedTextField(_("card number"))
    index = models.UUIDField(editable=False)
    last_four = models.CharField(_("last four digits"), max_length=4)
    bank = models.CharField(_("bank"), max_length=10)
    token = models.CharField(max_length=32, unique=True, editable=False)
    is_default = models.BooleanField(_("used first"), default=False)
    bound_at = models.DateTimeField(_("bound at"))
    removed_at = models.DateTimeField(_("taken off at"), null=True)

    class Meta:
        verbose_name = _("bank card")
        verbose_name_plural = _("bank cards")
        constraints = [
            models.UniqueConstraint(
                name="card_is_bound_once", fields=["person", "index"], condition=Q(removed_at=None)
            ),
            models.UniqueConstraint(name="one_card_is_used_first", fields=["person"], condition=Q(is_default=True)),
            models.CheckConstraint(name="card_used_first_is_bound", condition=Q(is_default=False) | Q(removed_at=None)),
        ]

    def __str__(self):
        return self.public_id
