"""What the reader of policy rows refuses, in the reader's language.

The reader's own words are for files: English, with the names of columns. Whoever fills in a form in the studio reads the
same fault as a sentence; one that has none here is shown as the reader says it.
"""

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.wording import worded
from insurance.rules.policy_entries import PolicyFault
from insurance.wording_policy import COLUMN_NAMES, GROUP_NAMES

FAULTS = (
    (r"there is no tier at all", _("There is no tier at all.")),
    (
        r"nothing is said about a gap of more than (?P<limit>\d+)",
        _("Nothing is said about a gap of more than %(limit)s. Leave the end of the last tier empty."),
    ),
    (
        r"nothing is said about a gap of (?P<first>\d+) to (?P<last>\d+)",
        _("Nothing is said about a gap of %(first)s to %(last)s. Close the hole between the tiers."),
    ),
    (
        r"tiers (?P<first>\d+) and (?P<second>\d+) both speak of a gap of (?P<gap>\d+)",
        _("Tiers %(first)s and %(second)s both speak of a gap of %(gap)s. Let one begin where the other has ended."),
    ),
    (
        r"tier (?P<number>\d+) has no end, but (?P<more>\d+) follow",
        _("Tier %(number)s has no end, but others follow. Only the last one may be without an end."),
    ),
    (
        r"tier (?P<number>\d+) ends at (?P<last>\d+), before it begins at (?P<first>\d+)",
        _("Tier %(number)s ends at %(last)s, before it begins at %(first)s."),
    ),
    (
        r"tier (?P<number>\d+): wait_months: no months are waited",
        _("Tier %(number)s: no months are waited for this return. Leave the months empty."),
    ),
    (
        r"tier (?P<number>\d+): over is missing",
        _("Tier %(number)s: say from which gap on it holds."),
    ),
    (
        r"the lower bound (?P<lower>\S+) is not below the upper bound (?P<upper>\S+)",
        _("The lower bound of %(lower)s yuan is not below the upper bound of %(upper)s yuan."),
    ),
    (r"is no wage", _("This is no average wage.")),
    (r"more than two decimals", _("An amount has at most two decimals.")),
    (r"is not a share of the (?:base|principal)", _("A share lies between 0 and below 100 per cent.")),
    (
        r"\((?P<opens>\d+), (?P<closes>\d+)\)$",
        _("The window opens on day %(opens)s, after it closes on day %(closes)s."),
    ),
    (r"E-CUT needs a cut-off day", _("For this rule a cut-off day is needed.")),
    (r"the window ends on (?P<closes>\S+), before it opens", _("The season ends before it opens.")),
    (r"would hold for people who missed none", _("The least wait would hold for people who missed no year.")),
    (r"there is no piece at all", _("There is no step at all.")),
    (
        r"piece (?P<number>\d+) gives (?P<months>\d+) months from",
        _("Step %(number)s: months paid and months of benefit are at least 1."),
    ),
    (
        r"piece (?P<number>\d+) gives (?P<months>\d+) months, less than piece",
        _("Step %(number)s gives fewer months than the step before it."),
    ),
    (
        r"piece (?P<number>\d+) begins at",
        _("Step %(number)s begins no later than the step before it."),
    ),
    (
        r"is in force with another",
        _("A row of this day is in force already and says something else."),
    ),
    (r"overlaps the one from", _("It overlaps a row that is in force or will be.")),
    (r"nothing is in force from (?P<day>\S+)", _("Nothing would be in force from %(day)s on.")),
)
"""What the reader says → the sentence; numbers are taken over."""

HEAD = re.compile(r"^[^:]*: ")


@worded.register
def fault_words(fault: PolicyFault) -> str:
    """Return a fault as a sentence, with the column it is about where one is named."""
    text = HEAD.sub("", str(fault), count=1)
    column, _colon, _rest = text.partition(": ")
    said = next((str(sentence) % found.groupdict() for found, sentence in matches(text)), text)
    name = GROUP_NAMES.get(column) or COLUMN_NAMES.get(column, ("",))[0]
    return pgettext("column and fault", "%(column)s: %(fault)s") % {"column": name, "fault": said} if name else said


def matches(text: str):
    """Yield the sentences that fit what the reader said."""
    for pattern, sentence in FAULTS:
        if found := re.search(pattern, text):
            yield found, sentence
