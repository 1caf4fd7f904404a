"""Medical benefits through time: how they stand today, what brings them back, every bar with its reasons, the rule."""

from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.wording import day_text
from insurance.rules.benefit_history import Benefit
from insurance.rules.benefit_rule import PolicyMissing
from insurance.rules.outlook import Counted
from insurance.rules.prospects import Prospect
from insurance.selectors.benefits import MedicalPicture
from insurance.selectors.medical_benefits import MedicalBenefits, medical_benefits
from insurance.views.benefit_bars import bar_rows
from insurance.views.benefit_rules import rules_of
from insurance.views.benefit_timeline import timeline
from insurance.views.citizen.benefit_advice import advice
from insurance.views.citizen.pages import DayPage, day_note
from insurance.wording_benefits import BENEFIT_NAMES, today_sentence
from insurance.wording_citizen import years_and_months
from insurance.wording_entitlement import COSTS_WORDS, MONTHS_WORDS, lapsed_sentence
from insurance.wording_steps import explained

ONE_DAY = timedelta(days=1)


class BenefitsView(DayPage):
    """Medical entitlement on a time line, and the reasons of each bar."""

    template_name = "insurance/citizen/benefits.html"

    def get_context_data(self, **kwargs):
        form = self.day_form()
        on = self.day_of(form)
        return super().get_context_data(
            form=form,
            on=on,
            is_today=on == self.today,
            note=day_note(on, self.today),
            **self.told(on),
            **kwargs,
        )

    def told(self, on: date) -> dict:
        """Return what the page tells of a day; of somebody never enrolled, or where a rule is missing, hardly anything."""
        try:
            found = medical_benefits(self.person_id, on=self.today)
            return benefit_words(found, on=on, today=self.today) if found else state_words(Benefit.NONE)
        except PolicyMissing:
            return {**state_words(Benefit.NONE), "unexplained": True}


def state_words(state: Benefit) -> dict:
    return {"state": state, "state_words": BENEFIT_NAMES[state]}


def benefit_words(found: MedicalBenefits, *, on: date, today: date) -> dict:
    """Return everything the page writes about somebody who is or was enrolled."""
    picture = found.picture
    period = picture.benefits.on(on)
    prospects = picture.prospects() if on == today else ()
    return {
        **state_words(period.state if period else Benefit.NONE),
        "found": found,
        "sentence": today_sentence(period, prospects, on=on) if period else lapsed_sentence(picture.benefits, on),
        "advice": list(advice(found, period)) if on == today else [],
        **prospects_words(prospects, today),
        "timeline": timeline(picture.benefits, on=on, today=today),
        "judged_since": judged_since(picture),
        "bars": bar_rows(picture.benefits, on=on),
        "counted": counted_words(found.counted) if found.counted else [],
        "rules": list(rules_of(picture, on=today)),
        "area": found.area_name_en if get_language() == "en" else found.area_name_zh,
    }


def judged_since(picture: MedicalPicture) -> date | None:
    """Return the first day that rules on record judge, where the time line of employees begins before it."""
    periods, since = picture.benefits.employee.periods, picture.policy.book.since
    return since if periods and since and periods[0].first_on < since else None


def prospects_words(prospects: tuple[Prospect, ...], today: date) -> dict:
    """Return what credits sooner or later bring; what is the same for all of them is told once."""
    rows = [prospect_words(prospect, today) for prospect in prospects]
    differ = len({(row["months"], row["costs"]) for row in rows}) > 1
    return {"prospects": rows, "prospects_differ": differ}


def prospect_words(prospect: Prospect, today: date) -> dict:
    """Return what a credit within a span of days brings."""
    restoration = prospect.restoration
    return {
        "credited": credited_words(prospect, today),
        "resumes_on": prospect.resumes_on,
        "months": str(MONTHS_WORDS[restoration.continuity]),
        "costs": str(COSTS_WORDS[restoration.retroactive_from is not None]),
        "tree": explained(restoration.explanation),
    }


def credited_words(prospect: Prospect, today: date) -> str:
    """Name the days of a credit."""
    facts = {"first": day_text(prospect.first_on), "last": prospect.last_on and day_text(prospect.last_on)}
    if prospect.last_on is None:
        return _("on %(first)s or later") % facts
    if prospect.first_on <= today:
        return _("by %(last)s") % facts
    if prospect.first_on == prospect.last_on:
        return _("on %(first)s alone") % facts
    return _("from %(first)s to %(last)s") % facts


def counted_words(counted: Counted) -> list[dict]:
    """Return the months that count, each number with its reasons."""
    return [
        {"words": words % {"months": years_and_months(tree.result)}, "tree": explained(tree)}
        for words, tree in (
            (_("Continuous months: %(months)s"), counted.continuous),
            (_("Cumulative months: %(months)s"), counted.cumulative),
        )
    ]
