"""The words of the resident scheme's yearly payment and of bank cards."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.wording_notices import NoticeWording
from insurance.rules.resident_payment import Group, Relation, YearState

RELATION_NAMES = {
    Relation.CHILD: pgettext_lazy("relation", "my child"),
    Relation.SPOUSE: pgettext_lazy("relation", "my husband or wife"),
    Relation.PARENT: pgettext_lazy("relation", "my parent"),
    Relation.GRANDCHILD: pgettext_lazy("relation", "my grandchild"),
    Relation.GRANDPARENT: pgettext_lazy("relation", "my grandparent"),
    Relation.SIBLING: pgettext_lazy("relation", "my brother or sister"),
    Relation.OTHER: pgettext_lazy("relation", "another relative"),
    Relation.RESIDENT: pgettext_lazy("relation", "resident of the village or neighbourhood"),
}

GROUP_NAMES = {
    Group.EXTREME_POVERTY: _("person in extreme poverty"),
    Group.MINIMUM_LIVING: _("recipient of the minimum living allowance"),
}

YEAR_STATE_NAMES = {
    YearState.BARRED: pgettext_lazy("resident year", "Cannot be paid"),
    YearState.UNREGISTERED: pgettext_lazy("resident year", "Not registered yet"),
    YearState.PAYABLE: pgettext_lazy("resident year", "To be paid"),
    YearState.FREE: pgettext_lazy("resident year", "Nothing to pay: to be confirmed"),
    YearState.PAYING: pgettext_lazy("resident year", "Being paid"),
    YearState.PAID: pgettext_lazy("resident year", "Paid, not yet credited"),
    YearState.CREDITED: pgettext_lazy("resident year", "Credited"),
    YearState.POSTED: pgettext_lazy("resident year", "Paid and recorded"),
    YearState.FAILED: pgettext_lazy("resident year", "Last payment failed: to be paid"),
    YearState.REFUNDED: pgettext_lazy("resident year", "Given back"),
    YearState.DUPLICATE: pgettext_lazy("resident year", "Paid twice: one amount is given back"),
}

YEAR_STATE_TONES = {
    YearState.BARRED: "plain",
    YearState.UNREGISTERED: "caution",
    YearState.PAYABLE: "caution",
    YearState.FREE: "info",
    YearState.PAYING: "info",
    YearState.PAID: "info",
    YearState.CREDITED: "good",
    YearState.POSTED: "good",
    YearState.FAILED: "bad",
    YearState.REFUNDED: "plain",
    YearState.DUPLICATE: "caution",
}

BARRED_SENTENCES = {
    "resident.retired": _("Retired in the employee scheme and covered for life: nothing is to be paid here."),
    "resident.insured_otherwise": _(
        "Insured in the employee scheme since %(since)s, and nobody is insured twice. When that has ended, pay here: after a job"
        " the unit declares the end, who pays alone stops it under “Stop insurance”."
    ),
    "resident.insured_all_year": _(
        "Insured in the employee scheme until the end of %(year)s, so there is nothing to pay for that year."
    ),
    "resident.too_late": _(
        "Paid today, the wait would last until %(until)s, longer than %(year)s. Pay for the next year in its season"
        " instead."
    ),
    "resident.dead": _("On record as deceased. If that is wrong, come to a service counter."),
}
"""Why a year cannot be paid, where the person stands beside it."""

SENTENCES = {
    **{code: _("%(name)s cannot be paid for now. The reason stands beside the name.") for code in BARRED_SENTENCES},
    "resident.being_paid": _(
        "%(name)s: %(year)s is being paid already, perhaps by somebody else. Wait for that payment to arrive or to end; an order"
        " that nobody pays ends after 30 minutes."
    ),
    "resident.paid_already": _("%(name)s: %(year)s is paid already. Take the name out and go on with the others."),
    "resident.refunded": _(
        "%(name)s: what was paid for %(year)s was given back, and a year is not charged a second time. For questions call 12333."
    ),
    "resident.nobody": _("Choose at least one person to pay for."),
    "resident.not_yours": _("You may not pay for one of these people any more. Open the page again and choose anew."),
    "resident.year": _("%(year)s cannot be paid now. Choose one of the years on the page."),
    "resident.no_match": _(
        "Nobody on record fits this name and number. Compare both with the identity document; who was never insured here, a"
        " newborn for instance, is registered at a service counter first."
    ),
    "resident.oneself": _("This is your own number. You stand on the list already."),
    "resident.relation": _("Say what this person is to you."),
    "resident.too_many": _("You pay for %(most)s people already. Take somebody off the list first."),
    "resident.list_empty": _("Choose a table, or write at least one person: name and identity number on a line."),
    "resident.list_long": _("At most %(most)s people are taken at once. Divide the list."),
    "resident.line": _("Write the name first, then the identity number, with a space or a tab between them."),
    "resident.row_incomplete": _("Name and identity number are both needed. Fill in what is missing."),
    "resident.digits_lost": _(
        "The last digits of this number were lost in the spreadsheet. Type the whole number from the identity card; in the"
        " table, format the column as text first."
    ),
    "resident.column_twice": _(
        "Several headings mean “%(column)s”. Keep one of these columns, save the table and choose it again."
    ),
    "resident.agent_known": _("This unit files for residents already."),
    "resident.unit_unknown": _("No unit with this credit code is on record. Compare it with the certificate."),
    "resident.decided": _("Somebody decided on this already."),
    "resident.second_person": _("Who loaded a row does not approve it. Ask a colleague."),
    "subsidy.group": _("The group is none of those in force: %(group)s."),
    "subsidy.days": _("first_day and last_day are written 2026-01-01, and the last is not before the first."),
    "subsidy.overlaps": _("This person is in a group in these days already."),
    "subsidy.proof": _("Name the document of the authority, at most 100 characters."),
    "bank_card.shape": _("A bank card has 16 to 19 digits. Compare the number with the card."),
    "bank_card.check": _("This card number cannot be right: its last digit does not fit. Compare it with the card."),
    "bank_card.other_bank": _("This number belongs to another bank. Choose the bank that is printed on the card."),
    "bank_card.other_holder": _(
        "Only a card in your own name is bound. Write the name of the holder as it stands in your record."
    ),
    "bank_card.no_phone": _("There is no phone on record for you to send a code to. Enter one under “Change my data”."),
    "bank_card.bound_already": _("This card is bound already."),
    "bank_card.too_many": _("You have %(most)s cards. Take one off first."),
    "bank_card.cooling_off": _("Your password was set anew a short while ago. A card can be bound from %(until)s on."),
    "bank_card.code_missing": _("Have a code sent to your phone and write it here."),
}

NOTICES = {
    "resident_family_added": NoticeWording(
        _("%(name)s looked up what is to be paid for your medical insurance"),
        _(
            "%(name)s gave your name and identity number in order to pay the resident medical insurance for you, and sees what is"
            " to be paid. If you do not want that, end it on the page."
        ),
    ),
    "resident_committee_added": NoticeWording(
        _("%(unit)s pays resident medical insurance for you"),
        _(
            "%(unit)s put you on its list in order to pay the resident medical insurance for you, and sees what is to be paid."
            " If you do not want that, end it on the page."
        ),
    ),
    "resident_charged_for_you": NoticeWording(
        _("Your resident medical insurance of %(year)s is being paid for you"),
        _(
            "Somebody who pays for you has begun to pay your resident medical insurance of %(year)s. The page shows how it stands."
        ),
    ),
    "resident_agent_named": NoticeWording(
        _("Your unit may file and pay for residents"),
        _("The medical insurance agency has named your unit as one that files and pays for residents."),
    ),
    "resident_subsidised": NoticeWording(
        _("The government bears a part of your resident medical insurance"),
        _("You are on record as: %(group)s. The page of your payment shows what is left to pay."),
    ),
    "bank_card_bound": NoticeWording(
        _("A bank card was bound to your account"),
        _(
            "The bank card that ends in %(last_four)s was bound to your account. If that was not you, call 12333 at once."
        ),
        _(
            "The bank card that ends in %(last_four)s was bound to your account. If that was not you, call 12333 at once."
        ),
    ),
    "bank_card_removed": NoticeWording(
        _("A bank card was taken off your account"),
        _("The bank card that ends in %(last_four)s was taken off your account."),
    ),
}

AUDIT_ACTIONS = {
    "bank_card.bound": _("bank card bound"),
    "bank_card.code_sent": _("code sent to bind a bank card"),
    "bank_card.removed": _("bank card taken off"),
    "bank_card.used_first": _("bank card chosen first"),
    "resident.agent_ended": _("unit no longer files for residents"),
    "resident.agent_named": _("unit named to file for residents"),
    "resident.charged": _("resident charged for a year"),
    "resident.enrolled": _("resident registered by paying"),
    "resident.listed": _("residents put on a committee's list"),
    "resident.proxy_added": _("member of the family added to pay for"),
    "resident.proxy_ended": _("paying for somebody ended"),
    "subsidy.loaded": _("subsidised persons loaded"),
    "subsidy.decided": _("subsidised persons decided on"),
}

BANK_NAMES = {
    "icbc": _("Industrial and Commercial Bank of China"),
    "abc": _("Agricultural Bank of China"),
    "ccb": _("China Construction Bank"),
    "boc": _("Bank of China"),
    "psbc": _("Postal Savings Bank of China"),
    "bocom": _("Bank of Communications"),
    "cmb": _("China Merchants Bank"),
    "rural": _("rural commercial bank"),
    "other": _("another bank"),
}
