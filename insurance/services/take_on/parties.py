"""Units (ab01) and persons (ac01) of an export."""

import re
from dataclasses import dataclass, field
from datetime import date

from accounts.models.parties import IdentityType, LifeStatus, Person, Sex, Unit, identity_index
from accounts.rules import credit_code, resident_id
from accounts.rules.errors import RuleBroken
from insurance.models.cards import SocialSecurityCard
from insurance.models.enrolments import UnitRegistration
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import UnitStatus
from insurance.rules.take_on_fields import Fault, FaultCode, day, one_of, optional, optional_day, required
from insurance.services.take_on.report import Fate

CODE_OF_RULE = {
    "id.check": FaultCode.ID_CHECK,
    "id.province": FaultCode.ID_CHECK,
    "id.damaged": FaultCode.ID_DAMAGED,
    "id.shape": FaultCode.ID_DAMAGED,
    "id.legacy_15": FaultCode.ID_DAMAGED,
    "id.birth_date": FaultCode.DATE_INVALID,
    "id.age": FaultCode.DATE_INVALID,
    "credit_code.check": FaultCode.ID_CHECK,
    "credit_code.shape": FaultCode.ID_CHECK,
    "credit_code.damaged": FaultCode.ID_DAMAGED,
    "credit_code.old_licence": FaultCode.ID_DAMAGED,
}
"""Under which code a row is reported whose number breaks a rule."""

NUMBERED_AS_ID = {
    IdentityType.RESIDENT_ID,
    IdentityType.FOREIGN_PERMANENT_RESIDENT,
    IdentityType.HK_MACAU_RESIDENCE_PERMIT,
    IdentityType.TAIWAN_RESIDENCE_PERMIT,
}
DOCUMENT_NUMBER = re.compile(r"[A-Z0-9]{5,20}", re.ASCII)
CARD_NUMBER = re.compile(r"[A-Z0-9]{8,9}", re.ASCII)
INJURY_CLASSES = {str(number): number for number in range(1, 9)}


def checked(parse, number: str, column: str, **also):
    """Return what a rule reads from a number, or raise the Fault its refusal stands for."""
    try:
        return parse(number, **also)
    except RuleBroken as broken:
        raise Fault(CODE_OF_RULE[broken.code], f"{column}: {broken.code}") from None


def differing(old: dict, new: dict) -> str:
    """Return the names of the values that differ."""
    return ", ".join(name for name in new if old.get(name) != new[name])


@dataclass
class Units:
    """The units known and the ones of the export, by their number in the old system (AAB001)."""

    areas: dict[str, PoolingArea]
    known: dict[str, Unit] = field(default_factory=dict)
    facts: dict[str, dict] = field(default_factory=dict)
    by_code: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    rejected: set[str] = field(default_factory=set)
    new: list[tuple[Unit, UnitRegistration]] = field(default_factory=list)

    def recall(self) -> None:
        """Read what the database already holds."""
        for unit in Unit.objects.select_related("registration__area"):
            number = unit.legacy_number or f"unit {unit.pk}"
            self.known[number] = unit
            self.by_code[unit.credit_code] = number
            self.facts[number] = facts_of_unit(unit, getattr(unit, "registration", None))

    def take(self, row: dict[str, str]) -> Fate:
        number = row["AAB001"].strip()
        try:
            return self.take_sound(required(row, "AAB001", longest=20), row)
        except Fault:
            self.rejected.add(number)
            raise

    def take_sound(self, number: str, row: dict[str, str]) -> Fate:
        code = checked(credit_code.read, required(row, "AAB998"), "AAB998").code
        unit = Unit(
            legacy_number=number,
            credit_code=code,
            name=required(row, "AAE044"),
            founded_on=optional_day(row, "AAE047"),
            contact_name=optional(row, "AAE004", longest=100),
            contact_phone=optional(row, "AAE005", longest=40) or None,
        )
        registration = UnitRegistration(
            unit=unit,
            injury_class=INJURY_CLASSES[one_of(row, "AAA149", INJURY_CLASSES)],
            area=self.areas[one_of(row, "AAB034", self.areas)],
            status=UnitStatus(int(one_of(row, "AAB051", {str(status.value) for status in UnitStatus}))),
        )
        if number in self.known:
            return self.again(number, facts_of_unit(unit, registration))
        if code in self.by_code:
            raise Fault(FaultCode.DUPLICATE, "AAB998 belongs to another unit number")
        self.known[number], self.by_code[code] = unit, number
        self.facts[number] = facts_of_unit(unit, registration)
        self.seen.add(number)
        self.new.append((unit, registration))
        return Fate.LOADED

    def again(self, number: str, facts: dict) -> Fate:
        if number in self.seen:
            raise Fault(FaultCode.DUPLICATE, "AAB001 stands in the file before")
        self.seen.add(number)
        if differs := differing(self.facts[number], facts):
            raise Fault(FaultCode.DUPLICATE, f"the unit is on record with another {differs}")
        return Fate.UNCHANGED

    def store(self) -> None:
        Unit.objects.bulk_create([unit for unit, _ in self.new], batch_size=2000)
        UnitRegistration.objects.bulk_create([registration for _, registration in self.new], batch_size=2000)


