"""Words of the calculator: its questions and choices, and one plain sentence for each answer."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.wording import worded
from insurance.rules.benefit_rule import Continuity, Payer
from insurance.rules.gap_question import GapAnswer
from insurance.rules.kinds import EnrolmentKind
from insurance.rules.prospects import Prospect
from insurance.rules.restoration import Restoration
from insurance.rules.retirement import Retirement, RetirementTrack
from insurance.rules.wage_question import WageAnswer
from insurance.wording_citizen import counted_months, money, years_and_months

QUESTION_NAMES = {
    "gap": pgettext_lazy("question of the calculator", "A month unpaid"),
    "resident": pgettext_lazy("question of the calculator", "Residents"),
    "wage": pgettext_lazy("question of the calculator", "What do I pay?"),
    "retirement": pgettext_lazy("question of the calculator", "When do I retire?"),
    "unemployment": pgettext_lazy("question of the calculator", "Unemployment"),
}

QUESTION_LEADS = {
    "gap": gettext_lazy(
        "When medical benefits stop, when they return, and what it costs: here, and by the rules of other places."
    ),
    "resident": gettext_lazy("From which day residents are covered who paid late or were not covered in some years."),
    "wage": gettext_lazy("What you and the unit pay each month on a wage, and what a change of the base would change."),
    "retirement": gettext_lazy("The month follows from the month of birth, under the reform in force since 2025."),
    "unemployment": gettext_lazy("For how many months unemployment benefit is paid at most."),
}

PAYER_NAMES = {
    Payer.UNIT: pgettext_lazy("who pays", "My unit and I"),
    Payer.FLEXIBLE: pgettext_lazy("who pays", "I alone (flexible employment)"),
}

KIND_NAMES = {
    EnrolmentKind.EMPLOYEE: PAYER_NAMES[Payer.UNIT],
    EnrolmentKind.FLEXIBLE: PAYER_NAMES[Payer.FLEXIBLE],
}

REPAID_NAMES = {
    "yes": gettext_lazy("Yes, everything that is missing"),
    "no": gettext_lazy("No, never: insurance begins again with a new payment"),
}

TRACK_NAMES = {
    RetirementTrack.MAN_60: gettext_lazy("A man"),
    RetirementTrack.WOMAN_55: gettext_lazy("A woman in a management or technical post (formerly at 55)"),
    RetirementTrack.WOMAN_50: gettext_lazy("A woman in another post (formerly at 50)"),
}

INJURY_CLASS_NAMES = {
    1: gettext_lazy("1: software, finance, public administration"),
    2: gettext_lazy("2: trade, catering, property, education, health"),
    3: gettext_lazy("3: food, textiles, electronics"),
    4: gettext_lazy("4: machinery, clothing, medicines, railways"),
    5: gettext_lazy("5: furniture, paper, road transport"),
    6: gettext_lazy("6: fishing, chemicals, building, metallurgy"),
    7: gettext_lazy("7: oil and gas, refining, coking"),
    8: gettext_lazy("8: coal and ore mining"),
}

SENTENCES = {
    "calculator.nothing_in_force": gettext_lazy(
        "No rule of this area is on record for %(on)s. Choose a later day, or another area."
    ),
    "calculator.before_season": gettext_lazy(
        "The year %(year)s can be paid from %(opens)s on. Check the day or the year."
    ),
}


# A month that is not paid -----------------------------------------------------------------------------------------


def gap_sentence(answer: GapAnswer) -> str:
    """Say in one sentence when benefits stop and return."""
    found, credited_on = answer.restoration, answer.facts.credited_on
    if answer.in_time:
        return _("%(credited)s is not too late: %(month)s can be paid until %(due)s, and benefits go on.") % {
            "credited": worded(credited_on),
            "month": worded(answer.facts.first_unpaid),
            "due": worded(answer.due_on),
        }
    if credited_on is None:
        return _ahead_sentence(answer)
    if found.resumes_on is None:
        return _never_sentence(found)
    return _return_sentence(found)


def _ahead_sentence(answer: GapAnswer) -> str:
    stops = {"stops": worded(answer.restoration.stops_on)}
    first = answer.prospects[0] if answer.prospects else None
    if first is None or first.resumes_on is None:
        return _never_sentence(answer.restoration)
    facts = {**stops, "returns": worded(first.resumes_on)}
    if first.last_on is None:
        return _("Benefits rest from %(stops)s. Whenever the money is credited, they return on %(returns)s.") % facts
    facts["by"] = worded(first.last_on)
    if not answer.facts.repaid:
        return (
            _(
                "Benefits rest from %(stops)s. If nothing is repaid and a new payment is credited by %(by)s, they return"
                " on %(returns)s."
            )
            % facts
        )
    return _("Benefits rest from %(stops)s. If everything is credited by %(by)s, they return on %(returns)s.") % facts


def _never_sentence(found: Restoration) -> str:
    return _("Benefits rest from %(stops)s. By this rule only repaying the gap brings them back.") % {
        "stops": worded(found.stops_on)
    }


def _return_sentence(found: Restoration) -> str:
    facts = {"stops": worded(found.stops_on), "returns": worded(found.resumes_on)}
    if found.retroactive_from is not None and found.resumes_on == found.stops_on:
        return (
            _("It counts as if benefits had never stopped: costs from %(stops)s on are reimbursed afterwards.") % facts
        )
    if found.retroactive_from is not None:
        return (
            _(
                "Benefits rest from %(stops)s and return on %(returns)s; costs of the time between are reimbursed"
                " afterwards."
            )
            % facts
        )
    if found.resumes_on == found.stops_on:
        return _("The money came before benefits would have stopped on %(stops)s: they go on.") % facts
    return (
        _(
            "Benefits rest from %(stops)s and return on %(returns)s. The pooled fund does not pay costs of the time"
            " between."
        )
        % facts
    )


def prospect_words(prospect: Prospect) -> str:
    """Name the days of a credit: until a day, between two, from a day on."""
    facts = {"first": worded(prospect.first_on), "last": worded(prospect.last_on) if prospect.last_on else ""}
    if prospect.last_on is None:
        return _("from %(first)s on") % facts
    if prospect.last_on == prospect.first_on:
        return worded(prospect.first_on)
    return _("%(first)s to %(last)s") % facts


def other_way_sentence(answer: GapAnswer) -> str:
    """Say what the same day gives the other way: repaid instead of not, or not repaid at all; empty in one way only."""
    other = answer.other_way
    if not answer.is_repayable:
        return ""
    facts = {"day": worded(answer.counted_on), "returns": worded(other.resumes_on) if other.resumes_on else ""}
    if not answer.facts.repaid:
        return _("Repaid in full on %(day)s instead, benefits return on %(returns)s.") % facts
    if other.resumes_on is None:
        return _("Never repaid, benefits do not return, whatever is paid from then on.")
    return (
        _(
            "Never repaid, it is a new enrolment: with a first payment on %(day)s benefits return on %(returns)s, and"
            " earlier years do not count as continuous."
        )
        % facts
    )


def loses_by_not_paying(answer: GapAnswer) -> str:
    """Warn where not paying brings benefits back sooner than paying; empty where it does not."""
    mine, other = answer.restoration, answer.other_way
    if answer.facts.repaid or mine.resumes_on is None or mine.continuity == Continuity.KEPT:
        return ""
    if other.resumes_on is not None and mine.resumes_on < other.resumes_on:
        return _(
            "Not repaying brings benefits back sooner here, but what was built up is lost: the months before the gap no"
            " longer count as continuous."
        )
    return _("The months before the gap no longer count as continuous. The cumulative months stay yours.")


# Residents ---------------------------------------------------------------------------------------------------------


def resident_sentence(starts_on: date, last_on: date, wait_months: int) -> str:
    """Say from which day a resident is covered."""
    facts = {"starts": worded(starts_on), "last": worded(last_on), "months": counted_months(wait_months)}
    if starts_on > last_on:
        return (
            _("The wait of %(months)s ends after the year does: this payment would not bring cover any more.") % facts
        )
    if wait_months == 0:
        return _("No wait: covered from %(starts)s to %(last)s.") % facts
    return _("After a wait of %(months)s, covered from %(starts)s to %(last)s.") % facts


# A wage ------------------------------------------------------------------------------------------------------------


def wage_sentence(answer: WageAnswer, kind: EnrolmentKind) -> str:
    """Say what is paid in a month."""
    facts = {"wage": money(answer.wage_fen), "own": money(answer.own_fen), "unit": money(answer.unit_fen)}
    if kind == EnrolmentKind.FLEXIBLE:
        return _("On %(wage)s a month you pay %(own)s, all of it yourself.") % facts
    return _("On a wage of %(wage)s you pay %(own)s a month yourself, and the unit pays %(unit)s.") % facts


def base_words(answer: WageAnswer) -> str:
    """Say how the base follows from the wage; empty where it is the wage."""
    facts = {"lower": money(answer.bounds.lower), "upper": money(answer.bounds.upper)}
    if answer.base_fen > answer.wage_fen:
        return _("The wage lies below the lower bound, so %(lower)s counts.") % facts
    if answer.base_fen < answer.wage_fen:
        return _("The wage lies above the upper bound, so %(upper)s counts.") % facts
    return _("The wage itself; bases lie between %(lower)s and %(upper)s.") % facts


# Retirement and unemployment ---------------------------------------------------------------------------------------


def retirement_sentence(found: Retirement, age_months: int) -> str:
    """Say when somebody retires, and how old."""
    return _("Statutory retirement is in %(month)s, at the age of %(age)s.") % {
        "month": worded(found.statutory),
        "age": years_and_months(age_months),
    }


def unemployment_sentence(months: int) -> str:
    """Say for how long benefit is paid."""
    if months == 0:
        return _("No benefit yet: at least 12 months must have been paid.")
    return _("At most %(months)s of unemployment benefit.") % {"months": counted_months(months)}
