"""The five insurances and the resident scheme, today or on a chosen day."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.wording import month_text, worded
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.selectors.disputes import declared_of
from insurance.selectors.insurance_picture import InsuranceRow, Status, insurance_picture
from insurance.selectors.under_way import Step
from insurance.views.citizen.pages import (
    STATUS_TONES,
    DayPage,
    area_name,
    day_note,
    insurance_list,
    medical_line,
    payer,
    status_words,
    unit_words,
)
from insurance.wording import STATE_NAMES
from insurance.wording_citizen import counted_years, end_reason, years_and_months


class InsuranceView(DayPage):
    """Every insurance with unit, status, since, base and months."""

    template_name = "insurance/citizen/insurance.html"

    def get_context_data(self, **kwargs):
        form = self.day_form()
        on = self.day_of(form)
        rows = insurance_picture(self.person_id, on=on, today=self.today)
        return super().get_context_data(
            form=form,
            on=on,
            is_today=on == self.today,
            note=day_note(on, self.today),
            insurances=[row_words(row) for row in rows],
            declared=[declared_words(line) for line in declared_of(self.person_id)],
            medical=medical_line(self.person_id, on=on),
            has_any=any(row.segment for row in rows),
            can_resume=any(row.status == Status.STOPPED and row.segment.unit_id is None for row in rows),
            area=next((area_name(row.segment) for row in rows if row.segment), ""),
            **kwargs,
        )


def declared_words(line) -> dict:
    """Return what a unit declared about the person: what, from when, and when it was taken back if it was."""
    reduced = line.declaration.kind == DeclarationKind.REDUCTION
    words = _("{unit}: end of your insurance from {month}") if reduced else _("{unit}: your insurance from {month}")
    return {
        "text": format_html(words, unit=unit_words(line.unit.name), month=month_text(line.month)),
        "url": f"/me/reductions/{line.declaration.number}/" if reduced else "",
        "at": line.undone_at,
    }


def row_words(row: InsuranceRow) -> dict:
    """Return one insurance as the page writes it."""
    segment = row.segment
    return {
        "name": insurance_list([row.insurance]),
        "tone": STATUS_TONES[row.status],
        "status": status_words(row),
        "reason": end_reason(segment.end_reason) if segment else "",
        "payer": payer(segment) if segment else "",
        "since": segment.first_month if segment else None,
        "base": row.base,
        "note": step_note(row.step) if row.step else "",
        "step_url": f"/me/declarations/{row.step.number}/" if row.step and row.step.is_own else "",
        **months_words(row),
    }


def months_words(row: InsuranceRow) -> dict:
    """Return the months credited, without a break and in all; payments of the resident scheme count by the year."""
    if row.credited is None:
        return {}
    if row.insurance == Insurance.RESIDENT:
        return {"cumulative": counted_years(row.credited.cumulative)}
    return {
        "continuous": years_and_months(row.credited.continuous),
        "until": row.credited.last,
        "cumulative": years_and_months(row.credited.cumulative),
    }


def step_note(step: Step) -> str:
    """Say what is under way about an insurance."""
    facts = {"month": worded(step.month), "state": STATE_NAMES[step.state]}
    if step.resumes and not step.is_own:
        words = _("{unit} has declared that it insures you from {month}: {state}.")
        return format_html(words, unit=unit_words(step.unit_name), **facts)
    if step.resumes:
        return _("You go on from %(month)s: %(state)s.") % facts
    if step.is_own:
        return _("Your stop from %(month)s: %(state)s.") % facts
    return format_html(_("{unit} has declared a stop from {month}: {state}."), unit=unit_words(step.unit_name), **facts)
