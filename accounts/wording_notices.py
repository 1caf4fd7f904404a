"""What notices and text messages say, by code. Facts are plain JSON values; other apps add theirs."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _



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


def notice_title(code: str, facts: dict) -> str:
    return str(NOTICES[code].title) % facts


def notice_text(code: str, facts: dict) -> str:
    return str(NOTICES[code].text) % facts


def text_message(code: str, facts: dict) -> str:
    """Return the text message of a notice; its title when it has no message of its own."""
    wording = NOTICES[code]
    return str(wording.message or wording.title) % facts


