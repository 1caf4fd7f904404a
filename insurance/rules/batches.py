"""批量申报: the life of one uploaded workbook, and what may be chosen of it."""

from enum import StrEnum

from insurance.rules.kinds import DeclarationKind


class BatchState(StrEnum):
    """Where a workbook stands; ``checking`` and ``unmatched`` are stops on the way from uploaded to checked.

    ``unmatched``: headings were found that only a person can place. ``submitted``: chosen, and the worker files it.
    ``applied``: one declaration holds its rows. ``discarded``: put aside, or refused for what the file is.
    """

    UPLOADED = "uploaded"
    CHECKING = "checking"
    UNMATCHED = "unmatched"
    CHECKED = "checked"
    SUBMITTED = "submitted"
    APPLIED = "applied"
    DISCARDED = "discarded"


AT_WORK = frozenset({BatchState.UPLOADED, BatchState.CHECKING, BatchState.SUBMITTED})
"""While a batch is in one of these, the worker has it."""

LIVE = frozenset({BatchState.CHECKED, BatchState.SUBMITTED, BatchState.APPLIED})
"""In these a file counts: another one with the same content has no effect of its own."""

DISCARDABLE = frozenset({BatchState.UPLOADED, BatchState.CHECKING, BatchState.UNMATCHED, BatchState.CHECKED})
"""Nothing was declared yet."""


class NamedColumn(str):
    """The name of a column as a fact of a finding; pages write what the column is called."""


class Scope(StrEnum):
    """Which rows are declared."""

    ALL = "all"
    GOOD = "good"


BATCH_KINDS = {
    DeclarationKind.REDUCTION: "reductions",
    DeclarationKind.INCREASE: "increases",
    DeclarationKind.BASES: "bases",
}
"""What can be declared by workbook, and the folder of its pages."""
