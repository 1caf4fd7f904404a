"""What a review page tells about one line of a case: asked and on record, what will change, what stands against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.models.parties import LifeStatus
from accounts.rules.errors import RuleBroken
from accounts.wording import day_text, month_text, sentence
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.rules.kinds import DeclarationKind, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import (
    REDUCTION_REASONS,
    CitizenReason,
    Proposer,
    effect_of,
)
from insurance.rules.retirement import earliest_retirement
from insurance.rules.standing import Standing, worst
from insurance.rules.workflow import State
from insurance.selectors.closing import running_segments
from insurance.selectors.contribution_history import Line, lines_between
from insurance.selectors.insurance_picture import Segment, segments_of
from insurance.selectors.review import segments_ended_by
from insurance.selectors.under_way import Step, steps_about
from insurance.services.declaration_kinds import kind_of
from insurance.services.declaration_kinds.reduction import retirement_sex
from insurance.services.enrolments import ending_of
from insurance.wording import ENROLMENT_KIND_NAMES
from insurance.wording_reasons import EFFECT_NAMES, EVIDENCE_NAMES, PROPOSER_NAMES, reason_name
from insurance.wording_reductions import SHORT_INSURANCE_NAMES, insurances_in_short

HISTORY_MONTHS = 12


@dataclass(frozen=True)
class History:
    """What the record says of a person: enrolments, and the contribution lines of the last months."""

    segments: list[Segment]
    lines: list[Line]
    until: Month

    @property
    def months(self) -> list[dict]:
        """Return the last months for the month grid: how far the money has come, the amount of all payers in fen."""
        return [self.cell(self.until - back) for back in range(HISTORY_MONTHS - 1, -1, -1)]

    def cell(self, month: Month) -> dict:
        lines = [line for line in self.lines if line.month == month]
        standing = worst(line.standing for line in lines)
        state = Standing.NONE if standing == Standing.AHEAD else standing
        return {"month": month, "state": str(state), "amount": sum(line.total for line in lines) or None}


def history_of(person_id: int, *, on: date) -> History:
    """Return a person's history, in two statements."""
    month = Month.of(on)
    return History(
        segments=segments_of(person_id),
        lines=lines_between(person_id, month - (HISTORY_MONTHS - 1), month, on=on),
        until=month,
    )


def open_cases(person_id: int, *, besides: str) -> list[Step]:
    """Return what is going on about a person besides the declaration that is looked at."""
    return [step for step in steps_about(person_id) if step.number != besides]


# Asked against on record


@dataclass(frozen=True)
class Comparison:
    """One thing that was declared and what the record says about it; ``differs`` marks what to look into.

    ``is_name`` tells a name or somebody's own words from words of ours, which are in the reader's language;
    ``record_is_name`` says the same of what is on record.
    """

    label: str
    asked: str
    on_record: str = ""
    differs: bool = False
    is_name: bool = False
    record_is_name: bool = False


def comparisons(declaration: Declaration, line: DeclarationLine, history: History) -> list[Comparison]:
    """Return what a stop declares of one person beside what is on record."""
    running = [s for s in history.segments if s.unit_id == line.unit_id and s.stop_month is None]
    found = [
        compare_insurances(line, running),
        compare_payer(line, running),
        compare_stop_month(line, history),
        compare_reason(declaration, line),
    ]
    if line.ended_on:
        found.append(compare_end(line, running))
    return found + compare_contract(line, running)


def compare_insurances(line: DeclarationLine, running: list[Segment]) -> Comparison:
    """What is to stop has to run; of an employment, everything is expected to stop together."""
    asked, on_record = set(line.insurances), {segment.insurance for segment in running}
    unexpected = asked ^ on_record if line.unit_id else asked - on_record
    return Comparison(
        _("Insurances to stop"),
        insurances_in_short(line.insurances),
        insurances_in_short(on_record) if on_record else _("none runs with this payer"),
        differs=bool(unexpected),
    )


