"""What a review page tells about a back payment: the quote that was shown beside the one of today."""

from django.utils.translation import gettext as _

from accounts import clock
from accounts.wording import month_text
from insurance.admin.case import Comparison, History
from insurance.models.declarations import Declaration, DeclarationLine
from insurance.rules.back_payment import PAYABLE_DAYS
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.selectors.back_payments import repayable
from insurance.wording_citizen import money
from insurance.wording_facts import months_text
from insurance.wording_reductions import insurances_in_short


def comparisons(declaration: Declaration, line: DeclarationLine, history: History) -> list[Comparison]:
    """Return what is to be paid back beside what the record says of the gap."""
    if "wage_fen" in line.details:
        return [
            Comparison(_("Higher base"), money(line.details["wage_fen"]), money(line.details["old_fen"])),
            Comparison(_("Counts from"), month_text(line.start_month)),
            Comparison(_("Amount of the quote"), money(line.details["total_fen"])),
        ]
    asked = tuple(Month.parse(month) for month in line.details["months"])
    gap = repayable(line.person, on=clock.today()).gap(Insurance(line.insurances[0]))
    since = month_text(gap.segment.first_month) if gap else ""
    missed = gap.payable if gap else ()
    is_billed = any(part.state == State.EFFECTIVE for part in declaration.parts.all())
    on_record = months_text(missed) if missed else _("nothing is missing")
    return [
        Comparison(
            _("Insurance to pay back"),
            insurances_in_short(line.insurances),
            _("paid alone since %(month)s") % {"month": since} if gap else _("not paid alone now"),
            differs=gap is None,
        ),
        Comparison(
            _("Months"),
            months_text(asked),
            _("billed with this declaration") if is_billed else on_record,
            differs=not set(asked) <= set(missed),
        ),
        Comparison(_("Amount of the quote"), money(line.details["total_fen"])),
    ]


def effect(line: DeclarationLine) -> str:
    """Return what accepting the declaration changes."""
    if "wage_fen" in line.details:
        return _("Pension insurance goes on with the higher base; the difference of months charged already is billed.")
    return _("A bill for each month, to be paid within %(days)s days; the months count when all are credited.") % {
        "days": PAYABLE_DAYS
    }
