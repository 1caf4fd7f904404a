"""Months are assessed and their books closed; how far a run is can be watched."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauList, LeadsBack
from accounts.forms.base import HallForm
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from accounts.wording import sentence
from insurance.admin.money_pages import places
from insurance.forms.months import MonthField
from insurance.models.assessment_runs import AssessmentRun
from insurance.models.policy import PoolingArea
from insurance.rules.assessing import RunState, next_to_close
from insurance.rules.months import Month
from insurance.selectors.assessment_runs import books_of, open_of_month, runs
from insurance.selectors.policy import served_areas
from insurance.services import assessing, closing_months
from insurance.wording_assessing import RUN_STATE_NAMES

LIST = "/admin/insurance/assessmentrun/"
RELOAD_SECONDS = "5"
LONG = timedelta(minutes=2)
"""After so long a run may be told to go on. One that is still at work is not disturbed: a payer is assessed once."""


def area_name(area: PoolingArea) -> str:
    return area.name_en if get_language() == "en" else area.name_zh


class StartForm(HallForm):
    """Which month of which area."""

    area = forms.ChoiceField(label=gettext_lazy("Pooling area"))
    month = MonthField(label=gettext_lazy("Month"), help_text=gettext_lazy("Like 2026-09"))

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [(area.code, area_name(area)) for area in areas]


class RunsList(BureauList):
    """Every run, the newest first; while one is under way the page renews itself."""

    permission = Permission.VIEW_MONEY
    template_name = "admin/insurance/assessmentrun/list.html"
    page_size = 24

    def rows(self, wanted):
        return runs()

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if response.context_data["is_running"]:
            response.headers["Refresh"] = RELOAD_SECONDS
        return response

    def get_context_data(self, **kwargs):
        areas = served_areas()
        context = super().get_context_data(title=_("Assessment of months"), places=places(LIST), **kwargs)
        may_run = self.request.user.may(Permission.RUN_ASSESSMENT)
        return context | {
            "runs": [run_row(run) for run in context["rows"]],
            "is_running": any(run.state == RunState.RUNNING for run in context["rows"]),
            "may_run": may_run,
            "form": kwargs.get("form") or start_form(areas),
            "go_on_form": HallForm(auto_id="go_on_%s"),
            "closable": closable(areas) if may_run else [],
        }


def start_form(areas: list[PoolingArea]) -> StartForm:
    """Return the form filled in with the month that comes next; empty where that has not begun."""
    present = Month.of(clock.today())
    books = books_of(areas[0], on=clock.today()) if areas else None
    following = books.last + 1 if books and books.last else present
    return StartForm(areas=areas, initial={"month": following if following <= present else None})


def closable(areas: list[PoolingArea]) -> list[dict]:
    """Return the month of each area whose books can be closed now."""
    on, found = clock.today(), []
    for area in areas:
        books = books_of(area, on=on)
        month = next_to_close(books)
        if month and books.last and month <= books.last and month != books.running and on > month.last_day:
            found.append({"area": area_name(area), "month": month, "url": f"{LIST}{area.code}/{month}/close/"})
    return found


def run_row(run: AssessmentRun) -> dict:
    """Return a run as the list shows it."""
    fault = run.fault and sentence(RuleBroken(run.fault["code"], **run.fault["facts"]))
    is_slow = run.begun_at < clock.now() - LONG
    return {
        "run": run,
        "area": area_name(run.area),
        "state": RUN_STATE_NAMES[RunState(run.state)],
        "fault": fault,
        "may_go_on": run.state == RunState.RUNNING and (fault or is_slow),
    }


class StartView(LeadsBack, BureauAct):
    """A run is ordered, or one that stopped goes on."""

    permission = Permission.RUN_ASSESSMENT
    form_class = StartForm
    template_name = "admin/insurance/assessmentrun/start.html"
    success_url = LIST
    done = gettext_lazy("The worker has it. This page shows how far it is.")

    @cached_property
    def areas(self) -> list[PoolingArea]:
        return served_areas()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"areas": self.areas}

    def perform(self, answers):
        area = next(area for area in self.areas if area.code == answers["area"])
        return assessing.order(area, answers["month"], actor=self.request.user, at=clock.now(), on=clock.today())

    def address_of(self, result):
        return LIST

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Assess a month"), **kwargs)


class CloseView(BureauAct):
    """The second step of closing a month: what is open in it is shown before."""

    permission = Permission.RUN_ASSESSMENT
    form_class = HallForm
    template_name = "admin/insurance/assessmentrun/close.html"
    success_url = LIST
    done = gettext_lazy("The books are closed.")

    @cached_property
    def area(self) -> PoolingArea:
        area = next((area for area in served_areas() if area.code == self.kwargs["code"]), None)
        if area is None:
            raise Http404
        return area

    @cached_property
    def month(self) -> Month:
        try:
            return Month.parse(self.kwargs["month"])
        except ValueError:
            raise Http404 from None

    def perform(self, answers):
        return closing_months.close(self.area, self.month, actor=self.request.user, at=clock.now(), on=clock.today())

    def address_of(self, result):
        return LIST

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Close the books of a month"),
            area=area_name(self.area),
            month=self.month.first_day,
            left=open_of_month(self.area, self.month),
            **kwargs,
        )


@admin.register(AssessmentRun)
class AssessmentRunAdmin(HallModelAdmin):
    """Runs are ordered and looked at, never edited."""

    sees = Permission.VIEW_MONEY

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("start/", desk(StartView.as_view())),
            path("<str:code>/<str:month>/close/", desk(CloseView.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        return RunsList.as_view()(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        raise Http404
