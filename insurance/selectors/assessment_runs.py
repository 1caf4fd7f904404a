"""How far the books of an area are, and the runs that brought them there."""

from datetime import date

from django.db import connection
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from insurance.models.assessment_runs import AssessmentRun, Reassessment
from insurance.models.assessments import Assessment, ClosedMonth
from insurance.models.bills import Bill
from insurance.models.declarations import DeclarationPart
from insurance.models.policy import PoolingArea
from insurance.rules.assessing import BooksOfArea, RunState
from insurance.rules.kinds import AssessmentKind, BillState
from insurance.rules.months import Month
from insurance.rules.workflow import State

PAYERS = """
SELECT e.unit_id, CASE WHEN e.unit_id IS NULL THEN e.person_id END, count(*)
FROM insurance_enrolment e
LEFT JOIN insurance_unitregistration reg ON reg.unit_id = e.unit_id
LEFT JOIN accounts_unit u ON u.id = e.unit_id
WHERE e.kind <> 'resident' AND coalesce(reg.area_id, e.area_id) = %(area)s
  AND e.first_month <= %(day)s AND (e.stop_month IS NULL OR e.stop_month > %(day)s)
  AND (u.closed_on IS NULL OR date_trunc('month', u.closed_on) > %(day)s)
GROUP BY 1, 2
ORDER BY 1, 2
"""

ASSESSED = """
SELECT a.unit_id, a.person_id FROM insurance_assessment a
WHERE a.area_id = %(area)s AND a.month = %(day)s AND a.kind = 'regular'
"""


def books_of(area: PoolingArea, *, on: date) -> BooksOfArea:
    """Return how far an area is assessed and closed. Where no run is on record, what was taken over tells."""
    runs = AssessmentRun.objects.filter(area=area)
    known = runs.aggregate(first=Min("month"), last=Max("month", filter=Q(state=RunState.FINISHED)))
    running = runs.filter(state=RunState.RUNNING).values_list("month", flat=True).first()
    taken_over = Assessment.objects.filter(area=area, kind=AssessmentKind.REGULAR, month__lte=on).aggregate(
        first=Min("month"), last=Max("month", filter=~Q(month__in=runs.values("month")))
    )
    closed = ClosedMonth.objects.filter(area=area).aggregate(last=Max("month"))["last"]
    return BooksOfArea(
        first=month_or_none(taken_over["first"] or known["first"]),
        last=month_or_none(known["last"] or taken_over["last"]),
        running=month_or_none(running),
        closed=month_or_none(closed),
    )


def month_or_none(day: date | None) -> Month | None:
    return None if day is None else Month.of(day)


def run_of(area: PoolingArea, month: Month) -> AssessmentRun | None:
    """Return the run of a month."""
    return AssessmentRun.objects.filter(area=area, month=month.first_day).select_related("area").first()


def runs() -> QuerySet[AssessmentRun]:
    """Return every run, to be listed."""
    return AssessmentRun.objects.select_related("area", "begun_by")


def waiting_payers(area: PoolingArea, month: Month) -> list[tuple[int | None, int | None, int]]:
    """Return who is to be assessed for a month and is not: unit, or person who pays alone, and of how many enrolments."""
    facts = {"area": area.pk, "day": month.first_day}
    with connection.cursor() as cursor:
        cursor.execute(ASSESSED, facts)
        done = set(cursor.fetchall())
        cursor.execute(PAYERS, facts)
        return [row for row in cursor.fetchall() if row[:2] not in done]


def open_of_month(area: PoolingArea, month: Month) -> dict[str, int]:
    """Return what is not finished of a month that is about to be closed: unpaid bills and their sum in fen, declarations
    that have not taken effect, changes that wait to be assessed."""
    unpaid = Bill.objects.filter(
        assessment__area=area, assessment__month=month.first_day, state__in=(BillState.ISSUED, BillState.PART_PAID)
    ).aggregate(bills=Count("pk"), fen=Sum(F("unit_total_fen") + F("own_total_fen") - F("paid_fen")))
    parts = DeclarationPart.objects.filter(
        declaration__area=area, state=State.ACCEPTED, effective_on__lte=month.last_day
    ).count()
    waiting = Reassessment.objects.filter(area=area, from_month__lte=month.first_day).count()
    return {"bills": unpaid["bills"], "fen": unpaid["fen"] or 0, "parts": parts, "waiting": waiting}
