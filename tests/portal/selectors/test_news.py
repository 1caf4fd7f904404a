from datetime import date, timedelta

import pytest

from portal.models import NewsItem
from portal.selectors.news import latest_news, news_list, news_page
from tests.factories.clock import TODAY

pytestmark = pytest.mark.django_db


def make(days_ago: int, **given) -> NewsItem:
    day = TODAY - timedelta(days=days_ago)
    words = {"title_zh": f"{days_ago}天前", "title_en": f"{days_ago} days ago", "body_zh": "正文", "body_en": "Text"}
    return NewsItem.objects.create(kind="notice", published_on=day, **words | given)


def titles(lines) -> list[str]:
    return [line.title for line in lines]


def test_none():
    assert latest_news(5, on=TODAY, language="zh-hans") == []
    assert news_list(5, after="", on=TODAY, language="zh-hans").lines == []


def test_the_newest_first_and_tomorrows_not_yet():
    for days in (3, -1, 0, 10):
        make(days)
    assert titles(latest_news(5, on=TODAY, language="zh-hans")) == ["0天前", "3天前", "10天前"]
    assert titles(latest_news(5, on=TODAY, language="en")) == ["0 days ago", "3 days ago", "10 days ago"]


def test_a_pinned_notice_stays_at_the_top_until_its_day_is_over():
    make(30, pinned_until=TODAY)
    make(1)
    assert titles(latest_news(2, on=TODAY, language="zh-hans")) == ["30天前", "1天前"]
    assert titles(latest_news(2, on=TODAY + timedelta(days=1), language="zh-hans")) == ["1天前", "30天前"]


@pytest.mark.parametrize("count", [1, 3, 4, 7])
def test_pages_by_key_show_each_notice_once(count):
    for number in range(count):
        make(number // 2)
    seen, key = [], ""
    while True:
        page = news_list(3, after=key, on=TODAY, language="zh-hans")
        assert len(page.lines) <= 3
        seen += [line.id for line in page.lines]
        key = page.next_key
        if not key:
            break
    assert seen == list(NewsItem.objects.values_list("id", flat=True))


@pytest.mark.parametrize("key", ["x", "2026-09-10", "2026-09-10.x", ".", "2026-13-01.1"])
def test_a_key_that_is_none_begins_at_the_start(key):
    make(0)
    assert titles(news_list(3, after=key, on=TODAY, language="zh-hans").lines) == ["0天前"]


def test_a_notice_opens_from_its_day_on():
    item = make(-1)
    assert news_page(item.pk, on=TODAY, language="zh-hans") is None
    assert news_page(item.pk, on=date(2026, 9, 11), language="en").title == "-1 days ago"
