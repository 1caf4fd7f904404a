"""Service guides in the reader's language."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F

from portal.models.content import Audience, Guide, GuideSection, LawArticle, Material, Requirement, SectionKind
from portal.selectors.language import column_suffix


@dataclass(frozen=True, slots=True)
class GuideLine:
    """A guide in a list."""

    slug: str
    audience: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Citation:
    """An article that a guide or a material rests on."""

    law: str
    slug: str
    number: int
    label: str
    evidence: str


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A paper a guide names, and the article that allows us to ask for it."""

    requirement: Requirement
    name: str
    note: str
    basis: Citation | None


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a guide; ``body`` is Markdown."""

    kind: SectionKind
    body: str


@dataclass(frozen=True, slots=True)
class GuidePage:
    """All of one guide."""

    slug: str
    audience: Audience
    title: str
    summary: str
    official_name: str
    visits: int | None
    statutory_limit: str
    promised_limit: str
    start_path: str
    start_label: str
    reviewed_on: date
    sections: dict[str, Section]
    materials: list[MaterialLine]
    basis: list[Citation]
    related: list[GuideLine]

    @property
    def is_procedure(self) -> bool:
        """Tell whether this is something one does, not only something one reads."""
        return bool(self.official_name)


def guide_lines(*, language: str) -> list[GuideLine]:
    """Return every guide, in order."""
    return lines_of(Guide.objects.all(), language)


def guides_by_audience(*, language: str) -> list[tuple[Audience, list[GuideLine]]]:
    """Return the guides under the headings of the list."""
    order = list(Audience)
    lines = sorted(guide_lines(language=language), key=lambda line: order.index(Audience(line.audience)))
    return [(Audience(audience), list(group)) for audience, group in groupby(lines, key=lambda line: line.audience)]


def lines_of(guides, language: str) -> list[GuideLine]:
    suffix = column_suffix(language)
    return [
        GuideLine(*row)
        for row in guides.order_by("position").values_list("slug", "audience", f"title_{suffix}", f"summary_{suffix}")
    ]


def guide_page(slug: str, *, language: str) -> GuidePage | None:
    """Return the guide at this address, or None."""
    suffix = column_suffix(language)
    guide = Guide.objects.filter(slug=slug).first()
    if guide is None:
        return None
    words = {
        name: getattr(guide, f"{name}_{suffix}")
        for name in ("title", "summary", "official_name", "statutory_limit", "promised_limit", "start_label")
    }
    return GuidePage(
        slug=guide.slug,
        audience=Audience(guide.audience),
        visits=guide.visits,
        start_path=guide.start_path,
        reviewed_on=guide.reviewed_on,
        sections=sections_of(guide, suffix),
        materials=materials_of(guide, suffix),
        basis=citations_of(guide, suffix),
        related=lines_of(guide.related, language),
        **words,
    )


def sections_of(guide: Guide, suffix: str) -> dict[str, Section]:
    bodies = dict(GuideSection.objects.filter(guide=guide).values_list("kind", f"body_{suffix}"))
    return {kind.value: Section(kind, bodies[kind]) for kind in SectionKind if kind in bodies}


def materials_of(guide: Guide, suffix: str) -> list[MaterialLine]:
    columns = [f"name_{suffix}", f"note_{suffix}", "basis_id", *citation_columns(suffix, through="basis__")]
    return [
        MaterialLine(Requirement(requirement), name, note, Citation(*citation) if basis else None)
        for requirement, name, note, basis, *citation in Material.objects.filter(guide=guide)
        .order_by("position")
        .values_list("requirement", *columns)
    ]


def citations_of(guide: Guide, suffix: str) -> list[Citation]:
    rows = LawArticle.objects.filter(guide=guide).order_by(F("law__position"), "number")
    return [Citation(*row) for row in rows.values_list(*citation_columns(suffix))]


def citation_columns(suffix: str, *, through: str = "") -> list[str]:
    """Return the columns of a ``Citation``, seen from an article or ``through`` a key to one."""
    names = [f"law__title_{suffix}", "law__slug", "number", f"label_{suffix}", "law__evidence"]
    return [through + name for name in names]
