"""The reviewed texts themselves: complete, in the right language, and every link in them leads somewhere."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from tests.faults import none_of
from tests.language_sweep import CHINESE, english_in

CONTENT = settings.BASE_DIR / "portal" / "content"
FILES = sorted(CONTENT.rglob("*.toml"))
LINK = re.compile(r"\]\((/[^)#]*)(?:#article-([0-9]+))?\)")
ELSEWHERE = re.compile(r"\]\((?!/[^/])")
PERSONAL_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]|1[3-9][0-9]{9}")
TELEPHONE = re.compile(r"0799-8[0-9]{6}")

PROCEDURES = ["activation", "enquiry", "individual-stop", "flexible-stop", "unit-reduction"]
PARTS = {"who", "conditions", "steps", "channels", "limits", "result"}


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


def texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text with the name it stands under, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, key)
    elif isinstance(value, str):
        yield key, value


def texts_of(path) -> list[tuple[str, str]]:
    return list(texts(tomllib.loads(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CONTENT).as_posix())
class TestFile:
    def test_chinese_is_chinese_and_english_is_english(self, path):
        none_of(text for name, text in texts_of(path) if name.endswith("zh") and english_in(text))
        none_of(text for name, text in texts_of(path) if name.endswith("en") and CHINESE.search(text))

    def test_both_languages_stand_side_by_side(self, path):
        names = [name for name, _text in texts_of(path)]
        assert sum(name.endswith("zh") for name in names) == sum(name.endswith("en") for name in names)

    def test_links_lead_to_pages_of_this_site(self, path):
        words = path.read_text(encoding="utf-8")
        none_of(f"{path.name}: {found}" for found in ELSEWHERE.findall(words))
        none_of(f"{path.name}: {address}" for address, _article in LINK.findall(words) if not exists(address))

    def test_articles_that_are_linked_exist(self, path):
        for address, number in LINK.findall(path.read_text(encoding="utf-8")):
            if number:
                assert int(number) in articles_of(address.split("/")[2]), f"{address}#article-{number}"

    def test_no_number_of_a_person(self, path):
        none_of(PERSONAL_NUMBER.findall(path.read_text(encoding="utf-8")))


def exists(address: str) -> bool:
    kind, _, slug = address.strip("/").partition("/")
    if kind in ("guides", "law") and slug:
        return (CONTENT / kind / f"{slug}.toml").exists()
    try:
        return bool(resolve(address))
    except Resolver404:
        return False


def articles_of(slug: str) -> set[int]:
    return {article["number"] for article in read(f"law/{slug}.toml")["articles"]}


@pytest.mark.parametrize("path", sorted((CONTENT / "guides").glob("*.toml")), ids=lambda path: path.stem)
class TestGuide:
    def test_it_cites_articles_that_exist(self, path):
        guide = read(f"guides/{path.name}")
        cited = guide["basis"] + [material["basis"] for material in guide.get("materials", []) if "basis" in material]
        none_of(
            reference for reference in cited if int(reference.split("/")[1]) not in articles_of(reference.split("/")[0])
        )

    def test_only_identity_and_what_a_law_names_is_required(self, path):
        """Regulations on Social Insurance Handling, article 31."""
        materials = read(f"guides/{path.name}").get("materials", [])
        none_of(row["name_en"] for row in materials if row["requirement"] == "required" and "basis" not in row)
        none_of(
            row["name_en"]
            for row in materials
            if "register" in row["name_en"] and row["requirement"] == "required" and "identity" not in row["name_en"]
        )

    def test_its_start_button_leads_to_a_page(self, path):
        start = read(f"guides/{path.name}").get("start_path")
        assert start is None or exists(start)

    def test_it_is_shown_at_the_address_of_its_file(self, path):
        assert read(f"guides/{path.name}")["slug"] == path.stem


@pytest.mark.parametrize("slug", PROCEDURES)
def test_a_procedure_has_every_part(slug):
    guide = read(f"guides/{slug}.toml")
    assert guide["sections"].keys() >= PARTS
    assert guide["materials"]
    assert guide["start_path"]
    assert guide["promised_limit_zh"]


def test_the_four_tiers_are_never_shown_as_national_law():
    for name in ("law/yunzhou-rules.toml", "guides/medical-benefits-after-a-gap.toml"):
        words = (CONTENT / name).read_text(encoding="utf-8")
        assert "不是全国统一规定" in words
        assert "not a national" in words or "not national" in words
    assert read("law/yunzhou-rules.toml")["evidence"] == "local"


def test_telephone_numbers_are_invented_ones():
    none_of(office["phone"] for office in read("offices.toml")["offices"] if not TELEPHONE.fullmatch(office["phone"]))


def test_pages_of_the_map_exist():
    none_of(page["path"] for page in read("pages.toml")["pages"] if not exists(page["path"]))
