"""Levy rows (ac43) of an export: one row per insurance there, one wide line per person and payer's month here."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models.parties import Person, Unit
from accounts.rules.roles import Agency
from insurance.models.assessments import Assessment, ClosedMonth, ContributionLine
from insurance.models.bills import Bill
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import AGENCY_OF, BillState, Insurance
from insurance.rules.take_on_fields import Fault, FaultCode, amount, day, month, one_of, optional, required
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN
from insurance.services.take_on.report import Fate
from insurance.services.take_on.segments import INSURANCE_CODES, Parents, kind_of

BASE_COLUMN = {Agency.HRSS: "hrss_base_fen", Agency.MEDICAL: "medical_base_fen"}
AMOUNT_COLUMNS = [column for column in (*UNIT_COLUMN.values(), *OWN_COLUMN.values()) if column]
COLUMNS_OF_AGENCY = {
    agency: (
        [UNIT_COLUMN[code] for code in Insurance if AGENCY_OF[code] == agency and UNIT_COLUMN[code]],
        [OWN_COLUMN[code] for code in Insurance if AGENCY_OF[code] == agency and OWN_COLUMN[code]],
    )
    for agency in Agency
}
LINE_COLUMNS = ["wage_fen", *BASE_COLUMN.values(), *AMOUNT_COLUMNS]
CREDITED = {"0": False, "1": True}


@dataclass
class PayersMonth:
    """One payer's month: its assessment, one line per person, and one answer per agency about the money.

    ``credits`` holds the credit date of each agency's bill, None while it is not credited.
    """

    assessment: Assessment
    locked: bool = False
    lines: dict[str, ContributionLine] = field(default_factory=dict)
    credits: dict[Agency, date | None] = field(default_factory=dict)
    bills: dict[Agency, Bill] = field(default_factory=dict)
    changed: bool = False


@dataclass
class Levy:
    """One row of the file, read: amounts in fen."""

    person_number: str
    person: Person
    insurance: Insurance
    base: int
    wage: int
    unit_part: int
    own_part: int
    credited_on: date | None

    @property
    def agency(self) -> Agency:
        return AGENCY_OF[self.insurance]

    def columns(self) -> dict[str, int]:
        """Return the line's columns that this row fills."""
        filled = {"wage_fen": self.wage, BASE_COLUMN[self.agency]: self.base}
        for column, part in (
            (UNIT_COLUMN[self.insurance], self.unit_part),
            (OWN_COLUMN[self.insurance], self.own_part),
        ):
            if column:
                filled[column] = part
        return filled


