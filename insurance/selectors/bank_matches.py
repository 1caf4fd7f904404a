"""Whom the numbers in a bank transfer's remark name, and which of their bills the money may pay."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models.parties import Unit
from insurance.models.bills import Bill
from insurance.models.payments import Payment
from insurance.rules.bank_file import Named, Unmatched
from insurance.rules.payments import LIVE, PaymentState
from insurance.selectors.debts import PAYABLE


@dataclass(frozen=True, slots=True)
class Open:
    """A bill that money may pay, and whose it is."""

    bill_id: int
    area_id: int
    unit_id: int | None
    person_id: int | None
    is_payable: bool
    is_held: bool

    @property
    def payer(self) -> tuple:
        return self.unit_id, self.person_id


@dataclass(frozen=True, slots=True)
class Destination:
    """Where money goes: bills of one payer, or nowhere for the reason ``why``. ``named`` is the number that led there.

    ``area_id`` is None where nobody knows whose the money is.
    """

    why: Unmatched | None
    named: str = ""
    bill_ids: tuple[int, ...] = ()
    area_id: int | None = None
    unit_id: int | None = None
    person_id: int | None = None
    payment_id: int | None = None


@dataclass
class Known:
    """What is on record under the numbers of many remarks; a few statements, however many."""

    bills: dict[str, Open] = field(default_factory=dict)
    orders: dict[str, tuple[Payment, list[Open]]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    of_units: dict[int, list[Open]] = field(default_factory=dict)


COLUMNS = ("pk", "number", "state", "held_by_id", "assessment__area_id", "assessment__unit_id", "assessment__person_id")


def open_of(row: dict) -> Open:
    return Open(
        row["pk"],
        row["assessment__area_id"],
        row["assessment__unit_id"],
        row["assessment__person_id"],
        row["state"] in PAYABLE,
        row["held_by_id"] is not None,
    )


def known(names: Collection[Named]) -> Known:
    """Return what is on record under any of the numbers."""
    found = Known()
    for row in Bill.objects.filter(number__in=together(one.bills for one in names)).values(*COLUMNS):
        found.bills[row["number"]] = open_of(row)
    payments = Payment.objects.filter(number__in=together(one.orders for one in names))
    found.orders = {payment.number: (payment, []) for payment in payments}
    items = Bill.objects.filter(payment_items__payment__in=payments).values(*COLUMNS, "payment_items__payment__number")
    for row in items:
        if row["payment_items__payment__number"] in found.orders:
            found.orders[row["payment_items__payment__number"]][1].append(open_of(row))
    by_code = Q(credit_code__in=together(one.credit_codes for one in names))
    for unit in Unit.objects.filter(by_code | Q(public_id__in=together(one.units for one in names))):
        found.units[unit.credit_code] = found.units[unit.public_id] = unit
    ids = {unit.pk for unit in found.units.values()}
    for row in Bill.objects.filter(assessment__unit__in=ids, state__in=PAYABLE).values(*COLUMNS):
        found.of_units.setdefault(row["assessment__unit_id"], []).append(open_of(row))
    return found


def together(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def destination(names: Named, record: Known) -> Destination:
    """Return where the money of a remark with these numbers goes. A bill says more than an order, an order more than a
    unit; numbers of different payers contradict each other."""
    if names.is_nothing:
        return Destination(Unmatched.NO_NUMBER)
    wanted = names.bills | names.orders | names.units | names.credit_codes
    if not wanted <= record.bills.keys() | record.orders.keys() | record.units.keys():
        return Destination(Unmatched.NOT_FOUND)
    by_bill = [record.bills[number] for number in names.bills]
    by_order = [one for number in names.orders for one in record.orders[number][1]]
    units = {record.units[number].pk for number in names.units | names.credit_codes}
    payers = {one.payer for one in (*by_bill, *by_order)} | {(pk, None) for pk in units}
    if len(payers) > 1 or len(names.orders) > 1:
        return Destination(Unmatched.SEVERAL)
    unit_id, person_id = payers.pop()
    bills = by_bill or by_order or record.of_units.get(unit_id, [])
    return placed(
        bills,
        named=min(names.bills or names.orders or wanted),
        unit_id=unit_id,
        person_id=person_id,
        payment_id=ended_order(names, record),
    )


def ended_order(names: Named, record: Known) -> int | None:
    """Return the key of the order that is named and came to nothing: the money is shown on its page."""
    payments = [record.orders[number][0] for number in names.orders]
    return next((one.pk for one in payments if one.state not in LIVE and one.state == PaymentState.FAILED), None)


def placed(bills: list[Open], *, named: str, **payer) -> Destination:
    payable = [one for one in bills if one.is_payable]
    free = tuple(sorted(one.bill_id for one in payable if not one.is_held))
    area_id = bills[0].area_id if bills else None
    if free:
        return Destination(None, named, free, area_id, **payer)
    return Destination(Unmatched.HELD if payable else Unmatched.NOTHING_OPEN, named, (), area_id, **payer)
