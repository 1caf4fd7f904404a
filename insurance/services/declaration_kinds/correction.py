"""更正 correction: what a unit declared by mistake is put right from the first open month on; closed months stay.

Money of the closed months is named on the lines (``details["settlement"]``): a bill of its own follows it.
"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.rules.errors import RuleBroken
from accounts.rules.roles import Agency
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.models.enrolments import Enrolment
from insurance.rules.corrections import END_REASON
from insurance.rules.kinds import AGENCY_OF, DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import Action, Actor, State
from insurance.selectors.corrections import charged_with, first_open_month, settlement, written_by
from insurance.selectors.personnel import Personnel
from insurance.selectors.undoing import slot_of, would_overlap
from insurance.selectors.unit_declarations import lines_of
from insurance.services import certificates, declarations, disputes


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids the correction on that day; an empty list allows it."""
    about, lines = declaration.about, lines_of(declaration)
    record = Personnel(declaration, lines, on)
    standing = written_by(about, record.people)
    found = [problem for line in lines for problem in line_problems(record, line, standing.get(line.person_id, []))]
    return found + overlap_problems(declaration, standing)


def line_problems(record: Personnel, line: DeclarationLine, standing: list[Enrolment]) -> list[RuleBroken]:
    """Return that nothing is left to correct of one person, or that another declaration is under way."""
    left = {segment.insurance for segment in standing}
    missing = [code for code in map(Insurance, line.insurances) if code not in left]
    if [code for code in missing if AGENCY_OF[code] not in record.carried_out]:
        return [RuleBroken("correction.nothing_in_effect", "people")]
    others = (other for other in record.open_lines(line) if other.unit_id == line.unit_id)
    return [RuleBroken("R017", "people", number=other.number) for other in others][:1]


def overlap_problems(declaration: Declaration, standing: dict[int, list[Enrolment]]) -> list[RuleBroken]:
    """Return that somebody is insured elsewhere, so that what was ended by mistake cannot run on."""
    if declaration.about.kind != DeclarationKind.REDUCTION:
        return []
    first = first_open_month(declaration.area).first_day
    ended = [segment for segments in standing.values() for segment in segments]
    wanted = {(segment.person_id, slot_of(segment)): first for segment in ended}
    others = would_overlap(wanted, besides=[segment.pk for segment in ended])
    if not others:
        return []
    names = sorted({other.person.name for other in others})
    return [RuleBroken("undo.insured_elsewhere", "people", people=names[:3], since=Month.of(others[0].first_month))]


def effective_on(part: DeclarationPart, *, on: date) -> date:
    """What was a mistake is put right at once."""
    return on


def submitted(declaration: Declaration, *, at: datetime) -> None:
    """Tell everybody in it that what was declared of them is to be corrected."""
    told = [(line.person, {}) for line in lines_of(declaration)]
    notices.tell_people(told, "correction_filed_for_you", at=at, link="/me/insurance/")


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Put the record right from the first open month on, mark what was corrected, name the money of closed months."""
    disputed = disputes.locked_about(part.declaration.about.number)
    about, about_parts = declarations.locked(part.declaration.about.number)
    lines = {line.person_id: line for line in lines_of(part.declaration)}
    standing = written_by(about, lines)
    mine = {
        person: [segment for segment in segments if AGENCY_OF[segment.insurance] == part.agency]
        for person, segments in standing.items()
    }
    first = first_open_month(part.declaration.area)
    note_money(part, about, lines, mine, first)
    if about.kind == DeclarationKind.REDUCTION:
        go_on(part, [segment for segments in mine.values() for segment in segments], first)
    else:
        end_now(part, [segment for segments in mine.values() for segment in segments], first)
    corrected = mark_corrected(about, about_parts, part, lines, at=at)
    disputes.settle_by_undo(disputed, corrected, at=at)


def note_money(part: DeclarationPart, about: Declaration, lines: dict, mine: dict, first: Month) -> None:
    """Write the month the correction counts from, and the agency's months of money, as they are by the books of now."""
    charged = charged_with(about, lines) if about.kind == DeclarationKind.INCREASE else {}
    column = "start_month" if about.kind == DeclarationKind.REDUCTION else "stop_month"
    for person, line in lines.items():
        others = [entry for entry in line.details.get("settlement", ()) if entry["agency"] != part.agency]
        owed = settlement(about, mine.get(person, ()), first, charged.get(person, ()))
        line.details["settlement"] = sorted([*others, *owed], key=lambda entry: (entry["month"], entry["agency"]))
        setattr(line, column, first.first_day)
    DeclarationLine.objects.bulk_update(lines.values(), ["details", column], batch_size=1000)


def go_on(part: DeclarationPart, ended: list[Enrolment], first: Month) -> None:
    """Let enrolments that were ended by mistake go on in new segments; work injury covers from the day after."""
    tomorrow = part.effective_on + timedelta(days=1)
    segments = [
        Enrolment(
            person_id=old.person_id,
            area_id=old.area_id,
            insurance=old.insurance,
            kind=old.kind,
            unit_id=old.unit_id,
            first_month=first.first_day,
            covered_from=max(first.first_day, tomorrow) if old.insurance == Insurance.INJURY else first.first_day,
            wage_fen=old.wage_fen,
            employment_kind=old.employment_kind,
            begun_by=part,
        )
        for old in ended
    ]
    try:
        with transaction.atomic():
            Enrolment.objects.bulk_create(segments, batch_size=1000)
    except IntegrityError as overlap:
        raise RuleBroken("undo.insured_elsewhere.meanwhile", "people") from overlap


def end_now(part: DeclarationPart, begun: list[Enrolment], first: Month) -> None:
    """End enrolments that should never have begun with the last closed month."""
    keys = sorted(segment.pk for segment in begun)
    held = list(Enrolment.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",)))
    for segment in held:
        segment.stop_month = max(first.first_day, segment.first_month)
        segment.covered_until = max(first.first_day, segment.covered_from)
        segment.end_reason, segment.ended_by = END_REASON, part
    Enrolment.objects.bulk_update(held, ["stop_month", "covered_until", "end_reason", "ended_by"], batch_size=1000)


def mark_corrected(
    about: Declaration, about_parts, part: DeclarationPart, lines: dict, *, at: datetime
) -> list[DeclarationLine]:
    """Mark the people of whom nothing is left to correct, and the part of which nothing stands any more.

    Return the lines whose end of employment does not hold any more: certificates and disputes about them go with it.
    """
    left = written_by(about)
    corrected = list(about.lines.filter(person__in=set(lines) - set(left), undone_at=None))
    DeclarationLine.objects.filter(pk__in=[line.pk for line in corrected]).update(undone_at=at)
    by_hrss = about.lines.filter(person__in=set(lines)) if part.agency == Agency.HRSS else corrected
    settled = list(by_hrss)
    certificates.withdraw_certificates(settled, at=at)
    stands = any(AGENCY_OF[one.insurance] == part.agency for segments in left.values() for one in segments)
    for other in about_parts:
        if other.agency == part.agency and other.state == State.EFFECTIVE and not stands:
            declarations.move(other, Action.UNDO, Actor.SYSTEM, actor=None, at=at, correction=part.declaration.number)
            declarations.save_part(other)
    return settled
