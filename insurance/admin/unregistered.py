"""The counter opens a case about a worker whom a unit never declared (Social Insurance Law, article 58)."""

from django import forms
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.pages import BureauAct
from accounts.forms.base import HallForm
from accounts.forms.fields import number_field
from accounts.models.parties import Unit
from accounts.rules.roles import Permission
from insurance.forms.calculator import YuanField
from insurance.forms.days import DayField
from insurance.forms.files import FilesField
from insurance.selectors.unit_file import unit_numbered
from insurance.services import attachments, unregistered
from insurance.services.unregistered import WorkerFound


class UnregisteredForm(HallForm):
    """Who works where since when, and what proves it."""

    id_number = number_field(gettext_lazy("ID number"), help_text=gettext_lazy("As on the identity document"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    started_on = DayField(label=gettext_lazy("First working day"))
    wage = YuanField(
        label=gettext_lazy("Monthly wage (yuan)"),
        help_text=gettext_lazy("Empty if nobody can tell: the average wage of the area counts."),
        required=False,
    )
    evidence = forms.CharField(
        label=gettext_lazy("What proves the employment"),
        help_text=gettext_lazy(
            "For example contract, pay slips, badge, statements of colleagues, an inspection report."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    attachments = FilesField(
        label=gettext_lazy("Papers"),
        help_text=gettext_lazy("JPEG, PNG or PDF, each up to 10 MB, at most 10."),
        required=False,
    )


class UnregisteredView(BureauAct):
    """A case is opened; a colleague decides it."""

    permission = Permission.DECIDE_DECLARATIONS
    form_class = UnregisteredForm
    template_name = "admin/accounts/unit/unregistered.html"
    done = gettext_lazy("The case is on the worklist. A colleague of each agency decides it; the unit has been told.")

    @cached_property
    def unit(self) -> Unit:
        unit = unit_numbered(self.kwargs["public_id"])
        if unit is None:
            raise Http404
        return unit

    def get_success_url(self):
        return f"/admin/accounts/unit/{self.unit.public_id}/"

    def perform(self, answers):
        worker = WorkerFound(
            id_number=answers["id_number"],
            name=answers["name"],
            started_on=answers["started_on"],
            wage_fen=answers["wage"],
            evidence=answers["evidence"],
        )
        files = attachments.received(answers["attachments"])
        on = clock.today()
        return unregistered.lodge(self.unit, worker, actor=self.request.user, at=clock.now(), on=on, files=files)

    def address_of(self, result):
        return self.get_success_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Register a worker who was not declared"), unit=self.unit, **kwargs)
