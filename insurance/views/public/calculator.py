"""The calculator: what would follow, on typed facts about nobody in particular. Nothing is kept but in the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import TemplateView

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.views.forms import add_problems
from insurance.forms.calculator import (
    CalculatorForm,
    GapForm,
    ResidentForm,
    RetirementForm,
    UnemploymentForm,
    WageForm,
)
from insurance.rules.benefit_rule import Payer
from insurance.rules.comparison import placed_families
from insurance.rules.kinds import EnrolmentKind
from insurance.rules.retirement import RetirementTrack, retirement
from insurance.selectors.calculator import (
    areas,
    gap_in,
    resident_in,
    rule_texts,
    rules_in_force,
    unemployment_in,
    wage_in,
)
from insurance.selectors.policy import rule_books
from insurance.views.public.calculator_gap import gap_words
from insurance.views.public.calculator_places import Places, compared_rows, own_rule, rules_elsewhere
from insurance.views.public.calculator_words import (
    resident_words,
    retirement_words,
    unemployment_words,
    wage_words,
)
from insurance.wording_calculator import QUESTION_LEADS, QUESTION_NAMES

REFUSED = 422


@dataclass(frozen=True)
class Question:
    """One question: its form, what answers it, and the piece of page that shows the answer."""

    form: type[CalculatorForm]
    answer: Callable[["CalculatorView", CalculatorForm], dict]
    template: str


class CalculatorView(TemplateView):
    """One question of the calculator, asked by the address; without any, its form."""

    template_name = "insurance/public/calculator.html"

    def get(self, request, *args, **kwargs):
        form = self.form()
        answer = self.answer_to(form) if form.is_bound else None
        status = REFUSED if form.errors else None
        return self.render_to_response(self.get_context_data(form=form, answer=answer), status=status)

    @cached_property
    def code(self) -> str:
        return self.request.GET.get("question", "gap")

    @cached_property
    def question(self) -> Question:
        if self.code not in QUESTIONS:
            raise Http404
        return QUESTIONS[self.code]

    def form(self) -> CalculatorForm:
        """Return the form of the question, filled with the address where it holds an answer."""
        kind = self.question.form
        asked = self.request.GET if kind.base_fields.keys() & self.request.GET.keys() else None
        choices = [(code, self.area_name(code)) for code, area in self.areas.items() if not area.is_reference]
        return kind(asked, areas=choices, own_area=settings.HALL_OFFICE["area_code"], on=self.today)

    def answer_to(self, form: CalculatorForm) -> dict | None:
        """Return the words of the answer; None where the form does not allow one, and then says why."""
        if not form.is_valid():
            return None
        try:
            return self.question.answer(self, form)
        except RuleBroken as problem:
            add_problems(form, [problem])
            return None

    # What is in force -----------------------------------------------------------------------------------------------

    @cached_property
    def today(self) -> date:
        return clock.today()

    @cached_property
    def areas(self) -> Mapping[str, Any]:
        return areas()

    @cached_property
    def books(self) -> Mapping[str, Any]:
        return rule_books()

    @property
    def references(self) -> frozenset[str]:
        """The areas whose rules are shown for comparison."""
        return frozenset(code for code, area in self.areas.items() if area.is_reference)

    def area_name(self, code: str) -> str:
        area = self.areas[code]
        return area.name_en if get_language() == "en" else area.name_zh

    # The page -------------------------------------------------------------------------------------------------------

    def get_context_data(self, form, answer=None, **kwargs):
        return super().get_context_data(
            name=QUESTION_NAMES[self.code],
            lead=QUESTION_LEADS[self.code],
            choices=[
                {"url": f"/calculator/?question={code}", "text": name, "is_current": code == self.code}
                for code, name in QUESTION_NAMES.items()
            ],
            form=form,
            area=self.area_words(form),
            answer=answer,
            answer_template=self.question.template,
            rules=self.rules(form, answer) if self.code == GapForm.question else None,
            is_asked=bool(self.request.GET),
            **kwargs,
        )

    def area_of(self, form: CalculatorForm) -> str:
        """Return the area asked about, or the office's own until a known one is."""
        asked = form.cleaned_data.get("area") if form.is_bound else None
        return asked or form.initial["area"]

    def area_words(self, form: CalculatorForm) -> str:
        """Name the area of the answer; empty for questions that no area answers by itself."""
        if "area" not in form.fields or self.area_of(form) not in self.areas:
            return ""
        return self.area_name(self.area_of(form))

    def rules(self, form: GapForm, answer: dict | None) -> dict:
        """Return what the rules say, here and in other places: of the facts where there is an answer, else by itself."""
        compared = answer["compared"] if answer else ()
        own = rules_in_force(self.books, self.area_of(form), on=self.today)
        elsewhere = [one.placed for one in compared] or placed_families(
            self.books, Payer.UNIT, references=self.references
        )
        sources = [rule.source for rule in (*own.values(), *(placed.rule for placed in elsewhere))]
        places = Places({code: self.area_name(code) for code in self.areas}, rule_texts(sources))
        return {
            "own": own_rule(own, places),
            "elsewhere": [] if compared else rules_elsewhere(elsewhere, places),
            "compared": compared_rows(compared, places),
        }


def answer_gap(view: CalculatorView, form: GapForm) -> dict:
    area = view.areas[form.cleaned_data["area"]]
    found = gap_in(area, form.facts(), view.books, view.references, on=view.today)
    return {**gap_words(found), "compared": () if found.in_time else found.compared}


def answer_resident(view: CalculatorView, form: ResidentForm) -> dict:
    typed = dict(form.cleaned_data)
    return resident_words(resident_in(view.areas[typed.pop("area")], **typed))


def answer_wage(view: CalculatorView, form: WageForm) -> dict:
    typed = form.cleaned_data
    kind = EnrolmentKind(typed["kind"])
    wages = [wage for wage in (typed["wage"], typed["other_wage"]) if wage is not None]
    injury_class = int(typed["injury_class"])
    found = wage_in(view.areas[typed["area"]], kind, wages, injury_class=injury_class, on=view.today)
    return wage_words(found, kind, on=view.today)


def answer_retirement(view: CalculatorView, form: RetirementForm) -> dict:
    typed = form.cleaned_data
    found = retirement(typed["birth_month"], RetirementTrack(typed["track"]))
    return retirement_words(found, typed["birth_month"], typed["paid_months"])


def answer_unemployment(view: CalculatorView, form: UnemploymentForm) -> dict:
    typed = form.cleaned_data
    left_over = typed["left_over_months"]
    return unemployment_words(
        unemployment_in(view.areas[typed["area"]], typed["paid_months"], left_over, on=view.today)
    )


QUESTIONS = {
    question.form.question: question
    for question in (
        Question(GapForm, answer_gap, "insurance/public/calculator_gap.html"),
        Question(ResidentForm, answer_resident, "insurance/public/calculator_plain.html"),
        Question(WageForm, answer_wage, "insurance/public/calculator_wage.html"),
        Question(RetirementForm, answer_retirement, "insurance/public/calculator_plain.html"),
        Question(UnemploymentForm, answer_unemployment, "insurance/public/calculator_plain.html"),
    )
}
