"""The worklist: what waits on the desk of the signed-in clerk's agency, with a button to take a case."""

from django.http import HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts import clock
from accounts.admin.pages import BureauTemplatePage
from accounts.forms.base import HallForm
from accounts.rules.roles import Permission
from insurance.rules.kinds import AGENCY_OF, DeclarationKind
from insurance.rules.workflow import STAFF_TURN, State
from insurance.selectors.worklist import Desk, Tab, desk_counts, desk_page, part_with_number
from insurance.wording import AGENCY_NAMES, DECLARATION_KIND_NAMES
from insurance.wording_desk import DESK_STATE_NAMES
from insurance.wording_reductions import insurances_in_short

PAGE_SIZE = 25

TAB_NAMES = {
    Tab.MINE: pgettext_lazy("worklist", "Mine"),
    Tab.UNCLAIMED: pgettext_lazy("worklist", "Unclaimed"),
    Tab.OVERDUE: pgettext_lazy("worklist", "Overdue"),
    Tab.THIS_WEEK: pgettext_lazy("worklist", "Due this week"),
    Tab.WITHDRAWALS: pgettext_lazy("worklist", "Withdrawal requests"),
    Tab.ALL: pgettext_lazy("worklist", "All open"),
    Tab.DECIDED: pgettext_lazy("worklist", "Decided"),
}


class WorklistView(BureauTemplatePage):
    """The desk by view and kind, the oldest due first; ``?q=`` leads to a declaration by its number."""

    permission = Permission.VIEW_DECLARATIONS
    template_name = "admin/worklist.html"

    def get(self, request, *args, **kwargs):
        number = request.GET.get("q", "").strip().upper()
        part_id = part_with_number(self.desk, number) if number else None
        if part_id is not None:
            return HttpResponseRedirect(f"/admin/insurance/declarationpart/{part_id}/")
        return super().get(request, *args, not_found=number[:20], **kwargs)

    @property
    def desk(self) -> Desk:
        return Desk.of(self.request.user, at=clock.now(), on=clock.today())

    def get_context_data(self, **kwargs):
        desk, user = self.desk, self.request.user
        tab, kind = self.chosen_tab(), self.chosen_kind()
        counts = desk_counts(desk)
        page = desk_page(
            desk,
            tab,
            kind=kind,
            size=PAGE_SIZE,
            after=self.request.GET.get("after", ""),
            before=self.request.GET.get("before", ""),
        )
        return super().get_context_data(
            title=_("Worklist"),
            agency_name=AGENCY_NAMES.get(user.agency, ""),
            tab=tab,
            tabs=[
                {"text": name, "url": self.link(tab=t), "is_current": t == tab, "count": counts.get(t)}
                for t, name in TAB_NAMES.items()
            ],
            kinds=[{"text": _("All kinds"), "url": self.link(tab=tab), "is_current": kind is None}]
            + [
                {"text": name, "url": self.link(tab=tab, kind=k), "is_current": k == kind}
                for k, name in DECLARATION_KIND_NAMES.items()
            ],
            rows=[work_row(part, desk) for part in page.rows],
            total=counts.get(tab) if kind is None else None,
            previous_url=page.before and self.link(tab=tab, kind=kind, before=page.before),
            next_url=page.after and self.link(tab=tab, kind=kind, after=page.after),
            claim_form=HallForm(auto_id="claim_%s"),
            may_claim=user.may(Permission.DECIDE_DECLARATIONS) and tab != Tab.DECIDED,
            both_agencies=not user.agency,
            **kwargs,
        )

    def chosen_tab(self) -> Tab:
        wanted = self.request.GET.get("tab", "")
        if wanted in list(Tab):
            return Tab(wanted)
        return Tab.UNCLAIMED if self.request.user.may(Permission.DECIDE_DECLARATIONS) else Tab.ALL

    def chosen_kind(self) -> DeclarationKind | None:
        wanted = self.request.GET.get("kind", "")
        return DeclarationKind(wanted) if wanted in list(DeclarationKind) else None

    @staticmethod
    def link(**wanted) -> str:
        return f"/admin/?{urlencode({name: str(value) for name, value in wanted.items() if value})}"


def work_row(part, desk: Desk) -> dict:
    """Return one row of the worklist as the page shows it; people by a masked name."""
    declaration = part.declaration
    is_held = part.claimed_by_id is not None and part.claimed_until > desk.at
    is_mine = is_held and part.claimed_by_id == desk.user_id
    return {
        "part": part,
        "url": f"/admin/insurance/declarationpart/{part.pk}/",
        "number": declaration.number,
        "kind": DECLARATION_KIND_NAMES[declaration.kind],
        "agency": AGENCY_NAMES[part.agency],
        "unit": declaration.unit.name if declaration.unit_id else "",
        "person": part.first_name or "",
        "more": max((part.people or 0) - 1, 0),
        "insurances": insurances_in_short(
            code for code in part.first_insurances or () if AGENCY_OF[code] == part.agency
        ),
        "state": part.state,
        "state_name": DESK_STATE_NAMES[State(part.state)],
        "is_overdue": part.state in STAFF_TURN and part.due_on is not None and part.due_on < desk.on,
        "held_by": part.claimed_by.name if is_held else "",
        "is_mine": is_mine,
        "can_claim": part.state in STAFF_TURN and (not is_held or is_mine),
    }
