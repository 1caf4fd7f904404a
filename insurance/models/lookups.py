"""Who asked, without signing in, what is payable for somebody."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person


class PayableLookup(models.Model):
    """One look at what is payable, append-only; ``person`` where number and name fitted. The person sees that it happened.

    Where it came from is kept only as a blind index.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    address_index = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("look at what is payable")
        verbose_name_plural = _("looks at what is payable")
        indexes = [
            models.Index(name="payable_lookup_by_person", fields=["person", "-at"], condition=Q(person__isnull=False))
        ]
