"""Every piece of the hall, drawn from the gallery's invented contents."""

import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from accounts.middleware import Preferences
from insurance.rules.benefit_history import covered_since
from insurance.rules.explanation import step
from insurance.rules.months import Month
from insurance.wording_steps import explained
from portal import context
from portal.templatetags.portal_tags import SPRITE
from tests.portal.gallery.samples import contents, sample_tree

GALLERY = Path(__file__).parent / "gallery" / "templates"
LAYOUTS = ["public", "citizen", "employer"]
LANGUAGES = ["zh-hans", "en"]


class Elements(HTMLParser):
    """The elements of a page as (name, attributes) in the order they begin."""

    def __init__(self, page: str):
        super().__init__()
        self.all: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))

    def named(self, name: str) -> list[dict]:
        return [attrs for tag, attrs in self.all if tag == name]


@pytest.fixture
def draw(settings, monkeypatch):
    """Draw a template as the hall would for a visitor, without a database."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], GALLERY]}]
    monkeypatch.setattr(context, "unread_count", lambda user: 3)

    def draw(name, extra=None, *, language="zh-hans", kind=None, **prefs):
        request = RequestFactory().get("/me/insurance/?on=2026-09-30")
        request.prefs = Preferences(language, **prefs)
        request.user = AnonymousUser()
        if kind:
            request.user = SimpleNamespace(is_authenticated=True, kind=kind, display_name="王小云")
        with translation.override(language):
            return render_to_string(name, extra or {}, request)

    return draw


@pytest.fixture
def gallery(draw):
    def gallery(layout="citizen", *, language="zh-hans", refused=False, **visitor):
        extra = contents(language, refused=refused) | {"layout": f"layouts/{layout}.html"}
        return draw("gallery.html", extra, language=language, **visitor)

    return gallery


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refused", [False, True])
def test_the_gallery_is_sound_html(gallery, layout, language, refused):
    page = Elements(gallery(layout, language=language, refused=refused, kind="citizen"))
    ids = [attrs["id"] for _, attrs in page.all if "id" in attrs]
    assert sorted({one for one in ids if ids.count(one) > 1}) == []
    assert len(page.named("h1")) == 1
    assert len(page.named("main")) == 1
    pointed_at = [
        ref for _, attrs in page.all for key in ("for", "aria-labelledby", "form") for ref in [attrs.get(key)]
    ]
    described = [ref for _, attrs in page.all for ref in attrs.get("aria-describedby", "").split()]
    assert {ref for ref in [*pointed_at, *described] if ref} - set(ids) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_piece_carries_its_own_style_or_script(gallery, language):
    page = Elements(gallery(language=language))
    assert [tag for tag, attrs in page.all if "style" in attrs or tag == "style"] == []
    assert [attrs for attrs in page.named("script") if "src" not in attrs] == []
    assert [key for _, attrs in page.all for key in attrs if key.startswith("on")] == []


def test_every_icon_drawn_is_in_the_sprite(gallery):
    drawn = set(
        re.findall(r"\.svg#([\w-]+)", gallery("citizen", kind="citizen") + gallery("employer", kind="operator"))
    )
    there = set(re.findall(r'id="([\w-]+)"', (Path("static") / SPRITE).read_text(encoding="utf-8")))
    assert drawn - there == set()


def test_preferences_are_on_the_root(gallery):
    root = Elements(gallery(language="en", elder=True, contrast=True)).named("html")[0]
    assert root == {"lang": "en", "data-elder": "on", "data-contrast": "high"}
    root = Elements(gallery()).named("html")[0]
    assert root == {"lang": "zh-CN", "data-elder": "off", "data-contrast": "normal"}


def test_main_says_what_the_page_is_about(gallery):
    main = Elements(gallery()).named("main")[0]
    assert (main["data-kind"], main["data-number"], main["data-state"]) == ("gallery", "G-1", "submitted")


def test_the_first_post_form_is_the_pages_own(gallery):
    forms = [attrs for attrs in Elements(gallery(kind="citizen")).named("form") if attrs.get("method") == "post"]
    assert [attrs.get("action") for attrs in forms] == [None, "/preferences/", "/accounts/logout/"]


def test_switches_send_the_other_choice_and_lead_back_here(gallery):
    page = Elements(gallery(language="en", elder=True))
    sent = {attrs["name"]: attrs["value"] for attrs in page.named("button") if attrs.get("form") == "preferences"}
    assert sent == {"language": "zh-hans", "elder": "off", "contrast": "on"}
    back = next(attrs for attrs in page.named("input") if attrs.get("name") == "next")
    assert back["value"] == "/me/insurance/?on=2026-09-30"


def test_each_code_of_a_refusal_stands_once(gallery):
    page = gallery(refused=True)
    assert sorted(re.findall(r'data-code="([^"]+)"', page)) == ["R007", "required", "stop.pending"]


def test_the_summary_leads_to_the_controls(gallery):
    page = Elements(gallery(refused=True))
    targets = {attrs["href"] for attrs in page.named("a") if attrs.get("href", "").startswith("#id_")}
    assert targets == {"#id_reason_0", "#id_stop_month"}
    assert {target[1:] for target in targets} <= {attrs.get("id") for _, attrs in page.all}


def test_a_missing_answer_names_its_field(gallery):
    assert gallery(language="en", refused=True).count("Please choose: Reason") == 2


def test_what_was_typed_is_kept_and_harmless(gallery):
    assert 'value="&lt;b&gt;&amp;"' in gallery(refused=True)


@pytest.mark.parametrize(("kind", "home"), [("citizen", "/me/"), ("operator", "/employer/"), ("staff", "/admin/")])
def test_the_header_knows_who_is_there(gallery, kind, home):
    page = gallery("public", kind=kind)
    assert f'<a class="account-name" href="{home}">' in page
    assert ('class="account-inbox"' in page) == (kind != "staff")
    assert 'form="sign-out"' in page


def test_a_stranger_is_asked_nothing_of_the_inbox(draw, monkeypatch):
    def asked(user):
        raise AssertionError("a stranger has no inbox")

    monkeypatch.setattr(context, "unread_count", asked)
    page = draw("404.html")
    assert 'href="/accounts/login/"' in page
    assert "sign-out" not in page


def test_the_inbox_is_counted_once_a_page(draw, monkeypatch):
    asked = []
    monkeypatch.setattr(context, "unread_count", asked.append)
    draw("404.html", kind="citizen")
    assert len(asked) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["403", "403_csrf", "404", "405", "422"])
def test_pages_of_refusal_say_what_to_do(draw, code, language):
    page = Elements(draw(f"{code}.html", {"problems": [{"code": "x", "sentence": "y"}]}, language=language))
    assert len(page.named("h1")) == 1
    assert any(attrs.get("href") == "/" for attrs in page.named("a"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["400", "500", "503"])
def test_pages_of_faults_need_no_request_and_no_context(code, language):
    with translation.override(language):
        page = get_template(f"{code}.html").render()
    assert Elements(page).named("html")[0]["lang"] == ("en" if language == "en" else "zh-CN")
    assert ("Yunzhou" if language == "en" else "云州市人力资源和社会保障局") in page


@pytest.fixture
def unfolded(draw):
    def unfolded(language="en", **more):
        with translation.override(language):
            tree = explained(sample_tree())
        return draw("components/explanation_tree.html", {"tree": tree, **more}, language=language)

    return unfolded


def test_an_explanation_unfolds_to_every_step_without_script(unfolded):
    page = unfolded()
    assert page.index("Benefits return on 1 December 2025.") < page.index("</summary>")
    assert page.index("107 days") > page.index("</summary>")
    assert page.count("<ol") == 2
    steps = [attrs["data-step"] for tag, attrs in Elements(page).all if tag == "li" and "data-step" in attrs]
    assert steps.count("benefit.return") == 2
    assert steps.index("benefit.later_return") < steps.index("benefit.return")


def test_an_explanation_links_to_article_and_rule(unfolded):
    page = Elements(unfolded())
    assert [link["href"] for link in page.named("a")] == [
        "/law/civil-code/#article-201",
        "/law/yunzhou-rules/#article-3",
    ]


def test_the_number_of_a_chinese_document_is_marked_as_chinese(unfolded):
    assert '<span lang="zh-CN">云人社发〔2020〕35号（演示）</span>, article 3' in unfolded()


def test_an_explanation_can_begin_with_another_sentence(unfolded):
    page = unfolded(sentence="Not insured since March.")
    assert (
        page.index("Not insured since March.") < page.index("</summary>") < page.index("Benefits return on 1 December")
    )


def test_a_step_that_rests_on_nothing_has_nothing_to_unfold(draw):
    alone = step(covered_since, first_month=Month(2025, 3))
    with translation.override("en"):
        page = draw("components/explanation_tree.html", {"tree": explained(alone)}, language="en")
    assert page.split("<p>")[1].startswith("Enrolled since March 2025")
    assert "<details" not in page
