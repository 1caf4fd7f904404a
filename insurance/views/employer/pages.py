"""What the pages of a unit have in common."""

import re

from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.generic import TemplateView

from accounts import clock
from accounts.rules.roles import OperatorRight
from accounts.views.audiences import OperatorRequired
from insurance.selectors.employer_desk import who_may


class UnitPage(OperatorRequired, TemplateView):
    """A page that shows something of the operator's unit."""

    @property
    def unit(self):
        return self.request.user.unit

    @property
    def today(self):
        return clock.today()


NUMBER = re.compile(r"[A-Z0-9]{1,20}", re.ASCII)


def number_asked_for(request, name: str) -> str:
    """Return a number of ours from the address, empty when none is given; Http404 for what is no such number."""
    number = request.GET.get(name, "")
    if number and not NUMBER.fullmatch(number):
        raise Http404
    return number


def may_declare(request) -> bool:
    """Return whether a form that declares people is worth filling in: the unit is registered; what was sent all the same
    is shown again with its refusal."""
    return request.method == "POST" or request.user.unit.registration.is_insured


def holders_of(user, right: OperatorRight) -> list[str]:
    """Return who of the unit may do what ``user`` may not; empty when ``user`` may."""
    return [] if user.may_for_unit(right) else who_may(user.unit, right)


def language() -> str:
    """Return the language of a document for the reader of this page."""
    return "en" if get_language() == "en" else "zh-hans"


def paged(kept: dict, side: str, key: str | int | None) -> str:
    """Return the address of the neighbouring page before or after ``key``; empty when there is none."""
    return f"?{urlencode({**kept, side: key})}" if key is not None else ""
