"""Jobs of the worker that failed or have not been done yet."""

from django.utils.translation import gettext as _

from accounts.admin.pages import BureauTemplatePage
from accounts.rules.roles import Permission
from portal.selectors.jobs import failed_jobs, jobs_by_state


class JobsView(BureauTemplatePage):
    """How many jobs wait and run, and the latest that failed; a failed job is repeated by the next run of its kind."""

    permission = Permission.VIEW_OUTBOX
    template_name = "admin/jobs.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Jobs"), states=jobs_by_state(), failed=failed_jobs(), **kwargs)
