from datetime import datetime

import pytest
from django.utils import translation

from portal.rules.opening_hours import Opening
from portal.templatetags.content_tags import opening_sentence, prose


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**停**保", "<p><strong>停</strong>保</p>\n"),
        ("[热线](/hotline/)", '<p><a href="/hotline/">热线</a></p>\n'),
        ("# 大标题", "<h2>大标题</h2>\n"),
        ("### 小标题", "<h3>小标题</h3>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ('<img src="x" onerror="alert(1)">', "<p>&lt;img src=&quot;x&quot; onerror=&quot;alert(1)&quot;&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](data:text/html,y)", "<p>[x](data:text/html,y)</p>\n"),
        ("![x](/static/emblem.svg)", '<p>!<a href="/static/emblem.svg">x</a></p>\n'),
    ],
)
def test_editors_write_markdown_and_nothing_else(written, shown):
    assert prose(written) == shown


@pytest.mark.parametrize(
    ("is_open", "until", "said"),
    [
        (True, datetime(2026, 9, 10, 11, 30), "Answering now, until 11:30"),
        (False, datetime(2026, 9, 10, 13, 0), "Closed now, back today at 13:00"),
        (False, datetime(2026, 9, 11, 8, 30), "Closed now, back tomorrow at 8:30"),
        (False, datetime(2026, 9, 14, 8, 30), "Closed now, back on Monday 14 September 2026 at 8:30"),
    ],
)
def test_the_hours_are_said_as_on_the_telephone(is_open, until, said):
    with translation.override("en"):
        assert opening_sentence(Opening(is_open, until), datetime(2026, 9, 10, 9, 0)) == said
