"""Why insurance stops: the reasons employers and citizens declare, and what follows from each.

The employers' reasons are our own leaves with the code of the national indicator set (AAE160) beside them; that set is
coarser, so several of ours share one of its codes. Names in both languages stand in ``insurance/wording_reasons.py``.

Whether somebody lost the job by their own will decides on unemployment benefit (Social Insurance Law, article 45;
Implementing Provisions, article 13; Guangdong Unemployment Insurance Ordinance, article 16).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.rules.errors import RuleBroken
from insurance.rules.kinds import EnrolmentKind
from insurance.rules.reduction_window import Ahead

FIELD = "reason"
OTHER_MINIMUM_CHARACTERS = 5


class Effect(StrEnum):
    """What becomes of the enrolment. Suspension keeps the relation, termination ends it for good."""

    SUSPEND = "suspend"
    TERMINATE = "terminate"
    CONVERT = "convert"
    MOVE = "move"
    VOID = "void"


class JobLoss(StrEnum):
    """Whether a job was lost against the person's will; VOLUNTARY also where no job was lost, as in a transfer."""

    INVOLUNTARY = "involuntary"
    VOLUNTARY = "voluntary"
    BY_PROPOSER = "by_proposer"
    NOT_APPLICABLE = "not_applicable"


class Proposer(StrEnum):
    """Who proposed to end the employment."""

    UNIT = "unit"
    PERSON = "person"


class Evidence(StrEnum):
    """The paper the unit keeps for a reason; it is asked for only where a law says so."""

    CERTIFICATE = "certificate"
    RESIGNATION = "resignation"
    DISMISSAL_NOTICE = "dismissal_notice"
    AWARD = "award"
    LAYOFF_REPORT = "layoff_report"
    REGISTRY_RULING = "registry_ruling"
    DEATH_RECORD = "death_record"
    NATIONALITY_STATEMENT = "nationality_statement"
    ENLISTMENT_NOTICE = "enlistment_notice"
    JUDGMENT = "judgment"
    COURT_DECISION = "court_decision"
    LEAVE_AGREEMENT = "leave_agreement"


class Protection(StrEnum):
    """States in which a labour contract may not be ended under articles 40 and 41 (Labour Contract Law, article 42)."""

    OCCUPATIONAL_CHECK = "occupational_check"
    WORK_INJURY = "work_injury"
    MEDICAL_PERIOD = "medical_period"
    MATERNITY = "maternity"
    NEAR_RETIREMENT = "near_retirement"


class ProtectionEffect(StrEnum):
    """What protection means for a reason: ending is forbidden, or an expired contract runs on (articles 42 and 45)."""

    FORBIDS = "forbids"
    EXTENDS = "extends"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReductionReason:
    """One reason of a personnel reduction.

    ``legacy`` holds the AAE160 codes, the first one for an end the unit proposed. ``article`` names the law in
    short: LCL Labour Contract Law, SIL Social Insurance Law, IP its Implementing Provisions.
    ``needs_contract``: the termination certificate's data (term, post, years in the unit) is required.
    ``needs_proposer``: the declarer says who proposed the end; ``proposer``: who it must have been.
    ``every_insurance``: all insurances stop together. ``minimum_note``: characters of explanation required.
    ``supervisor``: only a supervisor decides. ``needs_target_unit``: the unit the person moves to is named.
    """

    code: str
    legacy: tuple[str, ...]
    effect: Effect
    job_loss: JobLoss = JobLoss.NOT_APPLICABLE
    article: str = ""
    needs_contract: bool = False
    needs_proposer: bool = False
    proposer: Proposer | None = None
    every_insurance: bool = False
    protection: ProtectionEffect | None = None
    evidence: Evidence | None = None
    minimum_note: int = 0
    supervisor: bool = False
    needs_target_unit: bool = False

    def involuntary(self, proposed_by: Proposer | None = None) -> bool | None:
        """Return whether this counts as "not by own will"; None where the question does not arise or is open."""
        if self.job_loss == JobLoss.BY_PROPOSER:
            return None if proposed_by is None else proposed_by == Proposer.UNIT
        return {JobLoss.INVOLUNTARY: True, JobLoss.VOLUNTARY: False}.get(self.job_loss)

    @property
    def ahead(self) -> Ahead:
        """How far ahead the end may be declared."""
        return Ahead.SUSPENDED if self.effect == Effect.SUSPEND else Ahead.ENDED


