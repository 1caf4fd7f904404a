"""What a check finds about one person of a declaration: what forbids it, and what has to be read and ticked."""

from dataclasses import dataclass
from enum import StrEnum

from accounts.rules.errors import RuleBroken


class Verdict(StrEnum):
    """The result of a check of one row."""

    PASS = "pass"  # nosec B105
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Findings:
    """Hard findings forbid, soft ones are told and ticked."""

    hard: tuple[RuleBroken, ...] = ()
    soft: tuple[RuleBroken, ...] = ()

    @property
    def verdict(self) -> Verdict:
        if self.hard:
            return Verdict.FAIL
        return Verdict.WARN if self.soft else Verdict.PASS
