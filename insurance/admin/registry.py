"""The exchange desk: files from outside are loaded here, and what each row of a registry led to is looked at."""

from django.contrib import admin
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauList
from accounts.rules.roles import Permission
from insurance.admin.load_pages import LoadFileView
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
A_DAY = ("2026-09-30", "")


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


class ExchangeLoadView(LoadFileView):
    """A file of the exchange desk."""

    template_name = "admin/insurance/registrynotice/load.html"
    success_url = LIST
    lead = gettext_lazy(
        "Every row is loaded, known already, or named below with what is wrong. Loading a file twice changes nothing."
    )


class RegistryLoadView(ExchangeLoadView):
    """Rows of the registries."""

    shown_at = LIST
    file_label = gettext_lazy("File of the registry")
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


class AccountLoadView(ExchangeLoadView):
    """What hospitals and pharmacies took from personal accounts, or gave back."""

    kind = "account-load"
    title = gettext_lazy("Load movements of personal accounts")
    file_label = gettext_lazy("File of the hospitals and pharmacies")
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
