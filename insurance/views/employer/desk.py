"""The desk of a unit, and the bill that is to come."""

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.views.said import said
from accounts.wording import day_text, month_text, sentence, worded
from insurance.rules.bill_standing import BillStanding
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.reduction_window import StopMonths
from insurance.selectors.employer_desk import Desk, OpenCase, employer_desk, month_to_bill
from insurance.selectors.next_bill import next_bill
from insurance.selectors.unit_limits import Request, UnitLimit, Waiting
from insurance.selectors.unit_window import UnitWindow
from insurance.views.employer.pages import UnitPage
from insurance.wording import AGENCY_NAMES, BILL_STATE_NAMES, DECLARATION_KIND_NAMES
from insurance.wording_batches import BATCH_STATE_NAMES
from insurance.wording_bills import STANDING_NAMES
from insurance.wording_calendar import UNIT_LIMIT_TITLES
from insurance.wording_reasons import reason_name

CASES_SHOWN = 8
"""Declarations of one state on the desk; the list has them all."""


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
            stats=stats(desk, Month.of(self.today)),
            limits=[limit_words(limit) for limit in desk.waiting.limits],
            requests=[request_words(request) for request in desk.waiting.requests],
            statements=desk.waiting.statements,
            workbooks=[workbook_words(workbook) for workbook in desk.waiting.workbooks],
            returned=listed(desk.returned, "returned"),
            drafts=listed(desk.drafts, "draft"),
            overdue=desk.bills if desk.bills.overdue else None,
            bills=[bill_words(bill) for bill in desk.bills.shown],
            is_quiet=is_quiet(desk),
            can_declare=self.can_declare(desk),
            **kwargs,
        )

    def can_declare(self, desk: Desk) -> bool:
        return desk.window.takes_declarations and self.request.user.may_for_unit(OperatorRight.PREPARE)


def listed(cases: list[OpenCase], state: str) -> dict:
    """Return the open declarations of a state as the desk writes them: whose limit ends first, and where the rest is."""
    return {
        "rows": [case_words(case) for case in cases[:CASES_SHOWN]],
        "more": max(len(cases) - CASES_SHOWN, 0),
        "more_url": f"/employer/declarations/?state={state}",
    }


def is_quiet(desk: Desk) -> bool:
    """Return whether nothing waits for the unit."""
    waiting: Waiting = desk.waiting
    return not (
        desk.bills.overdue
        or desk.returned
        or desk.drafts
        or waiting.requests
        or waiting.statements
        or waiting.workbooks
        or waiting.limits
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
    if window.pay_by:
        points.insert(2, {"label": _("Pay by"), "on": window.pay_by, "is_past": window.pay_by < window.on})
    points.sort(key=lambda point: point["on"])
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
    if window.is_unregistered:
        return _("The unit is not registered for social insurance yet. Register it first, then declare its staff.")
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


def stats(desk: Desk, month: Month) -> list[dict]:
    """Return the four numbers of the desk, each with the list behind it."""
    numbers = desk.numbers
    joined, left = {"status": "all", "joined": month}, {"status": "left", "left": month}
    return [
        {"label": _("Staff insured"), "value": numbers.staff, "url": "/employer/staff/"},
        {"label": _("Joined this month"), "value": numbers.joined, "url": f"/employer/staff/?{urlencode(joined)}"},
        {"label": _("Left this month"), "value": numbers.left, "url": f"/employer/staff/?{urlencode(left)}"},
        {"label": _("Open declarations"), "value": desk.open_cases, "url": "/employer/declarations/"},
    ]


LIMIT_ADDRESSES = {
    "to_register": "/employer/registration/",
    "to_declare": "/employer/profile/",
    "to_cancel": "/employer/registration/",
}


def limit_words(limit: UnitLimit) -> dict:
    """Return a limit of the unit itself as it is written."""
    return {"limit": limit, "title": UNIT_LIMIT_TITLES[limit.code], "url": LIMIT_ADDRESSES[limit.code]}


def request_words(request: Request) -> dict:
    """Return a wish as it is written: what is asked, and from which month."""
    if request.kind == DeclarationKind.INCREASE:
        asked = _("another unit has taken this person on and asks you to release them")
    else:
        asked = reason_name(request.reason)
    return {"request": request, "asked": asked}


def workbook_words(workbook) -> dict:
    """Return a workbook at work as it is written."""
    return {
        "workbook": workbook,
        "kind": DECLARATION_KIND_NAMES[workbook.kind],
        "state_words": BATCH_STATE_NAMES[workbook.state],
        "tone": "caution" if workbook.waits else "info",
    }


def case_words(case: OpenCase) -> dict:
    """Return an open declaration as it is written: its kind and people, what it tells of, the agencies concerned."""
    told = ""
    if case.event_on:
        words = _("first working day %(day)s") if case.begins else _("employment ended on %(day)s")
        told = words % {"day": day_text(case.event_on)}
    return {
        "case": case,
        "kind": DECLARATION_KIND_NAMES[case.kind],
        "told": told,
        "days": 30 if case.begins else 15,
        "agencies": worded([str(AGENCY_NAMES[code]) for code in case.agencies]),
    }


def bill_words(bill) -> dict:
    """Return a bill of the desk with its words."""
    if bill.overdue:
        state, words = "overdue", pgettext("bill state", "overdue")
    elif bill.state == "issued" and bill.paid >= bill.total:
        state, words = "paid", STANDING_NAMES[BillStanding.PAID]
    else:
        state, words = "credited" if bill.state == "paid" else bill.state, BILL_STATE_NAMES[bill.state]
    return {"bill": bill, "agency": AGENCY_NAMES[bill.agency], "state": state, "state_words": words}


class NextBillView(UnitPage):
    """What the next bill will be by today's record; the desk fetches the first lines of this page."""

    template_name = "insurance/employer/next_bill.html"

    def get_context_data(self, **kwargs):
        month = month_to_bill(self.unit, on=self.today)
        words = {"month": month.first_day, "month_words": month_text(month.first_day)}
        if self.unit.registration.is_awaited:
            return super().get_context_data(
                refused=_("Nothing is charged before the unit is registered."), **words, **kwargs
            )
        try:
            found = next_bill(self.unit, month, on=self.today)
        except RuleBroken as missing:
            return super().get_context_data(refused=sentence(missing), **words, **kwargs)
        agencies = [{"name": AGENCY_NAMES[agency], "parts": parts} for agency, parts in found.by_agency.items()]
        return super().get_context_data(forecast=found, agencies=agencies, **words, **kwargs)
