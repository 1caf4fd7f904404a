"""What of a declaration in effect stands on record and may be corrected after its month was closed, and which money
follows."""

from collections.abc import Collection, Iterable

from insurance.models.assessments import ContributionLine
from insurance.models.declarations import Declaration
from insurance.models.enrolments import Enrolment
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import AGENCY_OF, DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN
from insurance.selectors.personnel import grouped
from insurance.selectors.policy import latest_closed_month


def first_open_month(area: PoolingArea) -> Month | None:
    """Return the month after the last one whose books are closed; None while none is closed."""
    closed = latest_closed_month(area)
    return closed + 1 if closed else None


def written_by(about: Declaration, people: Collection[int] | None = None) -> dict[int, list[Enrolment]]:
    """Return by person which enrolments a reduction closed, or an increase opened, that still stand like that.

    What a correction has put right is left out. Two statements.
    """
    if about.kind == DeclarationKind.REDUCTION:
        segments = Enrolment.objects.filter(ended_by__declaration=about, ended_by__state=State.EFFECTIVE)
    else:
        segments = Enrolment.objects.filter(
            begun_by__declaration=about, begun_by__state=State.EFFECTIVE, stop_month=None
        )
    if people is not None:
        segments = segments.filter(person__in=people)
    corrected = set(Enrolment.objects.filter(begun_by__declaration__about=about).values_list("person_id", "insurance"))
    standing = segments.select_related("person").order_by("person_id", "insurance", "pk")
    return grouped(one for one in standing if (one.person_id, one.insurance) not in corrected)


def settlement(
    about: Declaration, segments: Iterable[Enrolment], first_open: Month, charged: Iterable[ContributionLine] = ()
) -> list[dict]:
    """Return month by month and agency which money of closed months follows from correcting one person's segments.

    After a wrong reduction contributions are to be charged (``to_charge``: which insurances); after a wrong increase what
    was charged is to be refunded (``to_refund``: amounts in fen). ``charged`` are the person's lines with the unit.
    """
    segments = list(segments)
    if about.kind == DeclarationKind.REDUCTION:
        return to_charge(segments, first_open)
    return to_refund(segments, first_open, charged)


def to_charge(segments: list[Enrolment], first_open: Month) -> list[dict]:
    months: dict[tuple, list[int]] = {}
    for one in segments:
        for month in Month.span(Month.of(one.stop_month), first_open - 1):
            months.setdefault((str(month), str(AGENCY_OF[one.insurance])), []).append(one.insurance)
    return [
        {"month": month, "agency": agency, "money": "to_charge", "insurances": sorted(codes)}
        for (month, agency), codes in sorted(months.items())
    ]


def to_refund(segments: list[Enrolment], first_open: Month, charged: Iterable[ContributionLine]) -> list[dict]:
    codes = sorted({Insurance(one.insurance) for one in segments})
    since = min((Month.of(one.first_month) for one in segments), default=first_open)
    entries = []
    for line in charged:
        if not since <= Month.of(line.month) < first_open:
            continue
        for agency in sorted({AGENCY_OF[code] for code in codes}):
            entry = refund_of(line, agency, [code for code in codes if AGENCY_OF[code] == agency])
            if entry["unit_fen"] or entry["own_fen"]:
                entries.append(entry)
    return entries


def refund_of(line: ContributionLine, agency, codes: list[Insurance]) -> dict:
    return {
        "month": str(Month.of(line.month)),
        "agency": str(agency),
        "money": "to_refund",
        "insurances": codes,
        "unit_fen": sum(amount(line, UNIT_COLUMN[code]) for code in codes),
        "own_fen": sum(amount(line, OWN_COLUMN[code]) for code in codes),
    }


def amount(line: ContributionLine, column: str | None) -> int:
    return (getattr(line, column) or 0) if column else 0


def charged_with(about: Declaration, people: Collection[int]) -> dict[int, list[ContributionLine]]:
    """Return what the unit was charged for people, by person, months in order; one statement."""
    lines = ContributionLine.objects.filter(person__in=people, assessment__unit=about.unit_id)
    return grouped(lines.order_by("person_id", "month", "pk"))
