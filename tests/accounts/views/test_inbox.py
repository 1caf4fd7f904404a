"""The inbox: whose it is, how it reads, how it is marked read."""

import pytest
from django.test import Client

from accounts.models import Notice
from accounts.services import notices
from tests.factories import NOW, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/inbox/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def tell(person, times=1, kind="password_changed", **facts):
    return [notices.tell_person(person, kind, at=NOW, **facts) for _ in range(times)]


@pytest.fixture
def citizen():
    return UserFactory()


def test_empty_it_says_what_will_come(citizen):
    page = signed_in(citizen).get(ADDRESS).content.decode()
    assert 'data-total="0"' in page
    assert 'class="empty"' in page


def test_one_sees_ones_own_only(citizen):
    tell(citizen.person)
    tell(PersonFactory(), 3)
    assert 'data-total="1"' in signed_in(citizen).get(ADDRESS).content.decode()


def test_operators_of_a_unit_share_its_inbox():
    operator = UserFactory(operator=True)
    colleague = UserFactory(operator=True, unit=operator.unit)
    notices.tell_unit(operator.unit, "operator_removed", at=NOW, operator="hr7")
    for user in (operator, colleague):
        assert "hr7" in signed_in(user).get(ADDRESS).content.decode()


def test_it_pages_by_key_from_the_newest_to_the_oldest(citizen):
    told = tell(citizen.person, 45)
    client, address, seen = signed_in(citizen), ADDRESS, []
    while address:
        page = client.get(address)
        seen += [notice.pk for notice in page.context["notices"]]
        address = page.context["older_url"]
    assert seen == [notice.pk for notice in reversed(told)]


@pytest.mark.parametrize("typed", ["abc", "-1", "0", "9" * 30, "١٢", ""])
def test_a_made_up_key_shows_the_first_page(citizen, typed):
    tell(citizen.person)
    assert len(signed_in(citizen).get(ADDRESS, {"before": typed}).context["notices"]) == 1


def test_many_notices_cost_no_more_statements_than_one(citizen, django_assert_num_queries):
    client = signed_in(citizen)
    for times in (1, 49):
        tell(citizen.person, times)
        with django_assert_num_queries(4):
            client.get(ADDRESS)


def test_looking_changes_nothing(citizen):
    tell(citizen.person)
    signed_in(citizen).get(ADDRESS)
    assert Notice.objects.get().read_at is None


def test_opening_one_marks_it_read_and_leads_to_it(citizen):
    (first,) = tell(citizen.person, link="/me/declarations/")
    tell(citizen.person)
    answer = signed_in(citizen).post(ADDRESS, {"read": first.pk})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/declarations/")
    assert Notice.objects.filter(read_at=None).exclude(pk=first.pk).count() == 1


def test_all_are_marked_read_at_once(citizen):
    tell(citizen.person, 3)
    (others,) = tell(PersonFactory())
    signed_in(citizen).post(ADDRESS, {"read": "all"})
    assert list(Notice.objects.filter(read_at=None)) == [others]


@pytest.mark.parametrize("typed", ["others", "0", "abc", "", "9" * 30])
def test_a_strangers_notice_is_not_found(citizen, typed):
    (notice,) = tell(PersonFactory())
    key = notice.pk if typed == "others" else typed
    assert signed_in(citizen).post(ADDRESS, {"read": key}).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_days_read_as_days(citizen):
    tell(citizen.person, kind="declaration_accepted", number="D1", agency="hrss", effective_on="2026-10-01")
    page = signed_in(citizen).get(ADDRESS).content.decode()
    assert "2026年10月1日" in page
    assert "2026-10-01" not in page


def test_staff_have_none():
    assert 'data-total="0"' in signed_in(UserFactory(clerk=True)).get(ADDRESS).content.decode()


def test_strangers_are_led_to_the_door():
    assert Client().get(ADDRESS).headers["Location"] == "/accounts/login/?next=/accounts/inbox/"
    assert Client().post(ADDRESS, {"read": "all"}).status_code == 302
