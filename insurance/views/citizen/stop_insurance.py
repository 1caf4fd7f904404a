"""Stop insurance: what it will change on one's own record, then the declaration itself."""

from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import clock
from accounts.wording import month_text, sentence
from insurance import access
from insurance.forms.days import ReturnDayForm
from insurance.forms.stops import StopForm
from insurance.rules.kinds import DeclarationKind, EnrolmentKind
from insurance.rules.months import Month
from insurance.rules.reasons import CITIZEN_REASONS, CitizenReason
from insurance.selectors.stoppable import Offer, Stoppable, offer_for, stoppables, stoppables_like, what_if
from insurance.services import stops
from insurance.views.citizen.looking_first import LookingFirstView
from insurance.views.citizen.pages import insurance_list, payer, unit_words
from insurance.views.citizen.stop_consequences import consequences, rule_explained
from insurance.wording_citizen import choice_label


class StopInsuranceView(LookingFirstView):
    """Choose what stops, see what it changes, declare it; or correct a stop that was sent back (``?declaration=``).

    ``?enrolment=`` and ``?stop_month=`` show what another choice would change, as the form's button "preview" does.
    """

    form_class = StopForm
    template_name = "insurance/citizen/stop_insurance.html"
    kind = DeclarationKind.STOP
    month_field = "stop_month"
    looked_at = ("enrolment", "stop_month", "reason", "resume_on")
    kept = ("enrolment", "reason", "stop_month", "resume_on", "route", "statement", "acknowledged", "submission_key")

    @cached_property
    def choices(self) -> list[Stoppable]:
        person_id = self.request.user.person_id
        return stoppables_like(person_id, self.line) if self.line else stoppables(person_id)

    @cached_property
    def chosen(self) -> Stoppable | None:
        """What is chosen: as asked, as declared before, or the only thing there is."""
        number = self.asked.get("enrolment", "")
        wanted = next((choice for choice in self.choices if number in choice.numbers), None)
        if wanted is None and self.line:
            wanted = next(
                (choice for choice in self.choices if set(choice.insurances) & set(self.line.insurances)), None
            )
        return wanted or (self.open_choices[0] if len(self.open_choices) == 1 else None)

    @property
    def open_choices(self) -> list[Stoppable]:
        return [choice for choice in self.choices if choice.step is None]

    @cached_property
    def offer(self) -> Offer | None:
        """The stop months on offer, by the rule of the area of what is chosen; that of the first choice until then."""
        choice = self.chosen or (self.choices[0] if self.choices else None)
        return offer_for(choice, declared_on=self.declared_on) if choice else None

    @cached_property
    def month(self) -> Month | None:
        """The stop month to show the consequences of."""
        if self.offer is None or self.offer.months is None:
            return None
        months = self.offer.months
        asked = self.asked.get("stop_month", "") or (str(Month.of(self.line.stop_month)) if self.line else "")
        return next((month for month in months.choices if str(month) == asked), months.default)

    @property
    def reason(self) -> str:
        """The reason chosen so far, as far as it is one; some end an insurance for good."""
        asked = self.asked.get("reason", "") or (self.line.reason if self.line else "")
        return asked if asked in list(CitizenReason) else ""

    @cached_property
    def return_form(self) -> ReturnDayForm:
        """The day on which coming back is imagined; unbound where none was asked for."""
        asked = self.asked if self.asked.get("resume_on") else None
        return ReturnDayForm(asked, earliest=max(self.month.first_day, clock.today()))

    # The form -------------------------------------------------------------------------------------------------------

    def get_form_kwargs(self):
        months = self.offer.months.choices if self.offer and self.offer.months else ()
        return {
            **super().get_form_kwargs(),
            "enrolments": [(choice.number, choice_words(choice)) for choice in self.choices],
            "blocked": [choice.number for choice in self.choices if choice.step],
            "reasons": self.reasons(),
            "months": [(str(month), month_words(month)) for month in months],
            "employment": any(self.may_ask_unit(choice) for choice in self.shown_choices()),
        }

    def shown_choices(self) -> list[Stoppable]:
        return [self.chosen] if self.chosen else self.choices

    def may_ask_unit(self, choice: Stoppable) -> bool:
        return choice.kind == EnrolmentKind.EMPLOYEE and not choice.unit_is_gone and self.line is None

    def reasons(self) -> list[CitizenReason]:
        """Return the reasons that fit what is chosen, or any of the choices."""
        fitting = {reason for choice in self.shown_choices() for reason in CITIZEN_REASONS[choice.kind]}
        return [reason for reason in CitizenReason if reason in fitting]

    def get_initial(self):
        initial = super().get_initial()
        if self.line:
            statement = self.line.declaration.details.get("statement", "")
            initial |= {"reason": self.line.reason, "statement": statement}
        return initial

    def perform(self, answers):
        user = self.request.user
        enrolment = access.own_enrolment(user, answers["enrolment"])
        facts = {
            "reason": answers["reason"],
            "stop_month": answers["stop_month"],
            "statement": answers["statement"],
            "actor": user,
            "at": clock.now(),
            "on": clock.today(),
        }
        if self.line:
            return stops.correct_stop(self.line.declaration, enrolment, **facts)
        return stops.lodge_stop(enrolment, route=answers["route"], **facts)

    # The page -------------------------------------------------------------------------------------------------------

    def get_context_data(self, form=None, **kwargs):
        form = form or self.get_form()
        can_declare = bool(self.open_choices) and self.month is not None
        return super().get_context_data(
            form=form,
            shows_form=can_declare or form.is_bound,
            under_way=[under_way_words(choice) for choice in self.choices if choice.step],
            refused=sentence(self.offer.refused) if self.offer and self.offer.refused else "",
            chosen_words=choice_words(self.chosen) if self.chosen else "",
            unit_is_gone=bool(self.chosen and self.chosen.unit_is_gone),
            effects=self.effects(),
            rule=rule_explained(self.offer) if self.month else None,
            **kwargs,
        )

    def effects(self):
        """Return the consequences of what is chosen, None while nothing is."""
        if self.chosen is None or self.month is None:
            return None
        day = self.return_form
        what = what_if(
            self.request.user.person_id,
            self.chosen,
            self.month,
            on=clock.today(),
            reason=self.reason,
            resume_on=day.cleaned_data["resume_on"] if day.is_bound and day.is_valid() else None,
        )
        if not day.is_bound:
            day.initial["resume_on"] = what.resume_on
        return {**consequences(what), "return_form": day}


def choice_words(choice: Stoppable) -> str:
    """Name what stops with one choice: an employment by its unit, anything else by the insurance; then the rest."""
    insurances, with_whom = insurance_list(choice.insurances), payer(choice.segment)
    title, rest = (with_whom, insurances) if choice.kind == EnrolmentKind.EMPLOYEE else (insurances, with_whom)
    return choice_label(title, rest, month_text(choice.segment.first_month))


def month_words(month: Month) -> str:
    return _("%(month)s (last month charged: %(last)s)") % {
        "month": month_text(month.first_day),
        "last": month_text((month - 1).first_day),
    }


def under_way_words(choice: Stoppable) -> dict:
    """Tell of a declaration about one of the choices that is not finished, the person's own or the unit's."""
    step = choice.step
    facts = {"insurances": insurance_list(choice.insurances), "month": month_text(step.month.first_day)}
    if step.is_own:
        text = _("Your declaration %(number)s to stop %(insurances)s from %(month)s is under way.")
        return {"text": text % {**facts, "number": step.number}, "url": f"/me/declarations/{step.number}/"}
    text = _("{unit} has already declared that {insurances} stops from {month}.")
    return {"text": format_html(text, unit=unit_words(step.unit_name), **facts), "url": "/me/insurance/"}
