"""The sentences of the answers that a preview gives: what a stop means, what resuming means."""

from django.utils.translation import gettext as _

from insurance.rules.months import Month
from insurance.wording_facts import Facts, Told, says


@says("outlook.last_charged")
def last_charged(facts: Facts, told: Told) -> str:
    if facts["result"] is None:
        return _("Stopped from %(stop_month)s, before any month was charged.")
    return _("%(stop_month)s is the first month that is not charged, so the last one charged is %(result)s.")


@says("outlook.last_day")
def last_day(facts: Facts, told: Told) -> str:
    return _("There are no benefits from %(stops_on)s: the last day with them is the one before, %(result)s.")


@says("outlook.span")
def span(facts: Facts, told: Told) -> str:
    if facts["returns_from_on"] is None:
        return _("Credited on %(credited_from_on)s or later: that brings no benefits back.")
    if facts["credited_until_on"] is None:
        return _(
            "Credited on %(credited_from_on)s or later: benefits return on %(returns_from_on)s at the earliest. That day is found so:"
        )
    if facts["returns_from_on"] == facts["returns_until_on"]:
        return _("Credited from %(credited_from_on)s to %(credited_until_on)s: benefits return on %(result)s.")
    return _(
        "Credited from %(credited_from_on)s to %(credited_until_on)s: benefits return on %(returns_from_on)s at the earliest and %(returns_until_on)s at the latest. The latest day is found so:"
    )


@says("outlook.stop")
def stop(facts: Facts, told: Told) -> str:
    if facts["last_month"] is None:
        return _("No month was charged.")
    if facts["last_on"] is None:
        return _("The last month charged is %(last_month)s; benefits do not hold when the insurance stops.")
    return _("The last month charged is %(last_month)s, the last day with benefits %(last_on)s.")


@says("outlook.resume")
def resume(facts: Facts, told: Told) -> str:
    if facts["returns_on"] is None:
        return _("Resumed from %(first_month)s: no day is known yet on which benefits return.")
    if not facts["total_fen"]:
        return _("Resumed from %(first_month)s, with nothing to pay back: benefits from %(returns_on)s.")
    return _(
        "Resumed from %(first_month)s, with %(total_fen)s for the gap credited on %(credited_on)s: benefits from %(returns_on)s."
    )


@says("outlook.no_gap")
def no_gap(facts: Facts, told: Told) -> str:
    return _("%(first_month)s follows the last month charged: there is no gap, and benefits go on from %(result)s.")


@says("outlook.resident_cost", result="fen")
def resident_cost(facts: Facts, told: Told) -> str:
    if facts["year_is_paid"]:
        return _("%(covered_year)s is paid as a resident already: nothing more is due.")
    return _("One payment covers a resident for %(covered_year)s: %(result)s.")


@says("outlook.year_too_short")
def year_too_short(facts: Facts, told: Told) -> str:
    return _(
        "The wait would last until %(waits_until_on)s: paying for %(covered_year)s brings no benefits in it any more."
    )


@says("resume.months")
def months_to_resume(facts: Facts, told: Told) -> str:
    if facts.get("season_month"):
        return _(
            "It is the season of the next year: residents can join again from one of these months, January included: %(result)s."
        )
    if facts["result"][0] == Month.of(facts["counts_on"]):
        return _("Insurance can be resumed from the month of the declaration or the next: %(result)s.")
    return _("Months that are closed or charged already cannot be resumed again; the first ones left are %(result)s.")
