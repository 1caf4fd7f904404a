"""Where somebody's contributions to employee medical insurance failed to come, found in enrolments and charges.

Only what is out of order has to be told: a month inside an enrolment of which nothing is said was credited in time, or
has not been charged yet. So ten years are a handful of stays and the few charges that came late or never. What counts
is the credit of everything due, oldest first; part of it ends nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from insurance.rules.benefit_rule import Payer
from insurance.rules.months import Month
from insurance.rules.restoration import Interruption

FOR_EVER = Month(9000, 1)


@dataclass(frozen=True, slots=True)
class Stay:
    """A time enrolled: months from ``first`` up to, not including, ``stop`` (None while it runs).

    ``ended`` marks an end for good: death, retirement, loss of nationality; ``retired`` the second of them.
    """

    payer: Payer
    first: Month
    stop: Month | None
    ended: bool = False
    retired: bool = False

    def covers(self, month: Month) -> bool:
        return self.first <= month and (self.stop is None or month < self.stop)


@dataclass(frozen=True, slots=True)
class Charge:
    """One month's contribution: its last day, and the day it was credited in full (None while it is not).

    ``repays`` marks a back payment of a month that was not charged, or not paid, at its time.
    """

    month: Month
    due_on: date | None
    credited_on: date | None
    payer: Payer
    repays: bool = False

    def as_known_on(self, day: date) -> "Charge":
        """Return the charge as it stood on a day: a later credit was not known yet."""
        if self.credited_on is not None and self.credited_on > day:
            return replace(self, credited_on=None)
        return self

    def is_late_on(self, day: date) -> bool:
        """Tell whether it had failed to come in full and on time by a day."""
        if self.repays:
            return True
        settled_on = self.credited_on or day
        return self.due_on is not None and settled_on > self.due_on


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first enrolment: its first credit, None while there is none. ``known`` is False where the record is silent
    about it, because it is older than the record."""

    stay: Stay
    credited_on: date | None
    known: bool


@dataclass(frozen=True, slots=True)
class Failings:
    """Where contributions failed: the beginning, and every interruption after it, in order."""

    beginning: Beginning
    interruptions: tuple[Interruption, ...]


def failings(stays: Iterable[Stay], charges: Iterable[Charge], *, on: date, since: Month) -> Failings | None:
    """Return where a person's contributions failed to come, as known on a day; None for who was never enrolled.

    ``charges`` need to hold the first charge of each stay and whatever came late, never, or as a back payment. Nothing
    before the month ``since`` is judged.
    """
    lived = sorted(
        (stay for stay in stays if stay.stop is None or stay.stop > stay.first),
        key=lambda stay: (stay.first, stay.stop or FOR_EVER),
    )
    judged = [charge for charge in charges if charge.month >= since]
    return _Record(tuple(lived), _by_month(judged, on), on, since).failings() if lived else None


def _by_month(charges: Iterable[Charge], on: date) -> dict[Month, Charge]:
    """Return the charge that settles each month: of several the one credited first, otherwise the one asked for first."""
    settling: dict[Month, Charge] = {}
    for charge in (charge.as_known_on(on) for charge in charges):
        other = settling.get(charge.month)
        if other is None or _settles_before(charge, other):
            settling[charge.month] = charge
    return settling


def _settles_before(one: Charge, other: Charge) -> bool:
    if one.credited_on is None or other.credited_on is None:
        return other.credited_on is None and (one.credited_on is not None or other.repays)
    return one.credited_on < other.credited_on


