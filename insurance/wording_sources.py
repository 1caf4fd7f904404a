"""Where a step comes from, in words: the article of law a formula states, the version of a rule, how sure we are of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.wording import day_text
from insurance.rules.explanation import Citation, Source, Step
from insurance.rules.statutes import CIVIL_CODE, RETIREMENT_DECISION, SOCIAL_INSURANCE_LAW

LAW_PAGES = {
    SOCIAL_INSURANCE_LAW: ("social-insurance-law", pgettext_lazy("source", "Social Insurance Law")),
    CIVIL_CODE: ("civil-code", pgettext_lazy("source", "Civil Code")),
    RETIREMENT_DECISION: ("retirement-decision", pgettext_lazy("source", "Decision on Raising the Retirement Age")),
}
"""National texts that everybody knows by a name: their page under /law/ and that name."""

EVIDENCE_NOTES = {
    "secondary": gettext_lazy("known from secondary sources, not checked against the official text"),
    "office": gettext_lazy("from the guidance of a local office, not a national rule"),
    "demo": gettext_lazy("invented for this demonstration"),
}
"""What has to be said of a text that is neither a statute nor read on a government page."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A text that a step rests on: its name or number, its article, its page in the hall (empty where there is none).

    ``article`` begins with what separates it from the name. ``is_chinese`` marks a number that has no other language.
    ``version`` and ``note`` are empty for an article of law.
    """

    document: str
    article: str = ""
    url: str = ""
    is_chinese: bool = False
    version: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """The text with its article: Civil Code, article 201 / 《民法典》第201条."""
        return f"{self.document}{self.article}"


def basis_of_citation(citation: Citation) -> Basis:
    """Return the article that a formula itself states."""
    return _basis(citation.document, citation.article)


def basis_of_source(source: Source) -> Basis:
    """Return the text behind a version of a rule."""
    version = _("in force from %(first_on)s") % {"first_on": day_text(source.first)}
    note = str(EVIDENCE_NOTES.get(source.evidence, ""))
    return _basis(source.document, source.article, page=source.page, version=version, note=note)


def bases_of(step: Step) -> tuple[Basis, ...]:
    """Return what one step rests on: the article of its formula first, then the rule it was given."""
    return tuple(_bases(step))


def _bases(step: Step) -> Iterator[Basis]:
    if step.citation:
        yield basis_of_citation(step.citation)
    if step.source:
        yield basis_of_source(step.source)


def _basis(document: str, article: str, *, page: str = "", version: str = "", note: str = "") -> Basis:
    slug, name = LAW_PAGES.get(document, (page, None))
    return Basis(
        document=str(name or document),
        article=pgettext("after the name of a text", ", article %(number)s") % {"number": article} if article else "",
        url=law_url(slug, article),
        is_chinese=name is None,
        version=version,
        note=note,
    )


def law_url(page: str, article: str = "") -> str:
    """Return the address of an article in the hall; empty where the text has no page."""
    if not page:
        return ""
    return f"/law/{page}/#article-{article}" if article.isdecimal() else f"/law/{page}/"


def source_words(source: Source) -> str:
    """Return the version of a rule in one line: its area, since when it holds, the text behind it, how sure that is."""
    basis = basis_of_source(source)
    rule = _("Rule of area %(area)s, %(version)s") % {"area": source.area, "version": basis.version}
    return pgettext("between facts", " · ").join(filter(None, (rule, basis.words, basis.note)))
