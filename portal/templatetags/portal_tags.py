"""How the hall writes money, months, days, numbers and states, in the reader's language; and its small pieces of page.

Filters take the values that rules and models hold (fen, rates, ``Month``, dates) and give the words a person reads.
Nothing here asks the database or the clock.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django import template
from django.conf import settings
from django.forms import CheckboxInput, Field, FileInput
from django.forms.widgets import ChoiceWidget
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from accounts.rules import person_name
from insurance.rules.money import yuan_from_fen
from insurance.rules.months import Month
from portal import context

register = template.Library()

MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EM DASH}"
WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DJANGO_FIELD = Field()
SPRITE = "vendor/bootstrap-icons-1.13.2.svg"


def in_chinese() -> bool:
    """Whether the reader's language is Chinese; it is when none is set."""
    return (get_language() or settings.LANGUAGE_CODE).startswith("zh")


# Numbers


@register.filter
def yuan(fen: int | None) -> str:
    """Write fen as yuan with two decimals and thousands: ``-123456`` → ``−1,234.56``; None is a dash."""
    if fen is None:
        return NOTHING
    return f"{yuan_from_fen(fen):,.2f}".replace("-", MINUS)


@register.filter
def yuan_unit(fen: int | None) -> str:
    """Write fen as yuan with the unit, for sentences: ``1,234.56元`` or ``¥1,234.56``; None is a dash."""
    if fen is None:
        return NOTHING
    if in_chinese():
        return f"{yuan(fen)}元"
    return f"{MINUS if fen < 0 else ''}¥{yuan(abs(fen))}"


@register.filter
def thousands(number: int | None) -> str:
    """Write a whole number with thousands: ``12345`` → ``12,345``; None is a dash."""
    if number is None:
        return NOTHING
    return f"{number:,}".replace("-", MINUS)


@register.filter
def percent(rate: Decimal | None) -> str:
    """Write a rate as per cent without idle zeros: ``Decimal("0.0850")`` → ``8.5%``; None is a dash."""
    if rate is None:
        return NOTHING
    written = f"{rate * 100:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return f"{written.replace('-', MINUS)}%"


# Months and days


def as_month(value: "Month | date | str") -> Month:
    """Take a ``Month``, a day in it, or ``YYYY-MM``."""
    if isinstance(value, Month):
        return value
    return Month.parse(value) if isinstance(value, str) else Month.of(value)


