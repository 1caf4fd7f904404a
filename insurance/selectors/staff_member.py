"""One person in one unit: what this unit enrolled them for and paid for them. Nothing of other units."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models.parties import Person, Unit
from insurance.models.assessments import ContributionLine
from insurance.models.certificates import Certificate
from insurance.models.declarations import DeclarationPart, UnitRequest
from insurance.models.enrolments import Enrolment
from insurance.models.wages import DeclaredWage
from insurance.rules.certificates import CertificateState
from insurance.rules.kinds import AGENCY_OF, DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.selectors.closing import UNDER_WAY
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN

MONTHS_SHOWN = 12

AMOUNT_COLUMNS = tuple(sorted({column for column in (*OWN_COLUMN.values(), *UNIT_COLUMN.values()) if column}))


@dataclass(frozen=True, slots=True)
class Segment:
    """One enrolment with the unit; ``state`` is insured, stopping or stopped.

    ``began_with`` and ``ended_with`` are the declarations that opened and closed it in the hall, empty for none.
    """

    insurance: Insurance
    first_month: date
    stop_month: date | None
    state: str
    wage_fen: int | None
    end_reason: str
    employment_kind: str
    began_with: str
    ended_with: str


@dataclass(frozen=True, slots=True)
class Wage:
    """A wage that the unit declared, in fen a month, from a month on; taken back when ``undone_at`` is set."""

    from_month: date
    wage_fen: int
    number: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Act:
    """One agency's part of a declaration of the unit that concerns the person.

    ``effective_on`` is when it took effect, ``undone_at`` when it was taken back for this person: both dates stay.
    ``certificate`` is the number of a certificate that rests on it and holds, empty without one.
    """

    number: str
    kind: str
    agency: str
    state: str
    month: date | None
    reason: str
    details: dict
    created_at: datetime
    effective_on: date | None
    undone_at: datetime | None
    certificate: str | None

    @property
    def stands(self) -> str:
        """Where it stands for this person: taken back for them alone, or as the part."""
        return State.UNDONE if self.undone_at and self.state == State.EFFECTIVE else self.state


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
    wages: list[Wage]
    acts: list[Act]
    request: tuple[str, date] | None

    @property
    def state(self) -> str:
        """Return insured, stopping or stopped: the liveliest of the segments', or what is under way for them."""
        states = {segment.state for segment in self.segments}
        leaves = any(act.state in UNDER_WAY and act.kind == DeclarationKind.REDUCTION for act in self.acts)
        if "insured" in states and leaves:
            return "stopping"
        return next(state for state in ("insured", "stopping", "stopped") if state in states)

    @property
    def contract(self) -> dict:
        """The terms of employment as the latest increase that was not taken back declared them; empty without one."""
        joined = (act for act in self.acts if act.kind == DeclarationKind.INCREASE and counts(act))
        return next((act.details for act in joined), {})


def counts(act: Act) -> bool:
    """Return whether a declaration is under way or in effect for the person."""
    return act.undone_at is None and (act.state in UNDER_WAY or act.state == State.EFFECTIVE)


def staff_member(unit: Unit, person: Person, *, on: date) -> StaffMember:
    """Return what the unit sees about one of its people, in five statements."""
    request = UnitRequest.objects.filter(
        unit=unit, declaration__lines__person=person, answer=UnitRequest.Answer.PENDING
    )
    return StaffMember(
        person=person,
        segments=segments_of(unit, person, on=on),
        months=months_of(unit, person, on=on),
        wages=wages_about(unit, person),
        acts=acts_about(unit, person),
        request=request.values_list("declaration__number", "due_on").first(),
    )


def segments_of(unit: Unit, person: Person, *, on: date) -> list[Segment]:
    """Return the person's enrolments with the unit, those that run first."""
    rows = Enrolment.objects.filter(unit=unit, person=person).order_by(
        F("stop_month").desc(nulls_first=True), "insurance"
    )
    month = Month.of(on).first_day
    columns = rows.values_list(
        "insurance",
        "first_month",
        "stop_month",
        "wage_fen",
        "end_reason",
        "employment_kind",
        "begun_by__declaration__number",
        "ended_by__declaration__number",
    )
    return [
        Segment(
            Insurance(insurance), first, stop, segment_state(stop, month), wage, reason, kind, began or "", ended or ""
        )
        for insurance, first, stop, wage, reason, kind, began, ended in columns
    ]


def segment_state(stop_month: date | None, month: date) -> str:
    if stop_month is None:
        return "insured"
    return "stopping" if stop_month > month else "stopped"


def wages_about(unit: Unit, person: Person) -> list[Wage]:
    """Return every wage the unit declared for the person by itself, the latest month first; also what was taken back."""
    rows = DeclaredWage.objects.filter(unit=unit, person=person).order_by("-from_month", "-pk")
    return [
        Wage(*row)
        for row in rows.values_list("from_month", "wage_fen", "declared_by__declaration__number", "undone_at")
    ]


def acts_about(unit: Unit, person: Person) -> list[Act]:
    """Return the parts of the unit's declarations about the person, newest first."""
    line = "declaration__lines__"
    papers = Certificate.objects.filter(
        declaration=OuterRef("declaration"), person=person, state=CertificateState.VALID
    ).order_by("-pk")
    parts = DeclarationPart.objects.filter(declaration__unit=unit, declaration__lines__person=person)
    rows = parts.order_by("-declaration_id", "agency").values_list(
        "declaration__number",
        "declaration__kind",
        "agency",
        "state",
        Coalesce(f"{line}stop_month", f"{line}start_month"),
        f"{line}reason",
        f"{line}details",
        "declaration__created_at",
        "effective_on",
        f"{line}undone_at",
        Subquery(papers.values("number")[:1]),
    )
    return [Act(*row) for row in rows]


def months_of(unit: Unit, person: Person, *, on: date) -> list[AgencyMonth]:
    """Return what the unit was charged for the person in the last twelve months, newest first, in one statement."""
    since = (Month.of(on) - (MONTHS_SHOWN - 1)).first_day
    bills = "assessment__bills__"
    rows = (
        ContributionLine.objects.filter(person=person, assessment__unit=unit, month__gte=since)
        .annotate(agency=F(f"{bills}agency"), bill_state=F(f"{bills}state"), credited_on=F(f"{bills}credited_on"))
        .order_by("-month", "-assessment_id")
        .values(
            "assessment_id",
            "assessment__kind",
            "month",
            "hrss_base_fen",
            "medical_base_fen",
            "agency",
            "bill_state",
            "credited_on",
            *AMOUNT_COLUMNS,
        )
    )
    lines: dict[int, tuple[dict, dict]] = {}
    for row in rows:
        _line, billed = lines.setdefault(row["assessment_id"], (row, {}))
        billed[row["agency"]] = (row["bill_state"], row["credited_on"])
    return [
        month
        for line, billed in lines.values()
        for agency in ("hrss", "medical")
        if (month := agency_month(line, agency, billed.get(agency, ("", None))))
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
