"""社会保障卡: the card of a person, known by the number printed on it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person
from insurance.models.columns import codes
from insurance.rules.kinds import CardState


class SocialSecurityCard(models.Model):
    """One issued card; a replacement has a new number."""

    number = models.CharField(_("card number"), max_length=9, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="cards")
    state = models.CharField(max_length=20, choices=codes(CardState), default=CardState.ACTIVE)
    issued_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("social security card")
        verbose_name_plural = _("social security cards")
        constraints = [
            models.UniqueConstraint(
                name="one_living_card_per_person", fields=["person"], condition=~Q(state="cancelled")
            )
        ]
