"""A person's own certificates: the list, one of them, and as paper."""

from django.views import View

from accounts.views.audiences import CitizenRequired
from insurance import access
from insurance.selectors.certificates import certificates_of_person, page_of
from insurance.selectors.key_pages import typed_key
from insurance.views.certificate_kinds import page_words, paper_response, row_words
from insurance.views.citizen.pages import CitizenPage

BASE = "/me/certificates/"


class CertificatesView(CitizenPage):
    """Everything that was certified about somebody, the newest first, with what does not hold any more."""

    template_name = "insurance/citizen/certificates.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        found = page_of(
            certificates_of_person(self.person_id),
            after=typed_key(asked.get("after", "")),
            before=typed_key(asked.get("before", "")),
        )
        return super().get_context_data(
            rows=[row_words(certificate) for certificate in found.rows],
            total=found.total,
            newer_url=f"?before={found.page.before}" if found.page.before else "",
            older_url=f"?after={found.page.after}" if found.page.after else "",
            **kwargs,
        )


class CertificateView(CitizenPage):
    """One certificate: what it says, whether it holds and why not, and the way to the paper."""

    template_name = "insurance/citizen/certificate.html"

    def get_context_data(self, **kwargs):
        certificate = access.own_certificate(self.request.user, self.kwargs["number"])
        return super().get_context_data(**page_words(certificate, base=BASE), **kwargs)


class CertificatePdfView(CitizenRequired, View):
    """The certificate as paper, in Chinese."""

    http_method_names = ["get", "head"]
    language = "zh-hans"

    def get(self, request, number):
        certificate = access.own_certificate(request.user, number)
        return paper_response(request, certificate, language=self.language)


class TranslationView(CertificatePdfView):
    """The same page in English, marked as a translation."""

    language = "en"
