"""A personnel increase as it was declared."""

from django.utils.translation import gettext as _

from accounts.rules.phone import masked_phone
from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import day_text, month_text, worded
from insurance.rules.employment import Employment
from insurance.rules.employment_kinds import Household
from insurance.rules.kinds import Insurance
from insurance.services.declarations import opened
from insurance.services.increases import FIRST_TIME
from insurance.views.declared.known import KNOWN
from insurance.wording_citizen import money
from insurance.wording_increases import EMPLOYMENT_KIND_NAMES, HOUSEHOLD_NAMES, RELEASE_ANSWER_NAMES


def facts(declaration, line) -> list[tuple]:
    """Return everything a line declares, and where the request to another unit stands, if there is one."""
    details, terms = line.details, Employment.of(line.details)
    household = details.get("household")
    phone = opened(line.sealed).get("phone", "")
    return [
        (_("Identity number"), masked(line.person.identity_number)),
        (_("Insured before"), first_or_again(details), KNOWN),
        (_("First working day"), day_text(terms.started_on)),
        (_("Kind of employment"), EMPLOYMENT_KIND_NAMES[terms.kind]),
        (_("Contract term"), contract_words(terms)),
        (_("Post"), said(details.get("post"))),
        (_("Monthly wage"), money(terms.wage_fen)),
        (_("Insurances"), worded([Insurance(code) for code in line.insurances]), KNOWN),
        (_("First month charged"), month_text(line.start_month)),
        (_("Registered residence"), HOUSEHOLD_NAMES[Household(household)] if household else ""),
        (_("Phone of the person"), masked_phone(phone) if phone else ""),
        (_("Remark"), said(details.get("note"))),
        *release_facts(declaration),
    ]


def first_or_again(details: dict) -> str:
    """Return whether the person is insured for the first time; nothing of where and when they were before."""
    if details.get(FIRST_TIME):
        return _("No: a new enrolment begins")
    return _("Yes: their record continues")


def contract_words(terms: Employment) -> str:
    if terms.contract_from is None and terms.contract_to is None:
        return ""
    begins = terms.contract_from or terms.started_on
    if terms.contract_to is None:
        return _("from %(begins)s, open-ended") % {"begins": day_text(begins)}
    return _("%(begins)s to %(ends)s") % {"begins": day_text(begins), "ends": day_text(terms.contract_to)}


def release_facts(declaration) -> list[tuple]:
    """Return where the request to the other unit stands, nothing of that unit."""
    request = getattr(declaration, "unit_request", None) if declaration.submitted_at else None
    if request is None:
        return []
    dates = {"asked": worded(request.asked_at), "due": day_text(request.due_on)}
    return [
        (_("Other unit asked to release the person"), _("on %(asked)s, answer due by %(due)s") % dates, KNOWN),
        (_("Its answer"), RELEASE_ANSWER_NAMES[request.answer], KNOWN),
    ]
