"""Checking a certificate, without signing in: is it from this hall, does it still hold, does it say what the paper says."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.views.refusals import PoliteRefusals
from accounts.views.visitors import address_of
from accounts.wording import day_text
from insurance.forms.certificates import VerifyForm
from insurance.rules.business_day import business_day
from insurance.rules.certificates import CertificateState
from insurance.services import certificate_checks
from insurance.views.certificate_kinds import checked_facts
from insurance.wording_certificates import (
    CERTIFICATE_STATE_NAMES,
    CHECKED_SENTENCES,
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
    """Return what whoever holds the paper may compare: a person's name and number masked."""
    state = CertificateState(certificate.state)
    return {
        "certificate": certificate,
        "state_words": CERTIFICATE_STATE_NAMES[state],
        "sentence": CHECKED_SENTENCES[state] % {"day": ended_day(certificate)},
        "facts": checked_facts(certificate),
    }


def ended_day(certificate) -> str:
    """Return since when a certificate does not hold; empty while it does."""
    return day_text(business_day(certificate.ended_at)) if certificate.ended_at else ""
