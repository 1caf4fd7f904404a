import re

import pytest
from django.conf import settings

from portal.models import NewsItem
from portal.selectors.pages import pages
from tests.faults import none_of
from tests.language_sweep import foreign_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded", "on_a_thursday")]

LISTS = ["/", "/guides/", "/law/", "/news/", "/faq/", "/offices/", "/hotline/", "/search/", "/sitemap/", "/coverage/"]
GUIDES = [f"/guides/{path.stem}/" for path in sorted((settings.BASE_DIR / "portal/content/guides").glob("*.toml"))]
LAWS = [f"/law/{path.stem}/" for path in sorted((settings.BASE_DIR / "portal/content/law").glob("*.toml"))]
OTHERS = ["/accessibility/", "/privacy/", "/search/?q=%E5%81%9C%E4%BF%9D", "/search/?q=%E9%B2%B8%E9%B1%BC"]
ALL = LISTS + GUIDES + LAWS + OTHERS

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", ALL)
def test_every_page_in_both_languages(address, language, chinese, english):
    response = (chinese if language == "zh-hans" else english).get(address)
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count("<h1") == 1
    none_of(foreign_words(page))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_two_pages_share_a_title(language, chinese, english):
    client = chinese if language == "zh-hans" else english
    news = [f"/news/{key}/" for key in NewsItem.objects.filter(published_on="2026-09-01").values_list("pk", flat=True)]
    addresses = LISTS + GUIDES + LAWS + OTHERS[:2] + news
    titles = [TITLE.search(client.get(address).content.decode())[1] for address in addresses]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    "address",
    [
        "/guides/nothing/",
        "/law/nothing/",
        "/news/999999999/",
        "/news/99999999999999999999999999/",
        "/news/0/",
        "/guides/../law/",
        "/nothing/",
    ],
)
def test_what_is_not_there_is_404(address, chinese):
    assert chinese.get(address).status_code == 404


def test_tomorrows_notice_is_not_shown(chinese):
    later = NewsItem.objects.get(key="opening")
    assert chinese.get(f"/news/{later.pk}/").status_code == 404
    assert later.title_zh not in chinese.get("/").content.decode()


@pytest.mark.parametrize("address", ALL)
def test_at_most_eight_statements(address, chinese, django_assert_max_num_queries):
    with django_assert_max_num_queries(4 if address == "/" else 8):
        chinese.get(address)


@pytest.mark.parametrize("address", ALL)
def test_pages_are_only_read(address, chinese):
    assert chinese.head(address).status_code == 200
    assert chinese.post(address).status_code == 405


class TestHome:
    """The two windows that every such site has, findable as the office's guidance names them."""

    def test_personal_enquiry_leads_to_the_sign_in(self, chinese):
        page = chinese.get("/").content.decode()
        window = page[page.index("个人社保信息查询") :][:1200]
        assert 'href="/accounts/login/?next=/me/insurance/"' in window

    def test_stop_insurance_stands_under_declarations(self, chinese):
        page = chinese.get("/").content.decode()
        window = page[page.index("社会保险申报") :][:1200]
        assert re.search(r'href="/me/stop-insurance/">\s*停保', window)

    def test_there_is_one_search_field(self, chinese):
        assert chinese.get("/").content.decode().count('id="home-search"') == 1

    def test_notices_carry_their_days(self, chinese):
        assert '<time datetime="2026-09-01">2026年9月1日</time>' in chinese.get("/").content.decode()


EVERYTHING = "谁可以办 办理条件 需要什么材料 办理步骤 在哪里办 办理时限 办理结果 不服怎么办 法律依据 不收费".split()


@pytest.mark.parametrize("slug", ["activation", "enquiry", "individual-stop", "flexible-stop", "unit-reduction"])
def test_a_procedure_says_everything_that_must_be_known(slug, chinese):
    page = chinese.get(f"/guides/{slug}/").content.decode()
    none_of(words for words in EVERYTHING if words not in page)
    none_of(part for part in ("administrative-reconsideration-law/#article-20", "btn-primary") if part not in page)


def test_weak_evidence_is_marked_and_statutes_are_not(chinese):
    guide = chinese.get("/guides/medical-benefits-after-a-gap/").content.decode()
    assert "不是全国统一规定" in guide
    assert "本市规则" in guide[guide.index("法律依据") :]
    assert "未核对正式文本" in guide[guide.index("法律依据") :]
    numbers = chinese.get("/guides/numbers/").content.decode()
    assert "未核对正式文本" not in numbers


def test_every_law_says_that_it_is_a_paraphrase(chinese, english):
    none_of(address for address in LAWS if "不是法律原文" not in chinese.get(address).content.decode())
    none_of(address for address in LAWS if "not the wording of the law" not in english.get(address).content.decode())


def test_the_site_map_names_every_page_of_its_file(chinese):
    page = chinese.get("/sitemap/").content.decode()
    none_of(entry.path for entry in pages(language="zh-hans") if f'href="{entry.path}"' not in page)
