"""居民缴费: people in groups are loaded and approved by two, committees are named, charged years are looked at."""

from django.contrib import admin, messages
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauList, LeadsBack
from accounts.forms.base import HallForm
from accounts.rules.roles import Permission
from insurance.admin.load_pages import LoadFileView
from insurance.forms.residents import AgentForm, DecideForm
from insurance.models.residents import ResidentAgent, ResidentCharge, SubsidisedPerson
from insurance.rules.resident_payment import Group
from insurance.selectors.resident_charges import agents, charged_years, subsidised_people
from insurance.services import resident_agents, resident_subsidies
from insurance.wording import BILL_STATE_NAMES
from insurance.wording_residents import GROUP_NAMES

SUBSIDISED = "/admin/insurance/subsidisedperson/"
AGENTS = "/admin/insurance/residentagent/"
CHARGES = "/admin/insurance/residentcharge/"
EVERYBODY = frozenset(
    {Permission.VIEW_EXCHANGE, Permission.APPROVE_MONEY, Permission.VIEW_MONEY, Permission.MANAGE_OPERATORS}
)


class ResidentsPage:
    """Pages about residents stand beside each other; who may open which is said by ``open_to``."""

    open_to = EVERYBODY

    def may_open(self) -> bool:
        return any(self.request.user.may(permission) for permission in self.open_to)

    def get_context_data(self, **kwargs):
        return super().get_context_data(choices=self.choices(), **kwargs)

    def choices(self) -> list[dict]:
        """Return the pages about residents that the reader may open, as links."""
        places = (
            (SUBSIDISED, _("People in groups"), EVERYBODY),
            (AGENTS, _("Committees"), EVERYBODY),
            (CHARGES, _("Charged years"), {Permission.VIEW_MONEY}),
        )
        user, here = self.request.user, self.request.path
        return [
            {"url": address, "text": words, "is_current": here.startswith(address)}
            for address, words, permissions in places
            if any(user.may(permission) for permission in permissions)
        ]


class SubsidisedList(ResidentsPage, BureauList):
    """People in groups, the newest first; those that wait can be approved by who has not loaded them."""

    template_name = "admin/insurance/residents/subsidised.html"
    filters = ("decision", "number")

    def rows(self, wanted):
        return subsidised_people(wanted["decision"], wanted["number"])

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(
            title=_("Residents who pay less"),
            may_load=user.may(Permission.LOAD_REGISTRY),
            may_decide=user.may(Permission.APPROVE_MONEY),
            form=DecideForm(),
            **kwargs,
        )
        context["people"] = [subsidised_words(row, user) for row in context["rows"]]
        context["waiting"] = any(row["may_be_decided"] for row in context["people"])
        return context


def subsidised_words(row: SubsidisedPerson, user) -> dict:
    """Return a person in a group as the list writes it."""
    states = {None: ("caution", _("Waits for approval")), True: ("good", _("Approved")), False: ("plain", _("Refused"))}
    tone, words = states[row.is_approved]
    return {
        "row": row,
        "group": GROUP_NAMES[Group(row.group)],
        "tone": tone,
        "state": words,
        "may_be_decided": row.is_approved is None and row.loaded_by_id != user.pk,
    }


class LoadSubsidisedView(ResidentsPage, LoadFileView):
    """People in groups are loaded. Nothing counts before a second person has approved it."""

    open_to = frozenset({Permission.LOAD_REGISTRY})
    template_name = "admin/insurance/residents/load.html"
    success_url = SUBSIDISED
    kind = "subsidised-load"
    title = gettext_lazy("Load people in groups")
    lead = gettext_lazy("Every row waits for a second person, is known already, or is named below with what is wrong.")
    file_label = gettext_lazy("File of the authority")
    columns = resident_subsidies.COLUMNS
    values = {"group": [(str(group), GROUP_NAMES[group]) for group in Group]}

    def load(self, rows):
        by = {"actor": self.request.user, "at": clock.now(), "on": clock.today()}
        return resident_subsidies.load_people(rows, **by)


