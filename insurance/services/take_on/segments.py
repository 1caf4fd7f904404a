"""Enrolment segments (ac02) of an export."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from accounts.models.parties import Person, Unit
from insurance.models.enrolments import Enrolment
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.take_on_fields import Fault, FaultCode, month, one_of, optional, optional_month, required
from insurance.services.take_on.parties import Persons, Units, differing
from insurance.services.take_on.report import Fate

INSURANCE_CODES = {str(code.value): code for code in Insurance}
FLEXIBLE = {Insurance.PENSION, Insurance.MEDICAL, Insurance.SUPPLEMENT}
PAYMENT_STATES = {"0", "1", "2", "3", "4"}
"""AAC031: not insured, paying, suspended, terminated, insured without paying."""

TERMINATED = "3"
LEAVING_REASONS = frozenset(
    "210 211 212 220 221 222 223 224 225 226 227 228 229 231 241 251 252 261 269 6401 941 942 943 949".split()
)
"""AAE160 of segments that ended: terminations, suspensions, transfers, conversions, residents leaving."""

FOREVER = date.max


@dataclass
class Parents:
    """Finds the person and the unit a row names, or says why it cannot have them."""

    persons: Persons
    units: Units

    def refuse_orphans_of_rejected(self, row: dict[str, str]) -> None:
        """Raise parent.rejected when the row's person or unit stands in the export but was rejected."""
        for column, register in (("AAC001", self.persons), ("AAB001", self.units)):
            number = row[column].strip()
            if number not in register.known and number in register.rejected:
                raise Fault(FaultCode.PARENT_REJECTED, f"the row that {column} names was rejected")

    def person(self, row: dict[str, str]) -> tuple[str, Person]:
        number = required(row, "AAC001", longest=20)
        if number not in self.persons.known:
            raise Fault(FaultCode.PERSON_UNKNOWN, "AAC001 names nobody")
        return number, self.persons.known[number]

    def unit(self, row: dict[str, str]) -> tuple[str, Unit | None]:
        """Return the unit; an empty number means that the person pays alone."""
        number = optional(row, "AAB001", longest=20)
        if number and number not in self.units.known:
            raise Fault(FaultCode.UNIT_UNKNOWN, "AAB001 names no unit")
        return number, self.units.known[number] if number else None


def kind_of(insurance: Insurance, unit: str) -> EnrolmentKind:
    """Return by which right somebody is in an insurance; Fault when the insurance cannot be had that way."""
    if insurance == Insurance.RESIDENT:
        if unit:
            raise Fault(FaultCode.CODE_UNKNOWN, "AAE140 390 is not insured through a unit")
        return EnrolmentKind.RESIDENT
    if unit:
        return EnrolmentKind.EMPLOYEE
    if insurance not in FLEXIBLE:
        raise Fault(FaultCode.CODE_UNKNOWN, f"AAE140 {insurance} is only insured through a unit")
    return EnrolmentKind.FLEXIBLE


@dataclass
class Segments:
    """The segments known and the ones of the export, by their number in the old system (AAZ159)."""

    parents: Parents
    areas: dict[str, PoolingArea]
    office_area: PoolingArea
    facts: dict[str, dict] = field(default_factory=dict)
    spans: dict[tuple, list[tuple[date, date]]] = field(default_factory=lambda: defaultdict(list))
    seen: set[str] = field(default_factory=set)
    new: list[Enrolment] = field(default_factory=list)

    def recall(self) -> None:
        """Read what the database already holds."""
        numbers = {unit.pk: number for number, unit in self.parents.units.known.items()}
        owners = {person.pk: number for number, person in self.parents.persons.known.items()}
        for segment in Enrolment.objects.iterator(chunk_size=5000):
            person, unit = owners[segment.person_id], numbers.get(segment.unit_id, "")
            self.occupy(person, unit, segment)
            if segment.legacy_number:
                self.facts[segment.legacy_number] = facts_of(person, unit, segment)

    def occupy(self, person: str, unit: str, segment: Enrolment) -> None:
        if segment.stop_month != segment.first_month:
            self.spans[slot(person, unit, segment)].append((segment.first_month, segment.stop_month or FOREVER))

    def take(self, row: dict[str, str]) -> Fate:
        self.parents.refuse_orphans_of_rejected(row)
        number = required(row, "AAZ159", longest=20)
        person_number, person = self.parents.person(row)
        unit_number, unit = self.parents.unit(row)
        insurance = INSURANCE_CODES[one_of(row, "AAE140", INSURANCE_CODES)]
        kind = kind_of(insurance, unit_number)
        first = month(required(row, "AAE041"), "AAE041")
        last = optional_month(row, "AAE042")
        state = one_of(row, "AAC031", PAYMENT_STATES)
        segment = Enrolment(
            legacy_number=number,
            person=person,
            unit=unit,
            area=unit.registration.area if unit else self.office_area,
            insurance=insurance,
            kind=kind,
            first_month=first.first_day,
            stop_month=stop_after(first, last),
            covered_from=first.first_day,
            covered_until=stop_after(first, last),
            end_reason=end_reason(row, last),
            terminated=state == TERMINATED,
        )
        facts = facts_of(person_number, unit_number, segment)
        if number in self.facts:
            return self.again(number, facts)
        self.refuse_overlap(person_number, unit_number, segment)
        self.facts[number] = facts
        self.seen.add(number)
        self.occupy(person_number, unit_number, segment)
        self.new.append(segment)
        return Fate.LOADED

    def again(self, number: str, facts: dict) -> Fate:
        if number in self.seen:
            raise Fault(FaultCode.DUPLICATE, "AAZ159 stands in the file before")
        self.seen.add(number)
        if differs := differing(self.facts[number], facts):
            raise Fault(FaultCode.DUPLICATE, f"the enrolment is on record with another {differs}")
        return Fate.UNCHANGED

    def refuse_overlap(self, person: str, unit: str, segment: Enrolment) -> None:
        end = segment.stop_month or FOREVER
        for first, stop in self.spans[slot(person, unit, segment)]:
            if segment.first_month < stop and first < end:
                raise Fault(
                    FaultCode.SEGMENT_OVERLAP, "the person is in this insurance already in some of these months"
                )

    def store(self) -> None:
        Enrolment.objects.bulk_create(self.new, batch_size=2000)


def stop_after(first: Month, last: Month | None) -> date | None:
    """Return the first month not charged, given the last one that was."""
    if last is None:
        return None
    if last < first:
        raise Fault(FaultCode.DATE_INVALID, "AAE042 lies before AAE041")
    return (last + 1).first_day


def end_reason(row: dict[str, str], last: Month | None) -> str:
    if last is not None:
        return one_of(row, "AAE160", LEAVING_REASONS)
    if reason := optional(row, "AAE160"):
        raise Fault(FaultCode.REQUIRED, f"AAE042 is empty although AAE160 gives reason {reason[:8]}")
    return ""


def slot(person: str, unit: str, segment: Enrolment) -> tuple:
    """Return what a segment occupies: work injury once per unit, resident and employee medical one place together."""
    if segment.insurance == Insurance.INJURY:
        return person, Insurance.INJURY, unit
    if segment.insurance in (Insurance.MEDICAL, Insurance.RESIDENT):
        return person, "medical scheme"
    return person, segment.insurance


def facts_of(person: str, unit: str, segment: Enrolment) -> dict:
    return {
        "person": person,
        "unit": unit,
        "insurance": segment.insurance,
        "first month": segment.first_month,
        "last month": segment.stop_month,
        "reason": segment.end_reason,
        "state": segment.terminated,
    }
