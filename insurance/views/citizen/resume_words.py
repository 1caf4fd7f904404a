"""What resuming an insurance means, in words, and what stands in the way of it."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.wording import month_text, worded
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.months import Month
from insurance.rules.stops import MEDICAL_SCHEME
from insurance.selectors.resumable import Resumable, ResumePreview
from insurance.views.citizen.pages import insurance_list, payer, unit_words
from insurance.wording_citizen import choice_label_stopped, counted_years, years_and_months
from insurance.wording_outlook import resumption_facts, span_words
from insurance.wording_steps import explained


def choice_words(choice: Resumable) -> str:
    """Name what is resumed with one choice, how it was paid, and since when it has stopped."""
    stopped = month_text(choice.segment.stop_month)
    return choice_label_stopped(insurance_list(choice.insurances), payer(choice.segment), stopped)


def month_words(month: Month) -> str:
    return month_text(month.first_day)


def blocked_words(choice: Resumable) -> dict:
    """Tell what stands in the way of resuming something, and what can be done about it."""
    words = {"insurances": insurance_list(choice.insurances)}
    if choice.step:
        return under_way_words(choice, words)
    if choice.insured_by is None:
        text = _("Your %(insurances)s ended for good, so it cannot be resumed here. If that is wrong, call 12333.")
        return {"text": text % words, "url": "/me/insurance/", "link_text": _("See my insurances")}
    running = choice.insured_by
    since = {"since": month_text(running.first_month)}
    if running.unit_id:
        text = _(
            "{unit} insures you since {since}, and nobody is insured twice."
            " When you have left it, have that insurance stopped first; then you can resume {insurances} here."
        )
        text = format_html(text, unit=unit_words(running.unit_name), **since, **words)
    else:
        text = _(
            "You have %(running)s since %(since)s, and nobody is insured twice."
            " Stop that first; then you can resume %(insurances)s here."
        ) % {"running": insurance_list([running.insurance]), **since, **words}
    return {"text": text, "url": "/me/stop-insurance/", "link_text": _("Stop insurance")}


def under_way_words(choice: Resumable, words: dict) -> dict:
    step = choice.step
    text = _("Your declaration %(number)s to resume %(insurances)s from %(month)s is under way.")
    return {
        "text": text
        % {"number": step.number, "month": worded(step.month), "insurances": insurance_list(step.insurances)},
        "url": f"/me/declarations/{step.number}/",
        "link_text": _("Open it"),
    }


def resume_effects(preview: ResumePreview) -> dict:
    """Return what resuming from a month means."""
    found = preview.meaning
    return {
        "month": preview.month,
        "facts": list(facts(preview)),
        "resumed": resumption_facts(found) if found else [],
        "tree": explained(found.explanation) if found else None,
        "spans": [span_words(span) for span in preview.spans],
        "costs": bool(found and found.total_fen and preview.choice.kind != EnrolmentKind.RESIDENT),
        "without_rule": found is None and preview.choice.segment.insurance in MEDICAL_SCHEME,
    }


def facts(preview: ResumePreview):
    """Yield the first month, and the months that stay: nothing that was paid is lost."""
    yield {
        "label": _("First month you pay for again"),
        "value": worded(preview.month),
        "note": _("not paid for since %(month)s") % {"month": worded(preview.choice.stopped)},
    }
    insurance = preview.choice.segment.insurance
    credited = preview.credited.get(insurance)
    if credited is None or (preview.meaning is not None and insurance == Insurance.MEDICAL):
        return
    counted = counted_years if insurance == Insurance.RESIDENT else years_and_months
    yield {
        "label": _("Credited so far"),
        "value": counted(credited.cumulative),
        "note": _("they stay and count on"),
    }
