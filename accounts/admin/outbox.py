"""Messages on their way to people's phones. Numbers are masked; texts are shown in the demo city only."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext as _

from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauList
from accounts.models.notices import OutboxMessage
from accounts.rules.roles import Permission
from accounts.selectors.outbox import outgoing_messages, outgoing_states


class OutboxList(BureauList):
    """Messages by state. In the demo city the codes in them can be read: that is how its people activate accounts."""

    permission = Permission.VIEW_OUTBOX
    template_name = "admin/accounts/outboxmessage/list.html"
    filters = ("state",)

    def rows(self, wanted):
        return outgoing_messages(**wanted)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(title=_("Outbox"), shows_texts=settings.HALL_DEMO, **kwargs)
        here, counts = context["wanted"]["state"], outgoing_states()
        views = [{"text": _("All messages"), "url": self.request.path, "is_current": not here}]
        views += [
            {"text": name, "url": self.link(state=state), "is_current": here == state, "count": counts.get(state, 0)}
            for state, name in OutboxMessage.State.choices
        ]
        return context | {"views": views}


@admin.register(OutboxMessage)
class OutboxMessageAdmin(HallModelAdmin):
    """Written by the acts they tell of, sent by the worker."""

    sees = Permission.VIEW_OUTBOX

    def changelist_view(self, request, extra_context=None):
        return OutboxList.as_view()(request)
