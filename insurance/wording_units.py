"""The words about a unit itself: its data, its registration, changes and end, the rows of the registries."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rules.resident_id import masked
from accounts.wording_notices import NoticeWording
from insurance.rules.registry_rows import RegistryEvent, RegistryOutcome
from insurance.rules.unit_data import last_four
from insurance.rules.unit_standing import CancellationReason
from insurance.rules.unit_types import UnitType
from insurance.wording_industries import INDUSTRY_NAMES

UNIT_TYPE_NAMES = {
    UnitType.ENTERPRISE: pgettext_lazy("kind of body", "enterprise"),
    UnitType.PUBLIC_INSTITUTION: pgettext_lazy("kind of body", "public institution"),
    UnitType.STATE_ORGAN: pgettext_lazy("kind of body", "state organ"),
    UnitType.SOCIAL_GROUP: pgettext_lazy("kind of body", "social group"),
    UnitType.PRIVATE_NON_ENTERPRISE: pgettext_lazy("kind of body", "private non-enterprise unit"),
    UnitType.INDIVIDUAL_BUSINESS: pgettext_lazy("kind of body", "individual business"),
}

FIELD_NAMES = {
    "name": _("Name of the unit"),
    "unit_type": _("Kind of body"),
    "industry": _("Industry"),
    "representative_name": _("Legal representative"),
    "representative_number": _("Identity number of the representative"),
    "address": _("Registered address"),
    "postcode": _("Postcode"),
    "contact_name": _("Contact person"),
    "contact_phone": _("Contact phone"),
    "bank_name": _("Bank"),
    "bank_account": _("Bank account"),
}
"""The data of a unit, in the order pages show them."""


def shown_value(name: str, value: str) -> str:
    """Return one of a unit's data as its pages show it: codes in words, the identity number and the account masked."""
    match name:
        case "unit_type":
            return str(UNIT_TYPE_NAMES[UnitType(value)]) if value else ""
        case "industry":
            return f"{value} {INDUSTRY_NAMES[value]}" if value else ""
        case "representative_number":
            return masked(value) if value else ""
        case "bank_account":
            return last_four(value)
    return value


CANCELLATION_REASON_NAMES = {
    CancellationReason.DISSOLVED: pgettext_lazy("end of a unit", "dissolved and struck off"),
    CancellationReason.BANKRUPT: pgettext_lazy("end of a unit", "bankrupt"),
    CancellationReason.REVOKED: pgettext_lazy("end of a unit", "licence revoked or unit closed by order"),
    CancellationReason.MERGED: pgettext_lazy("end of a unit", "merged into another unit"),
    CancellationReason.SPLIT: pgettext_lazy("end of a unit", "split into other units"),
    CancellationReason.MOVED: pgettext_lazy("end of a unit", "moved out of the pooling area"),
    CancellationReason.OTHER: pgettext_lazy("end of a unit", "another end, explained in the remark"),
}

REGISTRY_EVENT_NAMES = {
    RegistryEvent.FOUNDED: pgettext_lazy("event of a registry", "founded"),
    RegistryEvent.CHANGED: pgettext_lazy("event of a registry", "changed"),
    RegistryEvent.ENDED: pgettext_lazy("event of a registry", "ended"),
}

REGISTRY_OUTCOME_NAMES = {
    RegistryOutcome.OPENED: _("entered, has to register"),
    RegistryOutcome.KNOWN: _("on record already, nothing changed"),
    RegistryOutcome.UPDATED: _("record brought up to date"),
    RegistryOutcome.TO_DECLARE: _("unit told to declare the change"),
    RegistryOutcome.TO_CANCEL: _("unit told to cancel its registration"),
    RegistryOutcome.CLOSED: _("unit is closed"),
}

