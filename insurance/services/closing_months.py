"""关账: the books of a month are closed; from then on only new rows that name what they correct."""

from datetime import date, datetime

from django.db import transaction

from accounts.models.users import User
from accounts.services import audit
from insurance.models.assessments import ClosedMonth
from insurance.models.policy import PoolingArea
from insurance.rules.assessing import refuse_to_close
from insurance.rules.months import Month
from insurance.selectors.assessment_runs import books_of
from insurance.services.assessing import refuse_without_permission
from insurance.services.books import hold_books_alone


@transaction.atomic
def close(area: PoolingArea, month: Month, *, actor: User | None, at: datetime, on: date) -> ClosedMonth:
    """Close the books of a month of an area; whoever is changing something in them is waited for.

    Raises RuleBroken: account.not_allowed, and what ``refuse_to_close`` refuses: a month that is not over or not assessed,
    or while an earlier one is open.
    """
    refuse_without_permission(actor)
    hold_books_alone(area.pk)
    refuse_to_close(month, books_of(area, on=on), on=on)
    closed = ClosedMonth.objects.create(area=area, month=month.first_day, closed_on=on)
    audit.record(actor, "month.closed", area, at=at, month=str(month))
    return closed
