"""The audit: what was done, by whom, to what; and whether the chain holds. Nothing here can be changed."""

from django.contrib import admin
from django.utils.translation import gettext as _

from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauList
from accounts.models.audit import AuditEntry
from accounts.rules.roles import Permission
from accounts.selectors.audit import audit_entries, chain_figures
from accounts.services.audit import first_break
from accounts.wording_audit import ACTION_NAMES, action_name


class AuditList(BureauList):
    """Entries by act, by the public number they are about, by the number of the account that acted."""

    permission = Permission.VIEW_AUDIT
    template_name = "admin/accounts/auditentry/list.html"
    filters = ("action", "number", "account")

    def rows(self, wanted):
        return audit_entries(**wanted)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(title=_("Audit"), **kwargs)
        context["entries"] = [(entry, action_name(entry.action)) for entry in context["rows"]]
        context["actions"] = sorted(ACTION_NAMES.items(), key=lambda named: str(named[1]))
        context["chain"] = chain_figures()
        context["checked"] = "check" in self.request.GET
        context["broken"] = first_break() if context["checked"] else None
        return context


@admin.register(AuditEntry)
class AuditEntryAdmin(HallModelAdmin):
    """Read by auditors and the security administrator."""

    sees = Permission.VIEW_AUDIT

    def changelist_view(self, request, extra_context=None):
        return AuditList.as_view()(request)
