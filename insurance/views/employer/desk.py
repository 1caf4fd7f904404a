"""The desk of a unit."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.views.said import said
from accounts.wording import day_text, sentence, worded
from insurance.rules.reduction_window import StopMonths
from insurance.selectors.employer_desk import Desk, employer_desk
from insurance.selectors.unit_window import UnitWindow
from insurance.views.employer.pages import UnitPage
from insurance.wording import AGENCY_NAMES, BILL_STATE_NAMES
from insurance.wording_reasons import reason_name


class DeskView(UnitPage):
    """The month as a strip, the numbers, what will not wait, the bills."""

    template_name = "insurance/employer/desk.html"

    def get_context_data(self, **kwargs):
        desk = employer_desk(self.unit, on=self.today)
        return super().get_context_data(
            desk=desk,
            unit_name=said(self.unit.name),
            points=strip_points(desk.window),
            window_sentence=window_sentence(desk.window),
            stats=stats(desk),
            requests=[(request, reason_name(request.reason)) for request in desk.requests],
            returned=[(case, worded([str(AGENCY_NAMES[code]) for code in case.agencies])) for case in desk.returned],
            bills=[bill_words(bill) for bill in desk.bills],
            is_quiet=not (desk.requests or desk.returned or desk.drafts),
            **kwargs,
        )


def strip_points(window: UnitWindow) -> list[dict]:
    """Return the days of the month that matter to the unit, in order."""
    stops = window.stops
    if stops is None:
        return []
    days = stops.window
    points = [
        {"label": _("Window opens"), "on": days.opens_on, "is_past": days.opens_on < window.on},
        {
            "label": _("Window closes"),
            "on": days.closes_on,
            "is_past": days.closes_on < window.on,
            "note": left_words(window) if window.is_open else "",
        },
        {
            "label": _("A reduction declared today counts from"),
            "on": stops.default.first_day,
            "is_past": False,
            "note": _("the first month that is not charged"),
        },
    ]
    ahead = [point for point in points if not point["is_past"]]
    return [{**point, "is_next": point is ahead[0]} for point in points]


def left_words(window: UnitWindow) -> str:
    """Return how many working days are left after today."""
    days = window.working_days_left
    if days == 0:
        return _("today is the last day")
    return ngettext("%(days)s working day left", "%(days)s working days left", days) % {"days": days}


def window_sentence(window: UnitWindow) -> str:
    """Return in one sentence whether the unit can declare today."""
    if window.refused:
        return sentence(window.refused)
    if not window.takes_declarations:
        return _("The unit is suspended or closed, so no declarations are taken online. Come to a service counter.")
    if window.is_open:
        return _("Declarations are taken today.")
    return opening_sentence(window.stops)


def opening_sentence(stops: StopMonths) -> str:
    return _(
        "This month's window is closed. What you declare now counts as declared on %(day)s, when the next one opens."
    ) % {"day": day_text(stops.counts_as_of)}


def stats(desk: Desk) -> list[dict]:
    """Return the four numbers of the desk."""
    numbers = desk.numbers
    return [
        {"label": _("Staff insured"), "value": numbers.staff, "url": "/employer/staff/"},
        {"label": _("Joined this month"), "value": numbers.joined, "url": ""},
        {"label": _("Left this month"), "value": numbers.left, "url": "/employer/staff/?status=left"},
        {"label": _("Open declarations"), "value": desk.open_cases, "url": "/employer/declarations/"},
    ]


def bill_words(bill) -> dict:
    """Return a bill of the desk with its words."""
    return {
        "bill": bill,
        "agency": AGENCY_NAMES[bill.agency],
        "state": "overdue" if bill.overdue else "credited" if bill.state == "paid" else bill.state,
        "state_words": pgettext("bill state", "overdue") if bill.overdue else BILL_STATE_NAMES[bill.state],
    }