@dataclass
class Levies:
    """The payers' months known and the ones of the export, by payer and month."""

    parents: Parents
    office_area: PoolingArea
    months: dict[tuple[str, date], PayersMonth] = field(default_factory=dict)
    seen: set[tuple] = field(default_factory=set)
    changed_lines: dict[int, ContributionLine] = field(default_factory=dict)
    new_lines: list[ContributionLine] = field(default_factory=list)

    def recall(self) -> None:
        """Read what the database already holds."""
        units = {unit.pk: number for number, unit in self.parents.units.known.items()}
        persons = {person.pk: number for number, person in self.parents.persons.known.items()}
        closed = set(ClosedMonth.objects.values_list("area", "month"))
        by_key = {}
        for assessment in Assessment.objects.filter(kind="regular").iterator(chunk_size=5000):
            payer = payer_key(units.get(assessment.unit_id, ""), persons.get(assessment.person_id, ""))
            known = PayersMonth(assessment, locked=(assessment.area_id, assessment.month) in closed)
            self.months[payer, assessment.month] = by_key[assessment.pk] = known
        for bill in Bill.objects.filter(assessment__kind="regular").iterator(chunk_size=5000):
            known = by_key[bill.assessment_id]
            known.bills[bill.agency] = bill
            known.credits[bill.agency] = bill.credited_on
        for line in ContributionLine.objects.filter(assessment__kind="regular").iterator(chunk_size=5000):
            by_key[line.assessment_id].lines[persons[line.person_id]] = line

    def take(self, row: dict[str, str]) -> Fate:
        self.parents.refuse_orphans_of_rejected(row)
        person_number, person = self.parents.person(row)
        unit_number, unit = self.parents.unit(row)
        insurance = INSURANCE_CODES[one_of(row, "AAE140", INSURANCE_CODES)]
        kind_of(insurance, unit_number)
        period = month(required(row, "AAE003"), "AAE003").first_day
        levy = Levy(
            person_number=person_number,
            person=person,
            insurance=insurance,
            base=amount(row, "AAE180"),
            wage=amount(row, "AAC040"),
            unit_part=part(row, "unit", UNIT_COLUMN[insurance]),
            own_part=part(row, "person", OWN_COLUMN[insurance]),
            credited_on=credit_date(row),
        )
        key = (payer_key(unit_number, person_number), period)
        self.refuse_second(key, levy)
        payers_month = self.months.get(key) or self.open_month(key, unit, person)
        return self.enter(payers_month, levy, key)

    def refuse_second(self, key: tuple, levy: Levy) -> None:
        if (*key, levy.person_number, levy.insurance) in self.seen:
            raise Fault(FaultCode.DUPLICATE, "this person, payer, insurance and month stand in the file before")

    def open_month(self, key: tuple[str, date], unit: Unit | None, person: Person) -> PayersMonth:
        area = unit.registration.area if unit else self.office_area
        assessment = Assessment(area=area, unit=unit, person=None if unit else person, month=key[1])
        return PayersMonth(assessment)

    def enter(self, payers_month: PayersMonth, levy: Levy, key: tuple[str, date]) -> Fate:
        """Put the row into its line; Fault("duplicate") when it contradicts what is there."""
        line = payers_month.lines.get(levy.person_number)
        known = {name: getattr(line, name) for name in levy.columns()} if line else {}
        self.refuse_contradiction(payers_month, levy, known)
        self.seen.add((*key, levy.person_number, levy.insurance))
        if line and known == levy.columns():
            return Fate.UNCHANGED
        if payers_month.locked:
            raise Fault(
                FaultCode.DUPLICATE, "the month is closed here; it is corrected by a back payment, not by take-on"
            )
        self.months[key] = payers_month
        self.write(payers_month, levy, line)
        return Fate.LOADED

    def refuse_contradiction(self, payers_month: PayersMonth, levy: Levy, known: dict[str, int | None]) -> None:
        for name, value in levy.columns().items():
            if known.get(name) not in (None, value):
                raise Fault(FaultCode.DUPLICATE, f"another row of this month gives another {name.removesuffix('_fen')}")
        if payers_month.credits.get(levy.agency, levy.credited_on) != levy.credited_on:
            raise Fault(FaultCode.DUPLICATE, "another row of this payer, month and agency was credited otherwise")

    def write(self, payers_month: PayersMonth, levy: Levy, line: ContributionLine | None) -> None:
        if line is None:
            line = ContributionLine(
                assessment=payers_month.assessment, person=levy.person, month=payers_month.assessment.month
            )
            payers_month.lines[levy.person_number] = line
            self.new_lines.append(line)
        elif line.pk:
            self.changed_lines[line.pk] = line
        for name, value in levy.columns().items():
            setattr(line, name, value)
        payers_month.credits[levy.agency] = levy.credited_on
        payers_month.changed = True

    def store(self) -> None:
        changed = [known for known in self.months.values() if known.changed]
        Assessment.objects.bulk_create([m.assessment for m in changed if m.assessment.pk is None], batch_size=2000)
        ContributionLine.objects.bulk_create(self.new_lines, batch_size=2000)
        ContributionLine.objects.bulk_update(list(self.changed_lines.values()), LINE_COLUMNS, batch_size=500)
        bills = [bill_of(known, agency) for known in changed for agency in known.credits]
        Bill.objects.bulk_create([bill for bill in bills if bill.pk is None], batch_size=2000)
        Bill.objects.bulk_update(
            [bill for bill in bills if bill.pk],
            ["unit_total_fen", "own_total_fen", "paid_fen", "brought_fen", "state", "credited_on", "paid_on"],
            batch_size=500,
        )


def payer_key(unit_number: str, person_number: str) -> str:
    """Return who pays: the unit, or the person alone."""
    return f"unit {unit_number}" if unit_number else f"person {person_number}"


def part(row: dict[str, str], payer: str, column: str | None) -> int:
    """Return one payer's part, pooled fund and personal account together, in fen; 0 where the law knows no such part."""
    total = amount(row, f"{payer}_to_pool") + amount(row, f"{payer}_to_account")
    if total and column is None:
        raise Fault(FaultCode.AMOUNT_INVALID, f"the {payer} pays nothing for this insurance")
    return total


def credit_date(row: dict[str, str]) -> date | None:
    """Return the day the money was credited (AAB191), None when it was not (AAE111 = 0)."""
    credited = CREDITED[one_of(row, "AAE111", CREDITED)]
    if credited:
        return day(required(row, "AAB191"), "AAB191")
    if optional(row, "AAB191"):
        raise Fault(FaultCode.DATE_INVALID, "AAB191 gives a day although AAE111 says not credited")
    return None


def bill_of(payers_month: PayersMonth, agency: Agency) -> Bill:
    """Return the agency's bill of a payer's month, with its totals as the lines give them."""
    unit_columns, own_columns = COLUMNS_OF_AGENCY[agency]
    bill = payers_month.bills.get(agency) or Bill(assessment=payers_month.assessment, agency=agency)
    lines = payers_month.lines.values()
    bill.unit_total_fen = sum(getattr(line, column) or 0 for line in lines for column in unit_columns)
    bill.own_total_fen = sum(getattr(line, column) or 0 for line in lines for column in own_columns)
    credited_on = payers_month.credits[agency]
    bill.credited_on = bill.paid_on = credited_on
    bill.state = BillState.PAID if credited_on else BillState.ISSUED
    bill.paid_fen = bill.brought_fen = bill.unit_total_fen + bill.own_total_fen if credited_on else 0
    return bill
