"""The calculator's questions: nobody's name or number is asked, and what is typed stands in the address alone."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from insurance.forms.days import DayField
from insurance.forms.months import MonthField
from insurance.rules.benefit_rule import Payer
from insurance.rules.gap_question import GapFacts
from insurance.rules.kinds import EnrolmentKind
from insurance.rules.money import fen_from_yuan
from insurance.rules.months import Month
from insurance.wording_calculator import INJURY_CLASS_NAMES, KIND_NAMES, PAYER_NAMES, REPAID_NAMES, TRACK_NAMES

EARLIEST = Month(1986, 1)
YEARS_AHEAD = 10
MOST_MONTHS = 720
LONGEST_GAP = 120
"""Months; longer ones are no question for a page."""
MOST_YEARS = 60
GROUPING = str.maketrans("", "", ",， ")
TOO_MUCH = _("That is ten million yuan or more. Check the amount and its unit: it is written in yuan.")


def choices_of(names: dict) -> list[tuple[str, str]]:
    return [(str(code), words) for code, words in names.items()]


class YuanField(forms.DecimalField):
    """An amount in yuan as people write it, with or without signs between thousands; fen behind it."""

    default_error_messages = {
        "invalid": _("Write the amount in figures, for example 8000 or 8000.50."),
        "max_decimal_places": _("Write at most two figures behind the point: the fen."),
        "min_value": _("Write an amount of more than nothing."),
        "max_digits": TOO_MUCH,
        "max_whole_digits": TOO_MUCH,
    }

    def __init__(self, **kwargs):
        typed = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 12})
        super().__init__(max_digits=9, decimal_places=2, min_value=Decimal("0.01"), widget=typed, **kwargs)

    def to_python(self, value):
        text = value.translate(GROUPING).removesuffix("元") if isinstance(value, str) else value
        return super().to_python(text)

    def clean(self, value) -> int | None:
        yuan = super().clean(value)
        return None if yuan is None else fen_from_yuan(yuan)


class CountField(forms.IntegerField):
    """A number of months or years."""

    default_error_messages = {"invalid": _("Write a whole number.")}

    def __init__(self, *, most: int, **kwargs):
        typed = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4, "size": 6})
        super().__init__(min_value=0, max_value=most, widget=typed, **kwargs)


def month_input() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", "maxlength": 7, "class": "day-input"})


class CalculatorForm(forms.Form):
    """A question about one area, or about none; ``areas`` are codes with names, the office's own first."""

    question: str
    aside: frozenset[str] = frozenset()
    """Fields that few people need; they stand folded away."""

    use_required_attribute = False

    def __init__(self, data=None, *, areas: Iterable[tuple[str, str]], own_area: str, on: date):
        defaults = {"area": own_area, **self.defaults()}
        super().__init__(data and {**defaults, **{name: text for name, text in data.items() if text}}, initial=defaults)
        self.on = on
        if "area" in self.fields:
            self.fields["area"].choices = list(areas)

    @classmethod
    def defaults(cls) -> dict[str, str]:
        """Return what is not asked but taken as said, so that a short address is a whole question."""
        return {name: field.initial for name, field in cls.base_fields.items() if field.initial is not None}

    @property
    def main_fields(self) -> list:
        return [field for field in self.visible_fields() if field.name not in self.aside]

    @property
    def aside_fields(self) -> list:
        return [field for field in self.visible_fields() if field.name in self.aside]

    @property
    def uses_aside(self) -> bool:
        """Tell whether a folded field was filled in, so that the page shows it."""
        return any(field.value() and field.value() != field.initial for field in self.aside_fields)

    def refuse_far(self, name: str, day: date | None) -> None:
        """Refuse a day that no policy can speak of."""
        latest = date(self.on.year + YEARS_AHEAD, 12, 31)
        if day is None or EARLIEST.first_day <= day <= latest:
            return
        sentence = _("Choose a day from %(first)s to %(last)s.")
        params = {"first": EARLIEST.first_day.isoformat(), "last": latest.isoformat()}
        self.add_error(name, ValidationError(sentence, code="day.out_of_range", params=params))


def area_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Pooling area"), error_messages={"invalid_choice": _("Choose one of the areas listed.")}
    )


