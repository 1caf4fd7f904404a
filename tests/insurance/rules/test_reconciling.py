"""Two lists of movements: what differs, and how."""

import pytest

from insurance.rules.reconciling import DifferenceKind, MovedKind, Movement, differences

IN, OUT = MovedKind.CREDITED, MovedKind.REFUNDED


def moved(*rows):
    return [Movement(*row) for row in rows]


@pytest.mark.parametrize(
    ("theirs", "ours", "found"),
    [
        ([], [], []),
        ([(IN, "A", 5)], [(IN, "A", 5)], []),
        ([(IN, "A", 5)], [], [(DifferenceKind.MISSING_HERE, "A", 5, None)]),
        ([], [(IN, "A", 5)], [(DifferenceKind.MISSING_THERE, "A", None, 5)]),
        ([(IN, "A", 5)], [(IN, "A", 6)], [(DifferenceKind.AMOUNT_DIFFERS, "A", 5, 6)]),
        (
            [(IN, "A", 5), (OUT, "A", 5)],
            [(IN, "A", 5)],
            [(DifferenceKind.MISSING_HERE, "A", 5, None)],
        ),
        (
            [(IN, "A", 5), (IN, "B", 7)],
            [(IN, "B", 7), (IN, "C", 1)],
            [(DifferenceKind.MISSING_HERE, "A", 5, None), (DifferenceKind.MISSING_THERE, "C", None, 1)],
        ),
    ],
)
def test_differences(theirs, ours, found):
    result = differences(moved(*theirs), moved(*ours))
    assert [(one.kind, one.reference, one.theirs_fen, one.ours_fen) for one in result] == found
