"""How long somebody waits after failed attempts to sign in. Nobody is locked out; everybody is slowed.

Locking an account lets a stranger shut its owner out. So a failure costs time, more with every further one, and the
same limits count in four widths: the number that was tried, the address it came from, the network around that
address, and the whole hall. The wait grows by doubling up to a ceiling and is forgotten after a while.
Sessions that already run are never touched.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Scope(StrEnum):
    """Over what failures are counted together."""

    SUBJECT = "subject"
    ADDRESS = "address"
    NETWORK = "network"
    OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Delay:
    """``free`` failures cost nothing, the next ``first`` seconds, each further one twice as much up to ``ceiling``.

    Failures older than ``memory`` seconds do not count.
    """

    free: int
    first: int
    ceiling: int
    memory: int


@dataclass(frozen=True, slots=True)
class Failures:
    """How many failures within the memory of a scope, and when the last of them was."""

    count: int
    last_at: datetime | None = None


HOUR = 3600

DELAYS: Mapping[Scope, Delay] = {
    Scope.SUBJECT: Delay(free=4, first=5, ceiling=HOUR // 4, memory=24 * HOUR),
    Scope.ADDRESS: Delay(free=20, first=5, ceiling=HOUR // 4, memory=HOUR),
    Scope.NETWORK: Delay(free=100, first=5, ceiling=HOUR // 4, memory=HOUR),
    Scope.OVERALL: Delay(free=2000, first=1, ceiling=10, memory=HOUR // 6),
}
"""An office or a village shares one address, so it has more free failures than a number; the whole hall is only
slowed by seconds, so that a flood from everywhere costs the attacker and not the city."""


def wait_seconds(failures: int, delay: Delay) -> int:
    """Return the seconds to wait after the last of ``failures``; 0 while they are free."""
    counted = failures - delay.free
    if counted <= 0:
        return 0
    doublings = min(counted - 1, delay.ceiling.bit_length())
    return min(delay.first << doublings, delay.ceiling)


def opens_at(scope: Scope, failures: Failures) -> datetime | None:
    """Return when the next attempt in ``scope`` is looked at, or None when it is not held back."""
    wait = wait_seconds(failures.count, DELAYS[scope])
    if not wait or failures.last_at is None:
        return None
    return failures.last_at + timedelta(seconds=wait)


def seconds_left(failures: Mapping[Scope, Failures], *, at: datetime) -> int:
    """Return the whole seconds the next attempt has to wait at the instant ``at``: the longest of all scopes, or 0."""
    ends = [end for scope, counted in failures.items() if (end := opens_at(scope, counted))]
    left = max((end - at for end in ends), default=timedelta(0))
    return max(-(-left // timedelta(seconds=1)), 0)


def remembered_since(scope: Scope, *, at: datetime) -> datetime:
    """Return the instant from which failures in ``scope`` still count at ``at``."""
    return at - timedelta(seconds=DELAYS[scope].memory)
