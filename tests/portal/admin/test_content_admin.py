import pytest
from django.urls import reverse

from accounts.rules.roles import Role
from portal.models import Guide, LawText, Material, NewsItem, SearchEntry, Statement
from tests.factories.parties import UserFactory
from tests.visits import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

MODELS = ["lawtext", "guide", "newsitem", "question", "office", "statement"]


@pytest.fixture
def editor():
    return let_in(UserFactory(staff=True, roles=[Role.CONTENT_EDITOR]))


@pytest.fixture
def clerk():
    return let_in(UserFactory(clerk=True))


def list_of(model: str) -> str:
    return reverse(f"admin:portal_{model}_changelist")


def page_of(row) -> str:
    return reverse(f"admin:portal_{row._meta.model_name}_change", args=[row.pk])


def form_data(response) -> dict:
    """Return what a browser would send back of the form of a change page, inlines included."""
    form = response.context["adminform"].form
    parts = [formset.formset for formset in response.context["inline_admin_formsets"]]
    fields = [(bound, bound.value()) for one in (form, *forms_of(parts)) for bound in one]
    data = {bound.html_name: value for bound, value in fields if value is not None}
    for formset in parts:
        data |= {f"{formset.prefix}-{name}": value for name, value in formset.management_form.initial.items()}
    return data


def forms_of(formsets):
    return [form for formset in formsets for form in formset.forms]


def save(client, row, **changes):
    address = page_of(row)
    return client.post(address, form_data(client.get(address)) | changes)


@pytest.mark.parametrize("model", MODELS)
def test_editors_see_the_lists_and_others_do_not(model, editor, clerk):
    assert editor.get(list_of(model)).status_code == 200
    assert clerk.get(list_of(model)).status_code == 403


def test_an_edit_marks_the_text_and_is_found_at_once(editor):
    guide = Guide.objects.get(slug="card")
    assert save(editor, guide, title_zh="云州一卡通").status_code == 302
    guide.refresh_from_db()
    assert guide.edited_at is not None
    assert SearchEntry.objects.filter(title="云州一卡通").exists()


def test_a_new_notice_is_shown(editor):
    data = {
        "kind": "notice",
        "published_on": "2026-09-01",
        "pinned_until": "",
        "title_zh": "系统维护公告",
        "title_en": "Maintenance",
        "body_zh": "今晚维护。",
        "body_en": "Maintenance tonight.",
    }
    assert editor.post(reverse("admin:portal_newsitem_add"), data).status_code == 302
    item = NewsItem.objects.get(title_en="Maintenance")
    assert item.key is None
    assert SearchEntry.objects.filter(path=f"/news/{item.pk}/").count() == 2


def test_a_required_paper_without_legal_basis_gets_a_sentence(editor):
    guide = Guide.objects.get(slug="individual-stop")
    position = Material.objects.filter(guide=guide, name_zh="户口簿").get().position - 1
    response = save(editor, guide, **{f"materials-{position}-requirement": "required"})
    assert response.status_code == 200
    assert "须写明法律依据" in response.content.decode()
    assert Material.objects.get(guide=guide, name_zh="户口簿").requirement == "optional"


def test_the_way_back_to_the_reviewed_text(editor):
    law = LawText.objects.get(slug="civil-code")
    save(editor, law, summary_zh="改过")
    editor.post(list_of("lawtext"), {"action": "return_to_file", "_selected_action": [law.pk]})
    law.refresh_from_db()
    assert law.edited_at is None


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_removed_by_hand(model, editor):
    assert "delete_selected" not in editor.get(list_of(model)).content.decode()


def test_a_statement_cannot_be_added(editor):
    assert editor.get(reverse("admin:portal_statement_add")).status_code == 403


@pytest.mark.parametrize(
    ("model", "chosen", "address"),
    [
        (Guide, {"slug": "card"}, "/guides/card/"),
        (LawText, {"slug": "civil-code"}, "/law/civil-code/"),
        (Statement, {"slug": "privacy"}, "/privacy/"),
    ],
)
def test_the_page_itself_is_one_click_away(model, chosen, address, editor):
    assert f'href="{address}"' in editor.get(page_of(model.objects.get(**chosen))).content.decode()
