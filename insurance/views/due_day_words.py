"""When a bill is due and why: the day the rule names, the working day it is moved to, what a deferral made of it."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.wording import long_day_text, month_text
from insurance.rules.bill_standing import pay_until
from insurance.rules.late_fee import LateFeeRule
from insurance.rules.workdays import SATURDAY, WorkCalendar
from insurance.selectors.bills import moved_from
from insurance.wording_facts import counted_days


def due_day_facts(bill, rule: LateFeeRule | None, calendar: WorkCalendar, *, on: date) -> list[dict]:
    """Return the days of a bill as rows of ``components/fact_list.html``."""
    if bill.due_on is None:
        return [
            {"label": _("Due on"), "value": _("not fixed yet"), "note": _("It asks for nothing before it is issued.")}
        ]
    facts = [{"label": _("Due on"), "value": long_day_text(bill.due_on), "note": why(bill, rule, calendar)}]
    if bill.deferred_until:
        note = _("Deferral was granted: no late fee counts up to this day.")
        facts.append({"label": _("Deferred until"), "value": long_day_text(bill.deferred_until), "note": note})
    return [*facts, *left(bill, on)]


def why(bill, rule: LateFeeRule | None, calendar: WorkCalendar) -> str:
    """Say from which rule the due day follows, and why it was moved."""
    named = moved_from(bill, rule)
    if named is None and (rule is None or bill.due_on.day != rule.due_day):
        return ""
    words = {"month": month_text(bill.assessment.month), "number": rule.due_day}
    if named is None:
        return _("Contributions for %(month)s are due on the %(number)s of that month.") % words
    words |= {"day": long_day_text(named), "why": day_off_words(named, calendar)}
    return (
        _(
            "Contributions for %(month)s are due on the %(number)s of that month. %(day)s is %(why)s, so the last day is the"
            " next working day."
        )
        % words
    )


def day_off_words(day: date, calendar: WorkCalendar) -> str:
    """Say why agencies do not work on a day."""
    if day in calendar.holidays or day.weekday() < SATURDAY:
        return _("a public holiday")
    return _("a day of the weekend")


def left(bill, on: date) -> list[dict]:
    """Return how many days are left, or how long the last one is over, for a bill that asks for money."""
    last = pay_until(bill.due_on, bill.deferred_until)
    if bill.credited_on or bill.total_fen <= 0:
        return []
    days = (last - on).days
    if days < 0:
        return [{"label": _("Overdue for"), "value": counted_days(-days)}]
    return [{"label": _("Days left"), "value": counted_days(days)}] if days else []
