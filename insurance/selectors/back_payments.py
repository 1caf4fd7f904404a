"""What somebody who pays alone can pay back: bills that were not paid, months that were missed, and what that costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models.parties import Person
from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import Sex
from insurance.models.bills import Bill
from insurance.models.policy import PoolingArea
from insurance.rules.arrears import Debt, principal_of_month
from insurance.rules.back_payment import Quote, medical_quote, pension_quote
from insurance.rules.benefit_rule import PolicyMissing
from insurance.rules.explanation import step
from insurance.rules.kinds import AssessmentKind, BillState, EnrolmentKind, Insurance
from insurance.rules.missed_months import Insured, missed_months, payable_months
from insurance.rules.months import Month
from insurance.rules.retirement import TRACKS_OF_SEX, retirement
from insurance.rules.standing import Standing
from insurance.rules.stops import scheme_of
from insurance.selectors.area_policy import area_policy
from insurance.selectors.contribution_history import Line, history, months_credited
from insurance.selectors.flexible_tariffs import flexible_tariff
from insurance.selectors.insurance_picture import Segment, segments_of
from insurance.selectors.medical_records import medical_record
from insurance.selectors.outlook import latest_base

PAID_BACK = (Insurance.MEDICAL, Insurance.PENSION)
PAYABLE = (BillState.ISSUED, BillState.PART_PAID)


@dataclass(frozen=True)
class Gap:
    """Months of one insurance that were missed before what runs now, and those of them that may still be paid back."""

    insurance: Insurance
    months: tuple[Month, ...]
    payable: tuple[Month, ...]
    segment: Segment

    @property
    def first_choices(self) -> tuple[Month, ...]:
        """The months from which it may be paid back up to the end of the gap; medical insurance only as a whole."""
        return self.payable[:1] if self.insurance == Insurance.MEDICAL else self.payable

    def since(self, first: Month) -> tuple[Month, ...]:
        """Return the months paid back from ``first`` on; none where it is no choice."""
        return tuple(month for month in self.payable if month >= first) if first in self.first_choices else ()


@dataclass(frozen=True)
class Repayable:
    """Everything that a person might pay back on a day, as one reading of the record."""

    person: Person
    on: date
    segments: Sequence[Segment]
    lines: Sequence[Line]

    def gaps(self) -> list[Gap]:
        """Return the missed months of what is paid alone now, medical insurance first."""
        return [gap for insurance in PAID_BACK if (gap := self.gap(insurance)) and gap.months]

    def gap(self, insurance: Insurance) -> Gap | None:
        """Return the missed months of one insurance; None where it is not paid alone now."""
        running = next(
            (
                segment
                for segment in self.segments
                if segment.insurance == insurance
                and segment.kind == EnrolmentKind.FLEXIBLE
                and segment.first_month <= self.on
                and segment.stop_month is None
            ),
            None,
        )
        if running is None:
            return None
        scheme = scheme_of(insurance)
        times = [
            Insured(Month.of(one.first_month), one.stop_month and Month.of(one.stop_month))
            for one in self.segments
            if one.insurance in scheme
        ]
        months = missed_months(times, self.charged(scheme), running_since=Month.of(running.first_month))
        months = tuple(month for month in months if month.first_day < retirement_day(self.person))
        return Gap(insurance, months, payable_months(insurance, months, on=self.on), running)

    def charged(self, scheme: Iterable[Insurance]) -> frozenset[Month]:
        """Return the months for which somebody asks, or was paid, in a scheme; a cancelled bill asks for nothing."""
        return frozenset(
            line.month
            for line in self.lines
            for share in line.shares
            if share.insurance in scheme and share.standing != Standing.NONE and line.is_charge
        )

    def owed_by_units(self) -> list[Line]:
        """Return the months a unit was charged for the person and has not paid in time."""
        return [line for line in self.lines if line.unit_id and line.standing == Standing.MISSING and line.is_charge]

    def quote(self, gap: Gap, months: tuple[Month, ...], *, credited_on: date) -> Quote:
        """Return what paying these months of a gap back means; RuleBroken("back_payment.no_rule") without a rule."""
        try:
            if gap.insurance == Insurance.MEDICAL:
                return self.medical_quote(gap, months, credited_on)
            return self.pension_quote(gap, months, credited_on)
        except PolicyMissing:
            raise RuleBroken("back_payment.no_rule", "insurance") from None

    def medical_quote(self, gap: Gap, months: tuple[Month, ...], credited_on: date) -> Quote:
        found = medical_record(self.person.pk, on=self.on)
        return medical_quote(
            found.record,
            area_policy(gap.segment.area_id),
            months,
            credited_on=credited_on,
            own_base_fen=latest_base(list(self.lines)),
            credited=months_credited(self.lines, on=self.on).get(Insurance.MEDICAL, ()),
        )

    def pension_quote(self, gap: Gap, months: tuple[Month, ...], credited_on: date) -> Quote:
        policy, area = area_policy(gap.segment.area_id), PoolingArea(pk=gap.segment.area_id)
        own, known, debts, bases = self.own_pension_base(), {}, [], []
        for month in months:
            tariff = flexible_tariff(area, month).tariff
            base = tariff.charge(own, ()).base_fen
            key = (base, tariff.rates[Insurance.PENSION].own)
            if key not in known:
                known[key] = step(principal_of_month, base_fen=key[0], contribution_rate=key[1])
            bases.append(base)
            debts.append(Debt(month, policy.due_on(month), known[key].result, known[key]))
        return pension_quote(debts, policy, bases_fen=bases, credited_on=credited_on)

    def own_pension_base(self) -> int | None:
        """Return the pension base last charged, in fen; None where none was."""
        bases = (
            share.base for line in reversed(self.lines) for share in line.shares if share.insurance == Insurance.PENSION
        )
        return next((base for base in bases if base), None)


def repayable(person: Person, *, on: date) -> Repayable:
    """Return what a person might pay back; two statements."""
    return Repayable(person, on, segments_of(person.pk), history(person.pk, on=on))


def retirement_day(person: Person) -> date:
    """Return the first day of the month in which a person retires by law; of a woman's two the later: her post is not on
    record."""
    tracks = TRACKS_OF_SEX[Sex.MALE if person.sex == Sex.MALE else Sex.FEMALE]
    return max(retirement(Month.of(person.born_on), track).statutory for track in tracks).first_day


def unpaid_bills(person_id: int, *, on: date) -> list[Bill]:
    """Return the bills that a person has to pay and whose day is past, the oldest month first; one statement."""
    bills = Bill.objects.filter(assessment__person=person_id, state__in=PAYABLE, due_on__lt=on)
    return list(bills.select_related("assessment").order_by("assessment__month", "pk"))


def bills_of_back_payments(person_id: int) -> list[Bill]:
    """Return the bills of back payments that wait for their payment, the oldest month first; one statement."""
    bills = Bill.objects.filter(
        assessment__person=person_id, assessment__kind=AssessmentKind.BACK_PAYMENT, state__in=PAYABLE
    )
    return list(bills.select_related("assessment").order_by("assessment__month", "pk"))
