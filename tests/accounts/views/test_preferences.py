"""Language, large type, contrast."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/preferences/"


def page(client) -> str:
    return client.get("/accounts/login/").content.decode()


def test_chinese_unless_somebody_chose_english():
    assert '<html lang="zh-CN"' in page(Client(HTTP_ACCEPT_LANGUAGE="en"))


@pytest.mark.parametrize(
    ("typed", "lang"), [("en", "en"), ("EN", "en"), ("zh-hans", "zh-CN"), ("zh-CN", "zh-CN"), ("zh", "zh-CN")]
)
def test_a_browser_remembers_the_language(typed, lang):
    client = Client()
    client.post(ADDRESS, {"language": "en" if lang != "en" else "zh-hans"})
    answer = client.post(ADDRESS, {"language": typed, "next": "/accounts/login/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/")
    assert f'<html lang="{lang}"' in page(client)


def test_only_what_is_sent_changes():
    client = Client()
    client.post(ADDRESS, {"language": "en"})
    client.post(ADDRESS, {"elder": "on"})
    client.post(ADDRESS, {"contrast": "on"})
    client.post(ADDRESS, {"elder": "off"})
    assert '<html lang="en" data-elder="off" data-contrast="high">' in page(client)


def test_an_account_takes_its_preferences_along():
    user = UserFactory()
    one, other = Client(), Client()
    one.force_login(user)
    one.post(ADDRESS, {"elder": "on"})
    one.post(ADDRESS, {"language": "en"})
    other.force_login(user)
    assert '<html lang="en" data-elder="on"' in page(other)
    assert User.objects.get(pk=user.pk).contrast is False


def test_after_signing_out_the_browser_still_speaks_the_language():
    client = Client()
    client.force_login(UserFactory())
    client.post(ADDRESS, {"language": "en"})
    client.post("/accounts/logout/")
    assert '<html lang="en"' in page(client)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"language": "fr"}, "preferences.language"),
        ({"elder": "perhaps"}, "preferences.switch"),
        ({"contrast": "<script>"}, "preferences.switch"),
        ({"language": "en\x00"}, "null_characters_not_allowed"),
    ],
)
def test_what_the_hall_does_not_know_is_refused_and_changes_nothing(sent, code):
    client = Client()
    answer = client.post(ADDRESS, sent)
    assert answer.status_code == 422
    assert f'data-code="{code}"' in answer.content.decode()
    assert '<html lang="zh-CN" data-elder="off" data-contrast="normal">' in page(client)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "guides/", ""])
def test_it_leads_back_only_within_the_hall(elsewhere):
    assert Client().post(ADDRESS, {"elder": "on", "next": elsewhere}).headers["Location"] == "/"


def test_the_way_back_keeps_its_question():
    answer = Client().post(ADDRESS, {"elder": "on", "next": "/search/?q=%E5%81%9C%E4%BF%9D&page=2"})
    assert answer.headers["Location"] == "/search/?q=%E5%81%9C%E4%BF%9D&page=2"


def test_looking_is_no_changing():
    assert Client().get(ADDRESS).status_code == 405


def test_the_cookies_are_out_of_reach_of_scripts():
    answer = Client().post(ADDRESS, {"language": "en"})
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in answer.cookies.values())
