"""Pages with one form whose success is one service call."""

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.views.generic import FormView

from accounts import clock
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.services import submissions
from accounts.wording import sentence


def add_problems(form, problems: list[RuleBroken]) -> None:
    """Put each broken rule beside the field it is about, or above the form, with its code and sentence."""
    for problem in problems:
        field = problem.field if problem.field in form.fields else None
        form.add_error(field, ValidationError(sentence(problem), code=problem.code))


class RuleFormView(FormView):
    """Shows a form, acts once, and leads on; whatever forbids the act comes back beside its field with status 422.

    Subclasses say what to do in ``perform(answers)``, which calls one service, and where its result is shown in
    ``address_of(result)``.
    """

    def address_of(self, result) -> str:
        return self.get_success_url()

    def act(self, answers: dict) -> str:
        return self.address_of(self.perform(answers))

    def form_valid(self, form):
        answers = dict(form.cleaned_data)
        key = answers.pop("submission_key")
        user = self.request.user if self.request.user.is_authenticated else None
        try:
            location = submissions.once(key, lambda: self.act(answers), user=user, at=clock.now())
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        except RulesBroken as several:
            return self.refuse(form, several.problems)
        return HttpResponseRedirect(location)

    def refuse(self, form, problems: list[RuleBroken]):
        add_problems(form, problems)
        return self.form_invalid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)
