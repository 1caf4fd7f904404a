"""Finding guides, law, notices, questions, offices and pages by words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import BooleanField, Case, ExpressionWrapper, F, FloatField, Q, Value, When

from portal.models.content import Guide, LawArticle, LawText, NewsItem, Office, Question, SearchEntry
from portal.rules.search_terms import query_terms
from portal.selectors.language import column_suffix
from portal.selectors.pages import pages

MOST_RESULTS = 30
MOST_NEAR = 8
BY_LENGTH = 1  # PostgreSQL's name for: a long text does not win by being long
SUMMARY_LENGTH = 120
LONGEST_WORD = 20
USEFULNESS = {
    SearchEntry.Kind.PAGE: 3,
    SearchEntry.Kind.GUIDE: 3,
    SearchEntry.Kind.QUESTION: 2,
    SearchEntry.Kind.NEWS: 1,
    SearchEntry.Kind.LAW: 1,
    SearchEntry.Kind.OFFICE: 1,
}
"""Who searches wants to do something: what one can do stands before what one can read."""

LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"[*#`]|^\s*(?:-|[0-9]+\.)\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing to be found, in one language."""

    kind: SearchEntry.Kind
    language: str
    path: str
    title: str
    summary: str
    body: str
    keywords: str = ""
    shown_from: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One result."""

    kind: SearchEntry.Kind
    path: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Results:
    """``hits`` hold every word asked for; when nothing does, they are the nearest and ``are_exact`` is False."""

    hits: list[Hit]
    are_exact: bool


def search(text: str, *, on: date, language: str) -> Results:
    """Return what answers ``text`` best on that day, best first, in one statement."""
    terms = query_terms(text)
    if not terms:
        return Results([], are_exact=True)
    anything, everything = (
        SearchQuery(sign.join(f"'{term}'" for term in terms), search_type="raw", config="english") for sign in "|&"
    )
    rows = (
        SearchEntry.objects.filter(vector=anything, language=column_suffix(language))
        .filter(Q(shown_from=None) | Q(shown_from__lte=on))
        .annotate(exact=ExpressionWrapper(Q(vector=everything), output_field=BooleanField()))
        .annotate(rank=SearchRank(F("vector"), anything, normalization=BY_LENGTH) * usefulness())
        .order_by("-exact", "-rank", "path")
        .values_list("exact", "kind", "path", "title", "summary")[:MOST_RESULTS]
    )
    hits = [(row[0], Hit(SearchEntry.Kind(row[1]), *row[2:])) for row in rows]
    exact = [hit for is_exact, hit in hits if is_exact]
    return Results(exact or [hit for _, hit in hits[:MOST_NEAR]], are_exact=bool(exact) or not hits)


def usefulness() -> Case:
    return Case(
        *(When(kind=kind, then=Value(factor)) for kind, factor in USEFULNESS.items()), output_field=FloatField()
    )


def entries_of_everything() -> Iterator[Findable]:
    """Yield what the index should hold, in both languages; each entry answers to its name in the other one too."""
    chinese, english = ({entry.path: entry for entry in entries_in(suffix)} for suffix in ("zh", "en"))
    for entries, others in ((chinese, english), (english, chinese)):
        for path, entry in entries.items():
            other = others[path]
            yield replace(entry, body=f"{entry.body} {other.title} {other.keywords}")


def entries_in(suffix: str) -> Iterator[Findable]:
    for source in (guides, laws, articles, news, questions, offices, pages_of_the_map):
        yield from source(suffix)


def guides(suffix: str) -> Iterator[Findable]:
    for guide in Guide.objects.prefetch_related("sections", "materials"):
        parts = [getattr(section, f"body_{suffix}") for section in guide.sections.all()]
        parts += [getattr(material, f"name_{suffix}") for material in guide.materials.all()]
        summary = getattr(guide, f"summary_{suffix}")
        yield Findable(
            SearchEntry.Kind.GUIDE,
            suffix,
            f"/guides/{guide.slug}/",
            getattr(guide, f"title_{suffix}"),
            summary,
            f"{summary} {plain(' '.join(parts))}",
            keywords=getattr(guide, f"keywords_{suffix}"),
        )


def laws(suffix: str) -> Iterator[Findable]:
    for slug, title, summary in LawText.objects.values_list("slug", f"title_{suffix}", f"summary_{suffix}"):
        yield Findable(SearchEntry.Kind.LAW, suffix, f"/law/{slug}/", title, summary, summary)


def articles(suffix: str) -> Iterator[Findable]:
    columns = ["law__slug", "number", f"law__title_{suffix}", f"label_{suffix}", f"body_{suffix}"]
    for slug, number, law, label, body in LawArticle.objects.values_list(*columns):
        words = plain(body)
        yield Findable(
            SearchEntry.Kind.LAW, suffix, f"/law/{slug}/#article-{number}", f"{law} {label}", shortened(words), words
        )


def news(suffix: str) -> Iterator[Findable]:
    for number, day, title, body in NewsItem.objects.values_list(
        "id", "published_on", f"title_{suffix}", f"body_{suffix}"
    ):
        words = plain(body)
        yield Findable(
            SearchEntry.Kind.NEWS, suffix, f"/news/{number}/", title, shortened(words), words, shown_from=day
        )


def questions(suffix: str) -> Iterator[Findable]:
    for number, question, answer in Question.objects.values_list("id", f"question_{suffix}", f"answer_{suffix}"):
        words = plain(answer)
        yield Findable(SearchEntry.Kind.QUESTION, suffix, f"/faq/#question-{number}", question, shortened(words), words)


def offices(suffix: str) -> Iterator[Findable]:
    words = [f"{name}_{suffix}" for name in ("name", "district", "address", "services")]
    for number, phone, name, district, address, services in Office.objects.values_list("id", "phone", *words):
        yield Findable(
            SearchEntry.Kind.OFFICE,
            suffix,
            f"/offices/#office-{number}",
            name,
            f"{address} · {phone}",
            f"{district} {address} {services}",
        )


def pages_of_the_map(suffix: str) -> Iterator[Findable]:
    for page in pages(language=suffix):
        yield Findable(SearchEntry.Kind.PAGE, suffix, page.path, page.title, page.summary, page.summary, page.keywords)


def plain(markdown: str) -> str:
    """Return the words of ``markdown`` without its marks, on one line."""
    return " ".join(MARKS.sub("", LINK.sub(r"\1", markdown)).split())


def shortened(text: str) -> str:
    """Return the beginning of ``text``; words with spaces between them are not cut in two."""
    if len(text) <= SUMMARY_LENGTH:
        return text
    beginning, _, cut_word = text[:SUMMARY_LENGTH].rpartition(" ")
    return (beginning if len(cut_word) < LONGEST_WORD else text[:SUMMARY_LENGTH]) + "…"
