"""What the back office shows of a unit: registration, staff, what is owed, who acts for it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from accounts.models.parties import Unit
from accounts.models.users import User
from accounts.rules.roles import UserKind
from accounts.rules.typed_number import normalise_number
from insurance.models.bills import Bill
from insurance.models.enrolments import Enrolment
from insurance.rules.months import Month
from insurance.selectors.contributions import in_default


def units_matching(typed: str) -> QuerySet[Unit]:
    """Return the units whose name holds ``typed``, or whose credit code or public number it is; all for nothing."""
    units = Unit.objects.select_related("registration")
    if not typed:
        return units
    number = normalise_number(typed)
    return units.filter(Q(name__icontains=typed) | Q(credit_code=number) | Q(public_id=number))


def unit_numbered(public_id: str) -> Unit | None:
    """Return the unit with this public number (``U00000042``)."""
    return Unit.objects.select_related("registration__area").filter(public_id=public_id.upper()).first()


def operators_of(unit: Unit) -> list[User]:
    """Return the unit's operators, those who can sign in first."""
    operators = User.objects.filter(kind=UserKind.OPERATOR, unit=unit)
    return list(operators.order_by("-is_active", "username"))


def staff_of(unit: Unit, *, on: date) -> int:
    """Return how many people the unit pays for in the month of a day."""
    month = Month.of(on).first_day
    running = Enrolment.objects.filter(unit=unit, first_month__lte=month)
    running = running.filter(Q(stop_month=None) | Q(stop_month__gt=month))
    return running.aggregate(people=Count("person", distinct=True))["people"]


@dataclass(frozen=True, slots=True)
class Arrears:
    """What a payer owes past its day: how many bills, how much in fen, since when."""

    bills: int
    amount_fen: int
    since: date | None


def arrears_of(unit: Unit, *, on: date) -> Arrears:
    """Return what the unit owes past its day, in one statement."""
    overdue = Bill.objects.filter(in_default(on), assessment__unit=unit)
    found = overdue.aggregate(
        bills=Count("pk"),
        amount=Sum(F("unit_total_fen") + F("own_total_fen") - F("paid_fen")),
        since=Min("due_on"),
    )
    return Arrears(found["bills"], found["amount"] or 0, found["since"])
