"""缴费凭证: the certificates of a unit's payments, one of them, and as paper."""

from django.views import View

from accounts.views.audiences import OperatorRequired
from insurance import access
from insurance.selectors.certificates import page_of
from insurance.selectors.key_pages import typed_key
from insurance.selectors.payment_certificates import payment_certificates_of
from insurance.views.certificate_kinds import page_words, paper_response, row_words
from insurance.views.employer.pages import UnitPage, paged

BASE = "/employer/payment-certificates/"


class PaymentCertificatesView(UnitPage):
    """What was certified of the unit's payments, the newest first."""

    template_name = "insurance/employer/payment_certificates.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        found = page_of(
            payment_certificates_of(self.unit),
            after=typed_key(asked.get("after", "")),
            before=typed_key(asked.get("before", "")),
        )
        return super().get_context_data(
            rows=[row_words(certificate) for certificate in found.rows],
            total=found.total,
            previous_url=paged({}, "before", found.page.before),
            next_url=paged({}, "after", found.page.after),
            **kwargs,
        )


class PaymentCertificateView(UnitPage):
    """One certificate: what it says, whether it holds, and the way to the paper."""

    template_name = "insurance/employer/payment_certificate.html"

    def get_context_data(self, **kwargs):
        certificate = access.unit_payment_certificate(self.request.user, self.kwargs["number"])
        return super().get_context_data(**page_words(certificate, base=BASE), **kwargs)


class PaymentCertificatePdfView(OperatorRequired, View):
    """The certificate as paper, in Chinese."""

    http_method_names = ["get", "head"]
    language = "zh-hans"

    def get(self, request, number):
        certificate = access.unit_payment_certificate(request.user, number)
        return paper_response(request, certificate, language=self.language)


class PaymentTranslationView(PaymentCertificatePdfView):
    """The same page in English, marked as a translation."""

    language = "en"
