"""日历订阅: the secret address under which a calendar program fetches a unit's deadlines without signing in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User


class CalendarSubscription(models.Model):
    """The one address of an operator. The secret in it is kept as a keyed hash only; deleting the row ends it."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_subscription")
    digest = models.UUIDField(unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("subscription to a calendar")
