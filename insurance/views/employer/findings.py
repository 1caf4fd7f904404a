"""How findings of a check stand on the pages of a unit: with the code of their catalogue, hard ones beside their fields."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.rules.errors import RuleBroken
from accounts.views.audiences import OperatorRequired
from accounts.views.forms import RuleFormView
from accounts.wording import sentence
from insurance.services.unit_declarations import READ as TICK

CATALOGUED = re.compile(r"[A-Z][0-9]{3}(?=\.|$)")


def catalogue_code(code: str) -> str:
    """Return the code of the validation catalogue: R006 for each of its variants with sentences of their own."""
    found = CATALOGUED.match(code)
    return found.group() if found else code


def finding(problem: RuleBroken) -> dict:
    """Return a finding as pages show it."""
    return {"code": catalogue_code(problem.code), "text": sentence(problem)}


def is_only_one(problem: RuleBroken, problems: list[RuleBroken]) -> bool:
    """Return whether no other of the problems says the same."""
    return sum(other.code == problem.code for other in problems) == 1


def named_sentence(problem: RuleBroken, form) -> str:
    """Return the sentence with the field's name in front, for one that is said of several fields."""
    if problem.field not in form.fields:
        return sentence(problem)
    return _("%(field)s: %(sentence)s") % {"field": form.fields[problem.field].label, "sentence": sentence(problem)}


class FindingsView(OperatorRequired, RuleFormView):
    """A form whose refusals carry the codes of the validation catalogue.

    Hard findings stand beside their fields, soft ones above the tick that says they were read.
    """

    soft: tuple[RuleBroken, ...] = ()

    def refuse(self, form, problems: list[RuleBroken]):
        self.soft = tuple(problem for problem in problems if problem.field == TICK)
        hard = [problem for problem in problems if problem.field != TICK]
        for problem in hard:
            field = problem.field if problem.field in form.fields else None
            words = sentence(problem) if is_only_one(problem, hard) else named_sentence(problem, form)
            form.add_error(field, ValidationError(words, code=catalogue_code(problem.code)))
        if self.soft and TICK in form.fields:
            form.add_error(
                TICK, ValidationError(_("Read what is pointed out, then tick this."), code="not_acknowledged")
            )
        return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(soft=[finding(problem) for problem in self.soft], **kwargs)
