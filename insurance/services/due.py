"""Everything that is due by a day: each job is repeatable, so running them twice does nothing twice."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from insurance.selectors.payments import orders_to_post
from insurance.services import (
    back_payment_bills,
    batches,
    benefits,
    book_checks,
    declarations,
    payment_questions,
    personal_accounts,
    posting,
    reconciling,
    refunds,
    roster_exports,
    unit_requests,
)

log = logging.getLogger(__name__)

NO_SHIFT = timedelta()


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


def run_due(*, on: date, at: datetime, ahead: timedelta = NO_SHIFT) -> list[Outcome]:
    """Do everything that is due by ``on``; ``ahead`` is how far that day lies before the real one."""
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
        each(
            "back payments lapsed",
            back_payment_bills.lapsed(on),
            lambda part_id: back_payment_bills.lapse(part_id, at=at, on=on),
        ),
        each("old tables dropped", [at], lambda now: batches.drop_old(at=now)),
        each("days swept for benefits", [on], lambda day: benefits.sweep(on=day) is not None),
        each("orders asked about", [at], lambda now: payment_questions.ask_silent(at=now, on=on, ahead=ahead)),
        each("payments posted", orders_to_post(), lambda payment_id: posting.finish(payment_id, at=at, on=on)),
        each("accounts credited", [at], lambda now: personal_accounts.credit_waiting(at=now, on=on)),
        each("refunds sent", refunds.to_send(), lambda refund_id: refunds.send(refund_id, at=at, on=on)),
        each(
            "statements loaded",
            reconciling.due_statements(on - timedelta(days=1)),
            lambda wanted: reconciling.fetch(*wanted, at=at, on=on, ahead=ahead) is not None,
        ),
        each("exports dropped", roster_exports.overdue(at), roster_exports.expire),
        each(
            "books checked", book_checks.unchecked(on), lambda day: book_checks.check_books(at=at, on=day) is not None
        ),
    ]
