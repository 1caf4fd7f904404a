"""How the back office names the codes of the record: insurances, reasons, states, in the reader's language."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.workflow import State
from insurance.wording import AGENCY_NAMES, DECLARATION_KIND_NAMES, ENROLMENT_KIND_NAMES
from insurance.wording_desk import DESK_STATE_NAMES
from insurance.wording_reasons import reason_name
from insurance.wording_reductions import SHORT_INSURANCE_NAMES, insurances_in_short
from portal.templatetags.portal_tags import NOTHING, tone_of

register = template.Library()
register.filter(insurances_in_short)

TONE_OF_ANSWER = {"silent": "caution"}
TONE_OF_MESSAGE_STATE = {"waiting": "info", "sent": "good", "failed": "bad"}
"""Codes whose own name is no state that has a tone."""


@register.filter
def insurance_in_short(code: int) -> str:
    return SHORT_INSURANCE_NAMES[Insurance(code)]


@register.filter
def enrolment_kind(kind: str) -> str:
    return ENROLMENT_KIND_NAMES[EnrolmentKind(kind)]


@register.filter
def declaration_kind(kind: str) -> str:
    return DECLARATION_KIND_NAMES[kind]


@register.filter
def agency_name(agency: str) -> str:
    return AGENCY_NAMES[agency]


@register.filter
def end_reason(code: str) -> str:
    """Write why an enrolment ended; old records hold codes of other systems, which stay as they are."""
    if not code:
        return NOTHING
    try:
        return reason_name(code)
    except ValueError:
        return code


@register.filter
def request_tone(answer: str) -> str:
    """Return the state under which a unit's answer to a request is drawn."""
    return TONE_OF_ANSWER.get(answer, answer)


@register.filter
def message_state(state: str) -> str:
    """Return the tone of an outgoing message's state."""
    return TONE_OF_MESSAGE_STATE[state]


@register.inclusion_tag("components/status_tag.html")
def desk_state_tag(state: str) -> dict:
    """Draw a declaration part's state in the words of the desk."""
    return {"tone": tone_of(str(state)), "text": DESK_STATE_NAMES[State(state)]}


@register.filter
def labelled_by(row: Iterable[SafeString], headers: Iterable[dict]) -> list[SafeString]:
    """Return the cells Django drew for a row of a list, each with the name of its column for a narrow screen."""
    return [labelled(cell, str(header["text"])) for cell, header in zip(row, headers, strict=True)]


def labelled(cell: SafeString, name: str) -> SafeString:
    """Give a data cell its label; a head of a row needs none, nor does a column of boxes to tick."""
    if not cell.startswith("<td") or "<" in name:
        return cell
    return mark_safe(cell.replace("<td", format_html('<td data-label="{}"', capfirst(name)), 1))  # nosec B308, B703
