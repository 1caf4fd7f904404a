"""What the two pages have in common on which somebody begins to pay alone: months, levels, papers, the declaration."""

from django.utils.functional import cached_property

from accounts import clock
from accounts.wording import month_text, sentence
from insurance import access
from insurance.rules.joining_age import age_problem
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.back_payments import retirement_day
from insurance.selectors.flexible_tariffs import FlexibleTariff
from insurance.selectors.joining_alone import Joinable, MonthOffer, joinables, month_offer, tariff_of
from insurance.selectors.personal_data import area_of
from insurance.services import attachments, joining_alone
from insurance.views.citizen.joining_words import level_words
from insurance.views.citizen.looking_first import LookingFirstView


class JoiningView(LookingFirstView):
    """Choose, see what it costs and brings, declare it; or correct one that was sent back (``?declaration=``)."""

    month_field = "start_month"
    kind: DeclarationKind

    @cached_property
    def person(self):
        return access.person_of(self.request.user)

    @cached_property
    def area(self):
        return area_of(self.person)

    @cached_property
    def joinables(self) -> dict[Insurance, Joinable]:
        """Both insurances as they stand; what a declaration that is corrected asks for itself does not stand in its way."""
        found = joinables(self.person.pk)
        if self.line is None:
            return found
        number = self.line.declaration.number
        return {
            code: choice.without_step() if choice.step and choice.step.number == number else choice
            for code, choice in found.items()
        }

    @cached_property
    def too_young_or_old(self) -> str:
        """Why somebody cannot join at their age; empty when they can."""
        birth, retires = Month.of(self.person.born_on), Month.of(retirement_day(self.person))
        found = age_problem(birth, self.month or Month.of(clock.today()), retires=retires)
        return sentence(found) if found else ""

    @property
    def wanted(self) -> list[Insurance]:
        """The insurances whose meaning is shown."""
        raise NotImplementedError

    @cached_property
    def offer(self) -> MonthOffer:
        free = [self.joinables[code].free_from for code in self.wanted if self.joinables[code].free_from]
        return month_offer(self.area, free_from=max(free, default=None), declared_on=self.declared_on)

    @cached_property
    def month(self) -> Month | None:
        """The first month whose meaning is shown: as asked, as declared before, else the earliest."""
        if self.offer.months is None:
            return None
        asked = self.asked.get("start_month", "") or (str(Month.of(self.line.start_month)) if self.line else "")
        choices = self.offer.months.choices
        return next((month for month in choices if str(month) == asked), choices[0])

    @cached_property
    def tariff(self) -> FlexibleTariff | None:
        return tariff_of(self.area, self.month) if self.month else None

    @property
    def base(self) -> int | None:
        """The base whose amounts are shown: as asked, as declared before, else the lowest."""
        levels = self.tariff.levels if self.tariff else ()
        asked = self.asked.get("base", "") or (str(self.line.details.get("wage_fen", "")) if self.line else "")
        return next((level.base_fen for level in levels if str(level.base_fen) == asked), levels and levels[0].base_fen)

    @property
    def charged(self) -> set[Insurance]:
        """What is charged every month: the supplement goes with medical insurance."""
        codes = set(self.wanted)
        if self.tariff and self.tariff.has_supplement and Insurance.MEDICAL in codes:
            codes.add(Insurance.SUPPLEMENT)
        return codes

    # The form -------------------------------------------------------------------------------------------------------

    def get_initial(self):
        return {"start_month": self.month, "base": self.base}

    def typed(self) -> dict:
        """Return what a preview keeps; the base is the one that is looked at, which another month may not offer."""
        return {**super().typed(), "base": self.base}

    def get_form_kwargs(self):
        months = self.offer.months.choices if self.offer.months else ()
        levels = self.tariff.levels if self.tariff else ()
        return {
            **super().get_form_kwargs(),
            "months": [(str(month), month_text(month.first_day)) for month in months],
            "levels": [
                (str(level.base_fen), level_words(level, self.tariff.tariff, self.shown_codes)) for level in levels
            ],
        }

    @property
    def shown_codes(self) -> set[Insurance]:
        """The insurances whose amounts stand beside each level."""
        return self.charged

    def insurances_of(self, answers) -> list[Insurance]:
        return answers["insurances"]

    def perform(self, answers):
        facts = {
            "start_month": answers["start_month"],
            "base_fen": answers["base"],
            "files": attachments.received(answers["attachments"]),
            "actor": self.request.user,
            "at": clock.now(),
            "on": clock.today(),
        }
        insurances = self.insurances_of(answers)
        if self.line:
            return joining_alone.correct(self.line.declaration, insurances, **facts)
        return joining_alone.lodge(self.kind, self.person, insurances, **facts)

    # The page -------------------------------------------------------------------------------------------------------

    def get_context_data(self, form=None, **kwargs):
        form = form or self.get_form()
        return super().get_context_data(
            form=form,
            refused=sentence(self.offer.refused) if self.offer.refused else "",
            age=self.too_young_or_old,
            no_bounds=self.month is not None and self.tariff is None,
            files_lost=bool(self.request.FILES),
            month=self.month,
            **kwargs,
        )
