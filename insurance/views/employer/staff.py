"""The roster of a unit, one person of it, and the roster as a file."""

import io

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from accounts import clock
from accounts.rules.resident_id import masked
from accounts.rules.roles import OperatorRight
from accounts.rules.typed_number import looks_like_identity_number
from accounts.services import audit
from accounts.views.audiences import OperatorRequired
from accounts.wording import worded
from insurance import access
from insurance.documents.roster_export import RosterRow, roster_csv, write_roster_workbook
from insurance.forms.staff import FindStaffForm, RosterFilterForm
from insurance.rules.kinds import EMPLOYEE_INSURANCES, BillState, Insurance
from insurance.selectors.key_pages import typed_key
from insurance.selectors.roster import RosterEntry, RosterFilter, Standing, person_in_unit, roster_export, roster_page
from insurance.selectors.staff_member import AgencyMonth, PartAboutPerson, Segment, staff_member
from insurance.views.employer.pages import UnitPage, language, paged
from insurance.wording import AGENCY_NAMES, BILL_STATE_NAMES, DECLARATION_KIND_NAMES, STATE_NAMES
from insurance.wording_reasons import reason_name
from insurance.wording_reductions import ALL_FIVE, SHORT_INSURANCE_NAMES, STAFF_STATE_NAMES, STANDING_NAMES

SEARCH_KEY = "roster_search"
"""Where the session keeps the name that is looked for: names do not stand in addresses."""

MOST_EXPORTED = 5000

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def standing_of(text: str) -> Standing:
    """Return the standing an address asks for; the people insured now when it asks for none we know."""
    return Standing(text) if text in set(Standing) else Standing.RUNNING


class RosterView(UnitPage):
    """Who is insured through the unit; a POST looks somebody up without putting a name or number into the address."""

    template_name = "insurance/employer/roster.html"

    def post(self, request):
        typed = "".join(filter(str.isprintable, request.POST.get("q", ""))).strip()[:60]
        person = person_in_unit(self.unit, typed) if typed else None
        if person is not None:
            return HttpResponseRedirect(f"/employer/staff/{person.public_id}/")
        if looks_like_identity_number(typed):
            messages.warning(request, _("Nobody with this identity number is or was insured through your unit."))
            return HttpResponseRedirect("/employer/staff/?status=all")
        request.session[SEARCH_KEY] = typed
        return HttpResponseRedirect("/employer/staff/?status=all&search=on" if typed else "/employer/staff/")

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        filters = RosterFilterForm(asked)
        filters.is_valid()
        name = self.request.session.get(SEARCH_KEY, "") if "search" in asked else ""
        chosen = filters.cleaned_data
        wanted = RosterFilter(standing_of(asked.get("status", "")), chosen.get("insurance"), name)
        found = roster_page(
            self.unit,
            wanted,
            on=self.today,
            size=chosen.get("size") or 20,
            after=typed_key(asked.get("after", ""), prefix="P"),
            before=typed_key(asked.get("before", ""), prefix="P"),
        )
        kept = {key: asked[key] for key in ("status", "insurance", "size", "search") if asked.get(key)}
        return super().get_context_data(
            filters=filters,
            find=FindStaffForm({"q": name} if name else None),
            name=name,
            rows=[row_words(entry) for entry in found.entries],
            total=found.counts[wanted.standing],
            standing=wanted.standing,
            choices=[
                {
                    "url": f"?{urlencode({**without(kept, 'status'), 'status': standing})}",
                    "text": words,
                    "count": found.counts[standing],
                    "is_current": standing == wanted.standing,
                }
                for standing, words in STANDING_NAMES.items()
            ],
            previous_url=paged(kept, "before", person_number(found.page.before)),
            next_url=paged(kept, "after", person_number(found.page.after)),
            is_empty_unit=not found.counts[Standing.ALL] and not name and not wanted.insurance,
            can_prepare=self.request.user.may_for_unit(OperatorRight.PREPARE),
            **kwargs,
        )


def without(kept: dict, *names: str) -> dict:
    return {key: value for key, value in kept.items() if key not in names}


def person_number(key: int | None) -> str | None:
    """Return the number people see for a person's key; None for None."""
    return None if key is None else f"P{key:08d}"


