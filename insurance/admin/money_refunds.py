"""Refunds and proposals: proposed by a cashier elsewhere, decided here by a second person."""

from django.contrib import admin
from django.urls import re_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import clock
from accounts.admin.base import HallModelAdmin
from accounts.forms.base import HallForm
from accounts.rules.roles import Permission
from insurance.admin.money_pages import (
    NUMBER,
    Act,
    Cell,
    MoneyList,
    RejectView,
    Table,
    ThingAct,
    ThingPage,
    ThingView,
    linked,
)
from insurance.forms.money import AnswerForm, TransferForm
from insurance.models.money_decisions import MoneyDecision
from insurance.models.refunds import Refund
from insurance.rules.refunds import BY_TRANSFER, RefundState
from insurance.selectors.books import (
    bills_with_keys,
    decision_numbered,
    decisions_matching,
    refund_numbered,
    refunds_matching,
)
from insurance.selectors.refunds import concerned_by
from insurance.services import money_decisions, refunds
from insurance.wording_books import (
    DECISION_STATE_NAMES,
    MONEY_ACT_NAMES,
    REFUND_REASON_NAMES,
    REFUND_STATE_NAMES,
    channel_name,
)


def decided_facts(thing) -> list[tuple[str, Cell]]:
    """Return who proposed and who decided, when and why."""
    facts = [
        (_("Explanation"), Cell(thing.text, lang="zh-CN")),
        (_("Proposed by"), Cell(thing.proposed_by.name, lang="zh-CN")),
        (_("Proposed at"), Cell(at=thing.proposed_at)),
    ]
    if thing.decided_by:
        facts += [
            (_("Decided by"), Cell(thing.decided_by.name, lang="zh-CN")),
            (_("Decided at"), Cell(at=thing.decided_at)),
        ]
    return facts + ([(_("Reason for rejecting"), Cell(thing.answer, lang="zh-CN"))] if thing.answer else [])


def deciding(user, thing) -> list[Act]:
    """Return the forms of a second person for what is proposed; nobody decides on what they proposed themselves."""
    if thing.state != "proposed" or not user.may(Permission.APPROVE_MONEY) or thing.proposed_by_id == user.pk:
        return []
    return [
        Act(HallForm(auto_id="approve_%s"), "approve", _("Agree to the proposal"), _("Approve")),
        Act(AnswerForm(auto_id="reject_%s"), "reject", _("Send the proposal back"), _("Reject"), is_danger=True),
    ]


class RefundsList(MoneyList):
    """Refunds by state."""

    title = gettext_lazy("Refunds")
    heads = (
        (gettext_lazy("Number"), ""),
        (gettext_lazy("Proposed at"), ""),
        (gettext_lazy("Of"), ""),
        (gettext_lazy("Amount (yuan)"), NUMBER),
        (gettext_lazy("Kind of reason"), ""),
        (gettext_lazy("Proposed by"), ""),
        (gettext_lazy("State"), ""),
    )
    choices = (("", gettext_lazy("All")), *((str(state), name) for state, name in REFUND_STATE_NAMES.items()))

    def rows(self, wanted):
        return refunds_matching(wanted["state"])

    def cells(self, row):
        return [
            linked(row, "refund"),
            Cell(at=row.proposed_at),
            linked(row.remittance, "remittance") if row.remittance else linked(row.bill, "bill"),
            Cell(fen=row.amount_fen),
            Cell(REFUND_REASON_NAMES[row.reason]),
            Cell(row.proposed_by.name, lang="zh-CN"),
            Cell(REFUND_STATE_NAMES[row.state], state=row.state),
        ]


class RefundPage(ThingPage):
    """A page about one refund."""

    place = "refund"
    find = staticmethod(refund_numbered)

    def page_title(self):
        return _("Refund %(number)s") % {"number": self.thing.number}

    def people(self):
        return [one.person for one in concerned_by(self.thing) if one]

    def facts(self):
        refund = self.thing
        facts = [
            (_("State"), Cell(REFUND_STATE_NAMES[refund.state], state=refund.state)),
            (_("Amount"), Cell(fen=refund.amount_fen)),
            (_("Of"), linked(refund.remittance, "remittance") if refund.remittance else linked(refund.bill, "bill")),
            (_("Goes through"), Cell(channel_name(refund.channel))),
            (_("Kind of reason"), Cell(REFUND_REASON_NAMES[refund.reason])),
            *decided_facts(refund),
        ]
        if refund.request:
            facts.append((_("Asked for with"), Cell(refund.request.number)))
        if refund.payment:
            facts.append((_("Payment order"), linked(refund.payment, "payment")))
        if refund.state == RefundState.FAILED:
            again = _("Propose it once more where the money is: it then goes back by bank transfer.")
            facts.append((_("What to do"), Cell(again)))
        return facts + ([(_("Reference of the bank"), Cell(refund.reference))] if refund.reference else [])

    def acts(self):
        user, refund = self.request.user, self.thing
        acts = deciding(user, refund)
        by_hand = refund.channel == BY_TRANSFER and refund.state == RefundState.APPROVED
        if by_hand and user.may(Permission.HANDLE_MONEY):
            form = TransferForm(auto_id="done_%s")
            acts.append(Act(form, "done", _("The bank transfer was carried out"), _("Enter the transfer")))
        return acts


class RefundView(RefundPage, ThingView):
    """One refund."""


