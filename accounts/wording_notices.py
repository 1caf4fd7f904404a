"""What notices and text messages say, by code. Facts are plain JSON values; other apps add theirs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.wording import day_text

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class NoticeWording:
    """Title, text and (shorter) text message of one kind of notice; ``%(name)s`` stands for a fact."""

    title: str
    text: str
    message: str = ""


NOTICES: dict[str, NoticeWording] = {
    "account_activated": NoticeWording(
        _("Your account was activated"),
        _("A password was set for your account. If that was not you, call 12333 at once."),
        _("Your account in the online hall was activated. If that was not you, call 12333 at once."),
    ),
    "password_changed": NoticeWording(
        _("Your password was changed"),
        _("The password of your account was changed. If that was not you, call 12333 at once."),
        _("The password of your account in the online hall was changed. If that was not you, call 12333 at once."),
    ),
    "activation_code_issued": NoticeWording(
        _("An activation code was issued for your account"),
        _(
            "A service counter issued a code with which a new password can be chosen for your account. If you did"
            " not ask for it, call 12333 at once."
        ),
        _(
            "A service counter issued an activation code for your account. If you did not ask for it, call 12333"
            " at once."
        ),
    ),
    "operator_account_activated": NoticeWording(
        _("Operator %(operator)s chose a password"),
        _(
            "The account of operator %(operator)s of your unit was activated. If nobody of your unit did that,"
            " call 12333 at once."
        ),
    ),
    "operator_password_changed": NoticeWording(
        _("Operator %(operator)s has a new password"),
        _(
            "The password of operator %(operator)s of your unit was changed. If nobody of your unit did that,"
            " call 12333 at once."
        ),
    ),
    "operator_code_issued": NoticeWording(
        _("An activation code was issued for operator %(operator)s"),
        _(
            "A service counter issued a code with which operator %(operator)s of your unit chooses a password. If"
            " nobody of your unit asked for it, call 12333 at once."
        ),
    ),
    "operator_added": NoticeWording(
        _("Operator %(operator)s was entered"),
        _("Operator %(operator)s may now act for your unit, after choosing a password with an activation code."),
    ),
    "operator_removed": NoticeWording(
        _("Operator %(operator)s was removed"),
        _("Operator %(operator)s can no longer act for your unit; all of their sessions have ended."),
    ),
    "operator_rights_changed": NoticeWording(
        _("Operator %(operator)s has other rights"),
        _("What operator %(operator)s may do for your unit was changed. The list of operators shows it."),
    ),
    "operator_invited": NoticeWording(
        _("Operator %(operator)s was invited"),
        _(
            "Your unit invited operator %(operator)s; the code to choose a password with is good for 24 hours. If nobody"
            " of your unit did that, call 12333 at once."
        ),
    ),
    "operator_invitation": NoticeWording(
        _("You are invited to act for a unit"),
        _("%(unit)s invited you to act for it in the online hall."),
        _(
            "%(unit)s invited you to act for it in the online hall as operator %(operator)s. Your code is %(code)s, good"
            " for 24 hours: choose your password under Sign in for units, First password. Give the code to nobody."
        ),
    ),
    "phone_changed": NoticeWording(
        _("Another phone was entered for you"),
        _(
            "Codes and messages of the online hall go to another phone from now on. If that was not you, call 12333 at once."
        ),
        _(
            "Codes and messages of the online hall go to another phone from now on. If that was not you, call 12333 at once."
        ),
    ),
    "sms_code": NoticeWording(
        _("Verification code"),
        _("A verification code was sent to your phone."),
        _("Your verification code is %(code)s, valid for 10 minutes. Never tell it to anybody, staff included."),
    ),
}


def add_notices(notices: dict[str, NoticeWording]) -> None:
    """Add the wording of notices; a code has one wording."""
    twice = NOTICES.keys() & notices.keys()
    assert not twice, f"notices worded twice: {sorted(twice)}"
    NOTICES.update(notices)


WORDS_OF: dict[str, Mapping[str, str]] = {}


def add_words(name: str, words: Mapping[str, str]) -> None:
    """Say how the codes read that the fact ``name`` holds (an agency, a reason)."""
    WORDS_OF[name] = words


def worded_facts(facts: dict) -> dict:
    """Return the facts as they read in a sentence of the reader's language."""
    return {name: worded_fact(name, value) for name, value in facts.items()}


def worded_fact(name: str, value):
    """Return one fact in words: a code by the words of its name, a day that JSON keeps as YYYY-MM-DD as a day."""
    if name in WORDS_OF:
        return str(WORDS_OF[name].get(value, value))
    if isinstance(value, str) and DAY.fullmatch(value):
        return day_text(date.fromisoformat(value))
    return value


def notice_title(code: str, facts: dict) -> str:
    return str(NOTICES[code].title) % worded_facts(facts)


def notice_text(code: str, facts: dict) -> str:
    return str(NOTICES[code].text) % worded_facts(facts)


def text_message(code: str, facts: dict) -> str:
    """Return the text message of a notice; its title when it has no message of its own."""
    wording = NOTICES[code]
    return str(wording.message or wording.title) % worded_facts(facts)
