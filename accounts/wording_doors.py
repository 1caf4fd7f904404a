"""What the doors say when they do not open: the same to everybody, so that an answer tells a stranger nothing."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "card.shape": _("A card number has 8 or 9 letters and digits. It stands on the front of the card."),
    "login.wrong": _(
        "The number or the password is not right, or the account is not activated yet. Check both and try again."
    ),
    "login.wrong_operator": _("The code, the name or the password is not right. Check all three and try again."),
    "login.wrong_staff": _(
        "The name, the password or the number of the authenticator is not right. Each number works once: wait for the"
        " next."
    ),
    "login.first_password": _(
        "The birth date and the social security number open nothing any more. Activate your account."
    ),
    "login.wait": _("Too many attempts. Please try again in %(wait)s. Nothing is locked, and what you typed is kept."),
    "login.busy": _("Very many people are signing in just now. Please try again in %(wait)s."),
    "code.missing": _("Type the code from the message, or the activation code."),
    "code.wrong_operator": _(
        "Unit, name and code do not belong together, or the code is no longer valid. Check all three."
    ),
    "password.not_the_same": _("The two passwords differ. Type the new one twice, the same both times."),
    "phone.cooling_off": _(
        "Your password was set anew a short while ago. For your protection the phone can be changed from %(until)s on; with your identity document a service counter changes it today."
    ),
    "phone.code_missing": _("Have a code sent to the new phone, then type it here."),
    "password.old_wrong": _("This is not the password in use. Type the one with which you signed in."),
    "password.unchanged": _("This is the password in use. Choose another one."),
    "account.not_allowed": _("Your role does not include this."),
    "account.own": _("Nobody handles an account of their own. A colleague has to do this."),
    "account.dead": _("This person is recorded as deceased; no account can be opened."),
    "operator.name_taken": _("The unit has an operator of this name already. Choose another name."),
    "operator.last_manager": _(
        "Somebody of the unit must be able to manage operators. Invite a colleague with that right first, or come to a"
        " service counter with the licence."
    ),
    "operator.rights_missing": _("Choose at least one right. Who shall have none is removed instead."),
    "operator.removed": _("This operator was removed already. Invite them again if they shall act for the unit."),
    "operator.at_the_counter": _(
        "This colleague has opened the account already. Who forgot the password gets a new code at a service counter."
    ),
    "operator.no_phone": _(
        "No phone is on file for this name and number. Hand the code over in person: choose the other way."
    ),
    "preferences.language": _("The hall speaks zh-hans and en."),
    "preferences.switch": _("This switch is on or off."),
}
