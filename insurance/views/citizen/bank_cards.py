"""银行卡绑定: the cards somebody pays with; only the last four digits are ever shown."""

from django.contrib import messages
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.phone import masked_phone
from accounts.views import visitors
from accounts.views.audiences import CitizenRequired
from accounts.views.forms import RuleFormView
from accounts.views.refusals import PoliteRefusals
from accounts.wording import sentence
from insurance import access
from insurance.forms.bank_cards import BindCardForm, CardActForm
from insurance.rules.bank_cards import MOST_CARDS
from insurance.selectors.bank_cards import cards_of
from insurance.services import bank_cards
from insurance.views.citizen.pages import CitizenPage
from insurance.wording_residents import BANK_NAMES

PAGE = "/me/bank-cards/"


def card_words(card) -> str:
    """Name a card by its bank and its last four digits."""
    return _("%(bank)s, ends in %(last_four)s") % {"bank": BANK_NAMES[card.bank], "last_four": card.last_four}


class BankCardsView(CitizenPage):
    """The bound cards, the one used first on top."""

    template_name = "insurance/citizen/bank_cards.html"

    def get_context_data(self, **kwargs):
        cards = [{"card": card, "words": card_words(card)} for card in cards_of(self.person_id)]
        return super().get_context_data(cards=cards, may_bind=len(cards) < MOST_CARDS, most=MOST_CARDS, **kwargs)


@method_decorator(sensitive_post_parameters("number", "password", "sms_code"), name="dispatch")
class BindCardView(CitizenRequired, PoliteRefusals, RuleFormView):
    """Binding takes two steps: the button "send" with the password, then the code that came to the phone on file."""

    form_class = BindCardForm
    template_name = "insurance/citizen/bank_card_bind.html"
    success_url = PAGE
    code: int | None = None

    def form_valid(self, form):
        """Check the card first; then send the code, or try it outside the transaction of the act."""
        given, user = form.cleaned_data, self.request.user
        try:
            number = bank_cards.check(user, given["number"], given["bank"], given["holder"], at=clock.instant())
            if "send" in self.request.POST:
                return self.send(form, number)
            self.code = bank_cards.check_code(user, number, given["sms_code"], at=clock.instant())
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        return super().form_valid(form)

    def send(self, form, number: str):
        """Send the code and show the page again with everything that was typed."""
        user = self.request.user
        address = visitors.address_of(self.request)
        bank_cards.ask(user, number, form.cleaned_data["password"], address=address, at=clock.instant())
        phone = masked_phone(user.person.phone)
        messages.success(self.request, _("A code was sent to %(phone)s. Type it below.") % {"phone": phone})
        return self.render_to_response(self.get_context_data(form=form, is_sent=True))

    def perform(self, answers):
        card = bank_cards.bind(
            self.request.user, answers["number"], answers["bank"], answers["holder"], code=self.code, at=clock.now()
        )
        messages.success(self.request, _("The card is bound. It is offered when you pay."))
        return card

    def get_context_data(self, **kwargs):
        phone = self.request.user.person.phone
        return super().get_context_data(blocked=self.blocked, phone=masked_phone(phone) if phone else "", **kwargs)

    @property
    def blocked(self) -> str:
        """Why no card can be bound yet; empty when one can."""
        try:
            bank_cards.refuse_cooling_off(self.request.user, at=clock.instant())
        except RuleBroken as problem:
            return sentence(problem)
        return ""


class BankCardView(CitizenRequired, RuleFormView):
    """One card: use it first, or take it off."""

    form_class = CardActForm
    template_name = "insurance/citizen/bank_card.html"
    success_url = PAGE

    @cached_property
    def card(self):
        return access.own_card(self.request.user, self.kwargs["public_id"])

    def perform(self, answers):
        if answers["act"] == "first":
            bank_cards.use_first(self.card, actor=self.request.user, at=clock.now())
            messages.success(self.request, _("This card is offered first from now on."))
            return
        bank_cards.remove(self.card, actor=self.request.user, at=clock.now())
        messages.success(self.request, _("The card was taken off."))

    def get_context_data(self, **kwargs):
        return super().get_context_data(card=self.card, words=card_words(self.card), **kwargs)
