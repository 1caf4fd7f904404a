"""A declaration of a citizen that shows what it means before it is made: choose, look, declare, correct."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts import clock
from accounts.views.audiences import CitizenRequired
from accounts.views.forms import RuleFormView
from accounts.views.said import said
from insurance import access
from insurance.rules.kinds import DeclarationKind
from insurance.selectors.closing import declared_on
from insurance.wording import REFUSAL_REASON_NAMES


class LookingFirstView(CitizenRequired, RuleFormView):
    """Choose an enrolment and a month, see what that means, declare it; or correct one that was sent back
    (``?declaration=``).

    The parameters of the address show what another choice would mean, as the form's button "preview" does. Subclasses
    say what may be ``chosen``, which months are on ``offer``, and the ``month`` that is looked at.
    """

    kind: DeclarationKind
    month_field: str
    looked_at: tuple[str, ...]
    """The answers that change what the page shows."""
    kept: tuple[str, ...]
    """What a preview keeps of a form that was filled in."""

    def get(self, request, *args, **kwargs):
        return self.elsewhere() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if elsewhere := self.elsewhere():
            return elsewhere
        return self.preview() if "preview" in request.POST else super().post(request, *args, **kwargs)

    def elsewhere(self) -> HttpResponseRedirect | None:
        """Lead to the declaration that is not, or no longer, waiting for a correction."""
        if not self.number or self.line:
            return None
        declaration = access.own_declaration(self.request.user, self.number)
        return HttpResponseRedirect(f"/me/declarations/{declaration.number}/")

    @cached_property
    def asked(self):
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @property
    def number(self) -> str:
        return self.request.GET.get("declaration", "").replace("\0", "")

    @cached_property
    def line(self):
        """The line of the declaration that is corrected; None for a new one."""
        return access.line_sent_back(self.request.user, self.number, self.kind)

    @property
    def declared_on(self) -> date:
        return declared_on(self.line.declaration, clock.today()) if self.line else clock.today()

    def preview(self):
        """Show what the choice would mean. Nothing is checked, everything typed is kept."""
        initial = {**self.get_initial(), **self.typed()}
        form = self.form_class(**{**self.get_form_kwargs(), "data": None, "files": None, "initial": initial})
        return self.render_to_response(self.get_context_data(form=form))

    def typed(self) -> dict:
        """Return what a preview keeps of what was typed; the month is the one that is looked at, which another choice may
        not offer any more."""
        kept = {name: self.request.POST[name] for name in self.kept if name in self.request.POST}
        return {**kept, self.month_field: self.month}

    def get_initial(self):
        initial = {self.month_field: self.month}
        if self.chosen:
            initial["enrolment"] = self.chosen.number
        return initial

    def address_of(self, result):
        messages.success(self.request, _("Declaration %(number)s was submitted.") % {"number": result.number})
        return f"/me/declarations/{result.number}/"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            corrected=self.number if self.line else "",
            asked_for=REFUSAL_REASON_NAMES[self.line.sent_back_for] if self.line else "",
            asked_with=said(self.line.sent_back_with) if self.line else "",
            **kwargs,
        )
