"""The words of a unit's calendar: what happens, why, on what it rests, and why a day was moved."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.rules.roles import Agency
from accounts.wording import day_text, month_text, worded
from insurance.rules.explanation import Citation
from insurance.rules.kinds import DeclarationKind
from insurance.rules.statutes import SOCIAL_INSURANCE_LAW
from insurance.rules.unit_calendar import DayOff, Entry, Event, Holiday, days_off_between
from insurance.rules.workdays import WorkCalendar
from insurance.wording import AGENCY_NAMES
from insurance.wording_sources import Basis, basis_of_citation, basis_of_source

TITLES = {
    Event.WINDOW_OPENS: pgettext_lazy("calendar", "Declarations of %(month)s: window opens"),
    Event.CUT_OFF: pgettext_lazy("calendar", "Declarations of %(month)s: cut-off day"),
    Event.WINDOW_CLOSES: pgettext_lazy("calendar", "Declarations of %(month)s: last day"),
    Event.PAY_BY: pgettext_lazy("calendar", "Contributions of %(month)s: last day to pay"),
    Event.WAGES_BY: pgettext_lazy("calendar", "Yearly declaration of wages: last day"),
    Event.TELL_END: pgettext_lazy("calendar", "Declaration %(number)s: tell of the end of employment"),
    Event.TELL_START: pgettext_lazy("calendar", "Declaration %(number)s: register the new employee"),
    Event.ANSWER_REQUEST: pgettext_lazy("calendar", "Request %(number)s: answer it"),
    Event.AGENCY_ANSWERS: pgettext_lazy("calendar", "Declaration %(number)s: the agency answers"),
    Event.HOLIDAY: pgettext_lazy("calendar", "Public holiday: %(name)s"),
    Event.MAKE_UP_DAY: pgettext_lazy("calendar", "Make-up working day: counters are open"),
}

UNIT_LIMIT_TITLES = {
    "to_register": pgettext_lazy("calendar", "Register the unit for social insurance"),
    "to_declare": pgettext_lazy("calendar", "Declare the change of the unit's data"),
    "to_cancel": pgettext_lazy("calendar", "Cancel the unit's registration"),
}

REASONS = {
    Event.WINDOW_OPENS: gettext_lazy("From this day on, increases and reductions of the month are taken."),
    Event.CUT_OFF: gettext_lazy("A reduction declared later is charged for this month as well."),
    Event.WINDOW_CLOSES: gettext_lazy("What is declared later counts for the next window."),
    Event.PAY_BY: gettext_lazy("A late fee runs from the next day."),
    Event.WAGES_BY: gettext_lazy(
        "Who is not declared by then is charged by the rule for undeclared wages until the declaration follows."
    ),
    Event.TELL_END: gettext_lazy(
        "The agency is told within 15 days of the end of employment. The declaration still lies with you: complete and submit it."
    ),
    Event.TELL_START: gettext_lazy(
        "A new employee is registered within 30 days of the first working day. The declaration still lies with you: complete and submit it."
    ),
    Event.ANSWER_REQUEST: gettext_lazy("Without an answer the agencies decide without your unit."),
    Event.UNIT_LIMIT: gettext_lazy("A unit reports its founding, a change or its end within 30 days."),
    Event.AGENCY_ANSWERS: gettext_lazy("By this day the declaration is decided."),
    Event.HOLIDAY: gettext_lazy("The counters are closed. This website stays open."),
    Event.MAKE_UP_DAY: gettext_lazy("A weekend day that is worked in exchange for a holiday; limits may end on it."),
}

HOLIDAY_NAMES = {
    Holiday.NEW_YEAR: pgettext_lazy("holiday", "New Year"),
    Holiday.SPRING_FESTIVAL: pgettext_lazy("holiday", "Spring Festival"),
    Holiday.QINGMING: pgettext_lazy("holiday", "Qingming Festival"),
    Holiday.LABOUR_DAY: pgettext_lazy("holiday", "Labour Day"),
    Holiday.DRAGON_BOAT: pgettext_lazy("holiday", "Dragon Boat Festival"),
    Holiday.MID_AUTUMN: pgettext_lazy("holiday", "Mid-Autumn Festival"),
    Holiday.NATIONAL_DAY: pgettext_lazy("holiday", "National Day"),
}

DAY_OFF_NAMES = {
    DayOff.WEEKEND: pgettext_lazy("day off", "a weekend"),
    DayOff.HOLIDAY: pgettext_lazy("day off", "a public holiday"),
}

CITATIONS = {
    Event.TELL_END: Citation(SOCIAL_INSURANCE_LAW, "50"),
    Event.TELL_START: Citation(SOCIAL_INSURANCE_LAW, "58"),
    Event.UNIT_LIMIT: Citation(SOCIAL_INSURANCE_LAW, "57"),
}

EVENT_TONES = {
    Event.HOLIDAY: "plain",
    Event.MAKE_UP_DAY: "plain",
    Event.WINDOW_OPENS: "good",
    Event.AGENCY_ANSWERS: "info",
}
"""How an entry is marked; every other one is a limit."""

KIND_WORDS = {
    Event.HOLIDAY: pgettext_lazy("calendar", "Day off"),
    Event.MAKE_UP_DAY: pgettext_lazy("calendar", "Working day"),
    Event.WINDOW_OPENS: pgettext_lazy("calendar", "From now on"),
    Event.AGENCY_ANSWERS: pgettext_lazy("calendar", "Answer due"),
}


def title_of(shown: Entry) -> str:
    """Return what happens, in a few words that name nobody."""
    if shown.event == Event.UNIT_LIMIT:
        return str(UNIT_LIMIT_TITLES[shown.detail])
    if shown.detail == DeclarationKind.DISPUTE:
        return pgettext("calendar", "Dispute about declaration %(number)s: state your view") % {"number": shown.number}
    facts = {"number": shown.number}
    if shown.month:
        facts["month"] = month_text(shown.month.first_day)
    if shown.event == Event.HOLIDAY:
        facts["name"] = HOLIDAY_NAMES[shown.detail]
    return str(TITLES[shown.event]) % facts


def reason_of(shown: Entry) -> str:
    """Return why the day matters, in a sentence."""
    if shown.event == Event.AGENCY_ANSWERS:
        agencies = worded([str(AGENCY_NAMES[Agency(code)]) for code in shown.detail.split("+")])
        return _("%(agencies)s: decided by this day.") % {"agencies": agencies}
    return str(REASONS[shown.event])


def kind_words(shown: Entry) -> tuple[str, str]:
    """Return the tone and the word an entry is marked with."""
    word = KIND_WORDS.get(shown.event, pgettext("calendar", "Limit"))
    return EVENT_TONES.get(shown.event, "caution"), str(word)


def basis_of(shown: Entry) -> Basis | None:
    """Return the law or the local document behind an entry."""
    if shown.source:
        return basis_of_source(shown.source)
    citation = CITATIONS.get(shown.event)
    return basis_of_citation(citation) if citation else None


def moved_words(shown: Entry, calendar: WorkCalendar) -> str:
    """Return from which day an entry was moved and over what; empty for one that was not."""
    if not shown.is_moved:
        return ""
    over = worded([str(DAY_OFF_NAMES[kind]) for kind in days_off_between(shown, calendar)])
    return _("Moved from %(day)s, which falls on %(over)s.") % {"day": day_text(shown.fell_on), "over": over}


PROVISIONAL = gettext_lazy("Provisional: counted by weekdays, the public holidays of that year are not announced yet.")

AUDIT_ACTIONS = {
    "calendar.subscribed": gettext_lazy("address for a calendar program made"),
    "calendar.unsubscribed": gettext_lazy("address for a calendar program ended"),
}

SENTENCES = {
    "export.many": gettext_lazy(
        "You already have %(most)s files of the last 24 hours. Open one of them below; further ones can be made tomorrow."
    ),
    "export.purpose_missing": gettext_lazy(
        "Write in at least %(characters)s characters what the whole identity numbers are needed for, or take the masked ones."
    ),
}
