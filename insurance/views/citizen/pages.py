"""What the pages of a citizen have in common: who it is, what day it is, and how enrolments are named."""

from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts import clock
from accounts.views.audiences import CitizenRequired
from accounts.wording import day_text, month_text, worded
from insurance.forms.days import OnDayForm
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.contribution_history import WRITTEN_ORDER
from insurance.selectors.insurance_picture import InsuranceRow, Segment, Status
from insurance.selectors.medical_benefits import stored_state
from insurance.wording import DECLARATION_KIND_NAMES, ENROLMENT_KIND_NAMES
from insurance.wording_benefits import BENEFIT_NAMES

MONTHS_AHEAD = 12
"""How far ahead the record of today is shown: an accepted stop lies at most some months ahead."""


class CitizenPage(CitizenRequired, TemplateView):
    """A page that shows something of the person who is signed in."""

    @property
    def person_id(self) -> int:
        return self.request.user.person_id

    @property
    def today(self) -> date:
        return clock.today()


class DayPage(CitizenPage):
    """A page that tells how something stands today, or stood or will stand on a chosen day (``?on=2026-03-15``)."""

    def day_form(self) -> OnDayForm:
        """Return the form as asked; unbound where no day was asked for."""
        latest = (Month.of(self.today) + MONTHS_AHEAD).last_day
        asked = self.request.GET if "on" in self.request.GET else None
        return OnDayForm(asked, latest=latest, initial={"on": self.today})

    def day_of(self, form: OnDayForm) -> date:
        """Return the day to show: the one asked for, today where that is none."""
        return form.cleaned_data["on"] if form.is_bound and form.is_valid() else self.today


def day_note(on: date, today: date) -> str:
    """Say what a picture of another day rests on."""
    if on > today:
        return _("This day lies ahead: shown is what will hold by today's record.")
    if on < today:
        return _("Shown is how things stood on %(day)s, by what is on record today.") % {"day": day_text(on)}
    return ""


def medical_line(person_id: int, *, on: date) -> dict:
    """Return how medical benefits stand on a day, for a line that leads to their page; empty where nothing is known."""
    found = stored_state(person_id, on=on)
    return {"state": found[0], "words": BENEFIT_NAMES[found[0]], "since": found[1]} if found else {}


def insurance_list(insurances) -> str:
    """Name insurances in a sentence, in the order in which people ask for them."""
    return worded(sorted(map(Insurance, insurances), key=WRITTEN_ORDER.index))


def unit_words(name: str) -> SafeString:
    """Write a unit's name, which is Chinese on pages of either language."""
    return format_html('<span lang="zh-CN">{}</span>', name)


def payer(segment: Segment) -> str:
    """Name the unit through which somebody is insured, or the right by which they are."""
    return unit_words(segment.unit_name) if segment.unit_name else str(ENROLMENT_KIND_NAMES[segment.kind])


def area_name(segment: Segment) -> str:
    return segment.area_name_en if get_language() == "en" else segment.area_name_zh


def status_words(row: InsuranceRow) -> str:
    """Return how an insurance stands, in words that need nothing beside them."""
    match row.status:
        case Status.INSURED:
            return _("Insured")
        case Status.STOPPING:
            return _("Stops from %(month)s") % {"month": worded(row.stops_from)}
        case Status.BEGINS:
            return _("Begins in %(month)s") % {"month": month_text(row.segment.first_month)}
        case Status.STOPPED:
            return _("Stopped since %(month)s") % {"month": worded(row.stops_from)}
        case Status.ENDED:
            return _("Ended with %(month)s") % {"month": worded(row.stops_from - 1)}
    return _("Never insured")


STATUS_TONES = {
    Status.INSURED: "insured",
    Status.STOPPING: "stopping",
    Status.BEGINS: "waiting",
    Status.STOPPED: "stopped",
    Status.ENDED: "stopped",
    Status.NEVER: "none",
}


def matter(kind: str, insurances, month: Month | None, *, unit_name: str | None) -> str:
    """Say in a line what a declaration is about; an employment, which stops whole, is named by its unit."""
    if month is None:
        return str(DECLARATION_KIND_NAMES[DeclarationKind(kind)])
    words = {"kind": DECLARATION_KIND_NAMES[DeclarationKind(kind)], "month": worded(month)}
    if unit_name:
        return format_html(_("{kind}: everything through {unit}, from {month}"), unit=unit_words(unit_name), **words)
    return _("%(kind)s: %(insurances)s, from %(month)s") % {"insurances": insurance_list(insurances), **words}
