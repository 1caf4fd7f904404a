"""Ending the right to pay for a resident: by either side of a family, or by the committee on whose list the person is."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import clock
from accounts.views.forms import RuleFormView
from accounts.wording import worded
from insurance.forms.residents import EndProxyForm
from insurance.services import resident_proxies


class EndProxyView(RuleFormView):
    """One relation and its end. Who comes to one that has ended, or sends the form from a page that is behind, is led to
    ``success_url``, where that shows."""

    form_class = EndProxyForm

    @cached_property
    def proxy(self):
        raise NotImplementedError

    def dispatch(self, request, *args, **kwargs):
        if self.proxy.ended_at:
            return HttpResponseRedirect(self.success_url)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, answers):
        resident_proxies.end(self.proxy, actor=self.request.user, at=clock.now())
        messages.success(self.request, _("Ended. What was paid stays paid."))


def since_fact(proxy) -> dict:
    """Return since when somebody pays for the person."""
    return {"label": pgettext("paying for somebody", "Since"), "value": worded(proxy.made_at)}