def compare_payer(line: DeclarationLine, running: list[Segment]) -> Comparison:
    first = min((segment.first_month for segment in running), default=None)
    since = _("insured since %(month)s") % {"month": month_text(first)} if first else _("not insured now")
    return Comparison(_("Payer"), payer_of(line), since, differs=first is None, is_name=line.unit_id is not None)


def payer_of(line: DeclarationLine) -> str:
    """Return who pays: the unit, or by which right the person pays alone."""
    if line.unit_id:
        return line.unit.name
    alone = EnrolmentKind.RESIDENT if Insurance.RESIDENT in line.insurances else EnrolmentKind.FLEXIBLE
    return str(ENROLMENT_KIND_NAMES[alone])


def compare_stop_month(line: DeclarationLine, history: History) -> Comparison:
    charged = max((charge.month for charge in history.lines if charge.unit_id == line.unit_id), default=None)
    if charged is None:
        on_record = _("nothing charged in the last %(months)s months") % {"months": HISTORY_MONTHS}
    else:
        on_record = _("last charged: %(month)s") % {"month": month_text(charged.first_day)}
    already_charged = charged is not None and Month.of(line.stop_month) <= charged
    return Comparison(_("First month not charged"), month_text(line.stop_month), on_record, differs=already_charged)


def compare_end(line: DeclarationLine, running: list[Segment]) -> Comparison:
    expected = Month.of(line.ended_on) + 1
    on_record = _("by this day, %(month)s would be the first month not charged") % {
        "month": month_text(expected.first_day)
    }
    before = any(line.ended_on < segment.first_month for segment in running)
    differs = before or expected.first_day != line.stop_month
    return Comparison(_("End of the employment"), day_text(line.ended_on), on_record, differs)


def compare_reason(declaration: Declaration, line: DeclarationLine) -> Comparison:
    asked = str(reason_name(line.reason))
    if declaration.kind == DeclarationKind.REDUCTION:
        asked = f"{line.reason} {asked}"
    if line.reason == "22":
        return compare_death(line, asked)
    if line.reason in ("21", CitizenReason.RETIRED):
        return compare_retirement(line, asked)
    return Comparison(_("Why it stops"), asked, effect_text(line.reason))


def compare_death(line: DeclarationLine, asked: str) -> Comparison:
    person = line.person
    if person.died_on:
        return Comparison(_("Why it stops"), asked, _("died on %(day)s") % {"day": day_text(person.died_on)})
    dead = person.life_status == LifeStatus.DEAD
    on_record = _("recorded as deceased, without a day") if dead else _("recorded as alive")
    return Comparison(_("Why it stops"), asked, on_record, differs=not dead)


def compare_retirement(line: DeclarationLine, asked: str) -> Comparison:
    earliest = earliest_retirement(Month.of(line.person.born_on), retirement_sex(line.person))
    on_record = _("retires in %(month)s at the earliest") % {"month": month_text(earliest.first_day)}
    return Comparison(_("Why it stops"), asked, on_record, differs=Month.of(line.stop_month) < earliest)


def effect_text(reason: str) -> str:
    return str(EFFECT_NAMES[effect_of(reason)])


def compare_contract(line: DeclarationLine, running: list[Segment]) -> list[Comparison]:
    """Return the data of the termination certificate, as far as it was declared."""
    details, found = line.details, []
    if begun := details.get("contract_from"):
        began = date.fromisoformat(begun)
        insured = min((segment.first_month for segment in running), default=None)
        late = insured is not None and Month.of(began) < Month.of(insured)
        on_record = _("insured since %(month)s") % {"month": month_text(insured)} if insured else ""
        found.append(Comparison(_("Contract from"), day_text(began), on_record, differs=late))
    if until := details.get("contract_to"):
        found.append(Comparison(_("Contract to"), day_text(date.fromisoformat(until))))
    if proposed_by := details.get("proposed_by"):
        found.append(Comparison(_("Proposed by"), str(PROPOSER_NAMES[Proposer(proposed_by)])))
    if post := details.get("post"):
        found.append(Comparison(_("Post"), post, is_name=True))
    if note := details.get("note"):
        found.append(Comparison(_("Explanation"), note, is_name=True))
    return found


