"""What every page knows: how its reader likes to read, which office speaks, what day it is.

Asks the database for nothing on pages of strangers, for one number on pages of somebody signed in that show it.
"""

from dataclasses import dataclass
from datetime import time
from functools import partial

from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts import clock
from accounts.middleware import Preferences
from accounts.rules.roles import UserKind
from accounts.selectors.notices import unread_count


@dataclass(frozen=True)
class Office:
    """The office as it names itself in the reader's language."""

    name: str
    city: str
    address: str
    hotline: str
    hours: str
    site_code: str
    icp_record: str
    police_record: str


@dataclass(frozen=True)
class Door:
    """Where one kind of user is at home."""

    home: str
    icon: str
    has_inbox: bool


DOORS = {
    UserKind.CITIZEN: Door(home="/me/", icon="person", has_inbox=True),
    UserKind.OPERATOR: Door(home="/employer/", icon="building", has_inbox=True),
    UserKind.STAFF: Door(home="/admin/", icon="person", has_inbox=False),
}


def door_of(request) -> Door | None:
    """Return where the one who asks is at home; None for a stranger."""
    user = getattr(request, "user", None)
    return DOORS[UserKind(user.kind)] if user and user.is_authenticated else None


def hours_in_words(spans: tuple[tuple[time, time], ...]) -> str:
    """Write the hours of a working day: ``工作日 8:30–11:30、13:00–17:00``."""
    separator = pgettext("between spans of hours", ", ")
    written = separator.join(f"{opens.hour}:{opens:%M}–{closes.hour}:{closes:%M}" for opens, closes in spans)
    return _("working days %(hours)s") % {"hours": written}


def office() -> Office:
    """Return the office of the settings in the reader's language."""
    facts = settings.HALL_OFFICE
    language = "en" if get_language() == "en" else "zh"
    return Office(
        name=facts[f"name_{language}"],
        city=facts[f"city_{language}"],
        address=facts[f"address_{language}"],
        hotline=facts["hotline"],
        hours=hours_in_words(facts["hours"]),
        site_code=facts["site_code"],
        icp_record=facts["icp_record"],
        police_record=facts["police_record"],
    )


def hall(request) -> dict:
    """Return the context of every page.

    ``door`` and ``inbox_unread`` are found out where a template writes them, the latter by a statement each time.
    """
    return {
        "prefs": getattr(request, "prefs", None) or Preferences(language=get_language() or settings.LANGUAGE_CODE),
        "office": office(),
        "is_demo": settings.HALL_DEMO,
        "door": partial(door_of, request),
        "business_day": clock.today(),
        "inbox_unread": partial(unread_count, getattr(request, "user", None)),
    }
