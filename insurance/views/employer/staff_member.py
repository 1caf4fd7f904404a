"""One person in the unit: enrolments, wages, what was charged, declarations, certificates. Nothing of other units."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.rules.resident_id import masked
from accounts.rules.roles import OperatorRight
from accounts.wording import day_text, worded
from insurance import access
from insurance.rules.employment_kinds import EmploymentKind
from insurance.rules.kinds import AssessmentKind, BillState
from insurance.selectors.staff_member import Act, AgencyMonth, Segment, StaffMember, staff_member
from insurance.views.employer.pages import UnitPage
from insurance.wording import AGENCY_NAMES, BILL_STATE_NAMES, DECLARATION_KIND_NAMES, STATE_NAMES
from insurance.wording_citizen import LINE_KIND_WORDS
from insurance.wording_increases import EMPLOYMENT_KIND_NAMES
from insurance.wording_reasons import reason_name
from insurance.wording_reductions import STAFF_STATE_NAMES


class StaffMemberView(UnitPage):
    """One of the unit's people."""

    template_name = "insurance/employer/staff_member.html"

    def get_context_data(self, **kwargs):
        person = access.staff_member(self.request.user, self.kwargs["public_id"])
        found = staff_member(self.unit, person, on=self.today)
        may_prepare = self.request.user.may_for_unit(OperatorRight.PREPARE)
        return super().get_context_data(
            person=person,
            identity=masked(person.identity_number),
            state=found.state,
            state_words=STAFF_STATE_NAMES[found.state],
            contract=contract_words(found),
            segments=[segment_words(segment) for segment in found.segments],
            wages=found.wages,
            months=[month_words(month) for month in found.months],
            declarations=[act_words(act) for act in found.acts],
            certificates=list(dict.fromkeys(act.certificate for act in found.acts if act.certificate)),
            stop_request=found.request,
            can_reduce=found.state == "insured" and may_prepare,
            can_change=found.state != "stopped" and may_prepare,
            can_return=found.state == "stopped" and may_prepare,
            **kwargs,
        )


def contract_words(found: StaffMember) -> list[dict]:
    """Return the terms of employment as the latest increase declared them; nothing where none did."""
    details = found.contract
    if not details:
        return []
    kind = details.get("employment_kind")
    until = details.get("contract_to")
    facts = [
        (_("Kind of employment"), EMPLOYMENT_KIND_NAMES[EmploymentKind(kind)] if kind else ""),
        (_("First working day"), written_day(details.get("started_on"))),
        (_("Labour contract from"), written_day(details.get("contract_from"))),
        (_("Labour contract until"), written_day(until) if until else _("open-ended")),
        (_("Post"), details.get("post", "")),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def written_day(text: str | None) -> str:
    return day_text(date.fromisoformat(text)) if text else ""


def segment_words(segment: Segment) -> dict:
    """Return an enrolment as it is written."""
    return {
        "segment": segment,
        "name": worded(segment.insurance),
        "state_words": STAFF_STATE_NAMES[segment.state],
        "reason": reason_words(segment.end_reason),
    }


def reason_words(code: str) -> str:
    """Return the name of the reason of an end; records taken over from the old system carry codes of their own."""
    try:
        return reason_name(code) if code else ""
    except ValueError:
        return _("code %(code)s of the old system") % {"code": code}


def month_words(month: AgencyMonth) -> dict:
    """Return what one agency charged for a month, as it is written."""
    return {
        "month": month,
        "agency": AGENCY_NAMES[month.agency],
        "kind": LINE_KIND_WORDS[month.kind] if month.kind != AssessmentKind.REGULAR else "",
        "state": "credited" if month.bill_state == BillState.PAID else month.bill_state or "plain",
        "state_words": BILL_STATE_NAMES[month.bill_state] if month.bill_state else _("no bill"),
    }


def act_words(act: Act) -> dict:
    """Return one agency's part of a declaration about the person, as it is written."""
    return {
        "part": act,
        "kind": DECLARATION_KIND_NAMES[act.kind],
        "agency": AGENCY_NAMES[act.agency],
        "state": act.stands,
        "state_words": STATE_NAMES[act.stands],
        "reason": reason_words(act.reason),
    }
