"""What law and local policy set, to read: areas, documents, windows, bounds, rates, the working calendar."""

from django.contrib import admin
from django.http import Http404
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import HallModelAdmin
from accounts.rules.roles import Permission
from accounts.wording import day_text, in_chinese
from insurance.models.policy import BaseBound, CalendarDay, DeclarationWindow, PolicyDocument, PoolingArea, Rate
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.money import yuan_from_fen
from insurance.rules.reduction_window import EffectiveRule
from insurance.selectors.tariffs import contribution_year
from insurance.wording import ENROLMENT_KIND_NAMES, INSURANCE_NAMES
from insurance.wording_policy import yes_no_words
from insurance.wording_reasons import EFFECTIVE_RULE_NAMES


def chinese(name: str) -> str:
    """Mark a name that is Chinese on every page."""
    return format_html('<span lang="zh-CN">{}</span>', name)


class PolicyAdmin(HallModelAdmin):
    """Read-only lists: policy is loaded from reviewed files, dated, and superseded, never edited."""

    sees = Permission.VIEW_POLICY
    is_listed = True
    list_display_links = None

    def change_view(self, request, object_id, form_url="", extra_context=None):
        raise Http404


def name_of(area: PoolingArea) -> str:
    return area.name_zh if in_chinese() else area.name_en


class AreaFilter(admin.RelatedFieldListFilter):
    """Offers the areas that have rows in the list, by name."""

    def field_choices(self, field, request, model_admin):
        listed = PoolingArea.objects.filter(pk__in=model_admin.model.objects.values("area"))
        return [(area.pk, name_of(area)) for area in listed.order_by("is_reference", "code")]


class DatedAdmin(PolicyAdmin):
    """Rows that are in force for a span of days."""

    list_select_related = ["area", "document"]

    @admin.display(description=_("pooling area"), ordering="area__code")
    def area_name(self, row) -> str:
        return name_of(row.area)

    @admin.display(description=_("in force from"), ordering="in_force")
    def from_day(self, row) -> str:
        return day_text(row.in_force.lower) if row.in_force.lower else "—"

    @admin.display(description=_("until before"))
    def to_day(self, row) -> str:
        return day_text(row.in_force.upper) if row.in_force.upper else "—"

    @admin.display(description=_("legal basis"))
    def basis(self, row) -> str:
        return chinese(row.document.number)


@admin.register(PoolingArea)
class PoolingAreaAdmin(PolicyAdmin):
    list_display = ["code", "name", "for_comparison"]
    list_filter = ["is_reference"]
    ordering = ["is_reference", "code"]

    @admin.display(description=_("only for comparison"), ordering="is_reference")
    def for_comparison(self, area) -> str:
        return yes_no_words(area.is_reference)

    @admin.display(description=_("name of the area"))
    def name(self, area) -> str:
        return name_of(area)


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(PolicyAdmin):
    list_display = ["document_number", "title", "issuer", "issued_on", "evidence"]
    list_filter = ["evidence"]
    search_fields = ["number", "title_zh", "title_en"]
    ordering = ["-issued_on", "number"]

    @admin.display(description=_("document number"), ordering="number")
    def document_number(self, document) -> str:
        return chinese(document.number)

    @admin.display(description=_("title"))
    def title(self, document) -> str:
        return document.title_zh if in_chinese() else document.title_en

    @admin.display(description=_("issued by"))
    def issuer(self, document) -> str:
        return document.issuer_zh if in_chinese() else document.issuer_en


@admin.register(DeclarationWindow)
class DeclarationWindowAdmin(DatedAdmin):
    list_display = ["area_name", "channel", "rule_name", "open_day", "close_day", "from_day", "to_day", "basis"]
    list_filter = [("area", AreaFilter), "channel"]
    ordering = ["area__is_reference", "area__code", "channel", "-in_force"]

    @admin.display(description=_("effective-month rule"))
    def rule_name(self, row) -> str:
        return EFFECTIVE_RULE_NAMES[EffectiveRule(row.rule)]


@admin.register(BaseBound)
class BaseBoundAdmin(DatedAdmin):
    list_display = ["area_name", "lower", "upper", "average", "declared", "from_day", "to_day", "basis"]
    list_filter = [("area", AreaFilter)]
    ordering = ["area__is_reference", "area__code", "-in_force"]

    @admin.display(description=_("lower bound (yuan a month)"))
    def lower(self, row) -> str:
        return f"{yuan_from_fen(row.lower_fen):,.2f}"

    @admin.display(description=_("upper bound (yuan a month)"))
    def upper(self, row) -> str:
        return f"{yuan_from_fen(row.upper_fen):,.2f}"

    @admin.display(description=_("average wage (yuan a month)"))
    def average(self, row) -> str:
        return f"{yuan_from_fen(row.average_wage_fen):,.2f}"

    @admin.display(description=_("wages declared by"))
    def declared(self, row) -> str:
        return f"{contribution_year(row).declare_by:%Y-%m-%d}"


def percent(rate) -> str:
    """Write a share as per cent, without idle zeros."""
    return f"{(rate * 100).normalize():f}%"


@admin.register(Rate)
class RateAdmin(DatedAdmin):
    list_display = [
        "insurance_name",
        "kind_name",
        "injury_class",
        "unit_part",
        "own_part",
        "area_name",
        "from_day",
        "basis",
    ]
    list_filter = [("area", AreaFilter)]
    ordering = ["area__is_reference", "area__code", "insurance", "kind", "injury_class", "-in_force"]

    @admin.display(description=_("insurance"))
    def insurance_name(self, row) -> str:
        return INSURANCE_NAMES[Insurance(row.insurance)]

    @admin.display(description=_("kind of enrolment"))
    def kind_name(self, row) -> str:
        return ENROLMENT_KIND_NAMES[EnrolmentKind(row.kind)]

    @admin.display(description=_("unit rate"))
    def unit_part(self, row) -> str:
        return percent(row.unit_rate)

    @admin.display(description=_("own rate"))
    def own_part(self, row) -> str:
        if row.yearly_fen:
            return _("%(amount)s yuan a year") % {"amount": f"{yuan_from_fen(row.yearly_fen):,.2f}"}
        return percent(row.own_rate)


@admin.register(CalendarDay)
class CalendarDayAdmin(PolicyAdmin):
    list_display = ["day", "kind", "basis"]
    list_select_related = ["document"]
    list_filter = ["kind"]
    ordering = ["-day"]
    list_per_page = 100

    @admin.display(description=_("legal basis"))
    def basis(self, day) -> str:
        return chinese(day.document.number)