class ApproveRefundView(RefundPage, ThingAct):
    """A second person approves a refund."""

    permission = Permission.APPROVE_MONEY
    form_class = HallForm
    done = gettext_lazy("Approved. The money goes back the way it came; the payer has been told.")

    def perform(self, answers):
        return refunds.approve(self.thing.number, actor=self.request.user, at=clock.now(), on=clock.today())


class RejectRefundView(RefundPage, RejectView):
    """A second person rejects a refund."""

    def perform(self, answers):
        return refunds.reject(self.thing.number, answers["answer"], actor=self.request.user, at=clock.now())


class TransferView(RefundPage, ThingAct):
    """The cashier enters the bank's reference of a transfer."""

    permission = Permission.HANDLE_MONEY
    form_class = TransferForm
    done = gettext_lazy("Entered. The refund is done and posted.")

    def perform(self, answers):
        by = {"actor": self.request.user, "at": clock.now(), "on": clock.today()}
        return refunds.confirm_transfer(self.thing.number, answers["reference"], **by)


class DecisionsList(MoneyList):
    """Proposals by state."""

    title = pgettext_lazy("of two people", "Decisions")
    heads = (
        (gettext_lazy("Number"), ""),
        (gettext_lazy("Proposed at"), ""),
        (gettext_lazy("What"), ""),
        (gettext_lazy("Of"), ""),
        (gettext_lazy("Amount (yuan)"), NUMBER),
        (gettext_lazy("Proposed by"), ""),
        (gettext_lazy("State"), ""),
    )
    choices = (("", gettext_lazy("All")), *((str(state), name) for state, name in DECISION_STATE_NAMES.items()))

    def rows(self, wanted):
        return decisions_matching(wanted["state"])

    def cells(self, row):
        return [
            linked(row, "moneydecision"),
            Cell(at=row.proposed_at),
            Cell(MONEY_ACT_NAMES[row.act]),
            linked(row.remittance, "remittance") if row.remittance else linked(row.bill, "bill"),
            Cell(fen=row.amount_fen),
            Cell(row.proposed_by.name, lang="zh-CN"),
            Cell(DECISION_STATE_NAMES[row.state], state=row.state),
        ]


class DecisionPage(ThingPage):
    """A page about one proposal."""

    place = "moneydecision"
    find = staticmethod(decision_numbered)

    def page_title(self):
        return _("Proposal %(number)s") % {"number": self.thing.number}

    def facts(self):
        one = self.thing
        facts = [
            (_("What"), Cell(MONEY_ACT_NAMES[one.act])),
            (_("State"), Cell(DECISION_STATE_NAMES[one.state], state=one.state)),
            (_("Amount"), Cell(fen=one.amount_fen)),
            (_("Of"), linked(one.remittance, "remittance") if one.remittance else linked(one.bill, "bill")),
        ]
        return (
            facts + ([(_("Document"), Cell(one.document, lang="zh-CN"))] if one.document else []) + decided_facts(one)
        )

    def tables(self):
        if not self.thing.bill_ids:
            return []
        heads = ((_("Bill"), ""), (_("Month"), ""), (_("Open (yuan)"), NUMBER))
        rows = [
            [linked(bill, "bill"), Cell(f"{bill.assessment.month:%Y-%m}"), Cell(fen=bill.open_fen)]
            for bill in bills_with_keys(self.thing.bill_ids)
        ]
        return [Table(_("Bills to be paid"), heads, rows)]

    def acts(self):
        return deciding(self.request.user, self.thing)


class DecisionView(DecisionPage, ThingView):
    """One proposal."""


class ApproveDecisionView(DecisionPage, ThingAct):
    """A second person approves a proposal; it is carried out at once."""

    permission = Permission.APPROVE_MONEY
    form_class = HallForm
    done = gettext_lazy("Approved and carried out. The payer has been told.")

    def perform(self, answers):
        return money_decisions.approve(self.thing.number, actor=self.request.user, at=clock.now(), on=clock.today())


class RejectDecisionView(DecisionPage, RejectView):
    """A second person rejects a proposal."""

    def perform(self, answers):
        return money_decisions.reject(self.thing.number, answers["answer"], actor=self.request.user, at=clock.now())


@admin.register(Refund)
class RefundAdmin(HallModelAdmin):
    """Refunds are proposed where the money is, and decided here."""

    sees = Permission.VIEW_MONEY

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            re_path(r"^(?P<number>T\d+)/$", desk(RefundView.as_view())),
            re_path(r"^(?P<number>T\d+)/approve/$", desk(ApproveRefundView.as_view())),
            re_path(r"^(?P<number>T\d+)/reject/$", desk(RejectRefundView.as_view())),
            re_path(r"^(?P<number>T\d+)/done/$", desk(TransferView.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return RefundsList.as_view()(request)


@admin.register(MoneyDecision)
class MoneyDecisionAdmin(HallModelAdmin):
    """Proposals wait here for a second person."""

    sees = Permission.VIEW_MONEY

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            re_path(r"^(?P<number>M\d+)/$", desk(DecisionView.as_view())),
            re_path(r"^(?P<number>M\d+)/approve/$", desk(ApproveDecisionView.as_view())),
            re_path(r"^(?P<number>M\d+)/reject/$", desk(RejectDecisionView.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return DecisionsList.as_view()(request)
