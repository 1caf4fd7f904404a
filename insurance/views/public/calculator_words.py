"""The answers about residents, wages, retirement and unemployment, as words for the page."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from accounts.wording import worded
from insurance.rules.kinds import EnrolmentKind
from insurance.rules.months import Month
from insurance.rules.retirement import NOTICE_MONTHS, Retirement, minimum_pension_months
from insurance.rules.wage_question import Due, WageAnswer
from insurance.selectors.calculator import ResidentAnswer, UnemploymentAnswer
from insurance.wording import INSURANCE_NAMES
from insurance.wording_calculator import (
    base_words,
    resident_sentence,
    retirement_sentence,
    unemployment_sentence,
    wage_sentence,
)
from insurance.wording_citizen import counted_months, money, years_and_months
from insurance.wording_entitlement import resident_sentences
from insurance.wording_facts import percent_text
from insurance.wording_steps import explained


def resident_words(answer: ResidentAnswer) -> dict:
    """Return from which day a resident is covered."""
    wait, (opens, closes) = answer.wait, answer.season
    paid = _("Paid in the season.") if answer.in_window else _("Paid after the season.")
    return {
        "sentence": resident_sentence(wait.starts_on, answer.last_on, wait.wait_months),
        "tone": "caution" if wait.wait_months else "good",
        "facts": [
            {
                "label": _("Season of payment"),
                "value": _("%(first)s to %(last)s") % {"first": worded(opens), "last": worded(closes)},
                "note": paid,
            },
            {"label": _("Waiting period"), "value": counted_months(wait.wait_months)},
            {"label": _("Covered from"), "value": worded(wait.starts_on)},
        ],
        "tree": explained(wait.explanation),
        "notes": list(resident_sentences(answer.rule)),
    }


# A wage ------------------------------------------------------------------------------------------------------------


def wage_words(answers: tuple[WageAnswer, ...], kind: EnrolmentKind, *, on: date) -> dict:
    """Return what is paid on the first wage, and beside it on the second where there is one."""
    first = answers[0]
    return {
        "sentence": wage_sentence(first, kind),
        "tone": "info",
        "facts": [
            {"label": _("Base"), "value": money(first.base_fen), "note": base_words(first)},
            {"label": _("To the personal accounts"), "value": money(first.account_fen)},
        ],
        "rows": [due_row(row) for row in first.rows],
        "first": first,
        "compared": wage_rows(*answers) if len(answers) > 1 else [],
        "other": answers[-1],
        "on": on,
    }


def due_row(row: Due) -> dict:
    """Return one insurance with what it is computed from."""
    return {
        "name": INSURANCE_NAMES[row.charged.insurance],
        "due": row,
        "rates": rate_words(row),
        "tree": explained(row.split.explanation) if row.split else None,
    }


def rate_words(row: Due) -> str:
    """Say which shares of the base are paid, or which flat amount."""
    if row.split is None:
        return _("a flat %(amount)s a year") % {"amount": money(row.charged.yearly_fen)}
    shares = {"unit": percent_text(row.charged.rates.unit), "own": percent_text(row.charged.rates.person)}
    if not row.charged.rates.unit:
        return _("%(own)s yourself") % shares
    if not row.charged.rates.person:
        return _("%(unit)s by the unit") % shares
    return _("%(unit)s by the unit, %(own)s yourself") % shares


def wage_rows(before: WageAnswer, after: WageAnswer) -> list[dict]:
    """Return what another wage changes."""
    names = {
        _("Base"): "base_fen",
        _("You pay"): "own_fen",
        _("The unit pays"): "unit_fen",
        _("Together"): "total_fen",
        _("To the personal accounts"): "account_fen",
    }
    amounts = {label: (getattr(before, name), getattr(after, name)) for label, name in names.items()}
    return [{"label": label, "before": old, "after": new, "change": new - old} for label, (old, new) in amounts.items()]


# Retirement and unemployment ---------------------------------------------------------------------------------------


def retirement_words(found: Retirement, birth: Month, paid_months: int | None) -> dict:
    """Return when somebody retires, and how many months of contributions a pension needs."""
    return {
        "sentence": retirement_sentence(found, found.statutory - birth),
        "tone": "info",
        "facts": list(retirement_facts(found, paid_months)),
        "tree": explained(found.explanation),
    }


def retirement_facts(found: Retirement, paid_months: int | None) -> Iterator[dict]:
    later = counted_months(found.delay) if found.delay else _("no change")
    yield {"label": _("Before the reform"), "value": worded(found.original)}
    yield {"label": _("Later through the reform"), "value": later}
    early = _("With %(months)s of notice in writing to the unit.") % {"months": counted_months(NOTICE_MONTHS)}
    yield {"label": _("Earliest, by choice"), "value": worded(found.earliest), "note": early}
    yield {"label": _("Latest, by agreement"), "value": worded(found.latest), "note": _("Agreed with the unit.")}
    needed = minimum_pension_months(found.statutory.year)
    months = {"label": _("Pension contributions needed"), "value": years_and_months(needed)}
    if paid_months is not None:
        lacking = max(needed - paid_months, 0)
        months["note"] = (
            _("%(months)s are still lacking.") % {"months": counted_months(lacking)}
            if lacking
            else _("None is lacking.")
        )
    yield months


def unemployment_words(answer: UnemploymentAnswer) -> dict:
    """Return for how long unemployment benefit is paid."""
    months = answer.duration.months
    return {
        "sentence": unemployment_sentence(months),
        "tone": "info" if months else "caution",
        "facts": [{"label": _("Most there is"), "value": counted_months(answer.rule.most_months)}],
        "tree": explained(answer.duration.explanation),
        "notes": [
            _("It is paid to who lost work not by their own will, is registered as unemployed and looks for work."),
            _("While it is paid, the unemployment fund also pays the medical insurance."),
        ],
    }
