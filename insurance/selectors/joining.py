"""What the record says about people whom a unit takes on: for all of them at once, however many they are."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Max, Q

from accounts.models.parties import Person, Unit
from insurance.models.declarations import DeclarationLine
from insurance.models.enrolments import Enrolment
from insurance.models.policy import PoolingArea, Rate
from insurance.rules.employment import Employment
from insurance.rules.kinds import DeclarationKind, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.start_months import StartMonths, start_months
from insurance.rules.workflow import State
from insurance.selectors.closing import UNDER_WAY
from insurance.selectors.personnel import Personnel, grouped

MEDICAL_SCHEME = 300
"""Employees' and residents' medical insurance share one slot (``Enrolment.scheme``)."""


def scheme_of(insurance: int) -> int:
    """Return the slot an insurance takes up: nobody is in it twice at a time."""
    return MEDICAL_SCHEME if insurance in (Insurance.MEDICAL, Insurance.RESIDENT) else insurance


def exclusive(insurances: Iterable[int]) -> set[int]:
    """Return the slots in which nobody can be twice; work injury may run with several units at once."""
    return {scheme_of(code) for code in insurances} - {Insurance.INJURY}


def has_supplement(area: PoolingArea, on: date) -> bool:
    """Return whether employees of the area are in the large-sum supplement of medical insurance."""
    supplement = Rate.objects.filter(area=area, insurance=Insurance.SUPPLEMENT, kind=EnrolmentKind.EMPLOYEE)
    return supplement.filter(in_force__contains=on).exists()


def people_by_number(indexes: Collection[UUID]) -> dict[UUID, Person]:
    """Return who is on record, by the blind index of their number; one statement, none for none."""
    if not indexes:
        return {}
    return {person.identity_index: person for person in Person.objects.filter(identity_index__in=indexes)}


def named_by_others(people: Collection[int]) -> frozenset[int]:
    """Return the people in declarations that an agency has, or had and carried out: their name is settled."""
    states = UNDER_WAY | {State.EFFECTIVE}
    lines = DeclarationLine.objects.filter(person__in=people, declaration__parts__state__in=states)
    return frozenset(lines.values_list("person_id", flat=True))


class JoiningLine(NamedTuple):
    """A line of a submitted declaration that is not finished, as far as it matters for who joins."""

    person_id: int
    unit_id: int | None
    insurances: list[int]
    declaration_id: int
    number: str
    kind: str
    stop_month: date | None


class Joining(Personnel):
    """The record of the people in ``lines`` of an increase; neither it nor its lines need be stored."""

    @cached_property
    def _running(self) -> dict[int, list[Enrolment]]:
        """What runs, and what is paid alone for a while yet: an employment ends that too."""
        alone = Q(unit=None, stop_month__gt=F("first_month")) & Q(stop_month__gt=Month.of(self.on).first_day)
        segments = Enrolment.objects.filter(Q(stop_month=None) | alone, person__in=self.people)
        return grouped(segments.select_related("unit").order_by("insurance"))

    @cached_property
    def _open_lines(self) -> dict[int, list[JoiningLine]]:
        lines = DeclarationLine.objects.filter(
            person__in=self.people, declaration__parts__state__in=UNDER_WAY
        ).values_list(
            "person_id",
            "unit_id",
            "insurances",
            "declaration_id",
            "declaration__number",
            "declaration__kind",
            "stop_month",
        )
        return grouped(map(JoiningLine._make, lines.distinct()))

    @cached_property
    def _insured_before(self) -> frozenset[int]:
        real = Enrolment.objects.filter(Q(stop_month=None) | Q(stop_month__gt=F("first_month")), person__in=self.people)
        return frozenset(real.values_list("person_id", flat=True).distinct())

    def insured_before(self, person_id: int | None) -> bool:
        """Return whether the person was ever insured anywhere: an increase then continues, otherwise it is the first."""
        return person_id in self._insured_before

    @cached_property
    def _retired(self) -> frozenset[int]:
        ended = Enrolment.objects.filter(person__in=self.people, insurance=Insurance.PENSION, terminated=True)
        return frozenset(ended.values_list("person_id", flat=True))

    def has_retired(self, person_id: int | None) -> bool:
        """Return whether the person's pension insurance ended for good."""
        return person_id in self._retired

    @cached_property
    def _ends(self) -> dict[int, list[tuple[int, int, date]]]:
        """Until when units are charged for people whose enrolment has ended: slot, unit and first month not charged."""
        ended = Enrolment.objects.filter(person__in=self.people, unit__isnull=False, stop_month__gt=F("first_month"))
        found: dict[int, list[tuple[int, int, date]]] = {}
        for row in ended.values("person_id", "scheme", "unit_id").annotate(until=Max("stop_month")):
            found.setdefault(row["person_id"], []).append((row["scheme"], row["unit_id"], row["until"]))
        return found

    def charged_until(self, line: DeclarationLine) -> Month | None:
        """Return the first month for which no unit whose end is known is charged in the line's insurances.

        Known are the ends on record, and those other units have declared already. What somebody pays alone is cut short;
        work injury counts with this unit alone, for it runs with several.
        """
        slots, here = exclusive(line.insurances), (Insurance.INJURY, self.declaration.unit_id)
        months = [
            until
            for slot, unit, until in self._ends.get(line.person_id, ())
            if slot in slots or ((slot, unit) == here and Insurance.INJURY in line.insurances)
        ]
        months += [one.stop_month for one in self.leaving(line) if one.stop_month]
        return Month.of(max(months)) if months else None

    def leaving(self, line: DeclarationLine) -> list[JoiningLine]:
        """Return the open reductions by which the person leaves another unit."""
        return [
            one
            for one in self.open_lines(line)
            if one.kind == DeclarationKind.REDUCTION and one.unit_id != self.declaration.unit_id
        ]

    def already_here(self, line: DeclarationLine) -> list[Insurance]:
        """Return those of the line's insurances that run with this unit already, but not by this declaration."""
        return [
            Insurance(segment.insurance)
            for segment in self.running(line.person_id)
            if segment.insurance in line.insurances and not self.is_mine(segment)
        ]

    def in_the_way(self, line: DeclarationLine) -> list[Enrolment]:
        """Return what runs elsewhere in the slots of the line's insurances: it has to end for this to begin."""
        slots = exclusive(line.insurances)
        return [
            segment
            for segment in self.elsewhere_too(line.person_id)
            if segment.scheme in slots and segment.unit_id != self.declaration.unit_id
        ]

    def holders(self, line: DeclarationLine) -> list[Unit]:
        """Return the other units through which the person is insured and that have not declared the end."""
        leaving = {one.unit_id for one in self.leaving(line)}
        units = {segment.unit_id: segment.unit for segment in self.in_the_way(line) if segment.unit_id}
        return [unit for key, unit in sorted(units.items()) if key not in leaving]

    def is_mine(self, segment: Enrolment) -> bool:
        """Return whether this declaration itself has begun a segment."""
        return segment.begun_by_id is not None and segment.begun_by_id in self._own_parts

    @cached_property
    def _own_parts(self) -> frozenset[int]:
        if self.declaration.pk is None:
            return frozenset()
        return frozenset(self.declaration.parts.values_list("pk", flat=True))

    def start_months(self, line: DeclarationLine, terms: Employment) -> StartMonths:
        """Return the start months allowed for a line; what ``rules.start_months`` refuses is raised."""
        key = (terms.started_on, self.charged_until(line))
        if key not in self._start_months:
            self._start_months[key] = start_months(
                self.months.window,
                started_on=terms.started_on,
                declared_on=self.declared_on,
                calendar=self.months.calendar,
                locked_through=self.months.closed,
                charged_until=key[1],
            )
        return self._start_months[key]

    @cached_property
    def _start_months(self) -> dict[tuple, StartMonths]:
        """What was found already: in a long declaration most begin on the same days."""
        return {}
