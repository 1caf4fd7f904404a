"""How a measurement is made and told; a floor is the least the same work can cost, measured in the same run."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table: seconds of the product and of its floor (None where the goal is a time or a number)."""

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
