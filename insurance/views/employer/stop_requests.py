"""Somebody asks the unit to end an insurance: its employee, or another unit that has taken the person on.

The unit files the reduction, or says why not.
"""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts import clock
from accounts.rules.resident_id import masked
from accounts.rules.roles import OperatorRight
from accounts.views.audiences import OperatorRequired
from accounts.views.forms import RuleFormView
from accounts.views.said import said
from accounts.wording import month_text, worded
from insurance import access
from insurance.forms.reductions import TextForm
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.selectors.policy import work_calendar
from insurance.selectors.unit_declarations import request_dossier
from insurance.services import unit_requests
from insurance.views.employer.pages import holders_of
from insurance.wording_increases import RELEASE_REQUEST_NAMES
from insurance.wording_reasons import reason_name
from insurance.wording_reductions import UNIT_REQUEST_NAMES

TONES = {"pending": "caution", "refused": "plain", "silent": "bad", "done": "good", "cancelled": "plain"}


class StopRequestView(OperatorRequired, RuleFormView):
    """One request, and the form with which the unit refuses it."""

    form_class = TextForm
    template_name = "insurance/employer/stop_request.html"

    @cached_property
    def stop_request(self):
        return access.request_to_unit(self.request.user, self.kwargs["number"])

    @property
    def is_release(self) -> bool:
        """Whether another unit asks, not an employee."""
        return self.stop_request.declaration.kind == DeclarationKind.INCREASE

    def get_form_kwargs(self):
        hint = _("Your employee reads this, and so does the agency that checks it with you.")
        if self.is_release:
            hint = _(
                "The agencies read this when they check the case; the other unit is only told that you did not agree."
            )
        return {**super().get_form_kwargs(), "label": _("Why the unit does not agree"), "hint": hint}

    def perform(self, answers):
        number = self.stop_request.declaration.number
        return unit_requests.refuse(
            number, text=answers["text"], actor=self.request.user, at=clock.now(), on=clock.today()
        )

    def address_of(self, result):
        return f"/employer/stop-requests/{result.declaration.number}/"

    def get_context_data(self, **kwargs):
        found = request_dossier(self.stop_request)
        request, line = found.request, found.line
        is_pending = request.answer == "pending"
        names = RELEASE_REQUEST_NAMES if self.is_release else UNIT_REQUEST_NAMES
        return super().get_context_data(
            stop_request=request,
            person=line.person,
            state=request.answer,
            tone=TONES[request.answer],
            state_words=names[request.answer],
            words=release_words() if self.is_release else wish_words(),
            facts=release_facts(request, line) if self.is_release else wish_facts(request, line),
            is_pending=is_pending,
            settled_by=found.settled_by,
            can_answer=is_pending and self.request.user.may_for_unit(OperatorRight.SUBMIT),
            can_prepare=is_pending and not found.settled_by and self.request.user.may_for_unit(OperatorRight.PREPARE),
            submitters=holders_of(self.request.user, OperatorRight.SUBMIT) if is_pending else [],
            days_left=work_calendar().working_days_left(clock.today(), request.due_on) if is_pending else 0,
            **kwargs,
        )


def wish_words() -> dict:
    """Return what the page says about an employee's wish."""
    return {
        "crumb": _("An employee's request"),
        "title": _("An employee asks the unit to stop their insurance"),
        "settle": _("The employment has ended: file the reduction"),
        "settle_note": _("The reduction settles this request; the employee is told."),
        "refuse": _("The unit does not agree"),
        "refuse_button": _("Tell them why the unit does not agree"),
        "refuse_note": _(
            "For example because the employment goes on. The agency then checks the case with both sides."
        ),
    }


def release_words() -> dict:
    """Return what the page says about another unit's request."""
    return {
        "crumb": _("Another unit's request"),
        "title": _("Another unit has taken on one of your people"),
        "settle": _("The person has left you: file the reduction"),
        "settle_note": _("Your reduction settles this request; the other unit's insurance begins behind it."),
        "refuse": _("The unit does not release the person"),
        "refuse_button": _("Answer that the unit does not agree"),
        "refuse_note": _(
            "For example because the person still works for you. The agencies then check with both sides."
        ),
    }


def wish_facts(request, line) -> list[dict]:
    """Return what an employee asks for."""
    return [
        {"label": _("Employee"), "value": said(line.person.name), "note": masked(line.person.identity_number)},
        {"label": _("Reason given"), "value": reason_name(line.reason)},
        {"label": _("Insurances"), "value": worded([Insurance(code) for code in line.insurances])},
        {"label": _("Wished first month without contributions"), "value": month_text(line.stop_month)},
        {"label": _("Asked on"), "value": worded(request.asked_at)},
    ]


def release_facts(request, line) -> list[dict]:
    """Return who asks, about whom and from when: nothing of wage and contract."""
    return [
        {"label": _("Employee"), "value": said(line.person.name), "note": masked(line.person.identity_number)},
        {"label": _("Unit that asks"), "value": said(request.declaration.unit.name)},
        {"label": _("It declares the person from"), "value": month_text(line.start_month)},
        {"label": _("Asked on"), "value": worded(request.asked_at)},
    ]
