"""What a review page tells about declared wages: the wage asked for beside what is on record, and the bounds."""

from django.utils.translation import gettext as _

from accounts.wording import month_text
from insurance.admin.case import Comparison, History
from insurance.models.declarations import Declaration, DeclarationLine
from insurance.rules.months import Month
from insurance.selectors.bases import bases_year
from insurance.selectors.wages import wages_of
from insurance.wording_citizen import money


def comparisons(declaration: Declaration, line: DeclarationLine, history: History) -> list[Comparison]:
    """Return what was declared of one person beside what is on record."""
    year = bases_year(declaration.unit, on=line.start_month)
    day = Month.of(declaration.submitted_at.date()) if declaration.submitted_at else Month.of(line.start_month)
    in_force = wages_of(declaration.unit, [line.person_id], day).get(line.person_id)
    declared = line.details["wage_fen"]
    old = line.details.get("old_fen", in_force)
    bounds = {"lower": money(year.bound.lower_fen), "upper": money(year.bound.upper_fen)}
    return [
        Comparison(_("Average monthly wage"), money(declared), money(old) if old is not None else _("none")),
        Comparison(
            _("Contribution base"),
            money(year.base(declared)),
            money(year.base(old)),
            differs=year.base(declared) < year.base(old),
        ),
        Comparison(_("Bounds of the base"), "", _("%(lower)s to %(upper)s") % bounds),
        Comparison(_("Counts from"), month_text(line.start_month)),
    ]


def effect(line: DeclarationLine) -> str:
    """Return what accepting the declaration changes."""
    return _("The declared data take the place of those on record.")
