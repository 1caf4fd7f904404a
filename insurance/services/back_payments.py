"""A citizen who pays alone pays months of a gap back: the declaration, with the quote it rests on."""

from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from insurance.models.declarations import Declaration
from insurance.models.policy import PoolingArea
from insurance.rules.back_payment import Quote
from insurance.rules.explanation import as_data
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.selectors.back_payments import Gap, repayable
from insurance.services import declarations
from insurance.services.declarations import LineDraft


def line_of(person: Person, quote: Quote) -> LineDraft:
    """Return the line that pays months back, with what was quoted for each, in fen."""
    return LineDraft(
        person=person,
        insurances=(quote.insurance,),
        start_month=quote.months[0],
        details={
            "months": [str(month) for month in quote.months],
            "bases_fen": list(quote.bases_fen),
            "amounts_fen": [row.principal_fen for row in quote.cost.rows],
            "total_fen": quote.total_fen,
            "quoted_on": quote.credited_on.isoformat(),
        },
    )


def quoted(person: Person, insurance: Insurance, first_month: Month, *, on: date) -> tuple[Gap, Quote]:
    """Return the gap of an insurance and the quote for its months from ``first_month`` on.

    Raises RuleBroken where the person does not pay the insurance alone, missed nothing, or cannot choose that month.
    """
    record = repayable(person, on=on)
    gap = record.gap(insurance)
    if gap is None:
        raise RuleBroken("back_payment.not_paying", "insurance", insurances=[insurance])
    if not gap.months:
        raise RuleBroken("back_payment.no_gap", "insurance", insurances=[insurance])
    if not gap.payable:
        raise RuleBroken("back_payment.past_years", "first_month")
    months = gap.since(first_month)
    if not months:
        raise RuleBroken(
            "back_payment.month_not_allowed", "first_month", first=gap.first_choices[0], last=gap.first_choices[-1]
        )
    return gap, record.quote(gap, months, credited_on=on)


def keep_quote(declaration: Declaration, quote: Quote) -> None:
    """Write on the line what was quoted and why: what was shown is kept."""
    declaration.lines.update(explanation=as_data(quote.explanation))


@transaction.atomic
def lodge_back_payment(
    person: Person, insurance: Insurance, *, first_month: Month, actor: User, at: datetime, on: date
) -> Declaration:
    """Submit that the months of a gap from ``first_month`` on are paid back, on the quote of the day.

    Raises RuleBroken as ``quoted``, RulesBroken with everything else that forbids it.
    """
    gap, quote = quoted(person, insurance, first_month, on=on)
    declaration = declarations.draft(
        DeclarationKind.BACK_PAYMENT,
        [line_of(person, quote)],
        area=PoolingArea.objects.get(pk=gap.segment.area_id),
        person=person,
        actor=actor,
        at=at,
    )
    declaration = declarations.submit(declaration.number, actor=actor, at=at, on=on)
    keep_quote(declaration, quote)
    return declaration


@transaction.atomic
def correct_back_payment(
    declaration: Declaration, insurance: Insurance, *, first_month: Month, actor: User, at: datetime, on: date
) -> Declaration:
    """Submit a back payment again that was sent back, on a new quote.

    Raises RuleBroken("back_payment.other_insurance") for another insurance: that is another matter, filed anew.
    """
    line = declaration.lines.select_related("person").get()
    if line.insurances != [insurance]:
        raise RuleBroken("back_payment.other_insurance", "insurance")
    _gap, quote = quoted(line.person, insurance, first_month, on=on)
    declarations.rewrite(declaration.number, [line_of(line.person, quote)], actor=actor, at=at)
    declaration = declarations.submit(declaration.number, actor=actor, at=at, on=on)
    keep_quote(declaration, quote)
    return declaration