def facts_of_unit(unit: Unit, registration: UnitRegistration | None) -> dict:
    return {
        "credit code": unit.credit_code,
        "name": unit.name,
        "founding day": unit.founded_on,
        "contact person": unit.contact_name,
        "contact phone": unit.contact_phone,
        "industry class": registration and registration.injury_class,
        "area": registration and registration.area.code,
        "status": registration and registration.status,
    }


@dataclass
class Persons:
    """The persons known and the ones of the export, by their number in the old system (AAC001)."""

    on: date
    known: dict[str, Person] = field(default_factory=dict)
    facts: dict[str, dict] = field(default_factory=dict)
    by_identity: dict = field(default_factory=dict)
    by_card: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    rejected: set[str] = field(default_factory=set)
    new: list[tuple[Person, SocialSecurityCard | None]] = field(default_factory=list)

    def recall(self) -> None:
        """Read what the database already holds."""
        cards = dict(SocialSecurityCard.objects.exclude(state="cancelled").values_list("person_id", "number"))
        for person in Person.objects.defer("address").iterator(chunk_size=5000):
            number = person.legacy_number or f"person {person.pk}"
            card = cards.get(person.pk)
            self.known[number] = person
            self.by_identity[person.identity_index] = number
            self.facts[number] = facts_of_person(person, card)
            if card:
                self.by_card[card] = number

    def take(self, row: dict[str, str]) -> Fate:
        number = row["AAC001"].strip()
        try:
            return self.take_sound(required(row, "AAC001", longest=20), row)
        except Fault:
            self.rejected.add(number)
            raise

    def take_sound(self, number: str, row: dict[str, str]) -> Fate:
        person = self.read(number, row)
        card = self.card_number(row)
        facts = facts_of_person(person, card)
        if number in self.known:
            return self.again(number, facts)
        if person.identity_index in self.by_identity:
            raise Fault(FaultCode.DUPLICATE, "AAC147 belongs to another personal number")
        if card and card in self.by_card:
            raise Fault(FaultCode.DUPLICATE, "AAZ500 belongs to another personal number")
        self.known[number], self.facts[number] = person, facts
        self.by_identity[person.identity_index] = number
        self.seen.add(number)
        if card:
            self.by_card[card] = number
        self.new.append((person, SocialSecurityCard(person=person, number=card) if card else None))
        return Fate.LOADED

    def read(self, number: str, row: dict[str, str]) -> Person:
        identity_type = one_of(row, "AAC058", IdentityType.values)
        identity_number, born_in_number = self.identity(identity_type, row)
        name = required(row, "AAC003", longest=100)
        sex = one_of(row, "AAC004", Sex.values)
        born_on = day(required(row, "AAC006"), "AAC006")
        if born_in_number and born_in_number != born_on:
            raise Fault(FaultCode.DATE_INVALID, "AAC006 is not the birth date in AAC147")
        if born_on > self.on:
            raise Fault(FaultCode.DATE_INVALID, "AAC006 lies in the future")
        return Person(
            legacy_number=number,
            identity_type=identity_type,
            identity_number=identity_number,
            identity_index=identity_index(identity_type, identity_number),
            name=name,
            sex=sex,
            born_on=born_on,
            phone=optional(row, "AAC067", longest=30) or None,
            life_status=one_of(row, "AAC060", LifeStatus.values),
        )

    def identity(self, identity_type: str, row: dict[str, str]) -> tuple[str, date | None]:
        """Return the normalised number and the birth date in it, if its kind holds one."""
        typed = required(row, "AAC147")
        if identity_type in NUMBERED_AS_ID:
            identity = checked(resident_id.read, typed, "AAC147", on=self.on)
            if identity.identity_type != identity_type:
                raise Fault(FaultCode.CODE_UNKNOWN, "AAC058 is not the kind of document AAC147 belongs to")
            return identity.number, identity.birth_on
        number = resident_id.normalise(typed)
        if not DOCUMENT_NUMBER.fullmatch(number):
            raise Fault(FaultCode.ID_DAMAGED, "AAC147 is not 5 to 20 letters and digits")
        return number, None

    def card_number(self, row: dict[str, str]) -> str | None:
        number = resident_id.normalise(optional(row, "AAZ500", longest=40))
        if number and not CARD_NUMBER.fullmatch(number):
            raise Fault(FaultCode.CODE_UNKNOWN, "AAZ500 is not 8 or 9 letters and digits")
        return number or None

    def again(self, number: str, facts: dict) -> Fate:
        if number in self.seen:
            raise Fault(FaultCode.DUPLICATE, "AAC001 stands in the file before")
        self.seen.add(number)
        if differs := differing(self.facts[number], facts):
            raise Fault(FaultCode.DUPLICATE, f"the person is on record with another {differs}")
        return Fate.UNCHANGED

    def store(self) -> None:
        Person.objects.bulk_create([person for person, _ in self.new], batch_size=2000)
        SocialSecurityCard.objects.bulk_create([card for _, card in self.new if card], batch_size=2000)


def facts_of_person(person: Person, card: str | None) -> dict:
    return {
        "identity document": person.identity_index,
        "name": person.name,
        "sex": person.sex,
        "birth date": person.born_on,
        "phone": person.phone,
        "life status": person.life_status,
        "card": card,
    }
