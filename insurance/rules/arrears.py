"""What a gap costs: which months are overdue at the credit, their contributions, and the late fee of each.

Every month is rounded by itself before anything is added up. A month is overdue from the day after its last day; one
credited on that day is not. Source: Social Insurance Law of the PRC, articles 60 and 86.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from insurance.rules.explanation import Citation, Source, Step, formula, step
from insurance.rules.late_fee import LateFeeRule, late_fee
from insurance.rules.money import fen
from insurance.rules.months import Month
from insurance.rules.statutes import SOCIAL_INSURANCE_LAW

LAW_86 = Citation(SOCIAL_INSURANCE_LAW, "86")


@dataclass(frozen=True, slots=True)
class Debt:
    """A month that was not paid: its last day and what was to be paid, in fen, with the step that computed it."""

    month: Month
    due_on: date
    principal_fen: int
    computed: Step | None = None


@dataclass(frozen=True, slots=True)
class ArrearsRow:
    """One overdue month at the credit; amounts in fen."""

    month: Month
    principal_fen: int
    late_days: int
    late_fee_fen: int

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.late_fee_fen


@dataclass(frozen=True, slots=True)
class Arrears:
    """Everything overdue at a credit; amounts in fen, each the sum of the rows'."""

    rows: tuple[ArrearsRow, ...]
    principal_fen: int
    late_fee_fen: int
    total_fen: int
    explanation: Step


@formula("arrears.overdue", LAW_86)
def overdue_months(*, due_days: tuple, credited_on: date) -> tuple:
    """Return the months overdue on the day of the credit; ``due_days`` are pairs of a month and its last day."""
    return tuple(month for month, due_on in due_days if due_on < credited_on)


@formula("arrears.month")
def principal_of_month(*, base_fen: int, contribution_rate: Decimal) -> int:
    """Return the contribution of one month on one base, in fen, rounded half up."""
    return fen(base_fen * contribution_rate)


@formula("arrears.principal")
def principal(*, amounts_fen: tuple) -> int:
    """Return the contributions of all overdue months together, in fen."""
    return sum(amounts_fen)


@formula("arrears.total")
def total(*, principal_fen: int, late_fees_fen: tuple) -> int:
    """Return contributions and late fees together, in fen; each fee was rounded by itself."""
    return principal_fen + sum(late_fees_fen)


def gap_debts(
    months: Iterable[tuple[Month, date]], *, base_fen: int, contribution_rate: Decimal, source: Source | None = None
) -> tuple[Debt, ...]:
    """Return the debts of months for which nothing was charged, given with their last days, on one base in fen."""
    computed = step(principal_of_month, source=source, base_fen=base_fen, contribution_rate=contribution_rate)
    return tuple(Debt(month, due_on, computed.result, computed) for month, due_on in months)


def arrears(debts: Iterable[Debt], *, credited_on: date, late_fee_rule: LateFeeRule | None) -> Arrears:
    """Return what has to be credited on a day so that nothing overdue is left.

    ``late_fee_rule`` is None where no late fee is due: persons who pay alone, approved deferral.
    """
    debts = tuple(debts)
    overdue = step(overdue_months, due_days=tuple((debt.month, debt.due_on) for debt in debts), credited_on=credited_on)
    owed = [debt for debt in debts if debt.month in overdue.result]
    fees = [
        late_fee(debt.principal_fen, month=debt.month, due_on=debt.due_on, settled_on=credited_on, rule=late_fee_rule)
        for debt in owed
        if late_fee_rule
    ]
    days = [fee.days for fee in fees] or [0] * len(owed)
    amounts = [fee.fee_fen for fee in fees] or [0] * len(owed)
    rows = tuple(
        ArrearsRow(debt.month, debt.principal_fen, late_days, fee_fen)
        for debt, late_days, fee_fen in zip(owed, days, amounts, strict=True)
    )
    computed = {id(debt.computed): debt.computed for debt in owed if debt.computed}
    sum_of_months = step(principal, *computed.values(), amounts_fen=tuple(row.principal_fen for row in rows))
    return Arrears(
        rows=rows,
        principal_fen=sum_of_months.result,
        late_fee_fen=sum(amounts),
        total_fen=sum_of_months.result + sum(amounts),
        explanation=step(
            total,
            overdue,
            sum_of_months,
            *(fee.explanation for fee in fees),
            principal_fen=sum_of_months.result,
            late_fees_fen=tuple(amounts),
        ),
    )
