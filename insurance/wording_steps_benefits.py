"""The sentences of the steps from a month that was not paid to the return of medical benefits."""

from datetime import date

from django.utils.translation import gettext as _

from insurance.rules.benefit_rule import Anchor, Continuity, DayCount, GapUnit, StopPoint
from insurance.rules.months import Month
from insurance.rules.restoration import return_day
from insurance.wording_benefit_rules import gap_text
from insurance.wording_citizen import counted_months
from insurance.wording_facts import Facts, Told, says

# The stop ---------------------------------------------------------------------------------------------------------


@says("benefit.stop")
def stop(facts: Facts, told: Told) -> str:
    if facts["due_on"] is None:
        return _stop_without_charge(facts)
    if facts["stop_point"] == StopPoint.NEXT_MONTH:
        return _(
            "The contributions of %(unpaid_month)s were not credited in full by %(due_on)s: benefits are suspended"
            " from the first day of the next month, %(result)s."
        )
    if facts["stop_point"] == StopPoint.AFTER_DEADLINE:
        return _(
            "The contributions of %(unpaid_month)s were not credited in full by %(due_on)s: benefits are suspended"
            " from the day after, %(result)s."
        )
    return _(
        "The contributions of %(unpaid_month)s were not credited in full by %(due_on)s: benefits are suspended"
        " from the first day of that month, %(result)s."
    )


def _stop_without_charge(facts: Facts) -> str:
    if facts["stop_point"] == StopPoint.NEXT_MONTH:
        return _(
            "Nothing was paid for %(unpaid_month)s: there are no benefits from the first day of the next month, %(result)s."
        )
    return _("Nothing was paid for %(unpaid_month)s: there are no benefits from its first day, %(result)s.")


# The gap ----------------------------------------------------------------------------------------------------------


@says("gap.days", result="days")
def gap_in_days(facts: Facts, told: Told) -> str:
    if facts["result"] == 0:
        return _(
            "The money was credited on %(credited_on)s, before a day without benefits had passed: there is no gap."
        )
    if facts["day_count"] == DayCount.INCLUDE_FIRST:
        return _("From %(stops_on)s to the credit on %(credited_on)s: %(result)s, the first day counted.")
    return _("From %(stops_on)s to the credit on %(credited_on)s: %(result)s; the first day is not counted.")


@says("gap.months", result="months")
def gap_in_months(facts: Facts, told: Told) -> str:
    return _(
        "From %(unpaid_month)s, the first month not paid, to the credit on %(credited_on)s: %(result)s, counted by"
        " calendar months."
    )


@says("gap.order_days", result="days")
def gap_since_order(facts: Facts, told: Told) -> str:
    return _(
        "From the order to pay of %(ordered_on)s to the credit on %(credited_on)s: %(result)s; the day of the order is"
        " not counted."
    )


# The tier ---------------------------------------------------------------------------------------------------------


@says("tier.number")
def tier(facts: Facts, told: Told) -> str:
    most, missed = facts["most_missed_in_year"], facts["missed_in_year"]
    if most is not None and missed > most:
        told.update(missed=counted_months(missed), most=counted_months(most))
        return _(
            "In one calendar year %(missed)s went unpaid, more than the %(most)s allowed: the last tier holds,"
            " however long the gap."
        )
    if len(facts["limits"]) == 1:
        return _("In this case the rule makes no difference by the length of the gap.")
    if facts["gap"] is None:
        return _("No order to pay was issued from which the gap could be measured: the last tier holds.")
    return _tier_by_length(facts, told)


def _tier_by_length(facts: Facts, told: Told) -> str:
    unit, number, limits = facts["gap_unit"], facts["result"], facts["limits"]
    over = limits[number - 2] if number > 1 else None
    upto = limits[number - 1]
    told.update(gap=gap_text(facts["gap"], unit), over=gap_text(over, unit), upto=gap_text(upto, unit))
    if unit == GapUnit.ORDER_DAYS:
        return _tier_by_order(over)
    if over is None:
        return _("A gap of %(gap)s is not longer than %(upto)s: tier %(result)s holds.")
    if upto is None:
        return _("A gap of %(gap)s is longer than %(over)s: tier %(result)s, the last, holds.")
    return _("A gap of %(gap)s is longer than %(over)s, but not longer than %(upto)s: tier %(result)s holds.")


def _tier_by_order(over: int | None) -> str:
    if over is None:
        return _("Credited %(gap)s after the order to pay, within %(upto)s: tier %(result)s holds.")
    return _("Credited %(gap)s after the order to pay, later than %(over)s: tier %(result)s holds.")


# The return -------------------------------------------------------------------------------------------------------


