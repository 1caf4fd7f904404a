"""Who is asking and how they like to read: the session's user, idle limits, language and display preferences."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from accounts import clock
from accounts.models.logins import Session
from accounts.rules.preferences import CONTRAST_COOKIE, ELDER_COOKIE, LANGUAGE_COOKIE, LANGUAGES

NOTED_EVERY = timedelta(minutes=1)


def session_is_over(row: Session, at: datetime) -> bool:
    """Return whether the session was idle too long or has lasted too long for its kind of user."""
    idle = settings.HALL_SESSION_IDLE[row.user.kind]
    return at - row.last_seen_at > idle or at - row.started_at > settings.HALL_SESSION_LIFE


def user_of(request):
    """Return the user of the request's session, or AnonymousUser; ends sessions that are over or not theirs any more."""
    session = request.session
    proof = session.get(HASH_SESSION_KEY)
    row = session.row
    if proof is None or row is None or row.user is None:
        return AnonymousUser()
    at = clock.instant()
    genuine = row.user.is_active and constant_time_compare(proof, row.user.get_session_auth_hash())
    if not genuine or session_is_over(row, at):
        session.flush()
        return AnonymousUser()
    if at - row.last_seen_at > NOTED_EVERY:
        Session.objects.filter(pk=row.pk).update(last_seen_at=at)
    return row.user


class SessionUserMiddleware(AuthenticationMiddleware):
    """Takes the user from the session's row, so that session and user cost one statement."""

    def process_request(self, request):
        request.user = SimpleLazyObject(lambda: user_of(request))

    def process_response(self, request, response):
        if request.session.accessed and request.user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
        return response


@dataclass(frozen=True)
class Preferences:
    """How somebody wants to read: the language, large type, high contrast."""

    language: str
    elder: bool = False
    contrast: bool = False


def preferences_of(request) -> Preferences:
    """Return the preferences of the account, or else of the browser. Chinese unless somebody chose English."""
    user = request.user
    if user.is_authenticated and user.language:
        return Preferences(user.language, user.elder, user.contrast)
    cookies = request.COOKIES
    return Preferences(
        language=LANGUAGES.get(cookies.get(LANGUAGE_COOKIE), "zh-hans"),
        elder=cookies.get(ELDER_COOKIE) == "on",
        contrast=cookies.get(CONTRAST_COOKIE) == "on",
    )


class PreferencesMiddleware:
    """Speaks to the reader in the language they chose."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.prefs = preferences_of(request)
        with translation.override(request.prefs.language):
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        response.headers.setdefault("Content-Language", request.prefs.language)
        return response
