"""The bars of the time line of medical benefits as the rows of a table, each with the reasons it unfolds to."""

from dataclasses import dataclass
from datetime import date, timedelta

from insurance.rules.benefit_history import Benefit, Period
from insurance.rules.benefits import Benefits, Scheme
from insurance.views.benefit_timeline import histories
from insurance.wording_benefits import BENEFIT_NAMES, cause_sentence
from insurance.wording_entitlement import SCHEME_NAMES
from insurance.wording_steps import ExplainedStep, explained

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar as it is written; ``last_on`` is its last day, None while no end is known."""

    scheme: Scheme
    scheme_name: str
    state: Benefit
    state_words: str
    first_on: date
    last_on: date | None
    why: str
    tree: ExplainedStep
    is_now: bool


def bar_rows(benefits: Benefits, *, on: date) -> list[BarRow]:
    """Return the bars of both schemes, the latest first; ``is_now`` marks those that hold on a day."""
    rows = [_row(scheme, period, on) for scheme, past in histories(benefits) for period in past.periods]
    return sorted(rows, key=lambda row: row.first_on, reverse=True)


def _row(scheme: Scheme, period: Period, on: date) -> BarRow:
    return BarRow(
        scheme=scheme,
        scheme_name=str(SCHEME_NAMES[scheme]),
        state=period.state,
        state_words=str(BENEFIT_NAMES[period.state]),
        first_on=period.first_on,
        last_on=period.until_on and period.until_on - ONE_DAY,
        why=cause_sentence(period),
        tree=explained(period.explanation),
        is_now=period.holds(on),
    )
