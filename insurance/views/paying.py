"""Paying, as a citizen's and a unit's pages share it: the form, and an order as its page shows it."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts import clock
from accounts.views.forms import RuleFormView
from accounts.wording import day_text
from insurance.forms.payments import CancelForm, PayForm
from insurance.rules.payments import Failure, PaymentState, Suspended
from insurance.selectors.bills import bills_of
from insurance.selectors.key_pages import typed_key
from insurance.selectors.payments import (
    Payer,
    PaymentPicture,
    payable_bills,
    payments_page,
    picture_of,
)
from insurance.services import payment_orders
from insurance.wording_citizen import money as money_text
from insurance.wording_payments import (
    AWAITED_NAMES,
    CHANNEL_NAMES,
    FAILURE_WORDS,
    PAID_NOT_CREDITED,
    PAYMENT_STATE_NAMES,
    POSTED,
    SETTLED_WORDS,
    STEP_NAMES,
    SUSPENDED_WORDS,
)

CERTIFICATES = {"/me/": "/me/certificates/", "/employer/": "/employer/payment-certificates/"}
"""Where the certificates of payments lie, by where its payer's pages do."""

REFRESH_SECONDS = {PaymentState.STARTED: 15, PaymentState.UNKNOWN: 60, PaymentState.SUCCEEDED: 15}
"""How often a page without script loads itself again while something is still to come."""


def pay_form(
    data=None, *, payer: Payer, on: date, numbers: Sequence[str] | None = None, chosen=None, cards=()
) -> PayForm:
    """Return the form for some of a payer's bills (all without ``numbers``), with what they cost on a day.

    It is drawn by ``insurance/components/pay_form.html`` and sent to ``/me/payments/new/`` or ``/employer/payments/new/``.
    """
    bills = bills_of(payer)
    if numbers is not None:
        bills = bills.filter(number__in=numbers)
    offers = payable_bills(bills, on=on)
    return PayForm(data, bills=offers, channels=payment_orders.channels_on_offer(), cards=cards, chosen=chosen)


def list_row(payment) -> dict:
    """Return an order as a list writes it."""
    return {
        "payment": payment,
        "channel": channel_name(payment.channel),
        "state_words": state_words(payment),
        "tone": tone_of(payment),
    }


def channel_name(code: str) -> str:
    return str(CHANNEL_NAMES.get(code, code))


def state_words(payment) -> str:
    """Return how an order stands, told apart by the three facts."""
    if payment.state in (PaymentState.STARTED, PaymentState.UNKNOWN) and payment.paid_at:
        return str(PAID_NOT_CREDITED)
    if payment.state == PaymentState.SUCCEEDED and payment.posted_at:
        return str(POSTED)
    return str(PAYMENT_STATE_NAMES[PaymentState(payment.state)])


def tone_of(payment) -> str:
    if payment.state == PaymentState.STARTED and payment.paid_at:
        return "paid"
    return payment.state if payment.failure != Failure.CANCELLED else "cancelled"


def page_words(payment, request, *, base: str) -> dict:
    """Return an order as its own page writes it; ``base`` is ``/me/`` or ``/employer/``."""
    picture = picture_of(payment)
    is_waiting = picture.is_live or (picture.state == PaymentState.SUCCEEDED and payment.posted_at is None)
    return {
        **list_row(payment),
        "base": base,
        "picture": picture,
        "steps": steps_of(payment),
        "token": token_of(payment),
        "refresh": REFRESH_SECONDS[picture.state] if is_waiting else 0,
        "pay_url": pay_url(payment, request, base) if can_be_paid(picture) else "",
        "can_cancel": picture.is_live and payment.paid_at is None,
        "card": payment.card_last_four,
        "certificate_url": f"{CERTIFICATES[base]}{picture.certificate}/" if picture.certificate else "",
        "failure_words": failure_words(picture),
        "late_words": late_words(picture),
        "suspended": [suspended_words(money) for money in picture.suspended],
        "settled": [settled_words(money) for money in picture.settled],
        "bills_wait": bool(payment.failure and picture.suspended),
        "benefits_url": "/me/benefits/" if base == "/me/" and payment.posted_at else "",
    }


def failure_words(picture: PaymentPicture) -> str:
    """Return why an order came to nothing; empty where it did not, or where money for it arrived afterwards."""
    payment = picture.payment
    return FAILURE_WORDS[Failure(payment.failure)] if payment.failure and not picture.remittances else ""


def can_be_paid(picture: PaymentPicture) -> bool:
    payment = picture.payment
    return picture.state == PaymentState.STARTED and payment.paid_at is None and clock.now() < payment.expires_at


def pay_url(payment, request, base: str) -> str:
    """Return where the payer pays the order; empty where its channel is not set up any more."""
    return payment_orders.address_to_pay(
        payment,
        notify_url=request.build_absolute_uri(f"/payments/notify/{payment.channel}/"),
        return_url=request.build_absolute_uri(f"{base}payments/{payment.number}/"),
        subject=_("Social insurance contributions, order %(number)s") % {"number": payment.number},
        ahead=clock.ahead(),
    )


