"""What the record says about the people of a unit's declaration: read for all of them at once, however many they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import AGENCY_OF, Insurance
from insurance.rules.workflow import State
from insurance.selectors.closing import UNDER_WAY, UnitMonths, declared_on
from insurance.selectors.contributions import paid_months_of


class OpenLine(NamedTuple):
    """A line of a submitted declaration that is not finished."""

    person_id: int
    unit_id: int | None
    insurances: list[int]
    declaration_id: int
    number: str
    kind: str


@dataclass
class Personnel:
    """The record of the people in ``lines`` of one unit's declaration, which need not be stored yet.

    Every property is read when it is first asked for, in one statement for all people.
    """

    declaration: Declaration
    lines: Sequence[DeclarationLine]
    on: date

    @cached_property
    def people(self) -> list[int]:
        return [line.person_id for line in self.lines]

    @cached_property
    def declared_on(self) -> date:
        """The day that decides about months."""
        return declared_on(self.declaration, self.on)

    @cached_property
    def months(self) -> UnitMonths:
        """The months that may be asked for that day."""
        return UnitMonths(self.declaration.area, self.declared_on)

    @cached_property
    def _running(self) -> dict[int, list[Enrolment]]:
        segments = Enrolment.objects.filter(person__in=self.people, stop_month=None).select_related("unit")
        return grouped(segments.order_by("insurance"))

    def running(self, person_id: int) -> list[Enrolment]:
        """Return what runs of a person with this unit."""
        return [segment for segment in self.elsewhere_too(person_id) if segment.unit_id == self.declaration.unit_id]

    def elsewhere_too(self, person_id: int) -> list[Enrolment]:
        """Return everything that runs of a person, whoever pays."""
        return self._running.get(person_id, [])

    @cached_property
    def _open_lines(self) -> dict[int, list[OpenLine]]:
        lines = DeclarationLine.objects.filter(
            person__in=self.people, declaration__parts__state__in=UNDER_WAY
        ).values_list(
            "person_id", "unit_id", "insurances", "declaration_id", "declaration__number", "declaration__kind"
        )
        return grouped(map(OpenLine._make, lines.distinct()))

    def open_lines(self, line: DeclarationLine) -> list[OpenLine]:
        """Return the lines of other open declarations about the person, besides the request that this one answers."""
        besides = (self.declaration.pk, line.settles_id)
        return [one for one in self._open_lines.get(line.person_id, []) if one.declaration_id not in besides]

    @cached_property
    def carried_out(self) -> frozenset[str]:
        """The agencies whose part of this declaration has taken effect."""
        if self.declaration.pk is None:
            return frozenset()
        parts = DeclarationPart.objects.filter(declaration=self.declaration, state=State.EFFECTIVE)
        return frozenset(parts.values_list("agency", flat=True))

    def not_running(self, line: DeclarationLine) -> list[Insurance]:
        """Return those of the line's insurances that have no running segment, but for another reason than this
        declaration: what one agency has carried out does not hinder the other."""
        running = {segment.insurance for segment in self.running(line.person_id)}
        missing = [code for code in map(Insurance, line.insurances) if code not in running]
        return [code for code in missing if AGENCY_OF[code] not in self.carried_out]

    @cached_property
    def _pension_months(self) -> dict[int, int]:
        return paid_months_of(self.people, Insurance.PENSION)

    def pension_months(self, person_id: int) -> int:
        """Return for how many months pension contributions of a person were credited."""
        return self._pension_months.get(person_id, 0)


def grouped(rows: Iterable) -> dict[int, list]:
    """Return rows by their person."""
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found
