"""Laws and their articles in the reader's language, always as paraphrases."""

from dataclasses import dataclass

from portal.models.content import Evidence, Guide, LawArticle, LawText
from portal.selectors.guides import GuideLine, lines_of
from portal.selectors.language import column_suffix


@dataclass(frozen=True, slots=True)
class LawLine:
    """A law in a list."""

    slug: str
    title: str
    edition: str
    summary: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Article:
    """One article in our own words; ``body`` is Markdown."""

    number: int
    label: str
    body: str


@dataclass(frozen=True, slots=True)
class LawPage:
    """A law with its articles and the guides that rest on it."""

    line: LawLine
    articles: list[Article]
    guides: list[GuideLine]


def law_lines(*, language: str) -> list[LawLine]:
    """Return every law, in order."""
    return [line_of(*row) for row in LawText.objects.order_by("position").values_list(*line_columns(language))]


def law_page(slug: str, *, language: str) -> LawPage | None:
    """Return the law at this address, or None."""
    row = LawText.objects.filter(slug=slug).values_list(*line_columns(language)).first()
    if row is None:
        return None
    suffix = column_suffix(language)
    articles = LawArticle.objects.filter(law__slug=slug).order_by("number")
    return LawPage(
        line=line_of(*row),
        articles=[Article(*row) for row in articles.values_list("number", f"label_{suffix}", f"body_{suffix}")],
        guides=guides_resting_on(slug, language=language),
    )


def guides_resting_on(slug: str, *, language: str) -> list[GuideLine]:
    from_guides = LawArticle.objects.filter(law__slug=slug).values("guide")
    return lines_of(Guide.objects.filter(id__in=from_guides), language)


def line_columns(language: str) -> list[str]:
    suffix = column_suffix(language)
    return ["slug", f"title_{suffix}", f"edition_{suffix}", f"summary_{suffix}", "evidence"]


def line_of(slug: str, title: str, edition: str, summary: str, evidence: str) -> LawLine:
    return LawLine(slug, title, edition, summary, Evidence(evidence))
