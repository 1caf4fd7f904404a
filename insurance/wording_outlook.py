"""What stopping and resuming mean for medical benefits, in words: for the person, the unit, and the case afterwards."""

from django.utils.translation import gettext as _

from accounts.wording import day_text, long_day_text, month_text, worded
from insurance.rules.benefit_rule import Continuity
from insurance.rules.explanation import from_data
from insurance.rules.kinds import DeclarationKind
from insurance.rules.outlook import Counted, Outlook, Span
from insurance.rules.resident_outlook import Rejoining
from insurance.rules.restoration import Restoration
from insurance.rules.resumption import Resumption
from insurance.wording_citizen import money, years_and_months
from insurance.wording_steps import ExplainedStep, explained


def last_day_fact(outlook: Outlook) -> dict:
    """Return until when medical benefits last; with months unpaid they rest already."""
    if outlook.rests_since:
        since = {"day": day_text(outlook.rests_since)}
        return {"label": _("Medical benefits"), "value": _("rest already, since %(day)s") % since}
    if outlook.last_on is None:
        return {"label": _("Medical benefits"), "value": _("have not begun when the insurance stops")}
    return {
        "label": _("Last day of medical benefits"),
        "value": long_day_text(outlook.last_on),
        "note": _("Hospital and outpatient costs of later days are not reimbursed."),
    }


def unit_outlook_facts(outlook: Outlook):
    """Yield what a unit learns of an employee's benefits: what follows from the employment with it, nothing else."""
    charged = outlook.last_charged
    yield {"label": _("Last month charged"), "value": worded(charged) if charged else _("none")}
    if outlook.rests_since:
        yield {
            **last_day_fact(outlook),
            "note": _(
                "The unit has not paid an earlier month; the employee bears the consequences, the unit the cost."
            ),
        }
    else:
        yield {
            "label": _("Last day of medical benefits through the unit"),
            "value": long_day_text(outlook.latest_on),
            "note": _("Unless the employee is insured elsewhere. Tell them before you submit."),
        }
    if short := short_gap_fact(outlook):
        yield short


def short_gap_fact(outlook: Outlook) -> dict | None:
    """Return by when a repayment still counts as short; None where the rule draws no such line."""
    if outlook.short_until is None:
        return None
    return {
        "label": _("A short gap, if paid back"),
        "value": _("by %(day)s") % {"day": day_text(outlook.short_until)},
        "note": _("The money has to be credited by then; the day you pay is not enough."),
    }


def next_year_facts(outlook: Outlook):
    """Yield by when a resident pays for the next year to be covered from its first day."""
    if outlook.short_until:
        yield {
            "label": _("Next year without a wait"),
            "value": _("if paid by %(day)s") % {"day": day_text(outlook.short_until)},
            "note": _("The money has to be credited by then; the day you pay is not enough."),
        }


def span_rows(outlook: Outlook) -> list[dict]:
    """Return what paying back brings, from the shortest gap to the longest: when credited, when benefits return, and
    what else becomes of the gap."""
    return [span_words(span) for span in outlook.spans]


def span_words(span: Span) -> dict:
    return {"label": credited_words(span), "value": returns_words(span), "note": gap_words(span)}


def credited_words(span: Span) -> str:
    days = {"first": day_text(span.first_on), "last": day_text(span.last_on) if span.last_on else ""}
    if span.last_on is None:
        return _("Credited on %(first)s or later") % days
    if span.is_shortest:
        return _("Credited by %(last)s") % days
    return _("Credited from %(first)s to %(last)s") % days


def returns_words(span: Span) -> str:
    if span.returns_from is None:
        return _("not by paying back")
    days = {"first": day_text(span.returns_from), "last": day_text(span.returns_until) if span.returns_until else ""}
    if span.returns_until is None:
        return _("%(first)s at the earliest") % days
    if span.returns_from == span.returns_until:
        return days["first"]
    return _("%(first)s to %(last)s, by the day of the credit") % days


def gap_words(span: Span) -> str:
    """Say whether costs of the gap are reimbursed afterwards, and whether the months no longer count without a break."""
    if span.retroactive:
        return _("Costs of the gap are reimbursed afterwards.")
    return str(CONTINUITY_WORDS.get(span.continuity, lambda: "")())


CONTINUITY_WORDS = {
    Continuity.BROKEN: lambda: _("Continuous months start anew; the total stays."),
    Continuity.RESET: lambda: _("Continuous months start anew; the total stays."),
}


