"""Medical entitlement in words: the bars of a time line, and how things stand today, as one says it over the counter."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.wording import day_text, in_chinese, month_text
from insurance.rules.benefit_history import Benefit, Cause, Period
from insurance.rules.prospects import Prospect

ONE_DAY = timedelta(days=1)

BENEFIT_NAMES = {
    Benefit.ENTITLED: pgettext_lazy("medical benefits", "Entitled"),
    Benefit.WAITING: pgettext_lazy("medical benefits", "Waiting"),
    Benefit.SUSPENDED: pgettext_lazy("medical benefits", "Suspended"),
    Benefit.NONE: pgettext_lazy("medical benefits", "No benefits"),
}

CAUSE_SENTENCES = {
    Cause.INSURED: gettext_lazy("Insured and paid for: benefits hold."),
    Cause.RETROACTIVE: gettext_lazy("Paid back on %(credited_on)s: costs of this time can be claimed afterwards."),
    Cause.FIRST_WAIT: gettext_lazy("The wait after a first enrolment; benefits begin on %(until_on)s."),
    Cause.FIRST_UNPAID: gettext_lazy(
        "Enrolled from %(first_month)s, but the first contribution has not been credited."
    ),
    Cause.ARREARS: gettext_lazy("The contributions of %(unpaid_month)s were not credited in full and in time."),
    Cause.STOPPED: gettext_lazy("Nothing was paid from %(unpaid_month)s on, after the insurance had stopped."),
    Cause.AFTER_GAP: gettext_lazy(
        "Credited on %(credited_on)s; after the wait that follows a gap benefits return on %(until_on)s."
    ),
    Cause.ENDED: gettext_lazy("The insurance ended for good with %(first_month)s."),
    Cause.RETIRED: gettext_lazy("Retired. Who has contributed for the years demanded keeps benefits without paying."),
    Cause.LATE_YEAR: gettext_lazy("Paid after the season or after missed years; benefits begin on %(until_on)s."),
    Cause.YEAR_UNPAID: gettext_lazy("The resident contribution for %(year)s has not been credited."),
    Cause.LEFT: gettext_lazy("Not enrolled as a resident from %(first_month)s on."),
}
"""Why a bar stands as it does; ``cause_sentence`` fills in its days."""


def cause_sentence(period: Period) -> str:
    """Return why a bar stands as it does, with its days."""
    return str(CAUSE_SENTENCES[period.cause]) % _days_of(period)


def _days_of(period: Period) -> dict[str, str]:
    """Return the days and months of a bar as they read; empty where they are not known."""
    gap = period.interruption
    return {
        "first_on": day_text(period.first_on),
        "first_month": month_text(period.first_on),
        "year": str(period.first_on.year),
        "until_on": _day(period.until_on),
        "last_on": _day(period.until_on and period.until_on - ONE_DAY),
        "unpaid_month": month_text(gap.first_unpaid.first_day) if gap else "",
        "credited_on": _day(gap.credited_on) if gap else "",
    }


def _day(day: date | None) -> str:
    return day_text(day) if day else ""


# Today --------------------------------------------------------------------------------------------------------------


def today_sentence(period: Period | None, prospects: tuple[Prospect, ...] = (), *, on: date) -> str:
    """Return how somebody's medical insurance stands on a day, and what a payment would change.

    ``period`` is the bar of that day, None for who was never enrolled; ``prospects`` what a credit from that day on
    brings, the first two of which are told.
    """
    if period is None:
        return _("You are not enrolled in medical insurance here.")
    told = _days_of(period)
    sentences = [_standing(period) % told]
    if period.state in (Benefit.SUSPENDED, Benefit.NONE) and period.interruption:
        sentences += _outlook(period, [one for one in prospects if one.last_on is None or one.last_on >= on])
    return ("" if in_chinese() else " ").join(sentences)


def _standing(period: Period) -> str:
    return {
        Benefit.ENTITLED: _entitled,
        Benefit.WAITING: _waiting,
        Benefit.SUSPENDED: _suspended,
        Benefit.NONE: _without,
    }[period.state](period)


def _entitled(period: Period) -> str:
    if period.cause == Cause.RETIRED:
        return _("You are retired and entitled to medical benefits without paying any more.")
    if period.until_on is None:
        return _("You are insured and entitled to medical benefits.")
    return _("You are insured and entitled to medical benefits until %(last_on)s.")


def _waiting(period: Period) -> str:
    if period.cause == Cause.FIRST_UNPAID or period.until_on is None:
        return _(
            "You are enrolled, but your first contribution has not been credited yet. Benefits begin only after it has."
        )
    if period.cause == Cause.FIRST_WAIT:
        return _(
            "You are enrolled and your contribution has been credited. Medical benefits begin on %(until_on)s, after the wait of a first enrolment."
        )
    if period.cause == Cause.LATE_YEAR:
        return _(
            "You are insured and have paid for this year. Medical benefits begin on %(until_on)s, because the payment came late or years were missed."
        )
    if period.interruption is not None and not period.interruption.repaid:
        return _(
            "You are insured again and your payment has been credited. Medical benefits return on %(until_on)s, after the wait that follows a gap."
        )
    return _(
        "You are insured and what was missing has been credited. Medical benefits return on %(until_on)s, after the wait that follows a gap."
    )


def _suspended(period: Period) -> str:
    return _(
        "You are insured, but medical benefits are suspended since %(first_on)s: the contributions of %(unpaid_month)s were not credited in full and in time."
    )


def _without(period: Period) -> str:
    if period.cause == Cause.ENDED:
        return _("Your medical insurance ended for good. You have had no benefits since %(first_on)s.")
    if period.cause == Cause.YEAR_UNPAID:
        return _(
            "Your resident contribution for %(year)s has not been credited, so you have no medical benefits this year."
        )
    if period.cause == Cause.LEFT:
        return _(
            "Your enrolment as a resident ended, and no other medical insurance has followed. You have had no medical benefits since %(first_on)s."
        )
    if _is_enrolled_anew(period):
        return _(
            "You are enrolled again, but no payment has been credited yet. You have had no medical benefits since %(first_on)s."
        )
    return _("Your medical insurance has stopped. You have had no benefits since %(first_on)s.")


def _is_enrolled_anew(period: Period) -> bool:
    """Tell whether a gap has ended with a new enrolment of which nothing has been credited."""
    gap = period.interruption
    return gap is not None and not gap.repaid and gap.credited_on is None


def _outlook(period: Period, prospects: list[Prospect]) -> Iterator[str]:
    """Yield what a payment would bring: by which day it still brings benefits back sooner, and what later."""
    if not prospects or prospects[0].resumes_on is None:
        yield _nothing_helps(period)
        return
    soon = prospects[0]
    later = prospects[1] if len(prospects) > 1 and prospects[1].resumes_on else None
    told = {
        "unpaid_month": month_text(period.interruption.first_unpaid.first_day),
        "stops_on": day_text(period.restoration.stops_on) if period.restoration else "",
        "by": _day(soon.last_on),
        "returns_on": day_text(soon.resumes_on),
        "from_on": _day(later and later.first_on),
        "later_on": _day(later and later.resumes_on),
    }
    is_retroactive = soon.restoration.retroactive_from is not None
    yield _sentence_of(period)(is_retroactive=is_retroactive, has_later=later is not None) % told


def _sentence_of(period: Period) -> Callable[..., str]:
    if _is_enrolled_anew(period):
        return _after_first_credit
    return _after_stop if period.cause == Cause.STOPPED else _after_arrears


def _nothing_helps(period: Period) -> str:
    if _is_enrolled_anew(period):
        return _("Benefits begin only after a payment has been credited.")
    if period.cause == Cause.STOPPED:
        return _("To have benefits again you have to be insured anew.")
    return _("Benefits return only after everything overdue has been credited.")


def _after_arrears(*, is_retroactive: bool, has_later: bool) -> str:
    if is_retroactive and has_later:
        return _(
            "If everything unpaid since %(unpaid_month)s is credited by %(by)s, benefits return on %(returns_on)s and costs since %(stops_on)s can be claimed; credited from %(from_on)s on, they return on %(later_on)s at the earliest."
        )
    if is_retroactive:
        return _(
            "Once everything unpaid since %(unpaid_month)s is credited, benefits return on %(returns_on)s and costs since %(stops_on)s can be claimed."
        )
    if has_later:
        return _(
            "If everything unpaid since %(unpaid_month)s is credited by %(by)s, benefits return on %(returns_on)s; credited from %(from_on)s on, they return on %(later_on)s at the earliest."
        )
    return _("Once everything unpaid since %(unpaid_month)s is credited, benefits return on %(returns_on)s.")


def _after_stop(*, is_retroactive: bool, has_later: bool) -> str:
    if is_retroactive and has_later:
        return _(
            "If you are insured again and the gap since %(unpaid_month)s is paid back and credited by %(by)s, benefits return on %(returns_on)s and costs since %(stops_on)s can be claimed; credited from %(from_on)s on, they return on %(later_on)s at the earliest."
        )
    if is_retroactive:
        return _(
            "Once you are insured again and the gap since %(unpaid_month)s is paid back, benefits return on %(returns_on)s and costs since %(stops_on)s can be claimed."
        )
    if has_later:
        return _(
            "If you are insured again and the gap since %(unpaid_month)s is paid back and credited by %(by)s, benefits return on %(returns_on)s; credited from %(from_on)s on, they return on %(later_on)s at the earliest."
        )
    return _(
        "Once you are insured again and the gap since %(unpaid_month)s is paid back, benefits return on %(returns_on)s."
    )


def _after_first_credit(*, is_retroactive: bool, has_later: bool) -> str:
    if is_retroactive:
        return _(
            "Once a payment is credited, benefits return on %(returns_on)s and costs since %(stops_on)s can be claimed."
        )
    if has_later:
        return _(
            "If a payment is credited by %(by)s, benefits return on %(returns_on)s; credited from %(from_on)s on, they return on %(later_on)s at the earliest."
        )
    return _("Once a payment is credited, benefits return on %(returns_on)s.")
