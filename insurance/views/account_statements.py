"""个人账户收支明细单 as pages and paper write it: the sums for whoever checks it, every movement on the person's paper."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.rules.person_name import masked_name
from accounts.rules.resident_id import masked
from accounts.views.said import said
from accounts.wording import day_text
from insurance.documents.account_statement import AccountStatement, MovedRow
from insurance.rules.personal_account import MovementKind
from insurance.selectors.certificates import opened
from insurance.views.certificates import day_of, numbered
from insurance.wording_accounts import MOVEMENT_NAMES
from insurance.wording_certificates import IDENTITY_NAMES
from insurance.wording_citizen import money


def row_note(certificate) -> str:
    """Return what a list says of the statement."""
    facts = certificate.facts
    words = {
        "first": day_text(day_of(facts["first_on"])),
        "last": day_text(day_of(facts["last_on"])),
        "balance": money(facts["closing_fen"]),
    }
    return _("%(first)s to %(last)s, balance %(balance)s") % words


def holder_facts(certificate) -> list[dict]:
    """Return whose account it is, the number masked."""
    facts, identity = certificate.facts, opened(certificate)["identity_number"]
    return [
        {"label": _("Name"), "value": said(facts["name"])},
        {"label": capfirst(IDENTITY_NAMES[facts["identity_type"]]), "value": masked(identity)},
    ]


def checked_holder(certificate) -> list[dict]:
    """Return whose account it is as somebody who checks the paper sees it: name and number masked."""
    told = holder_facts(certificate)
    told[0]["value"] = said(masked_name(certificate.facts["name"]))
    return told


def sum_facts(certificate) -> list[dict]:
    """Return the sums. Where anybody was treated stands on the person's paper alone."""
    facts = certificate.facts
    return [
        {"label": pgettext("statement", "From"), "value": day_text(day_of(facts["first_on"]))},
        {"label": pgettext("statement", "To"), "value": day_text(day_of(facts["last_on"]))},
        {"label": _("Balance before"), "value": money(facts["opening_fen"])},
        {"label": pgettext("movements of an account", "Came in"), "value": money(facts["in_fen"])},
        {"label": pgettext("movements of an account", "Spent"), "value": money(facts["out_fen"])},
        {"label": _("Balance after"), "value": money(facts["closing_fen"])},
        {"label": _("Movements on the paper"), "value": len(facts["rows"])},
    ]


def sheet_of(certificate, request) -> AccountStatement:
    """Return the statement as it is printed, in the language that is active."""
    facts, sealed = certificate.facts, opened(certificate)
    return AccountStatement(
        **numbered(certificate, request),
        name=facts["name"],
        identity_name=str(capfirst(IDENTITY_NAMES[facts["identity_type"]])),
        identity_number=sealed["identity_number"],
        first_on=day_of(facts["first_on"]),
        last_on=day_of(facts["last_on"]),
        opening_fen=facts["opening_fen"],
        in_fen=facts["in_fen"],
        out_fen=facts["out_fen"],
        closing_fen=facts["closing_fen"],
        rows=tuple(map(moved_row, facts["rows"])),
    )


def moved_row(row: dict) -> MovedRow:
    kind = MovementKind(row["kind"])
    return MovedRow(day_of(row["on"]), str(MOVEMENT_NAMES[kind]), row["where"] or row["bill"], row["amount_fen"])