def counted_fact(counted: Counted) -> dict:
    """Return how many months count, without a break and in all."""
    return {
        "label": _("Months of medical insurance that count"),
        "value": _("%(months)s without a break") % {"months": years_and_months(counted.continuous.result)},
        "note": _("%(months)s in all; a stop takes none of them away.")
        % {"months": years_and_months(counted.cumulative.result)},
    }


# Coming back ----------------------------------------------------------------------------------------------------------


def resumption_facts(found: Resumption | Rejoining) -> list[dict]:
    """Return what coming back costs and gives."""
    return list(_rejoining_facts(found) if isinstance(found, Rejoining) else _resumption_facts(found))


def _rejoining_facts(found: Rejoining):
    year = {"year": found.first_month.year}
    if not found.total_fen:
        yield {"label": _("To be paid"), "value": _("nothing: %(year)s is paid already") % year}
    else:
        yield {
            "label": _("To be paid"),
            "value": money(found.total_fen),
            "note": _("for the whole year %(year)s, whatever month you join in") % year,
        }
    yield _too_late_fact(found) if found.waits_until else _return_fact(found.returns_on)


def _too_late_fact(found: Rejoining) -> dict:
    """Say that the wait is longer than what is left of the year."""
    words = {"year": found.first_month.year, "day": day_text(found.waits_until)}
    return {
        "label": _("Benefits return"),
        "value": _("not in %(year)s any more") % words,
        "note": _("The wait would last until %(day)s, when the year is over. Better pay for the next year.") % words,
    }


def _resumption_facts(found: Resumption):
    yield _cost_fact(found)
    if found.owed:
        yield _owed_fact(found)
    yield _return_fact(found.returns_on)
    if found.repaid and found.repaid.retroactive_from:
        since = {"day": day_text(found.repaid.retroactive_from)}
        yield {"label": _("Medical costs of the gap"), "value": _("reimbursed afterwards, from %(day)s on") % since}
    elif found.repaid:
        yield {"label": _("Medical costs of the gap"), "value": _("not reimbursed, even when it is paid back")}
    if found.unrepaid:
        yield _unrepaid_fact(found.unrepaid, found.is_repayable)
    if found.counted:
        yield {**counted_fact(found.counted), "label": _("Months that count then")}


def _cost_fact(found: Resumption) -> dict:
    label = _("Paying back the gap costs")
    if not found.is_repayable:
        return {"label": label, "value": _("so long a gap cannot be paid back")}
    if found.gap is None:
        note = _("as long as the first month is paid and credited in time")
        return {"label": label, "value": _("nothing: there is no gap"), "note": note}
    months = worded([month_text(row.month.first_day) for row in found.gap.rows])
    return {
        "label": label,
        "value": money(found.gap.total_fen),
        "note": _("%(months)s; without a late fee, for nobody was in default") % {"months": months},
    }


def _owed_fact(found: Resumption) -> dict:
    owed = found.owed
    months = worded([month_text(row.month.first_day) for row in owed.rows])
    if not owed.late_fee_fen:
        return {"label": _("Still owed from before"), "value": money(owed.total_fen), "note": months}
    words = {"months": months, "fee": money(owed.late_fee_fen)}
    return {
        "label": _("Still owed from before, by the unit"),
        "value": money(owed.total_fen),
        "note": _("%(months)s; with a late fee of %(fee)s, which the unit bears alone") % words,
    }


def _return_fact(day) -> dict:
    if day is None:
        return {"label": _("Benefits return"), "value": _("not while anything is unpaid")}
    return {"label": _("Benefits return"), "value": long_day_text(day)}


def _unrepaid_fact(found: Restoration, is_repayable: bool) -> dict:
    label = _("Without paying it back") if is_repayable else _("A new enrolment instead")
    if found.resumes_on is None:
        return {"label": label, "value": _("benefits do not return")}
    continuity = CONTINUITY_WORDS.get(found.continuity, lambda: "")()
    return {
        "label": label,
        "value": _("benefits from %(day)s") % {"day": day_text(found.resumes_on)},
        "note": continuity,
    }


# A case ---------------------------------------------------------------------------------------------------------------


def shown_title(kind: str) -> str:
    """Return what stands above the explanation that was kept with a declaration."""
    if kind == DeclarationKind.BACK_PAYMENT:
        return _("The quote, as shown when it was declared")
    return _("What this means for medical benefits, as shown when it was declared")


def shown_tree(data: dict | None) -> ExplainedStep | None:
    """Return what was shown when a line was declared, for ``components/explanation_tree.html``; None where nothing was."""
    return explained(from_data(data)) if data else None
