"""The door of the back office: staff, signed in with both factors; everybody is led to their own work."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.admin.base import HallModelAdmin
from accounts.rules.roles import Role
from portal.models.content import Question, Topic
from tests.factories import UserFactory
from tests.visits import let_in

pytestmark = pytest.mark.django_db


def test_a_password_alone_does_not_open():
    clerk = UserFactory(clerk=True)
    half = Client()
    half.force_login(clerk)
    response = half.get("/admin/accounts/unit/")
    assert response.status_code == 302
    assert response.headers["Location"] == "/admin/login/?next=/admin/accounts/unit/"


@pytest.mark.parametrize("kind", [{}, {"operator": True}])
def test_nobody_else_gets_in(kind):
    assert let_in(UserFactory(**kind)).get("/admin/").headers["Location"].startswith("/admin/login/")


def test_who_was_shut_out_is_out_at_the_next_page():
    clerk = UserFactory(clerk=True)
    browser = let_in(clerk)
    clerk.is_active = False
    clerk.save()
    assert browser.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/admin/?q=%00",
        "/admin/insurance/rate/?kind=%00",
        "/admin/insurance/policydocument/?number=%00",
        "/admin/accounts/unit/?q=%00",
        "/admin/accounts/unit/%00/",
        "/admin/accounts/person/?q=%00",
        "/admin/accounts/person/a%00b/look/",
    ],
)
def test_an_address_that_nothing_can_have_is_not_found(address):
    assert let_in(UserFactory(clerk=True)).get(address).status_code == 404


def test_everybody_begins_with_their_work():
    assert 'data-kind="worklist"' in let_in(UserFactory(clerk=True)).get("/admin/").content.decode()
    start = let_in(UserFactory(staff=True, roles=[Role.CASHIER])).get("/admin/").content.decode()
    assert 'href="/admin/accounts/unit/"' in start
    assert 'href="/admin/find/"' not in start


def test_who_has_no_role_is_told_whom_to_ask():
    start = let_in(UserFactory(staff=True, roles=[])).get("/admin/")
    assert start.status_code == 200
    assert 'class="empty"' in start.content.decode()


def test_signing_out_ends_it():
    browser = let_in(UserFactory(clerk=True))
    assert browser.get("/admin/logout/").status_code == 405
    browser.post("/admin/logout/")
    assert browser.get("/admin/").status_code == 302


def test_the_language_is_the_accounts_own():
    english = let_in(UserFactory(clerk=True, language="en")).get("/admin/").content.decode()
    assert '<html lang="en"' in english
    assert "Worklist" in english


def test_every_model_asks_roles_and_none_can_be_deleted():
    for model_admin in admin.site._registry.values():
        assert isinstance(model_admin, HallModelAdmin), model_admin
        assert not model_admin.has_delete_permission(None)


def test_djangos_own_log_stays_empty():
    editor = let_in(UserFactory(staff=True, roles=[Role.CONTENT_EDITOR]))
    texts = {"question_zh": "问？", "question_en": "Q?", "answer_zh": "答", "answer_en": "A"}
    added = editor.post("/admin/portal/question/add/", {"topic": Topic.values[0], "position": 1} | texts)
    assert (added.status_code, Question.objects.count()) == (302, 1)
    assert not LogEntry.objects.exists()
