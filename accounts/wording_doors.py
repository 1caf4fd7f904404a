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
    "password.old_wrong": _("This is not the password in use. Type the one with which you signed in."),
    "password.unchanged": _("This is the password in use. Choose another one."),
    "account.not_allowed": _("Your role does not include this."),
    "account.own": _("Nobody handles an account of their own. A colleague has to do this."),
    "account.dead": _("This person is recorded as deceased; no account can be opened."),
    "operator.name_taken": _("The unit has an operator of this name already. Choose another name."),
    "operator.last_manager": _(
        "Somebody of the unit must be able to manage operators. Give another operator that right first."
    ),
    "preferences.language": _("The hall speaks zh-hans and en."),
    "preferences.switch": _("This switch is on or off."),
}
