"""Who acts for the unit: colleagues are invited, get other rights, are removed. For who manages operators; others look."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts import clock
from accounts.access import unit_operator
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.services import codes, invitations, operators
from accounts.views.audiences import OperatorRequired
from accounts.views.forms import RuleFormView
from insurance.forms.reductions import KeyForm
from insurance.forms.units import InvitationForm, RightsForm
from insurance.selectors.unit_file import operators_of
from insurance.views.employer.pages import UnitPage, holders_of
from insurance.wording_reductions import OPERATOR_RIGHT_NAMES

LIST = "/employer/operators/"


class OperatorsView(UnitPage):
    """Everybody who may act for the unit or did, with their rights and when they last signed in."""

    template_name = "insurance/employer/operators.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = [operator_row(operator, user) for operator in operators_of(self.unit)]
        return super().get_context_data(
            active=[row for row in rows if row["state"] != "shut"],
            removed=[row for row in rows if row["state"] == "shut"],
            can_manage=user.may_for_unit(OperatorRight.MANAGE_OPERATORS),
            managers=holders_of(user, OperatorRight.MANAGE_OPERATORS),
            **kwargs,
        )


def operator_row(operator, viewer) -> dict:
    """Return an operator as the list shows them."""
    return {
        "operator": operator,
        "state": "shut" if not operator.is_active else "open" if operator.activated_at else "waiting",
        "rights": [OPERATOR_RIGHT_NAMES[OperatorRight(right)] for right in operator.rights],
        "is_me": operator.pk == viewer.pk,
    }


class ManagerRequired(OperatorRequired):
    """An act on the unit's operators; who may not manage them is told so before anything is typed."""

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_authenticated and user.is_operator and not user.may_for_unit(OperatorRight.MANAGE_OPERATORS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OperatorAct(ManagerRequired, RuleFormView):
    """A form about one operator of the unit."""

    @cached_property
    def operator(self):
        return unit_operator(self.request.user, self.kwargs["number"])

    def get(self, request, *args, **kwargs):
        assert self.operator
        return super().get(request, *args, **kwargs)

    def address_of(self, result):
        return LIST

    def signed(self) -> dict:
        return {"actor": self.request.user, "at": clock.instant()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            operator=self.operator, is_me=self.operator.pk == self.request.user.pk, **kwargs
        )


ACTIVATION = "/accounts/activate/employer/"


class CodeShown(ManagerRequired, RuleFormView):
    """An act whose result may be a code that is shown now and never again; sent again, the form leads to the list."""

    code = ""

    def address_of(self, result):
        self.code = result
        return LIST

    def form_valid(self, form):
        response = super().form_valid(form)
        if not self.code:
            return response
        self.template_name = "insurance/employer/operator_code.html"
        page = self.render_to_response(
            self.get_context_data(form=form, code=self.code, typed_at=self.request.build_absolute_uri(ACTIVATION))
        )
        page.headers["Cache-Control"] = "no-store"
        return page


class InviteView(CodeShown):
    """A colleague is invited."""

    form_class = InvitationForm
    template_name = "insurance/employer/operator_invite.html"

    def perform(self, answers):
        by_phone = answers.pop("handing") == "phone"
        code = invitations.invite(
            self.request.user.unit,
            username=answers["operator"],
            name=answers["name"],
            id_number=answers["id_number"],
            rights=[OperatorRight(right) for right in answers["rights"]],
            by_phone=by_phone,
            actor=self.request.user,
            at=clock.instant(),
            on=clock.today(),
        )
        if by_phone:
            messages.success(self.request, _("Invited. The code was sent to the colleague's phone on file."))
        return code

    def get_context_data(self, **kwargs):
        return super().get_context_data(invited=self.request.POST.get("operator", ""), **kwargs)


class NewCodeView(CodeShown):
    """An invited colleague who has not opened the account yet gets another code."""

    form_class = KeyForm
    template_name = "insurance/employer/operator_new_code.html"

    @cached_property
    def operator(self):
        return unit_operator(self.request.user, self.kwargs["number"])

    def perform(self, answers):
        return codes.issue_invitation_code(self.operator, actor=self.request.user, at=clock.instant())

    def get_context_data(self, **kwargs):
        return super().get_context_data(operator=self.operator, invited=self.operator.username, **kwargs)


class RightsView(OperatorAct):
    """An operator gets other rights."""

    form_class = RightsForm
    template_name = "insurance/employer/operator_rights.html"

    def get_initial(self):
        return {"rights": self.operator.rights}

    def perform(self, answers):
        rights = [OperatorRight(right) for right in answers["rights"]]
        operators.change_rights(self.operator, rights, **self.signed())
        messages.success(self.request, _("Changed. The rights count from the next click of the colleague."))


class RemoveView(OperatorAct):
    """An operator is removed; every session ends with this act."""

    form_class = KeyForm
    template_name = "insurance/employer/operator_remove.html"

    def perform(self, answers):
        if not self.operator.is_active:
            raise RuleBroken("operator.removed")
        operators.remove_operator(self.operator, **self.signed())
        messages.success(self.request, _("Removed. Every session of the operator has ended."))
