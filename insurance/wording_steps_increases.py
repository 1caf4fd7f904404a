"""The sentences of the steps that find the start month of an increase and the first day of work-injury cover."""

from django.utils.translation import gettext as _

from insurance.wording_facts import Facts, Told, says


@says("start.earliest_online")
def earliest_online(facts: Facts, told: Told) -> str:
    return _("Online, a first working day is taken up to %(back_months)s back: from %(result)s on.")


@says("start.month")
def start_month(facts: Facts, told: Told) -> str:
    result, locked = facts["result"], facts["locked_through_month"]
    if result == facts["worked_month"]:
        return _("The first working day lies in %(worked_month)s: charged from that month on.")
    if result == facts["charged_until_month"]:
        return _("The months before %(charged_until_month)s are charged to another unit: charged from %(result)s on.")
    if locked is not None and result == locked + 1:
        return _("The books are closed up to %(locked_through_month)s: charged from the next month, %(result)s, on.")
    return _("The window of %(worked_month)s is closed: declared for the next period, charged from %(result)s on.")


@says("start.injury_cover")
def injury_cover(facts: Facts, told: Told) -> str:
    if facts["started_on"] >= facts["declared_on"]:
        return _("Work injury is covered from 0:00 on %(result)s, the day after the first working day.")
    return _("Work injury is covered from 0:00 on %(result)s, the day after the declaration.")
