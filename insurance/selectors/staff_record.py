"""What the record says of the people a unit names when it declares that they leave: for all of them at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from accounts.models.parties import Person, Unit
from insurance.models.declarations import Declaration, UnitRequest
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import Insurance
from insurance.rules.workflow import State
from insurance.selectors.closing import UnitMonths
from insurance.selectors.personnel import grouped


def people_of_unit(unit: Unit, indexes: Collection[UUID]) -> dict[UUID, Person]:
    """Return who is or was enrolled by the unit, by the blind index of their number; one statement, none for none."""
    if not indexes:
        return {}
    staff = Enrolment.objects.filter(unit=unit).values("person")
    return {person.identity_index: person for person in Person.objects.filter(identity_index__in=indexes, pk__in=staff)}


@dataclass
class StaffRecord:
    """The enrolments of some people with one unit; every property is one statement, when it is first asked for."""

    unit: Unit
    people: list[int]
    on: date

    @cached_property
    def _segments(self) -> dict[int, list[Enrolment]]:
        return grouped(Enrolment.objects.filter(unit=self.unit, person__in=self.people).order_by("insurance"))

    def running(self, person_id: int) -> list[Enrolment]:
        """Return the person's enrolments with the unit that have no end."""
        return [segment for segment in self._segments.get(person_id, []) if segment.stop_month is None]

    def ended(self, person_id: int) -> tuple[Insurance, ...]:
        """Return the insurances somebody ever had with the unit."""
        return tuple(Insurance(code) for code in sorted({row.insurance for row in self._segments.get(person_id, [])}))

    @cached_property
    def _requests(self) -> dict[int, Declaration]:
        asked = UnitRequest.objects.filter(
            unit=self.unit, declaration__person__in=self.people, declaration__parts__state=State.SUBMITTED
        ).exclude(answer=UnitRequest.Answer.CANCELLED)
        found = asked.select_related("declaration").order_by("-pk")
        return {request.declaration.person_id: request.declaration for request in found}

    def open_request(self, person_id: int) -> Declaration | None:
        """Return the employee's own request to stop that no agency has carried out yet: the reduction settles it.

        Also one that went on to the agencies because the unit refused or stayed silent: better late than never.
        """
        return self._requests.get(person_id)

    @cached_property
    def months(self) -> UnitMonths:
        """The months that may be asked for today."""
        return UnitMonths(self.unit.registration.area, self.on)
