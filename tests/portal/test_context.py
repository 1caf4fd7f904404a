"""What every page knows."""

from datetime import date, time
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation

from accounts.middleware import Preferences
from portal import context

HOURS = ((time(8, 30), time(11, 30)), (time(13), time(17)))


@pytest.fixture
def request_of():
    def request_of(kind=None):
        request = RequestFactory().get("/")
        request.user = SimpleNamespace(is_authenticated=True, kind=kind) if kind else AnonymousUser()
        return request

    return request_of


@pytest.mark.parametrize(
    ("language", "name", "hours"),
    [
        ("zh-hans", "云州市人力资源和社会保障局", "8:30–11:30、13:00–17:00"),
        ("en", "Yunzhou Human Resources and Social Security Office", "8:30–11:30, 13:00–17:00"),
    ],
)
def test_the_office_speaks_the_readers_language(settings, language, name, hours):
    settings.HALL_OFFICE = settings.HALL_OFFICE | {"hours": HOURS}
    with translation.override(language):
        office = context.office()
    assert office.name == name
    assert office.hours.endswith(hours)


@pytest.mark.parametrize(("kind", "home"), [("citizen", "/me/"), ("operator", "/employer/"), ("staff", "/admin/")])
def test_everybody_is_at_home_somewhere(request_of, kind, home):
    assert context.door_of(request_of(kind)).home == home


def test_a_stranger_is_at_home_nowhere(request_of):
    assert context.door_of(request_of()) is None


def test_staff_have_no_inbox(request_of):
    assert [kind for kind in ("citizen", "operator", "staff") if context.door_of(request_of(kind)).has_inbox] == [
        "citizen",
        "operator",
    ]


def test_the_business_day_is_the_settings(settings, request_of):
    settings.HALL_TODAY = date(2026, 9, 30)
    assert context.hall(request_of())["business_day"] == date(2026, 9, 30)


def test_preferences_of_the_request_are_kept(request_of):
    request = request_of()
    request.prefs = Preferences("en", elder=True)
    assert context.hall(request)["prefs"] is request.prefs


def test_without_preferences_the_active_language_holds(request_of):
    with translation.override("en"):
        assert context.hall(request_of())["prefs"] == Preferences("en")


def test_a_page_of_a_stranger_asks_the_database_for_nothing(db, request_of, django_assert_num_queries):
    with django_assert_num_queries(0):
        context.hall(request_of())


def test_what_nobody_writes_is_not_asked_for(db, request_of, django_assert_num_queries):
    with django_assert_num_queries(0):
        context.hall(request_of("citizen"))
