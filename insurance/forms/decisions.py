"""What the staff send from a review page. Shape only: who may decide what is the service's business."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import HallForm
from insurance.rules.decisions import NextAction, RefusalReason
from insurance.rules.workflow import Action
from insurance.wording import NEXT_ACTION_NAMES, REFUSAL_REASON_NAMES
from insurance.wording_desk import DECISION_NAMES

NOTHING_CHOSEN = ("", "---------")


class DecisionForm(HallForm):
    """A decision on one agency's part; ``version`` is the one that was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    action = forms.ChoiceField(
        label=_("Result of the review"),
        choices=[(str(a), name) for a, name in DECISION_NAMES.items()],
        widget=forms.RadioSelect,
    )
    reason_code = forms.ChoiceField(
        label=_("Reason of the decision"),
        help_text=_("When you send back or reject"),
        choices=[NOTHING_CHOSEN, *((str(reason), REFUSAL_REASON_NAMES[reason]) for reason in RefusalReason)],
        required=False,
    )
    next_action = forms.ChoiceField(
        label=_("What the applicant can do"),
        help_text=_("When you send back or reject"),
        choices=[NOTHING_CHOSEN, *((str(action), NEXT_ACTION_NAMES[action]) for action in NextAction)],
        required=False,
    )
    text = forms.CharField(
        label=_("In your words"),
        help_text=_("The applicant reads this. Name everything that is missing at once."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def offer(self, actions: list[Action]) -> None:
        """Show only the decisions that are open now; what was sent is still judged against all of them."""
        offered = [(str(action), DECISION_NAMES[action]) for action in actions]
        self.fields["action"].widget.choices = offered


class MessageForm(HallForm):
    """A question to the applicant."""

    text = forms.CharField(label=_("Message to the applicant"), max_length=2000, widget=forms.Textarea({"rows": 3}))
