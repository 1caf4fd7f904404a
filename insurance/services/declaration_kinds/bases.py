"""缴费工资申报 declaration of wages: once a contribution year a unit declares what its people earned on average.

Source: 社会保险费申报缴纳管理规定 (Order 20), articles 4, 5 and 8; Social Insurance Law of the PRC, article 62.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import F, Max, Min, Q

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.models.wages import DeclaredWage
from insurance.rules.employment import HIGHEST_WAGE_FEN
from insurance.rules.findings import Findings
from insurance.rules.kinds import BillState, DeclarationKind
from insurance.rules.months import Month
from insurance.selectors.bases import BasesYear, bases_year, counts, last_charged_month
from insurance.selectors.personnel import Personnel
from insurance.selectors.unit_declarations import lines_of
from insurance.selectors.wage_differences import differences_made_by, wage_differences
from insurance.selectors.wages import wages_of
from insurance.services.declaration_kinds.reduction import TICK, unit_problems
from insurance.services.wage_differences import take_differences_back, write_differences

CHARGED_THROUGH = "charged_through"
"""Under which name a declaration's details keep the last month that was charged when it took effect."""


def agencies(declaration: Declaration) -> list[Agency]:
    """A wage is one fact for all insurances: human resources decides, the medical agency charges by it."""
    return [Agency.HRSS]


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids the declaration; an empty list allows it."""
    lines = lines_of(declaration)
    found = unit_problems(declaration)
    if not lines:
        found.append(RuleBroken("bases.nothing_written"))
    return [*found, *(one for finding in findings(declaration, lines, on=on) for one in finding.hard)]


def warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return what the operator reads and ticks: who signs, what is late, who is missing, what has to be reviewed."""
    return unit_warnings(declaration, on=on) + fall_warnings(declaration, on=on)


def findings(declaration: Declaration, lines: Sequence[DeclarationLine], *, on: date) -> list[Findings]:
    """Return what stands against each line, in the same order; neither the lines nor the declaration need be stored."""
    record = Personnel(declaration, lines, on)
    year = bases_year(declaration.unit, on=record.declared_on)
    joined = first_months(declaration, record.people, Month.of(on))
    wages = wages_of(declaration.unit, record.people, year.year.begins)
    return [
        Findings(
            tuple(line_problems(record, line, year, joined.get(line.person_id))),
            tuple(line_warnings(line, year, wages.get(line.person_id))),
        )
        for line in lines
    ]


def first_months(declaration: Declaration, people: Collection[int], month: Month) -> dict[int, date]:
    """Return since when people are insured through the unit, as the list of the wages tells it (``bases.staff_of``); of who
    has left, the first month of the latest enrolment. One statement."""
    real = Enrolment.objects.filter(unit=declaration.unit, person__in=people).exclude(stop_month=F("first_month"))
    rows = real.values("person_id").annotate(
        since=Min("first_month", filter=Q(stop_month=None) | Q(stop_month__gt=month.first_day)),
        latest=Max("first_month"),
    )
    return {row["person_id"]: row["since"] or row["latest"] for row in rows}


def line_problems(
    record: Personnel, line: DeclarationLine, year: BasesYear, first_month: date | None
) -> list[RuleBroken]:
    """Return the hard findings about one person."""
    if first_month is None:
        return [RuleBroken("R003", "id_number")]
    wage = line.details.get("wage_fen")
    found = []
    if wage is None or wage <= 0:
        found.append(RuleBroken("bases.wage_missing", "wage"))
    elif wage > HIGHEST_WAGE_FEN:
        found.append(RuleBroken("bases.wage_too_high", "wage"))
    if first_month >= year.first_day:
        found.append(RuleBroken("bases.joined_this_year", "id_number", month=Month.of(first_month)))
    if line.start_month != year.first_day:
        found.append(RuleBroken("bases.other_year", "wage", year=year.year.begins))
    waiting = [other for other in record.open_lines(line) if is_same_act(other, line)]
    return [*found, *(RuleBroken("R017", "id_number", number=other.number) for other in waiting[:1])]


def is_same_act(other, line: DeclarationLine) -> bool:
    """Return whether another open line declares the yearly wage of the same employment."""
    return other.kind == DeclarationKind.BASES and other.unit_id == line.unit_id


