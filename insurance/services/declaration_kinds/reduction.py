"""人员减少 personnel reduction: a unit declares that people leave its insurances.

The codes R001 to R030 are the validation catalogue of reductions; hard ones are ``problems``, soft ones ``warnings``.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.models.parties import Person
from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import Sex
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.rules.certificates import EndedBecause
from insurance.rules.findings import Findings
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.notification import told_by
from insurance.rules.reasons import (
    REDUCTION_REASONS,
    Effect,
    Proposer,
    Protection,
    ReductionReason,
    asks_about_protection,
    contract_days_problems,
    contract_problems,
    ends_for_good,
    proposer_problems,
    protection_problem,
    reduction_reason,
)
from insurance.rules.reduction_window import Ahead
from insurance.rules.retirement import earliest_retirement, minimum_pension_months, refuse_too_young
from insurance.rules.unit_standing import may_declare
from insurance.rules.workflow import DECIDERS, Actor, State
from insurance.selectors.contributions import unit_has_arrears
from insurance.selectors.personnel import Personnel
from insurance.selectors.undoing import insured_elsewhere, taken_on_elsewhere
from insurance.selectors.unit_declarations import lines_of
from insurance.services import certificates
from insurance.services.enrolments import close_segments, reopen_segments
from insurance.services.releases import release_asked
from insurance.services.unit_requests import fulfil, undo_fulfilment

RETROACTIVE_MONTHS = 3
"""Reductions reaching further back are checked at the counter."""

NEAR_RETIREMENT_MONTHS = 24

CERTIFICATE_DATA = ("contract_from", "post", "years_in_unit")

TICK = "acknowledged"
"""The field beside which soft findings stand: reading them is ticked there."""


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return every hard finding; an empty list allows the reduction."""
    record = Personnel(declaration, lines_of(declaration), on)
    return [*unit_problems(declaration), *(one for line in record.lines for one in line_problems(record, line))]


def warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return the soft findings, which the operator reads and ticks."""
    record = Personnel(declaration, lines_of(declaration), on)
    soft = [one for line in record.lines for one in line_warnings(record, line)]
    return [*unit_warnings(declaration, on=on), *soft]


def findings(declaration: Declaration, lines: Sequence[DeclarationLine], *, on: date) -> list[Findings]:
    """Return what stands against each line, in the same order; neither the lines nor the declaration need be stored.

    What concerns the unit as a whole is told by ``unit_problems`` and ``unit_warnings``.
    """
    record = Personnel(declaration, lines, on)
    return [Findings(tuple(line_problems(record, line)), tuple(line_warnings(record, line))) for line in lines]


def unit_problems(declaration: Declaration) -> list[RuleBroken]:
    """R010: a unit that is not insured declares nothing."""
    return may_declare(declaration.unit.registration.status, declaration.unit.closed_on)


def unit_warnings(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """R018: the unit owes contributions."""
    return [RuleBroken("R018", TICK)] if unit_has_arrears(declaration.unit, on=on) else []


def line_problems(record: Personnel, line: DeclarationLine) -> list[RuleBroken]:
    """Return the hard findings about one person."""
    if line.reason not in REDUCTION_REASONS:
        return [RuleBroken("R005", "reason")]
    if ended := record.not_running(line):
        return [RuleBroken("R004", "insurances", insurances=ended)]
    reason = reduction_reason(line.reason)
    segments = [segment for segment in record.running(line.person_id) if segment.insurance in line.insurances]
    found = open_declaration_problems(record, line)
    found += date_problems(reason, line, segments, record.on)
    found += set_problems(reason, line, record)
    found += paper_problems(reason, line)
    found += month_problems(record, reason, line, segments)
    return found


def open_declaration_problems(record: Personnel, line: DeclarationLine) -> list[RuleBroken]:
    """R017: another declaration about the same employment is not finished."""
    wanted = set(line.insurances)
    return [
        RuleBroken("R017", "id_number", number=other.number)
        for other in record.open_lines(line)
        if other.unit_id == line.unit_id and wanted & set(other.insurances)
    ][:1]


def date_problems(reason: ReductionReason, line: DeclarationLine, segments: list[Enrolment], on: date):
    """R006: the day the relation ended lies within the enrolment and not too far ahead.

    An employment that never was (误增) has no end to name.
    """
    if line.ended_on is None:
        return [] if reason.effect == Effect.VOID else [RuleBroken("R006.missing", "ended_on")]
    # Nothing runs any more of somebody for whom the other agency has carried out all: their day was checked then.
    first = min((min(segment.covered_from, segment.first_month) for segment in segments), default=line.ended_on)
    last = latest_end(reason, on)
    if line.ended_on < first:
        return [RuleBroken("R006.early", "ended_on", first=first)]
    if line.ended_on > last:
        return [RuleBroken("R006.late", "ended_on", last=last)]
    return []


def latest_end(reason: ReductionReason, on: date) -> date:
    """Return the latest day an end may be declared for: a death has happened, a suspension may lie a month ahead."""
    if reason.code == "22":
        return on
    month = Month.of(on)
    return (month + 1).last_day if reason.ahead == Ahead.SUSPENDED else month.last_day


def set_problems(reason: ReductionReason, line: DeclarationLine, record: Personnel) -> list[RuleBroken]:
    """R022 and R023: which insurances have to stop together."""
    running = {segment.insurance for segment in record.running(line.person_id)}
    if reason.every_insurance and running - set(line.insurances):
        return [RuleBroken("R022", "insurances")]
    pair = running & {Insurance.MEDICAL, Insurance.SUPPLEMENT}
    if len(pair & set(line.insurances)) not in (0, len(pair)):
        return [RuleBroken("R023", "insurances")]
    return []


def paper_problems(reason: ReductionReason, line: DeclarationLine) -> list[RuleBroken]:
    """R013, R015, R020, R021 and the explanation some reasons need."""
    details = line.details
    proposed_by = Proposer(details["proposed_by"]) if details.get("proposed_by") else None
    found = proposer_problems(reason, proposed_by)
    found += contract_problems(reason, **{name: details.get(name) for name in CERTIFICATE_DATA})
    begins, ends = (day_or_none(details.get(name)) for name in ("contract_from", "contract_to"))
    found += contract_days_problems(begins, ends, ended_on=line.ended_on)
    protected = protection_problem(reason, frozenset(map(Protection, details.get("protections", []))))
    if protected:
        found.append(protected)
    if len(details.get("note", "")) < reason.minimum_note:
        found.append(RuleBroken("reduction.note_missing", "note", characters=reason.minimum_note))
    if reason.effect == Effect.CONVERT:
        found += retirement_problems(line)
    return found


def day_or_none(written: str | None) -> date | None:
    """Return a day of a line's details."""
    return date.fromisoformat(written) if written else None


def retirement_problems(line: DeclarationLine) -> list[RuleBroken]:
    """R021: nobody of this sex and month of birth can have retired yet."""
    retires = Month.of(line.ended_on or line.stop_month)
    try:
        refuse_too_young(Month.of(line.person.born_on), retirement_sex(line.person), retires=retires)
    except RuleBroken as too_young:
        return [too_young]
    return []


def retirement_sex(person: Person) -> Sex:
    """Return by which sex the retirement age is judged: where the record states none, by the earlier one."""
    return Sex.MALE if person.sex == Sex.MALE else Sex.FEMALE


def month_problems(
    record: Personnel, reason: ReductionReason, line: DeclarationLine, segments: list[Enrolment]
) -> list[RuleBroken]:
    """R007, R008, R016 and R028: the window, the allowed stop months, closed months, how far back."""
    stop = Month.of(line.stop_month)
    if reason.effect == Effect.VOID:
        closed = record.months.closed
        return [RuleBroken("R016", "stop_month", closed=closed)] if closed and stop <= closed else []
    try:
        allowed = record.months.stop_months(
            max((s.first_month for s in segments), default=line.stop_month), reason.ahead
        )
    except RuleBroken as outside:
        return [outside]
    if Month.of(record.declared_on) - stop > RETROACTIVE_MONTHS:
        return [RuleBroken("R028", "stop_month")]
    if stop not in allowed.choices:
        return [RuleBroken("R007", "stop_month", earliest=allowed.earliest, latest=allowed.latest)]
    return []


