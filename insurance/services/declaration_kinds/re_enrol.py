"""重新参保 re-enrol: somebody joins medical insurance anew after a gap that will not be repaid."""

from datetime import date

from accounts.rules.errors import RuleBroken
from insurance.models.declarations import Declaration
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.selectors.joining_alone import joinables
from insurance.services.declaration_kinds import enrol

take_effect = enrol.take_effect


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids beginning anew on that day; an empty list allows it.

    What forbids joining forbids this; and without a gap there is nothing to begin anew: it goes on.
    """
    line = declaration.lines.get()
    if found := enrol.problems(declaration, on=on):
        return found
    if not joinables(line.person_id)[Insurance.MEDICAL].gap_before(Month.of(line.start_month)):
        return [RuleBroken("re_enrol.no_gap", "start_month")]
    return []
