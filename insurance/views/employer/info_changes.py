"""个人信息变更 by the unit: name, phone, kind of employment or wage of one of its staff."""

from django.http import Http404
from django.utils.functional import cached_property

from accounts import clock
from accounts.rules.resident_id import masked
from accounts.rules.roles import OperatorRight
from accounts.wording import month_text
from insurance import access
from insurance.forms.info_changes import UnitChangeForm
from insurance.rules.kinds import DeclarationKind
from insurance.rules.money import yuan_from_fen
from insurance.rules.months import Month
from insurance.rules.personal_data import CHANGED_BY_UNIT, Datum
from insurance.selectors.personal_data import answers_of, changes_of, wage_months
from insurance.selectors.unit_declarations import lines_of
from insurance.services import attachments, info_changes
from insurance.views.declared.info_change import shown
from insurance.views.employer.checking import CHECKS, Check, steps
from insurance.views.employer.findings import FindingsView
from insurance.views.employer.pages import holders_of, number_asked_for
from insurance.wording_info_change import DATUM_NAMES


class InfoChangeView(FindingsView):
    """The form for one person; ``?declaration=`` corrects a draft or one that was sent back."""

    form_class = UnitChangeForm
    template_name = "insurance/employer/info_change_form.html"

    @property
    def unit(self):
        return self.request.user.unit

    @cached_property
    def person(self):
        return access.staff_member(self.request.user, self.kwargs["public_id"])

    @cached_property
    def line(self):
        """The line that is corrected; None for a new declaration."""
        number = number_asked_for(self.request, "declaration")
        if not number:
            return None
        declaration = access.unit_declaration(self.request.user, number)
        lines = lines_of(declaration) if declaration.kind == DeclarationKind.INFO_CHANGE else []
        if [line.person_id for line in lines] != [self.person.pk]:
            raise Http404
        return lines[0]

    @cached_property
    def record(self) -> dict:
        return info_changes.on_record_with(self.unit, self.person, on=clock.today())

    def get_form_kwargs(self):
        months = [(str(month), month_text(month.first_day)) for month in wage_months(self.unit, on=clock.today())]
        return {**super().get_form_kwargs(), "months": months}

    def get_initial(self):
        if self.line is None:
            return {}
        answers = answers_of(self.line)
        found = {str(datum): answers[datum] for datum in changes_of(self.line)}
        if "wage" in found:
            found |= {"wage": yuan_from_fen(found["wage"]), "wage_from": str(Month.of(self.line.start_month))}
        return found

    def perform(self, answers):
        return info_changes.draft_change(
            self.unit,
            self.person,
            {datum: answers[datum] for datum in CHANGED_BY_UNIT},
            wage_from=answers["wage_from"],
            actor=self.request.user,
            at=clock.now(),
            on=clock.today(),
            acknowledged=answers["acknowledged"],
            number=self.line.declaration.number if self.line else "",
            files=attachments.received(answers["attachments"]),
        )

    def address_of(self, result):
        return f"/employer/declarations/{result.number}/check/"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            steps=steps(),
            person=self.person,
            identity=masked(self.person.identity_number),
            corrected=self.line.declaration if self.line else None,
            record=[record_words(datum, self.record[datum]) for datum in CHANGED_BY_UNIT],
            can_prepare=user.may_for_unit(OperatorRight.PREPARE),
            preparers=holders_of(user, OperatorRight.PREPARE),
            files_lost=bool(self.request.FILES),
            **kwargs,
        )


def record_words(datum: Datum, value) -> dict:
    """Return what is on record as a row of ``components/fact_list.html``; phones masked."""
    return {"label": DATUM_NAMES[datum], "value": shown(datum, value)}


def change_url(declaration) -> str:
    line = lines_of(declaration)[0]
    return f"/employer/staff/{line.person.public_id}/change/?declaration={declaration.number}"


CHECKS[DeclarationKind.INFO_CHANGE] = Check(change_url)
