"""What a change of policy does to many: each case before and after, counted, spread over bands, the hardest hit first.

A case is a person, a unit or a line of a table under the policy in force and under the draft; both were worked out by
the same rules. Amounts are fen, days are dates.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

Measured = int | date | None


class Measure(StrEnum):
    """What is compared: amounts in fen, or first days with benefits."""

    FEN = "fen"
    DAY = "day"


BANDS: dict[Measure, tuple[int, ...]] = {
    Measure.FEN: (-100_00, -10_00, 0, 1, 10_01, 100_01),
    Measure.DAY: (-90, -30, 0, 1, 31, 91),
}
"""Where the bands of differences begin; differences of amounts in fen, of days in days."""

NEVER = 36_500
"""Days by which a return that is none lies after every other."""

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Case:
    """One person or unit, by number; ``before`` or ``after`` is None where there is no such day."""

    number: str
    before: Measured
    after: Measured

    @property
    def difference(self) -> int:
        """Return how much more it is after, in fen or days."""
        if self.before == self.after:
            return 0
        if self.before is None or self.after is None:
            return -NEVER if self.before is None else NEVER
        distance = self.after - self.before
        return distance if isinstance(distance, int) else distance.days


@dataclass(frozen=True, slots=True)
class Band:
    """How many cases differ by ``least`` to ``most``, both included; None is without an end."""

    least: int | None
    most: int | None
    cases: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a draft changes: cases examined and changed, sums in fen where amounts are measured, bands, hardest hit."""

    measure: Measure
    examined: int
    more: int
    less: int
    before_fen: int | None
    after_fen: int | None
    bands: tuple[Band, ...]
    most: tuple[Case, ...]

    @property
    def changed(self) -> int:
        return self.more + self.less


def effect_of(cases: Iterable[Case], measure: Measure) -> Effect:
    """Return what a draft does to the cases, each given under the policy in force and under the draft."""
    cases = list(cases)
    differences = [case.difference for case in cases]
    amounts = measure == Measure.FEN
    return Effect(
        measure=measure,
        examined=len(cases),
        more=sum(difference > 0 for difference in differences),
        less=sum(difference < 0 for difference in differences),
        before_fen=sum(case.before for case in cases) if amounts else None,
        after_fen=sum(case.after for case in cases) if amounts else None,
        bands=_bands(differences, BANDS[measure]),
        most=_hardest_hit(cases),
    )


def _bands(differences: Sequence[int], starts: tuple[int, ...]) -> tuple[Band, ...]:
    """Return the bands in which something lies, from the largest decrease to the largest increase."""
    counted = Counter(bisect_right(starts, difference) for difference in differences)
    edges = [None, *starts, None]
    return tuple(
        Band(least, None if following is None else following - 1, counted[position])
        for position, (least, following) in enumerate(pairwise(edges))
        if counted[position]
    )


def _hardest_hit(cases: list[Case]) -> tuple[Case, ...]:
    changed = [case for case in cases if case.difference]
    return tuple(sorted(changed, key=lambda case: (-abs(case.difference), case.number))[:MOST_SHOWN])


# As JSON ------------------------------------------------------------------------------------------------------------


def effect_as_json(effect: Effect) -> dict:
    """Return the effect as a draft keeps it."""
    return {
        "measure": str(effect.measure),
        "examined": effect.examined,
        "more": effect.more,
        "less": effect.less,
        "before_fen": effect.before_fen,
        "after_fen": effect.after_fen,
        "bands": [[band.least, band.most, band.cases] for band in effect.bands],
        "most": [[case.number, packed(case.before), packed(case.after)] for case in effect.most],
    }


def effect_from_json(stored: dict) -> Effect:
    """Return the effect that ``effect_as_json`` wrote."""
    return Effect(
        measure=Measure(stored["measure"]),
        examined=stored["examined"],
        more=stored["more"],
        less=stored["less"],
        before_fen=stored["before_fen"],
        after_fen=stored["after_fen"],
        bands=tuple(Band(*band) for band in stored["bands"]),
        most=tuple(Case(number, unpacked(before), unpacked(after)) for number, before, after in stored["most"]),
    )


def packed(value: Measured) -> int | str | None:
    return value.isoformat() if isinstance(value, date) else value


def unpacked(value: int | str | None) -> Measured:
    return date.fromisoformat(value) if isinstance(value, str) else value
