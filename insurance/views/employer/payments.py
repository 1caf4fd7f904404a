"""A unit pays: chooses bills, follows the order live, cancels it, finds earlier ones. Acting needs the right to pay."""

from django.utils.functional import cached_property

from accounts.rules.roles import OperatorRight
from accounts.views.audiences import OperatorRequired
from insurance import access
from insurance.views.employer.pages import UnitPage, holders_of
from insurance.views.paying import OrderView, PayView, list_words

BASE = "/employer/"


class PaymentsView(UnitPage):
    """Everything the unit ever began to pay, the newest first."""

    template_name = "insurance/employer/payments.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**list_words(self.unit, self.request.GET, base=BASE), **kwargs)


class PayBillsView(OperatorRequired, PayView):
    """Which bills are paid how."""

    template_name = "insurance/employer/payment_new.html"
    base = BASE

    @property
    def payer(self):
        return self.request.user.unit

    def get_context_data(self, **kwargs):
        return super().get_context_data(payers=holders_of(self.request.user, OperatorRight.PAY), **kwargs)


class PaymentView(OperatorRequired, OrderView):
    """One order, live; every operator of the unit may look."""

    http_method_names = ["get", "head"]
    template_name = "insurance/employer/payment.html"
    base = BASE

    @cached_property
    def payment(self):
        return access.unit_payment(self.request.user, self.kwargs["number"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(payers=holders_of(self.request.user, OperatorRight.PAY), **kwargs)


class CancelPaymentView(PaymentView):
    """An operator does not want to pay an order any more."""

    http_method_names = ["post"]
