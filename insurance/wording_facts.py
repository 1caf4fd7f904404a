"""How the facts of an explanation read, by what their names end in; and the register of the sentences they stand in.

``insurance/rules/explanation.py`` tells the endings. Numbers come with their unit (59 days, 3 months), so that every
sentence is right for one and for many.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.wording import day_text, in_chinese, month_text
from insurance.rules.explanation import Value
from insurance.rules.months import Month
from insurance.wording_citizen import counted_months, counted_years, money

Facts = Mapping[str, Value]
Told = dict[str, str]
"""The facts as they read; a sentence may add what it needs besides."""

Sentence = Callable[[Facts, Told], str]
"""Chooses the sentence of a step by its facts, in the reader's language, with named places for what is told."""

SENTENCES: dict[str, tuple[str, Sentence]] = {}
"""What each formula gives, as the ending of a fact's name, and its sentence."""

MOST_ADDED_UP = 4
"""Longer sums are told by how many there are."""

TEN_THOUSAND = 10_000
NUMERALS = "零一二三四五六七八九十"


def says(code: str, *, result: str = "") -> Callable[[Sentence], Sentence]:
    """Register the sentence of a formula; ``result`` is how its result reads: fen, days, months, years, rate."""

    def register(sentence: Sentence) -> Sentence:
        assert code not in SENTENCES, f"two sentences for {code}"
        SENTENCES[code] = (f"result_{result}", sentence)
        return sentence

    return register


def fact_text(name: str, value: Value) -> str:
    """Return a fact as it reads in a sentence; empty where there is none, or where it only chooses the sentence."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, tuple):
        return _several(name, value)
    if isinstance(value, Decimal):
        return daily_rate_text(value) if name == "daily_rate" else percent_text(value)
    if isinstance(value, int):
        return _number(name, value)
    if isinstance(value, Month):
        return month_text(value.first_day)
    return day_text(value) if isinstance(value, date) else str(value)


def _number(name: str, value: int) -> str:
    if name.endswith("_fen"):
        return money(value)
    if name.endswith("_days"):
        return counted_days(value)
    if name.endswith("_months"):
        return counted_months(value)
    return counted_years(value) if name.endswith("_years") else str(value)


def _several(name: str, values: tuple) -> str:
    if name.endswith("_fen"):
        return " + ".join(money(value) for value in values)
    if values and isinstance(values[0], Month):
        return months_text(values)
    if values and isinstance(values[0], date):
        return days_text(values)
    return ""


# Numbers ----------------------------------------------------------------------------------------------------------


def counted_days(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def counted_working_days(days: int) -> str:
    return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}


def percent_text(rate: Decimal) -> str:
    """Write a share as per cent: Decimal("0.085") → 8.5%."""
    return f"{(rate * 100).normalize():f}%"


def daily_rate_text(rate: Decimal) -> str:
    """Write a rate a day as people know it: 万分之五 / 0.05%."""
    parts = rate * TEN_THOUSAND
    if in_chinese() and parts in range(1, len(NUMERALS)):
        return f"万分之{NUMERALS[int(parts)]}"
    return percent_text(rate)


def added_up(amounts: tuple[int, ...]) -> str:
    """Write a sum: 740.00元 + 740.00元; of many equal amounts how many, of many others how many and the sum."""
    if len(amounts) <= MOST_ADDED_UP:
        return " + ".join(money(amount) for amount in amounts)
    if len(set(amounts)) == 1:
        return f"{len(amounts)} × {money(amounts[0])}"
    return _("%(count)s amounts") % {"count": len(amounts)}


# Months and days --------------------------------------------------------------------------------------------------


def months_text(months: Iterable[Month]) -> str:
    """Write months in order, those that follow each other as a span: March 2025 to May 2025, August 2025."""
    return _spans(_runs(months, lambda month: month + 1), lambda month: month_text(month.first_day))


def days_text(days: Iterable[date]) -> str:
    """Write days in order, those that follow each other as a span."""
    return _spans(_runs(days, lambda day: day + timedelta(days=1)), day_text)


def _spans(runs: list[tuple], text_of: Callable) -> str:
    return pgettext("list separator", ", ").join(
        _("%(first)s to %(last)s") % {"first": text_of(first), "last": text_of(last)}
        if first != last
        else text_of(first)
        for first, last in runs
    )


def _runs(values: Iterable, following: Callable) -> list[tuple]:
    """Return first and last of each run of values that follow each other."""
    runs: list[tuple] = []
    for value in values:
        if runs and following(runs[-1][1]) == value:
            runs[-1] = (runs[-1][0], value)
            continue
        runs.append((value, value))
    return runs
