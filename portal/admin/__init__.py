"""The back office's pages for what belongs to the portal itself."""

from django.utils.translation import gettext_lazy as _

from accounts.wording_audit import add_actions
from portal.admin import content

__all__ = ["content"]

add_actions(
    {
        "content.edited": _("public text edited"),
        "content.returned_to_file": _("public text given back to its reviewed version"),
    }
)
