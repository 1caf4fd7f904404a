"""The words of certificates: kinds, states, grounds of an end in the words of the law, checks, notices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.wording_notices import NoticeWording
from insurance.rules.certificates import CertificateKind, CertificateState, EndedBecause

CERTIFICATE_KIND_NAMES = {
    CertificateKind.TERMINATION: _("Certificate of the end of a labour contract"),
    CertificateKind.PAYMENT: _("Certificate of payment"),
    CertificateKind.ACCOUNT: _("Statement of the personal medical account"),
}

HANDING_SENTENCES = {
    CertificateKind.TERMINATION: _(
        "Your unit has to hand you this certificate with its seal when the contract ends (Labour Contract Law, article 50)."
        " Without a new job, register as unemployed soon and take it along (Social Insurance Law, article 50)."
    ),
    CertificateKind.PAYMENT: _("It says what was paid, for which months, and when it was credited and recorded."),
    CertificateKind.ACCOUNT: _(
        "It lists every movement of the account in the period. Who checks it sees the sums, not where you were treated."
    ),
}
"""What somebody does with a certificate."""

CERTIFICATE_STATE_NAMES = {
    CertificateState.VALID: pgettext_lazy("state of a certificate", "Valid"),
    CertificateState.REPLACED: pgettext_lazy("state of a certificate", "Replaced by a new one"),
    CertificateState.REVOKED: pgettext_lazy("state of a certificate", "Revoked"),
}

ENDED_BECAUSE = {
    EndedBecause.UNDONE: _("The unit took the personnel reduction back."),
    EndedBecause.WITHDRAWN: _("The unit withdrew the personnel reduction before it took effect."),
    EndedBecause.REOPENED: _("The agency is looking at the personnel reduction again."),
    EndedBecause.DECLARED_ANEW: _("The unit declared the end of the same employment anew."),
    EndedBecause.REASON_CHANGED: _("After a dispute another reason was found."),
    EndedBecause.REFUNDED: _("The money was given back."),
}

IDENTITY_NAMES = {
    "01": _("resident identity card"),
    "04": _("passport"),
    "05": _("travel permit for Hong Kong and Macau residents"),
    "06": _("travel permit for Taiwan residents"),
    "07": _("foreign permanent resident identity card"),
    "08": _("residence permit for Hong Kong and Macau residents"),
    "09": _("residence permit for Taiwan residents"),
}
"""Documents of identity by their code (AAC058), as a certificate names them."""

SEX_NAMES = {
    "1": pgettext_lazy("sex", "male"),
    "2": pgettext_lazy("sex", "female"),
    "9": pgettext_lazy("sex", "not stated"),
}
"""性别 (AAC004), as forms print it."""

GROUNDS = {
    "11": _("the term of the labour contract had run out (Labour Contract Law, article 44, item 1)"),
    "12": _("both sides had agreed on it (Labour Contract Law, article 36)"),
    "13": _("both sides had agreed on it (Labour Contract Law, article 36)"),
    "14": _("the employee had given notice (Labour Contract Law, article 37)"),
    "15": _("the employee had ended it under article 38 of the Labour Contract Law"),
    "16": _("the employer had ended it under article 39 of the Labour Contract Law"),
    "17": _("the employer had ended it under article 40 of the Labour Contract Law"),
    "18": _("the employer had reduced its staff under article 41 of the Labour Contract Law"),
    "19": _("the employer had ceased to operate (Labour Contract Law, article 44, items 4 and 5)"),
    "20": _("it had been ended in the probation period under the Labour Contract Law"),
}
"""Why a labour contract ended, for the certificate: the words of the law, and nothing about who proposed it."""

CHECKED_SENTENCES = {
    CertificateState.VALID: _("This certificate is from this hall and holds. Compare every line with the paper."),
    CertificateState.REPLACED: _(
        "This certificate is from this hall but has not held since %(day)s: a new one has taken its place."
        " Ask whoever gave it to you for the new one."
    ),
    CertificateState.REVOKED: _(
        "This certificate is from this hall but was revoked on %(day)s. It proves nothing now."
    ),
}
"""What whoever checks a certificate is told, by its state."""

SENTENCES = {
    "verify.code_shape": _(
        "The check code has %(characters)s letters and digits. Read it once more from the paper; hyphens may be left out."
    ),
    "verify.no_match": _(
        "No certificate has this number together with this check code. Compare both with the paper, character by"
        " character. If they are as printed, the paper is not from this hall: call 12333."
    ),
}

AUDIT_ACTIONS = {
    "payment_certificate.issued": _("payment certificate issued"),
    "payment_certificate.revoked": _("payment certificate revoked"),
    "certificate.printed": _("certificate printed"),
    "certificates.issued": _("certificates issued"),
    "certificates.revoked": _("certificates revoked"),
    "counter_form.printed": _("counter form printed"),
}

NOTICES = {
    "certificate_ready": NoticeWording(
        _("Your certificate of the end of your labour contract is ready"),
        _(
            "Certificate %(certificate)s is among your certificates. You can read, print and pass it on; anybody can"
            " check it with its number and check code."
        ),
        _("Your certificate of the end of your labour contract is ready in the online hall."),
    ),
    "certificate_revoked": NoticeWording(
        _("Your certificate %(certificate)s does not hold any more"),
        _("The reduction that certificate %(certificate)s rests on does not stand any more. The page says why."),
        _("Your certificate of the end of your labour contract was revoked. The online hall tells you why."),
    ),
    "certificates_issued": NoticeWording(
        _("Termination certificates for declaration %(number)s are ready"),
        _(
            "%(certificates)s termination certificates for declaration %(number)s are ready. Print and stamp them and"
            " hand them to the people on the day the contract ends."
        ),
    ),
    "certificates_revoked": NoticeWording(
        _("Termination certificates of declaration %(number)s were revoked"),
        _(
            "%(certificates)s termination certificates of declaration %(number)s do not hold any more, because the"
            " reduction does not stand any more. Ask for printed ones back."
        ),
    ),
}
