"""With which status a refusal is answered, and when to come back."""

from datetime import timedelta

from accounts.rules.errors import RuleBroken
from accounts.views.forms import add_problems

SECOND = timedelta(seconds=1)
STATUSES = {"login.wait": 429, "login.busy": 503, "code.too_many_today": 429}
"""Everything else that is refused is 422."""


class PoliteRefusals:
    """A form view that answers "too many" and "too busy" as such, with ``Retry-After`` where the time is known."""

    def refuse(self, form, problems: list[RuleBroken]):
        add_problems(form, problems)
        response = self.form_invalid(form)
        for problem in problems:
            response.status_code = STATUSES.get(problem.code, response.status_code)
            if "wait" in problem.facts:
                response.headers["Retry-After"] = str(-(-problem.facts["wait"] // SECOND))
        return response
