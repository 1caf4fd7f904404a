"""What a review page tells about a correction: what was declared by mistake, and what is put right."""

from django.utils.translation import gettext as _

from accounts.wording import month_text
from insurance.admin.case import Change, Comparison, History, change_of
from insurance.admin.case_resumption import Opening, opening
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.rules.corrections import END_REASON, Mistake
from insurance.rules.kinds import DeclarationKind
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.selectors.corrections import first_open_month, written_by
from insurance.selectors.review import segments_begun_by, segments_ended_by
from insurance.views.declared.correction import money_words
from insurance.wording import DECLARATION_KIND_NAMES
from insurance.wording_reasons import reason_name
from insurance.wording_reductions import insurances_in_short
from insurance.wording_undoing import MISTAKE_NAMES


def comparisons(declaration: Declaration, line: DeclarationLine, history: History) -> list[Comparison]:
    """Return what is to be corrected beside what stands on record."""
    about = declaration.about
    corrected = about.lines.get(person=line.person_id)
    kind = DECLARATION_KIND_NAMES[about.kind]
    standing = written_by(about, [line.person_id]).get(line.person_id, [])
    missing = set(line.insurances) - {segment.insurance for segment in standing}
    open_now = first_open_month(declaration.area)
    return [
        Comparison(_("Corrects"), f"{kind} {about.number}", month_text(corrected.month)),
        Comparison(
            _("What was wrong"),
            str(MISTAKE_NAMES[Mistake(declaration.details["wrong"])]),
            str(reason_name(corrected.reason)) if corrected.reason else "",
        ),
        Comparison(_("What they say"), declaration.details["text"], is_name=True),
        Comparison(
            _("Insurances"),
            insurances_in_short(line.insurances),
            insurances_in_short({segment.insurance for segment in standing}),
            differs=bool(missing) and declaration.parts.exclude(state=State.EFFECTIVE).exists(),
        ),
        Comparison(
            _("Counts from"),
            month_text(line.month),
            _("first open month: %(month)s") % {"month": month_text(open_now.first_day)} if open_now else "",
            differs=bool(open_now) and Month.of(line.month) != open_now,
        ),
        *money_rows(line),
    ]


def money_rows(line: DeclarationLine) -> list[Comparison]:
    """Return which closed months are charged or refunded later."""
    rows = (
        (_("Closed months charged later"), money_words(line, "to_charge")),
        (_("Closed months refunded later"), money_words(line, "to_refund")),
    )
    return [Comparison(label, words) for label, words in rows if words]


def changes(part: DeclarationPart, line: DeclarationLine) -> list[Change]:
    """Return the enrolments that end because they should never have begun."""
    if part.declaration.about.kind != DeclarationKind.INCREASE:
        return []
    if part.state in (State.EFFECTIVE, State.UNDONE):
        ended = [segment for segment in segments_ended_by(part) if segment.person_id == line.person_id]
        return [change_of(s, s.stop_month, s.covered_until, s.end_reason) for s in ended]
    first = first_open_month(part.declaration.area).first_day
    return [change_of(s, max(first, s.first_month), max(first, s.covered_from), END_REASON) for s in mine(part, line)]


def openings(part: DeclarationPart, line: DeclarationLine) -> list[Opening]:
    """Return the enrolments that go on because they should not have ended."""
    if part.declaration.about.kind != DeclarationKind.REDUCTION:
        return []
    if part.state in (State.EFFECTIVE, State.UNDONE):
        begun = [segment for segment in segments_begun_by(part) if segment.person_id == line.person_id]
        return [opening(segment.insurance, segment.first_month, segment.number) for segment in begun]
    first = first_open_month(part.declaration.area).first_day
    return [opening(segment.insurance, first) for segment in mine(part, line)]


def mine(part: DeclarationPart, line: DeclarationLine) -> list:
    """Return what of the person's segments this agency decides on."""
    wanted = line.insurances_of(part.agency)
    standing = written_by(part.declaration.about, [line.person_id]).get(line.person_id, [])
    return [segment for segment in standing if segment.insurance in wanted]