class DecideView(LeadsBack, ResidentsPage, BureauAct):
    """Rows of the list are approved or refused."""

    open_to = frozenset({Permission.APPROVE_MONEY})
    form_class = DecideForm
    template_name = "admin/insurance/residents/decide.html"
    success_url = SUBSIDISED

    def perform(self, answers):
        keys = [int(key) for key in answers["rows"] if key.isascii() and key.isdigit()]
        decided = resident_subsidies.decide(
            keys, approve=answers["decision"] == "approve", actor=self.request.user, at=clock.now()
        )
        words = ngettext("%(count)d row was decided on.", "%(count)d rows were decided on.", decided)
        messages.success(self.request, words % {"count": decided})

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Residents who pay less"), **kwargs)


class AgentsView(ResidentsPage, BureauAct):
    """The committees that file for residents, and naming one more."""

    form_class = AgentForm
    template_name = "admin/insurance/residents/agents.html"
    success_url = AGENTS

    def may_open(self) -> bool:
        may_name = self.request.user.may(Permission.MANAGE_OPERATORS)
        return super().may_open() if self.request.method == "GET" else may_name

    def perform(self, answers):
        agent = resident_agents.name(answers["credit_code"], actor=self.request.user, at=clock.now())
        messages.success(self.request, _("%(unit)s files for residents from now on.") % {"unit": agent.unit.name})

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Committees that file for residents"),
            agents=agents(),
            may_name=self.request.user.may(Permission.MANAGE_OPERATORS),
            end_key=HallForm(),
            **kwargs,
        )


class EndAgentView(LeadsBack, ResidentsPage, BureauAct):
    """A unit no longer files for residents."""

    open_to = frozenset({Permission.MANAGE_OPERATORS})
    form_class = HallForm
    template_name = "admin/insurance/residents/decide.html"
    success_url = AGENTS

    def perform(self, answers):
        agent = ResidentAgent.objects.filter(pk=self.kwargs["pk"]).first()
        if agent is None:
            raise Http404
        resident_agents.end(agent, actor=self.request.user, at=clock.now())

    def said(self) -> str:
        return _("Ended. What was begun to be paid goes on.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Committees that file for residents"), **kwargs)


class ChargesList(ResidentsPage, BureauList):
    """The years that were charged: for whom, at whose wish, what the government bears, how the bill stands."""

    open_to = frozenset({Permission.VIEW_MONEY})
    template_name = "admin/insurance/residents/charges.html"
    filters = ("group", "number")

    def rows(self, wanted):
        return charged_years(wanted["group"], wanted["number"])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            title=_("Charged years of residents"),
            groups=[(str(group), name) for group, name in GROUP_NAMES.items()],
            **kwargs,
        )
        context["charges"] = [charge_words(row) for row in context["rows"]]
        return context


def charge_words(row: ResidentCharge) -> dict:
    """Return a charged year as the list writes it."""
    [bill] = row.assessment.bills.all()
    by_others = {
        True: pgettext("who had a year charged", "a committee"),
        False: pgettext("who had a year charged", "a relative"),
    }
    return {
        "row": row,
        "bill": bill,
        "state": BILL_STATE_NAMES[bill.state],
        "group": GROUP_NAMES[Group(row.group)] if row.group else "",
        "asked": by_others[row.proxy.by_unit_id is not None]
        if row.proxy
        else pgettext("who had a year charged", "oneself"),
    }


class WindowAdmin(HallModelAdmin):
    """A model whose pages are the views above; ``pages`` is the view of its list."""

    sees = Permission.VIEW_MONEY
    pages = None

    def changelist_view(self, request, extra_context=None):
        return self.pages.as_view()(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        raise Http404


@admin.register(SubsidisedPerson)
class SubsidisedPersonAdmin(WindowAdmin):
    """People in groups are loaded and decided on, never edited."""

    pages = SubsidisedList

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("load/", desk(LoadSubsidisedView.as_view())),
            path("decide/", desk(DecideView.as_view())),
            *super().get_urls(),
        ]


@admin.register(ResidentAgent)
class ResidentAgentAdmin(WindowAdmin):
    """Committees are named and ended."""

    pages = AgentsView

    def get_urls(self):
        return [path("<int:pk>/end/", self.admin_site.admin_view(EndAgentView.as_view())), *super().get_urls()]


@admin.register(ResidentCharge)
class ResidentChargeAdmin(WindowAdmin):
    """Charged years are looked at."""

    pages = ChargesList
