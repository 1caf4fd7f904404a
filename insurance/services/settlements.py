"""更正结算: the money of closed months that follows from a correction in effect, charged or given back exactly once."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.rules.roles import Agency
from insurance.models.assessments import Assessment, ContributionLine
from insurance.models.declarations import DeclarationLine, DeclarationPart
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import AssessmentKind, DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.workflow import State
from insurance.selectors.charge_differences import PersonTurn
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN
from insurance.selectors.tariffs import unit_tariff
from insurance.selectors.wage_differences import COLUMNS, amounts_of
from insurance.selectors.wages import wages_of
from insurance.services.books import hold_books, hold_reckoning
from insurance.services.later_charges import write_content

KINDS = {"to_charge": AssessmentKind.SUPPLEMENT, "to_refund": AssessmentKind.REFUND}


@transaction.atomic
def settle(area: PoolingArea, *, at: datetime, on: date) -> int:
    """Write what corrections in effect owe and give back of closed months, as open bills; return how many assessments.

    Each part of a correction is settled once: what it made names it. Those that name no money are not looked at.
    """
    hold_books(area.pk)
    hold_reckoning(area.pk)
    made = Assessment.objects.filter(made_by=OuterRef("pk"))
    in_effect = {"declaration__kind": DeclarationKind.CORRECTION, "state": State.EFFECTIVE}
    parts = DeclarationPart.objects.filter(names_money(), ~Exists(made), declaration__area=area, **in_effect)
    waiting = parts.select_for_update(of=("self",), no_key=True).select_related("declaration__unit").order_by("pk")
    return sum(settle_part(part) for part in waiting)


def names_money() -> Q:
    """Return the condition that a line of a correction names money of the part's own agency."""
    lines = DeclarationLine.objects.filter(declaration=OuterRef("declaration"))
    found = Q()
    for agency in Agency:
        named = {"settlement": [{"agency": agency.value}]}
        found |= Q(Exists(lines.filter(details__contains=named)), agency=agency)
    return found


def settle_part(part: DeclarationPart) -> int:
    """Write the money that one agency's part of a correction names.

    Where nothing was charged there is nothing to give back; an assessment without lines says that this was looked at, so
    that what is charged later stays charged.
    """
    lines = list(part.declaration.lines.order_by("position"))
    owed: dict[tuple[date, str], dict[int, list[int]]] = {}
    for line in lines:
        for entry in line.details.get("settlement", ()):
            if entry["agency"] == part.agency:
                people = owed.setdefault((Month.parse(entry["month"]).first_day, entry["money"]), {})
                people.setdefault(line.person_id, []).extend(entry["insurances"])
    made = []
    for (month, money), people in sorted(owed.items()):
        turns = to_charge(part, month, people) if money == "to_charge" else to_refund(part, month, people)
        if turns:
            made.append((settlement_of(part, month, KINDS[money]), turns))
    write_content(made)
    if not made:
        month, money = min(owed)
        settlement_of(part, month, KINDS[money])
    return len(made)


def settlement_of(part: DeclarationPart, month: date, kind: AssessmentKind) -> Assessment:
    """Return a new assessment that names the correction, and the regular assessment of the month where there is one."""
    declaration = part.declaration
    regular = Assessment.objects.filter(unit=declaration.unit_id, month=month, kind=AssessmentKind.REGULAR).first()
    return Assessment.objects.create(
        area_id=declaration.area_id, unit_id=declaration.unit_id, month=month, kind=kind, corrects=regular, made_by=part
    )


def to_charge(part: DeclarationPart, month: date, people: dict[int, list[int]]) -> list[PersonTurn]:
    """Return what people who were left out of a month by mistake are charged for it, on their wage of then."""
    unit = part.declaration.unit
    wages = wages_of(unit, list(people), Month.of(month))
    tariff = unit_tariff(unit, Month.of(month)).tariff
    found = []
    for person_id, codes in people.items():
        charge = tariff.charge(wages.get(person_id), tuple(sorted(set(codes))))
        bases = (wages.get(person_id), charge.base_fen, charge.base_fen)
        found.append(PersonTurn(person_id, bases, {c: amount for c, amount in amounts_of(charge) if amount}))
    return [one for one in found if one.amounts]


def to_refund(part: DeclarationPart, month: date, people: dict[int, list[int]]) -> list[PersonTurn]:
    """Return what is given back to a unit for people who should never have been charged: all that was charged for them."""
    lines = ContributionLine.objects.filter(
        assessment__unit=part.declaration.unit_id, month=month, person__in=people
    ).values_list("person_id", *COLUMNS)
    sums: dict[int, dict[str, int]] = {}
    for person_id, *amounts in lines:
        columns = {table[Insurance(c)] for c in people[person_id] for table in (UNIT_COLUMN, OWN_COLUMN)}
        charged = sums.setdefault(person_id, {})
        for column, amount in zip(COLUMNS, amounts, strict=True):
            if column in columns and amount:
                charged[column] = charged.get(column, 0) - amount
    found = [PersonTurn(key, (None, None, None), {c: a for c, a in given.items() if a}) for key, given in sums.items()]
    return [one for one in found if one.amounts]
