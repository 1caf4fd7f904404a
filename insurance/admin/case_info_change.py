"""What a review page tells about a change of data: the new value beside the one on record."""

from django.utils.translation import gettext as _

from accounts.wording import month_text
from insurance.admin.case import Comparison, History
from insurance.models.declarations import Declaration, DeclarationLine
from insurance.rules.personal_data import SEALED, Datum
from insurance.selectors.bases import bases_year
from insurance.selectors.personal_data import answers_of, changes_of
from insurance.views.declared.info_change import shown
from insurance.wording_citizen import money
from insurance.wording_info_change import DATUM_NAMES


def comparisons(declaration: Declaration, line: DeclarationLine, history: History) -> list[Comparison]:
    """Return what is to change beside what is on record."""
    answers = answers_of(line)
    found = [compared(line, datum, answers) for datum in changes_of(line)]
    if Datum.WAGE in changes_of(line):
        found += wage_comparisons(line, answers)
    return found


def compared(line: DeclarationLine, datum: Datum, answers: dict) -> Comparison:
    """A value on record that is no longer the one the applicant saw is to be looked into."""
    old = answers.get(f"old_{datum}")
    now = getattr(line.person, datum) if datum in SEALED else old
    return Comparison(
        str(DATUM_NAMES[datum]),
        shown(datum, answers[datum]),
        shown(datum, now),
        differs=(now or "") != (old or ""),
        is_name=datum in (Datum.NAME, Datum.ADDRESS),
    )


def wage_comparisons(line: DeclarationLine, answers: dict) -> list[Comparison]:
    """Return the bases the wages come to, and from when the new one counts."""
    year = bases_year(line.unit, on=line.start_month)
    new, old = year.base(answers[Datum.WAGE]), year.base(answers.get(f"old_{Datum.WAGE}"))
    return [
        Comparison(_("Contribution base"), money(new), money(old), differs=new < old),
        Comparison(_("Wage counts from"), month_text(line.start_month)),
    ]


def effect(line: DeclarationLine) -> str:
    """Return what accepting the declaration changes."""
    return _("The declared data take the place of those on record.")
