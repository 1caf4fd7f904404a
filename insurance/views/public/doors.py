"""The doors for citizens that know whose card a number is; everything else about them is in ``accounts.views``."""

from accounts.views.doors import CitizenLoginView
from accounts.views.opening import CitizenActivationView, CitizenResetView
from insurance.selectors.cards import person_proven_by_card, person_with_card


class LoginView(CitizenLoginView):
    """Signing in with a card number finds the card's person."""

    def person_of_card(self, number):
        return person_with_card(number)


class ActivationView(CitizenActivationView):
    """The card that goes with a code by message must be its holder's, and not reported lost."""

    def person_with_valid_card(self, number):
        return person_proven_by_card(number)


class ResetView(CitizenResetView):
    """As for activation."""

    def person_with_valid_card(self, number):
        return person_proven_by_card(number)
