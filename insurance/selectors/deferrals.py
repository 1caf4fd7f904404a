"""缓缴: the bills that a unit may ask to pay later, and the declarations that ask for it."""

from collections.abc import Collection

from django.db.models import QuerySet

from accounts.models.parties import Unit
from insurance.models.bills import Bill
from insurance.models.declarations import Declaration, DeclarationPart
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import OPEN_STATES, State
from insurance.selectors.bills import ASKS
from insurance.selectors.debts import PAYABLE


def bills_named(unit: Unit, numbers: Collection[str]) -> QuerySet[Bill]:
    """Return those of the unit's bills that have one of these numbers, the oldest first."""
    named = Bill.objects.filter(assessment__unit=unit, number__in=numbers)
    return named.select_related("assessment").order_by("assessment__month", "pk")


def may_be_deferred(bill: Bill) -> bool:
    """Return whether a bill asks for money by a day, so that it can ask for it later."""
    return bill.state in PAYABLE and bill.open_fen > 0 and bill.due_on is not None


def deferrable(unit: Unit) -> list[Bill]:
    """Return the unit's bills that ask for money and no order holds, the oldest first; one statement."""
    asking = Bill.objects.filter(ASKS, assessment__unit=unit, due_on__isnull=False, held_by=None)
    return list(asking.select_related("assessment").order_by("assessment__month", "pk"))


def deferrals_under_way(
    unit: Unit, numbers: Collection[str], *, besides: Declaration | None = None
) -> dict[str, list[str]]:
    """Return the undecided declarations that ask to defer some of these bills, drafts left out, each with those bills."""
    parts = DeclarationPart.objects.filter(
        declaration__unit=unit, declaration__kind=DeclarationKind.DEFERRAL, state__in=OPEN_STATES - {State.DRAFT}
    )
    if besides and besides.pk:
        parts = parts.exclude(declaration=besides)
    rows = parts.values_list("declaration__number", "declaration__details__bills").distinct()
    found = {number: sorted(set(bills) & set(numbers)) for number, bills in rows.order_by("declaration__number")}
    return {number: bills for number, bills in found.items() if bills}
