"""The words of the policy studio: where a draft stands, what keeps it from being activated, what it would change."""

from datetime import date

from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.wording import day_text, month_text
from insurance.rules.months import Month
from insurance.rules.policy_drafts import DraftState
from insurance.rules.policy_effect import NEVER, Band, Case, Measure, Measured
from insurance.wording_citizen import money
from insurance.wording_facts import counted_days

DRAFT_STATE_NAMES = {
    DraftState.DRAFT: pgettext_lazy("draft of policy", "Draft"),
    DraftState.PREVIEWED: pgettext_lazy("draft of policy", "Previewed"),
    DraftState.ACTIVE: pgettext_lazy("draft of policy", "Activated"),
    DraftState.DISCARDED: pgettext_lazy("draft of policy", "Discarded"),
}

SENTENCES = {
    "policy_draft.fault": _("The draft is refused. %(fault)s"),
    "policy_draft.document_missing": _("Choose the document that says so, or describe a new one."),
    "policy_draft.document_known": _("%(number)s is on record already. Choose it from the list."),
    "policy_draft.document_incomplete": _("Fill this in for a new document, or choose one from the list."),
    "policy_draft.first_day_past": _(
        "The first day has passed. A draft holds from %(on)s at the earliest: what was decided before stays as it is."
    ),
    "policy_draft.first_day_far": _("Check the year. A draft begins on %(last)s at the latest."),
    "policy_draft.overlaps": _(
        "These days are ruled already. A draft for this can begin on %(earliest)s at the earliest."
    ),
    "policy_draft.examples_unreadable": _("These rows are no examples. %(fault)s"),
    "policy_draft.not_yours": _("Only who entered a draft changes it. Enter your own, or discard this one."),
    "policy_draft.finished": _("This draft is finished. It stays on record as it is; enter a new one."),
    "policy_draft.not_previewed": _("Nobody has looked at what the draft would change. Make the preview first."),
    "policy_draft.preview_outdated": _(
        "What is in force has changed since the preview was made. Make the preview again and look at it."
    ),
    "policy_draft.examples_not_run": _("The worked examples have not been run with this draft. Run them first."),
    "policy_draft.examples_red": _("Worked examples fail with this draft: %(failed)s. Look at them one by one."),
    "policy_draft.own_entry": _("You entered this draft yourself. A second person activates it."),
}
"""What the rules of the studio say when they are broken; ``accounts.wording.add_sentences`` takes these."""

AUDIT_ACTIONS = {
    "policy.entered": _("draft of policy entered"),
    "policy.changed": _("draft of policy changed"),
    "policy.previewed": _("draft of policy previewed"),
    "policy.examples_run": _("examples run with a draft of policy"),
    "policy.activated": _("policy put in force"),
    "policy.discarded": _("draft of policy discarded"),
}

MORE_NAMES = {
    Measure.FEN: (_("pay more"), _("pay less")),
    Measure.DAY: (_("later than now"), _("earlier than now")),
}
"""What an increase and a decrease mean."""

QUESTIONS = {
    "bounds": _("What running enrolments pay for the month of the first day, unit and person together"),
    "rates": _("What running enrolments pay for the month of the first day, unit and person together"),
    "late_fees": _("What today's arrears of units cost in late fees when they are settled 30 days after the first day"),
    "benefits": _(
        "When benefits return for everybody whose gap is open today, were everything credited on the first day"
    ),
    "resident_rates": _("What residents pay for a year"),
    "resident_waits": _("From when residents whose year is not paid are covered, were it paid on the first day"),
    "windows": _("From which month a reduction counts, by the day it is declared"),
    "unemployment": _("Months of benefit by months paid"),
}
"""What a preview asks, by table; residents pay by the year."""


def measured_words(measure: Measure, value: Measured) -> str:
    """Return an amount, a day or a wait as it reads; a day that never comes has words."""
    if value is None:
        return gettext("not until something else is paid") if measure == Measure.DAY else "—"
    if measure == Measure.FEN:
        return money(value)
    return day_text(value)


def difference_words(case: Case, measure: Measure) -> str:
    """Return by how much a case differs, with its sign in words for days."""
    difference = case.difference
    if abs(difference) == NEVER:
        return gettext("returns now") if difference < 0 else gettext("returns no more")
    if measure == Measure.FEN:
        return f"{'+' if difference > 0 else '−'}{money(abs(difference))}"
    days = counted_days(abs(difference))
    return (gettext("%(days)s later") if difference > 0 else gettext("%(days)s earlier")) % {"days": days}


