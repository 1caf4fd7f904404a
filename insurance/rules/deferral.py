"""缓缴: how long a unit in serious difficulty may pay later.

A unit that has serious difficulty in its business because of force majeure may pay later once it is approved, generally for
not more than a year; no late fee counts meanwhile. Source: Social Insurance Law of the PRC, article 60; Implementing
Provisions of the Social Insurance Law (MOHRSS Order 13), article 21.
"""

from datetime import date
from enum import StrEnum

TEXT_CHARACTERS = 20
"""Fewest characters that describe an event and what it does to a business."""


class Difficulty(StrEnum):
    """What put the unit into difficulty."""

    NATURAL_DISASTER = "natural_disaster"
    PUBLIC_EVENT = "public_event"
    GOVERNMENT_ACT = "government_act"
    OTHER = "other"


def latest_deferral(due_on: date) -> date:
    """Return the last day until which a bill due on a day may be deferred: the same day a year later."""
    if (due_on.month, due_on.day) == (2, 29):
        return date(due_on.year + 1, 2, 28)
    return due_on.replace(year=due_on.year + 1)
