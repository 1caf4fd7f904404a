"""Changing the password one knows."""

from django.contrib import auth, messages
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.forms.opening import ChangePasswordForm
from accounts.rules.errors import RuleBroken
from accounts.services import logins, passwords, sessions
from accounts.services.logins import Door
from accounts.views import visitors
from accounts.views.forms import RuleFormView
from accounts.views.refusals import PoliteRefusals
from accounts.views.sign_in import HOMES, SignedIn


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ChangePasswordView(SignedIn, PoliteRefusals, RuleFormView):
    """Asks for the password in use, sets the new one, and signs out everywhere else."""

    form_class = ChangePasswordForm
    template_name = "accounts/password.html"

    def form_valid(self, form):
        """Count the attempt before anything else: whoever sits down at an open browser shall not guess for long."""
        index = logins.subject_index(Door.PASSWORD, self.request.user.number)
        address, at = visitors.address_of(self.request), clock.instant()
        try:
            attempt = logins.begin_attempt(Door.PASSWORD, index, address=address, at=at)
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        response = super().form_valid(form)
        if not form.has_error("password"):
            logins.succeed(attempt.pk)
        return response

    def perform(self, answers):
        user = self.request.user
        return passwords.change(user, old=answers["password"], new=answers["new_password"], at=clock.instant())

    def address_of(self, user):
        auth.update_session_auth_hash(self.request, user)
        sessions.end_others(user, self.request.session.session_key)
        messages.success(
            self.request, _("Your password is changed. Wherever else you were signed in, you are signed out.")
        )
        return HOMES[user.kind]
