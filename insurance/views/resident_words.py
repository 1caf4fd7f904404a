"""How the payment for a year stands, as the pages of people and of committees write it."""

from django.utils.translation import gettext as _

from accounts.rules.person_name import masked_name
from accounts.views.said import said
from accounts.wording import day_text, worded
from insurance.rules.resident_payment import Cover, YearState
from insurance.selectors.resident_years import YearStanding
from insurance.wording_residents import (
    BARRED_SENTENCES,
    GROUP_NAMES,
    YEAR_STATE_NAMES,
    YEAR_STATE_TONES,
)
from insurance.wording_steps import explained


def standing_words(one: YearStanding, *, name: str, orders: str) -> dict:
    """Return one person's year for a row; ``orders`` is the address under which the reader's own orders are found."""
    return {
        "one": one,
        "public_id": one.person.public_id,
        "name": name,
        "state": str(one.state),
        "state_words": YEAR_STATE_NAMES[one.state],
        "tone": YEAR_STATE_TONES[one.state],
        "may_be_paid": one.may_be_paid,
        "payable_fen": one.payable_fen if one.may_be_paid else None,
        "paid_fen": one.bill.paid_fen if one.bill and one.state != YearState.BARRED else None,
        "group": GROUP_NAMES[one.group] if one.group else "",
        "cover": cover_words(one.cover, one.year) if one.may_be_paid else covered_words(one),
        "tree": explained(one.cover.explanation) if one.may_be_paid and one.cover.explanation else None,
        "barred": barred_words(one),
        "order_url": f"{orders}{one.order.number}/" if one.order and orders else "",
        "order": one.order.number if one.order else "",
    }


def own_name(one: YearStanding):
    return said(one.person.name)


def hidden_name(one: YearStanding):
    return said(masked_name(one.person.name))


def barred_words(one: YearStanding) -> str:
    """Return why a year cannot be paid and what to do, empty where it can."""
    if one.barred is None or one.state != YearState.BARRED:
        return ""
    facts = {name: worded(value) if name != "year" else value for name, value in one.barred.facts.items()}
    return str(BARRED_SENTENCES[one.barred.code]) % facts


def cover_words(cover: Cover, year: int) -> str:
    """Say from which day paying today brings benefits."""
    if cover.explanation is None:
        return _("Paid today: covered from %(day)s.") % {"day": day_text(cover.starts_on)}
    return _("Paid today: covered after a wait, from %(day)s.") % {"day": day_text(cover.starts_on)}


def covered_words(one: YearStanding) -> str:
    """Say from which day a paid year is covered, as far as it follows from the day of its credit."""
    if one.state not in (YearState.CREDITED, YearState.POSTED, YearState.DUPLICATE):
        return ""
    return _("Credited on %(day)s.") % {"day": day_text(one.bill.credited_on)}


def chosen_year(typed: str, years: tuple[int, ...]) -> int:
    """Return the year that is asked for, the first on offer where it is none of them."""
    return next((year for year in years if str(year) == typed), years[0])


def year_choices(years: tuple[int, ...], chosen: int) -> list[dict]:
    """Return the years on offer as links."""
    words = _("Year %(year)s")
    return [{"url": f"?year={year}", "text": words % {"year": year}, "is_current": year == chosen} for year in years]


def payer_words(proxy) -> dict:
    """Return who pays for the reader: a committee by its name, a relative by a hidden one."""
    name = proxy.by_unit.name if proxy.by_unit else masked_name(proxy.by_person.name)
    return {"number": proxy.number, "name": said(name), "since": proxy.made_at, "until": proxy.ended_at}


def ticked_fen(rows: list[dict], form) -> int:
    """Return what those who are ticked have to pay together, in fen."""
    ticked = form.ticked
    return sum(row["payable_fen"] for row in rows if row["may_be_paid"] and row["public_id"] in ticked)
