"""A deferral as it was declared."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.views.said import said
from accounts.wording import day_text, worded
from insurance.rules.deferral import Difficulty
from insurance.wording_bills import DIFFICULTY_NAMES


def facts(declaration, line) -> list[tuple]:
    """Return which bills are to be paid later, until when, and why."""
    details = declaration.details
    return [
        (_("Bills to be paid later"), worded(details["bills"])),
        (_("Defer until"), day_text(date.fromisoformat(details["until"]))),
        (pgettext("difficulty", "What happened"), str(DIFFICULTY_NAMES[Difficulty(details["difficulty"])])),
        (_("Why the unit cannot pay now"), said(details["text"])),
    ]
