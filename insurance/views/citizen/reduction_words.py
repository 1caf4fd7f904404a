"""A unit's reduction in words for the person it is about."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.wording import day_text, month_text, worded
from insurance.rules.disputes import DISPUTABLE
from insurance.rules.kinds import Insurance
from insurance.rules.outlook import Outlook
from insurance.rules.reasons import Proposer
from insurance.rules.workflow import State
from insurance.selectors.disputes import ReductionNotice, state_of
from insurance.selectors.reduction_meaning import JobLossMeaning
from insurance.views.citizen.pages import insurance_list, unit_words
from insurance.wording import AGENCY_NAMES, STATE_NAMES
from insurance.wording_citizen import counted_months
from insurance.wording_outlook import counted_fact, last_day_fact, short_gap_fact, span_rows
from insurance.wording_reasons import PROPOSER_NAMES, reason_name
from insurance.wording_steps import explained

LEADS = {
    State.SUBMITTED: gettext_lazy("Your unit declared that your insurance stops. The agencies have not decided yet."),
    State.RETURNED: gettext_lazy("Your unit declared that your insurance stops and has to put something right first."),
    State.ACCEPTED: gettext_lazy("Your unit declared that your insurance stops, and the agencies accepted it."),
    State.WITHDRAWAL_REQUESTED: gettext_lazy("Your unit has asked to take this back. The agency decides."),
    State.EFFECTIVE: gettext_lazy("Your unit declared that your insurance stops, and it has taken effect."),
    State.UNDONE: gettext_lazy("Your unit has taken this back. Your insurance runs on as if it had not been declared."),
    State.WITHDRAWN: gettext_lazy("Your unit has withdrawn this. It changes nothing."),
    State.REJECTED: gettext_lazy("The agency has rejected this. It changes nothing."),
}


def notice_words(notice: ReductionNotice) -> dict:
    """Return everything the pages about one reduction write of it."""
    line, declaration = notice.line, notice.declaration
    disputed = notice.open_dispute
    return {
        "declaration": declaration,
        "state": notice.state,
        "state_words": STATES.get(notice.state) or STATE_NAMES[notice.state],
        "lead": LEADS[notice.state],
        "facts": list(facts(notice)),
        "reason": reason_name(line.reason),
        "may_dispute": notice.may_dispute,
        "is_disputable": line.reason in DISPUTABLE,
        "open_dispute": disputed.number if disputed else "",
        "disputes": [
            {"number": one.number, "state": state_of(one), "state_words": STATE_NAMES[state_of(one)]}
            for one in notice.disputes
        ],
        "deciders": [
            {
                "agency": AGENCY_NAMES[part.agency],
                "state": part.state,
                "words": STATES.get(part.state) or STATE_NAMES[part.state],
            }
            for part in notice.parts
        ],
    }


STATES = {State.RETURNED: gettext_lazy("Sent back to the unit")}
"""States whose usual words speak to the applicant."""


def facts(notice: ReductionNotice):
    """Yield what the unit declared."""
    line = notice.line
    yield {"label": _("Unit"), "value": unit_words(notice.declaration.unit.name)}
    yield {
        "label": _("Reason the unit declared"),
        "value": reason_name(line.reason),
        "note": proposer_note(line.details.get("proposed_by")),
    }
    if found := line.details.get("found_reason"):
        yield {
            "label": _("Reason that counts"),
            "value": reason_name(found),
            "note": _("found in your dispute %(number)s") % {"number": line.details["found_in"]},
        }
    if line.ended_on:
        yield {"label": _("End of the employment"), "value": day_text(line.ended_on)}
    yield {"label": _("Insurances"), "value": insurance_list(Insurance(code) for code in line.insurances)}
    yield {"label": _("First month not charged"), "value": month_text(line.stop_month)}
    yield {"label": _("Declared"), "value": worded(notice.declaration.submitted_at)}
    yield from both_dates(notice)


def both_dates(notice: ReductionNotice):
    """Yield when it took effect and when it was taken back, where it was."""
    effective = [part.effective_on for part in notice.parts if part.state in (State.EFFECTIVE, State.UNDONE)]
    if effective and all(effective):
        yield {"label": _("Took effect"), "value": day_text(min(effective))}
    if notice.line.undone_at:
        yield {"label": _("Taken back"), "value": worded(notice.line.undone_at)}


def proposer_note(code: str | None) -> str:
    return _("proposed by: %(who)s") % {"who": PROPOSER_NAMES[Proposer(code)]} if code else ""


def job_loss_words(meaning: JobLossMeaning) -> dict | None:
    """Return what the reason means for unemployment benefit; None where the question does not arise."""
    if meaning.involuntary is None:
        return None
    paid = {"paid": counted_months(meaning.paid_months)}
    if not meaning.involuntary:
        return {
            "text": _("This reason counts as leaving by your own will: no unemployment benefit is paid."),
            "tree": None,
        }
    if meaning.duration is None:
        text = _("This reason counts as job loss not by your own will: you can claim unemployment benefit.")
        return {"text": text, "tree": None}
    tree = explained(meaning.duration.explanation)
    if not meaning.duration.months:
        text = _(
            "This reason counts as job loss not by your own will. Benefit needs a year of contributions; credited: %(paid)s."
        )
        return {"text": text % paid, "tree": tree}
    text = _(
        "This reason counts as job loss not by your own will: with %(paid)s credited you can claim benefit for up to %(months)s."
    )
    return {"text": text % {**paid, "months": counted_months(meaning.duration.months)}, "tree": tree}


def medical_words(outlook: Outlook) -> dict:
    """Return what the end means for medical benefits on the person's own record."""
    found = [
        last_day_fact(outlook),
        short_gap_fact(outlook),
        counted_fact(outlook.counted) if outlook.counted else None,
    ]
    return {
        "facts": [fact for fact in found if fact],
        "spans": span_rows(outlook),
        "tree": explained(outlook.explanation),
    }
