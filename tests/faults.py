"""How a sweep over many things fails: with one line for each fault."""

from collections.abc import Iterable


def none_of(faults: Iterable[str]) -> None:
    """Pass when there is no fault; otherwise fail and name them all."""
    lines = list(faults)
    assert not lines, "\n".join(["", *lines])
