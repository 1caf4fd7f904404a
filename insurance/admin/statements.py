"""Reconciliation: the channels' statements day by day, what differs from the books, and who explained and cleared it."""

from datetime import datetime

from django.contrib import admin
from django.http import Http404
from django.urls import path, re_path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.admin.pages import BureauAct, BureauList, BureauPage, BureauTemplatePage, LeadsBack
from accounts.forms.base import HallForm
from accounts.rules.roles import Permission
from insurance.admin.money_pages import BASE, places
from insurance.documents.bank_file import MOST_BYTES
from insurance.forms.statements import ExplanationForm, StatementForm
from insurance.models.statements import ChannelStatement, StatementDifference
from insurance.rules.reconciling import TO_DO, DifferenceKind, DifferenceState, MovedKind
from insurance.selectors.statements import booked_sums, differences_of, statements
from insurance.services import reconciling
from insurance.wording_books import channel_name
from insurance.wording_statements import (
    DIFFERENCE_NAMES,
    DIFFERENCE_STATE_NAMES,
    DIFFERENCE_TONES,
    MOVED_NAMES,
    REFUND_MISSING_HERE,
    WHAT_TO_DO,
)

LIST = f"{BASE}/channelstatement/"
NUMBER = r"(?P<channel>[a-z]{1,12})-(?P<day>\d{8})"
DIFFERENCES_SHOWN = 200


class StatementsList(BureauList):
    """The statements, the newest first, each with how many differences wait."""

    permission = Permission.VIEW_MONEY
    template_name = "admin/insurance/channelstatement/list.html"
    filters = ("open",)

    def rows(self, wanted):
        return statements().filter(to_do__gt=0) if wanted["open"] else statements()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            title=_("Reconciliation"),
            may_load=self.request.user.may(Permission.HANDLE_MONEY),
            places=places(self.request.path),
            **kwargs,
        )
        context["statements"] = [(one, channel_name(one.channel)) for one in context["rows"]]
        wanted = bool(context["wanted"]["open"])
        context["choices"] = [
            {"url": LIST, "text": _("All days"), "is_current": not wanted},
            {"url": f"{LIST}?open=1", "text": _("Days with open differences"), "is_current": wanted},
        ]
        return context


class LoadView(BureauAct):
    """A statement that somebody got otherwise is uploaded and compared."""

    permission = Permission.HANDLE_MONEY
    form_class = StatementForm
    template_name = "admin/insurance/channelstatement/load.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"channels": reconciling.channel_choices()}

    def perform(self, answers):
        content = answers["file"].read(MOST_BYTES + 1)
        by = {"actor": self.request.user, "at": clock.now(), "on": clock.today()}
        return reconciling.upload(answers["channel"], answers["day"], content, **by)

    def address_of(self, result):
        return f"{LIST}{result}/"

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=_("Upload a channel statement"), **kwargs)


