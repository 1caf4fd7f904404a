"""The sentences of the steps that compute money: contributions, arrears, late fees."""

from django.utils.translation import gettext as _

from insurance.rules.late_fee import Convention
from insurance.wording_citizen import money
from insurance.wording_facts import Facts, Told, added_up, percent_text, says

WHOLE_FEN = 1

# Contributions ----------------------------------------------------------------------------------------------------


@says("contribution.base", result="fen")
def base(facts: Facts, told: Told) -> str:
    if facts["wage_fen"] < facts["lower_fen"]:
        return _("The wage of %(wage_fen)s is below the lower bound: the base is that bound, %(result)s.")
    if facts["wage_fen"] > facts["upper_fen"]:
        return _("The wage of %(wage_fen)s is above the upper bound: the base is that bound, %(result)s.")
    return _("The wage of %(wage_fen)s lies between %(lower_fen)s and %(upper_fen)s: it is the base itself.")


@says("contribution.unit", result="fen")
def unit_part(facts: Facts, told: Told) -> str:
    if not facts["unit_rate"]:
        return _("The unit pays nothing for this.")
    if facts["rounding_fen"] == WHOLE_FEN:
        return _("The unit pays %(base_fen)s × %(unit_rate)s = %(result)s, rounded to the fen.")
    return _("The unit pays %(base_fen)s × %(unit_rate)s = %(result)s, rounded to whole steps of %(rounding_fen)s.")


@says("contribution.person", result="fen")
def person_part(facts: Facts, told: Told) -> str:
    if not facts["person_rate"]:
        return _("The person pays nothing for this.")
    if facts["rounding_fen"] == WHOLE_FEN:
        return _("The person pays %(base_fen)s × %(person_rate)s = %(result)s, rounded to the fen.")
    return _("The person pays %(base_fen)s × %(person_rate)s = %(result)s, rounded to whole steps of %(rounding_fen)s.")


@says("contribution.ways")
def ways(facts: Facts, told: Told) -> str:
    names = ("unit_pool", "unit_account", "person_pool", "person_account")
    told.update(zip(names, map(money, facts["result"]), strict=True))
    unit_pool, unit_account, person_pool, person_account = facts["result"]
    if not unit_account and not person_account:
        return _("All of it goes to the pooled fund; nothing goes to the personal account.")
    if not unit_pool and not unit_account:
        return _("%(person_pool)s goes to the pooled fund and %(person_account)s to the personal account.")
    if not unit_account and not person_pool:
        return _(
            "What the unit pays, %(unit_pool)s, goes to the pooled fund; what the person pays, %(person_account)s,"
            " goes to the personal account."
        )
    return _(
        "Of what the unit pays %(unit_pool)s goes to the pooled fund and %(unit_account)s to the personal account; of"
        " what the person pays %(person_pool)s goes to the fund and %(person_account)s to the account."
    )


@says("contribution", result="fen")
def both_parts(facts: Facts, told: Told) -> str:
    if not facts["person_fen"]:
        return _("Due for the month: %(result)s, all of it from the unit.")
    if not facts["unit_fen"]:
        return _("Due for the month: %(result)s, all of it from the person.")
    return _("Due for the month: %(unit_fen)s from the unit and %(person_fen)s from the person, %(result)s together.")


@says("injury_rate", result="rate")
def injury_rate(facts: Facts, told: Told) -> str:
    told["factor"] = percent_text(facts["factor"])
    if facts["factor"] == 1:
        return _("Industry class %(injury_class)s: the unit pays the rate of its class, %(result)s.")
    return _(
        "Industry class %(injury_class)s has a rate of %(class_rate)s; the unit's floats to %(factor)s of that,"
        " %(result)s."
    )


# Arrears ----------------------------------------------------------------------------------------------------------


@says("arrears.overdue")
def overdue(facts: Facts, told: Told) -> str:
    if not facts["result"]:
        return _("On %(credited_on)s no month is overdue.")
    return _("Past their last day for payment on %(credited_on)s: %(result)s.")


@says("arrears.month", result="fen")
def month(facts: Facts, told: Told) -> str:
    return _("Contribution of one month: base %(base_fen)s × %(contribution_rate)s = %(result)s.")


@says("arrears.principal", result="fen")
def principal(facts: Facts, told: Told) -> str:
    amounts = facts["amounts_fen"]
    if not amounts:
        return _("No contributions are overdue.")
    if len(amounts) == 1:
        return _("Overdue contributions: %(result)s for one month.")
    told["amounts"] = added_up(amounts)
    return _("Overdue contributions: %(amounts)s = %(result)s.")


@says("arrears.total", result="fen")
def total(facts: Facts, told: Told) -> str:
    fees = sum(facts["late_fees_fen"])
    if not fees:
        return _("To be paid: %(result)s; there is no late fee.")
    told["fees"] = money(fees)
    return _("To be paid: contributions of %(principal_fen)s and a late fee of %(fees)s, %(result)s together.")


# Late fees --------------------------------------------------------------------------------------------------------


@says("late_fee.first_day")
def first_day(facts: Facts, told: Told) -> str:
    if facts["convention"] == Convention.L1:
        return _(
            "The last day to pay %(unpaid_month)s was %(due_on)s: the late fee runs from the day after, %(result)s."
        )
    return _("The late fee for %(unpaid_month)s runs from the first day of the next month, %(result)s.")


@says("late_fee.last_day")
def last_day(facts: Facts, told: Told) -> str:
    if facts["convention"] == Convention.L2:
        return _("It runs to the day before the bill of %(settled_on)s, that is to %(result)s.")
    return _("It runs to the day of payment, %(result)s, which is counted.")


@says("late_fee.days", result="days")
def late_days(facts: Facts, told: Told) -> str:
    if not facts["result"]:
        return _("No day is late.")
    return _("From %(first_on)s to %(last_on)s, both counted: %(result)s.")


@says("late_fee", result="fen")
def late_fee(facts: Facts, told: Told) -> str:
    if not facts["result"]:
        return _("There is no late fee on %(arrears_fen)s.")
    if facts["capped"] and facts["result"] == facts["arrears_fen"]:
        return _(
            "%(arrears_fen)s × %(daily_rate)s a day × %(late_days)s reaches the arrears themselves, which"
            " the fee never exceeds: %(result)s."
        )
    return _("Late fee: %(arrears_fen)s × %(daily_rate)s a day × %(late_days)s = %(result)s, rounded to the fen.")
