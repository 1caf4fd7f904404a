"""What the rules on identity, passwords and one-time codes say when they are broken.

``accounts.wording.add_sentences`` takes these. All failures of a one-time code read the same, so that an answer
tells a stranger nothing.
"""

from django.utils.translation import gettext_lazy as _

CODE_NOT_ACCEPTED = _("This code is wrong, already used or no longer valid. Check it, or ask for a new one.")

SENTENCES = {
    "id.shape": _("An identity number has 18 characters: 17 digits, then a digit or X. Compare it with the card."),
    "id.check": _("The last character of this identity number does not fit the others. Compare it with the card."),
    "id.birth_date": _(
        "The birth date in this identity number (digits 7 to 14) does not exist. Compare it with the card."
    ),
    "id.province": _("This identity number begins with an area code that does not exist. Compare it with the card."),
    "id.age": _(
        "The birth date in this identity number must lie between %(earliest)s and %(latest)s. Compare it with the card."
    ),
    "id.legacy_15": _("This is an old number of 15 digits. Enter the 18 characters of the present identity card."),
    "id.damaged": _(
        "A spreadsheet has changed this number: its last digits are lost. Format the column as text and enter the"
        " number from the card."
    ),
    "credit_code.shape": _(
        "A unified social credit code has 18 digits and capital letters; I, O, S, V and Z do not occur. Compare it with"
        " the licence."
    ),
    "credit_code.check": _("The check character of this credit code does not fit. Compare it with the licence."),
    "credit_code.old_licence": _(
        "This is an old licence number. Enter the unified social credit code of 18 characters on the present licence."
    ),
    "credit_code.damaged": _(
        "A spreadsheet has changed this credit code: its last digits are lost. Format the column as text and enter the"
        " code from the licence."
    ),
    "password.too_short": _("The password needs at least %(minimum)s characters. A short sentence is a good password."),
    "password.too_long": _("The password may have at most %(maximum)s characters."),
    "password.id_number": _("The password contains a part of your identity number. Choose another."),
    "password.birth_date": _("The password contains your date of birth. Choose another."),
    "password.phone": _("The password contains a part of your phone number. Choose another."),
    "password.name": _("The password contains your name. Choose another."),
    "password.repeated": _("The password only repeats a few characters. Choose one that is harder to guess."),
    "password.sequence": _("The password is little more than a row such as 123456. Choose one harder to guess."),
    "password.common": _("The password is made of words and numbers that are tried first. Choose another."),
    "code.shape": _("The code has %(characters)s characters. Compare it with the message or the letter."),
    "code.used": CODE_NOT_ACCEPTED,
    "code.expired": CODE_NOT_ACCEPTED,
    "code.too_many_tries": CODE_NOT_ACCEPTED,
    "code.wrong": CODE_NOT_ACCEPTED,
    "code.too_many_today": _(
        "At most %(per_day)s codes are sent in 24 hours. Try again tomorrow, or come to a service counter with your"
        " identity card."
    ),
}
