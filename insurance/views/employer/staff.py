"""The roster of a unit: filtered, sorted, searched."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.rules.roles import OperatorRight
from accounts.rules.typed_number import looks_like_identity_number
from accounts.wording import worded
from insurance.forms.exports import RosterExportForm
from insurance.forms.staff import FindStaffForm, RosterFilterForm
from insurance.rules.kinds import EMPLOYEE_INSURANCES, Insurance
from insurance.selectors.key_pages import typed_key
from insurance.selectors.roster import (
    RosterEntry,
    RosterFilter,
    Sort,
    Standing,
    WageState,
    person_in_unit,
    roster_page,
)
from insurance.views.employer.pages import UnitPage, paged
from insurance.wording_reductions import ALL_FIVE, SHORT_INSURANCE_NAMES, STAFF_STATE_NAMES, STANDING_NAMES

SEARCH_KEY = "roster_search"
"""Where the session keeps the name that is looked for: names do not stand in addresses."""

KEPT = (*RosterFilterForm.KEPT, "sort", "size", "search")
"""What an address of the roster keeps from page to page."""

MORE_FILTERS = frozenset({"employment", "wage", "joined", "left"})
"""Filters that are folded away until one of them is used."""

NARROWING = frozenset({"insurance", "search"}) | MORE_FILTERS

NOT_EXPORTED = ("sort", "size", "search")


def wanted_of(filters: RosterFilterForm, name: str = "") -> RosterFilter:
    """Return what an address asks for; what is no filter we know is left aside."""
    filters.is_valid()
    asked = filters.cleaned_data
    return RosterFilter(
        standing=Standing(asked.get("status") or Standing.RUNNING),
        insurance=asked.get("insurance"),
        name=name,
        joined=asked.get("joined"),
        left=asked.get("left"),
        employment=asked.get("employment") or "",
        wage=WageState(asked["wage"]) if asked.get("wage") else None,
        sort=Sort(asked.get("sort") or Sort.NUMBER),
    )


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
        name = self.request.session.get(SEARCH_KEY, "") if "search" in asked else ""
        wanted = wanted_of(filters, name)
        found = roster_page(
            self.unit,
            wanted,
            on=self.today,
            size=filters.cleaned_data.get("size") or 20,
            after=typed_key(asked.get("after", ""), prefix="P"),
            before=typed_key(asked.get("before", ""), prefix="P"),
        )
        kept = {key: asked[key] for key in KEPT if asked.get(key)}
        return super().get_context_data(
            filters=filters,
            find=FindStaffForm({"q": name} if name else None),
            name=name,
            rows=[row_words(entry) for entry in found.entries],
            total=found.counts[wanted.standing],
            standing=wanted.standing,
            choices=standing_choices(found.counts, wanted.standing, kept),
            previous_url=paged(kept, "before", person_number(found.page.before)),
            next_url=paged(kept, "after", person_number(found.page.after)),
            is_empty_unit=not found.counts[Standing.ALL] and not kept.keys() & NARROWING,
            is_filtered=bool(kept.keys() & MORE_FILTERS),
            export_form=RosterExportForm(),
            kept_filters=kept_filters(filters),
            export_url=f"/employer/exports/?{urlencode(without(kept, *NOT_EXPORTED))}",
            can_prepare=self.request.user.may_for_unit(OperatorRight.PREPARE),
            **kwargs,
        )


def kept_filters(filters: RosterFilterForm) -> list[tuple[str, str]]:
    """Return the filters of the roster that go along with an export, as they were typed."""
    return [(name, filters[name].value()) for name in filters.KEPT if filters[name].value()]


def standing_choices(counts: dict[Standing, int], current: Standing, kept: dict) -> list[dict]:
    """Return the parts of the roster as links that keep the other filters."""
    others = without(kept, "status", "left") if current == Standing.LEFT else without(kept, "status")
    return [
        {
            "url": f"?{urlencode({**others, 'status': standing})}",
            "text": words,
            "count": counts[standing],
            "is_current": standing == current,
        }
        for standing, words in STANDING_NAMES.items()
    ]


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
