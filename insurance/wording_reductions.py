"""The words of the employer's pages: groups of reasons, what each reason brings with it, short names of insurances."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rules.roles import OperatorRight
from accounts.wording import worded
from insurance.rules.kinds import Insurance
from insurance.rules.reasons import REDUCTION_REASONS, Effect, Proposer, ReductionReason
from insurance.wording_reasons import ARTICLE_NAMES, JOB_LOSS_NAMES, REDUCTION_REASON_NAMES

SHORT_INSURANCE_NAMES = {
    Insurance.PENSION: pgettext_lazy("insurance in short", "pension"),
    Insurance.UNEMPLOYMENT: pgettext_lazy("insurance in short", "unemployment"),
    Insurance.MEDICAL: pgettext_lazy("insurance in short", "medical"),
    Insurance.SUPPLEMENT: pgettext_lazy("insurance in short", "supplement"),
    Insurance.RESIDENT: pgettext_lazy("insurance in short", "resident medical"),
    Insurance.INJURY: pgettext_lazy("insurance in short", "work injury"),
    Insurance.MATERNITY: pgettext_lazy("insurance in short", "maternity"),
}
"""For columns, where the word insurance stands in the head."""

ALL_FIVE = pgettext_lazy("insurance in short", "all five")

STANDING_NAMES = {
    "running": pgettext_lazy("part of a roster", "Insured now"),
    "stopping": pgettext_lazy("part of a roster", "Stop on its way"),
    "left": pgettext_lazy("part of a roster", "Left"),
    "all": pgettext_lazy("part of a roster", "Everybody"),
}

STAFF_STATE_NAMES = {
    "insured": pgettext_lazy("state of an employee", "Insured"),
    "stopping": pgettext_lazy("state of an employee", "Stop on its way"),
    "stopped": pgettext_lazy("state of an employee", "Left"),
}

UNIT_REQUEST_NAMES = {
    "pending": pgettext_lazy("request to a unit", "Waiting for your answer"),
    "refused": pgettext_lazy("request to a unit", "You did not agree"),
    "silent": pgettext_lazy("request to a unit", "Not answered in time"),
    "done": pgettext_lazy("request to a unit", "Settled by your reduction"),
    "cancelled": pgettext_lazy("request to a unit", "Withdrawn by the employee"),
}

OPERATOR_RIGHT_NAMES = {
    OperatorRight.PREPARE: _("prepare declarations"),
    OperatorRight.SUBMIT: _("submit declarations"),
    OperatorRight.PAY: _("pay bills"),
    OperatorRight.MANAGE_OPERATORS: _("manage operators"),
}

REASON_GROUPS = (
    (_("The labour contract ended"), ("11", "12", "13", "14", "15", "16", "17", "18", "19", "20")),
    (_("Left working life, the country or died"), ("21", "22", "23a", "23b")),
    (_("Work pauses, the relation stays"), ("24", "25", "26", "27", "28")),
    (_("Moved to another unit, place or scheme"), ("29", "30", "31", "33")),
    (_("Put right, and other reasons"), ("32", "34", "39")),
)
"""The reasons of the form in the groups people look for them in; together all of ``REDUCTION_REASONS``."""


def insurances_in_short(codes: Iterable[int]) -> str:
    """Return several insurances in short, in the order of their codes, as they read in a sentence or a list."""
    return worded([str(SHORT_INSURANCE_NAMES[Insurance(code)]) for code in sorted(codes)])


@dataclass(frozen=True)
class ReasonWords:
    """One reason with what follows from it, for reading beside the form."""

    code: str
    name: str
    notes: tuple[str, ...]


def grouped_reasons() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choices of the form: groups with (code, code and name)."""
    return [
        (group, [(code, f"{code} {REDUCTION_REASON_NAMES[code]}") for code in codes]) for group, codes in REASON_GROUPS
    ]


def explained_reasons() -> list[tuple[str, list[ReasonWords]]]:
    """Return every reason with what it brings, in the groups of the form."""
    return [(group, [words_of(REDUCTION_REASONS[code]) for code in codes]) for group, codes in REASON_GROUPS]


def words_of(reason: ReductionReason) -> ReasonWords:
    """Return a reason's name and everything that follows from it."""
    return ReasonWords(reason.code, str(REDUCTION_REASON_NAMES[reason.code]), tuple(map(str, notes_of(reason))))


def notes_of(reason: ReductionReason) -> Iterator[str]:
    """Yield what follows from a reason: the law, unemployment benefit, what the form asks for."""
    if reason.article:
        yield ARTICLE_NAMES[reason.article]
    if reason.involuntary(Proposer.UNIT) is not None and reason.needs_contract:
        yield JOB_LOSS_NAMES[reason.job_loss]
    if reason.needs_proposer:
        yield _("say who proposed it")
    if reason.needs_contract:
        yield _("needs the data of the termination certificate")
    if reason.protection:
        yield _("not while a protection of article 42 holds")
    if reason.every_insurance:
        yield _("all insurances stop together")
    if reason.effect in (Effect.TERMINATE, Effect.CONVERT):
        yield _("ends the enrolment for good")
    if reason.needs_target_unit:
        yield _("name the new unit in the remark")
    if reason.minimum_note:
        yield _("needs an explanation in the remark")
    if reason.supervisor:
        yield _("decided by a supervisor, up to the closing of the books")


def job_loss_words(reason: ReductionReason, proposed_by: Proposer | None) -> str:
    """Return in one sentence what a reason means for unemployment benefit; empty where the question does not arise."""
    by_force = reason.involuntary(proposed_by)
    if by_force is None or not reason.needs_contract:
        return ""
    return str(AGAINST_ONES_WILL if by_force else BY_ONES_OWN_WILL)


AGAINST_ONES_WILL = _(
    "Counts as job loss not by one's own will:"
    " with one year of contributions the person can claim unemployment benefit."
)
BY_ONES_OWN_WILL = _("Counts as leaving by one's own will: no unemployment benefit. The person is told this reason.")
