"""What a review page tells about joining alone and beginning anew: asked and on record, which enrolments would begin."""

from django.utils.translation import gettext as _

from accounts.wording import day_text, month_text
from insurance.admin.case import Comparison, History
from insurance.admin.case_resumption import openings
from insurance.models.declarations import Declaration, DeclarationLine
from insurance.rules.kinds import Insurance
from insurance.selectors.joining_alone import Joinable, joinable
from insurance.wording_citizen import money
from insurance.wording_reductions import insurances_in_short

__all__ = ["comparisons", "openings"]


def comparisons(declaration: Declaration, line: DeclarationLine, history: History) -> list[Comparison]:
    """Return what is asked beside what is on record."""
    codes = [Insurance(code) for code in line.insurances if code != Insurance.SUPPLEMENT]
    return [
        *(compare_insurance(joinable(code, history.segments)) for code in codes),
        Comparison(_("Born on"), day_text(line.person.born_on)),
        Comparison(_("First month charged"), month_text(line.start_month)),
        Comparison(_("Contribution base"), money(line.details["wage_fen"])),
    ]


def compare_insurance(choice: Joinable) -> Comparison:
    """Nothing else of the scheme may run, but a resident enrolment gives way."""
    label, asked = _("Insurance to join"), insurances_in_short([choice.insurance])
    if choice.ended:
        return Comparison(label, asked, _("ended for good"), differs=True)
    running = choice.running
    if running:
        since = {"insurance": insurances_in_short([running.insurance]), "month": month_text(running.first_month)}
        return Comparison(
            label, asked, _("%(insurance)s runs since %(month)s") % since, differs=not choice.resident_runs
        )
    if choice.free_from is None:
        return Comparison(label, asked, _("never insured"))
    return Comparison(
        label, asked, _("not charged since %(month)s") % {"month": month_text(choice.free_from.first_day)}
    )
