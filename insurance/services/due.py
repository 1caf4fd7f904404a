"""Everything that is due by a day: each job is repeatable, so running them twice does nothing twice."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from insurance.services import batches, benefits, declarations, roster_exports, unit_requests

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What one kind of job did: how many it carried out, and the numbers of those that could not be."""

    job: str
    done: int
    failed: tuple[str, ...] = ()


def each(job: str, keys, act: Callable) -> Outcome:
    """Run ``act`` for every key in its own transaction; one that cannot be done does not stop the others."""
    done, failed = 0, []
    for key in keys:
        try:
            done += bool(act(key))
        except Exception:
            log.exception("%s: %s was not possible", job, key)
            failed.append(str(key))
    return Outcome(job, done, tuple(failed))


def run_due(*, on: date, at: datetime) -> list[Outcome]:
    """Do everything that is due by ``on``."""
    return [
        each(
            "requests passed on",
            unit_requests.overdue(on),
            lambda number: unit_requests.pass_on_unanswered(number, at=at, on=on),
        ),
        each(
            "declarations taking effect",
            declarations.due_parts(on),
            lambda part_id: declarations.take_effect(part_id, at=at, on=on),
        ),
        each("old tables dropped", [at], lambda now: batches.drop_old(at=now)),
        each("days swept for benefits", [on], lambda day: benefits.sweep(on=day) is not None),
        each("exports dropped", roster_exports.overdue(at), roster_exports.expire),
    ]
