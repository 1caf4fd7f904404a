"""What a gap costs and what paying it back brings, in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.wording import day_text, long_day_text, worded
from insurance.rules.back_payment import MONTHS_OF_ONE_LEVEL, PAYABLE_DAYS, Quote
from insurance.rules.benefit_rule import RepaymentBase
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.selectors.back_payments import Gap
from insurance.views.citizen.pages import insurance_list
from insurance.wording_citizen import money, years_and_months
from insurance.wording_facts import months_text
from insurance.wording_outlook import span_words
from insurance.wording_steps import explained

BASE_WORDS = {
    RepaymentBase.AVERAGE_WAGE_AT_PAYMENT: gettext_lazy(
        "last year's local average wage, as it counts on the day of the payment"
    ),
    RepaymentBase.OWN_BASE: gettext_lazy("your own base, kept within the bounds"),
    RepaymentBase.LOWER_BOUND: gettext_lazy("the lower bound on the day of the payment"),
}


def gap_words(gap: Gap) -> str:
    """Name a gap as a choice: the insurance and its months."""
    return _("%(insurance)s: %(months)s") % {
        "insurance": insurance_list([gap.insurance]),
        "months": months_text(gap.payable),
    }


def first_month_words(gap: Gap, first: Month) -> str:
    """Name a first month as a choice: what is paid back from it on."""
    months = gap.since(first)
    count = ngettext("%(count)s month", "%(count)s months", len(months)) % {"count": len(months)}
    return _("%(months)s (%(count)s)") % {"months": months_text(months), "count": count}


def quote_words(gap: Gap, quote: Quote, *, begins_on: date | None) -> dict:
    """Return everything that the page says of a quote; ``begins_on`` is the day on which benefits begin as things stand, None
    where they run or no day is known."""
    return {
        "insurance": insurance_list([gap.insurance]),
        "facts": list(cost_facts(quote)),
        "brings": list(brought_facts(quote, begins_on)),
        "rows": [
            {"month": row.month, "base": base, "amount": row.principal_fen, "fee": row.late_fee_fen}
            for row, base in zip(quote.cost.rows, quote.bases_fen, strict=False)
        ],
        "total": quote.total_fen,
        "spans": [span_words(span) for span in quote.spans],
        "tree": explained(quote.explanation),
        "too_long": not quote.is_repayable,
        "past": past_words(gap),
        "is_medical": gap.insurance == Insurance.MEDICAL,
    }


def cost_facts(quote: Quote):
    """Yield what is to be paid, on which base, and who decides."""
    yield {
        "label": _("To be paid, if credited today"),
        "value": money(quote.total_fen),
        "note": _("%(months)s; no late fee: you pay alone, and nothing was charged for these months")
        % {"months": months_text(quote.months)},
    }
    yield {"label": _("Base"), "value": money(quote.base_fen), "note": BASE_WORDS[quote.on_base]}
    if quote.holds_until:
        yield {
            "label": _("This quote holds until"),
            "value": long_day_text(quote.holds_until),
            "note": _("by the day of the credit; after that the amount or the day of the return is another one"),
        }
    yield {
        "label": _("Review of a back payment"),
        "value": _("two people, one after the other") if quote.levels > 1 else _("one clerk"),
        "note": _(
            "Up to %(months)s months one decision, above that two. Then you have %(days)s days to pay;"
            " after that the bills lapse and a new quote is needed."
        )
        % {"months": MONTHS_OF_ONE_LEVEL, "days": PAYABLE_DAYS},
    }


def brought_facts(quote: Quote, begins_on: date | None):
    """Yield what the credit restores: return, costs of the gap, months that count."""
    if quote.insurance != Insurance.MEDICAL:
        yield {
            "label": _("What it brings"),
            "value": _("the months count towards your pension years"),
            "note": _("No benefit waits for them. What is not paid back is lost for the years only."),
        }
        return
    found = quote.restoration
    if quote.owed:
        yield {
            "label": _("Must be paid as well"),
            "value": months_text(quote.owed),
            "note": _("These months are charged and overdue; benefits return only when they are credited too."),
        }
    if quote.stays_open:
        yield {
            "label": _("Benefits"),
            "value": _("do not return by this payment"),
            "note": _("Other months of the gap cannot be paid back; benefits return as after a new enrolment."),
        }
    elif found is None and begins_on:
        yield {
            "label": _("Benefits return"),
            "value": long_day_text(begins_on),
            "note": _("as after a new enrolment; paying back does not change this day. The months paid back count."),
        }
    elif found is None:
        yield {
            "label": _("Benefits"),
            "value": _("stay as they are"),
            "note": _("The months paid back count."),
        }
    elif found.resumes_on:
        yield {
            "label": _("Benefits return"),
            "value": long_day_text(found.resumes_on),
            "note": _("if everything is credited today; a later credit brings a later return"),
        }
    if found:
        back = found.retroactive_from
        reimbursed = _("reimbursed afterwards, from %(day)s on") % {"day": day_text(back)} if back else ""
        yield {
            "label": _("Medical costs of the gap"),
            "value": reimbursed or _("not reimbursed, even when it is paid back"),
        }
    yield counted_fact(quote)


def counted_fact(quote: Quote) -> dict:
    before, after = quote.counted_before.continuous.result, quote.counted_after.continuous.result
    return {
        "label": _("Months without a break"),
        "value": years_and_months(after),
        "note": _("%(before)s without paying back; repaid months count as continuous where the rule keeps continuity")
        % {"before": years_and_months(before)},
    }


def past_words(gap: Gap) -> str:
    """Say which missed months cannot be paid back any more; empty for none."""
    lost = tuple(month for month in gap.months if month not in gap.payable)
    if not lost:
        return ""
    return _(
        "%(months)s cannot be paid back: who pays alone pays no pension insurance for past years"
        " (notice of 2016; many places do so, yours may know exceptions)."
    ) % {"months": months_text(lost)}


def owed_line_words(line) -> dict:
    """Return one month that the person's unit owes."""
    return {
        "month": worded(line.month),
        "unit": line.unit_name,
        "insurances": insurance_list({share.insurance for share in line.shares}),
        "amount": line.total,
    }
