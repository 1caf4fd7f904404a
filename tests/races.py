"""Several people at the same moment: a connection for each of them, and a barrier before which they wait for each other."""

import threading
from collections.abc import Callable

from django.db import connection

from accounts.rules.errors import RuleBroken, RulesBroken

PATIENCE = 300
"""Seconds after which something never comes, even on a busy machine."""


def at_once(*acts: Callable[[], object]) -> list:
    """Run every act on a connection of its own, all starting together; return results and refusals in their order.

    A refusal is an answer: RuleBroken, or RulesBroken as the first of its rules. Whatever else is raised is raised here
    again, so that no test takes a deadlock or a broken constraint for an act without a result.
    """
    barrier, outcomes = threading.Barrier(len(acts), timeout=PATIENCE), [None] * len(acts)
    faults: list[Exception] = []

    def run(position: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            outcomes[position] = act()
        except RuleBroken as refused:
            outcomes[position] = refused
        except RulesBroken as refused:
            outcomes[position] = refused.problems[0]
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise ExceptionGroup("what nobody who comes at the same moment may meet", faults)
    return outcomes


def refusals(outcomes: list) -> list[str]:
    """Return the codes of those who were refused."""
    return [outcome.code for outcome in outcomes if isinstance(outcome, RuleBroken)]
