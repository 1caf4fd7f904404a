"""What resuming employee medical insurance after a gap costs, and what it gives: repaid, and not.

Both are read from the record as the acts would leave it. A late fee falls on a unit in default alone; a gap for which
nothing was charged carries none (Social Insurance Law of the PRC, article 86).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from insurance.rules.area_policy import AreaPolicy
from insurance.rules.arrears import Arrears, arrears, gap_debts
from insurance.rules.benefit_history import History, employee_history
from insurance.rules.benefit_rule import Payer
from insurance.rules.benefits import MedicalRecord
from insurance.rules.explanation import Step, formula, step
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.outlook import Counted, Span, counted_months, spans_of
from insurance.rules.repayment import KIND_OF, due_days, repayment_base
from insurance.rules.restoration import Interruption, Restoration


@dataclass(frozen=True, slots=True)
class Resumption:
    """What resuming from ``first_month`` means when everything is credited on one day; amounts in fen.

    ``gap`` is the cost of the months that were not charged, ``owed`` of those charged before the stop and not paid:
    None where there are none, or where they cannot be paid back any more (``is_repayable``). ``repaid`` tells what the
    credit brings with them, ``unrepaid`` without; None where there was no gap. ``counted`` is how it counts when repaid.
    """

    first_month: Month
    credited_on: date
    is_repayable: bool
    gap: Arrears | None
    owed: Arrears | None
    repaid: Restoration | None
    unrepaid: Restoration | None
    counted: Counted | None
    explanation: Step

    @property
    def total_fen(self) -> int:
        return sum(cost.total_fen for cost in (self.gap, self.owed) if cost)

    @property
    def returns_on(self) -> date | None:
        """The first day with benefits again, as early as it can be had."""
        return self.explanation.result


@formula("outlook.resume")
def meaning_of_resuming(
    *, first_month: Month, credited_on: date, total_fen: int, returns_on: date | None
) -> date | None:
    """Return the first day with benefits again: the answer of the tree."""
    return returns_on


@formula("outlook.no_gap")
def without_gap(*, first_month: Month) -> date:
    """Return the first day of an enrolment that follows the one before without a gap."""
    return first_month.first_day


def resumption(
    record: MedicalRecord,
    policy: AreaPolicy,
    *,
    stop: Month,
    payer: Payer,
    first_month: Month,
    credited_on: date,
    own_base_fen: int | None = None,
    credited: Iterable[Month] | None = None,
) -> Resumption:
    """Return what it means to resume from a month, in a record in which the enrolment has ended with ``stop``.

    The credit comes in the first month or later. ``credited`` are the months credited so far, None for who may not see
    them. PolicyMissing where the area has no rule for the day of the credit.
    """
    assert credited_on >= first_month.first_day, (credited_on, first_month)
    policy.book.on(payer, credited_on)  # without a rule there is nothing to tell
    gap = _Gap(record, policy, stop, payer, first_month, credited_on, own_base_fen)
    opened = gap.opened
    if opened is None:
        return _without_gap(gap, credited)
    owed_months, gap_months = gap.owed_months(opened), gap.gap_months(opened)
    repaid = gap.returned((*owed_months, *gap_months))
    unrepaid = gap.returned(())
    repayable = gap.is_repayable(repaid, len(owed_months) + len(gap_months))
    owed = gap.cost(owed_months, fee=opened.payer == Payer.UNIT) if repayable and owed_months else None
    lost = gap.cost(gap_months, fee=False) if repayable and gap_months else None
    best = repaid if repayable else unrepaid
    counted = gap.counted(credited, (*owed_months, *gap_months) if repayable else ())
    steps = [one.explanation for one in (best, lost, owed) if one]
    return Resumption(
        first_month=first_month,
        credited_on=credited_on,
        is_repayable=repayable,
        gap=lost,
        owed=owed,
        repaid=repaid if repayable else None,
        unrepaid=unrepaid,
        counted=counted,
        explanation=step(
            meaning_of_resuming,
            *steps,
            *((counted.continuous, counted.cumulative) if counted else ()),
            first_month=first_month,
            credited_on=credited_on,
            total_fen=sum(cost.total_fen for cost in (lost, owed) if cost),
            returns_on=best.resumes_on if best else first_month.first_day,
        ),
    )


def repayment_spans(
    record: MedicalRecord, policy: AreaPolicy, *, payer: Payer, first_month: Month, since: date
) -> tuple[Span, ...]:
    """Return what crediting the gap on ``since`` or later brings to who goes on from a month; none where there is none."""
    opened = employee_history(record.stays, record.charges, policy.book, on=since).open_interruption
    if opened is None or first_month <= opened[0].first_unpaid:
        return ()
    return tuple(spans_of(replace(opened[0], returns_as=payer), policy, since=since))


def _without_gap(gap: "_Gap", credited: Iterable[Month] | None) -> Resumption:
    going_on = step(without_gap, first_month=gap.first_month)
    return Resumption(
        first_month=gap.first_month,
        credited_on=gap.credited_on,
        is_repayable=True,
        gap=None,
        owed=None,
        repaid=None,
        unrepaid=None,
        counted=gap.counted(credited, ()),
        explanation=step(
            meaning_of_resuming,
            going_on,
            first_month=gap.first_month,
            credited_on=gap.credited_on,
            total_fen=0,
            returns_on=going_on.result,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Gap:
    """A record with a gap that is about to end, and when and how."""

    record: MedicalRecord
    policy: AreaPolicy
    stop: Month
    payer: Payer
    first_month: Month
    credited_on: date
    own_base_fen: int | None

    @property
    def opened(self) -> Interruption | None:
        """What nothing has ended by the day of the credit; None where one month follows the other."""
        found = self.history(self.record).open_interruption
        if found is None or self.first_month <= found[0].first_unpaid:
            return None
        return found[0]

    def history(self, record: MedicalRecord) -> History:
        return employee_history(record.stays, record.charges, self.policy.book, on=self.credited_on)

    def owed_months(self, opened: Interruption) -> tuple[Month, ...]:
        """Return the months that were charged before the stop, since the first unpaid one, and not paid."""
        months = {
            charge.month for charge in self.record.charges if charge.as_known_on(self.credited_on).credited_on is None
        }
        return tuple(sorted(month for month in months if opened.first_unpaid <= month < self.stop))

    def gap_months(self, opened: Interruption) -> tuple[Month, ...]:
        """Return the months from the stop on that were not charged and are past their day at the credit."""
        months = Month.span(max(self.stop, opened.first_unpaid), max(self.first_month - 1, Month.of(self.credited_on)))
        before = (month for month in months if month < self.first_month or self.is_overdue(month))
        return tuple(before)

    def is_overdue(self, month: Month) -> bool:
        return self.policy.due_on(month) < self.credited_on

    def returned(self, repaid: tuple[Month, ...]) -> Restoration | None:
        """Return what the first payment of the new enrolment brings, with some months repaid on the same day.

        Arrears of before the stop and the gap after it may end on that day as two: benefits are back after both.
        """
        record = self.record.with_repaid(repaid, self.credited_on) if repaid else self.record
        record = record.with_stay(self.payer, self.first_month, credited_on=self.credited_on)
        ended = [
            restoration
            for interruption, restoration in self.history(record).interruptions
            if interruption.credited_on == self.credited_on
        ]
        return max(ended, key=lambda found: found.resumes_on or date.max, default=None)

    def is_repayable(self, repaid: Restoration | None, months: int) -> bool:
        rule = self.policy.book.on(self.payer, self.credited_on)
        if rule.longest_repayable_months is not None and months > rule.longest_repayable_months:
            return False
        return repaid is None or repaid.tier is None or repaid.tier.repayable

    def cost(self, months: tuple[Month, ...], *, fee: bool) -> Arrears:
        """Return what months cost that are paid back on the day of the credit."""
        rule = self.policy.book.on(self.payer, self.credited_on)
        base = repayment_base(self.policy, rule, self.credited_on, self.own_base_fen)
        rate = self.policy.rate_on(Insurance.MEDICAL, KIND_OF[self.payer], self.credited_on)
        return arrears(
            gap_debts(
                due_days(self.policy, months),
                base_fen=base.base_fen,
                contribution_rate=rate.together,
                source=base.source or rate.source,
            ),
            credited_on=self.credited_on,
            late_fee_rule=self.policy.late_fee_on(self.credited_on) if fee and rule.late_fee_required else None,
        )

    def counted(self, credited: Iterable[Month] | None, repaid: tuple[Month, ...]) -> Counted | None:
        """Return how many months count once these are repaid; None for who may not see it."""
        if credited is None:
            return None
        record = self.record.with_repaid(repaid, self.credited_on) if repaid else self.record
        record = record.with_stay(self.payer, self.first_month, credited_on=self.credited_on)
        return counted_months((*credited, *repaid), self.history(record))