class StatementPage(BureauPage):
    """The page about one channel's day."""

    permission = Permission.VIEW_MONEY
    template_name = "admin/insurance/channelstatement/statement.html"
    form_class = HallForm

    @cached_property
    def statement(self) -> ChannelStatement:
        try:
            day = datetime.strptime(self.kwargs["day"], "%Y%m%d").date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            raise Http404 from None
        found = ChannelStatement.objects.filter(channel=self.kwargs["channel"], day=day)
        if not found:
            raise Http404
        return found.select_related("loaded_by").get()

    @cached_property
    def difference(self) -> StatementDifference:
        """The difference that the address names, of this statement."""
        found = self.statement.differences.filter(pk=int(self.kwargs["difference"][:18])).first()
        if found is None:
            raise Http404
        return found

    def get_success_url(self):
        return f"{LIST}{self.kwargs['channel']}-{self.kwargs['day']}/"

    def get_context_data(self, **kwargs):
        statement, user = self.statement, self.request.user
        refused = kwargs.get("form")
        ours = booked_sums(statement)
        found = list(differences_of(statement)[:DIFFERENCES_SHOWN])
        sums = (
            (MOVED_NAMES["credited"], statement.credited_fen, ours["credited"]),
            (MOVED_NAMES["refunded"], statement.refunded_fen, ours["refunded"]),
        )
        name = channel_name(statement.channel)
        return super().get_context_data(
            title=_("%(channel)s: statement") % {"channel": name},
            statement=statement,
            sums=[(words, theirs, booked, theirs - booked) for words, theirs, booked in sums],
            differences=[self.shown(one, refused) for one in found],
            to_do=sum(one.state in TO_DO for one in found),
            refused_form=refused,
            again_form=HallForm(auto_id="again_%s"),
            may_compare=user.may(Permission.HANDLE_MONEY),
            places=places(self.request.path),
            **kwargs,
        )

    def shown(self, one: StatementDifference, refused) -> dict:
        """Return a difference with its words, and the forms that this member of the staff may send about it."""
        user, is_asked = self.request.user, str(one.pk) == self.kwargs.get("difference")
        facts = {
            "it": one,
            "kind": DIFFERENCE_NAMES[one.kind],
            "moved": MOVED_NAMES[one.moved],
            "tone": DIFFERENCE_TONES[one.state],
            "state": DIFFERENCE_STATE_NAMES[one.state],
            "what_to_do": what_to_do(one) if one.state in TO_DO else "",
            "is_asked": refused is not None and is_asked,
        }
        if one.state in TO_DO and user.may(Permission.HANDLE_MONEY):
            kept = refused if is_asked and isinstance(refused, ExplanationForm) else None
            facts["explain_form"] = kept or ExplanationForm(
                auto_id=f"explain_{one.pk}_%s", initial={"text": one.explanation}
            )
        if one.state == DifferenceState.EXPLAINED and user.may(Permission.APPROVE_MONEY):
            facts["clear_form"] = HallForm(auto_id=f"clear_{one.pk}_%s")
        return facts


def what_to_do(one: StatementDifference) -> str:
    """Return what to do about a difference that is not settled."""
    if one.kind == DifferenceKind.MISSING_HERE and one.moved == MovedKind.REFUNDED:
        return REFUND_MISSING_HERE
    return WHAT_TO_DO[one.kind]


class StatementView(StatementPage, BureauTemplatePage):
    """One channel's day, to look at."""


class CompareView(LeadsBack, StatementPage, BureauAct):
    """Hold the statement against the books once more."""

    permission = Permission.HANDLE_MONEY
    done = gettext_lazy("Compared again.")

    def perform(self, answers):
        return reconciling.compare_again(self.statement.pk, actor=self.request.user, at=clock.now())


class ExplainView(LeadsBack, StatementPage, BureauAct):
    """Write what became of a difference."""

    permission = Permission.HANDLE_MONEY
    form_class = ExplanationForm
    done = gettext_lazy("Noted. A second person has to clear it.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"auto_id": f"explain_{self.difference.pk}_%s"}

    def perform(self, answers):
        return reconciling.explain(self.difference.pk, answers["text"], actor=self.request.user, at=clock.now())


class ClearView(LeadsBack, StatementPage, BureauAct):
    """Agree to an explanation."""

    permission = Permission.APPROVE_MONEY
    done = gettext_lazy("Cleared.")

    def perform(self, answers):
        return reconciling.clear(self.difference.pk, actor=self.request.user, at=clock.now())


@admin.register(ChannelStatement)
class ChannelStatementAdmin(HallModelAdmin):
    """Statements are loaded, compared and looked at, never edited."""

    sees = Permission.VIEW_MONEY

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("load/", desk(LoadView.as_view())),
            re_path(rf"^{NUMBER}/$", desk(StatementView.as_view())),
            re_path(rf"^{NUMBER}/compare/$", desk(CompareView.as_view())),
            re_path(rf"^{NUMBER}/(?P<difference>\d+)/explain/$", desk(ExplainView.as_view())),
            re_path(rf"^{NUMBER}/(?P<difference>\d+)/clear/$", desk(ClearView.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return StatementsList.as_view()(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        raise Http404
