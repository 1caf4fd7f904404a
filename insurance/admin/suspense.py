"""Money that came in: what waits in suspense is proposed to be allocated or refunded; a second person decides."""

from django.contrib import admin
from django.urls import re_path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.models.parties import Person
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Permission
from insurance.admin.money_pages import (
    NUMBER,
    Act,
    Cell,
    MoneyList,
    ThingAct,
    ThingPage,
    ThingView,
    linked,
    payer_cell,
    postings_table,
    proposals_table,
)
from insurance.forms.money import PayerForm, PlacingForm, RefundForm
from insurance.models.bills import Bill
from insurance.models.payments import Remittance
from insurance.rules.bank_file import without_personal_numbers
from insurance.rules.money import fen, yuan_from_fen
from insurance.rules.refunds import RefundReason
from insurance.selectors.bills import standing_of
from insurance.selectors.books import (
    bills_of_payer,
    bills_reached,
    payer_of,
    payer_of_bills,
    postings_about,
    remittance_numbered,
    remittances_matching,
)
from insurance.selectors.refunds import is_spoken_for
from insurance.services import money_decisions, refunds
from insurance.wording_bills import STANDING_NAMES
from insurance.wording_books import SUSPENDED_NAMES, channel_name


class RemittancesList(MoneyList):
    """What waits in suspense, the newest first; or all money that came in."""

    title = gettext_lazy("Money received")
    lead = gettext_lazy("What waits in suspense belongs to somebody: allocate it or give it back.")
    search = gettext_lazy("Number or reference of the bank")
    heads = (
        (gettext_lazy("Number"), ""),
        (gettext_lazy("Credited on"), ""),
        (gettext_lazy("Channel"), ""),
        (gettext_lazy("Received (yuan)"), NUMBER),
        (gettext_lazy("In suspense (yuan)"), NUMBER),
        (gettext_lazy("In suspense because"), ""),
        (gettext_lazy("Payment order"), ""),
        (gettext_lazy("Proposal"), ""),
    )
    choices = (("", gettext_lazy("In suspense")), ("all", gettext_lazy("All money received")))

    def rows(self, wanted):
        return remittances_matching(wanted["state"], wanted["q"])

    def cells(self, row):
        return [
            linked(row, "remittance"),
            Cell(day=row.credited_on),
            Cell(channel_name(row.channel)),
            Cell(fen=row.amount_fen),
            Cell(fen=row.left_fen),
            Cell(SUSPENDED_NAMES[row.suspended] if row.left_fen else "—"),
            linked(row.payment, "payment"),
            Cell(_("waits for approval") if row.is_spoken_for else "—"),
        ]


class RemittancePage(ThingPage):
    """A page about one movement of money that came in."""

    place = "remittance"
    find = staticmethod(remittance_numbered)
    payer = None

    def page_title(self):
        return _("Money received %(number)s") % {"number": self.thing.number}

    def people(self):
        return [self.thing.person, self.payer if isinstance(self.payer, Person) else None]

    def facts(self):
        money = self.thing
        facts = [
            (_("Amount received"), Cell(fen=money.amount_fen)),
            (_("Allocated"), Cell(fen=money.allocated_fen)),
            (_("Given back"), Cell(fen=money.refunded_fen)),
            (_("In suspense"), Cell(fen=money.left_fen)),
            (_("Channel"), Cell(channel_name(money.channel))),
            (_("Reference of the bank"), Cell(money.reference)),
            (_("Paid on"), Cell(day=money.paid_on)),
            (_("Credited on"), Cell(day=money.credited_on)),
            (_("Payer"), payer_cell(money.unit, money.person)),
            (_("Payment order"), linked(money.payment, "payment")),
        ]
        if money.left_fen:
            facts.append((_("In suspense because"), Cell(SUSPENDED_NAMES[money.suspended])))
        for label, text in ((_("Name at the bank"), money.payer_name), (_("What the payer wrote"), money.said)):
            if text:
                facts.append((label, Cell(without_personal_numbers(text), lang="zh-CN")))
        return facts

    def tables(self):
        return [proposals_table(remittance=self.thing), postings_table(postings_about(remittance=self.thing))]

    def acts(self):
        money, user = self.thing, self.request.user
        if not money.left_fen or not user.may(Permission.HANDLE_MONEY) or is_spoken_for(remittance=money.pk):
            return []
        refund = RefundForm(auto_id="refund_%s", initial={"amount": yuan_from_fen(money.left_fen)})
        known = money.unit or money.person
        whose = PayerForm(auto_id="payer_%s", initial={"payer": known.public_id if known else ""})
        acts = [Act(whose, "payer", _("Allocate: whose bills?"), _("Show open bills"))]
        if self.payer:
            reached = {"bills": bills_reached(money, self.open_bills)}
            form = PlacingForm(auto_id="place_%s", bills=self.bill_choices, initial=reached)
            acts.append(Act(form, "place", _("Bills to be paid"), _("Propose to allocate")))
        return [*acts, Act(refund, "refund", _("Give it back"), _("Propose a refund"))]

    @cached_property
    def open_bills(self) -> list[Bill]:
        """The payer's bills that the money may pay, the oldest month first."""
        return bills_of_payer(money_decisions.payable_bills(self.thing), self.payer) if self.payer else []

    @cached_property
    def bill_choices(self) -> list[tuple[str, str]]:
        """The payer's open bills as choices."""
        return [(bill.number, bill_words(bill)) for bill in self.open_bills]


