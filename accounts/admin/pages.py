"""Pages of the back office that are not Django's own: who may open them, and the frame they stand in."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.utils.http import urlencode
from django.views.generic import TemplateView

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.selectors.key_pages import counted, newest_first
from accounts.views.forms import RuleFormView


class BureauPage:
    """Asks for a permission, and gives the template what every page of the back office needs.

    Registered through ``admin_site.admin_view``, which asks for a member of the staff with a second factor.
    """

    permission: Permission

    def dispatch(self, request, *args, **kwargs):
        if not self.may_open():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_open(self) -> bool:
        return self.request.user.may(self.permission)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**admin.site.each_context(self.request), **kwargs)


class BureauTemplatePage(BureauPage, TemplateView):
    """A page to look at."""

    http_method_names = ["get", "head"]


NOT_YOURS = frozenset({"workflow.not_your_agency", "account.not_allowed"})
"""Refusals that no correction of the form can cure."""


class BureauAct(BureauPage, RuleFormView):
    """A form of the back office; ``done`` is said when it was carried out. Whoever may not at all is answered 403."""

    done = ""

    def act(self, answers):
        location = super().act(answers)
        if said := self.said():
            messages.success(self.request, said)
        return location

    def said(self) -> str:
        return self.done

    def refuse(self, form, problems: list[RuleBroken]):
        if any(problem.code in NOT_YOURS for problem in problems):
            raise PermissionDenied
        return super().refuse(form, problems)


class LeadsBack:
    """An address that only takes what is sent to it; who reloads it is led to the page the form stood on."""

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.get_success_url())


class HandedOutOnce(BureauAct):
    """An act whose result is a code that is shown now and never again.

    The code stands in the answer to the form itself: it is stored nowhere. The same form sent again leads back.
    """

    handed_out = ""
    code_template = "admin/handed_out.html"

    def address_of(self, result):
        self.handed_out = result
        return self.get_success_url()

    def form_valid(self, form):
        response = super().form_valid(form)
        if not self.handed_out:
            return response
        self.template_name = self.code_template
        shown = self.get_context_data(form=form, code=self.handed_out, back=self.get_success_url())
        page = self.render_to_response(shown)
        page.headers["Cache-Control"] = "no-store"
        return page


class BureauList(BureauTemplatePage):
    """A list of rows, the newest first, paged by key. ``filters`` are the parameters of the address it understands."""

    page_size = 50
    filters: tuple[str, ...] = ()

    def rows(self, wanted: dict[str, str]) -> QuerySet:
        """Return the rows that ``wanted``, the filters that were given, leave."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        wanted = {name: self.request.GET.get(name, "").strip()[:60] for name in self.filters}
        rows = self.rows(wanted)
        edges = {name: self.request.GET.get(name, "") for name in ("after", "before")}
        page = newest_first(rows, size=self.page_size, **edges)
        return super().get_context_data(
            rows=page.rows,
            wanted=wanted,
            total=counted(rows),
            previous_url=page.before and self.link(**wanted, before=page.before),
            next_url=page.after and self.link(**wanted, after=page.after),
            **kwargs,
        )

    def link(self, **wanted: str) -> str:
        """Return the address of this list with other parameters."""
        return f"{self.request.path}?{urlencode({name: value for name, value in wanted.items() if value})}"