def line_warnings(line: DeclarationLine, year: BasesYear, wage_fen: int | None) -> list[RuleBroken]:
    """Return the soft findings about one person: a base that falls is reviewed."""
    declared = line.details.get("wage_fen")
    if not declared or wage_fen is None or year.base(declared) >= year.base(wage_fen):
        return []
    return [RuleBroken("bases.falls", TICK, people=1)]


def unit_warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return what is to be read about the declaration as a whole."""
    year = bases_year(declaration.unit, on=on)
    found = [RuleBroken("bases.signatures", TICK)]
    if year.is_late:
        found.append(RuleBroken("bases.late", TICK, last=year.year.declare_by))
    left = counts(declaration.unit, year).open - declaration.lines.count() if declaration.pk else 0
    if left > 0:
        found.append(RuleBroken("bases.incomplete", TICK, people=left))
    return found


def fall_warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return one finding for all whose base would fall."""
    people = len(falling(declaration, on=on))
    return [RuleBroken("bases.falls", TICK, people=people)] if people else []


def falling(declaration: Declaration, *, on: date) -> list[DeclarationLine]:
    """Return the lines by which the base falls that is in force in the first month of the year."""
    lines = lines_of(declaration)
    year = bases_year(declaration.unit, on=on)
    wages = wages_of(declaration.unit, [line.person_id for line in lines], year.year.begins)
    return [line for line in lines if line_warnings(line, year, wages.get(line.person_id))]


def passes_by_rule(declaration: Declaration, *, on: date) -> bool:
    """Nobody has to look at wages of which none lowers a base."""
    return not falling(declaration, on=on)


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Write the wages from the year's first month, and what they change of the months charged already."""
    declaration = part.declaration
    lines = [line for line in lines_of(declaration) if line.undone_at is None]
    wages = {line.person_id: line.details["wage_fen"] for line in lines}
    since = Month.of(min(line.start_month for line in lines))
    write_differences(part, wage_differences(declaration.unit, wages, since))
    write_wages(part, lines)
    charged = last_charged_month(declaration.unit)
    declaration.details[CHARGED_THROUGH] = str(charged) if charged else ""
    declaration.save(update_fields=["details"])
    told = [(line.person, {}) for line in lines]
    notices.tell_people(told, "wage_declared_for_you", at=at, link="/me/contributions/")


def write_wages(part: DeclarationPart, lines: Sequence[DeclarationLine]) -> None:
    """Write the wages that lines declare."""
    DeclaredWage.objects.bulk_create(
        [
            DeclaredWage(
                person_id=line.person_id,
                unit_id=part.declaration.unit_id,
                from_month=line.start_month,
                wage_fen=line.details["wage_fen"],
                declared_by=part,
            )
            for line in lines
        ],
        batch_size=2000,
    )


def undo_problems(part: DeclarationPart, lines: list[DeclarationLine], *, on: date) -> list[RuleBroken]:
    """A wage is taken back while nothing was charged by it: no difference issued, no further month charged."""
    people = [line.person_id for line in lines]
    issued = [bill for made in differences_made_by(part) for bill in made.bills.all() if bill.state not in UNTOUCHED]
    if issued:
        return [RuleBroken("bases.difference_issued", bill=issued[0].number)]
    charged = last_charged_month(part.declaration.unit)
    if charged and str(charged) > part.declaration.details.get(CHARGED_THROUGH, ""):
        return [RuleBroken("bases.charged_since", month=charged)]
    return later_wages(part, people)


UNTOUCHED = (BillState.OPEN, BillState.CANCELLED)


def later_wages(part: DeclarationPart, people: Collection[int]) -> list[RuleBroken]:
    """Return that a later declared wage rests on this one."""
    own = DeclaredWage.objects.filter(declared_by=part).order_by("pk").first()
    later = DeclaredWage.objects.filter(
        unit=part.declaration.unit_id, person__in=people, undone_at=None, pk__gt=own.pk if own else 0
    ).exclude(declared_by=part)
    found = later.select_related("declared_by__declaration").order_by("pk").first()
    return [RuleBroken("bases.later_wage", number=found.declared_by.declaration.number)] if found else []


def take_back(part: DeclarationPart, lines: list[DeclarationLine], *, at: datetime) -> None:
    """Let the wages before count again, and set a counter row beside every difference."""
    people = [line.person_id for line in lines]
    DeclaredWage.objects.filter(declared_by=part, person__in=people, undone_at=None).update(undone_at=at)
    take_differences_back(part, people)
