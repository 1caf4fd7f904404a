"""The rows of a workbook as the answers that a form for one person would give, kind by kind."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from accounts.rules.errors import RulesBroken
from insurance.models.declarations import Declaration
from insurance.rules.employment_kinds import EmploymentKind
from insurance.rules.kinds import DeclarationKind
from insurance.services import bases, increases, reductions
from insurance.services.bases import BasesAnswers
from insurance.services.declarations import LineDraft
from insurance.services.increases import IncreaseAnswers
from insurance.services.reductions import ReductionAnswers

REDUCTION_DETAILS = ("proposed_by", "contract_from", "contract_to", "post", "years_in_unit", "note")


def written(value) -> str | None:
    """Return a value as a declaration's details hold it; None for none."""
    return None if value in (None, "") else str(value)


def details_of(values: Mapping, names: Sequence[str]) -> dict:
    """Return those of the values that go into a line's details."""
    return {name: text for name in names if (text := written(values.get(name))) is not None}


def reduction_answers(values: Mapping) -> ReductionAnswers:
    """Return what a row of a reduction table answers."""
    return ReductionAnswers(
        reason=values.get("reason") or "",
        ended_on=values.get("ended_on"),
        id_number=values.get("id_number") or "",
        name=values.get("name") or "",
        insurances=tuple(int(code) for code in values.get("insurances") or ()),
        stop_month=values.get("stop_month"),
        details=details_of(values, REDUCTION_DETAILS),
    )


def reduction_lines(declaration: Declaration, several: Sequence[Mapping], *, on: date):
    return reductions.lines_of(declaration.unit, [reduction_answers(values) for values in several], on=on)


def increase_answers(values: Mapping) -> IncreaseAnswers:
    """Return what a row of an increase table answers."""
    return IncreaseAnswers(
        started_on=values.get("started_on"),
        wage_fen=values.get("wage"),
        id_number=values.get("id_number") or "",
        name=values.get("name") or "",
        employment_kind=EmploymentKind(values.get("employment_kind") or EmploymentKind.CONTRACT),
        contract_from=values.get("contract_from"),
        contract_to=values.get("contract_to"),
        household=values.get("household") or "",
        phone=values.get("phone") or "",
        post=values.get("post") or "",
        start_month=values.get("start_month"),
        note=values.get("note") or "",
    )


def increase_lines(declaration: Declaration, several: Sequence[Mapping], *, on: date):
    return increases.lines_of(declaration.unit, [increase_answers(values) for values in several], on=on)


def bases_lines(declaration: Declaration, several: Sequence[Mapping], *, on: date):
    return bases.lines_of(declaration.unit, [bases_answers(values) for values in several], on=on)


def bases_answers(values: Mapping) -> BasesAnswers:
    """Return what a row of a table of wages answers."""
    return BasesAnswers(values.get("id_number") or "", values.get("name") or "", values.get("wage"))


LINES: dict[DeclarationKind, Callable] = {
    DeclarationKind.REDUCTION: reduction_lines,
    DeclarationKind.INCREASE: increase_lines,
    DeclarationKind.BASES: bases_lines,
}
"""For each kind the lines that values mean; RulesBroken in the place of one that means nobody or nothing."""


def lines_of(declaration: Declaration, several: Sequence[Mapping], *, on: date) -> list[LineDraft | RulesBroken]:
    """Return for the values of each row the line they mean, in a fixed number of statements."""
    return LINES[DeclarationKind(declaration.kind)](declaration, several, on=on) if several else []
