"""Notices in the reader's language, from their day of publication on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, QuerySet, Value, When

from portal.models.content import NewsItem, NewsKind
from portal.selectors.language import column_suffix


@dataclass(frozen=True, slots=True)
class NewsLine:
    """A notice in a list."""

    id: int
    kind: NewsKind
    published_on: date
    title: str
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class NewsPage:
    """One notice; ``body`` is Markdown."""

    id: int
    kind: NewsKind
    published_on: date
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class NewsList:
    """One page of notices and the key that the next page begins after."""

    lines: list[NewsLine]
    next_key: str


def latest_news(count: int, *, on: date, language: str) -> list[NewsLine]:
    """Return the ``count`` notices to show first on that day: those kept at the top, then the newest."""
    rows = published(on).annotate(pinned=is_pinned(on)).order_by("-pinned", "-published_on", "-id")
    return lines_of(rows[:count], language)


def news_list(size: int, *, after: str, on: date, language: str) -> NewsList:
    """Return the page of ``size`` notices that begins after the key ``after`` (``2026-11-02.17``; empty for the first).

    A key that is none begins at the start.
    """
    rows = published(on).annotate(pinned=Value(False)).order_by("-published_on", "-id")
    if key := parsed_key(after):
        day, number = key
        rows = rows.filter(Q(published_on__lt=day) | Q(published_on=day, id__lt=number))
    lines = lines_of(rows[: size + 1], language)
    shown = lines[:size]
    return NewsList(shown, f"{shown[-1].published_on}.{shown[-1].id}" if len(lines) > size else "")


def news_page(number: int, *, on: date, language: str) -> NewsPage | None:
    """Return the notice with this number if it is published by that day, or None."""
    suffix = column_suffix(language)
    columns = ["id", "kind", "published_on", f"title_{suffix}", f"body_{suffix}"]
    row = published(on).filter(id=number).values_list(*columns).first()
    return NewsPage(row[0], NewsKind(row[1]), *row[2:]) if row else None


def published(on: date) -> QuerySet[NewsItem]:
    return NewsItem.objects.filter(published_on__lte=on)


def is_pinned(on: date) -> Case:
    return Case(When(pinned_until__gte=on, then=Value(True)), default=Value(False))


def lines_of(rows: QuerySet[NewsItem], language: str) -> list[NewsLine]:
    columns = ["id", "kind", "published_on", f"title_{column_suffix(language)}", "pinned"]
    return [NewsLine(row[0], NewsKind(row[1]), *row[2:]) for row in rows.values_list(*columns)]


def parsed_key(key: str) -> tuple[date, int] | None:
    day, _, number = key.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