def bill_words(bill) -> str:
    """Return how a bill reads among choices."""
    facts = {
        "number": bill.number,
        "month": f"{bill.assessment.month:%Y-%m}",
        "amount": f"{yuan_from_fen(bill.open_fen):,.2f}",
        "state": STANDING_NAMES[standing_of(bill, on=clock.today())],
    }
    return _("%(number)s · %(month)s · %(amount)s yuan open · %(state)s") % facts


class RemittanceView(RemittancePage, ThingView):
    """One movement of money."""


class PayerView(RemittancePage, ThingAct):
    """Show the open bills of a payer; nothing is changed, so the page itself is the answer."""

    permission = Permission.HANDLE_MONEY
    form_class = PayerForm

    def form_valid(self, form):
        self.payer = payer_of(form.cleaned_data["payer"])
        if self.payer is None:
            return self.refuse(form, [RuleBroken("suspense.no_payer", "payer")])
        if not self.bill_choices:
            return self.refuse(form, [RuleBroken("suspense.nothing_owed", "payer")])
        return self.render_to_response(self.get_context_data(form=form))


class PlaceView(RemittancePage, ThingAct):
    """Propose which bills the money pays."""

    permission = Permission.HANDLE_MONEY
    form_class = PlacingForm
    done = gettext_lazy("Proposed. A second person has to approve it.")

    def get_form_kwargs(self):
        self.payer = payer_of_bills(self.request.POST.getlist("bills"))
        return super().get_form_kwargs() | {"auto_id": "place_%s", "bills": self.bill_choices}

    def perform(self, answers):
        by = {"actor": self.request.user, "at": clock.now()}
        return money_decisions.propose_placing(self.thing.number, answers["bills"], answers["text"], **by)


class RefundMoneyView(RemittancePage, ThingAct):
    """Propose to give money back."""

    permission = Permission.HANDLE_MONEY
    form_class = RefundForm
    done = gettext_lazy("Proposed. A second person has to approve it.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"auto_id": "refund_%s"}

    def perform(self, answers):
        amount, reason = fen(answers["amount"] * 100), RefundReason(answers["reason"])
        by = {"actor": self.request.user, "at": clock.now()}
        return refunds.propose_of_money(self.thing.number, amount, reason, answers["text"], **by)


@admin.register(Remittance)
class RemittanceAdmin(HallModelAdmin):
    """Money that came in."""

    sees = Permission.VIEW_MONEY

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            re_path(r"^(?P<number>L\d+)/$", desk(RemittanceView.as_view())),
            re_path(r"^(?P<number>L\d+)/payer/$", desk(PayerView.as_view())),
            re_path(r"^(?P<number>L\d+)/place/$", desk(PlaceView.as_view())),
            re_path(r"^(?P<number>L\d+)/refund/$", desk(RefundMoneyView.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return RemittancesList.as_view()(request)