E, J, V, P = Effect, JobLoss, Evidence, ProtectionEffect
UNIT, PERSON = Proposer


def _end(code: str, legacy: str, job_loss: JobLoss, article: str, **more) -> ReductionReason:
    """Return a reason by which a labour contract ends."""
    return _reason(code, legacy, E.SUSPEND, job_loss=job_loss, article=article, needs_contract=True, **more)


def _reason(code: str, legacy: str, effect: Effect, **more) -> ReductionReason:
    return ReductionReason(code=code, legacy=tuple(legacy.split()), effect=effect, **more)


REDUCTION_REASONS: dict[str, ReductionReason] = {
    reason.code: reason
    for reason in (
        _end("11", "221", J.INVOLUNTARY, "LCL 44(1)", protection=P.EXTENDS, evidence=V.CERTIFICATE),
        _end("12", "221", J.INVOLUNTARY, "LCL 36", needs_proposer=True, proposer=UNIT, evidence=V.CERTIFICATE),
        _end("13", "222", J.VOLUNTARY, "LCL 36", needs_proposer=True, proposer=PERSON, evidence=V.CERTIFICATE),
        _end("14", "222", J.VOLUNTARY, "LCL 37", evidence=V.RESIGNATION),
        _end("15", "221", J.INVOLUNTARY, "LCL 38", evidence=V.AWARD),
        _end("16", "223", J.INVOLUNTARY, "LCL 39", evidence=V.DISMISSAL_NOTICE),
        _end("17", "223", J.INVOLUNTARY, "LCL 40", protection=P.FORBIDS, evidence=V.DISMISSAL_NOTICE),
        _end("18", "223", J.INVOLUNTARY, "LCL 41", protection=P.FORBIDS, evidence=V.LAYOFF_REPORT),
        _end("19", "221", J.INVOLUNTARY, "LCL 44(4), 44(5)", evidence=V.REGISTRY_RULING),
        _end("20", "223 222", J.BY_PROPOSER, "LCL 37, 39", needs_proposer=True),
        _reason("21", "251 210", E.CONVERT, article="LCL 44(2)"),
        _reason("22", "211", E.TERMINATE, article="LCL 44(3)", every_insurance=True, evidence=V.DEATH_RECORD),
        _reason("23a", "229", E.SUSPEND, article="IP 6", every_insurance=True),
        _reason("23b", "212", E.TERMINATE, article="IP 6", every_insurance=True, evidence=V.NATIONALITY_STATEMENT),
        _reason("24", "224", E.SUSPEND, evidence=V.ENLISTMENT_NOTICE),
        _reason("25", "225", E.SUSPEND, job_loss=J.VOLUNTARY),
        _reason("26", "226", E.SUSPEND, job_loss=J.VOLUNTARY, evidence=V.JUDGMENT),
        _reason("27", "227", E.SUSPEND, evidence=V.COURT_DECISION),
        _reason("28", "228", E.SUSPEND, job_loss=J.VOLUNTARY, evidence=V.LEAVE_AGREEMENT),
        _reason("29", "241", E.MOVE, job_loss=J.VOLUNTARY, article="SIL 52", needs_target_unit=True),
        _reason("30", "231", E.SUSPEND, article="SIL 19, 32, 52"),
        _reason("31", "241", E.MOVE, job_loss=J.VOLUNTARY),
        _reason("32", "229", E.SUSPEND, job_loss=J.VOLUNTARY),
        _reason("33", "241", E.MOVE, job_loss=J.VOLUNTARY, needs_target_unit=True),
        _reason("34", "229", E.VOID, job_loss=J.VOLUNTARY, supervisor=True),
        _reason("39", "229 269", E.SUSPEND, job_loss=J.VOLUNTARY, minimum_note=OTHER_MINIMUM_CHARACTERS),
    )
}
"""Every reason an employer may give, in the order of the form."""


def reduction_reason(code: str) -> ReductionReason:
    """Return the reason of a code; RuleBroken("R005") for a code that is none or only a group (23)."""
    if code not in REDUCTION_REASONS:
        raise RuleBroken("R005", FIELD)
    return REDUCTION_REASONS[code]


