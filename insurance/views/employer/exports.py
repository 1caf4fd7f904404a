"""The roster as a file: asked for, made by the worker, fetched while it is kept."""

from django.http import Http404, StreamingHttpResponse
from django.views import View

from accounts import clock
from accounts.views.audiences import OperatorRequired
from accounts.views.forms import RuleFormView
from insurance import access
from insurance.forms.exports import RosterExportForm
from insurance.forms.staff import RosterFilterForm
from insurance.rules.roster_exports import ExportFormat, ExportState
from insurance.selectors.exports import recent_exports
from insurance.selectors.roster import filter_as_data
from insurance.services import roster_exports
from insurance.views.employer.pages import UnitPage, language
from insurance.views.employer.staff import kept_filters, wanted_of
from insurance.wording_staff import EXPORT_STATE_NAMES, filter_words

CONTENT_TYPES = {
    ExportFormat.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv; charset=utf-8",
}


class RosterExportView(OperatorRequired, RuleFormView):
    """Takes the filters of the roster and asks the worker for the file."""

    http_method_names = ["post"]
    form_class = RosterExportForm
    template_name = "insurance/employer/exports.html"

    def perform(self, answers):
        return roster_exports.ask(
            self.request.user,
            self.wanted,
            file_format=answers["format"],
            language=language(),
            with_numbers=answers["with_numbers"],
            purpose=answers["purpose"],
            at=clock.now(),
            on=clock.today(),
        )

    @property
    def wanted(self):
        return wanted_of(RosterFilterForm(self.request.POST))

    def address_of(self, result):
        return f"/employer/exports/{result.number}/"

    def get_context_data(self, **kwargs):
        filters = RosterFilterForm(self.request.POST)
        return super().get_context_data(
            exports=listed(self.request.user),
            kept_filters=kept_filters(filters),
            chosen=filter_words(filter_as_data(self.wanted)),
            **kwargs,
        )


class ExportsView(UnitPage):
    """The files of the last days, and the form for a new one of everybody insured now."""

    template_name = "insurance/employer/exports.html"

    def get_context_data(self, **kwargs):
        filters = RosterFilterForm(self.request.GET)
        return super().get_context_data(
            form=RosterExportForm(),
            exports=listed(self.request.user),
            kept_filters=kept_filters(filters),
            chosen=filter_words(filter_as_data(wanted_of(filters))),
            **kwargs,
        )


def listed(operator) -> list[dict]:
    """Return the operator's own exports as they are written."""
    return [export_words(export) for export in recent_exports(operator)]


def export_words(export) -> dict:
    return {
        "export": export,
        "state_words": EXPORT_STATE_NAMES[export.state],
        "tone": {"waiting": "waiting", "running": "waiting", "ready": "ready", "expired": "expired"}[export.state],
        "is_ready": export.state == ExportState.READY,
        "is_unfinished": export.state in (ExportState.WAITING, ExportState.RUNNING),
        "chosen": filter_words(export.wanted),
    }


class ExportView(UnitPage):
    """One file: how far the worker is, then the way to it."""

    template_name = "insurance/employer/export.html"

    def get_context_data(self, **kwargs):
        export = access.own_export(self.request.user, self.kwargs["number"])
        return super().get_context_data(**export_words(export), **kwargs)


class ExportFileView(OperatorRequired, View):
    """The file itself, for the operator who asked for it."""

    http_method_names = ["get", "head"]

    def get(self, request, number):
        export = access.own_export(request.user, number)
        if export.state != ExportState.READY or export.expires_at <= clock.now():
            raise Http404
        name = f"roster-{export.asked_on:%Y%m%d}-{export.number}.{export.format}"
        response = StreamingHttpResponse(
            roster_exports.content_of(export), content_type=CONTENT_TYPES[ExportFormat(export.format)]
        )
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