SENTENCES = {
    "unit.known": _("A unit with this credit code is on record already: %(number)s. Open it under Units."),
    "unit.type_against_code": _(
        "The credit code belongs to another kind of body: 9 for enterprises and individual businesses, 5 for social groups and private non-enterprise units, 1 for organs and public institutions. Compare both with the licence."
    ),
    "unit.founded_ahead": _("The founding lies in the future. Enter the day that stands on the licence."),
    "unit.open_declaration": _(
        "Declaration %(number)s about the unit is not finished. Wait for it, or withdraw it under Declarations first."
    ),
    "unit.resting": _(
        "Your password is new. Until %(until)s representative and bank cannot be changed with it, so that nobody who stole an account can turn money elsewhere. Ask a colleague, or come back then."
    ),
    "unit.password": _("This is not your password. Type the one with which you signed in."),
    "registration.not_awaited": _("The unit is registered already, or closed. Its data are changed under Unit data."),
    "registration.late": _(
        "The unit had to register by %(limit)s, 30 days after its founding. The registration is taken and marked as late."
    ),
    "unit_change.nothing": _("Nothing differs from what is on record. Change what is no longer right."),
    "unit_change.representative_number": _("Enter the identity number of the new representative too."),
    "unit_change.bank_account": _("Enter the account at the new bank too."),
    "unit_change.day_missing": _("Enter the day on which name or representative changed, as on the licence."),
    "unit_change.day_ahead": _("The change lies in the future. Declare it when it has happened."),
    "unit_change.late": _(
        "The change had to be reported by %(limit)s, 30 days after it. It is taken and marked as late."
    ),
    "cancellation.not_registered": _("The unit is not registered, so there is nothing to cancel."),
    "cancellation.people": _(
        "People still insured through the unit: %(people)s. Declare the reduction of each first; the roster lists them."
    ),
    "cancellation.unpaid": _("Bills not paid yet: %(amount)s yuan. Pay them first."),
    "cancellation.late_fee": _(
        "Late fees up to today: %(amount)s yuan. They are paid together with the overdue bills."
    ),
    "cancellation.declarations": _(
        "Declarations not finished: %(numbers)s. Wait until they have taken effect, or withdraw them."
    ),
    "cancellation.day_ahead": _("The end lies in the future. Cancel the registration when the unit has ended."),
    "cancellation.proof": _(
        "Add the proof of the liquidation (report of the liquidators, or the decision of the court or authority): no registry has reported the end of the unit yet."
    ),
    "cancellation.late": _(
        "The end had to be reported by %(limit)s, 30 days after it. The cancellation is taken and marked as late."
    ),
    "registry.missing": _("Column %(column)s is empty."),
    "registry.too_long": _("Column %(column)s is longer than %(most)s characters."),
    "registry.text": _("Column %(column)s holds characters that cannot be shown."),
    "registry.event": _("Column event is none of founded, changed, ended."),
    "registry.unit_type": _("Column unit_type is none of 10, 20, 30, 40, 50, 60."),
    "registry.day": _("Column happened_on is no day written as 2026-09-30."),
    "registry.day_ahead": _("Column happened_on lies in the future."),
    "registry.area": _("Column area names no pooling area of the hall."),
    "registry.unit": _("No unit with this credit code is on record. Load the row of its founding first."),
    "registry.file_large": _("The file is larger than %(most)s MB. Split it."),
    "registry.file_long": _("The file has more than %(most)s rows. Split it."),
    "registry.file_encoding": _("This is no CSV file in UTF-8 or GB18030. Export it again as CSV."),
    "registry.file_columns": _("The first line lacks these columns: %(columns)s. See the list below the form."),
}

NOTICES = {
    "unit_registered": NoticeWording(
        _("Your unit is registered"),
        _("The agency accepted the registration. Print the certificate; you can now declare people."),
    ),
    "unit_data_changed": NoticeWording(
        _("The data of your unit were changed"),
        _("A change of your unit's data took effect. If nobody of your unit declared it, call 12333 at once."),
    ),
    "unit_cancelled": NoticeWording(
        _("The registration of your unit has ended"),
        _("The agency accepted the cancellation. You can still sign in to read and print."),
    ),
    "registry_reports_change": NoticeWording(
        _("The registry reports other data of your unit"),
        _("Name or representative differ from our record. Declare the change by %(limit)s."),
    ),
    "registry_reports_end": NoticeWording(
        _("The registry reports the end of your unit"),
        _("Your unit ended on %(ended_on)s. Cancel its registration by %(limit)s."),
    ),
}

AUDIT_ACTIONS = {
    "unit.opened": _("unit entered at the counter"),
    "unit.account_revealed": _("sealed data of a unit shown"),
    "registry.loaded": _("rows of a registry loaded"),
}
