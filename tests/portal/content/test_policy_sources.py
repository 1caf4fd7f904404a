"""What explanations cite can be read: every page and article that policy rows and formulas name stands in /law/."""

import tomllib
from importlib import import_module

import pytest
from django.conf import settings

from insurance.rules.explanation import FORMULAS
from insurance.services.policy_files import policy_files
from tests.faults import none_of

LAW = settings.BASE_DIR / "portal" / "content" / "law"
RULES = sorted(path.stem for path in (settings.BASE_DIR / "insurance" / "rules").glob("[a-z]*.py"))


@pytest.fixture(scope="module")
def files():
    return policy_files()


@pytest.fixture(scope="module")
def documents(files):
    shared, areas = files
    return {document["number"]: document for document in (*shared, *(one for area in areas for one in area.documents))}


def articles_of(page: str) -> set[str]:
    """Return the numbers of the articles on a page; none where there is no such page."""
    path = LAW / f"{page}.toml"
    return (
        {str(article["number"]) for article in tomllib.loads(path.read_text("utf-8"))["articles"]}
        if path.exists()
        else set()
    )


def test_every_page_a_document_names_exists(documents):
    none_of(
        f"{document['number']}: {document['law_slug']}"
        for document in documents.values()
        if "law_slug" in document and not articles_of(document["law_slug"])
    )


def test_every_article_a_row_names_stands_on_the_page_of_its_document(files, documents):
    _shared, areas = files
    named = [entry for area in areas for entry in area.entries if entry.article]
    assert named
    none_of(
        f"{entry}: article {entry.article} of {entry.document}"
        for entry in named
        if (page := documents[entry.document].get("law_slug")) and entry.article not in articles_of(page)
    )


def test_every_article_a_formula_cites_stands_on_the_page_of_its_document(documents):
    for name in RULES:
        import_module(f"insurance.rules.{name}")
    cited = {(code, formula.citation) for code, formula in FORMULAS.items() if formula.citation}
    assert cited
    none_of(f"{code}: {one.document} is not described" for code, one in cited if one.document not in documents)
    none_of(
        f"{code}: article {one.article} of {one.document}"
        for code, one in cited
        if one.article and one.article not in articles_of(documents[one.document].get("law_slug", ""))
    )
