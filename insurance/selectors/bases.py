"""缴费基数申报: the wages of a contribution year as the unit sees them: who is declared, who is not, what stands so far."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from accounts.models.parties import Person, Unit
from accounts.rules.resident_id import masked
from insurance.models.assessments import Assessment
from insurance.models.declarations import Declaration, DeclarationLine
from insurance.models.enrolments import Enrolment
from insurance.models.policy import BaseBound
from insurance.models.wages import DeclaredWage
from insurance.rules.contribution import Bounds, contribution_base
from insurance.rules.kinds import AssessmentKind, DeclarationKind
from insurance.rules.months import Month
from insurance.rules.undeclared import ContributionYear, Declared
from insurance.rules.workflow import State
from insurance.selectors.closing import UNDER_WAY
from insurance.selectors.key_pages import KeyPage, key_page
from insurance.selectors.policy import base_bound_on
from insurance.selectors.tariffs import contribution_year
from insurance.selectors.wages import wages_of

TO_WRITE = (State.DRAFT, State.RETURNED)
"""In these states the wages of a declaration are still written."""


@dataclass(frozen=True)
class BasesYear:
    """The contribution year of a day and the bounds that hold in it; amounts in fen a month."""

    bound: BaseBound
    year: ContributionYear
    on: date

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.bound.lower_fen, self.bound.upper_fen)

    @property
    def first_day(self) -> date:
        return self.year.begins.first_day

    @property
    def is_late(self) -> bool:
        return self.on > self.year.declare_by

    def base(self, wage_fen: int | None) -> int:
        """Return the base of a wage; who has none is charged on the lower bound."""
        return self.bounds.lower if wage_fen is None else contribution_base(wage_fen, self.bounds)


def bases_year(unit: Unit, *, on: date) -> BasesYear:
    """Return the contribution year of a day; RuleBroken("policy.missing") when no bounds are in force."""
    bound = base_bound_on(unit.registration.area, on)
    return BasesYear(bound, contribution_year(bound), on)


def staff_of(unit: Unit, year: BasesYear) -> QuerySet:
    """Return who is insured through the unit on the year's day, one row a person by ``person_id``: ``first`` is the
    month from which, ``is_declared`` whether a wage of this year is in force, ``is_waiting`` whether one is on its way."""
    month = Month.of(year.on).first_day
    declared = DeclaredWage.objects.filter(
        person=OuterRef("person_id"), unit=unit, from_month__gte=year.first_day, undone_at=None
    )
    waiting = DeclarationLine.objects.filter(
        person=OuterRef("person_id"),
        declaration__unit=unit,
        declaration__kind=DeclarationKind.BASES,
        declaration__parts__state__in=UNDER_WAY - {State.RETURNED},
    )
    running = Enrolment.objects.filter(Q(stop_month=None) | Q(stop_month__gt=month), unit=unit)
    running = running.exclude(stop_month=F("first_month"))
    return running.values("person_id").annotate(
        first=Min("first_month"), is_declared=Exists(declared), is_waiting=Exists(waiting)
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people the unit has, how many of them are still to be declared, and how many wages stand in the draft."""

    staff: int
    open: int

    @property
    def done(self) -> int:
        return self.staff - self.open


def still_open(year: BasesYear) -> Q:
    """Return the condition for who of ``staff_of`` is still to be declared."""
    return Q(is_declared=False, is_waiting=False, first__lt=year.first_day)


def counts(unit: Unit, year: BasesYear) -> Counts:
    """Return the counts in one statement."""
    found = staff_of(unit, year).aggregate(staff=Count("person_id"), open=Count("person_id", filter=still_open(year)))
    return Counts(**found)


@dataclass(frozen=True, slots=True)
class WageRow:
    """One person: the wage in force and the one written in the draft, in fen a month; None for none."""

    person_id: int
    public_id: str
    name: str
    identity: str
    first_month: date
    standing: Declared
    wage_fen: int | None
    written_fen: int | None

    @property
    def is_open(self) -> bool:
        """Whether a wage can be written here; one already declared may be declared again, joined ones count as they are."""
        return self.standing in (Declared.OPEN, Declared.DECLARED)


@dataclass(frozen=True)
class BasesPage:
    """A page of the list with its draft; ``written`` is how many wages stand in the draft altogether."""

    rows: list[WageRow]
    page: KeyPage
    counts: Counts
    draft: Declaration | None
    written: int


def open_declaration(unit: Unit) -> Declaration | None:
    """Return the unit's declaration of wages that is still being written, with ``written``, the number of its lines."""
    found = Declaration.objects.filter(unit=unit, kind=DeclarationKind.BASES, parts__state__in=TO_WRITE)
    return found.annotate(written=Count("lines", distinct=True)).order_by("-pk").first()


def written_wages(declaration: Declaration | None, people: Collection[int]) -> dict[int, int]:
    """Return the wages that a declaration holds of some people, in fen, by the person's key."""
    if declaration is None:
        return {}
    lines = declaration.lines.filter(person__in=people).values_list("person_id", "details__wage_fen")
    return dict(lines)


def bases_page(
    unit: Unit,
    year: BasesYear,
    *,
    everybody: bool,
    name: str = "",
    size: int,
    after: int | None = None,
    before: int | None = None,
) -> BasesPage:
    """Return a page of those still to be declared, or of everybody, in seven statements; ``name`` is part of a name."""
    staff = staff_of(unit, year)
    if not everybody:
        staff = staff.filter(still_open(year))
    if name:
        staff = staff.filter(person__name__icontains=name)
    page = key_page(staff, key="person_id", size=size, after=after, before=before)
    draft = open_declaration(unit)
    return BasesPage(
        rows=wage_rows(unit, year, page.rows, draft),
        page=page,
        counts=counts(unit, year),
        draft=draft,
        written=draft.written if draft else 0,
    )


def wage_rows(unit: Unit, year: BasesYear, staff: Iterable[dict], draft: Declaration | None) -> list[WageRow]:
    """Return people of ``staff_of`` as rows, in the same order; four statements."""
    staff = list(staff)
    keys = [row["person_id"] for row in staff]
    people = Person.objects.in_bulk(keys)
    wages, written = wages_of(unit, keys, Month.of(year.on)), written_wages(draft, keys)
    return [
        WageRow(
            person_id=row["person_id"],
            public_id=people[row["person_id"]].public_id,
            name=people[row["person_id"]].name,
            identity=masked(people[row["person_id"]].identity_number),
            first_month=row["first"],
            standing=standing_of(row, year),
            wage_fen=wages.get(row["person_id"]),
            written_fen=written.get(row["person_id"]),
        )
        for row in staff
    ]


def standing_of(row: dict, year: BasesYear) -> Declared:
    """Return how somebody's wage of the year stands."""
    if row["is_waiting"]:
        return Declared.UNDER_WAY
    if row["is_declared"]:
        return Declared.DECLARED
    return Declared.OPEN if row["first"] < year.first_day else Declared.JOINED


def roster_with_wages(unit: Unit, *, on: date) -> list[WageRow]:
    """Return everybody whose wage is to be declared, for a prefilled table; six statements."""
    year = bases_year(unit, on=on)
    staff = staff_of(unit, year).filter(first__lt=year.first_day).order_by("person_id")
    return wage_rows(unit, year, staff, open_declaration(unit))


def last_charged_month(unit: Unit) -> Month | None:
    """Return the latest month for which the unit was charged, None when it never was."""
    regular = Assessment.objects.filter(unit=unit, kind=AssessmentKind.REGULAR)
    latest = regular.aggregate(latest=Max("month"))["latest"]
    return Month.of(latest) if latest else None
