"""Choose a higher pension base for the contribution year: what each level adds to the months charged already."""

from django.contrib import messages
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.views.audiences import CitizenRequired
from accounts.views.forms import RuleFormView
from insurance import access
from insurance.forms.back_payments import BaseRaiseForm
from insurance.selectors.base_raise import Raise, base_raise
from insurance.services import base_raises
from insurance.wording_citizen import money


class BaseRaiseView(CitizenRequired, RuleFormView):
    """The base of the year, the levels above it, and by when one of them can be chosen."""

    form_class = BaseRaiseForm
    template_name = "insurance/citizen/base_raise.html"

    @cached_property
    def found(self) -> Raise | None:
        try:
            return base_raise(access.person_of(self.request.user), on=clock.today())
        except RuleBroken:
            return None

    def get_form_kwargs(self):
        levels = self.found.levels if self.found and self.found.is_open else ()
        return {**super().get_form_kwargs(), "levels": [(str(level.base_fen), self.words(level)) for level in levels]}

    def words(self, level) -> str:
        """Name a level as a choice: what a month costs, and what is to be paid for the months charged already."""
        difference = sum(one.amount_fen for one in self.found.added(level.base_fen))
        below = _("base %(base)s; %(month)s a month; difference for the months charged already: %(difference)s") % {
            "base": money(level.base_fen),
            "month": money(self.found.monthly(level.base_fen)),
            "difference": money(difference),
        }
        title = f"{level.percent}%"
        return format_html('<span class="choice-title">{}</span> <span class="note">{}</span>', title, below)

    def perform(self, answers):
        return base_raises.lodge_raise(
            access.person_of(self.request.user),
            base_fen=answers["base"],
            actor=self.request.user,
            at=clock.now(),
            on=clock.today(),
        )

    def address_of(self, result):
        messages.success(self.request, _("Declaration %(number)s was submitted.") % {"number": result.number})
        return f"/me/declarations/{result.number}/"

    def get_context_data(self, form=None, **kwargs):
        form = form or self.get_form()
        shows = bool(form.is_bound or (self.found and self.found.is_open and self.found.levels))
        return super().get_context_data(form=form, found=self.found, shows_form=shows, **kwargs)
