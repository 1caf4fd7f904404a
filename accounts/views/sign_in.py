"""Letting somebody in and out of a browser, and pages for whoever is signed in."""

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import redirect_to_login

from accounts.rules.own_path import own_path
from accounts.rules.roles import UserKind
from accounts.services.sessions import ADDRESS_KEY, AGENT_KEY
from accounts.views.visitors import address_of, agent_of

HOMES = {UserKind.CITIZEN: "/me/", UserKind.OPERATOR: "/employer/", UserKind.STAFF: "/admin/"}

OF_EVERYBODY = ("/accounts/inbox/", "/accounts/sessions/", "/accounts/password/")
MAY_LEAD_TO = {
    UserKind.CITIZEN: ("/me/", *OF_EVERYBODY),
    UserKind.OPERATOR: ("/employer/", *OF_EVERYBODY),
    UserKind.STAFF: ("/admin/", *OF_EVERYBODY),
}
"""Where ``next`` may lead somebody who signs in; anything else leads to the home of their kind."""


def sign_in(request, user) -> None:
    """Open a new session for ``user``: the one before, with its key and all it held, is gone."""
    request.session.flush()
    auth.login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    request.session[ADDRESS_KEY] = address_of(request)
    request.session[AGENT_KEY] = agent_of(request)[:200]


def address_after(kind: str, wanted: str) -> str:
    """Return where somebody goes after signing in."""
    return own_path(wanted, under=MAY_LEAD_TO[kind]) or HOMES[kind]


class SignedIn:
    """A page for whoever is signed in, in the layout of their kind; others are led to the door and come back."""

    LAYOUTS = {UserKind.CITIZEN: "layouts/citizen.html", UserKind.OPERATOR: "layouts/employer.html"}

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        layout = self.LAYOUTS.get(self.request.user.kind, "layouts/public.html")
        return super().get_context_data(layout=layout, **kwargs)
