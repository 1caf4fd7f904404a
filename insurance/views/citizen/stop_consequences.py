"""What a stop changes, in words: computed on the person's own record, nothing promised that is not a rule."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.wording import day_text, long_day_text, month_text, worded
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.selectors.stoppable import Offer, WhatIf
from insurance.wording_citizen import money, years_and_months
from insurance.wording_outlook import (
    counted_fact,
    last_day_fact,
    next_year_facts,
    resumption_facts,
    short_gap_fact,
    span_rows,
)
from insurance.wording_reasons import EFFECTIVE_RULE_NAMES
from insurance.wording_steps import explained

LOCAL_RULES = "/law/yunzhou-rules/"
ONE_DAY = timedelta(days=1)


def consequences(what: WhatIf) -> dict:
    """Return the dates that change, what stays, and what to be careful about."""
    return {
        "month": what.month,
        "facts": list(facts(what)),
        "keeps": list(keeps(what)),
        "careful": list(careful(what)),
        "unpaid": unpaid_words(what),
        "spans": span_rows(what.outlook) if what.outlook else [],
        "is_resident": is_resident(what),
        "tree": explained(what.outlook.explanation) if what.outlook else None,
        "resumed": resumption_facts(what.resumed) if what.resumed else [],
        "resumed_tree": explained(what.resumed.explanation) if what.resumed else None,
    }


def facts(what: WhatIf):
    """Yield the dates and amounts that change."""
    yield {"label": _("Last month charged"), "value": last_charged(what)}
    if what.monthly_own and not is_resident(what):
        yield {
            "label": _("You no longer pay"),
            "value": _("%(amount)s a month") % {"amount": money(what.monthly_own)},
            "note": _("your own part of the latest month"),
        }
    if is_medical(what):
        yield last_day(what)
    if Insurance.INJURY in what.choice.insurances:
        yield {
            "label": _("Work-injury cover"),
            "value": _("until the last day you work"),
        }
    if what.outlook and is_resident(what):
        yield from next_year_facts(what.outlook)
    elif what.outlook and (short := short_gap_fact(what.outlook)):
        yield short
    if what.outlook and what.outlook.counted:
        yield counted_fact(what.outlook.counted)


def last_day(what: WhatIf) -> dict:
    """Return until when medical benefits last; without a rule, until when the enrolment covers."""
    if what.outlook:
        return last_day_fact(what.outlook)
    return {
        "label": _("Last day of medical benefits"),
        "value": long_day_text(what.ending.covered_until - ONE_DAY),
        "note": _("Hospital and outpatient costs of later days are not reimbursed."),
    }


def last_charged(what: WhatIf) -> str:
    if what.ending.last_charged is None:
        return _("none: the insurance stops before its first charge")
    return worded(what.ending.last_charged)


def is_medical(what: WhatIf) -> bool:
    return bool({Insurance.MEDICAL, Insurance.RESIDENT} & set(what.choice.insurances))


def is_resident(what: WhatIf) -> bool:
    return what.choice.kind == EnrolmentKind.RESIDENT


def is_employee_medical(what: WhatIf) -> bool:
    return Insurance.MEDICAL in what.choice.insurances


def keeps(what: WhatIf):
    """Yield what a stop takes from nobody."""
    told = {Insurance.MEDICAL} if what.outlook and what.outlook.counted else set()
    for insurance in (Insurance.PENSION, Insurance.MEDICAL):
        credited = what.credited.get(insurance)
        if insurance in what.choice.insurances and credited and insurance not in told:
            yield _("Your %(months)s of %(insurance)s stay and count when you go on paying.") % {
                "months": years_and_months(credited.cumulative),
                "insurance": worded(insurance),
            }
    if is_employee_medical(what):
        yield _(
            "The balance of your personal medical account stays usable in hospitals and pharmacies until it is used up;"
            " it is not paid out in cash."
        )
    if not is_resident(what):
        yield _("You can go on paying at any time, through a unit or by yourself.")


def careful(what: WhatIf):
    """Yield what people regret not having known."""
    if Insurance.SUPPLEMENT in what.choice.insurances and what.choice.kind != EnrolmentKind.EMPLOYEE:
        yield _("The large-sum supplement stops together with medical insurance.")
    if Insurance.UNEMPLOYMENT in what.choice.insurances:
        yield _(
            "Who ends the employment by their own wish has no claim to unemployment benefit"
            " (Social Insurance Law, article 45)."
        )
    if Insurance.PENSION in what.choice.insurances:
        yield _("Months without payment are missing when the pension is worked out.")
    if is_medical(what) and what.outlook is None:
        yield _("What a gap means for medical benefits is ruled by your pooling area; please ask there.")
    if is_resident(what):
        yield _("This year's payment is not returned, for its cover has begun.")


def unpaid_words(what: WhatIf) -> str:
    """Name the months that are past due, and who owes them: a stop settles nothing."""
    if not what.unpaid:
        return ""
    months = {"months": worded([month_text(month.first_day) for month in what.unpaid])}
    if what.choice.kind == EnrolmentKind.EMPLOYEE:
        return _("Your unit has not paid %(months)s so far. A stop does not release it from paying.") % months
    return (
        _(
            "You have not paid %(months)s so far. A stop does not cancel these months,"
            " and benefits return only when they are paid."
        )
        % months
    )


def rule_explained(offer: Offer) -> dict:
    """Return from which month a stop counts, with the steps that lead there and where they are written."""
    months, window = offer.months, offer.window
    return {
        "sentence": _("The earliest stop month is %(month)s.") % {"month": worded(months.earliest)},
        "steps": list(rule_steps(offer)),
        "version": _("Rules of %(area)s, %(document)s, in force since %(day)s")
        % {
            "area": window.area.name_en if get_language() == "en" else window.area.name_zh,
            "document": window.document.title_en if get_language() == "en" else window.document.title_zh,
            "day": day_text(window.in_force.lower),
        },
    }


def local_article(offer: Offer, article: int) -> dict:
    """Name the article of the local rules; other areas than the office's own have rules of their own."""
    if offer.window.area.code != settings.HALL_OFFICE["area_code"]:
        return {}
    return {
        "basis": _("Yunzhou rules, article %(article)s") % {"article": article},
        "basis_url": f"{LOCAL_RULES}#article-{article}",
    }


def rule_steps(offer: Offer):
    months = offer.months
    yield {
        "text": _("Declarations of individuals are taken from %(first)s to %(last)s; yours counts as made on %(day)s.")
        % {
            "first": day_text(months.window.opens_on),
            "last": day_text(months.window.closes_on),
            "day": day_text(months.counts_as_of),
        },
        **local_article(offer, 1),
    }
    yield {
        "text": str(EFFECTIVE_RULE_NAMES[months.rule]),
        **local_article(offer, 2),
    }
    if months.moved_from:
        yield {
            "text": _("The books are closed up to %(month)s, so a stop counts after that.")
            % {"month": worded(months.locked_through)}
        }
    yield {
        "text": _("You may also choose a later month, up to %(month)s.") % {"month": worded(months.latest)}
        if months.latest != months.earliest
        else _("No other month can be chosen.")
    }
