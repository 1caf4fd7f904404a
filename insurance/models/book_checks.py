"""What the nightly check of the books found."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BookCheck(models.Model):
    """One check of all books; ``results`` holds for every check its name, its milliseconds and its first differences."""

    checked_on = models.DateField(_("checked on"))
    at = models.DateTimeField(_("checked at"))
    took_ms = models.IntegerField()
    found = models.IntegerField(_("differences"))
    results = models.JSONField(default=list)

    class Meta:
        verbose_name = _("check of the books")
        verbose_name_plural = _("checks of the books")
        indexes = [models.Index(name="book_check_by_day", fields=["checked_on"])]

    def __str__(self):
        return self.checked_on.isoformat()