def as_day(value: date) -> date:
    """Take a day, or an instant, whose day in Asia/Shanghai is meant."""
    if not isinstance(value, datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


@register.filter
def month(value) -> str:
    """Write a month: ``2026年9月`` or ``September 2026``; nothing is a dash."""
    if not value:
        return NOTHING
    when = as_month(value)
    return f"{when.year}年{when.number}月" if in_chinese() else f"{MONTHS_EN[when.number - 1]} {when.year}"


@register.filter
def month_short(value) -> str:
    """Write a month whose year is known from beside it: ``9月`` or ``Sep``."""
    if not value:
        return NOTHING
    when = as_month(value)
    return f"{when.number}月" if in_chinese() else MONTHS_EN[when.number - 1][:3]


@register.filter
def month_iso(value) -> str:
    """Write a month as addresses and forms do: ``2026-09``."""
    return str(as_month(value)) if value else ""


@register.filter
def day(value: date | None) -> str:
    """Write a day in full: ``2026年9月30日（星期三）`` or ``Wednesday 30 September 2026``; None is a dash."""
    if not value:
        return NOTHING
    when = as_day(value)
    if in_chinese():
        return f"{day_plain(when)}（星期{WEEKDAYS_ZH[when.weekday()]}）"
    return f"{WEEKDAYS_EN[when.weekday()]} {day_plain(when)}"


@register.filter
def day_plain(value: date | None) -> str:
    """Write a day without its weekday: ``2026年9月30日`` or ``30 September 2026``; None is a dash."""
    if not value:
        return NOTHING
    when = as_day(value)
    if in_chinese():
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {MONTHS_EN[when.month - 1]} {when.year}"


@register.filter
def day_short(value: date | None) -> str:
    """Write a day for narrow columns: ``2026-09-30`` or ``30 Sep 2026``; None is a dash."""
    if not value:
        return NOTHING
    when = as_day(value)
    return when.isoformat() if in_chinese() else f"{when.day} {MONTHS_EN[when.month - 1][:3]} {when.year}"


@register.filter
def day_or_time(value: date | None) -> str:
    """Write an instant to the minute and a day as a day."""
    return day_time(value) if isinstance(value, datetime) else day_plain(value)


@register.filter
def time_iso(value: date) -> str:
    """Write a day or an instant for a ``datetime`` attribute."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


@register.filter
def day_time(value: datetime | None) -> str:
    """Write an instant to the minute in Asia/Shanghai; None is a dash.

    ``2026年9月30日 14:05`` or ``30 September 2026, 14:05``.
    """
    if not value:
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day_plain(local)}{' ' if in_chinese() else ', '}{local:%H:%M}"


# What is not shown whole


@register.filter
def masked(number: str | None) -> str:
    """Hide the middle of a personal number: ``379901********0198``, ``138****5678``, a shorter one ``****6789``."""
    if not number:
        return NOTHING
    kept_before = 6 if len(number) >= 15 else 3 if len(number) >= 11 else 0
    kept_after = min(4, len(number) // 2)
    return number[:kept_before] + "*" * (len(number) - kept_before - kept_after) + number[len(number) - kept_after :]


@register.filter
def masked_name(name: str | None) -> str:
    """Return a name as strangers may see it: ``王*云``; None is a dash."""
    return person_name.masked_name(name) if name else NOTHING


# States


class Tone(NamedTuple):
    """How a state looks: a colour with a meaning, and a shape so that colour never stands alone."""

    name: str
    shape: str


GOOD = Tone("good", "check-circle-fill")
INFORMATION = Tone("info", "circle-half")
CAUTION = Tone("caution", "exclamation-triangle-fill")
BAD = Tone("bad", "x-circle-fill")
PLAIN = Tone("plain", "dash-circle")
WAITING = Tone("info", "circle")

TONES = {tone.name: tone for tone in (GOOD, INFORMATION, CAUTION, BAD, PLAIN)}
"""Tones by name, for pieces that are told their tone and not a state."""

TONE_OF_STATE = {
    # declaration parts and headers
    "draft": PLAIN,
    "submitted": WAITING,
    "returned": CAUTION,
    "accepted": INFORMATION,
    "effective": GOOD,
    "rejected": BAD,
    "withdrawal_requested": CAUTION,
    "withdrawn": PLAIN,
    "undone": PLAIN,
    # drafts of policy
    "previewed": INFORMATION,
    "discarded": PLAIN,
    # bills and payments
    "open": PLAIN,
    "issued": WAITING,
    "part_paid": CAUTION,
    "paid": INFORMATION,
    "cancelled": PLAIN,
    "written_off": PLAIN,
    "overdue": BAD,
    # refunds and proposals about money
    "proposed": WAITING,
    "approved": INFORMATION,
    "sent": WAITING,
    "done": GOOD,
    "started": WAITING,
    "succeeded": GOOD,
    "failed": BAD,
    "unknown": CAUTION,
    "refunding": WAITING,
    "refunded": PLAIN,
    # months of contribution
    "due": WAITING,
    "credited": GOOD,
    "missing": BAD,
    "ahead": PLAIN,
    "none": PLAIN,
    # enrolments and benefits
    "insured": GOOD,
    "stopping": CAUTION,
    "stopped": PLAIN,
    "waiting": WAITING,
    "suspended": BAD,
    "entitled": GOOD,
    # cards, certificates, batches, requests to a unit
    "active": GOOD,
    "locked": CAUTION,
    "temporarily_lost": CAUTION,
    "formally_lost": BAD,
    "in_production": WAITING,
    "ready": INFORMATION,
    "valid": GOOD,
    "replaced": PLAIN,
    "revoked": BAD,
    "expired": PLAIN,
    "uploaded": WAITING,
    "checked": INFORMATION,
    "applied": GOOD,
    "pending": WAITING,
    "refused": BAD,
}

TONE_OF_MESSAGE = {"debug": "info", "info": "info", "success": "good", "warning": "caution", "error": "bad"}
"""Levels of django.contrib.messages."""

MONTH_STATE_WORDS = {
    "credited": pgettext_lazy("month of contribution", "credited"),
    "paid": pgettext_lazy("month of contribution", "paid"),
    "due": pgettext_lazy("month of contribution", "due"),
    "missing": pgettext_lazy("month of contribution", "missing"),
    "ahead": pgettext_lazy("month of contribution", "not charged yet"),
    "none": pgettext_lazy("month of contribution", "not insured"),
}


def tone_of(state_or_tone: str) -> Tone:
    """Return the look of a state or of a tone named directly; an unknown word is an error: no state goes unmarked."""
    return TONES.get(state_or_tone) or TONE_OF_STATE[state_or_tone]


@register.inclusion_tag("components/status_tag.html")
def status_tag(state: str, text: str) -> dict:
    """Draw a state as word, shape and colour. ``state`` is its English name, or a tone (``TONES``)."""
    return {"tone": tone_of(str(state)), "text": text}


@register.filter
def message_tone(level_tag: str) -> str:
    """Return the tone of a message of django.contrib.messages."""
    return TONE_OF_MESSAGE[level_tag]


@register.simple_tag
def month_state_word(state: str) -> str:
    """Return the word for the state of a month of contribution."""
    return MONTH_STATE_WORDS[str(state)]


@register.filter
def tone_shape(state_or_tone: str) -> str:
    """Return the icon that marks a state or tone."""
    return tone_of(str(state_or_tone)).shape


@register.filter
def tone_name(state_or_tone: str) -> str:
    """Return the tone (good, info, caution, bad, plain) of a state."""
    return tone_of(str(state_or_tone)).name


# Pieces of page


@register.simple_tag
def icon(name: str) -> str:
    """Draw an icon of the sprite; it is decoration, the words beside it speak."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static(SPRITE), name)


@register.simple_tag
def html_lang() -> str:
    """Return the value of the page's lang attribute."""
    return "zh-CN" if in_chinese() else "en"


@register.simple_tag
def office_in_short() -> context.Office:
    """Return the office, for pages made without any context."""
    return context.office()


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*steps: str) -> dict:
    """Draw the way here: pairs of address and words, then the words for this page; home stands first by itself."""
    *pairs, here = steps
    return {"steps": zip(pairs[::2], pairs[1::2], strict=True), "here": here}


