from datetime import date

import pytest

from portal.models import SearchEntry
from portal.selectors.search import LONGEST_WORD, SUMMARY_LENGTH, plain, search, shortened

TODAY = date(2026, 11, 22)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def found(text: str, language: str = "zh-hans", on: date = TODAY) -> list[str]:
    return [hit.path for hit in search(text, on=on, language=language).hits]


@pytest.mark.parametrize(
    ("text", "language", "path"),
    [
        ("停保", "zh-hans", "/me/stop-insurance/"),
        ("怎么停保", "zh-hans", "/me/stop-insurance/"),
        ("中断登记", "zh-hans", "/me/stop-insurance/"),
        ("初始密码", "zh-hans", "/guides/activation/"),
        ("60天", "zh-hans", "/guides/medical-benefits-after-a-gap/"),
        ("单位人员减少", "zh-hans", "/employer/reductions/new/"),
        ("户口簿", "zh-hans", "/guides/individual-stop/"),
        ("个人社保信息查询", "zh-hans", "/guides/enquiry/"),
        ("电话", "zh-hans", "/hotline/"),
        ("stop insurance", "en", "/me/stop-insurance/"),
        ("stopping", "en", "/guides/flexible-stop/"),
        ("payment", "en", "/me/contributions/"),
        ("停保", "en", "/me/stop-insurance/"),
        ("household register", "en", "/guides/individual-stop/"),
    ],
)
def test_what_people_ask_for_is_among_the_first(text, language, path):
    assert path in found(text, language)[:6]


def test_a_law_is_found_by_its_article():
    assert "/law/social-insurance-law/#article-86" in found("滞纳金")


def test_results_speak_the_readers_language():
    hits = search("12333", on=TODAY, language="en").hits
    assert hits
    assert set(
        SearchEntry.objects.filter(title__in=[hit.title for hit in hits]).values_list("language", flat=True)
    ) == {"en"}


def test_when_nothing_holds_every_word_the_nearest_are_shown_as_such():
    results = search("停保 鲸鱼", on=TODAY, language="zh-hans")
    assert results.hits
    assert not results.are_exact


@pytest.mark.parametrize("text", ["鲸鱼", "qqqqq", "", "   ", "!&|'():*", "' | qqq", "\\"])
def test_nothing_found_is_an_answer(text):
    results = search(text, on=TODAY, language="zh-hans")
    assert (results.hits, results.are_exact) == ([], True)


def test_a_notice_is_not_found_before_its_day():
    entry = SearchEntry.objects.filter(kind="news", language="zh", title__contains="正式开通").get()
    assert entry.path in found("正式开通", on=entry.shown_from)
    assert entry.path not in found("正式开通", on=date(2026, 11, 1))


def test_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        search("停保", on=TODAY, language="zh-hans")


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("- **网上**：见[热线](/hotline/)。\n- 窗口", "网上：见热线。 窗口"),
        ("1. 一\n2. 二", "一 二"),
        ("## 标题\n\n正文", "标题 正文"),
    ],
)
def test_marks_of_markdown_are_not_words(markdown, words):
    assert plain(markdown) == words


@pytest.mark.parametrize("text", ["停" * 500, "insurance " * 50, "x" * 500])
def test_a_summary_is_short(text):
    assert SUMMARY_LENGTH - LONGEST_WORD <= len(shortened(text)) <= SUMMARY_LENGTH + 1


def test_a_word_is_not_cut():
    assert shortened("insurance " * 50).removesuffix("…").split()[-1] == "insurance"
