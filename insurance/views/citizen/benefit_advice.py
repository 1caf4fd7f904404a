"""What to do next about one's medical benefits: who has to pay, where, and what comes back by itself."""

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.translation import gettext as _

from insurance.rules.benefit_history import Cause, Period
from insurance.rules.benefit_rule import Payer
from insurance.selectors.medical_benefits import MedicalBenefits
from insurance.views.citizen.pages import unit_words

GUIDE = "/guides/medical-benefits-after-a-gap/"


def advice(found: MedicalBenefits, period: Period | None) -> Iterator[dict]:
    """Yield the notices that belong to the bar of today."""
    match period and period.cause:
        case Cause.ARREARS:
            yield _unit_owes(found) if period.interruption.payer == Payer.UNIT else _person_owes(period)
        case Cause.STOPPED:
            yield _stopped()
        case Cause.AFTER_GAP:
            yield _waiting_after_gap()
        case Cause.FIRST_WAIT:
            yield _first_wait()
        case Cause.FIRST_UNPAID:
            yield _first_unpaid()
        case Cause.LATE_YEAR | Cause.YEAR_UNPAID:
            yield _resident(period.cause)
        case Cause.LEFT:
            yield _left()


def _unit_owes(found: MedicalBenefits) -> dict:
    text = _(
        "The law obliges the unit to pay the contributions and the late fee; it may not pass the fee on to you. What the"
        " pooled fund does not pay in this time because of it is for the unit to bear: keep your invoices, ask its human"
        " resources, or call 12333."
    )
    title = _("Your unit has not paid your medical insurance")
    if found.owing_units:
        title = format_html(_("{unit} has not paid your medical insurance"), unit=unit_words(found.owing_units[0]))
    return {"tone": "bad", "title": title, "text": text, "url": GUIDE, "link_text": _("What happens after a gap")}


def _person_owes(period: Period) -> dict:
    return {
        "tone": "bad",
        "title": _("What you can do"),
        "text": _(
            "Pay everything that is open. What counts is the day on which the money is credited; benefits then return by"
            " themselves. If you have paid already, wait for the credit."
        ),
        "url": f"/me/contributions/?year={period.interruption.first_unpaid.year}",
        "link_text": _("See what is open"),
    }


def _stopped() -> dict:
    return {
        "tone": "caution",
        "title": _("What you can do"),
        "text": _(
            "A new unit continues the payments when it enrols you. Whoever works for themselves resumes them alone. The"
            " sooner it is done, the sooner benefits return."
        ),
        "url": "/me/resume/",
        "link_text": _("Resume payment"),
    }


def _waiting_after_gap() -> dict:
    return {
        "tone": "info",
        "title": _("Nothing to apply for"),
        "text": _(
            "Everything that was open is credited. Keep paying on time; benefits return by themselves. Costs in the"
            " waiting period are not reimbursed."
        ),
        "url": GUIDE,
        "link_text": _("What happens after a gap"),
    }


def _first_wait() -> dict:
    return {
        "tone": "info",
        "title": _("Nothing to apply for"),
        "text": _("Keep paying on time; benefits begin by themselves. Costs in the waiting period are not reimbursed."),
        "url": "/guides/individual-payment/",
        "link_text": _("About the first enrolment"),
    }


def _first_unpaid() -> dict:
    return {
        "tone": "caution",
        "title": _("What you can do"),
        "text": _("Benefits begin only after the first contribution is credited. See whether it has been paid."),
        "url": "/me/contributions/",
        "link_text": _("See my contributions"),
    }


def _left() -> dict:
    return {
        "tone": "caution",
        "title": _("What you can do"),
        "text": _(
            "Enrol again as a resident: the next page shows when benefits begin and what the year costs. If you work for a"
            " unit, it has to enrol you."
        ),
        "url": "/me/resume/",
        "link_text": _("Resume as a resident"),
    }


def _resident(cause: Cause) -> dict:
    paid = _("Nothing to apply for"), _("Your payment is credited; the cover begins by itself when the wait is over.")
    unpaid = _("What you can do"), _("Pay for the year. The sooner it is credited, the sooner the cover begins.")
    title, text = paid if cause == Cause.LATE_YEAR else unpaid
    return {
        "tone": "info" if cause == Cause.LATE_YEAR else "caution",
        "title": title,
        "text": text,
        "url": "/guides/resident-payment/",
        "link_text": _("How residents pay"),
    }
