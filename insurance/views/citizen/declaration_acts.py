"""What somebody does with a declaration of their own after it was submitted: write, add papers, take it back."""

from django.contrib import messages
from django.utils.translation import gettext as _

from accounts import clock
from insurance.forms.reductions import AttachForm, TextForm
from insurance.rules.workflow import State
from insurance.selectors.own_declarations import case_of
from insurance.services import attachments, declarations
from insurance.views.citizen.declarations import CaseView, message_words, withdraw_words


class MessageView(CaseView):
    """The person writes to the agency."""

    form_class = TextForm
    bound = "message_form"
    http_method_names = ["post"]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **message_words()}

    def perform(self, answers):
        declarations.say(self.declaration, answers["text"], actor=self.request.user, at=clock.now())
        messages.success(self.request, _("Your message was sent."))


class WithdrawView(CaseView):
    """The person takes the declaration back, or asks for it where an agency has accepted."""

    form_class = TextForm
    bound = "withdraw_form"
    http_method_names = ["post"]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **withdraw_words()}

    def perform(self, answers):
        declaration = declarations.withdraw(
            self.declaration.number, actor=self.request.user, at=clock.now(), text=answers["text"]
        )
        messages.success(self.request, done_words(declaration))


def done_words(declaration) -> str:
    """Say what became of it: where an agency has to decide, nothing is taken back yet."""
    if State.WITHDRAWAL_REQUESTED in {part.state for part in case_of(declaration).parts}:
        return _("Your request was sent. The agency decides; until then the declaration stands.")
    return _("The declaration was taken back and changes nothing.")


class AttachView(CaseView):
    """The person adds papers while somebody still has to look at them."""

    form_class = AttachForm
    bound = "attach_form"
    http_method_names = ["post"]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "auto_id": "attach_%s"}

    def perform(self, answers):
        files = attachments.received(answers["attachments"])
        kept = attachments.attach(self.declaration, files, actor=self.request.user, at=clock.now())
        messages.success(self.request, _("Papers added: %(files)s.") % {"files": len(kept)})
