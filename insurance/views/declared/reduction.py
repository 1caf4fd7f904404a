"""A personnel reduction as it was declared."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import day_text, month_text, worded
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import Proposer, Protection
from insurance.views.declared.known import KNOWN
from insurance.wording_reasons import PROPOSER_NAMES, PROTECTION_NAMES, reason_name


def proposer_of(line) -> Proposer | None:
    return Proposer(line.details["proposed_by"]) if line.details.get("proposed_by") else None


def found_reason(details: dict) -> str:
    """Return the reason that counts in place of the declared one; empty where that one stands."""
    code = details.get("found_reason")
    return f"{code} {reason_name(code)}" if code else ""


def term_words(begins: date | None, ends: date | None) -> str:
    """Return the term of the contract; without an end it is open-ended."""
    if begins is None:
        return _("until %(ends)s") % {"ends": day_text(ends)} if ends else ""
    if ends is None:
        return _("from %(begins)s, open-ended") % {"begins": day_text(begins)}
    return _("%(begins)s to %(ends)s") % {"begins": day_text(begins), "ends": day_text(ends)}


def facts(declaration, line) -> list[tuple]:
    """Return everything a line declares."""
    details = line.details
    term = [date.fromisoformat(day) if day else None for day in map(details.get, ("contract_from", "contract_to"))]
    proposed_by = proposer_of(line)
    return [
        (_("Identity number"), masked(line.person.identity_number)),
        (_("Reason"), f"{line.reason} {reason_name(line.reason)}"),
        (_("Reason found in a dispute"), found_reason(details), KNOWN),
        (_("Proposed by"), PROPOSER_NAMES[proposed_by] if proposed_by else ""),
        (_("Employment ended on"), day_text(line.ended_on) if line.ended_on else ""),
        (_("Insurances"), worded([Insurance(code) for code in line.insurances])),
        (_("First month without contributions"), month_text(line.stop_month)),
        (_("Last month charged"), month_text((Month.of(line.stop_month) - 1).first_day), KNOWN),
        (_("Contract term"), term_words(*term)),
        (_("Post"), said(details.get("post"))),
        (_("Years in the unit"), details.get("years_in_unit")),
        (
            _("Protections"),
            worded([str(PROTECTION_NAMES[Protection(code)]) for code in details.get("protections") or ()]),
        ),
        (_("Remark"), said(details.get("note"))),
    ]
