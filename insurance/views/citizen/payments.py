"""A person pays: chooses bills, follows the order live, cancels it, finds earlier ones."""

from django.utils.functional import cached_property

from accounts.views.audiences import CitizenRequired
from insurance import access
from insurance.selectors.bank_cards import cards_of
from insurance.views.citizen.pages import CitizenPage
from insurance.views.paying import OrderView, PayView, list_words

BASE = "/me/"


class PaymentsView(CitizenPage):
    """Everything a person ever began to pay, the newest first."""

    template_name = "insurance/citizen/payments.html"

    def get_context_data(self, **kwargs):
        payer = access.person_of(self.request.user)
        return super().get_context_data(**list_words(payer, self.request.GET, base=BASE), **kwargs)


class PayBillsView(CitizenRequired, PayView):
    """Which bills are paid how."""

    template_name = "insurance/citizen/payment_new.html"
    base = BASE

    @property
    def payer(self):
        return access.person_of(self.request.user)

    def cards(self):
        return cards_of(self.request.user.person_id)


class PaymentView(CitizenRequired, OrderView):
    """One order, live."""

    http_method_names = ["get", "head"]
    template_name = "insurance/citizen/payment.html"
    base = BASE

    @cached_property
    def payment(self):
        return access.own_payment(self.request.user, self.kwargs["number"])


class CancelPaymentView(PaymentView):
    """The person does not want to pay an order any more."""

    http_method_names = ["post"]
