"""Where an explanation says what it rests on, it leads there: to a page of law, and to the article on it."""

import tomllib

import pytest
from django.conf import settings

from insurance.rules.explanation import FORMULAS
from insurance.rules.policy_values import VALUES
from insurance.services.policy_files import policy_files, versions_of
from insurance.wording_sources import LAW_PAGES, basis_of_citation, basis_of_source
from insurance.wording_steps import SENTENCES
from tests.faults import none_of

LAW = settings.BASE_DIR / "portal" / "content" / "law"


def anchors_of(page: str) -> set[str]:
    """Return the addresses under which a page of law and its articles are found; none for a page there is not."""
    path = LAW / f"{page}.toml"
    if not path.exists():
        return set()
    articles = tomllib.loads(path.read_text(encoding="utf-8"))["articles"]
    return {f"/law/{page}/", *(f"/law/{page}/#article-{article['number']}" for article in articles)}


def leads_nowhere(url: str) -> bool:
    return not url or url not in anchors_of(url.split("/")[2])


def test_every_article_a_formula_states_can_be_read():
    cited = {FORMULAS[code].citation for code in SENTENCES} - {None}
    assert len(cited) > 5
    none_of(str(citation) for citation in cited if leads_nowhere(basis_of_citation(citation).url))


@pytest.mark.parametrize("table", sorted(VALUES))
def test_every_rule_an_explanation_names_can_be_read(table):
    sources = {value.source for versions in versions_of(table).values() for _first, _until, value in versions}
    assert sources
    none_of(str(source) for source in sources if leads_nowhere(basis_of_source(source).url))


def test_a_law_with_a_name_has_the_page_its_document_says():
    documents = {document["number"]: document.get("law_slug") for document in policy_files()[0]}
    assert {number: documents[number] for number in LAW_PAGES} == {
        number: page for number, (page, _name) in LAW_PAGES.items()
    }