def band_words(band: Band, measure: Measure) -> str:
    """Return what the cases of a band have in common: unchanged, more by 0.01 to 10.00 yuan, at least 31 days later."""
    if band.least == band.most == 0:
        return gettext("unchanged")
    more = band.least is not None and band.least > 0
    least, most = (band.least, band.most) if more else (_turned(band.most), _turned(band.least))
    open_end = most is None
    first = str(least) if measure == Measure.DAY and not open_end else _amount(least, measure)
    facts = {"least": first, "most": _amount(most, measure)}
    return _band_sentence(measure, more=more, open_end=open_end) % facts


def _turned(edge: int | None) -> int | None:
    return None if edge is None else -edge


def _amount(value: int | None, measure: Measure) -> str:
    if value is None:
        return ""
    return money(value) if measure == Measure.FEN else counted_days(value)


def _band_sentence(measure: Measure, *, more: bool, open_end: bool) -> str:
    if measure == Measure.DAY:
        if open_end:
            return gettext("at least %(least)s later") if more else gettext("at least %(least)s earlier")
        return gettext("%(least)s to %(most)s later") if more else gettext("%(least)s to %(most)s earlier")
    if open_end:
        return gettext("at least %(least)s more") if more else gettext("at least %(least)s less")
    return gettext("%(least)s to %(most)s more") if more else gettext("%(least)s to %(most)s less")


def changed_sentence(changed: int, examined: int) -> str:
    """Return how many people change: 4,112 of 20,000 persons change."""
    facts = {"changed": f"{changed:,}", "examined": f"{examined:,}"}
    sentence = ngettext(
        "%(changed)s of %(examined)s persons changes.", "%(changed)s of %(examined)s persons change.", changed
    )
    return sentence % facts


def changed_units_sentence(changed: int, examined: int) -> str:
    """Return for how many units something changes."""
    facts = {"changed": f"{changed:,}", "examined": f"{examined:,}"}
    sentence = ngettext(
        "%(changed)s of %(examined)s units changes.", "%(changed)s of %(examined)s units change.", changed
    )
    return sentence % facts


def total_sentence(before_fen: int, after_fen: int) -> str:
    """Return how the sum changes: from 1,000.00 to 1,012.00 yuan, +1.2 %."""
    facts = {
        "before": money(before_fen),
        "after": money(after_fen),
        "percent": percent_of_change(before_fen, after_fen),
    }
    return gettext("Total from %(before)s to %(after)s (%(percent)s).") % facts


def percent_of_change(before_fen: int, after_fen: int) -> str:
    """Return a change in per cent with one decimal, half up, and its sign: +1.2 %; a dash where there was nothing."""
    if not before_fen:
        return "—"
    thousandths = (abs(after_fen - before_fen) * 2000 + abs(before_fen)) // (2 * abs(before_fen))
    sign = "+" if after_fen > before_fen else "−" if after_fen < before_fen else "±"
    return f"{sign}{thousandths // 10}.{thousandths % 10} %"


def sample_sentence(examined: int, population: int) -> str:
    """Return whom the preview looked at."""
    facts = {"examined": f"{examined:,}", "population": f"{population:,}"}
    if examined < population:
        return gettext("Looked at: a frozen sample of %(examined)s out of %(population)s, the same every time.") % facts
    return gettext("Looked at: everybody concerned.")


def window_words(answer: list) -> str:
    """Return what a declaration on a day leads to."""
    if not answer:
        return "—"
    if answer[0] == "opens":
        return gettext("not taken; the next window opens on %(day)s") % {"day": day_text(date.fromisoformat(answer[1]))}
    default, earliest, latest = (month_text(Month.parse(text).first_day) for text in answer[1:])
    if earliest == latest:
        return gettext("from %(month)s") % {"month": default}
    return gettext("from %(earliest)s to %(latest)s, proposed %(month)s") % {
        "month": default,
        "earliest": earliest,
        "latest": latest,
    }


def span_words(first: date, last: date) -> str:
    """Return a span of days of one month."""
    if first == last:
        return day_text(first)
    return pgettext("span of days", "%(first)s to %(last)s") % {"first": day_text(first), "last": day_text(last)}
