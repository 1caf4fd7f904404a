"""Language, large type and contrast: remembered by the account and by the browser."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.views.generic import FormView

from accounts.forms.preferences import PreferencesForm
from accounts.rules.own_path import own_path
from accounts.rules.preferences import CONTRAST_COOKIE, ELDER_COOKIE, LANGUAGE_COOKIE
from accounts.services import preferences

YEAR_SECONDS = 365 * 24 * 60 * 60


class PreferencesView(FormView):
    """Takes what the header's switches send; only what is sent changes. Then back to the page they stand on."""

    http_method_names = ["post"]
    form_class = PreferencesForm
    template_name = "accounts/preferences.html"

    def form_valid(self, form):
        wanted, present = form.cleaned_data, self.request.prefs
        chosen = {
            name: getattr(present, name) if wanted[name] is None else wanted[name]
            for name in ("language", "elder", "contrast")
        }
        if self.request.user.is_authenticated:
            preferences.remember(self.request.user, **chosen)
        response = HttpResponseRedirect(own_path(wanted["next"]) or "/")
        remember(response, LANGUAGE_COOKIE, chosen["language"])
        remember(response, ELDER_COOKIE, "on" if chosen["elder"] else "off")
        remember(response, CONTRAST_COOKIE, "on" if chosen["contrast"] else "off")
        return response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


def remember(response, name: str, value: str) -> None:
    """Have the browser remember one preference for a year; no script can read it, no secret is in it."""
    response.set_cookie(
        name,
        value,
        max_age=YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
