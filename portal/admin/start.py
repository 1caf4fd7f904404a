"""The first page of the back office: the worklist for who sees declarations, the places one may go to for others."""

from django.utils.translation import gettext as _

from accounts.admin.pages import BureauTemplatePage
from accounts.rules.roles import Permission
from insurance.admin.worklist import WorklistView
from insurance.selectors.books import waiting_counts


class StartView(BureauTemplatePage):
    """Leads everybody to their work; who has no role that covers anything is told so."""

    template_name = "admin/start.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.may(Permission.VIEW_DECLARATIONS):
            return WorklistView.as_view()(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def may_open(self):
        return True

    def get_context_data(self, **kwargs):
        waiting = waiting_counts() if self.request.user.may(Permission.VIEW_MONEY) else None
        return super().get_context_data(title=_("Back office"), waiting=waiting, **kwargs)
