"""How a measurement is made: floor and product in turn, and the median of the ratios, because machines drift."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table: seconds of floor and product, and what of the goal was reached.

    ``floor`` is None where there is nothing to compare with and the goal is a time.
    """

    name: str
    product: float
    goal: str
    reached: bool
    floor: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Floor divided by product: 1 is at the floor."""
        return None if self.floor is None else self.floor / self.product


def seconds(act: Act, clock: Callable[[], float] = perf_counter) -> float:
    """Return how long an act takes, by the wall clock or by the processor's."""
    begun = clock()
    act()
    return clock() - begun


def processor_seconds(act: Act, times: int) -> float:
    """Return the processor time of one of several repetitions: the median, after one that is not counted."""
    act()
    return median(seconds(act, process_time) for _ in range(times))


def in_turn(floor: Act, product: Act, rounds: int) -> tuple[float, float]:
    """Return the median seconds of two acts done in turn."""
    pairs = [(seconds(floor), seconds(product)) for _ in range(rounds)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