def paper_wanted(line: DeclarationLine) -> str:
    """Return the paper the unit keeps for this reason; empty where there is none."""
    reason = REDUCTION_REASONS.get(line.reason)
    return str(EVIDENCE_NAMES[reason.evidence]) if reason and reason.evidence else ""


# What will change


@dataclass(frozen=True)
class Change:
    """One enrolment that closes. ``last_month`` is the last one charged, None for one that never was."""

    number: str
    insurance: str
    last_month: date | None
    covered_until: date
    effect: str


def changes(part: DeclarationPart, line: DeclarationLine) -> list[Change]:
    """Return what accepting the part closes for one person; for a part in effect, what it closed."""
    if part.state in (State.EFFECTIVE, State.UNDONE):
        closed = segments_ended_by(part, line.person_id)
        return [change_of(s, s.stop_month, s.covered_until, s.end_reason) for s in closed]
    wanted = line.insurances_of(part.agency)
    running = [s for s in running_segments(line.person_id, line.unit_id) if s.insurance in wanted]
    ends = [(segment, ending_of(segment, line)) for segment in running]
    return [change_of(s, end.stop_month.first_day, end.covered_until, line.reason) for s, end in ends]


def change_of(segment: Enrolment, stop_month: date, uncovered_from: date, reason: str) -> Change:
    charged = stop_month > segment.first_month
    return Change(
        number=segment.number,
        insurance=str(SHORT_INSURANCE_NAMES[Insurance(segment.insurance)]),
        last_month=(Month.of(stop_month) - 1).first_day if charged else None,
        covered_until=uncovered_from - timedelta(days=1),
        effect=effect_text(reason),
    )


# What stands against it


@dataclass(frozen=True)
class Finding:
    """One thing the rules say about the case today; ``tone`` is bad for what forbids it, caution for the rest."""

    code: str
    tone: str
    text: str


@dataclass(frozen=True)
class Findings:
    """What the rules say about the line that is shown, and which lines of the page they forbid, by position."""

    shown: Sequence[Finding] = ()
    forbidden: frozenset[int] = frozenset()


STILL_OPEN = (State.SUBMITTED, State.ACCEPTED, State.WITHDRAWAL_REQUESTED)


def findings(part: DeclarationPart, lines: list[DeclarationLine], shown: DeclarationLine, *, on: date) -> Findings:
    """Return what the rules find today about the declaration and the line that is shown; nothing about a finished one.

    Of a declaration of many people the ``lines`` of the page are looked at, and the positions of those that cannot be
    accepted are told.
    """
    if part.state not in STILL_OPEN:
        return Findings()
    kind = kind_of(part.declaration)
    if kind.findings is None or part.people == 1:
        found = of_lines(kind.problems(part.declaration, on=on), kind.warnings(part.declaration, on=on))
        return Findings(found)
    about = dict(zip(lines, kind.findings(part.declaration, lines, on=on), strict=True))
    hard = [*kind.unit_problems(part.declaration), *about[shown].hard]
    soft = [*kind.unit_warnings(part.declaration, on=on), *about[shown].soft]
    return Findings(of_lines(hard, soft), frozenset(line.position for line, one in about.items() if one.hard))


def of_lines(hard: Sequence[RuleBroken], soft: Sequence[RuleBroken]) -> list[Finding]:
    return [finding(problem, "bad") for problem in hard] + [finding(problem, "caution") for problem in soft]


def finding(problem: RuleBroken, tone: str) -> Finding:
    return Finding(problem.code, tone, sentence(problem))
