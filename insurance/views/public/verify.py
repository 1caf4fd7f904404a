"""Checking a certificate, without signing in: is it from this hall, does it still hold, does it say what the paper says."""

from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import masked
from accounts.views.refusals import PoliteRefusals
from accounts.views.said import said
from accounts.views.visitors import address_of
from accounts.wording import day_text
from insurance.forms.certificates import VerifyForm
from insurance.rules.certificates import CertificateKind, CertificateState
from insurance.selectors.certificates import opened
from insurance.services import certificate_checks
from insurance.views.certificates import employment_facts, issued_on
from insurance.wording_certificates import (
    CERTIFICATE_KIND_NAMES,
    CERTIFICATE_STATE_NAMES,
    CHECKED_SENTENCES,
    IDENTITY_NAMES,
)


@method_decorator(never_cache, name="dispatch")
class VerifyView(PoliteRefusals, FormView):
    """Number and code typed from the paper, or both in the address that the square code on it holds."""

    form_class = VerifyForm
    template_name = "insurance/public/verify.html"

    def get(self, request, number: str = ""):
        if "code" not in request.GET or not number:
            return super().get(request)
        form = VerifyForm({"number": number, "code": request.GET["code"]})
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def get_initial(self):
        return {"number": self.kwargs.get("number", "")}

    def form_valid(self, form):
        typed, address = form.cleaned_data, address_of(self.request)
        try:
            found = certificate_checks.check(typed["number"], typed["code"], address=address, at=clock.instant())
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        return self.render_to_response(self.get_context_data(form=VerifyForm(), **checked_words(found)))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


def checked_words(certificate) -> dict:
    """Return what whoever holds the paper may compare: name and identity number masked."""
    facts, state = certificate.facts, CertificateState(certificate.state)
    who = [
        {"label": pgettext("certificate", "Kind"), "value": CERTIFICATE_KIND_NAMES[CertificateKind(certificate.kind)]},
        {"label": pgettext("certificate", "Issued on"), "value": day_text(issued_on(certificate))},
        {"label": _("Employer"), "value": said(facts["unit"])},
        {"label": _("Employee"), "value": said(masked_name(facts["name"]))},
        {
            "label": capfirst(IDENTITY_NAMES[facts["identity_type"]]),
            "value": masked(opened(certificate)["identity_number"]),
        },
    ]
    return {
        "certificate": certificate,
        "state_words": CERTIFICATE_STATE_NAMES[state],
        "sentence": CHECKED_SENTENCES[state] % {"day": ended_day(certificate)},
        "facts": [*who, *employment_facts(certificate)],
    }


def masked_name(name: str) -> str:
    """Return a name of which only the first letter can be read."""
    return name[0] + "*" * (len(name) - 1)


def ended_day(certificate) -> str:
    """Return since when a certificate does not hold; empty while it does."""
    return day_text(localtime(certificate.ended_at).date()) if certificate.ended_at else ""
