"""What every model has in the back office: rights come from roles, nothing is deleted, the audit is the only log."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.text import capfirst

from accounts.rules.roles import Permission
from accounts.services.audit import subject_of


class HallModelAdmin(admin.ModelAdmin):
    """A window for looking. ``sees`` says whose roles may open it; a subclass that edits names ``edits`` too.

    Django's own log is not used: what a service does stands in the audit.
    """

    sees: Permission
    edits: Permission | None = None
    is_listed = False
    actions = None
    list_per_page = 50
    show_full_result_count = False

    def may_edit(self, request) -> bool:
        return self.edits is not None and request.user.may(self.edits)

    def has_module_permission(self, request):
        """Whether it stands among the lists of its app; what has a place in the navigation of its own does not."""
        return self.is_listed and self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.may(self.sees)

    def has_add_permission(self, request):
        return self.may_edit(request)

    def has_change_permission(self, request, obj=None):
        return self.may_edit(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def log_addition(self, request, obj, message):
        """Nothing: the service that adds a row records it in the audit."""

    def log_change(self, request, obj, message):
        """Nothing, as above."""

    def changelist_view(self, request, extra_context=None):
        """Call the list what it holds, not "select … to change"."""
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def history_view(self, request, object_id, extra_context=None):
        """Lead to what the audit says about the row."""
        row = self.get_object(request, object_id)
        if row is None or not request.user.may(Permission.VIEW_AUDIT):
            raise PermissionDenied
        _kind, number = subject_of(row)
        return HttpResponseRedirect(f"/admin/accounts/auditentry/?{urlencode({'number': number})}")
