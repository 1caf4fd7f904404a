"""A personnel reduction as it was declared."""

from django.utils.translation import gettext as _

from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import day_text, month_text, worded
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import Proposer, Protection
from insurance.wording_reasons import PROPOSER_NAMES, PROTECTION_NAMES, reason_name


def proposer_of(line) -> Proposer | None:
    return Proposer(line.details["proposed_by"]) if line.details.get("proposed_by") else None


def found_reason(details: dict) -> str:
    """Return the reason that counts in place of the declared one; empty where that one stands."""
    code = details.get("found_reason")
    return f"{code} {reason_name(code)}" if code else ""


def facts(declaration, line) -> list[tuple]:
    """Return everything a line declares."""
    details = line.details
    term = [details.get("contract_from"), details.get("contract_to")]
    proposed_by = proposer_of(line)
    return [
        (_("Identity number"), masked(line.person.identity_number)),
        (_("Reason"), f"{line.reason} {reason_name(line.reason)}"),
        (_("Reason found in a dispute"), found_reason(details)),
        (_("Proposed by"), PROPOSER_NAMES[proposed_by] if proposed_by else ""),
        (_("Employment ended on"), day_text(line.ended_on) if line.ended_on else ""),
        (_("Insurances"), worded([Insurance(code) for code in line.insurances])),
        (_("First month without contributions"), month_text(line.stop_month)),
        (_("Last month charged"), month_text((Month.of(line.stop_month) - 1).first_day)),
        (_("Contract term"), " – ".join(day for day in term if day)),
        (_("Post"), said(details.get("post"))),
        (_("Years in the unit"), details.get("years_in_unit")),
        (
            _("Protections"),
            worded([str(PROTECTION_NAMES[Protection(code)]) for code in details.get("protections") or ()]),
        ),
        (_("Remark"), said(details.get("note"))),
    ]
