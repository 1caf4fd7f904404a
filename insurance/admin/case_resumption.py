"""What a review page tells about a resumption: asked and on record, and which enrolments would begin."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.wording import month_text
from insurance.admin.case import Comparison, History, payer_of
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.selectors.resumable import Resumable, resumables_of
from insurance.selectors.review import segments_begun_by
from insurance.wording_reductions import SHORT_INSURANCE_NAMES, insurances_in_short


def comparisons(declaration: Declaration, line: DeclarationLine, history: History) -> list[Comparison]:
    """Return what was asked for one person beside what is on record."""
    choice = next((one for one in resumables_of(history.segments) if set(line.insurances) & set(one.insurances)), None)
    return [compare_insurances(line, choice), compare_payer(line, choice), compare_start(line, choice)]


def compare_insurances(line: DeclarationLine, choice: Resumable | None) -> Comparison:
    """What goes on has to have been paid alone, and stopped."""
    asked = insurances_in_short(line.insurances)
    if choice is None:
        return Comparison(_("Insurances to resume"), asked, _("runs, or was never paid alone"), differs=True)
    on_record = _("stopped: %(insurances)s") % {"insurances": insurances_in_short(choice.insurances)}
    return Comparison(
        _("Insurances to resume"), asked, on_record, differs=set(line.insurances) != set(choice.insurances)
    )


def compare_payer(line: DeclarationLine, choice: Resumable | None) -> Comparison:
    """Nobody is insured twice: nothing else of the scheme may run."""
    running = choice.insured_by if choice else None
    if running is None:
        ended = bool(choice and choice.ended)
        on_record = _("ended for good") if ended else _("nothing else of the scheme runs")
        return Comparison(_("Payer"), payer_of(line), on_record, differs=ended)
    since = {"insurance": insurances_in_short([running.insurance]), "month": month_text(running.first_month)}
    return Comparison(_("Payer"), payer_of(line), _("%(insurance)s runs since %(month)s") % since, differs=True)


def compare_start(line: DeclarationLine, choice: Resumable | None) -> Comparison:
    label, asked = _("First month charged again"), month_text(line.start_month)
    if choice is None:
        return Comparison(label, asked)
    on_record = _("not charged since %(month)s") % {"month": month_text(choice.stopped.first_day)}
    return Comparison(label, asked, on_record, differs=Month.of(line.start_month) < choice.stopped)


@dataclass(frozen=True)
class Opening:
    """One enrolment that begins. ``number`` is empty while it is only to begin."""

    number: str
    insurance: str
    first_month: date


def openings(part: DeclarationPart, line: DeclarationLine) -> list[Opening]:
    """Return what accepting the part opens for one person; for a part in effect, what it opened."""
    if part.state in (State.EFFECTIVE, State.UNDONE):
        begun = [segment for segment in segments_begun_by(part) if segment.person_id == line.person_id]
        return [opening(segment.insurance, segment.first_month, segment.number) for segment in begun]
    return [opening(insurance, line.start_month) for insurance in line.insurances_of(part.agency)]


def opening(insurance: int, first_month: date, number: str = "") -> Opening:
    return Opening(number, str(SHORT_INSURANCE_NAMES[Insurance(insurance)]), first_month)
