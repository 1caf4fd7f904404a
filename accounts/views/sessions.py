"""Where an account is signed in, and ending that from afar."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts import clock
from accounts.rules.devices import Device
from accounts.selectors.sessions import running_sessions
from accounts.services import sessions
from accounts.views.sign_in import SignedIn

ADDRESS = "/accounts/sessions/"


def device_words(device: Device) -> str:
    """Return ``Chrome on Windows``, as far as it is known."""
    if device.browser and device.system:
        return _("%(browser)s on %(system)s") % {"browser": device.browser, "system": device.system}
    return device.browser or device.system or _("A device that does not say what it is")


class SessionsView(SignedIn, TemplateView):
    """Lists the sessions of the account; a POST ends one of them, or all others."""

    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        found = running_sessions(
            user,
            current_key=self.request.session.session_key,
            idle=settings.HALL_SESSION_IDLE[user.kind],
            life=settings.HALL_SESSION_LIFE,
            at=clock.instant(),
        )
        rows = [{"session": session, "device": device_words(session.device)} for session in found]
        return super().get_context_data(rows=rows, total=len(rows), **kwargs)

    def post(self, request):
        """``session`` names the one to end, ``others`` means all but this one."""
        if "others" in request.POST:
            ended = sessions.end_others(request.user, request.session.session_key)
        else:
            ended = sessions.end_one(request.user, request.POST.get("session", ""))
        if ended:
            messages.success(request, _("Ended. Whoever used it is signed out."))
        else:
            messages.info(request, _("There was nothing to end any more."))
        return HttpResponseRedirect(ADDRESS)
