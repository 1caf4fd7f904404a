"""The sweep that judges every page's language is itself judged here, on small pieces of pages."""

import pytest

from tests.language_sweep import chinese_left, english_left, foreign_words


@pytest.mark.parametrize(
    "html",
    [
        "<p>请下载 PDF 文件</p>",
        "<p>证件号码 379901********0198，编号 P00000042</p>",
        "<p>网址 https://hall.example/guides/ 或 /me/insurance/</p>",
        "<p>来信 help@hall.example</p>",
        "<p>校验码为 X 的号码</p>",
        "<p>上传 .xlsx 文件</p>",
        '<button lang="en">English</button>',
        '<td translate="no">Anna Schmidt</td>',
        "<code>manage.py</code>",
        "<script>let words = 1</script>",
        '<input type="hidden" name="next" value="home">',
        '<a class="button primary" href="/guides/">办事指南</a>',
    ],
)
def test_a_chinese_page_may_say(html):
    assert english_left(html) == []


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>您的 case 已受理</p>", "您的 case 已受理"),
        ("<title>Sign in</title>", "Sign in"),
        ('<input type="submit" value="Submit">', "Submit"),
        ('<input placeholder="Name">', "Name"),
        ('<nav aria-label="Breadcrumb">首页</nav>', "Breadcrumb"),
        ('<td data-label="State">已受理</td>', "State"),
        ('<p lang="en">English</p><p>Left</p>', "Left"),
        ("<ul><li>甲<li>Left</ul>", "Left"),
        ("<p>State pending&nbsp;</p>", "State pending"),
    ],
)
def test_english_left_on_a_chinese_page_is_found(html, left):
    assert english_left(html) == [left]


def test_chinese_left_on_an_english_page_is_found():
    assert chinese_left("<p>Your case 已受理</p><p>Until: <b>30 September</b></p><p>Note：</p>") == [
        "Your case 已受理",
        "Note：",
    ]
    assert chinese_left('<p><a lang="zh-CN">中文</a> <b translate="no">王芳</b> is insured.</p>') == []


def test_a_page_is_judged_by_the_language_it_says():
    assert foreign_words('<html lang="zh-CN"><p>Left</p></html>') == ["Left"]
    assert foreign_words('<html lang="en"><p>Fine</p></html>') == []
    with pytest.raises(AssertionError):
        foreign_words("<html><p>Fine</p></html>")
