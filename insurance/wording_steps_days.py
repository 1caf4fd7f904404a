"""The sentences of the steps that find a day or a month: limits, stop months, retirement."""

from datetime import date

from django.utils.translation import gettext as _

from insurance.rules.months import Month
from insurance.rules.retirement import RetirementTrack
from insurance.rules.stop_months import EffectiveRule
from insurance.wording_facts import Facts, Told, counted_working_days, months_text, says

# Limits -----------------------------------------------------------------------------------------------------------


@says("limit.working_days")
def working_days(facts: Facts, told: Told) -> str:
    told["limit"] = counted_working_days(facts["limit_days"])
    if not facts["days_off"]:
        return _("Counted from the day after %(event_on)s, the limit of %(limit)s ends on %(result)s.")
    return _(
        "Counted from the day after %(event_on)s, the limit of %(limit)s ends on %(result)s. Days off, not counted: %(days_off)s."
    )


@says("limit.calendar_days")
def calendar_days(facts: Facts, told: Told) -> str:
    return _("Counted from the day after %(event_on)s, the limit of %(limit_days)s ends on %(result)s.")


@says("limit.day_of_month")
def day_of_month(facts: Facts, told: Told) -> str:
    if facts["result"].day < facts["day_number"]:
        return _("%(limit_month)s has no day %(day_number)s: its last day, %(result)s, counts instead.")
    return _("The limit is day %(day_number)s of the month: %(result)s.")


@says("limit.moved")
def moved(facts: Facts, told: Told) -> str:
    if facts["result"] == facts["ends_on"]:
        return _("%(ends_on)s is a working day: the limit ends then.")
    return _("%(ends_on)s is a day off: the limit moves to the next working day, %(result)s.")


# Stop months ------------------------------------------------------------------------------------------------------


@says("stop.counted_as_of")
def counted_as_of(facts: Facts, told: Told) -> str:
    if facts["result"] == facts["declared_on"]:
        return _("Declared on %(declared_on)s, within the window from %(opens_on)s to %(closes_on)s.")
    return _(
        "Declared on %(declared_on)s, outside the window: it counts as made on %(result)s, when the next one opens."
    )


@says("stop.allowed")
def months_allowed(facts: Facts, told: Told) -> str:
    first, last, _proposed = facts["result"]
    told["span"] = months_text(Month.span(first, last))
    match facts["effective_rule"]:
        case EffectiveRule.NEXT:
            return _(
                "%(window_month)s, the month of the declaration, is still charged. Possible stop months: %(span)s."
            )
        case EffectiveRule.CUT:
            return _by_cutoff(facts["counts_on"], facts["cutoff_on"])
        case EffectiveRule.PREV:
            return _("The month of the declaration or the one before it may be chosen. Possible stop months: %(span)s.")
        case EffectiveRule.PREV1:
            return _("The month of the declaration or the one after it may be chosen. Possible stop months: %(span)s.")
        case EffectiveRule.DATE:
            return _("A last day at work up to three months back may be declared. Possible stop months: %(span)s.")
    if facts["latest_assessed_month"] is None:
        return _("No month has been assessed yet: the stop month is that of the declaration, %(span)s.")
    return _("%(latest_assessed_month)s was the latest month assessed: the stop month is the one after it, %(span)s.")


def _by_cutoff(counts_on: date, cutoff_on: date) -> str:
    if counts_on <= cutoff_on:
        return _(
            "%(counts_on)s is not past the cut-off day, %(cutoff_on)s: that month need not be charged any more."
            " Possible stop months: %(span)s."
        )
    return _(
        "%(counts_on)s is past the cut-off day, %(cutoff_on)s: that month is still charged."
        " Possible stop months: %(span)s."
    )


@says("stop.open")
def months_open(facts: Facts, told: Told) -> str:
    floor = facts["result"][0]
    locked = facts["locked_through_month"]
    if floor <= facts["first_month"]:
        return _("None of these months is closed: %(result)s.")
    if locked is not None and floor == locked + 1:
        return _(
            "The books are closed up to %(locked_through_month)s, and a closed month stays charged. Left: %(result)s."
        )
    return _("The insurance began in %(enrolled_month)s and cannot stop before. Left: %(result)s.")


@says("stop.month")
def stop_month(facts: Facts, told: Told) -> str:
    if facts["result"] == facts["default_month"]:
        return _("Stop month: %(result)s, the first month that is not charged.")
    return _("%(default_month)s cannot be chosen any more; the nearest possible stop month is %(result)s.")


# Retirement -------------------------------------------------------------------------------------------------------


@says("retirement.original")
def original(facts: Facts, told: Told) -> str:
    told["age"] = str(facts["age_years"])
    return _("Born in %(birth_month)s: the age of before the reform, %(age)s, is reached in %(result)s.")


@says("retirement.delay", result="months")
def delay(facts: Facts, told: Told) -> str:
    if not facts["result"]:
        return _("Born before %(first_month)s: the reform adds nothing.")
    if facts["result"] == facts["most_months"]:
        return _("The reform adds %(result)s, the most there is.")
    return _("For every %(step_months)s of birth from %(first_month)s on, the reform adds a month: %(result)s.")


@says("retirement.statutory")
def statutory(facts: Facts, told: Told) -> str:
    if not facts["delay_months"]:
        return _("The statutory month of retirement stays %(result)s.")
    return _("%(original_month)s and %(delay_months)s more: the statutory month of retirement is %(result)s.")


@says("retirement.earliest")
def earliest(facts: Facts, told: Told) -> str:
    return _(
        "Who wishes may retire up to %(flexible_months)s earlier, but never before the age of before the reform"
        " (%(original_month)s): %(result)s at the earliest."
    )


@says("retirement.latest")
def latest(facts: Facts, told: Told) -> str:
    return _("By agreement with the unit up to %(flexible_months)s later: %(result)s at the latest.")


@says("retirement.least_paid", result="months")
def least_paid(facts: Facts, told: Told) -> str:
    return _("Who reaches the age in %(year)s needs at least %(result)s of contributions for a monthly pension.")


@says("retirement")
def retirement(facts: Facts, told: Told) -> str:
    return {
        RetirementTrack.MAN_60: _(
            "A man may retire from %(earliest_month)s at the earliest, by statute in %(statutory_month)s, by agreement"
            " in %(latest_month)s at the latest."
        ),
        RetirementTrack.WOMAN_55: _(
            "A woman in a post that retired at 55 may retire from %(earliest_month)s at the earliest, by statute in"
            " %(statutory_month)s, by agreement in %(latest_month)s at the latest."
        ),
        RetirementTrack.WOMAN_50: _(
            "A woman in a post that retired at 50 may retire from %(earliest_month)s at the earliest, by statute in"
            " %(statutory_month)s, by agreement in %(latest_month)s at the latest."
        ),
    }[facts["track"]]
