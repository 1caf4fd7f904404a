"""业务日历: the unit's deadlines on a page, as a file, and under a secret address for calendar programs."""

import uuid

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View

from accounts import clock
from accounts.forms.base import HallForm
from accounts.views.audiences import OperatorRequired
from accounts.views.forms import RuleFormView
from insurance.documents.calendar_file import CalendarDayEvent, calendar_file
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.unit_calendar import LIMITS, Entry, Event, day_off
from insurance.selectors.unit_calendar import UnitCalendar, unit_calendar
from insurance.services import calendar_subscriptions
from insurance.views.employer.pages import UnitPage
from insurance.wording_calendar import (
    DAY_OFF_NAMES,
    PROVISIONAL,
    basis_of,
    kind_words,
    moved_words,
    reason_of,
    title_of,
)

FILE_TYPE = "text/calendar; charset=utf-8"
FILE_NAME = "unit-calendar.ics"

UID_NAMES = uuid.UUID("7c0a6f0e-5f5e-4d5e-9a51-3799010000aa")
"""The name space of the entries' stable names."""

FEED_ADDRESS = "/employer/calendar/feed/"

ADDRESSES = {
    Event.TELL_END: "/employer/declarations/{number}/",
    Event.TELL_START: "/employer/declarations/{number}/",
    Event.AGENCY_ANSWERS: "/employer/declarations/{number}/",
    Event.ANSWER_REQUEST: "/employer/stop-requests/{number}/",
}
"""Where an entry about a case leads."""


class CalendarView(UnitPage):
    """Half a year of deadlines, month by month."""

    template_name = "insurance/employer/calendar.html"

    def get_context_data(self, **kwargs):
        found = unit_calendar(self.unit, on=self.today)
        months = [month_words(found, month, self.today) for month in found.months]
        return super().get_context_data(months=months, total=len(found.entries), provisional=PROVISIONAL, **kwargs)


def month_words(found: UnitCalendar, month: Month, today) -> dict:
    """Return a month as it is written: its entries, and whether its days are provisional."""
    entries = found.of(month)
    return {
        "month": month.first_day,
        "key": str(month),
        "is_provisional": not found.calendar.is_announced(month.year),
        "rows": [entry_words(one, found, today) for one in entries],
    }


def entry_words(shown: Entry, found: UnitCalendar, today) -> dict:
    """Return an entry as it is written."""
    tone, word = kind_words(shown)
    return {
        "on": shown.on,
        "last": shown.last if shown.last != shown.on else None,
        "is_over": shown.last < today,
        "is_today": shown.on <= today <= shown.last,
        "is_limit": shown.event in LIMITS,
        "title": title_of(shown),
        "why": reason_of(shown),
        "moved": moved_words(shown, found.calendar),
        "off": day_off_words(shown, found),
        "basis": basis_of(shown),
        "url": address_of(shown),
        "tone": tone,
        "word": word,
    }


def day_off_words(shown: Entry, found: UnitCalendar) -> str:
    """Return that a limit which does not move ends on a day off, so that nobody counts on a counter."""
    if shown.event not in LIMITS or found.calendar.is_working(shown.on):
        return ""
    name = DAY_OFF_NAMES[day_off(shown.on, found.calendar)]
    return _("Not moved: this limit ends on %(over)s as well.") % {"over": name}


def address_of(shown: Entry) -> str:
    """Return where an entry leads; a dispute stands on the page of the declaration it is about."""
    if shown.detail == DeclarationKind.DISPUTE:
        return f"/employer/declarations/{shown.number}/"
    return ADDRESSES[shown.event].format(number=shown.number) if shown.event in ADDRESSES else ""


class CalendarFileView(OperatorRequired, View):
    """The calendar as a file to take along."""

    http_method_names = ["get", "head"]

    def get(self, request):
        response = file_of(request.user.unit, base=request.build_absolute_uri("/")[:-1])
        response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
        return response


class CalendarFeedView(View):
    """The same file for a calendar program, which proves itself by the secret in the address. No names stand in it."""

    http_method_names = ["get", "head"]

    def get(self, request, secret):
        operator = calendar_subscriptions.subscriber(secret)
        if operator is None:
            raise Http404
        with translation.override(operator.language or "zh-hans"):
            response = file_of(operator.unit, base=request.build_absolute_uri("/")[:-1])
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def file_of(unit, *, base: str) -> HttpResponse:
    found = unit_calendar(unit, on=clock.today())
    events = [day_event(one, found, unit.public_id, base) for one in found.entries]
    content = calendar_file(events, name=str(_("Social insurance deadlines of the unit")), made_at=clock.now())
    return HttpResponse(content, content_type=FILE_TYPE)


def day_event(shown: Entry, found: UnitCalendar, unit: str, base: str) -> CalendarDayEvent:
    """Return an entry for the file. Its name is made of what it is about, so that it stays when its day moves."""
    words = [reason_of(shown), moved_words(shown, found.calendar), day_off_words(shown, found)]
    words.append(str(PROVISIONAL) if shown.provisional else "")
    basis = basis_of(shown)
    words.append(basis.words if basis else "")
    return CalendarDayEvent(
        uid=f"{uuid.uuid5(UID_NAMES, f'{unit}:{shown.key}')}@hall",
        first=shown.on,
        last=shown.last,
        summary=title_of(shown),
        description="\n".join(filter(None, words)),
        url=f"{base}{address_of(shown) or '/employer/calendar/'}",
        is_deadline=shown.event in LIMITS,
    )


class SubscriptionForm(HallForm):
    """Asks for a new address, or ends the present one."""


class SubscriptionView(OperatorRequired, RuleFormView):
    """The secret address: what it is for, a new one, the end of the present one."""

    form_class = SubscriptionForm
    template_name = "insurance/employer/calendar_subscription.html"
    success_url = "/employer/calendar/subscription/"
    made = ""

    def perform(self, answers):
        if self.request.POST.get("act") == "end":
            return calendar_subscriptions.unsubscribe(self.request.user, at=clock.now())
        return calendar_subscriptions.subscribe(self.request.user, at=clock.now())

    def address_of(self, result):
        self.made = result or ""
        return self.success_url

    def form_valid(self, form):
        response = super().form_valid(form)
        if not self.made:
            return response
        address = self.request.build_absolute_uri(f"{FEED_ADDRESS}{self.made}.ics")
        page = self.render_to_response(self.get_context_data(form=SubscriptionForm(), address=address))
        page.headers["Cache-Control"] = "no-store"
        return page

    def get_context_data(self, **kwargs):
        since = calendar_subscriptions.subscribed_since(self.request.user)
        return super().get_context_data(since=since, **kwargs)
