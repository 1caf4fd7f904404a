"""What joining alone costs every month, and when benefits begin, in words."""

from collections.abc import Collection

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.wording import day_text, long_day_text, month_text, worded
from insurance.rules.base_levels import BaseLevel
from insurance.rules.explanation import Step
from insurance.rules.kinds import Insurance
from insurance.rules.monthly_charge import Tariff
from insurance.rules.months import Month
from insurance.rules.resumption import Resumption
from insurance.rules.stops import PAIR
from insurance.selectors.joining_alone import Joinable
from insurance.views.citizen.pages import insurance_list, unit_words
from insurance.wording_citizen import money, years_and_months
from insurance.wording_steps import explained


def level_words(level: BaseLevel, tariff: Tariff, codes: Collection[int]) -> str:
    """Name a level as a choice: its share of the average wage, and below it base and amounts of a month."""
    parts = tariff.charge(level.base_fen, tuple(sorted(codes))).parts
    amounts = worded(
        [
            _("%(insurance)s %(amount)s") % {"insurance": insurance_list([code]), "amount": money(joint(parts, code))}
            for code in (Insurance.PENSION, Insurance.MEDICAL)
            if code in parts
        ]
    )
    below = _("base %(base)s; %(amounts)s a month") % {"base": money(level.base_fen), "amounts": amounts}
    title = f"{level.percent}%"
    return format_html('<span class="choice-title">{}</span> <span class="note">{}</span>', title, below)


def insurance_title(code: Insurance) -> str:
    """Name an insurance as a choice."""
    return format_html('<span class="choice-title">{}</span>', insurance_list([code]))


def joint(parts, code: Insurance) -> int:
    """Return the amount of an insurance; medical insurance with its supplement."""
    together = PAIR if code == Insurance.MEDICAL else {code}
    return sum(parts[one].total_fen for one in together if one in parts)


def monthly_facts(tariff: Tariff, base_fen: int, codes: Collection[int]):
    """Yield what is paid every month for each insurance, and in all."""
    charge = tariff.charge(base_fen, tuple(sorted(codes)))
    for code, parts in sorted(charge.parts.items()):
        yield {"label": insurance_list([code]), "value": money(parts.total_fen)}
    total = sum(parts.total_fen for parts in charge.parts.values())
    yield {
        "label": _("Every month together"),
        "value": money(total),
        "note": _("You pay the whole contribution yourself."),
    }


def blocked_words(choice: Joinable) -> dict:
    """Tell what stands in the way of joining an insurance, and what can be done about it."""
    about = {"insurances": insurance_list([choice.insurance])}
    if choice.step:
        text = _("Your declaration %(number)s about %(insurances)s is under way.") % {
            "number": choice.step.number,
            **about,
        }
        if choice.step.is_own:
            return {"text": text, "url": f"/me/declarations/{choice.step.number}/", "link_text": _("Open it")}
        return {"text": _("A unit has declared that it insures you: %(insurances)s.") % about}
    if choice.ended:
        text = _("Your %(insurances)s ended for good. If that is wrong, call 12333.") % about
        return {"text": text, "url": "/me/insurance/", "link_text": _("See my insurances")}
    since = month_text(choice.running.first_month)
    if choice.running.unit_id:
        text = format_html(
            _(
                "{unit} insures you since {since}: {insurances}. Nobody is insured twice; join here when you have left it."
            ),
            unit=unit_words(choice.running.unit_name),
            since=since,
            **about,
        )
        return {"text": text, "url": "/me/stop-insurance/", "link_text": _("Stop insurance")}
    text = _("You pay %(insurances)s yourself already, since %(since)s.") % {**about, "since": since}
    return {"text": text, "url": "/me/insurance/", "link_text": _("See my insurances")}


def hint_words(choice: Joinable, first: Month) -> dict | None:
    """Tell which other page fits better, or what joining ends; None where there is nothing to tell."""
    if choice.resident_runs:
        words = {"month": worded(first - 1)}
        text = _(
            "Your resident medical insurance ends with %(month)s when employees' medical insurance"
            " begins: nobody is in both. What was paid for the year is not given back."
        )
        return {"text": text % words}
    if choice.insurance == Insurance.MEDICAL and choice.gap_before(first):
        text = _(
            "You were insured before, until %(month)s. Paying the gap back keeps your earlier months;"
            " first compare paying back with beginning anew."
        ) % {"month": worded(Month.of(choice.last.stop_month) - 1)}
        return {"text": text, "url": "/me/re-enrol/", "link_text": _("Compare")}
    return None


def beginning_facts(choice: Joinable, found: Resumption | None, wait: Step | None, first: Month):
    """Yield when medical benefits begin: after the wait of a first enrolment, or as after a gap."""
    if found:
        if found.unrepaid is None:
            yield {
                "label": _("Benefits"),
                "value": _("go on without a break"),
                "note": _("if the first month is paid in time"),
            }
            return
        yield returns_fact(_("Benefits, if the gap is paid back"), found.repaid and found.repaid.resumes_on)
        yield returns_fact(_("Benefits, if it is not"), found.unrepaid.resumes_on)
        return
    if wait is None:
        yield {"label": _("Benefits"), "value": _("ruled by your pooling area; please ask there")}
        return
    yield {
        "label": _("Benefits begin"),
        "value": long_day_text(wait.result),
        "note": _(
            "First enrolment: a waiting period of your area, counted from the month of the first"
            " credit. Costs in it are not reimbursed."
        ),
    }


def returns_fact(label: str, day) -> dict:
    return {"label": label, "value": day_text(day) if day else _("do not return")}


# Beginning anew beside paying back ------------------------------------------------------------------------------------


def compared(found: Resumption, credited_months: int) -> list[dict]:
    """Return paying back and beginning anew side by side: cost, return, what becomes of the earlier months."""
    return [
        {
            "label": _("Cost of the gap"),
            "repaid": money(found.total_fen) if found.is_repayable else _("cannot be paid back any more"),
            "anew": _("nothing"),
        },
        {
            "label": _("Benefits return"),
            "repaid": day_words(found.repaid) if found.repaid else "–",
            "anew": day_words(found.unrepaid) if found.unrepaid else _("without a break"),
        },
        {
            "label": _("Earlier months"),
            "repaid": kept_words(found) if found.repaid else "–",
            "anew": _("count in all (%(months)s), but no longer as continuous")
            % {"months": years_and_months(credited_months)},
        },
    ]


def day_words(restoration) -> str:
    return day_text(restoration.resumes_on) if restoration.resumes_on else _("do not return")


def kept_words(found: Resumption) -> str:
    if found.counted is None:
        return "–"
    return _("%(months)s without a break") % {"months": years_and_months(found.counted.continuous.result)}


def tree_of(step: Step | None):
    return explained(step) if step else None
