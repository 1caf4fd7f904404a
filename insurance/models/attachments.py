"""材料附件: files that come with a declaration, checked by content, kept outside the web root under random names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from insurance.models.declarations import Declaration


class Attachment(models.Model):
    """One stored file. ``stored_as`` is a random name in the attachment folder; ``name`` is only shown."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="attachments")
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.BinaryField(max_length=32)
    stored_as = models.CharField(max_length=64, unique=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
