"""出单: bills become due. Their charge is posted fund by fund in the same moment, a negative one as a credit note."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection, transaction

from insurance.models.bills import Bill
from insurance.models.policy import PoolingArea
from insurance.rules.assessing import payable_until
from insurance.rules.kinds import BillState
from insurance.rules.months import Month
from insurance.selectors.policy import late_fee_rule_on, work_calendar
from insurance.services.books import hold_books
from insurance.services.ledger import charge_bills

ISSUE = """
UPDATE insurance_bill AS bill SET state = 'issued', issued_on = %(on)s, due_on = it.due_on
FROM unnest(%(bills)s::bigint[], %(days)s::date[]) AS it(id, due_on)
WHERE bill.id = it.id
"""

NOTHING_TO_PAY = """
UPDATE insurance_bill AS bill SET state = 'paid', paid_on = %(on)s, credited_on = %(on)s
WHERE bill.id = ANY(%(bills)s) AND bill.unit_total_fen + bill.own_total_fen = 0
"""
"""A bill over nothing, or whose funds even each other out, is credited with its issue: its month is not unpaid."""


@transaction.atomic
def issue(bill_ids: Collection[int], *, at: datetime, on: date) -> list[int]:
    """Issue those of the bills that are open: due day by their area's rule, charge posted. Return their keys.

    Due with the contributions of their month; what is issued later than that, with the next ones. Bills that are issued
    or cancelled already are left as they are. Locks: the books of the areas, then the bills by key.
    """
    areas = Bill.objects.filter(pk__in=bill_ids).order_by("assessment__area").values_list("assessment__area", flat=True)
    for area_id in areas.distinct():
        hold_books(area_id)
    opened = (
        Bill.objects.filter(pk__in=bill_ids, state=BillState.OPEN)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    rows = list(opened.values_list("pk", "assessment__area", "assessment__month"))
    due = due_days({(area_id, month) for _pk, area_id, month in rows}, on=on)
    days = {pk: due[area_id, month] for pk, area_id, month in rows}
    with connection.cursor() as cursor:
        cursor.execute(ISSUE, {"bills": list(days), "days": list(days.values()), "on": on})
    post(list(days), at=at, on=on)
    return list(days)


def post(bill_ids: list[int], *, at: datetime, on: date) -> None:
    """Post the charges of bills that are issued; what charges nothing is credited at once."""
    charge_bills(bill_ids, at=at, on=on)
    with connection.cursor() as cursor:
        cursor.execute(NOTHING_TO_PAY, {"bills": bill_ids, "on": on})


def due_days(months: Collection[tuple[int, date]], *, on: date) -> dict[tuple[int, date], date]:
    """Return the due day of bills issued on a day, by area and month; RuleBroken("policy.missing") without a rule."""
    if not months:
        return {}
    calendar = work_calendar()
    areas = PoolingArea.objects.in_bulk({area_id for area_id, _month in months})
    rules = {key: late_fee_rule_on(area, on) for key, area in areas.items()}
    return {
        (area_id, month): payable_until(Month.of(month), on=on, rule=rules[area_id], calendar=calendar)
        for area_id, month in months
    }
