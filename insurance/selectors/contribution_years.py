"""One year of a person's contributions: the twelve months at a glance, every line, and the totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from insurance.models.assessments import ContributionLine
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.monthly_charge import is_charged
from insurance.rules.months import Month
from insurance.rules.standing import Standing, worst
from insurance.selectors.contribution_history import WRITTEN_ORDER, Line, Share, lines_between
from insurance.selectors.insurance_picture import Segment, segments_of


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One month of the year's picture: amounts in fen, None where nothing was charged."""

    month: Month
    state: Standing
    unit: int | None = None
    own: int | None = None

    @property
    def amount(self) -> int | None:
        return None if self.unit is None else self.unit + self.own


@dataclass(frozen=True, slots=True)
class Total:
    """What one insurance came to in the year, in fen; a part is None where the law knows no such part."""

    insurance: Insurance
    unit: int | None
    own: int | None
    credited: int

    @property
    def total(self) -> int:
        return (self.unit or 0) + (self.own or 0)


@dataclass(frozen=True)
class ContributionYear:
    """A year as the page shows it. ``lines`` stand with the latest month first, ``years`` are those with any line."""

    year: int
    years: tuple[int, ...]
    cells: tuple[MonthCell, ...]
    lines: tuple[Line, ...]
    totals: tuple[Total, ...]

    @property
    def unit(self) -> int:
        return sum(total.unit or 0 for total in self.totals)

    @property
    def own(self) -> int:
        return sum(total.own or 0 for total in self.totals)

    @property
    def credited(self) -> int:
        return sum(total.credited for total in self.totals)

    @property
    def total(self) -> int:
        return self.unit + self.own

    @property
    def largest_month(self) -> int:
        return max((cell.amount for cell in self.cells if cell.amount), default=0)


def years_with_lines(person_id: int) -> tuple[int, ...]:
    """Return the years for which anything was charged, the latest first; one statement."""
    years = ContributionLine.objects.filter(person=person_id).values_list("month__year", flat=True)
    return tuple(years.distinct().order_by("-month__year"))


def contribution_year(person_id: int, year: int | None, *, on: date) -> ContributionYear:
    """Return one year, the latest with any line (or the present one) when none is asked for; three statements."""
    years = years_with_lines(person_id)
    shown = year or (years[0] if years else on.year)
    lines = lines_between(person_id, Month(shown, 1), Month(shown, 12), on=on)
    return ContributionYear(
        year=shown,
        years=years,
        cells=tuple(month_cells(shown, lines, segments_of(person_id), on=on)),
        lines=tuple(sorted(lines, key=lambda line: line.month, reverse=True)),
        totals=tuple(totals_of(lines)),
    )


def month_cells(year: int, lines: list[Line], segments: list[Segment], *, on: date):
    """Yield the twelve months. An insured month for which nothing was charged is missing, or still ahead."""
    for month in Month.span(Month(year, 1), Month(year, 12)):
        charged = [line for line in lines if line.month == month]
        if charged:
            shares = [share for line in charged for share in line.shares]
            yield MonthCell(
                month, state_of(charged), unit=summed(s.unit for s in shares), own=summed(s.own for s in shares)
            )
        else:
            yield MonthCell(month, state_without_line(month, lines, segments, Month.of(on)))


def state_of(lines: list[Line]) -> Standing:
    asked = [line.standing for line in lines if line.is_charge]
    return worst(asked or (line.standing for line in lines))


def summed(parts: Iterable[int | None]) -> int:
    return sum(part or 0 for part in parts)


def known_sum(parts: Iterable[int | None]) -> int | None:
    """Return the sum of the parts there are, None when there is none."""
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def state_without_line(month: Month, lines: list[Line], segments: list[Segment], this_month: Month) -> Standing:
    """Return how a month stands for which nothing was charged.

    The resident scheme is paid once for the rest of a calendar year, so its later months stand as that payment does.
    """
    kinds = {segment.kind for segment in segments if is_charged(segment.first_month, segment.stop_month, month)}
    if not kinds:
        return Standing.NONE
    if kinds == {EnrolmentKind.RESIDENT}:
        yearly = [line.standing for line in lines if line.month < month and pays_for_the_year(line)]
        return worst(yearly) if yearly else Standing.NONE if month < this_month else Standing.AHEAD
    return Standing.MISSING if month < this_month else Standing.AHEAD


def pays_for_the_year(line: Line) -> bool:
    return any(share.insurance == Insurance.RESIDENT for share in line.shares)


def totals_of(lines: list[Line]):
    """Yield what each insurance came to, in the usual order."""
    shares: dict[Insurance, list[Share]] = {}
    for line in lines:
        for share in line.shares:
            shares.setdefault(share.insurance, []).append(share)
    for insurance in WRITTEN_ORDER:
        if insurance in shares:
            of_it = shares[insurance]
            yield Total(
                insurance,
                unit=known_sum(share.unit for share in of_it),
                own=known_sum(share.own for share in of_it),
                credited=sum(share.total for share in of_it if share.standing == Standing.CREDITED),
            )