def row_words(entry: RosterEntry) -> dict:
    """Return a row of the roster as it is written; templates only place it."""
    return {
        "public_id": entry.public_id,
        "name": entry.name,
        "identity": entry.identity,
        "since": entry.since,
        "insurances": insurances_in_short(entry.insurances),
        "state": entry.state,
        "state_words": STAFF_STATE_NAMES[entry.state],
        "stop_month": entry.stop_month,
        "declaration": entry.declaration,
        "is_insured": entry.state == "insured",
    }


def insurances_in_short(insurances: tuple[Insurance, ...]) -> str:
    """Return what somebody is insured for in few words: all five, or the names in short."""
    more = [code for code in insurances if code not in EMPLOYEE_INSURANCES]
    if len(insurances) - len(more) < len(EMPLOYEE_INSURANCES):
        return worded([str(SHORT_INSURANCE_NAMES[code]) for code in insurances])
    return worded([str(ALL_FIVE), *(str(SHORT_INSURANCE_NAMES[code]) for code in more)])


class StaffMemberView(UnitPage):
    """One person in this unit: enrolments, what the unit paid, declarations. Nothing of other units."""

    template_name = "insurance/employer/staff_member.html"

    def get_context_data(self, **kwargs):
        person = access.staff_member(self.request.user, self.kwargs["public_id"])
        found = staff_member(self.unit, person, on=self.today)
        return super().get_context_data(
            person=person,
            identity=masked(person.identity_number),
            state=found.state,
            state_words=STAFF_STATE_NAMES[found.state],
            segments=[segment_words(segment) for segment in found.segments],
            months=[month_words(month) for month in found.months],
            declarations=[declaration_words(part) for part in found.declarations],
            stop_request=found.request,
            can_reduce=found.state == "insured" and self.request.user.may_for_unit(OperatorRight.PREPARE),
            **kwargs,
        )


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
        "state": "credited" if month.bill_state == BillState.PAID else month.bill_state or "plain",
        "state_words": BILL_STATE_NAMES[month.bill_state] if month.bill_state else _("no bill"),
    }


def declaration_words(part: PartAboutPerson) -> dict:
    """Return one agency's part of a declaration about the person, as it is written."""
    return {
        "part": part,
        "kind": DECLARATION_KIND_NAMES[part.kind],
        "agency": AGENCY_NAMES[part.agency],
        "state_words": STATE_NAMES[part.state],
        "reason": reason_words(part.reason),
    }


class RosterExportView(OperatorRequired, View):
    """The roster as a workbook or as CSV. By POST, because the export is noted."""

    http_method_names = ["post"]

    def post(self, request):
        filters = RosterFilterForm(request.POST)
        filters.is_valid()
        wanted = RosterFilter(standing_of(request.POST.get("status", "")), filters.cleaned_data.get("insurance"))
        entries = roster_export(request.user.unit, wanted, on=clock.today(), most=MOST_EXPORTED)
        audit.record(request.user, "roster.exported", request.user.unit, at=clock.now(), people=len(entries))
        rows = [export_row(found) for found in entries]
        if request.POST.get("format") == "csv":
            return csv_response(rows)
        return workbook_response(rows, request.user.unit.name)


def export_row(found) -> RosterRow:
    """Return one row of the file; identity numbers are masked as on the page."""
    entry = found.entry
    state = str(STAFF_STATE_NAMES[entry.state])
    return RosterRow(
        name=entry.name,
        identity=entry.identity,
        since=entry.since,
        insurances=entry.insurances,
        hrss_base=found.hrss_base,
        medical_base=found.medical_base,
        state=state,
    )


def csv_response(rows: list[RosterRow]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(roster_csv(rows, language=language()), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="roster-{clock.today():%Y%m%d}.csv"'
    return response


def workbook_response(rows: list[RosterRow], unit: str) -> HttpResponse:
    book = io.BytesIO()
    write_roster_workbook(book, rows, unit=unit, on=clock.today(), language=language())
    response = HttpResponse(book.getvalue(), content_type=WORKBOOK_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="roster-{clock.today():%Y%m%d}.xlsx"'
    return response