def line_warnings(record: Personnel, line: DeclarationLine) -> list[RuleBroken]:
    """R020, R025, R026 and R029 about one person."""
    if line.reason not in REDUCTION_REASONS:
        return []
    reason, day = reduction_reason(line.reason), record.declared_on
    found = []
    if asks_about_protection(reason) and not line.details.get("protections"):
        found.append(RuleBroken("R020.confirm", TICK))
    if line.ended_on and line.ended_on < day and day > (limit := told_by(line.ended_on, record.months.calendar)):
        found.append(RuleBroken("R025", TICK, limit=limit))
    if Insurance.PENSION in line.insurances and near_retirement(record, line):
        found.append(RuleBroken("R026", TICK, months=record.pension_months(line.person_id)))
    if Insurance.MEDICAL in line.insurances and not ends_for_good(line.reason):
        found.append(RuleBroken("R029", TICK, last_day=line.stop_month - timedelta(days=1)))
    return found


def near_retirement(record: Personnel, line: DeclarationLine) -> bool:
    """Return whether retirement is less than two years off and the months for a pension are not reached (R026)."""
    retires = earliest_retirement(Month.of(line.person.born_on), retirement_sex(line.person))
    if retires - Month.of(line.stop_month) > NEAR_RETIREMENT_MONTHS:
        return False
    return record.pension_months(line.person_id) < minimum_pension_months(retires.year)


def submitted(declaration: Declaration, *, at: datetime) -> None:
    """Tell everybody in it what was declared of them, and why."""
    told = [
        (line.person, {"stop_month": f"{line.stop_month:%Y-%m}", "reason": line.reason})
        for line in lines_of(declaration)
    ]
    notices.tell_people(told, "reduction_filed_for_you", at=at, link=f"/me/reductions/{declaration.number}/")


def accepted_by(declaration: Declaration) -> frozenset[Actor]:
    """Return in what capacity the reduction may be accepted: a mistaken increase is taken back by a supervisor only."""
    reasons = declaration.lines.order_by().values_list("reason", flat=True).distinct()
    if any(reduction_reason(reason).supervisor for reason in reasons):
        return frozenset({Actor.SUPERVISOR})
    return DECIDERS


def accepted(part: DeclarationPart, *, at: datetime) -> None:
    """Certify the end of the labour contracts (Labour Contract Law, article 50); other units that have taken the people on
    and asked for it go on."""
    certificates.issue(part, at=at)
    release_asked(part, at=at)


def given_up(part: DeclarationPart, *, at: datetime) -> None:
    """Revoke what was certified."""
    withdrawn = part.state == State.WITHDRAWN
    certificates.give_up(part, EndedBecause.WITHDRAWN if withdrawn else EndedBecause.REOPENED, at=at)


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Settle the employees' own requests that this reduction answers, then close the enrolments: the order of locks."""
    fulfil(part, at=at)
    close_segments(part.declaration.lines.all(), part)


def undo_problems(part: DeclarationPart, lines: list[DeclarationLine], *, on: date) -> list[RuleBroken]:
    """Return that somebody is insured elsewhere by now, or is going to be, so that what was closed cannot run on."""
    others = [(one.first_month, one.person.name) for one in insured_elsewhere(part, [line.person_id for line in lines])]
    others += [(one.start_month, one.person.name) for one in taken_on_elsewhere(part, lines)]
    if not others:
        return []
    names = sorted({name for _month, name in others})
    return [RuleBroken("undo.insured_elsewhere", "people", people=names[:3], since=Month.of(min(others)[0]))]


def take_back(part: DeclarationPart, lines: list[DeclarationLine], *, at: datetime) -> None:
    """Let the enrolments run on; the employees' own requests that were settled are undone, certificates withdrawn.

    RuleBroken("undo.insured_elsewhere.meanwhile") where another enrolment was written at the same moment.
    """
    undo_fulfilment(part, lines, at=at)
    try:
        with transaction.atomic():
            reopen_segments(lines, part)
    except IntegrityError as overlap:
        raise RuleBroken("undo.insured_elsewhere.meanwhile", "people") from overlap
    certificates.withdraw_certificates(lines, at=at)
