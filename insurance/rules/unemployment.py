"""For how many months unemployment benefit is paid to who paid contributions for so many.

The national scale gives the most that is allowed (Social Insurance Law, article 46); areas may count more finely below
it. After new employment the count begins again, and months left over from an earlier claim are added.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from insurance.rules.explanation import Citation, Source, Step, formula, step
from insurance.rules.statutes import SOCIAL_INSURANCE_LAW


@dataclass(frozen=True, slots=True)
class Piece:
    """Who paid ``from_months`` or more gets ``months``, and one more for ``every`` further months paid; None: no more."""

    from_months: int
    months: int
    every: int | None = None


@dataclass(frozen=True, slots=True)
class UnemploymentRule:
    """The scale of one area, its pieces from the shortest to the longest; never more than ``most_months``."""

    pieces: tuple[Piece, ...]
    most_months: int
    source: Source

    def __post_init__(self):
        refuse_broken_pieces(self.pieces)
        if self.most_months < 1:
            raise ValueError(f"most_months: {self.most_months} months would be no benefit at all")


def refuse_broken_pieces(pieces: Iterable[Piece]) -> None:
    """Raise ValueError, naming the piece, unless they rise and each says how long a benefit lasts."""
    pieces = tuple(pieces)
    if not pieces:
        raise ValueError("pieces: there is no piece at all")
    for position, piece in enumerate(pieces, start=1):
        if piece.from_months < 1 or piece.months < 1:
            raise ValueError(f"pieces: piece {position} gives {piece.months} months from {piece.from_months} paid")
        if piece.every is not None and piece.every < 1:
            raise ValueError(f"pieces: piece {position} adds a month for every {piece.every} paid")
    for position, (shorter, longer) in enumerate(pairwise(pieces), start=2):
        if longer.from_months <= shorter.from_months:
            raise ValueError(
                f"pieces: piece {position} begins at {longer.from_months},"
                f" not after piece {position - 1} at {shorter.from_months}"
            )
        if longer.months < shorter.months:
            raise ValueError(f"pieces: piece {position} gives {longer.months} months, less than piece {position - 1}")


@dataclass(frozen=True, slots=True)
class UnemploymentDuration:
    """How many months benefit is paid at most."""

    months: int
    explanation: Step


def unemployment_duration(
    paid_months: int, rule: UnemploymentRule, *, left_over_months: int = 0
) -> UnemploymentDuration:
    """Return the duration of benefit for ``paid_months`` since the last claim; ``left_over_months`` remain from it.

    Source: Social Insurance Law of the PRC, articles 45 and 46.
    """
    assert min(paid_months, left_over_months) >= 0, (paid_months, left_over_months)
    pieces = tuple((piece.from_months, piece.months, piece.every) for piece in rule.pieces)
    piece = step(piece_for, paid_months=paid_months, pieces=pieces, source=rule.source)
    from_months, months, every_months = piece.result or (0, 0, None)
    earned = step(
        earned_months,
        piece,
        paid_months=paid_months,
        from_months=from_months,
        piece_months=months,
        every_months=every_months,
    )
    duration = step(
        duration_months,
        earned,
        earned_months=earned.result,
        left_over_months=left_over_months,
        most_months=rule.most_months,
        source=rule.source,
    )
    return UnemploymentDuration(duration.result, duration)


@formula("unemployment.piece", Citation(SOCIAL_INSURANCE_LAW, "45"))
def piece_for(*, paid_months: int, pieces: tuple) -> tuple | None:
    """Return the longest piece that ``paid_months`` reach, as (from, months, every), or None."""
    return next((piece for piece in reversed(pieces) if piece[0] <= paid_months), None)


@formula("unemployment.earned")
def earned_months(*, paid_months: int, from_months: int, piece_months: int, every_months: int | None) -> int:
    """Return the months of benefit that a piece gives; only whole steps add one."""
    return piece_months + ((paid_months - from_months) // every_months if every_months else 0)


@formula("unemployment.duration", Citation(SOCIAL_INSURANCE_LAW, "46"))
def duration_months(*, earned_months: int, left_over_months: int, most_months: int) -> int:
    """Return earned and left over months together, up to the most there are."""
    return min(earned_months + left_over_months, most_months)
