"""职工基本医疗保险参保登记表: the form for the counter, filled in from what the unit declared."""

from django.utils.translation import pgettext

from accounts import clock
from accounts.rules.phone import masked_phone
from accounts.services import audit
from insurance.documents.counter_form import CounterForm, CounterRow, counter_form_pdf
from insurance.rules.employment import Employment
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.services.declarations import opened
from insurance.services.increases import FIRST_TIME
from insurance.views.employer.documents import DocumentView, yuan_words
from insurance.views.employer.pages import language
from insurance.wording_certificates import SEX_NAMES
from insurance.wording_increases import EMPLOYMENT_KIND_NAMES
from insurance.wording_reasons import reason_name


class CounterFormView(DocumentView):
    """职工基本医疗保险参保登记表, filled in from an increase or a reduction; with identity numbers in full, on record."""

    file_name = "registration-form"

    def drawn(self):
        unit = self.request.user.unit
        found = self.people(DeclarationKind.INCREASE, DeclarationKind.REDUCTION, insured_for=Insurance.MEDICAL)
        audit.record(self.request.user, "counter_form.printed", self.declaration, at=clock.now())
        form = CounterForm(
            **self.head(),
            unit_number=unit.public_id,
            contact=unit.contact_name,
            contact_phone=unit.contact_phone or "",
            rows=tuple(counter_row(line) for line in found.lines),
            first=found.first,
            people=found.total,
        )
        return counter_form_pdf(form, language=language())


def counter_row(line) -> CounterRow:
    """Return one person of the form: a stop declares nothing of employment and wage, and no phone that only the record
    knows is told to a unit."""
    joins = line.start_month is not None
    terms = Employment.of(line.details) if joins else None
    phone = opened(line.sealed).get("phone", "")
    return CounterRow(
        name=line.person.name,
        sex=str(SEX_NAMES[line.person.sex]),
        identity_number=line.person.identity_number,
        born_on=line.person.born_on,
        employment=str(EMPLOYMENT_KIND_NAMES[terms.kind]) if terms else "",
        change=change_words(line),
        month=Month.of(line.month),
        wage=yuan_words(terms.wage_fen) if terms else "",
        phone=masked_phone(phone) if phone else "",
        remark=(line.details.get("note") or "") if joins else str(reason_name(line.reason)),
    )


def change_words(line) -> str:
    """Return whether medical insurance begins, goes on or stops."""
    if line.stop_month:
        return pgettext("change of an enrolment", "Stops")
    if line.details.get(FIRST_TIME):
        return pgettext("change of an enrolment", "New")
    return pgettext("change of an enrolment", "Goes on")
