"""The public content in the back office: written by content editors, shown at once, left alone by later loads."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.rules.roles import Permission
from portal.models.content import (
    Guide,
    GuideSection,
    LawArticle,
    LawText,
    Material,
    NewsItem,
    Office,
    Question,
    Statement,
)
from portal.services import content


def edits_content(request) -> bool:
    return request.user.may(Permission.EDIT_CONTENT)


class ContentAdmin(HallModelAdmin):
    """What all content has in common: who may edit it, whether somebody did, and the way back to the reviewed file.

    Nothing is removed by hand: the next load would bring it back. A notice ends by its dates.
    """

    sees = edits = Permission.EDIT_CONTENT
    is_listed = True
    actions = ["return_to_file"]
    save_on_top = True

    @admin.display(description=_("edited by hand"), ordering="edited_at")
    def is_edited(self, row) -> str:
        return _("yes") if row.edited_at else _("no")

    def save_related(self, request, form, formsets, change):
        """Parts and materials are saved by now, so the index sees the whole."""
        super().save_related(request, form, formsets, change)
        content.keep_edit(form.instance, actor=request.user, at=clock.now())

    @admin.action(description=_("Return to the reviewed text at the next load"))
    def return_to_file(self, request, queryset):
        returned = content.return_to_file(queryset, actor=request.user, at=clock.now())
        sentence = ngettext(
            "%(count)s text returns to its reviewed version at the next load.",
            "%(count)s texts return to their reviewed versions at the next load.",
            returned,
        )
        messages.success(request, sentence % {"count": returned})


class Part(admin.StackedInline):
    """Rows that belong to a text and are edited with it."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return edits_content(request)

    def has_change_permission(self, request, obj=None):
        return edits_content(request)

    def has_add_permission(self, request, obj):
        return edits_content(request)

    def has_delete_permission(self, request, obj=None):
        return edits_content(request)


class ArticlePart(Part):
    model = LawArticle


class SectionPart(Part):
    model = GuideSection


class MaterialPart(Part):
    model = Material
    raw_id_fields = ["basis"]


@admin.register(LawText)
class LawTextAdmin(ContentAdmin):
    """Laws with their paraphrased articles."""

    list_display = ["title_zh", "title_en", "evidence", "is_edited"]
    list_filter = ["evidence"]
    search_fields = ["title_zh", "title_en", "slug"]
    inlines = [ArticlePart]

    def view_on_site(self, law):
        return f"/law/{law.slug}/"


@admin.register(LawArticle)
class LawArticleAdmin(HallModelAdmin):
    """Only looked up, to choose the legal basis of a guide; articles are edited with their law."""

    sees = Permission.EDIT_CONTENT
    list_display = ["law", "label_zh", "label_en"]
    list_select_related = ["law"]
    search_fields = ["law__title_zh", "law__title_en", "label_zh", "body_zh"]


@admin.register(Guide)
class GuideAdmin(ContentAdmin):
    """Service guides with their parts and materials."""

    list_display = ["title_zh", "title_en", "audience", "reviewed_on", "is_edited"]
    list_filter = ["audience"]
    search_fields = ["title_zh", "title_en", "slug"]
    inlines = [SectionPart, MaterialPart]

    def view_on_site(self, guide):
        return f"/guides/{guide.slug}/"


@admin.register(NewsItem)
class NewsItemAdmin(ContentAdmin):
    """Dated notices."""

    list_display = ["title_zh", "kind", "published_on", "pinned_until", "is_edited"]
    list_filter = ["kind"]
    search_fields = ["title_zh", "title_en"]
    date_hierarchy = "published_on"

    def view_on_site(self, item):
        return f"/news/{item.pk}/"


@admin.register(Question)
class QuestionAdmin(ContentAdmin):
    """Questions and answers."""

    list_display = ["question_zh", "topic", "position", "is_edited"]
    list_filter = ["topic"]
    search_fields = ["question_zh", "question_en"]

    def view_on_site(self, question):
        return f"/faq/#question-{question.pk}"


@admin.register(Office)
class OfficeAdmin(ContentAdmin):
    """Offices and outlets."""

    list_display = ["name_zh", "kind", "district_zh", "phone", "is_edited"]
    list_filter = ["kind"]
    search_fields = ["name_zh", "name_en", "address_zh"]

    def view_on_site(self, office):
        return f"/offices/#office-{office.pk}"


@admin.register(Statement)
class StatementAdmin(ContentAdmin):
    """Statements about the site itself."""

    list_display = ["title_zh", "reviewed_on", "is_edited"]

    def has_add_permission(self, request):
        """A new statement would have no address."""
        return False

    def view_on_site(self, statement):
        return f"/{statement.slug}/"
