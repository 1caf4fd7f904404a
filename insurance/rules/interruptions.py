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
    """Return the charge that settles each month: of several the one credited first, otherwise the one asked for first.

    A back payment of a month that was charged at its time settles that charge: it still had a last day, and a payer.
    """
    by_month: dict[Month, list[Charge]] = {}
    for charge in charges:
        by_month.setdefault(charge.month, []).append(charge.as_known_on(on))
    return {month: _settled(several) for month, several in by_month.items()}


def _settled(several: list[Charge]) -> Charge:
    if len(several) == 1:
        return several[0]
    first = min(several, key=_settles_first)
    asked = min((charge for charge in several if not charge.repays), key=_settles_first, default=first)
    return replace(asked, credited_on=first.credited_on)


def _settles_first(charge: Charge) -> tuple:
    return charge.credited_on or date.max, charge.repays, charge.due_on or date.max, charge.payer


@dataclass(frozen=True, slots=True)
class _Record:
    """Enrolments in order and the charge of each month of which one is told."""

    stays: tuple[Stay, ...]
    charges: Mapping[Month, Charge]
    on: date
    since: Month

    def failings(self) -> Failings:
        begun = self.first_paid(self.stays) or self.stays[0]
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
        """Return, in order, every month that came late or not at all, and the first month of each gap that is judged.

        A gap that is older than the rules and has not ended by then is judged from their first month on.
        """
        late = {month for month, charge in self.charges.items() if charge.is_late_on(self.on)}
        stops = {max(stay.stop, self.since) for stay in self.stays if stay.stop is not None}
        return sorted(late | {month for month in stops if self.is_absent(month)})

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
            credit = None if self.is_absent(month) else self.charges[month].credited_on
            if credit is None:
                return self.until_begun_anew(found, month)
            credited_on = max(credited_on or credit, credit)
            if self.begun_anew(first, before=credited_on):
                return self.until_begun_anew(found, first)
            if not self.is_lacking_on(month + 1, credited_on):
                return self.until_repaid(found, month, credited_on), month
            month += 1

    def until_repaid(self, found: Interruption, last: Month, credited_on: date) -> Interruption:
        """Return an interruption that ended with the credit of everything; a gap returns as who goes on after it."""
        missed = _most_in_a_year(found.first_unpaid, min(last, Month.of(credited_on) - 1))
        returns_as = found.payer if found.due_on else self.payer_of(last + 1)
        return replace(found, credited_on=credited_on, missed_in_year=missed, returns_as=returns_as)

    def until_begun_anew(self, found: Interruption, month: Month) -> tuple[Interruption, Month]:
        """Return what nobody has repaid: open, unless the person has since begun anew and paid there.

        Benefits follow the person, not the debt of a former unit, which stays owed; and what is repaid after the return
        takes nothing away again.
        """
        stay = self.begun_anew(month)
        if stay is None:
            return self.left_open(found, month), FOR_EVER
        missed = _most_in_a_year(found.first_unpaid, stay.first - 1)
        found = replace(found, returns_as=stay.payer, repaid=False, missed_in_year=missed)
        made_good_on = self.made_good_on(Month.span(found.first_unpaid, stay.first - 1))
        return replace(found, credited_on=self.first_credit(stay), made_good_on=made_good_on), stay.first

    def made_good_on(self, months: Iterable[Month]) -> date | None:
        """Return the day on which the last of the months was credited; None where one is missing still."""
        last: date | None = None
        for month in months:
            charge = self.charges.get(month)
            if self.is_absent(month) or (charge and charge.credited_on is None):
                return None
            if charge:
                last = max(last or charge.credited_on, charge.credited_on)
        return last

    def left_open(self, found: Interruption, month: Month) -> Interruption:
        """Return what nothing has ended yet: after a gap the first payment of who is enrolled again would."""
        last = self.stays[-1]
        if self.is_absent(month) and last.first > month and (last.stop is None or last.stop > Month.of(self.on)):
            return replace(found, returns_as=last.payer, repaid=False)
        return found

    def begun_anew(self, month: Month, *, before: date = date.max) -> Stay | None:
        """Return, of the stays after a month, the one whose first credit came first, and before a day."""
        stay = self.first_paid(stay for stay in self.stays if stay.first > month)
        return stay if stay and self.first_credit(stay) < before else None

    def first_paid(self, stays: Iterable[Stay]) -> Stay | None:
        """Return the stay whose first credit came first; None where none was ever paid."""
        paid = (stay for stay in stays if self.first_credit(stay))
        return min(paid, key=self.first_credit, default=None)


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
