"""A hall in which nothing has been loaded yet."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.services import content
from tests.portal.conftest import CONTENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_thursday")]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/", "暂时没有公告"),
        ("/", "办事指南正在准备"),
        ("/guides/", "办事指南正在准备"),
        ("/law/", "政策法规正在准备"),
        ("/news/", "没有更多公告"),
        ("/faq/", "还没有收录问题"),
        ("/offices/", "经办网点正在整理"),
        ("/search/?q=%E5%81%9C%E4%BF%9D", "没有找到"),
        ("/sitemap/", "网站地图"),
        ("/coverage/", "服务承诺"),
    ],
)
def test_an_empty_hall_says_so_and_where_to_ask(address, said, chinese):
    response = chinese.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert 'href="/hotline/"' in page


@pytest.mark.parametrize("address", ["/privacy/", "/accessibility/", "/guides/card/", "/law/civil-code/", "/news/1/"])
def test_a_text_that_is_not_loaded_is_404(address, chinese):
    assert chinese.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/", "/guides/", "/law/", "/news/", "/faq/", "/offices/"])
def test_a_list_costs_the_same_empty_and_full(address, chinese, django_assert_num_queries):
    with CaptureQueriesContext(connection) as empty:
        chinese.get(address)
    content.load(CONTENT)
    with django_assert_num_queries(len(empty)):
        chinese.get(address)
