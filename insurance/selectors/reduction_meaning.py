"""What a unit's reduction means for the person in it: medical benefits on their own record, and unemployment benefit."""

from dataclasses import dataclass
from datetime import date

from accounts.rules.errors import RuleBroken
from insurance.models.declarations import DeclarationLine
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.outlook import Outlook
from insurance.rules.reasons import JobLoss, Proposer, reduction_reason
from insurance.rules.unemployment import UnemploymentDuration, unemployment_duration
from insurance.selectors.contribution_history import history
from insurance.selectors.contributions import paid_months_of
from insurance.selectors.medical_records import medical_record
from insurance.selectors.outlook import known_to_person, medical_of, running_cover
from insurance.selectors.policy import unemployment_rule_on


@dataclass(frozen=True)
class JobLossMeaning:
    """What a reason means for unemployment benefit.

    ``involuntary``: whether it counts as job loss not by one's own will, None where the question does not arise.
    ``duration``: for how long benefit is paid at most, None where it is not or where the area has no scale.
    """

    involuntary: bool | None
    paid_months: int
    duration: UnemploymentDuration | None


def medical_meaning(line: DeclarationLine, *, on: date) -> Outlook | None:
    """Return what the end means for the person's own medical benefits while the enrolment still runs; None for nothing."""
    insurance = medical_of(line)
    found = insurance and medical_record(line.person_id, on=on)
    cover = found and running_cover(found, insurance)
    known = cover and known_to_person(cover, history(line.person_id, on=on), on=on)
    return known.if_stopped(Month.of(line.stop_month), reason=line.reason_in_force) if known else None


def job_loss_meaning(line: DeclarationLine, area: PoolingArea, *, on: date) -> JobLossMeaning:
    """Return what the reason that counts means for unemployment benefit."""
    reason = reduction_reason(line.reason_in_force)
    involuntary = None if reason.job_loss == JobLoss.NOT_APPLICABLE else reason.involuntary(proposer_in_force(line))
    paid = paid_months_of([line.person_id], Insurance.UNEMPLOYMENT).get(line.person_id, 0)
    return JobLossMeaning(involuntary, paid, duration_of(area, paid, on) if involuntary else None)


def proposer_in_force(line: DeclarationLine) -> Proposer | None:
    """Return who proposed the end: as found in a dispute, else as declared."""
    said = line.details.get("found_proposed_by" if line.details.get("found_reason") else "proposed_by")
    return Proposer(said) if said else None


def duration_of(area: PoolingArea, paid_months: int, on: date) -> UnemploymentDuration | None:
    try:
        return unemployment_duration(paid_months, unemployment_rule_on(area, on))
    except RuleBroken:
        return None