@register.inclusion_tag("components/table.html")
def data_table(caption: str, columns, rows, total: int | None = None) -> dict:
    """Draw a plain table: ``columns`` of words, or (words, "number") for amounts; ``rows`` of one written cell each."""
    heads = [(column, "") if not isinstance(column, tuple) else column for column in columns]
    return {
        "caption": caption,
        "heads": heads,
        "rows": [list(zip(heads, row, strict=True)) for row in rows],
        "total": total,
    }


@register.filter
def anchor(field) -> str:
    """Return the id of the control an error leads to: the first choice of a group, else the control itself."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


@register.filter
def error_words(error, field) -> str:
    """Return the sentence of one ValidationError; a missing answer names its field unless the form has own words."""
    own_words = field and field.field.error_messages.get("required") != DJANGO_FIELD.error_messages["required"]
    if field is None or error.code != "required" or own_words:
        return " ".join(error.messages)
    return missing_answer(field)


SHAPE_ERRORS = frozenset(
    {"invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits", "max_length"}
)
"""Codes of errors whose sentences speak of any field of a kind, so that far from the field they do not say which."""


@register.filter
def named_error(error, field) -> str:
    """Return the sentence of one ValidationError as it stands away from its field: with the label where it lacks it."""
    words = error_words(error, field)
    if error.code not in SHAPE_ERRORS or str(field.label) in words:
        return words
    return format_html(pgettext("an error", "{field}: {sentence}"), field=field.label, sentence=words)


def missing_answer(field) -> str:
    """Return what to do about a field left empty."""
    if isinstance(field.field.widget, CheckboxInput):
        return _("Please tick: %(label)s") % {"label": field.label}
    if isinstance(field.field.widget, FileInput):
        return _("Please choose a file: %(label)s") % {"label": field.label}
    if isinstance(field.field.widget, ChoiceWidget):
        return _("Please choose: %(label)s") % {"label": field.label}
    return _("Please fill in: %(label)s") % {"label": field.label}


@register.filter
def bound(form, name: str):
    """Return a form's field by name, or None for the errors of the whole form."""
    return None if name == "__all__" else form[name]
