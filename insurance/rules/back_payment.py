"""补缴: paying back months for which nothing was charged, while somebody goes on paying alone: the quote.

Medical insurance is paid back on the base the area's rule names, as in force on the day of the credit, and all of it at
once: part of a gap brings nothing back. Pension months are paid back on the person's own base, each by the bounds and the
rate of that month. Nobody was in default for a month that was never charged, so none carries a late fee (Social Insurance
Law of the PRC, article 86).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from insurance.rules.area_policy import AreaPolicy
from insurance.rules.arrears import Arrears, Debt, arrears, gap_debts
from insurance.rules.benefit_history import History, employee_history
from insurance.rules.benefit_rule import BenefitRule, Payer, RepaymentBase
from insurance.rules.benefits import MedicalRecord
from insurance.rules.explanation import Step, formula, step
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.outlook import Counted, Span, counted_months, spans_of
from insurance.rules.prospects import prospects
from insurance.rules.repayment import Base, due_days, repayment_base
from insurance.rules.restoration import ONE_DAY, Interruption, Restoration

PAYABLE_DAYS = 15
"""A bill of a back payment can be paid for so many days; then it lapses, because its base is that of the payment."""

MONTHS_OF_ONE_LEVEL = 12
"""More months than this are decided by two people (社会保险经办条例, article 37: graded review of what weighs much)."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What paying some months back costs and brings, were it credited on ``credited_on``; amounts in fen.

    ``bases_fen`` is the base of each month, ``on_base`` which one the rule names. ``restoration`` is what the credit does
    to an interruption that is still open, None where benefits have returned already or pension alone is concerned;
    ``spans`` are what later credits bring. ``counted_before`` and ``counted_after`` are the months that count without the
    payment and with it. ``owed`` are months on record that are charged and overdue: benefits wait for them too.
    ``stays_open``: the payment alone does not bring benefits back, because other months of the interruption stay
    uncovered. ``holds_until`` is the last day on which amount and return stay what they are.
    """

    insurance: Insurance
    months: tuple[Month, ...]
    credited_on: date
    cost: Arrears
    bases_fen: tuple[int, ...]
    on_base: RepaymentBase
    is_repayable: bool
    restoration: Restoration | None
    spans: tuple[Span, ...]
    counted_before: Counted | None
    counted_after: Counted | None
    owed: tuple[Month, ...]
    stays_open: bool
    holds_until: date | None
    explanation: Step

    @property
    def total_fen(self) -> int:
        return self.cost.total_fen

    @property
    def base_fen(self) -> int:
        """The base of the last month."""
        return self.bases_fen[-1]

    @property
    def levels(self) -> int:
        """How many people decide on it."""
        return levels_for(self.months)


@formula("back_payment.quote")
def quoted_amount(*, repaid_months: tuple, credited_on: date, total_fen: int, returns_on: date | None) -> int:
    """Return what is to be paid: the answer of the tree."""
    return total_fen


def levels_for(months: Iterable[Month]) -> int:
    """Return how many people of the staff decide on paying these months back."""
    return 2 if len(tuple(months)) > MONTHS_OF_ONE_LEVEL else 1


def payable_until(policy: AreaPolicy, on: date) -> date:
    """Return the last day on which a back payment assessed on a day can be paid: as long as its base is in force."""
    last = date.fromordinal(on.toordinal() + PAYABLE_DAYS)
    ends = base_holds_until(policy, on)
    return min(last, ends) if ends else last


def base_holds_until(policy: AreaPolicy, on: date) -> date | None:
    """Return the last day of the average wage and bounds in force on a day; None while no others are published."""
    for version in policy.rows.get(("bounds",), ()):
        if version.holds(on):
            return version.until and version.until - ONE_DAY
    return None


# Medical insurance --------------------------------------------------------------------------------------------------


def medical_quote(
    record: MedicalRecord,
    policy: AreaPolicy,
    months: Iterable[Month],
    *,
    credited_on: date,
    own_base_fen: int | None = None,
    credited: Iterable[Month] = (),
) -> Quote:
    """Return what paying back months of medical insurance means to somebody who pays alone now.

    ``credited`` are the months credited so far. PolicyMissing where the area has no rule for the day.
    """
    return _Medical(record, policy, tuple(months), credited_on, own_base_fen, tuple(credited)).quote()


@dataclass(frozen=True, slots=True)
class _Medical:
    """A record whose gap is about to be paid back, and when."""

    record: MedicalRecord
    policy: AreaPolicy
    months: tuple[Month, ...]
    credited_on: date
    own_base_fen: int | None
    credited: tuple[Month, ...]

    def quote(self) -> Quote:
        rule = self.policy.book.on(Payer.FLEXIBLE, self.credited_on)
        base = repayment_base(self.policy, rule, self.credited_on, self.own_base_fen)
        rate = self.policy.rate_on(Insurance.MEDICAL, EnrolmentKind.FLEXIBLE, self.credited_on)
        debts = gap_debts(
            due_days(self.policy, self.months),
            base_fen=base.base_fen,
            contribution_rate=rate.together,
            source=base.source or rate.source,
        )
        cost = arrears(debts, credited_on=self.credited_on, late_fee_rule=None)
        owed = self.owed()
        before = self.history(self.record)
        after = self.history(self.record.with_repaid((*self.months, *owed), self.credited_on))
        found = self.ended(after)
        longest = rule.longest_repayable_months
        repayable = longest is None or len(self.months) <= longest
        if found and found.tier:
            repayable = repayable and found.tier.repayable
        counted = counted_months((*self.credited, *self.months, *owed), after)
        interruption = self.still_open(before)
        return Quote(
            insurance=Insurance.MEDICAL,
            months=self.months,
            credited_on=self.credited_on,
            cost=cost,
            bases_fen=(base.base_fen,) * len(self.months),
            on_base=named_base(rule, base),
            is_repayable=repayable,
            restoration=found,
            spans=spans_of(interruption, self.policy, since=self.credited_on) if interruption and found else (),
            stays_open=interruption is not None and found is None,
            counted_before=counted_months(self.credited, before),
            counted_after=counted,
            owed=owed,
            holds_until=earliest(
                base_holds_until(self.policy, self.credited_on), self.return_holds_until(interruption)
            ),
            explanation=step(
                quoted_amount,
                cost.explanation,
                *([found.explanation] if found else []),
                counted.continuous,
                counted.cumulative,
                repaid_months=self.months,
                credited_on=self.credited_on,
                total_fen=cost.total_fen,
                returns_on=found and found.resumes_on,
            ),
        )

    def history(self, record: MedicalRecord) -> History:
        return employee_history(record.stays, record.charges, self.policy.book, on=self.credited_on)

    def owed(self) -> tuple[Month, ...]:
        """Return the months that were charged, are overdue on the day and not credited."""
        late = {
            charge.month
            for charge in self.record.charges
            if not charge.repays and charge.credited_on is None and charge.due_on and charge.due_on < self.credited_on
        }
        return tuple(sorted(late - set(self.months)))

    def ended(self, after: History) -> Restoration | None:
        """Return what the credit ends; None where nothing was open."""
        ended = [
            restoration
            for interruption, restoration in after.interruptions
            if interruption.repaid and interruption.credited_on == self.credited_on
        ]
        return max(ended, key=lambda found: found.resumes_on or date.max, default=None)

    def still_open(self, before: History) -> Interruption | None:
        """Return the interruption that is open before the payment, as one that is repaid to go on alone."""
        if before.open_interruption is None:
            return None
        return replace(before.open_interruption[0], repaid=True, returns_as=Payer.FLEXIBLE)

    def return_holds_until(self, interruption: Interruption | None) -> date | None:
        """Return the last day whose credit brings benefits back on the same day as one of today."""
        if interruption is None:
            return None
        same = prospects(interruption, self.policy.book, since=self.credited_on, count=1)
        return same[0].last_on if same else None


def named_base(rule: BenefitRule, base: Base) -> RepaymentBase:
    """Return which base was taken: somebody without an own one pays on the average wage."""
    if rule.repayment_base == RepaymentBase.OWN_BASE and base.source:
        return RepaymentBase.AVERAGE_WAGE_AT_PAYMENT
    return rule.repayment_base


def earliest(*days: date | None) -> date | None:
    """Return the earliest of some days; None where there is none."""
    return min((day for day in days if day), default=None)


# Pension insurance --------------------------------------------------------------------------------------------------


def pension_quote(debts: Iterable[Debt], policy: AreaPolicy, *, bases_fen: Iterable[int], credited_on: date) -> Quote:
    """Return what paying back months of pension insurance costs; ``debts`` tell each month's contribution on the own base.

    Months paid back count towards the years of contribution; no benefit waits for them.
    """
    debts = tuple(debts)
    cost = arrears(debts, credited_on=credited_on, late_fee_rule=None)
    months = tuple(row.month for row in cost.rows)
    return Quote(
        insurance=Insurance.PENSION,
        months=months,
        credited_on=credited_on,
        cost=cost,
        bases_fen=tuple(bases_fen),
        on_base=RepaymentBase.OWN_BASE,
        is_repayable=True,
        restoration=None,
        spans=(),
        counted_before=None,
        counted_after=None,
        owed=(),
        stays_open=False,
        holds_until=earliest(base_holds_until(policy, credited_on), date(credited_on.year, 12, 31)),
        explanation=step(
            quoted_amount,
            cost.explanation,
            repaid_months=months,
            credited_on=credited_on,
            total_fen=cost.total_fen,
            returns_on=None,
        ),
    )
