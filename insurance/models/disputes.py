"""异议: an employee contests the reason a unit declared; the unit is heard before it is decided."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Unit
from accounts.models.users import User
from insurance.models.declarations import Declaration


class UnitStatement(models.Model):
    """What a unit says to an employee's dispute, once, by ``due_on``; ``said_at`` is empty while it has said nothing.

    Silent, the agency decides without it.
    """

    dispute = models.OneToOneField(Declaration, models.CASCADE, related_name="unit_statement")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="statements")
    asked_at = models.DateTimeField()
    due_on = models.DateField(_("statement due on"))
    text = models.TextField(blank=True, max_length=2000)
    said_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("statement of a unit")
        verbose_name_plural = _("statements of units")
        constraints = [
            models.CheckConstraint(
                name="statement_says_something_or_waits",
                condition=Q(said_at=None, said_by=None, text="")
                | (Q(said_at__isnull=False, said_by__isnull=False) & ~Q(text="")),
            )
        ]
        indexes = [models.Index(name="statement_awaited", fields=["unit", "due_on"], condition=Q(said_at=None))]
