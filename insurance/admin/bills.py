"""Bills: how each came about and what was done about it; write-offs and refunds are proposed here."""

from django.contrib import admin
from django.urls import re_path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts import clock
from accounts.admin.base import HallModelAdmin
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
from insurance.forms.money import EndOfBillForm, RefundForm
from insurance.models.bills import Bill
from insurance.rules.kinds import BillState
from insurance.rules.money import fen, yuan_from_fen
from insurance.rules.refunds import MoneyAct, RefundReason
from insurance.selectors.bills import standing_of
from insurance.selectors.books import bill_numbered, bills_matching, postings_of_bill
from insurance.selectors.debts import PAYABLE
from insurance.selectors.refund_requests import requests_waiting
from insurance.selectors.refunds import is_spoken_for, refundable_fen
from insurance.services import money_decisions, refunds
from insurance.wording import AGENCY_NAMES, BILL_STATE_NAMES
from insurance.wording_bills import STANDING_NAMES, STANDING_TONES


def standing_cell(bill) -> Cell:
    """Return where a bill stands today, in the words and colours its payer sees."""
    standing = standing_of(bill, on=clock.today())
    return Cell(STANDING_NAMES[standing], state=STANDING_TONES[standing])


def open_cell(bill) -> Cell:
    """Return what is still to be paid; nothing of a bill that was cancelled."""
    return Cell() if bill.state == BillState.CANCELLED else Cell(fen=bill.open_fen)


class BillsList(MoneyList):
    """Bills of every payer, the newest first."""

    title = gettext_lazy("Bills")
    search = gettext_lazy("Number of the bill")
    heads = (
        (gettext_lazy("Number"), ""),
        (gettext_lazy("Month"), ""),
        (gettext_lazy("Agency"), ""),
        (gettext_lazy("Payer"), ""),
        (gettext_lazy("Total (yuan)"), NUMBER),
        (gettext_lazy("Open (yuan)"), NUMBER),
        (gettext_lazy("Due on"), ""),
        (gettext_lazy("State"), ""),
    )
    choices = (("", gettext_lazy("All")), *((str(state), name) for state, name in BILL_STATE_NAMES.items()))

    def rows(self, wanted):
        return bills_matching(wanted["q"], wanted["state"])

    def cells(self, row):
        return [
            linked(row, "bill"),
            Cell(f"{row.assessment.month:%Y-%m}"),
            Cell(AGENCY_NAMES[row.agency]),
            payer_cell(row.assessment.unit, row.assessment.person),
            Cell(fen=row.total_fen),
            open_cell(row),
            Cell(day=row.due_on),
            standing_cell(row),
        ]


class BillPage(ThingPage):
    """A page about one bill."""

    place = "bill"
    find = staticmethod(bill_numbered)

    def page_title(self):
        return _("Bill %(number)s") % {"number": self.thing.number}

    def people(self):
        return [self.thing.assessment.person]

    def facts(self):
        bill = self.thing
        return [
            (_("State"), standing_cell(bill)),
            (_("Payer"), payer_cell(bill.assessment.unit, bill.assessment.person)),
            (_("Agency"), Cell(AGENCY_NAMES[bill.agency])),
            (_("Month"), Cell(f"{bill.assessment.month:%Y-%m}")),
            (_("Total"), Cell(fen=bill.total_fen)),
            (_("Paid before the books were taken over"), Cell(fen=bill.brought_fen)),
            (_("Settled"), Cell(fen=bill.paid_fen)),
            (_("Open"), open_cell(bill)),
            (pgettext("of a bill", "Issued on"), Cell(day=bill.issued_on)),
            (_("Due on"), Cell(day=bill.due_on)),
            (_("Deferred until"), Cell(day=bill.deferred_until)),
            (_("Paid on"), Cell(day=bill.paid_on)),
            (_("Credited on"), Cell(day=bill.credited_on)),
            (_("Payment order"), linked(bill.held_by, "payment")),
            *((_("Refund asked for with"), Cell(request.number)) for request in self.asked_for),
        ]

    @cached_property
    def asked_for(self) -> list:
        """The undecided request of a person for the money of the bill: it is decided on the worklist of declarations."""
        return requests_waiting(self.thing)

    def tables(self):
        return [proposals_table(bill=self.thing), postings_table(postings_of_bill(self.thing))]

    def acts(self):
        bill = self.thing
        if not self.request.user.may(Permission.HANDLE_MONEY) or is_spoken_for(bill=bill.pk) or self.asked_for:
            return []
        if left := refundable_fen(bill):
            about = {"before_cover": bill.total_fen > 0, "initial": {"amount": yuan_from_fen(left)}}
            return [Act(RefundForm(auto_id="refund_%s", **about), "refund", _("Give it back"), _("Propose a refund"))]
        if bill.state not in PAYABLE or bill.open_fen <= 0 or bill.held_by_id:
            return []
        write_off, cancel = (EndOfBillForm(auto_id=f"{act}_%s") for act in (MoneyAct.WRITE_OFF, MoneyAct.CANCEL))
        acts = [Act(write_off, "write_off", _("Write off what is open"), _("Propose to write it off"), is_danger=True)]
        if not bill.paid_fen:
            acts.append(Act(cancel, "cancel", _("Cancel the bill"), _("Propose to cancel it"), is_danger=True))
        return acts


class BillView(BillPage, ThingView):
    """One bill."""


class EndOfBillView(BillPage, ThingAct):
    """Propose a write-off or a cancellation."""

    permission = Permission.HANDLE_MONEY
    form_class = EndOfBillForm
    done = gettext_lazy("Proposed. A second person has to approve it.")
    act_of = MoneyAct.WRITE_OFF

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"auto_id": f"{self.act_of}_%s"}

    def perform(self, answers):
        by = {"actor": self.request.user, "at": clock.now()}
        return money_decisions.propose_about_bill(
            self.act_of, self.thing.number, answers["document"], answers["text"], **by
        )


class RefundBillView(BillPage, ThingAct):
    """Propose to give back what a credit note has left, or a resident's payment for cover that has not begun."""

    permission = Permission.HANDLE_MONEY
    form_class = RefundForm
    done = gettext_lazy("Proposed. A second person has to approve it.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"auto_id": "refund_%s", "before_cover": self.thing.total_fen > 0}

    def perform(self, answers):
        amount, reason = fen(answers["amount"] * 100), RefundReason(answers["reason"])
        by = {"actor": self.request.user, "at": clock.now(), "on": clock.today()}
        return refunds.propose_of_bill(self.thing.number, amount, reason, answers["text"], **by)


@admin.register(Bill)
class BillAdmin(HallModelAdmin):
    """Bills are looked at; they come from assessments."""

    sees = Permission.VIEW_MONEY

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            re_path(r"^(?P<number>B\d+)/$", desk(BillView.as_view())),
            re_path(r"^(?P<number>B\d+)/write_off/$", desk(EndOfBillView.as_view())),
            re_path(r"^(?P<number>B\d+)/cancel/$", desk(EndOfBillView.as_view(act_of=MoneyAct.CANCEL))),
            re_path(r"^(?P<number>B\d+)/refund/$", desk(RefundBillView.as_view())),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return BillsList.as_view()(request)
