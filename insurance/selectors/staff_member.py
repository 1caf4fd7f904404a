"""One person in one unit: what this unit enrolled them for and paid for them. Nothing of other units."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from accounts.models.parties import Person, Unit
from insurance.models.assessments import ContributionLine
from insurance.models.bills import Bill
from insurance.models.declarations import UnitRequest
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import AGENCY_OF, Insurance
from insurance.rules.months import Month
from insurance.selectors.closing import UNDER_WAY
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN
from insurance.selectors.unit_declarations import PartAboutPerson, parts_about

MONTHS_SHOWN = 12

AMOUNT_COLUMNS = tuple(sorted({column for column in (*OWN_COLUMN.values(), *UNIT_COLUMN.values()) if column}))


@dataclass(frozen=True, slots=True)
class Segment:
    """One enrolment with the unit; ``state`` is insured, stopping or stopped."""

    insurance: Insurance
    first_month: date
    stop_month: date | None
    state: str
    wage_fen: int | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class AgencyMonth:
    """What one agency charged the unit for the person in one month, in fen, and how that bill stands."""

    month: date
    agency: str
    base: int | None
    unit_part: int
    own_part: int
    kind: str
    bill_state: str
    credited_on: date | None


@dataclass(frozen=True)
class StaffMember:
    """Everything a unit sees about one of its people."""

    person: Person
    segments: list[Segment]
    months: list[AgencyMonth]
    declarations: list[PartAboutPerson]
    request: UnitRequest | None

    @property
    def state(self) -> str:
        """Return insured, stopping or stopped: the liveliest of the segments', or what is under way for them."""
        states = {segment.state for segment in self.segments}
        if "insured" in states and any(part.state in UNDER_WAY for part in self.declarations):
            return "stopping"
        return next(state for state in ("insured", "stopping", "stopped") if state in states)


def staff_member(unit: Unit, person: Person, *, on: date) -> StaffMember:
    """Return what the unit sees about one of its people, in five statements."""
    request = UnitRequest.objects.filter(unit=unit, declaration__person=person, answer=UnitRequest.Answer.PENDING)
    return StaffMember(
        person=person,
        segments=segments_of(unit, person, on=on),
        months=months_of(unit, person, on=on),
        declarations=parts_about(unit, person),
        request=request.select_related("declaration").first(),
    )


def segments_of(unit: Unit, person: Person, *, on: date) -> list[Segment]:
    """Return the person's enrolments with the unit, those that run first."""
    rows = Enrolment.objects.filter(unit=unit, person=person).order_by(
        F("stop_month").desc(nulls_first=True), "insurance"
    )
    month = Month.of(on).first_day
    columns = rows.values_list("insurance", "first_month", "stop_month", "wage_fen", "end_reason")
    return [
        Segment(Insurance(insurance), first, stop, segment_state(stop, month), wage, reason)
        for insurance, first, stop, wage, reason in columns
    ]


def segment_state(stop_month: date | None, month: date) -> str:
    if stop_month is None:
        return "insured"
    return "stopping" if stop_month > month else "stopped"


def months_of(unit: Unit, person: Person, *, on: date) -> list[AgencyMonth]:
    """Return what the unit was charged for the person in the last twelve months, newest first, in two statements."""
    since = (Month.of(on) - (MONTHS_SHOWN - 1)).first_day
    lines = list(
        ContributionLine.objects.filter(person=person, assessment__unit=unit, month__gte=since)
        .order_by("-month", "-assessment_id")
        .values("assessment_id", "assessment__kind", "month", "hrss_base_fen", "medical_base_fen", *AMOUNT_COLUMNS)
    )
    bills = Bill.objects.filter(assessment__in=[line["assessment_id"] for line in lines])
    states = {row[:2]: row[2:] for row in bills.values_list("assessment_id", "agency", "state", "credited_on")}
    return [
        month
        for line in lines
        for agency in ("hrss", "medical")
        if (month := agency_month(line, agency, states.get((line["assessment_id"], agency), ("", None))))
    ]


def agency_month(line: dict, agency: str, bill: tuple) -> AgencyMonth | None:
    """Return one agency's share of a contribution line; None when it holds nothing for that agency."""
    unit_part, own_part = columns_of(UNIT_COLUMN, agency), columns_of(OWN_COLUMN, agency)
    if all(line[column] is None for column in (*unit_part, *own_part)):
        return None
    return AgencyMonth(
        month=line["month"],
        agency=agency,
        base=line[f"{agency}_base_fen"],
        unit_part=sum(line[column] or 0 for column in unit_part),
        own_part=sum(line[column] or 0 for column in own_part),
        kind=line["assessment__kind"],
        bill_state=bill[0],
        credited_on=bill[1],
    )


def columns_of(columns: dict, agency: str) -> list[str]:
    """Return the columns of one agency's insurances."""
    return [column for insurance, column in columns.items() if column and AGENCY_OF[insurance] == agency]