class GapForm(CalculatorForm):
    """A month is not paid: since when, and when the money comes."""

    question = "gap"
    aside = frozenset({"wage", "ordered_on"})

    payer = forms.ChoiceField(
        label=_("Who pays?"), choices=choices_of(PAYER_NAMES), widget=forms.RadioSelect, initial=str(Payer.UNIT)
    )
    first_unpaid_month = MonthField(
        label=_("First month that is not paid"), help_text=_("For example 2026-03."), widget=month_input()
    )
    credited_on = DayField(
        label=_("Day the money is credited"),
        help_text=_("Leave it empty while nothing is paid: you then see what each day brings."),
        required=False,
    )
    repaid = forms.ChoiceField(
        label=_("Are the missing months repaid?"),
        choices=choices_of(REPAID_NAMES),
        widget=forms.RadioSelect,
        initial="yes",
    )
    area = area_field()
    wage = YuanField(
        label=_("Monthly wage (yuan)"),
        help_text=_("Only for areas that take the own base for a repayment."),
        required=False,
    )
    ordered_on = DayField(
        label=_("Day of the order to pay"),
        help_text=_("Only for places where a unit is ordered to pay, such as Zhejiang."),
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        for name in ("credited_on", "ordered_on"):
            self.refuse_far(name, cleaned.get(name))
        first, credited_on = cleaned.get("first_unpaid_month"), cleaned.get("credited_on")
        if first:
            self.refuse_far("first_unpaid_month", first.first_day)
        if first and not self.errors:
            self.refuse_impossible(first, credited_on)
        return cleaned

    def refuse_impossible(self, first: Month, credited_on: date | None) -> None:
        """Refuse money that comes before the gap, and gaps that no page can show."""
        if credited_on and credited_on < first.first_day:
            before = _("This day lies before the month that is not paid. Check both.")
            self.add_error("credited_on", ValidationError(before, code="calculator.before_gap"))
        elif Month.of(credited_on or self.on) - first > LONGEST_GAP:
            longer = _("A gap of more than ten years cannot be worked out here. Please call 12333.")
            self.add_error("first_unpaid_month", ValidationError(longer, code="calculator.too_long"))

    def facts(self) -> GapFacts:
        typed = self.cleaned_data
        return GapFacts(
            first_unpaid=typed["first_unpaid_month"],
            credited_on=typed["credited_on"],
            payer=Payer(typed["payer"]),
            repaid=typed["repaid"] == "yes",
            ordered_on=typed["ordered_on"],
            wage_fen=typed["wage"],
        )


class ResidentForm(CalculatorForm):
    """A resident paid for a year: in the season or late, after years without cover or not."""

    question = "resident"

    covered_year = CountField(label=_("Year to be covered"), help_text=_("For example 2027."), most=9999)
    paid_on = DayField(label=_("Day of payment"))
    missed_years = CountField(
        label=_("Years without cover directly before"),
        help_text=_("Who was never insured before has missed none."),
        most=MOST_YEARS,
        initial=0,
    )
    repaired_years = CountField(
        label=_("Of these, years paid for afterwards"),
        help_text=_("Each shortens the wait."),
        most=MOST_YEARS,
        initial=0,
    )
    area = area_field()

    def clean(self):
        cleaned = super().clean()
        self.refuse_far("paid_on", cleaned.get("paid_on"))
        year = cleaned.get("covered_year")
        if year is not None:
            self.refuse_far("covered_year", date(max(year, 1), 1, 1))
        missed, repaired = cleaned.get("missed_years"), cleaned.get("repaired_years")
        if missed is not None and repaired is not None and repaired > missed:
            more = _("No more years can be paid for than were missed.")
            self.add_error("repaired_years", ValidationError(more, code="calculator.more_than_missed"))
        return cleaned


class WageForm(CalculatorForm):
    """What is paid in a month on a wage, and on another one."""

    question = "wage"
    aside = frozenset({"injury_class"})

    kind = forms.ChoiceField(
        label=_("Who pays?"),
        choices=choices_of(KIND_NAMES),
        widget=forms.RadioSelect,
        initial=str(EnrolmentKind.EMPLOYEE),
    )
    wage = YuanField(
        label=_("Monthly wage (yuan)"), help_text=_("In flexible employment: the base you choose. For example 8000.")
    )
    other_wage = YuanField(
        label=_("Another wage to compare (yuan)"), help_text=_("After a change of the base."), required=False
    )
    injury_class = forms.ChoiceField(
        label=_("Industry class of the unit"),
        help_text=_("The unit's work-injury rate follows from it; your unit knows its class."),
        choices=choices_of(INJURY_CLASS_NAMES),
        initial="2",
    )
    area = area_field()


class RetirementForm(CalculatorForm):
    """When somebody born in a month retires."""

    question = "retirement"

    birth_month = MonthField(label=_("Month of birth"), help_text=_("For example 1968-05."), widget=month_input())
    track = forms.ChoiceField(
        label=_("Who?"),
        choices=choices_of(TRACK_NAMES),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who retires: the month follows from it.")},
    )
    paid_months = CountField(
        label=_("Months of pension contributions so far"),
        help_text=_("You then see how many are lacking for a pension."),
        most=MOST_MONTHS,
        required=False,
    )

    def clean_birth_month(self) -> Month:
        month = self.cleaned_data["birth_month"]
        if month.first_day > self.on:
            raise ValidationError(_("This month has not come yet."), code="calculator.not_born")
        return month


class UnemploymentForm(CalculatorForm):
    """For how long unemployment benefit is paid."""

    question = "unemployment"

    paid_months = CountField(
        label=_("Months of unemployment insurance paid"),
        help_text=_("Since the last time you drew the benefit, or since you first worked."),
        most=MOST_MONTHS,
    )
    left_over_months = CountField(
        label=_("Months left over from the last time"),
        help_text=_("If you found work before that benefit was used up."),
        most=MOST_MONTHS,
        initial=0,
    )
    area = area_field()
