"""社会保险登记: where the unit's registration stands, completing it, its certificate, and its end."""

from django.conf import settings
from django.http import Http404
from django.utils.functional import cached_property
from django.views import View

from accounts import clock
from accounts.rules.roles import OperatorRight
from accounts.views.audiences import OperatorRequired
from accounts.views.said import said
from insurance import access
from insurance.documents.registration_certificate import RegistrationCertificate, registration_certificate_pdf
from insurance.forms.units import CancellationForm, RegistrationForm
from insurance.rules.kinds import EMPLOYEE_INSURANCES, DeclarationKind, UnitStatus
from insurance.rules.unit_data import REGISTERED
from insurance.selectors.policy import work_calendar
from insurance.selectors.unit_record import (
    cancellation_obstacles,
    founding_notice,
    record_of,
    registration_of,
    unit_standing,
)
from insurance.services import attachments, unit_matters
from insurance.services.declaration_kinds import kind_named
from insurance.services.unit_data import declared_data
from insurance.views.employer.checking import CHECKS, Check, steps
from insurance.views.employer.documents import pdf_response
from insurance.views.employer.findings import FindingsView
from insurance.views.employer.pages import holders_of, language, number_asked_for
from insurance.views.employer.unit_words import data_facts
from insurance.wording_desk import UNIT_STATUS_NAMES
from insurance.wording_units import UNIT_TYPE_NAMES, shown_value

KEPT = ("representative_number", "bank_account")
"""Sealed answers that are not written into a form again; leaving them empty keeps them."""


STATES = {
    UnitStatus.NOT_INSURED: "not_insured",
    UnitStatus.INSURED: "insured",
    UnitStatus.SUSPENDED: "suspended",
    UnitStatus.TERMINATED: "ended",
}
"""What the page calls where the registration stands."""


class UnitMatterView(FindingsView):
    """A form about the unit itself; ``?declaration=`` corrects a draft or one that was sent back."""

    kind: DeclarationKind

    @property
    def unit(self):
        return self.request.user.unit

    @cached_property
    def corrected(self):
        """The declaration that is corrected; None for a new one."""
        number = number_asked_for(self.request, "declaration")
        if not number:
            return None
        declaration = access.unit_declaration(self.request.user, number)
        if declaration.kind != self.kind:
            raise Http404
        return declaration

    def signed(self) -> dict:
        """Return who declares, when, and in the place of what."""
        return {
            "actor": self.request.user,
            "at": clock.now(),
            "on": clock.today(),
            "number": self.corrected.number if self.corrected else "",
        }

    def address_of(self, result):
        return f"/employer/declarations/{result.number}/check/"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            unit=self.unit,
            steps=steps(),
            corrected=self.corrected,
            preparers=holders_of(self.request.user, OperatorRight.PREPARE),
            can_prepare=self.request.user.may_for_unit(OperatorRight.PREPARE),
            **kwargs,
        )


class RegistrationView(UnitMatterView):
    """The state of the registration; the form while the unit still has to register."""

    form_class = RegistrationForm
    kind = DeclarationKind.REGISTRATION

    @cached_property
    def standing(self):
        return unit_standing(self.unit)

    def get_template_names(self):
        if self.standing.is_awaited and self.unit.closed_on is None:
            return ["insurance/employer/registration_form.html"]
        return ["insurance/employer/registration.html"]

    @cached_property
    def given(self) -> dict[str, str]:
        """What was declared before; nothing for a new registration."""
        return declared_data(self.corrected) if self.corrected else {}

    def get_form_kwargs(self):
        kept = {name: shown_value(name, self.given[name]) for name in KEPT if self.given.get(name)}
        return {**super().get_form_kwargs(), "on": clock.today(), "kept": kept}

    def get_initial(self):
        on_record = self.given or record_of(self.unit)
        return {name: on_record[name] for name in REGISTERED if name not in KEPT}

    def perform(self, answers):
        acknowledged = answers.pop("acknowledged")
        data = {name: value or self.given.get(name, "") for name, value in answers.items()}
        return unit_matters.draft_registration(self.unit, data, acknowledged=acknowledged, **self.signed())

    def get_context_data(self, **kwargs):
        registration, standing = self.unit.registration, self.standing
        late = standing.register_by and clock.today() > standing.register_by
        return super().get_context_data(
            registration=registration,
            standing=standing,
            is_late=late,
            waits=bool(standing.open_number) and self.corrected is None,
            shared=founding_notice(self.unit) if standing.is_awaited else None,
            answer_by=kind_named(self.kind).answered_by(clock.today(), work_calendar()),
            status=UNIT_STATUS_NAMES[standing.status],
            state="ended" if self.unit.closed_on else STATES[standing.status],
            facts=[{"label": label, "value": value} for label, value in data_facts(record_of(self.unit))],
            unit_name=said(self.unit.name),
            **kwargs,
        )


class RegistrationCertificateView(OperatorRequired, View):
    """社会保险登记证明, to be printed by a unit whose registration holds."""

    http_method_names = ["get", "head"]

    def get(self, request, **kwargs):
        unit = request.user.unit
        registration = unit.registration
        if not registration.is_insured:
            raise Http404
        names = settings.HALL_OFFICE
        declared = registration_of(unit)
        certificate = RegistrationCertificate(
            office=names["name_en" if language() == "en" else "name_zh"],
            number=declared.number if declared else unit.public_id,
            unit_number=unit.public_id,
            unit=unit.name,
            credit_code=unit.credit_code,
            unit_type=str(UNIT_TYPE_NAMES.get(registration.unit_type, "")),
            area=registration.area.name_en if language() == "en" else registration.area.name_zh,
            address=registration.address or "",
            representative=registration.representative_name,
            registered_on=registration.registered_on,
            injury_class=registration.injury_class,
            insurances=EMPLOYEE_INSURANCES,
            hotline=names["hotline"],
            printed_on=clock.today(),
        )
        content = registration_certificate_pdf(certificate, language=language())
        return pdf_response(content, f"{unit.public_id}-registration.pdf")


class CancellationView(UnitMatterView):
    """The unit ends its registration; what is left to do before stands beside the form."""

    form_class = CancellationForm
    kind = DeclarationKind.CANCELLATION
    template_name = "insurance/employer/cancellation_form.html"

    def get_initial(self):
        if self.corrected:
            return {name: self.corrected.details.get(name) for name in ("reason", "ended_on", "note")}
        return {"ended_on": unit_standing(self.unit).ended_on}

    def perform(self, answers):
        files = attachments.received(answers.pop("attachments"))
        return unit_matters.draft_cancellation(self.unit, files=files, **answers, **self.signed())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            obstacles=cancellation_obstacles(self.unit, on=clock.today(), besides=self.corrected),
            standing=unit_standing(self.unit),
            **kwargs,
        )


CHECKS[DeclarationKind.REGISTRATION] = Check(
    change_url=lambda declaration: f"/employer/registration/?declaration={declaration.number}"
)
CHECKS[DeclarationKind.CANCELLATION] = Check(
    change_url=lambda declaration: f"/employer/registration/cancel/?declaration={declaration.number}"
)
