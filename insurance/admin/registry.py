"""The exchange desk: files from outside are loaded here, and what each row of a registry led to is looked at."""

from django import forms
from django.contrib import admin
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauList
from accounts.forms.base import HallForm
from accounts.rules.roles import Permission
from accounts.wording import sentence
from insurance.documents.registry_file import MOST_BYTES, read_registry_file
from insurance.models.registry import RegistryNotice
from insurance.rules import account_rows
from insurance.rules.registry_rows import COLUMNS, NEEDED, RegistryEvent, RegistryOutcome
from insurance.selectors.policy import office_area
from insurance.selectors.unit_record import registry_notices
from insurance.services import registry
from insurance.services.account_files import load_movements
from insurance.wording_accounts import MOVEMENT_NAMES, PROVIDER_NAMES
from insurance.wording_units import REGISTRY_EVENT_NAMES, REGISTRY_OUTCOME_NAMES, UNIT_TYPE_NAMES

LIST = "/admin/insurance/registrynotice/"
FAULTS_SHOWN = 200
A_DAY = ("2026-09-30", "")


class RegistryFileForm(HallForm):
    """A file of rows."""

    file = forms.FileField(
        label=gettext_lazy("File of the registry"),
        help_text=gettext_lazy("CSV in UTF-8 or GB18030, up to 5 MB and 20,000 rows"),
        widget=forms.FileInput({"accept": ".csv"}),
    )


class NoticesList(BureauList):
    """Every row that was loaded, the newest first, with what it led to."""

    permission = Permission.VIEW_EXCHANGE
    template_name = "admin/insurance/registrynotice/list.html"
    page_size = 50
    filters = ("outcome", "q")

    def rows(self, wanted):
        return registry_notices(wanted["outcome"], wanted["q"])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            title=_("Exchange with the registries"),
            may_load=self.request.user.may(Permission.LOAD_REGISTRY),
            outcomes=[(str(outcome), name) for outcome, name in REGISTRY_OUTCOME_NAMES.items()],
            **kwargs,
        )
        context["notices"] = [
            {
                "notice": notice,
                "event": REGISTRY_EVENT_NAMES[RegistryEvent(notice.event)],
                "outcome": REGISTRY_OUTCOME_NAMES[RegistryOutcome(notice.outcome)],
            }
            for notice in context["rows"]
        ]
        return context


class LoadFileView(BureauAct):
    """A file is loaded; its report stands in the answer: what was loaded, what was known, what is wrong with which line.

    ``columns`` are those of the file, ``values`` what may stand in those that take codes, or an example; ``kind`` names it.
    """

    permission = Permission.LOAD_REGISTRY
    form_class = RegistryFileForm
    template_name = "admin/insurance/registrynotice/load.html"
    success_url = LIST
    kind = ""
    title = ""
    columns: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    values: dict[str, list] = {}
    report = None

    def load(self, rows):
        """Load the rows of the file and return what they came to."""
        raise NotImplementedError

    def perform(self, answers):
        content = answers["file"].read(MOST_BYTES + 1)
        self.report = self.load(read_registry_file(content, self.columns))
        return self.report

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.report is None:
            return response
        return self.render_to_response(self.get_context_data(form=self.form_class(), report=self.report))

    def get_context_data(self, **kwargs):
        faults = self.report.faults if self.report else []
        return super().get_context_data(
            title=self.title,
            kind=self.kind,
            shows_list=self.kind == RegistryLoadView.kind,
            columns=[(column, column in self.needed, self.values.get(column, ())) for column in self.columns],
            faults=[(line, sentence(fault)) for line, fault in faults[:FAULTS_SHOWN]],
            more_faults=max(len(faults) - FAULTS_SHOWN, 0),
            **kwargs,
        )


class RegistryLoadView(LoadFileView):
    """Rows of the registries."""

    kind = "registry-load"
    title = gettext_lazy("Load rows of a registry")
    columns = COLUMNS
    needed = NEEDED
    values = {
        "event": list(REGISTRY_EVENT_NAMES.items()),
        "unit_type": list(UNIT_TYPE_NAMES.items()),
        "happened_on": [A_DAY],
    }

    def load(self, rows):
        return registry.load_rows(rows, actor=self.request.user, at=clock.now(), on=clock.today())


class AccountLoadView(LoadFileView):
    """What hospitals and pharmacies took from personal accounts, or gave back."""

    kind = "account-load"
    title = gettext_lazy("Load movements of personal accounts")
    columns = account_rows.COLUMNS
    needed = account_rows.COLUMNS
    values = {
        "provider_kind": list(PROVIDER_NAMES.items()),
        "event": [(event, MOVEMENT_NAMES[event]) for event in account_rows.EVENTS],
        "day": [A_DAY],
        "amount": [("35.80", "")],
    }

    def load(self, rows):
        area = office_area()
        return load_movements(rows, area=area, actor=self.request.user, at=clock.now(), on=clock.today())


@admin.register(RegistryNotice)
class RegistryNoticeAdmin(HallModelAdmin):
    """Rows are loaded and looked at, never edited."""

    sees = Permission.VIEW_EXCHANGE

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("load/", desk(RegistryLoadView.as_view()), name="insurance_registrynotice_load"),
            path("accounts/", desk(AccountLoadView.as_view()), name="insurance_registrynotice_accounts"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return NoticesList.as_view()(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        raise Http404
