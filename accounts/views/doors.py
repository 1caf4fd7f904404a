"""The doors for citizens, operators and staff, and the way out."""

from django.contrib import auth, messages
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from accounts import clock
from accounts.forms.doors import CitizenLoginForm, OperatorLoginForm, StaffLoginForm
from accounts.rules.errors import RuleBroken
from accounts.rules.own_path import own_path
from accounts.services import logins
from accounts.views.refusals import PoliteRefusals
from accounts.views.sign_in import address_after, sign_in
from accounts.views.visitors import address_of, device_of, name_device


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class DoorView(PoliteRefusals, FormView):
    """Lets somebody in, or says why not in words that fit everybody."""

    template_name = "accounts/door.html"

    def get_initial(self):
        return {"next": self.request.GET.get("next", "")}

    def enter(self, answers: dict, *, address: str | None, device: str):
        raise NotImplementedError

    def form_valid(self, form):
        answers = dict(form.cleaned_data)
        wanted = answers.pop("next")
        device = device_of(self.request)
        try:
            user = self.enter(answers, address=address_of(self.request), device=device)
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        sign_in(self.request, user)
        response = HttpResponseRedirect(address_after(user.kind, wanted))
        name_device(response, device)
        return response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def with_next(self, address: str) -> str:
        """Return another door's address that leads to where this one would."""
        wanted = own_path(self.request.GET.get("next", ""))
        return f"{address}?{self.request.GET.urlencode()}" if wanted else address


class CitizenLoginView(DoorView):
    """A person signs in with the number of an identity document or of the social security card.

    Whose card a number is, the app above knows: it fills in ``person_of_card``.
    """

    form_class = CitizenLoginForm

    def person_of_card(self, number: str) -> int | None:
        raise NotImplementedError

    def enter(self, answers, *, address, device):
        return logins.enter_as_citizen(
            answers["id_number"],
            answers["password"],
            person_of_card=self.person_of_card(answers["id_number"]),
            address=address,
            device=device,
            at=clock.instant(),
        )

    def refuse(self, form, problems):
        if problems[0].code != "login.first_password":
            return super().refuse(form, problems)
        messages.info(
            self.request,
            _(
                "The birth date and the social security number open nothing any more."
                " Choose a password of your own here."
            ),
        )
        return HttpResponseRedirect("/accounts/activate/")

    def get_context_data(self, **kwargs):
        links = [
            {"url": "/accounts/activate/", "text": _("First use: activate the account")},
            {"url": "/accounts/password/reset/", "text": _("Forgotten the password")},
            {"url": self.with_next("/accounts/login/employer/"), "text": _("Sign in for a unit")},
        ]
        return super().get_context_data(
            title=_("Sign in to your own pages"),
            lead=_("Look up your insurance and payments, stop insurance, follow your declarations."),
            links=links,
            **kwargs,
        )


class OperatorLoginView(DoorView):
    """An operator signs in for a unit."""

    form_class = OperatorLoginForm

    def enter(self, answers, *, address, device):
        return logins.enter_as_operator(
            answers["credit_code"],
            answers["operator"],
            answers["password"],
            address=address,
            device=device,
            at=clock.instant(),
        )

    def get_context_data(self, **kwargs):
        links = [
            {"url": "/accounts/activate/employer/", "text": _("First use: an operator chooses a password")},
            {"url": self.with_next("/accounts/login/"), "text": _("Sign in as a person")},
        ]
        return super().get_context_data(
            title=_("Sign in for a unit"),
            lead=_("Every operator has an account of their own. The unit enters them under their names."),
            links=links,
            **kwargs,
        )


class StaffLoginView(DoorView):
    """A member of the bureau's staff signs in with the second factor."""

    form_class = StaffLoginForm
    template_name = "accounts/staff_door.html"

    def enter(self, answers, *, address, device):
        return logins.enter_as_staff(
            answers["username"], answers["password"], answers["otp_token"], address=address, at=clock.instant()
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Sign in to the back office"),
            lead=_("For the bureau's staff only. Every look is on record."),
            links=[{"url": "/admin/activate/", "text": _("First use: open the account with the code handed to you")}],
            **kwargs,
        )


staff_login = StaffLoginView.as_view()
"""What the admin site shows at /admin/login/."""


@require_POST
def sign_out(request):
    """End the session for good; what the browser still shows cannot be reloaded."""
    auth.logout(request)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect(own_path(request.POST.get("next", "")) or "/")
