"""The words of changes of a person's data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from insurance.rules.personal_data import Datum

DATUM_NAMES = {
    Datum.NAME: _("Name"),
    Datum.PHONE: _("Mobile phone"),
    Datum.ADDRESS: _("Address"),
    Datum.HOUSEHOLD: _("Registered residence"),
    Datum.EMPLOYMENT_KIND: _("Kind of employment"),
    Datum.WAGE: _("Declared wage"),
}

WHAT = {
    "name": pgettext_lazy("data of a person", "name"),
    "phone": pgettext_lazy("data of a person", "phone"),
    "address": pgettext_lazy("data of a person", "address"),
    "household": pgettext_lazy("data of a person", "registered residence"),
    "employment_kind": pgettext_lazy("data of a person", "kind of employment"),
    "wage": pgettext_lazy("data of a person", "declared wage"),
    "several": pgettext_lazy("data of a person", "several data"),
}
"""What a notice says was changed."""

SENTENCES = {
    "info_change.nothing": _("Nothing is changed yet. Write at least one new value."),
    "info_change.phone": _("Write a mobile number of eleven digits, for example 13800001234."),
    "info_change.name": _("Write the name as it stands on the identity document, without figures."),
    "info_change.address": _("Write the address with street and number, at most 120 characters."),
    "info_change.under_way": _(
        "A change of this person's data is under way already (%(number)s). Wait for the answer, or take that one back first."
    ),
    "info_change.phone_of_account": _(
        "This person has an account in the hall, and codes go to the phone. Only the person changes it, signed in, under “Change my data”. Leave the phone empty here."
    ),
    "info_change.paper_missing": _(
        "Add a picture of the identity document, or of the page of the household register that shows the new name."
    ),
    "info_change.other_insurances": _(
        "With this kind of employment other insurances are owed. Declare a reduction and an increase instead."
    ),
    "info_change.wage_month": _(
        "A changed wage counts from %(earliest)s at the earliest: months before are charged already."
    ),
    "info_change.not_insured": _(
        "This person is not insured through your unit any more, so the unit changes nothing here."
    ),
    "info_change.confirmed": _(
        "The employee knows of the change and has confirmed it with a signature (Order 20, article 5)."
    ),
    "info_change.reviewed": _("A new name and a base that falls are looked at by the agency before they count."),
    "info_change.reviewed_stays": _(
        "The agency has looked at this change, so it is not taken back alone. Declare the right value instead."
    ),
    "info_change.changed_since": _("The value was changed again since. Declare the right value instead."),
}