@says("benefit.return")
def return_of_benefits(facts: Facts, told: Told) -> str:
    if facts["anchor"] == Anchor.STOP:
        return _("Benefits count as never interrupted: they hold on from %(result)s.")
    given = {name: value for name, value in facts.items() if name not in ("result", "stops_on")}
    if return_day(**given, stops_on=date.min) < facts["result"]:
        return _("The credit on %(credited_on)s came before benefits would have stopped: they hold on from %(result)s.")
    if facts["anchor"] == Anchor.DAY_AFTER_CREDIT:
        return _("Credited on %(credited_on)s: benefits return on the day after, %(result)s.")
    if facts["anchor"] == Anchor.FROM_PAYMENT_MONTH and not facts["payment_month_counts"] and facts["wait_months"]:
        return _(
            "Credited on %(credited_on)s: after %(wait_months)s, the month of the credit not counted, benefits return"
            " on %(result)s."
        )
    return _return_by_months(Month.of(facts["result"]) - Month.of(facts["credited_on"]))


def _return_by_months(months: int) -> str:
    if months == 0:
        return _("Credited on %(credited_on)s: benefits return from the first day of that month, %(result)s.")
    if months == 1:
        return _("Credited on %(credited_on)s: benefits return with the next month, on %(result)s.")
    return _(
        "Credited on %(credited_on)s: after %(wait_months)s, the month of the credit being the first of them, benefits"
        " return on %(result)s."
    )


@says("benefit.later_return")
def later_return(facts: Facts, told: Told) -> str:
    return _(
        "Without repayment benefits would return on %(unpaid_returns_on)s, with it on %(paid_returns_on)s. The later"
        " day holds, %(result)s: not paying never brings them back sooner."
    )


@says("benefit.retroactive")
def retroactive(facts: Facts, told: Told) -> str:
    if facts["retroactive"]:
        return _("Costs since %(result)s, for the time of the gap, can be claimed afterwards.")
    return _("Medical costs of the time without benefits are not reimbursed afterwards.")


@says("benefit.continuity", result="continuity")
def continuity(facts: Facts, told: Told) -> str:
    if facts["continuity"] == Continuity.KEPT and facts["repaid"]:
        return _("Everything was paid back: those months count, and the continuous months go on.")
    return {
        Continuity.KEPT: _("The continuous months go on."),
        Continuity.BROKEN: _("Continuous months are counted anew; the cumulative months stay."),
        Continuity.RESET: _(
            "It counts as a new enrolment: continuous months begin at zero; the cumulative months stay."
        ),
        Continuity.LOCAL: _("Whether the continuous months go on is left to local rules; the cumulative months stay."),
    }[facts["continuity"]]


@says("benefit.restored")
def restored(facts: Facts, told: Told) -> str:
    if facts["result"] is None:
        return _("No day is known yet on which benefits return.")
    return _("Benefits return on %(result)s.")


@says("benefit.no_return")
def no_return(facts: Facts, told: Told) -> str:
    if facts["credited_on"] is None:
        return _("No payment has been credited since: until one is, benefits do not return.")
    return _("The gap was not paid back, and by this rule only that brings benefits back.")


# Beginning and end ------------------------------------------------------------------------------------------------


@says("benefit.covered")
def covered(facts: Facts, told: Told) -> str:
    return _("Enrolled since %(first_month)s, with benefits from %(result)s.")


@says("benefit.first_wait")
def first_wait(facts: Facts, told: Told) -> str:
    months = Month.of(facts["result"]) - Month.of(facts["credited_on"])
    if months != facts["new_enrolment_months"]:
        return _(
            "The first contribution was credited ahead, on %(credited_on)s: benefits begin with the enrolment on %(result)s."
        )
    if months == 0:
        return _(
            "First enrolment, credited on %(credited_on)s: benefits begin from the first day of that month, %(result)s."
        )
    if months == 1:
        return _("First enrolment, credited on %(credited_on)s: benefits begin with the next month, on %(result)s.")
    return _(
        "First enrolment, credited on %(credited_on)s: after %(new_enrolment_months)s, the month of the credit being the"
        " first of them, benefits begin on %(result)s."
    )


@says("benefit.first_unpaid")
def first_unpaid(facts: Facts, told: Told) -> str:
    return _(
        "Enrolled from %(first_month)s, but the first contribution has not been credited: benefits begin only after it has."
    )


@says("benefit.ended")
def ended(facts: Facts, told: Told) -> str:
    return _("The insurance ended for good with %(stop_month)s: there are no benefits from %(result)s.")


@says("benefit.retired")
def retired(facts: Facts, told: Told) -> str:
    return _(
        "Retired with %(stop_month)s. Who has contributed for the years demanded pays no more, and benefits go on from"
        " %(result)s."
    )
