"""Somebody checks whether a certificate is genuine and still holds: counted, slowed, written down.

Whoever guesses learns nothing: a number that does not exist and a code that does not fit are answered alike.
"""

import hmac
import logging
from datetime import datetime

from accounts.fields import blind_index
from accounts.rules.errors import RuleBroken
from accounts.rules.typed_number import normalise_number
from accounts.services import logins
from accounts.services.logins import Door
from insurance.models.certificates import Certificate, CertificateCheck
from insurance.rules.certificates import CODE_CHARACTERS, CheckResult, normalised_code
from insurance.selectors.certificates import certificate_to_check, opened
from insurance.services.certificates import is_genuine

log = logging.getLogger(__name__)

NOBODYS_CODE = "-" * CODE_CHARACTERS
"""What a typed code is compared with when there is no certificate: no code consists of these."""


def check(number: str, code: str, *, address: str | None, at: datetime) -> Certificate:
    """Return the certificate with this number and check code, whether it still holds or not.

    Raises RuleBroken: ``verify.code_shape``, ``login.wait`` after too many failures, ``verify.no_match``. Not to be
    called inside a transaction: what failed has to be counted.
    """
    number, code = normalise_number(number), normalised_code(code)
    index = logins.subject_index(Door.CERTIFICATE, number)
    attempt = logins.begin_attempt(Door.CERTIFICATE, index, address=address, at=at)
    found = certificate_to_check(number)
    matches = fits(found, code)
    CertificateCheck.objects.create(
        certificate=found,
        at=at,
        result=CheckResult(found.state) if matches else CheckResult.NO_MATCH,
        address_index=blind_index(address, purpose="certificate.check") if address else None,
    )
    if not matches:
        raise RuleBroken("verify.no_match", "code")
    logins.succeed(attempt.pk)
    return found


def fits(certificate: Certificate | None, code: str) -> bool:
    """Return whether a code is the certificate's; one that was altered in the database fits no code."""
    expected = opened(certificate)["check_code"] if certificate else NOBODYS_CODE
    if not hmac.compare_digest(expected, code):
        return False
    if is_genuine(certificate):
        return True
    log.error("certificate %s was altered", certificate.number)
    return False
