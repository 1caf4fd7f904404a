"""解除（终止）劳动合同证明书: the unit's certificates, one of them, and as paper to be stamped."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from accounts.rules.resident_id import masked
from accounts.views.audiences import OperatorRequired
from insurance import access
from insurance.documents.termination_certificate import MOST_IN_ONE_FILE
from insurance.rules.certificates import CertificateState
from insurance.selectors.certificates import certificates_of_unit, page_of, valid_of_declaration
from insurance.selectors.key_pages import typed_key
from insurance.views.certificate_kinds import page_words, paper_response, papers_response, row_words
from insurance.views.employer.pages import UnitPage, number_asked_for, paged
from insurance.wording_certificates import CERTIFICATE_STATE_NAMES

BASE = "/employer/termination-certificates/"


class CertificatesView(UnitPage):
    """The certificates, the newest first, by state; ``?declaration=`` those of one declaration, with files to print."""

    template_name = "insurance/employer/certificates.html"

    @cached_property
    def declaration(self):
        """The declaration whose certificates are asked for; None for all."""
        number = number_asked_for(self.request, "declaration")
        return access.unit_declaration(self.request.user, number) if number else None

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        state = CertificateState(asked["state"]) if asked.get("state") in set(CertificateState) else None
        number = self.declaration.number if self.declaration else ""
        found = page_of(
            certificates_of_unit(self.unit, declaration=number),
            state=state,
            after=typed_key(asked.get("after", "")),
            before=typed_key(asked.get("before", "")),
        )
        of_declaration = {"declaration": number} if number else {}
        kept = {**of_declaration, **({"state": state} if state else {})}
        return super().get_context_data(
            declaration=self.declaration,
            files=files_of(number, found.counts.get(CertificateState.VALID, 0)) if number else [],
            rows=[row_words(certificate) for certificate in found.rows],
            total=found.total if state is None else found.counts.get(state, 0),
            choices=choices(found.counts, state, of_declaration),
            previous_url=paged(kept, "before", found.page.before),
            next_url=paged(kept, "after", found.page.after),
            **kwargs,
        )


def choices(counts: dict, current: CertificateState | None, kept: dict) -> list[dict]:
    """Return the views of the list: all, and each state there is."""
    every = {"url": f"?{urlencode(kept)}", "text": _("All"), "count": sum(counts.values()), "is_current": not current}
    return [
        every,
        *(
            {
                "url": f"?{urlencode({**kept, 'state': state})}",
                "text": CERTIFICATE_STATE_NAMES[state],
                "count": counts.get(state, 0),
                "is_current": state == current,
            }
            for state in CertificateState
            if state in counts or state == current
        ),
    ]


def files_of(number: str, count: int) -> list[dict]:
    """Return the files in which a declaration's certificates are printed: each holds at most ``MOST_IN_ONE_FILE``."""
    starts = range(1, count + 1, MOST_IN_ONE_FILE)
    return [
        {
            "url": f"/employer/declarations/{number}/certificates.pdf?from={start}",
            "first": start,
            "last": min(start + MOST_IN_ONE_FILE - 1, count),
        }
        for start in starts
    ]


class CertificateView(UnitPage):
    """One certificate: what it says, whether it holds, and the way to the paper."""

    template_name = "insurance/employer/certificate.html"

    def get_context_data(self, **kwargs):
        certificate = access.unit_certificate(self.request.user, self.kwargs["number"])
        return super().get_context_data(
            **page_words(certificate, base=BASE),
            person=certificate.person,
            identity=masked(certificate.person.identity_number),
            **kwargs,
        )


class CertificatePdfView(OperatorRequired, View):
    """The certificate as paper, in Chinese."""

    http_method_names = ["get", "head"]
    language = "zh-hans"

    def get(self, request, number):
        certificate = access.unit_certificate(request.user, number)
        return paper_response(request, certificate, language=self.language)


class TranslationView(CertificatePdfView):
    """The same page in English, marked as a translation."""

    language = "en"


class BundleView(OperatorRequired, View):
    """Up to 200 certificates of one declaration in one file; ``?from=201`` the next ones."""

    http_method_names = ["get", "head"]

    def get(self, request, number):
        declaration = access.unit_declaration(request.user, number)
        first = max(typed_key(request.GET.get("from", "1")) or 1, 1)
        found = valid_of_declaration(declaration, skip=first - 1, most=MOST_IN_ONE_FILE)
        if not found:
            raise Http404
        name = f"{declaration.number}-certificates-{first}"
        return papers_response(request, found, name=name, language="zh-hans")
