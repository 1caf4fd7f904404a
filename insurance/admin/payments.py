"""Payment orders: which bills each pays, the money that came for it, and what its channel said."""

from django.contrib import admin
from django.urls import re_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.base import HallModelAdmin
from accounts.rules.roles import Permission
from insurance.admin.bills import standing_cell
from insurance.admin.money_pages import NUMBER, Cell, MoneyList, Table, ThingPage, ThingView, linked, payer_cell
from insurance.models.payments import Payment
from insurance.selectors.books import events_of, items_of, payment_numbered, payments_matching, remittances_of
from insurance.wording_books import MESSAGE_NAMES, MESSAGE_OUTCOME_NAMES, channel_name
from insurance.wording_payments import PAYMENT_STATE_NAMES


class PaymentsList(MoneyList):
    """Payment orders, the newest first."""

    title = gettext_lazy("Payment orders")
    search = gettext_lazy("Number of the order")
    heads = (
        (gettext_lazy("Number"), ""),
        (gettext_lazy("Begun at"), ""),
        (gettext_lazy("Payer"), ""),
        (gettext_lazy("Channel"), ""),
        (gettext_lazy("Amount (yuan)"), NUMBER),
        (gettext_lazy("State"), ""),
    )
    choices = (("", gettext_lazy("All")), *((str(state), name) for state, name in PAYMENT_STATE_NAMES.items()))

    def rows(self, wanted):
        return payments_matching(wanted["q"], wanted["state"])

    def cells(self, row):
        return [
            linked(row, "payment"),
            Cell(at=row.started_at),
            payer_cell(row.unit, row.person),
            Cell(channel_name(row.channel)),
            Cell(fen=row.amount_fen),
            Cell(PAYMENT_STATE_NAMES[row.state], state=row.state),
        ]


class PaymentPage(ThingPage):
    """A page about one payment order."""

    place = "payment"
    find = staticmethod(payment_numbered)

    def page_title(self):
        return _("Payment order %(number)s") % {"number": self.thing.number}

    def people(self):
        return [self.thing.person]

    def facts(self):
        order = self.thing
        return [
            (_("State"), Cell(PAYMENT_STATE_NAMES[order.state], state=order.state)),
            (_("Payer"), payer_cell(order.unit, order.person)),
            (_("Channel"), Cell(channel_name(order.channel))),
            (_("Contributions"), Cell(fen=order.principal_fen)),
            (_("Late fees"), Cell(fen=order.late_fee_fen)),
            (_("Begun at"), Cell(at=order.started_at)),
            (_("To be paid by"), Cell(at=order.expires_at)),
            (_("Paid at"), Cell(at=order.paid_at)),
            (_("Credited on"), Cell(day=order.credited_on)),
            (_("On record at"), Cell(at=order.posted_at)),
            (_("Times the channel was asked"), Cell(str(order.asked))),
        ]

    def tables(self):
        bills = (
            (_("Bill"), ""),
            (_("Contributions (yuan)"), NUMBER),
            (_("Late fees (yuan)"), NUMBER),
            (_("State"), ""),
        )
        events = ((_("Received at"), ""), (_("Message"), ""), (_("Amount (yuan)"), NUMBER), (_("What was done"), ""))
        money = (
            (_("Number"), ""),
            (_("Received (yuan)"), NUMBER),
            (_("Allocated (yuan)"), NUMBER),
            (_("In suspense (yuan)"), NUMBER),
        )
        return [
            Table(_("Bills"), bills, [item_cells(item) for item in items_of(self.thing)]),
            Table(_("Money received"), money, [money_cells(one) for one in remittances_of(self.thing)]),
            Table(_("Messages of the channel"), events, [event_cells(event) for event in events_of(self.thing)]),
        ]


def item_cells(item) -> list[Cell]:
    return [
        linked(item.bill, "bill"),
        Cell(fen=item.principal_fen),
        Cell(fen=item.late_fee_fen),
        standing_cell(item.bill),
    ]


def money_cells(one) -> list[Cell]:
    return [linked(one, "remittance"), Cell(fen=one.amount_fen), Cell(fen=one.allocated_fen), Cell(fen=one.left_fen)]


def event_cells(event) -> list[Cell]:
    return [
        Cell(at=event.received_at),
        Cell(MESSAGE_NAMES[event.kind]),
        Cell(fen=event.amount_fen),
        Cell(MESSAGE_OUTCOME_NAMES[event.outcome]),
    ]


class PaymentView(PaymentPage, ThingView):
    """One payment order."""


@admin.register(Payment)
class PaymentAdmin(HallModelAdmin):
    """Payment orders are looked at."""

    sees = Permission.VIEW_MONEY

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [re_path(r"^(?P<number>Z\d+)/$", desk(PaymentView.as_view())), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        return PaymentsList.as_view()(request)
