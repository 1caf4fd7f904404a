"""The sentences of the steps that count months and years: insured, missed, waited, of unemployment benefit."""

from django.utils.translation import gettext as _

from insurance.rules.resident_wait import WaitAnchor, first_day_covered
from insurance.wording_citizen import counted_months
from insurance.wording_facts import Facts, Told, says

# Months insured ---------------------------------------------------------------------------------------------------


@says("months.continuous", result="months")
def continuous(facts: Facts, told: Told) -> str:
    told["credited"] = counted_months(len(facts["credited_months"]))
    if facts["broken_month"] is None:
        return _("Continuous months: %(result)s. They were never broken, so every month credited counts.")
    return _(
        "Continuous months: %(result)s. Of %(credited)s credited those from %(broken_month)s on count, when they began"
        " anew."
    )


@says("months.cumulative", result="months")
def cumulative(facts: Facts, told: Told) -> str:
    return _("Cumulative months: %(result)s credited in all; they are never lost.")


# Residents --------------------------------------------------------------------------------------------------------


@says("resident.year_paid")
def year_paid(facts: Facts, told: Told) -> str:
    return _("The contribution for %(covered_year)s was paid in time: benefits from %(result)s.")


@says("resident.year_unpaid")
def year_unpaid(facts: Facts, told: Told) -> str:
    if facts["due_on"] is None:
        return _("The contribution for %(covered_year)s has not been credited: no benefits from %(result)s.")
    return _("The contribution for %(covered_year)s was not credited by %(due_on)s: no benefits from %(result)s.")


@says("resident.left")
def resident_left(facts: Facts, told: Told) -> str:
    return _("The enrolment as a resident ended: from %(stop_month)s on it gives no benefits.")


@says("resident.newborn")
def newborn(facts: Facts, told: Told) -> str:
    return _("Enrolled in the year of birth: no wait, benefits from %(result)s.")


@says("resident_wait.missed_years", result="years")
def missed_years(facts: Facts, told: Told) -> str:
    last = facts["last_covered_year"]
    if last is None:
        return _("Never insured as a resident before: no year was missed.")
    if not facts["result"]:
        return _("Insured for %(last_covered_year)s before: no year that counts was missed up to %(covered_year)s.")
    if facts["counts_from_year"] > last + 1:
        return _(
            "Last insured for %(last_covered_year)s: %(result)s missed up to %(covered_year)s, those before"
            " %(counts_from_year)s not counted."
        )
    return _("Last insured for %(last_covered_year)s: %(result)s missed up to %(covered_year)s.")


@says("resident_wait.months", result="months")
def months_to_wait(facts: Facts, told: Told) -> str:
    missed, repaired = facts["missed_years"], facts["repaired_years"]
    if not missed:
        return _wait_without_gap(in_window=facts["in_window"])
    added = missed * facts["missed_year_months"]
    taken_back = repaired * facts["repaired_year_months"]
    told.update(added=counted_months(added), taken_back=counted_months(taken_back))
    if facts["result"] > facts["fixed_months"] + max(added - taken_back, 0):
        return _(
            "%(missed_years)s missed, %(repaired_years)s of them paid for afterwards: who missed %(floor_missed_years)s"
            " or more waits at least %(result)s."
        )
    if repaired:
        return _(
            "A fixed wait of %(fixed_months)s, %(added)s more for %(missed_years)s missed, %(taken_back)s taken back"
            " for %(repaired_years)s paid for afterwards: %(result)s."
        )
    return _("A fixed wait of %(fixed_months)s and %(added)s more for %(missed_years)s missed: %(result)s.")


def _wait_without_gap(*, in_window: bool) -> str:
    if in_window:
        return _("Paid within the season and no year missed: there is no wait.")
    return _("Paid outside the season: a fixed wait of %(result)s.")


@says("resident_wait")
def first_day(facts: Facts, told: Told) -> str:
    if not facts["wait_months"]:
        return _("Paid on %(paid_on)s, without a wait: benefits from %(result)s.")
    given = {name: value for name, value in facts.items() if name not in ("result", "in_window")}
    if first_day_covered(**given, in_window=False) < facts["result"]:
        return _(
            "Paid on %(paid_on)s: the wait of %(wait_months)s is over before the year begins, so benefits hold from its"
            " first day, %(result)s."
        )
    if facts["anchor"] == WaitAnchor.MONTH:
        return _("%(wait_months)s after the month of payment (%(paid_on)s): benefits from its first day, %(result)s.")
    return _("%(wait_months)s after the payment on %(paid_on)s: benefits from %(result)s.")


# Unemployment benefit ---------------------------------------------------------------------------------------------


@says("unemployment.piece")
def piece(facts: Facts, told: Told) -> str:
    if facts["result"] is None:
        told["least"] = counted_months(facts["pieces"][0][0])
        return _("%(paid_months)s of contributions are fewer than the %(least)s that the benefit asks for.")
    reached, months, every = facts["result"]
    told.update(reached=counted_months(reached), months=counted_months(months), every=counted_months(every or 0))
    if every is None:
        return _("%(paid_months)s of contributions: from %(reached)s on the benefit is paid for %(months)s.")
    return _(
        "%(paid_months)s of contributions: from %(reached)s on the benefit is paid for %(months)s, and a month longer"
        " for every further %(every)s."
    )


@says("unemployment.earned", result="months")
def earned(facts: Facts, told: Told) -> str:
    if not facts["result"]:
        return _("That earns no months of benefit.")
    return _("That earns %(result)s of benefit.")


@says("unemployment.duration", result="months")
def duration(facts: Facts, told: Told) -> str:
    if not facts["result"]:
        return _("No unemployment benefit is paid.")
    if facts["earned_months"] + facts["left_over_months"] > facts["most_months"]:
        return _(
            "%(earned_months)s earned and %(left_over_months)s left over from before, but never more than"
            " %(most_months)s: the benefit is paid for %(result)s at most."
        )
    if facts["left_over_months"]:
        return _(
            "%(earned_months)s earned and %(left_over_months)s left over from before: the benefit is paid for %(result)s"
            " at most."
        )
    return _("The benefit is paid for %(result)s at most.")
