"""A correction as it was declared, with the money of closed months that follows from it."""

from django.utils.translation import gettext as _

from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import month_text, worded
from insurance.rules.corrections import Mistake
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.views.declared.known import KNOWN
from insurance.wording import AGENCY_NAMES
from insurance.wording_citizen import money
from insurance.wording_undoing import MISTAKE_NAMES


def facts(declaration, line) -> list[tuple]:
    """Return what is corrected, from when, and which money of closed months follows."""
    details = declaration.details
    return [
        (_("Identity number"), masked(line.person.identity_number), KNOWN),
        (_("Corrects declaration"), declaration.about.number, KNOWN),
        (_("What was wrong"), MISTAKE_NAMES[Mistake(details["wrong"])]),
        (_("How the mistake came about"), said(details["text"])),
        (_("Insurances"), worded([Insurance(code) for code in line.insurances]), KNOWN),
        (_("Contributions go on from"), month_text(line.start_month) if line.start_month else "", KNOWN),
        (_("Contributions end before"), month_text(line.stop_month) if line.stop_month else "", KNOWN),
        (_("Closed months, charged later with a bill of their own"), money_words(line, "to_charge"), KNOWN),
        (_("Closed months, refunded later"), money_words(line, "to_refund"), KNOWN),
    ]


def money_words(line, direction: str):
    """Return the months of money in one direction; empty for none."""
    entries = [entry for entry in line.details.get("settlement", ()) if entry["money"] == direction]
    return worded([entry_words(entry) for entry in entries]) if entries else ""


def entry_words(entry: dict) -> str:
    words = {
        "month": month_text(Month.parse(entry["month"]).first_day),
        "agency": AGENCY_NAMES[entry["agency"]],
    }
    if entry["money"] == "to_charge":
        return _("%(month)s (%(agency)s)") % words
    amounts = {"unit": money(entry["unit_fen"]), "own": money(entry["own_fen"])}
    return _("%(month)s (%(agency)s): unit %(unit)s, employee %(own)s") % {**words, **amounts}