def steps_of(payment) -> list[dict]:
    """Return the way of an order: ordered, paid, credited, posted, each with its time once it happened; of one that came to
    nothing only what happened."""
    times = (payment.started_at, payment.paid_at, payment.credited_on, payment.posted_at)
    done = sum(1 for one in times if one is not None)
    is_over = payment.state == PaymentState.FAILED
    return [
        {
            "words": AWAITED_NAMES[position] if position == done and not is_over else words,
            "at": at,
            "is_done": at is not None,
            "is_current": position == done and not is_over,
        }
        for position, (words, at) in enumerate(zip(STEP_NAMES, times, strict=True))
        if at is not None or not is_over
    ]


def token_of(payment) -> str:
    """Return what changes whenever the page has something new to say."""
    facts = (payment.state, payment.paid_at, payment.credited_on, payment.posted_at)
    return "-".join(str(int(one is not None)) if not isinstance(one, str) else one for one in facts)


def late_words(picture: PaymentPicture) -> str:
    """Return why nobody knows yet whether the order was paid; empty where that is known."""
    payment = picture.payment
    if picture.state == PaymentState.UNKNOWN:
        return _(
            "The bank does not answer. If you have paid, the money is safe and will be found: we ask again at %(time)s and"
            " then every hour. Please do not pay a second time."
        ) % {"time": localtime(payment.ask_at).strftime("%H:%M")}
    if picture.is_live and payment.paid_at is None and clock.now() >= payment.expires_at:
        return _("The time to pay this order is over. We are asking the bank whether it was paid.")
    return ""


def suspended_words(money) -> dict:
    """Return what happens to money for an order that could not be put on its bills."""
    return {
        "number": money.number,
        "amount_fen": money.left_fen,
        "why": SUSPENDED_WORDS[Suspended(money.suspended)],
        "on": money.credited_on,
    }


def settled_words(money) -> str:
    """Return what became of money that had to wait: given back, put on bills, or some of each."""
    return SETTLED_WORDS[bool(money.refunded_fen), bool(money.allocated_fen)] % {
        "number": money.number,
        "day": day_text(money.credited_on),
        "refunded": money_text(money.refunded_fen),
        "allocated": money_text(money.allocated_fen),
    }


class PayView(RuleFormView):
    """Chooses bills and a channel, and begins the order. ``?bill=`` ticks some; ``base`` is where its pages lie."""

    form_class = PayForm
    base: str

    @property
    def payer(self) -> Payer:
        raise NotImplementedError

    def cards(self) -> list:
        """Return the bound cards to choose from."""
        return []

    def get_form(self, form_class=None) -> PayForm:
        data = self.request.POST if self.request.method == "POST" else None
        chosen = self.request.GET.getlist("bill") or None
        cards = [(card.public_id, card_words(card)) for card in self.cards()]
        return pay_form(data, payer=self.payer, on=clock.today(), chosen=chosen, cards=cards)

    def perform(self, answers):
        code = answers.pop("card", "")
        return payment_orders.begin(
            self.payer,
            answers["bills"],
            channel=answers["channel"],
            seen=answers["seen"],
            card=next((card for card in self.cards() if card.public_id == code), None),
            actor=self.request.user,
            at=clock.now(),
            on=clock.today(),
        )

    def address_of(self, result) -> str:
        return f"{self.base}payments/{result.number}/"

    def get_context_data(self, **kwargs):
        return super().get_context_data(base=self.base, action=f"{self.base}payments/new/", **kwargs)


def card_words(card) -> str:
    """Name a bound card by its last four digits."""
    return _("Card ending in %(digits)s") % {"digits": card.last_four}


class OrderView(RuleFormView):
    """The live page of one order, which is also where the channel sends the payer back to: that proves nothing.

    A script asks with ``?known=`` whether there is something new: 204 while there is not, then the page is loaded again. A
    POST, of ``CancelOrderView``, cancels the order.
    """

    form_class = CancelForm
    base: str

    @cached_property
    def payment(self):
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        known = request.GET.get("known")
        if known is None or "HX-Request" not in request.headers:
            return super().get(request, *args, **kwargs)
        if known == token_of(self.payment):
            return HttpResponse(status=204)
        return HttpResponse(headers={"HX-Refresh": "true"})

    def perform(self, answers):
        return payment_orders.cancel(
            self.payment, actor=self.request.user, at=clock.now(), on=clock.today(), ahead=clock.ahead()
        )

    def address_of(self, result) -> str:
        return f"{self.base}payments/{result.number}/"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**page_words(self.payment, self.request, base=self.base), **kwargs)


def list_words(payer: Payer, asked, *, base: str) -> dict:
    """Return a page of a payer's orders as it is written; ``asked`` is the query of the address."""
    found = payments_page(payer, after=typed_key(asked.get("after", "")), before=typed_key(asked.get("before", "")))
    return {
        "base": base,
        "rows": [list_row(payment) for payment in found.rows],
        "total": found.total,
        "newer_url": f"?before={found.page.before}" if found.page.before else "",
        "older_url": f"?after={found.page.after}" if found.page.after else "",
    }
