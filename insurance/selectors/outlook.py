"""What stopping or resuming would mean on somebody's own record: the record and the area's policy, put before the rules.

Nothing is written. Where an area has no rule for the case, there is no answer (None), and pages say so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from insurance.models.declarations import Declaration, DeclarationLine
from insurance.models.enrolments import Enrolment
from insurance.rules.area_policy import AreaPolicy
from insurance.rules.benefit_rule import PolicyMissing
from insurance.rules.benefits import MedicalRecord
from insurance.rules.explanation import Step
from insurance.rules.kinds import DeclarationKind, EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.outlook import Outlook, Span, of_one_stay, stop_outlook
from insurance.rules.reasons import RETIREMENTS, ends_for_good
from insurance.rules.repayment import KIND_OF
from insurance.rules.resident_outlook import Rejoining, rejoining, resident_stop_outlook
from insurance.rules.resumption import Resumption, repayment_spans, resumption
from insurance.rules.stops import MEDICAL_SCHEME
from insurance.selectors.area_policy import area_policy
from insurance.selectors.contribution_history import Line, history, months_credited
from insurance.selectors.medical_records import PAYER_OF, PersonRecord, medical_record, medical_records

PolicyOf = Callable[[int], AreaPolicy]


@dataclass(frozen=True, slots=True)
class Cover:
    """One enrolment in medical insurance, the employees' or the residents', by whom and since when."""

    person_id: int
    area_id: int
    kind: EnrolmentKind
    first: Month

    @property
    def is_resident(self) -> bool:
        return self.kind == EnrolmentKind.RESIDENT


@dataclass(frozen=True, slots=True)
class Known:
    """What a what-if starts from: the record and the area's policy.

    ``credited`` are the months credited so far, None for who may not see them; ``own_base_fen`` is the base last charged.
    """

    cover: Cover
    record: MedicalRecord
    policy: AreaPolicy
    on: date
    credited: tuple[Month, ...] | None = None
    own_base_fen: int | None = None

    def if_stopped(self, stop: Month, *, reason: str = "") -> Outlook | None:
        """Return what it would mean to stop; ``reason`` tells an end for good, empty where none is chosen yet."""
        about = {"first": self.cover.first, "stop": max(stop, self.cover.first), "on": self.on}
        try:
            if self.cover.is_resident:
                return resident_stop_outlook(self.record, self.policy, **about)
            ends = {"ended": bool(reason) and ends_for_good(reason), "retired": reason in RETIREMENTS}
            return stop_outlook(self.record, self.policy, **about, **ends, credited=self.credited)
        except PolicyMissing:
            return None

    def if_stopped_and_resumed(self, stop: Month, credited_on: date) -> Resumption | Rejoining | None:
        """Return what it would mean to stop and to come back on a day, everything credited that day."""
        if self.cover.is_resident:
            stopped = self.record.with_resident_stop(stop)
        else:
            stopped = self.record.with_stop(self.cover.first, stop)
        return self._resumed(stopped, stop, Month.of(credited_on), credited_on)

    def if_resumed(self, stopped: Month, first_month: Month) -> Resumption | Rejoining | None:
        """Return what it would mean to resume what is not charged since ``stopped``, everything credited at once.

        A resident pays on the day itself, for the year to come; others when the month has begun.
        """
        credited_on = self.on if self.cover.is_resident else max(self.on, first_month.first_day)
        return self._resumed(self.record, stopped, first_month, credited_on)

    def spans_if_resumed(self, first_month: Month) -> tuple[Span, ...]:
        """Return what later credits of the gap bring to somebody who goes on paying from a month; none without a gap."""
        if self.cover.is_resident:
            return ()
        since = max(self.on, first_month.first_day)
        try:
            return repayment_spans(
                self.record, self.policy, payer=PAYER_OF[self.cover.kind], first_month=first_month, since=since
            )
        except PolicyMissing:
            return ()

    def _resumed(self, record: MedicalRecord, stop: Month, first_month: Month, credited_on: date):
        try:
            if self.cover.is_resident:
                return rejoining(record, self.policy, first_month=first_month, credited_on=credited_on)
            return resumption(
                record,
                self.policy,
                stop=stop,
                payer=PAYER_OF[self.cover.kind],
                first_month=first_month,
                credited_on=credited_on,
                own_base_fen=self.own_base_fen,
                credited=self.credited,
            )
        except PolicyMissing:
            return None


def known_to_person(cover: Cover, lines: list[Line], *, on: date) -> Known | None:
    """Return what a person's what-if about their own cover starts from; three statements.

    ``lines`` is the person's contribution history.
    """
    found = medical_record(cover.person_id, on=on)
    return found and _known_to_person(cover, found.record, lines, on)


def _known_to_person(cover: Cover, record: MedicalRecord, lines: list[Line], on: date) -> Known:
    credited = tuple(months_credited(lines, on=on).get(Insurance.MEDICAL, ()))
    return Known(cover, record, area_policy(cover.area_id), on, credited, latest_base(lines))


def latest_base(lines: list[Line]) -> int | None:
    """Return the base of medical insurance last charged, in fen; None when none was."""
    bases = (share.base for line in reversed(lines) for share in line.shares if share.insurance == Insurance.MEDICAL)
    return next((base for base in bases if base), None)


def known_to_unit(cover: Cover, record: MedicalRecord, *, on: date, policy_of: PolicyOf = area_policy) -> Known:
    """Return what the unit may see: dates and rules of the employment with it, nothing of other times or payers.

    ``policy_of`` gives an area's policy; one that remembers it serves many people.
    """
    return Known(cover, of_one_stay(record, cover.first), policy_of(cover.area_id), on)


# What a declaration means ---------------------------------------------------------------------------------------------


def outlooks_of_lines(declaration: Declaration, lines: Sequence[DeclarationLine], *, on: date) -> list[Step | None]:
    """Return what each line of a declaration means for medical benefits, as it is shown when it is declared.

    None where it concerns none. A unit's line tells what the unit may see. Two statements for all lines of a unit.
    """
    about = [line.person_id for line in lines if medical_of(line)]
    records = {found.person_id: found for found in medical_records(about, on=on)} if about else {}
    policy_of = cache(area_policy)
    return [_outlook(declaration, line, records.get(line.person_id), on, policy_of) for line in lines]


def _outlook(
    declaration: Declaration, line: DeclarationLine, found: PersonRecord | None, on: date, policy_of: PolicyOf
) -> Step | None:
    insurance = medical_of(line)
    if insurance is None:
        return None
    if line.stop_month:
        known = _known(declaration, insurance, found, on, policy_of)
        outlook = known and known.if_stopped(Month.of(line.stop_month), reason=line.reason)
        return outlook and outlook.explanation
    if declaration.kind != DeclarationKind.RESUME:
        return None
    resumed = _resumption_of(line, insurance, on)
    return resumed and resumed.explanation


def known_of_line(line: DeclarationLine, *, on: date) -> Known | None:
    """Return what a what-if about a line that stops insurances starts from, for who declares it; None as above."""
    insurance = medical_of(line)
    if insurance is None:
        return None
    return _known(line.declaration, insurance, medical_record(line.person_id, on=on), on, area_policy)


def _known(
    declaration: Declaration, insurance: Insurance, found: PersonRecord | None, on: date, policy_of: PolicyOf
) -> Known | None:
    cover = found and running_cover(found, insurance)
    if cover is None:
        return None
    if declaration.unit_id:
        return known_to_unit(cover, found.record, on=on, policy_of=policy_of)
    return _known_to_person(cover, found.record, history(cover.person_id, on=on), on)


def medical_of(line: DeclarationLine) -> Insurance | None:
    """Return the medical insurance a line is about, None where it is about none."""
    return next(iter(MEDICAL_SCHEME & set(map(Insurance, line.insurances))), None)


def _resumption_of(line: DeclarationLine, insurance: Insurance, on: date) -> Resumption | Rejoining | None:
    cover, stopped = last_cover_alone(line.person_id, insurance)
    known = cover and known_to_person(cover, history(cover.person_id, on=on), on=on)
    return known and known.if_resumed(stopped, Month.of(line.start_month))


def running_cover(found: PersonRecord, insurance: Insurance) -> Cover | None:
    """Return the medical enrolment that runs in a person's record; there is one at a time."""
    if insurance == Insurance.RESIDENT:
        firsts = [(EnrolmentKind.RESIDENT, stay.first) for stay in found.record.resident_stays if stay.stop is None]
    else:
        firsts = [(KIND_OF[stay.payer], stay.first) for stay in found.record.stays if stay.stop is None]
    return next((Cover(found.person_id, found.area_id, kind, first) for kind, first in firsts), None)


def last_cover_alone(person_id: int, insurance: Insurance) -> tuple[Cover | None, Month | None]:
    """Return the medical enrolment somebody last paid alone and from when nothing of the scheme is charged; one
    statement."""
    of_scheme = list(Enrolment.objects.filter(person=person_id, insurance__in=MEDICAL_SCHEME).order_by("-first_month"))
    alone = next((one for one in of_scheme if one.insurance == insurance and one.unit_id is None), None)
    stops = [one.stop_month for one in of_scheme if one.stop_month]
    return _cover(alone), Month.of(max(stops)) if stops else None


def _cover(enrolment: Enrolment | None) -> Cover | None:
    if enrolment is None:
        return None
    kind, first = EnrolmentKind(enrolment.kind), Month.of(enrolment.first_month)
    return Cover(enrolment.person_id, enrolment.area_id, kind, first)
