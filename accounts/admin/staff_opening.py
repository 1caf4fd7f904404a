"""A member of the staff opens the account with the code that was handed over: a password, then an authenticator."""

from datetime import datetime, timedelta

import segno
from django import forms
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.forms.base import HallForm
from accounts.forms.fields import activation_code_field, number_field
from accounts.forms.opening import NewPasswordForm
from accounts.rules.errors import RuleBroken
from accounts.selectors import accounts
from accounts.selectors.staff import staff_member
from accounts.services import codes, logins, staff
from accounts.services.logins import Door
from accounts.views.forms import RuleFormView
from accounts.views.refusals import PoliteRefusals
from accounts.views.visitors import address_of

SESSION_NAME = "staff_opening"
LIFETIME = timedelta(minutes=30)


class OpeningForm(NewPasswordForm):
    """Who it is, the code, and the password from now on."""

    button = gettext_lazy("Continue")
    username = number_field(gettext_lazy("User name"), autocomplete="username")
    activation_code = activation_code_field()
    field_order = ["username", "activation_code", "new_password", "new_password_again"]


class TokenForm(HallForm):
    """A number that the new authenticator shows."""

    otp_token = forms.CharField(
        label=gettext_lazy("Number of the authenticator"),
        help_text=gettext_lazy("6 digits, as the app shows them now"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class StaffOpeningView(PoliteRefusals, RuleFormView):
    """Code and password. Attempts are counted and slowed like those at every door."""

    form_class = OpeningForm
    template_name = "admin/staff_opening.html"
    success_url = "/admin/activate/authenticator/"

    def form_valid(self, form):
        try:
            self.code = self.checked_code(form.cleaned_data)
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        return super().form_valid(form)

    def checked_code(self, answers: dict) -> int:
        """Return the key of the code; an attempt is written down first and stays written down when this is none."""
        at, username = clock.instant(), accounts.typed_username(answers["username"])
        index = logins.subject_index(Door.STAFF, f"{username}|code")
        attempt = logins.begin_attempt(Door.STAFF, index, address=address_of(self.request), at=at)
        user = accounts.staff_account(username)
        try:
            code = codes.check_operator_code(user and user.pk, answers["activation_code"], at=at)
        except RuleBroken as problem:
            raise RuleBroken("staff.code_wrong") if problem.code == "code.wrong_operator" else problem from None
        logins.succeed(attempt.pk)
        return code

    def perform(self, answers):
        return staff.open_account(self.code, answers["new_password"], at=clock.instant())

    def address_of(self, user):
        self.request.session.cycle_key()
        self.request.session[SESSION_NAME] = {"user": user.pk, "since": clock.instant().isoformat()}
        return self.success_url

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Open your staff account"), **kwargs)


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class AuthenticatorView(RuleFormView):
    """The second factor: the app takes the secret from the picture or the letters, and proves it with a number."""

    form_class = TokenForm
    template_name = "admin/authenticator.html"
    success_url = "/admin/login/"

    def dispatch(self, request, *args, **kwargs):
        self.owner = self.who_opens()
        if self.owner is None:
            return HttpResponseRedirect("/admin/activate/")
        return super().dispatch(request, *args, **kwargs)

    def who_opens(self):
        """Return whose password was just set in this browser; None when nobody's was, or too long ago."""
        begun = self.request.session.get(SESSION_NAME)
        if not begun or clock.instant() - datetime.fromisoformat(begun["since"]) > LIFETIME:
            return None
        return staff_member(begun["user"])

    def perform(self, answers):
        return staff.confirm_authenticator(self.owner, answers["otp_token"], at=clock.instant())

    def address_of(self, recovery_codes):
        self.recovery_codes = recovery_codes
        return self.success_url

    def form_valid(self, form):
        self.recovery_codes = []
        response = super().form_valid(form)
        if not self.recovery_codes:
            return response
        del self.request.session[SESSION_NAME]
        self.template_name = "admin/recovery_codes.html"
        return self.render_to_response(super().get_context_data(title=_("Recovery codes"), codes=self.recovery_codes))

    def get_context_data(self, **kwargs):
        device = staff.authenticator_of(self.owner)
        picture = segno.make(device.config_url, micro=False)
        return super().get_context_data(
            title=_("Set up the authenticator"),
            picture=picture.svg_inline(scale=5, svgclass="qr", lineclass=None),
            letters=device.config_url.partition("secret=")[2].partition("&")[0],
            **kwargs,
        )
