"""How a bill reads where it is paid."""

from datetime import date

from django import template
from django.utils.translation import pgettext

from accounts.rules.person_name import masked_name
from accounts.rules.roles import Agency
from insurance.rules.kinds import AssessmentKind
from insurance.wording import AGENCY_NAMES
from insurance.wording_bills import ASSESSMENT_NAMES, period_text

register = template.Library()


@register.filter
def bill_words(bill) -> str:
    """Say what a bill is for: its month, why it was made, to which agency, its number."""
    return words_of(bill.month.first_day, bill.kind, bill.agency, bill.number)


def words_of(first_day: date, kind: str, agency: str, number: str) -> str:
    return pgettext("a bill", "%(month)s, %(kind)s, %(agency)s (%(number)s)") % {
        "month": period_text(first_day, kind),
        "kind": ASSESSMENT_NAMES[AssessmentKind(kind)],
        "agency": AGENCY_NAMES[Agency(agency)],
        "number": number,
    }


@register.filter
def item_words(bill) -> str:
    """Say what a bill of an order was for."""
    assessment = bill.assessment
    return words_of(assessment.month, assessment.kind, bill.agency, bill.number)


@register.filter
def whose(bill) -> str:
    """Return the name of whose bill it is, hidden in part as on the lists of those who pay for others."""
    return masked_name(bill.assessment.person.name)


@register.filter
def is_own(picture, item) -> bool:
    """Return whether a bill of an order is the payer's own: who pays for somebody else does not open their bill."""
    payment, assessment = picture.payment, item.bill.assessment
    return (payment.unit_id, payment.person_id) == (assessment.unit_id, assessment.person_id)
