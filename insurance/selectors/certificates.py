"""Certificates: a person's, a unit's, those of one declaration, and the one that somebody checks."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import Least

from accounts.models.parties import Unit
from insurance.models.certificates import Certificate
from insurance.models.declarations import Declaration
from insurance.models.enrolments import Enrolment
from insurance.rules.certificates import CertificateKind, CertificateState
from insurance.selectors.key_pages import KeyPage, key_page

PAGE_ROWS = 20


def opened(certificate: Certificate) -> dict[str, str]:
    """Return what is stored encrypted on a certificate: ``identity_number`` and ``check_code``."""
    return json.loads(certificate.sealed)


def still_replaceable(unit: Unit, people: Collection[int]) -> QuerySet[Certificate]:
    """Return the certificates of people by a unit that no other one has taken the place of, in key order."""
    found = Certificate.objects.filter(unit=unit, person__in=people, kind=CertificateKind.TERMINATION)
    return found.filter(replaced_by=None).order_by("pk")


def employed_since(unit: Unit, people: Collection[int]) -> dict[int, date]:
    """Return since when people's running employment with a unit lasts, as far as the enrolments tell; one statement."""
    running = Enrolment.objects.filter(unit=unit, person__in=people, stop_month=None).order_by().values("person")
    return dict(running.annotate(since=Min(Least("covered_from", "first_month"))).values_list("person", "since"))


@dataclass(frozen=True)
class CertificatesPage:
    """One page of a list of certificates, the newest first; ``counts`` says how many there are in each state."""

    rows: list[Certificate]
    page: KeyPage
    counts: dict[CertificateState, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def page_of(
    certificates: QuerySet[Certificate],
    *,
    state: CertificateState | None = None,
    after: int | None = None,
    before: int | None = None,
) -> CertificatesPage:
    """Return one page of certificates, in two statements."""
    counted = certificates.order_by().values_list("state").annotate(Count("pk"))
    counts = {CertificateState(found): count for found, count in counted}
    chosen = certificates if state is None else certificates.filter(state=state)
    page = key_page(
        chosen.defer("sealed", "digest"), key="pk", size=PAGE_ROWS, descending=True, after=after, before=before
    )
    return CertificatesPage(page.rows, page, counts)


def certificates_of_person(person_id: int) -> QuerySet[Certificate]:
    """Return a person's certificates, whoever issued them."""
    return Certificate.objects.filter(person=person_id)


def certificates_of_unit(unit: Unit, *, declaration: str = "") -> QuerySet[Certificate]:
    """Return the certificates that a unit hands out, or those that rest on one declaration of it."""
    found = Certificate.objects.filter(unit=unit, kind=CertificateKind.TERMINATION)
    return found.filter(declaration__number=declaration) if declaration else found


def count_of_declaration(declaration: Declaration) -> int:
    """Return how many certificates rest on a declaration and hold."""
    return declaration.certificates.filter(state=CertificateState.VALID).count()


def valid_of_declaration(declaration: Declaration, *, skip: int, most: int) -> list[Certificate]:
    """Return some of the certificates that rest on a declaration and hold, in the order of its lines; one statement."""
    found = declaration.certificates.filter(state=CertificateState.VALID).order_by("pk")
    return list(found[skip : skip + most])


def certificate_to_check(number: str) -> Certificate | None:
    """Return the certificate with a number; None when there is none."""
    return Certificate.objects.filter(number=number).select_related("replaced_by").first()