@dataclass(frozen=True, slots=True)
class _Record:
    """Enrolments in order and the charge of each month of which one is told."""

    stays: tuple[Stay, ...]
    charges: Mapping[Month, Charge]
    on: date
    since: Month

    def failings(self) -> Failings:
        begun = next((stay for stay in self.stays if self.first_credit(stay)), self.stays[0])
        if begun is not self.stays[0]:
            return replace(self, stays=self.stays[self.stays.index(begun) :]).failings()
        first = self.charges.get(begun.first)
        if first is None or not first.is_late_on(self.on):
            beginning = Beginning(begun, self.first_credit(begun), known=first is not None or self.is_fresh(begun))
            return Failings(beginning, tuple(self.from_month(begun.first)))
        late, last = self.followed(begun.first)
        return Failings(Beginning(begun, late.credited_on, known=True), tuple(self.from_month(last + 1)))

    def from_month(self, month: Month) -> Iterator[Interruption]:
        """Yield the interruptions that begin in ``month`` or later."""
        for candidate in self.lacking_months():
            if candidate >= month:
                found, last = self.followed(candidate)
                yield found
                if last >= FOR_EVER - 1:
                    return
                month = last + 1

    def lacking_months(self) -> list[Month]:
        """Return, in order, every month that came late or not at all, and the first month of each gap."""
        late = {month for month, charge in self.charges.items() if charge.is_late_on(self.on)}
        gaps = {stay.stop for stay in self.stays if stay.stop is not None and self.is_absent(stay.stop)}
        return sorted(month for month in late | gaps if month >= self.since)

    # One month ------------------------------------------------------------------------------------------------------

    def is_absent(self, month: Month) -> bool:
        """Tell whether nobody was to pay a month and nobody did: not enrolled, not repaid, not after an end for good."""
        charge = self.charges.get(month)
        if any(stay.covers(month) for stay in self.stays) or (charge and charge.credited_on):
            return False
        last = self.stays[-1]
        return not (last.ended and last.stop is not None and month >= last.stop)

    def is_lacking_on(self, month: Month, day: date) -> bool:
        """Tell whether a month is missing too on the day on which those before it are credited."""
        charge = self.charges.get(month)
        if charge and charge.is_late_on(self.on):
            return charge.repays or charge.due_on < day
        return self.is_absent(month) and month.first_day <= day

    def payer_of(self, month: Month) -> Payer:
        """Return who was to pay a month, or who paid last before a gap."""
        charge = self.charges.get(month)
        if charge and not charge.repays:
            return charge.payer
        before = [stay.payer for stay in self.stays if stay.first <= month]
        return before[-1] if before else self.stays[0].payer

    def is_fresh(self, stay: Stay) -> bool:
        """Tell whether a stay is so new that its first month may not have been charged yet."""
        return stay.first >= Month.of(self.on) - 1

    def first_credit(self, stay: Stay) -> date | None:
        """Return the day of a stay's first credit; a record that is silent about an old one does not doubt it."""
        charge = self.charges.get(stay.first)
        if charge is not None:
            return charge.credited_on
        return None if self.is_fresh(stay) else stay.first.first_day

    # One interruption -----------------------------------------------------------------------------------------------

    def followed(self, first: Month) -> tuple[Interruption, Month]:
        """Return the interruption that begins with a month, and the last month that belongs to it."""
        charge = self.charges.get(first)
        found = Interruption(
            first_unpaid=first,
            credited_on=None,
            payer=self.payer_of(first),
            returns_as=self.payer_of(first),
            due_on=None if charge is None or charge.repays else charge.due_on,
        )
        month, credited_on = first, None
        while True:
            if self.is_absent(month):
                return self.until_next_stay(found, month, credited_on)
            credit = self.charges[month].credited_on
            if credit is None:
                return self.until_another_payer(found, month)
            credited_on = max(credited_on or credit, credit)
            if not self.is_lacking_on(month + 1, credited_on):
                missed = _most_in_a_year(first, min(month, Month.of(credited_on) - 1))
                return replace(found, credited_on=credited_on, missed_in_year=missed), month
            month += 1

    def until_next_stay(
        self, found: Interruption, month: Month, credited_on: date | None
    ) -> tuple[Interruption, Month]:
        """Return a gap that ends with the first payment of the next stay, if there is one."""
        following = next((stay for stay in self.stays if stay.first > month), None)
        if following is None:
            return found, FOR_EVER
        found = replace(found, returns_as=following.payer, repaid=False)
        paid_on = self.first_credit(following)
        if paid_on is None:
            return found, (following.stop or FOR_EVER) - 1
        credited_on = max(credited_on or paid_on, paid_on)
        missed = _most_in_a_year(found.first_unpaid, following.first - 1)
        return replace(found, credited_on=credited_on, missed_in_year=missed), following.first

    def until_another_payer(self, found: Interruption, month: Month) -> tuple[Interruption, Month]:
        """Return arrears nobody paid: open, unless the person has since begun anew elsewhere and paid there.

        Benefits follow the person, not the debt of a former unit, which stays owed.
        """
        for stay in self.stays:
            if stay.first > month and (paid_on := self.first_credit(stay)):
                missed = _most_in_a_year(found.first_unpaid, stay.first - 1)
                found = replace(found, returns_as=stay.payer, repaid=False, missed_in_year=missed)
                return replace(found, credited_on=paid_on), stay.first
        return found, FOR_EVER


def _most_in_a_year(first: Month, last: Month) -> int:
    """Return how many of the months from ``first`` to ``last`` lie at most in one calendar year.

    The month of the credit is no month of the gap, even when it is overdue itself, so ``last`` may lie before ``first``.
    """
    if last < first:
        return 0
    if first.year == last.year:
        return last - first + 1
    if last.year - first.year > 1:
        return 12
    return max(13 - first.number, last.number)
