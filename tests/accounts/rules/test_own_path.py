"""Where a page may lead on to."""

import pytest

from accounts.rules.own_path import own_path


@pytest.mark.parametrize("wanted", ["/", "/me/", "/search/?q=%E5%81%9C&page=2", "/guides/a-b/#steps", "/a?next=//b"])
def test_own_paths_are_taken(wanted):
    assert own_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "me/",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/%5Cevil.example",
        "/%2Fevil.example",
        "/me/../admin/",
        "/me/%2e%2e/admin/",
        "javascript:alert(1)",
        "/me/\r\nSet-Cookie: a=b",
        "/me/%0d%0aSet-Cookie:a",
        "/\t/evil.example",
        "//[",
        "/" + "a" * 500,
    ],
)
def test_everything_else_is_not(wanted):
    assert own_path(wanted) == ""


def test_only_what_is_allowed_may_follow():
    assert own_path("/me/insurance/", under=("/me/",)) == "/me/insurance/"
    assert own_path("/employer/", under=("/me/",)) == ""
    assert own_path("/mean/", under=("/me/",)) == ""
