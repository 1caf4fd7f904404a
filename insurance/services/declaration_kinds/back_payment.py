"""补缴 back payment: months of a gap are repaid by somebody who pays alone."""

from datetime import date, datetime

from accounts.rules.errors import RuleBroken
from accounts.services import notices
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.rules.back_payment import Quote, levels_for
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.back_payments import Gap, repayable
from insurance.selectors.base_raise import base_raise
from insurance.selectors.closing import UNDER_WAY, declared_on
from insurance.services.back_payment_bills import assess_back_payment
from insurance.services.base_raises import DIFFERENCE, raise_problem, write_raise


def months_of(line: DeclarationLine) -> tuple[Month, ...]:
    """Return the months that a line pays back."""
    return tuple(Month.parse(month) for month in line.details["months"])


def levels(declaration: Declaration) -> int:
    """More than twelve months are decided by two people."""
    line = declaration.lines.get()
    return 1 if is_difference(line) else levels_for(months_of(line))


def is_difference(line: DeclarationLine) -> bool:
    """Return whether a line raises the base of months that were charged, instead of paying missed ones."""
    return line.details.get("kind") == DIFFERENCE


def effective_on(part: DeclarationPart, *, on: date) -> date:
    """It takes effect when it is accepted: the bill is made then, and can be paid."""
    return on


def problems(declaration: Declaration, *, on: date) -> list[RuleBroken]:
    """Return everything that forbids paying these months back on that day; an empty list allows it."""
    line = declaration.lines.get()
    insurance = Insurance(line.insurances[0])
    if number := other_under_way(line):
        return [RuleBroken("back_payment.under_way", "insurance", number=number)]
    if is_difference(line):
        problem = raise_problem(base_raise(line.person, on=declared_on(declaration, on)), line.details["wage_fen"])
        return [problem] if problem else []
    record = repayable(line.person, on=on)
    gap = record.gap(insurance)
    if gap is None:
        return [RuleBroken("back_payment.not_paying", "insurance", insurances=[insurance])]
    months = months_of(line)
    if found := month_problem(gap, months):
        return [found]
    return quote_problems(line, record.quote(gap, months, credited_on=on))


def month_problem(gap: Gap, months: tuple[Month, ...]) -> RuleBroken | None:
    """Return what is wrong with the months: they have to be the end of the gap, of medical insurance the whole of it."""
    if not gap.months:
        return RuleBroken("back_payment.no_gap", "insurance", insurances=[gap.insurance])
    if not gap.payable:
        return RuleBroken("back_payment.past_years", "first_month")
    if not months or gap.since(months[0]) != months:
        return RuleBroken("back_payment.months_changed", "first_month", first=gap.payable[0], last=gap.payable[-1])
    return None


def quote_problems(line: DeclarationLine, quote: Quote) -> list[RuleBroken]:
    """Return what is wrong with the quote that was shown, by that of the day."""
    if not quote.is_repayable:
        return [RuleBroken("back_payment.too_long", "insurance", months=len(quote.months))]
    if len(quote.cost.rows) != len(quote.months):
        return [RuleBroken("back_payment.not_due", "first_month")]
    if quote.total_fen != line.details["total_fen"]:
        return [RuleBroken("back_payment.amount_changed", "first_month")]
    return []


def other_under_way(line: DeclarationLine) -> str:
    """Return the number of another back payment of the insurance that is not decided; empty for none."""
    others = DeclarationPart.objects.filter(
        declaration__kind=DeclarationKind.BACK_PAYMENT,
        declaration__lines__person=line.person_id,
        declaration__lines__insurances__overlap=line.insurances,
        state__in=UNDER_WAY,
    ).exclude(declaration=line.declaration_id)
    return others.values_list("declaration__number", flat=True).first() or ""


def take_effect(part: DeclarationPart, *, at: datetime) -> None:
    """Assess the months and issue their bills; they count when everything is credited."""
    line = part.declaration.lines.get()
    if is_difference(line):
        write_raise(part)
        return
    due_on = assess_back_payment(part, line, months_of(line), at=at)
    notices.tell_person(
        line.person,
        "back_payment_to_be_paid",
        at=at,
        link="/me/back-payment/",
        number=part.declaration.number,
        due_on=due_on.isoformat(),
    )
