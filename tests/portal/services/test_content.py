import shutil

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from accounts.rules.roles import Role
from portal.models import Guide, GuideSection, LawArticle, LawText, Material, NewsItem, SearchEntry
from portal.services import content
from tests.factories.clock import NOW
from tests.factories.parties import UserFactory

CONTENT = settings.BASE_DIR / "portal" / "content"

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the reviewed files that a test may change."""
    return shutil.copytree(CONTENT, tmp_path / "content")


@pytest.fixture
def editor():
    return UserFactory(staff=True, roles=[Role.CONTENT_EDITOR])


def change(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_everything_in_the_files_arrives(folder):
    outcome = content.load(folder)
    assert outcome.written["guide"] == Guide.objects.count() == len(list((folder / "guides").glob("*.toml")))
    assert outcome.written["lawtext"] == LawText.objects.count() == len(list((folder / "law").glob("*.toml")))
    assert outcome.index_changed


def test_a_second_load_changes_nothing(folder):
    content.load(folder)
    before = list(SearchEntry.objects.order_by("id").values())
    outcome = content.load(folder)
    assert set(outcome.written.values()) == set(outcome.removed.values()) == {0}
    assert not outcome.index_changed
    assert list(SearchEntry.objects.order_by("id").values()) == before


def test_a_load_is_set_based(folder):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        content.load(folder)
    assert len(captured) < 120, "one statement a table, not one a row"


def test_a_changed_file_changes_its_text_and_the_search(folder):
    content.load(folder)
    change(folder / "guides" / "card.toml", 'title_zh = "社会保障卡怎么用"', 'title_zh = "云州卡怎么用"')
    assert content.load(folder).written["guide"] == 1
    assert SearchEntry.objects.filter(title="云州卡怎么用").exists()


def test_parts_and_materials_that_left_the_file_are_gone(folder):
    content.load(folder)
    path = folder / "guides" / "activation.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex("[[materials]]")], encoding="utf-8")
    content.load(folder)
    assert Material.objects.filter(guide__slug="activation").count() == 1


def test_an_article_that_left_the_file_is_gone_and_the_others_keep_their_keys(folder):
    content.load(folder)
    keys = dict(LawArticle.objects.filter(law__slug="civil-code").values_list("number", "id"))
    path = folder / "law" / "civil-code.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex("[[articles]]")], encoding="utf-8")
    content.load(folder)
    left = dict(LawArticle.objects.filter(law__slug="civil-code").values_list("number", "id"))
    assert left == {201: keys[201], 202: keys[202]}


def test_a_text_whose_file_has_gone_is_removed(folder):
    content.load(folder)
    (folder / "guides" / "numbers.toml").unlink()
    for path in (folder / "guides").glob("*.toml"):
        path.write_text(path.read_text(encoding="utf-8").replace(', "numbers"', "").replace('"numbers", ', ""))
    assert content.load(folder).removed["guide"] == 1
    assert not SearchEntry.objects.filter(path="/guides/numbers/").exists()


def test_what_an_editor_changed_stays_until_it_is_returned(folder, editor):
    content.load(folder)
    guide = Guide.objects.get(slug="card")
    guide.title_zh = "改过的标题"
    guide.save()
    content.keep_edit(guide, actor=editor, at=NOW)
    change(folder / "guides" / "card.toml", 'title_zh = "社会保障卡怎么用"', 'title_zh = "文件里的新标题"')

    assert content.load(folder).kept["guide"] == 1
    assert Guide.objects.get(slug="card").title_zh == "改过的标题"
    assert SearchEntry.objects.filter(title="改过的标题").exists()

    assert content.return_to_file(Guide.objects.filter(slug="card"), actor=editor, at=NOW) == 1
    content.load(folder)
    assert Guide.objects.get(slug="card").title_zh == "文件里的新标题"


def test_an_edited_text_outlives_its_file(folder, editor):
    content.load(folder)
    content.keep_edit(NewsItem.objects.get(key="retirement-age"), actor=editor, at=NOW)
    change(folder / "news.toml", 'key = "retirement-age"', 'key = "retirement-age-again"')
    assert content.load(folder).removed["newsitem"] == 0
    assert NewsItem.objects.filter(key="retirement-age").exists()


def test_what_was_written_by_hand_has_no_file_to_return_to(folder, editor):
    content.load(folder)
    item = NewsItem.objects.create(
        kind="notice", published_on=NOW.date(), title_zh="临时公告", title_en="A notice", body_zh="正文", body_en="Text"
    )
    content.keep_edit(item, actor=editor, at=NOW)
    assert content.return_to_file(NewsItem.objects.filter(pk=item.pk), actor=editor, at=NOW) == 0
    assert content.load(folder).removed["newsitem"] == 0
    assert NewsItem.objects.filter(pk=item.pk).exists()


def test_an_edit_is_on_record(folder, editor):
    content.load(folder)
    content.keep_edit(Guide.objects.get(slug="card"), actor=editor, at=NOW)
    entry = AuditEntry.objects.get(action="content.edited")
    assert (entry.actor, entry.subject_kind, entry.subject_number) == (editor, "guide", "card")


def test_a_broken_reference_loads_nothing(folder):
    change(folder / "guides" / "card.toml", '"handling-regulations/6"', '"handling-regulations/999"')
    with pytest.raises(KeyError, match="handling-regulations/999"):
        content.load(folder)
    assert not LawText.objects.exists()


GUIDE = {
    "slug": "probe",
    "position": 1,
    "audience": "citizen",
    "title_zh": "标题",
    "title_en": "Title",
    "summary_zh": "摘要",
    "summary_en": "Summary",
    "reviewed_on": NOW.date(),
}


def make_material(**given):
    guide = Guide.objects.create(**GUIDE)
    return Material.objects.create(guide=guide, position=1, name_zh="户口簿", name_en="Household register", **given)


def article():
    law = LawText.objects.create(slug="probe", position=1, evidence="statute", title_zh="法", title_en="Law")
    return LawArticle.objects.create(law=law, number=1, label_zh="第一条", label_en="Article 1")


def test_a_paper_cannot_be_required_without_a_legal_basis():
    """Regulations on Social Insurance Handling, article 31."""
    with pytest.raises(IntegrityError, match="required_material_has_legal_basis"), transaction.atomic():
        make_material(requirement="required")
    assert make_material(requirement="required", basis=article()).pk


WORDS = {"start_label_zh": "办理", "start_label_en": "Start"}


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        (WORDS | {"start_path": "https://example.com/"}, "guide_start_is_on_this_site"),
        (WORDS | {"start_path": "//example.com/"}, "guide_start_is_on_this_site"),
        ({"start_path": "/me/"}, "guide_start_has_words"),
        (WORDS, "guide_start_has_words"),
    ],
)
def test_a_start_button_leads_somewhere_on_this_site(given, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Guide.objects.create(**GUIDE | given)


def test_a_part_of_a_guide_stands_once():
    guide = Guide.objects.create(**GUIDE)
    GuideSection.objects.create(guide=guide, kind="who", body_zh="一", body_en="one")
    with pytest.raises(IntegrityError, match="guide_section_once"):
        GuideSection.objects.create(guide=guide, kind="who", body_zh="二", body_en="two")


def test_a_notice_is_not_pinned_before_it_is_published():
    with pytest.raises(IntegrityError, match="news_pinned_after_published"):
        NewsItem.objects.create(kind="notice", published_on="2026-09-10", pinned_until="2026-09-09")
