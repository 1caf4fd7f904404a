"""Names of the codes in ``insurance/rules/reasons.py``, ``reduction_window.py`` and ``data/calendar.toml``."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from insurance.rules.reasons import (
    CitizenReason,
    Effect,
    Evidence,
    JobLoss,
    Proposer,
    Protection,
)
from insurance.rules.reduction_window import EffectiveRule

REDUCTION_REASON_NAMES = {
    "11": _("Labour contract expired"),
    "12": _("Contract ended by agreement, proposed by the unit"),
    "13": _("Contract ended by agreement, proposed by the person"),
    "14": _("Resigned"),
    "15": _("Contract ended by the person because of the unit's fault"),
    "16": _("Dismissed for the person's fault (expulsion and removal included)"),
    "17": _("Dismissed without fault (end of medical period, unfit for the post, changed circumstances)"),
    "18": _("Laid off for economic reasons"),
    "19": _("Unit bankrupt, revoked, closed or dissolved"),
    "20": _("Contract ended in the probation period"),
    "21": pgettext_lazy("reason", "Retired"),
    "22": pgettext_lazy("reason", "Died"),
    "23a": _("Settled outside the country"),
    "23b": _("Lost Chinese nationality"),
    "24": _("Joined the armed forces"),
    "25": _("Went on to study"),
    "26": _("In prison or in detention"),
    "27": _("Missing or declared missing"),
    "28": _("On long leave without pay"),
    "29": _("Moved to another unit in the pooling area"),
    "30": _("Insurance transferred to another pooling area"),
    "31": _("Changed between the civil-service and the enterprise scheme"),
    "32": _("Double enrolment cleared"),
    "33": _("Labour dispatch: returned or moved"),
    "34": _("Added by mistake, never employed (to be undone)"),
    "39": _("Another reason (please explain)"),
}

CITIZEN_REASON_NAMES = {
    CitizenReason.JOINED_EMPLOYER: _("I am insured through a unit now"),
    CitizenReason.JOINED_RESIDENT: _("I am changing to the resident scheme"),
    CitizenReason.MOVED_AWAY: _("I am moving to another place"),
    CitizenReason.HARDSHIP: _("I cannot afford the payments for now"),
    CitizenReason.DUPLICATE: _("I am insured twice"),
    CitizenReason.ENLISTED: _("I am joining the armed forces"),
    CitizenReason.RETIRED: _("I am retiring"),
    CitizenReason.OTHER: _("A different reason"),
}

OWN_REASON_NAMES = {
    "undone": pgettext_lazy("reason", "Taken back"),
    "base_raised": pgettext_lazy("reason", "Goes on with a higher base"),
    "joined_alone": pgettext_lazy("reason", "Joined employees' medical insurance alone"),
}
"""Ends that nobody declared: what was begun and taken back, a resident enrolment that gave way."""

EFFECT_NAMES = {
    Effect.SUSPEND: _("payment suspended, the relation stays"),
    Effect.TERMINATE: _("enrolment ended for good"),
    Effect.CONVERT: _("changed from working to retired"),
    Effect.MOVE: _("moved to another payer"),
    Effect.VOID: _("enrolment undone"),
}

JOB_LOSS_NAMES = {
    JobLoss.INVOLUNTARY: _("counts as job loss not by one's own will"),
    JobLoss.VOLUNTARY: _("does not count as job loss against one's will"),
    JobLoss.BY_PROPOSER: _("depends on who proposed the end"),
    JobLoss.NOT_APPLICABLE: _("no matter for unemployment benefit"),
}

PROPOSER_NAMES = {
    Proposer.UNIT: pgettext_lazy("who proposed", "the unit"),
    Proposer.PERSON: pgettext_lazy("who proposed", "the person"),
}

PROTECTION_NAMES = {
    Protection.OCCUPATIONAL_CHECK: _(
        "exposed to occupational hazards without a health check on leaving, or under observation"
    ),
    Protection.WORK_INJURY: _("occupational disease or work injury with loss of working capacity"),
    Protection.MEDICAL_PERIOD: _("ill or injured, within the medical period"),
    Protection.MATERNITY: _("pregnancy, maternity leave or nursing period"),
    Protection.NEAR_RETIREMENT: _("15 years in the unit without a break and less than 5 to retirement"),
}

EVIDENCE_NAMES = {
    Evidence.CERTIFICATE: _("certificate of the end of the labour contract"),
    Evidence.RESIGNATION: _("letter of resignation"),
    Evidence.DISMISSAL_NOTICE: _("notice of dismissal"),
    Evidence.AWARD: _("arbitration award, judgment or notice of the person"),
    Evidence.LAYOFF_REPORT: _("report of the lay-off to the labour authority"),
    Evidence.REGISTRY_RULING: _("ruling or registry decision on the unit"),
    Evidence.DEATH_RECORD: _("record of death"),
    Evidence.NATIONALITY_STATEMENT: _("written application and confirmation of the loss of nationality"),
    Evidence.ENLISTMENT_NOTICE: _("enlistment notice"),
    Evidence.JUDGMENT: _("judgment or notice of detention"),
    Evidence.COURT_DECISION: _("court decision on missing persons"),
    Evidence.LEAVE_AGREEMENT: _("agreement on leave"),
}

ARTICLE_NAMES = {
    "LCL 36": _("Labour Contract Law, article 36"),
    "LCL 37": _("Labour Contract Law, article 37"),
    "LCL 37, 39": _("Labour Contract Law, articles 37 and 39"),
    "LCL 38": _("Labour Contract Law, article 38"),
    "LCL 39": _("Labour Contract Law, article 39"),
    "LCL 40": _("Labour Contract Law, article 40"),
    "LCL 41": _("Labour Contract Law, article 41"),
    "LCL 44(1)": _("Labour Contract Law, article 44, item 1"),
    "LCL 44(2)": _("Labour Contract Law, article 44, item 2"),
    "LCL 44(3)": _("Labour Contract Law, article 44, item 3"),
    "LCL 44(4), 44(5)": _("Labour Contract Law, article 44, items 4 and 5"),
    "IP 6": _("Implementing Provisions of the Social Insurance Law, article 6"),
    "SIL 52": _("Social Insurance Law, article 52"),
    "SIL 19, 32, 52": _("Social Insurance Law, articles 19, 32 and 52"),
}

EFFECTIVE_RULE_NAMES = {
    EffectiveRule.NEXT: _("The month of the declaration is still charged; insurance stops from the next month."),
    EffectiveRule.CUT: _("Declared up to the cut-off day, insurance stops from that month; later, from the next."),
    EffectiveRule.PREV: _("Insurance stops from the month of the declaration or from the month before, as chosen."),
    EffectiveRule.PREV1: _("The month before the declaration can be the last one charged."),
    EffectiveRule.ASSESSED: _("Insurance stops after the latest month that was assessed."),
    EffectiveRule.DATE: _("A day within the last three months counts; its month is the last one charged."),
}

HOLIDAY_NAMES = {
    "new_year": _("New Year's Day"),
    "spring_festival": _("Spring Festival"),
    "qingming": _("Qingming Festival"),
    "labour_day": _("Labour Day"),
    "dragon_boat": _("Dragon Boat Festival"),
    "mid_autumn": _("Mid-Autumn Festival"),
    "national_day": _("National Day"),
    "national_day_and_mid_autumn": _("National Day and Mid-Autumn Festival"),
}


def reason_name(code: str) -> str:
    """Return the name of an employer's or a citizen's reason, or of the hall's own; ValueError for any other code."""
    for names in (REDUCTION_REASON_NAMES, OWN_REASON_NAMES):
        if code in names:
            return names[code]
    return CITIZEN_REASON_NAMES[CitizenReason(code)]