def proposer_problems(reason: ReductionReason, proposed_by: Proposer | None) -> list[RuleBroken]:
    """Return R015 when who proposed the end is missing or does not fit the reason.

    Agreement proposed by the unit (12) and by the person (13) differ in unemployment benefit and severance pay.
    """
    if not reason.needs_proposer:
        return []
    if proposed_by is None:
        return [RuleBroken("R015", "proposed_by")]
    if reason.proposer not in (None, proposed_by):
        return [RuleBroken("R015", "proposed_by", expected=str(reason.proposer))]
    return []


def contract_problems(reason: ReductionReason, **given: object) -> list[RuleBroken]:
    """Return R013 for each piece of the termination certificate's data that is missing.

    ``given`` maps the form's field names (contract_from, post, years_in_unit) to what was filled in; 0 years is an
    answer. Source: Implementing Regulations of the Labour Contract Law, article 24.
    """
    if not reason.needs_contract:
        return []
    return [RuleBroken("R013", name) for name, value in given.items() if value in (None, "")]


def contract_days_problems(begins: date | None, ends: date | None, *, ended_on: date | None) -> list[RuleBroken]:
    """Return what cannot be right about the days of a contract: begun after it was ended, or its term over before it began.

    They are printed on the termination certificate (Implementing Regulations of the Labour Contract Law, article 24).
    """
    if begins is None:
        return []
    if ended_on is not None and begins > ended_on:
        return [RuleBroken("reduction.contract_begins", "contract_from", ended=ended_on)]
    return [RuleBroken("A013", "contract_to", begins=begins)] if ends is not None and ends < begins else []


def asks_about_protection(reason: ReductionReason) -> bool:
    """Tell whether the unit must say if a state of article 42 holds before it ends the contract for this reason."""
    return reason.protection is not None


def protection_problem(reason: ReductionReason, states: frozenset[Protection]) -> RuleBroken | None:
    """Return R020 when a state of article 42 forbids the end of the contract (17, 18) or extends the contract (11).

    Fact ``effect`` says which of the two, ``states`` which protections were named.
    """
    if not states or reason.protection is None:
        return None
    return RuleBroken("R020", FIELD, effect=str(reason.protection), states=tuple(sorted(map(str, states))))


class CitizenReason(StrEnum):
    """Why a citizen stops an insurance."""

    JOINED_EMPLOYER = "joined_employer"
    JOINED_RESIDENT = "joined_resident"
    MOVED_AWAY = "moved_away"
    HARDSHIP = "hardship"
    DUPLICATE = "duplicate"
    ENLISTED = "enlisted"
    RETIRED = "retired"
    OTHER = "other"


C = CitizenReason

CITIZEN_REASONS: dict[EnrolmentKind, tuple[CitizenReason, ...]] = {
    EnrolmentKind.FLEXIBLE: tuple(CitizenReason),
    EnrolmentKind.RESIDENT: (C.JOINED_EMPLOYER, C.DUPLICATE, C.MOVED_AWAY, C.ENLISTED, C.OTHER),
    EnrolmentKind.EMPLOYEE: (C.JOINED_EMPLOYER, C.MOVED_AWAY, C.DUPLICATE, C.ENLISTED, C.RETIRED, C.OTHER),
}
"""Which reasons make sense for which enrolment, in the order of the form."""

CITIZEN_EFFECTS: dict[CitizenReason, Effect] = dict.fromkeys(CitizenReason, E.SUSPEND) | {C.RETIRED: E.CONVERT}
"""Only death, loss of nationality and retirement end a relation for good; whatever else a citizen says suspends it."""


_CONVERSIONS = [reason for reason in REDUCTION_REASONS.values() if reason.effect == E.CONVERT]

RETIREMENTS = frozenset(
    {reason.code for reason in _CONVERSIONS}
    | {legacy for reason in _CONVERSIONS for legacy in reason.legacy}
    | {str(reason) for reason, effect in CITIZEN_EFFECTS.items() if effect == E.CONVERT}
)
"""Reasons, ours and the legacy system's, by which contributions end with retirement: medical benefits go on without
them (Social Insurance Law, article 27)."""

FOR_GOOD = frozenset({E.TERMINATE, E.CONVERT})


def effect_of(code: str) -> Effect:
    """Return what becomes of the enrolment for a reason of an employer or of a citizen."""
    if code in REDUCTION_REASONS:
        return REDUCTION_REASONS[code].effect
    return CITIZEN_EFFECTS[CitizenReason(code)]


def ends_for_good(code: str) -> bool:
    """Tell whether nothing can follow an end for this reason: death, loss of nationality, retirement."""
    return effect_of(code) in FOR_GOOD
