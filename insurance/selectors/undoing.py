"""What stands in the way of taking back what took effect: closed books, later declarations, insurance elsewhere."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce

from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.selectors.closing import UNDER_WAY
from insurance.selectors.policy import latest_closed_month
from insurance.selectors.under_way import BEGINNINGS, OF_ENROLMENTS

RESTS_ON_OTHERS = OF_ENROLMENTS | {DeclarationKind.CORRECTION}


def lines_in_effect(declaration: Declaration, people: Collection[int] | None = None) -> list[DeclarationLine]:
    """Return the lines that were not taken back, with their people; of the ``people`` alone where some are named."""
    lines = declaration.lines.filter(undone_at=None).select_related("person").order_by("position")
    return list(lines if people is None else lines.filter(person__in=people))


def people_numbered(declaration: Declaration, public_ids: Collection[str]) -> list[int]:
    """Return the keys of those people of a declaration who have these numbers; others are nobody."""
    lines = declaration.lines.filter(person__public_id__in=[one for one in public_ids if one.isalnum()])
    return list(lines.values_list("person", flat=True))


def closed_month_of(declaration: Declaration, lines: Sequence[DeclarationLine]) -> Month | None:
    """Return the earliest month of the lines when its books are closed, so that nothing is taken back any more."""
    first = min((Month.of(line.month) for line in lines if line.month), default=None)
    closed = latest_closed_month(declaration.area)
    return first if first and closed and first <= closed else None


def closed_for_all(declaration: Declaration) -> bool:
    """Return whether the books of the month are closed for everybody whose line stands; two statements."""
    latest = declaration.lines.filter(undone_at=None).aggregate(month=Max(Coalesce("stop_month", "start_month")))
    closed = latest_closed_month(declaration.area)
    return bool(closed and latest["month"] and Month.of(latest["month"]) <= closed)


def later_lines(declaration: Declaration, people: Collection[int]) -> list[DeclarationLine]:
    """Return the lines of later declarations about the people's employment that rest on this one."""
    lines = DeclarationLine.objects.filter(
        Q(declaration__kind=DeclarationKind.CORRECTION) | Q(unit=declaration.unit_id),
        person__in=people,
        undone_at=None,
        declaration__pk__gt=declaration.pk,
        declaration__kind__in=RESTS_ON_OTHERS,
        declaration__parts__state__in=UNDER_WAY | {State.EFFECTIVE},
    )
    about_this = Q(declaration__about=declaration.pk) | ~Q(declaration__kind=DeclarationKind.CORRECTION)
    return list(lines.filter(about_this).select_related("declaration", "person").distinct().order_by("pk"))


def insured_elsewhere(part: DeclarationPart, people: Collection[int]) -> list[Enrolment]:
    """Return the enrolments that would overlap those the part closed, if these ran on: nobody is insured twice.

    Work injury may run with several units. Two statements.
    """
    ended = list(Enrolment.objects.filter(ended_by=part, person__in=people))
    return would_overlap(
        {(one.person_id, slot_of(one)): one.stop_month for one in ended}, besides=[one.pk for one in ended]
    )


def taken_on_elsewhere(part: DeclarationPart, lines: Sequence[DeclarationLine]) -> list[DeclarationLine]:
    """Return the accepted declarations of others by which the people of a reduction are insured soon; one statement."""
    codes = {code for line in lines for code in line.insurances_of(part.agency)} - {Insurance.INJURY}
    others = DeclarationLine.objects.filter(
        person__in=[line.person_id for line in lines],
        insurances__overlap=sorted(codes),
        start_month__isnull=False,
        declaration__kind__in=BEGINNINGS,
        declaration__parts__agency=part.agency,
        declaration__parts__state__in=[State.ACCEPTED, State.WITHDRAWAL_REQUESTED],
    )
    return list(others.exclude(declaration=part.declaration_id).select_related("person").order_by("start_month", "pk"))


def would_overlap(from_months: dict[tuple, date], *, besides: Collection[int] = ()) -> list[Enrolment]:
    """Return what is or was insured in the slots of people (``slot_of``) from a month on; one statement."""
    later = Enrolment.objects.filter(person__in={person for person, _slot in from_months}).exclude(pk__in=besides)
    real = later.filter(Q(stop_month=None) | Q(stop_month__gt=F("first_month"))).select_related("person")
    return [one for one in real.order_by("first_month", "pk") if reaches(one, from_months)]


def reaches(other: Enrolment, from_months: dict[tuple, date]) -> bool:
    since = from_months.get((other.person_id, slot_of(other)))
    return since is not None and (other.stop_month is None or other.stop_month > since)


def slot_of(enrolment: Enrolment) -> tuple:
    """Return what an enrolment takes up: its scheme, of work injury that of its unit."""
    of_unit = enrolment.unit_id if enrolment.insurance == Insurance.INJURY else None
    return enrolment.scheme, of_unit
