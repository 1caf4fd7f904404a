"""The unit's own data: what is on record, what changed, and declaring a change."""

from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.roles import OperatorRight
from accounts.services import logins
from accounts.services.logins import Door
from accounts.views import visitors
from insurance.forms.units import ContactForm, ReviewedForm
from insurance.rules.kinds import DeclarationKind
from insurance.rules.unit_data import AT_ONCE, REVIEWED
from insurance.selectors.policy import work_calendar
from insurance.selectors.resident_proxies import agent_of
from insurance.selectors.unit_record import changes_of, record_of, registry_changes_of, unit_standing
from insurance.services import attachments, unit_matters
from insurance.services.declaration_kinds import kind_named
from insurance.services.declarations import opened
from insurance.services.unit_data import declared_data
from insurance.services.unit_matters import PAIRS
from insurance.views.employer.checking import CHECKS, Check
from insurance.views.employer.pages import UnitPage
from insurance.views.employer.registration import KEPT, UnitMatterView
from insurance.views.employer.unit_words import data_facts, side_by_side, value_words
from insurance.wording import DECLARATION_KIND_NAMES
from insurance.wording_units import FIELD_NAMES, shown_value


class ProfileView(UnitPage):
    """What is on record about the unit, and every change of it."""

    template_name = "insurance/employer/profile.html"

    def get_context_data(self, **kwargs):
        user, on_record = self.request.user, record_of(self.unit)
        standing = unit_standing(self.unit)
        return super().get_context_data(
            unit=self.unit,
            standing=standing,
            reported=data_facts(standing.reported),
            groups=[fact_rows(on_record, REVIEWED), fact_rows(on_record, AT_ONCE)],
            licence=fact_rows(on_record, ("unit_type", "industry")),
            changes=[change_words(declaration) for declaration in changes_of(self.unit)],
            registry_changes=[registry_words(notice) for notice in registry_changes_of(self.unit)],
            can_change=user.may_for_unit(OperatorRight.PREPARE) and self.unit.registration.is_insured,
            resting_until=user.cooling_off_until if is_resting(user) else None,
            files_for_residents=agent_of(self.unit) is not None,
            **kwargs,
        )


def is_resting(user) -> bool:
    return user.cooling_off_until is not None and user.cooling_off_until > clock.now()


def fact_rows(data: dict[str, str], names) -> list[dict]:
    """Return data as rows of ``components/fact_list.html``, a dash for what is not known."""
    return [{"label": FIELD_NAMES[name], "value": value_words(name, data[name]) or "—"} for name in names]


def change_words(declaration) -> dict:
    """Return a declaration in effect as the history of the unit's data tells it."""
    at_once = [part.by_rule for part in declaration.parts.all()]
    return {
        "number": declaration.number,
        "kind": DECLARATION_KIND_NAMES[declaration.kind],
        "on": declaration.parts.all()[0].effective_on,
        "by": declaration.lodged_by.name,
        "by_rule": all(at_once),
        "rows": side_by_side(declaration) if declaration.kind == DeclarationKind.UNIT_CHANGE else [],
    }


def registry_words(notice) -> dict:
    """Return a row of a registry that changed the record, with what it replaced."""
    return {
        "on": notice.happened_on,
        "authority": notice.authority,
        "rows": [
            {"label": FIELD_NAMES[name], "old": value_words(name, old)} for name, old in opened(notice.replaced).items()
        ],
    }


class ChangeView(UnitMatterView):
    """A change of the unit's data; what stands in the form is what is on record, or was declared before."""

    kind = DeclarationKind.UNIT_CHANGE
    template_name = "insurance/employer/unit_change_form.html"
    fields: tuple[str, ...] = ()

    @property
    def on_record(self) -> dict[str, str]:
        given = declared_data(self.corrected) if self.corrected else {}
        return record_of(self.unit) | given

    def get_form_kwargs(self):
        kept = {name: shown_value(name, self.on_record[name]) for name in KEPT if self.on_record[name]}
        offered = {name: shown for name, shown in kept.items() if name in self.fields}
        return {**super().get_form_kwargs(), "on": clock.today(), "kept": offered}

    def get_initial(self):
        reported = {} if self.corrected else unit_standing(self.unit).reported
        known = self.on_record | reported
        return {name: known[name] for name in self.fields if name not in KEPT}

    def data_of(self, answers: dict) -> dict[str, str]:
        """Return the data that were typed; what was left empty stays as it is, but for the number that goes with a new name."""
        on_record = self.on_record
        data = {name: answers[name] or on_record[name] for name in self.fields}
        renewed = [number for name, number in PAIRS if name in data and data[name] != on_record[name]]
        return data | {number: answers[number] for number in renewed}

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            is_reviewed=self.fields == REVIEWED,
            resting_until=user.cooling_off_until if is_resting(user) else None,
            answer_by=kind_named(self.kind).answered_by(clock.today(), work_calendar()),
            **kwargs,
        )


class ContactChangeView(ChangeView):
    """Contact and address: they count the moment they are submitted."""

    form_class = ContactForm
    fields = AT_ONCE

    def perform(self, answers):
        return unit_matters.draft_change(
            self.unit, self.data_of(answers), changed_on=None, acknowledged=True, **self.signed()
        )


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class ReviewedChangeView(ChangeView):
    """Name, representative, bank: the agency looks at them. Guarded by the rest after a new password and by the password."""

    form_class = ReviewedForm
    fields = REVIEWED

    def get_initial(self):
        changed_on = (
            self.corrected.details.get("changed_on") if self.corrected else unit_standing(self.unit).reported_on
        )
        return super().get_initial() | {"changed_on": changed_on}

    def form_valid(self, form):
        """Ask for the password once more, and count a wrong one: nobody guesses at an open screen for long."""
        try:
            self.prove(form.cleaned_data)
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        return super().form_valid(form)

    def prove(self, answers: dict) -> None:
        user, at = self.request.user, clock.instant()
        index = logins.subject_index(Door.PASSWORD, user.number)
        attempt = logins.begin_attempt(Door.PASSWORD, index, address=visitors.address_of(self.request), at=at)
        unit_matters.refuse_unproven(user, self.data_of(answers), answers["password"])
        logins.succeed(attempt.pk)

    def perform(self, answers):
        files = attachments.received(answers.pop("attachments"))
        return unit_matters.draft_change(
            self.unit,
            self.data_of(answers),
            changed_on=answers["changed_on"],
            acknowledged=answers["acknowledged"],
            files=files,
            **self.signed(),
        )


def change_url(declaration) -> str:
    """Return where a change is corrected: at the form whose fields it declares."""
    page = "contact" if set(declared_data(declaration)) <= set(AT_ONCE) else "change"
    return f"/employer/profile/{page}/?declaration={declaration.number}"


def old_and_new(declaration, lines, asked) -> list[dict]:
    """Return the panel that shows each value beside the one it replaces."""
    return [{"rows": side_by_side(declaration)}]


CHECKS[DeclarationKind.UNIT_CHANGE] = Check(
    change_url=change_url, meanings=old_and_new, meaning_template="insurance/employer/unit_old_and_new.html"
)
