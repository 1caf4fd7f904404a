"""The sentences behind codes, and how values read in them. Other apps add theirs with ``add_sentences``."""

from datetime import date, datetime, timedelta
from functools import singledispatch

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, ngettext, pgettext

from accounts.rules.errors import RuleBroken

WEEKDAYS_ZH = "一二三四五六日"


def in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def day_text(day: date) -> str:
    """Return 2026年9月30日 / 30 September 2026."""
    if in_chinese():
        return f"{day.year}年{day.month}月{day.day}日"
    return date_format(day, "j F Y")


def long_day_text(day: date) -> str:
    """Return 2026年9月30日（星期三） / Wednesday, 30 September 2026."""
    if in_chinese():
        return f"{day_text(day)}（星期{WEEKDAYS_ZH[day.weekday()]}）"
    return date_format(day, "l, j F Y")


def month_text(first_day: date) -> str:
    """Return 2026年9月 / September 2026."""
    if in_chinese():
        return f"{first_day.year}年{first_day.month}月"
    return date_format(first_day, "F Y")


@singledispatch
def worded(value) -> str:
    """Return ``value`` as it reads inside a sentence."""
    return str(value)


@worded.register
def worded_instant(value: datetime) -> str:
    local = timezone.localtime(value)
    return f"{day_text(local.date())} {local:%H:%M}"


@worded.register
def worded_day(value: date) -> str:
    return day_text(value)


@worded.register
def worded_wait(value: timedelta) -> str:
    """Return 45 seconds / 15 minutes, rounded up."""
    seconds = -(-value // timedelta(seconds=1))
    if seconds < 120:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


@worded.register(list)
@worded.register(tuple)
def worded_list(values) -> str:
    return pgettext("list separator", ", ").join(worded(value) for value in values)


@worded.register
def worded_problem(value: RuleBroken) -> str:
    return sentence(value)


SENTENCES: dict[str, str] = {}


def add_sentences(sentences: dict) -> None:
    """Add ``{code: lazy sentence}``; a code has one sentence."""
    twice = SENTENCES.keys() & sentences.keys()
    assert not twice, f"codes with two sentences: {sorted(twice)}"
    SENTENCES.update(sentences)


def sentence(problem: RuleBroken) -> str:
    """Return what to tell the person about a broken rule, in the reader's language."""
    facts = {name: worded(value) for name, value in problem.facts.items()}
    return str(SENTENCES[problem.code]) % facts
