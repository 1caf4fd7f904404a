"""What a review page tells about a declaration of a unit about itself: declared beside the record and the registry."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.rules.phone import masked_phone
from accounts.wording import day_text
from insurance.admin.case import Comparison, findings
from insurance.models.declarations import Declaration, DeclarationPart
from insurance.rules.deferral import Difficulty
from insurance.rules.industries import injury_class_of
from insurance.rules.kinds import DeclarationKind
from insurance.rules.unit_standing import CancellationReason
from insurance.selectors.deferrals import bills_named
from insurance.selectors.unit_record import end_notice, registry_word
from insurance.services.unit_data import before, declared_data
from insurance.wording_bills import DIFFICULTY_NAMES
from insurance.wording_citizen import money
from insurance.wording_units import CANCELLATION_REASON_NAMES, FIELD_NAMES, shown_value

WORDED = frozenset({"unit_type", "industry"})
"""Data whose values are words of ours; the others are names and people's own words."""


def about_unit(part: DeclarationPart, *, on: date) -> dict:
    """Return what the page of a unit's own declaration shows in the place of a person."""
    found = findings(part, [], None, on=on)
    return {"comparisons": comparisons(part.declaration), "findings": found.shown, "effect": effect_of(part)}


def comparisons(declaration: Declaration) -> list[Comparison]:
    """Return what the unit declares beside what is on record, or what a registry says of it."""
    if declaration.kind == DeclarationKind.CANCELLATION:
        return of_the_end(declaration)
    if declaration.kind == DeclarationKind.DEFERRAL:
        return of_the_bills(declaration)
    old, new = before(declaration), declared_data(declaration)
    told = [compared(name, old[name], new[name]) for name in FIELD_NAMES if name in new]
    return told + of_the_registry(declaration, new)


def compared(name: str, old: str, new: str) -> Comparison:
    """Return one declared value beside the record; what nobody knew before is no difference."""
    by_people = name not in WORDED
    return Comparison(
        str(FIELD_NAMES[name]),
        shown(name, new),
        shown(name, old),
        differs=bool(old) and old != new,
        is_name=by_people,
        record_is_name=by_people,
    )


def shown(name: str, value: str) -> str:
    """Return a value as the bureau sees it: sealed numbers masked."""
    return masked_phone(value) if name == "contact_phone" else str(shown_value(name, value))


def of_the_registry(declaration: Declaration, new: dict[str, str]) -> list[Comparison]:
    """Return what the registries last said of name and representative beside what is declared."""
    word = registry_word(declaration.unit)
    return [
        Comparison(
            _("In the registry: %(what)s") % {"what": FIELD_NAMES[name]},
            new[name],
            said,
            differs=said != new[name],
            is_name=True,
            record_is_name=True,
        )
        for name, said in word.items()
        if name in new
    ]


def of_the_end(declaration: Declaration) -> list[Comparison]:
    """Return why and when the unit ends, beside the end that a registry reported."""
    details, reported = declaration.details, end_notice(declaration.unit)
    ended_on = date.fromisoformat(details["ended_on"])
    on_record = (
        _("registry: %(day)s") % {"day": day_text(reported.happened_on)} if reported else _("no registry reported it")
    )
    differs = reported is not None and reported.happened_on != ended_on
    told = [
        Comparison(_("Why the unit ends"), str(CANCELLATION_REASON_NAMES[CancellationReason(details["reason"])])),
        Comparison(_("Day of the end"), day_text(ended_on), on_record, differs=differs),
    ]
    return told + ([Comparison(_("Remark"), details["note"], is_name=True)] if details.get("note") else [])


def of_the_bills(declaration: Declaration) -> list[Comparison]:
    """Return which bills are to be paid later, each as it stands, until when and why."""
    details = declaration.details
    bills = {bill.number: bill for bill in bills_named(declaration.unit, details["bills"])}
    until = day_text(date.fromisoformat(details["until"]))
    return [
        *(
            Comparison(_("Bill %(number)s") % {"number": number}, until, bill_record(bills.get(number)))
            for number in details["bills"]
        ),
        Comparison(pgettext("difficulty", "What happened"), str(DIFFICULTY_NAMES[Difficulty(details["difficulty"])])),
        Comparison(_("Why the unit cannot pay now"), details["text"], is_name=True),
    ]


def bill_record(bill) -> str:
    """Return how a bill stands for the review: what is open and when it was due."""
    if bill is None:
        return _("not a bill of this unit")
    words = {"amount": money(bill.open_fen), "day": day_text(bill.due_on) if bill.due_on else "—"}
    return _("%(amount)s open, due on %(day)s") % words


def effect_of(part: DeclarationPart) -> str:
    """Return in a sentence what accepting the part does."""
    declaration = part.declaration
    match declaration.kind:
        case DeclarationKind.REGISTRATION:
            number = injury_class_of(declared_data(declaration)["industry"])
            return _("The unit is registered, in risk class %(number)d, and may declare people.") % {"number": number}
        case DeclarationKind.CANCELLATION:
            return _("The registration ends. The unit's operators can still read and print.")
        case DeclarationKind.DEFERRAL:
            return _(
                "The agency's bills are payable later. No late fee counts, and nobody loses benefits because of them."
            )
        case _:
            return _("The declared data take the place of those on record.")


def whole(sealed: dict[str, str]) -> list[tuple[str, str]]:
    """Return sealed data with their labels, unmasked."""
    return [(FIELD_NAMES[name], value) for name, value in sealed.items() if value]
