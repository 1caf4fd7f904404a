"""An employee asks the unit to stop their insurance: the unit files the reduction, or says why not."""

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
from insurance.rules.kinds import Insurance
from insurance.selectors.policy import work_calendar
from insurance.selectors.unit_declarations import request_dossier
from insurance.services import unit_requests
from insurance.views.employer.pages import holders_of
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

    def get_form_kwargs(self):
        hint = _("Your employee reads this, and so does the agency that checks it with you.")
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
        person = request.declaration.person
        is_pending = request.answer == "pending"
        return super().get_context_data(
            stop_request=request,
            person=person,
            state=request.answer,
            tone=TONES[request.answer],
            state_words=UNIT_REQUEST_NAMES[request.answer],
            facts=[
                {"label": _("Employee"), "value": said(person.name), "note": masked(person.identity_number)},
                {"label": _("Reason given"), "value": reason_name(line.reason)},
                {"label": _("Insurances"), "value": worded([Insurance(code) for code in line.insurances])},
                {"label": _("Wished first month without contributions"), "value": month_text(line.stop_month)},
                {"label": _("Asked on"), "value": worded(request.asked_at)},
            ],
            is_pending=is_pending,
            settled_by=found.settled_by,
            can_answer=is_pending and self.request.user.may_for_unit(OperatorRight.SUBMIT),
            can_prepare=is_pending and not found.settled_by and self.request.user.may_for_unit(OperatorRight.PREPARE),
            submitters=holders_of(self.request.user, OperatorRight.SUBMIT) if is_pending else [],
            days_left=work_calendar().working_days_left(clock.today(), request.due_on) if is_pending else 0,
            **kwargs,
        )
