"""社会保险费征集单: what a payer has to pay to one agency for a month, with the account to pay to and the people it is for."""

from dataclasses import dataclass
from datetime import date

from insurance.documents.capital_amount import capital_amount
from insurance.documents.numbered_paper import square_code, yuan
from insurance.documents.pdf import rendered
from insurance.rules.kinds import Insurance

MOST_PEOPLE = 1000
"""People on the annex; a longer list is the workbook, which the paper names instead."""


@dataclass(frozen=True, slots=True)
class LevyRow:
    """One insurance of the order; amounts in fen, None where there is no such part."""

    insurance: Insurance
    unit_fen: int | None
    own_fen: int | None
    total_fen: int


@dataclass(frozen=True, slots=True)
class LevyPerson:
    """One person of the annex: base, both parts and the sum in fen, the number masked."""

    name: str
    identity: str
    base_fen: int | None
    unit_fen: int
    own_fen: int
    total_fen: int


@dataclass(frozen=True, slots=True)
class Account:
    """The fund's account to which money is transferred."""

    holder: str
    bank: str
    number: str


@dataclass(frozen=True, slots=True)
class LevyOrder:
    """What the paper says. Words come in the document's language; ``payer_code`` is the unit's credit code or the
    person's number. ``late_fee_fen`` is that of ``printed_on``; ``people`` all people, ``annex`` those written out.
    ``address`` leads the payer to the bill."""

    office: str
    agency: str
    number: str
    payer: str
    payer_code: str
    of_unit: bool
    month: str
    kind: str
    corrects: str
    issued_on: date | None
    due_on: date | None
    deferred_until: date | None
    people: int
    bases_fen: int | None
    rows: tuple[LevyRow, ...]
    unit_fen: int
    own_fen: int
    total_fen: int
    paid_fen: int
    open_fen: int
    late_fee_fen: int
    account: Account
    annex: tuple[LevyPerson, ...]
    address: str
    hotline: str
    printed_on: date


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One insurance as the template writes it."""

    insurance: Insurance
    unit: str
    own: str
    total: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the template writes them."""

    name: str
    identity: str
    base: str
    unit: str
    own: str
    total: str


@dataclass(frozen=True, slots=True)
class Written:
    """The order with every amount written: the template does no arithmetic. ``capitals`` is empty where nothing is to be
    paid: then the paper asks for nothing and names no account."""

    order: LevyOrder
    money: tuple[MoneyRow, ...]
    persons: tuple[PersonRow, ...]
    bases: str
    unit: str
    own: str
    total: str
    capitals: str
    paid: str
    to_pay: str
    late_fee: str
    picture: str
    printed_on: date
    office: str


def levy_order_pdf(order: LevyOrder, *, language: str) -> bytes:
    """Return the order as a PDF in ``language`` ("zh-hans" or "en")."""
    to_pay = order.open_fen + order.late_fee_fen
    persons = tuple(
        PersonRow(
            one.name, one.identity, yuan(one.base_fen), yuan(one.unit_fen), yuan(one.own_fen), yuan(one.total_fen)
        )
        for one in order.annex
    )
    written = Written(
        order=order,
        money=tuple(
            MoneyRow(r.insurance, yuan(r.unit_fen if order.of_unit else None), yuan(r.own_fen), yuan(r.total_fen))
            for r in order.rows
        ),
        persons=persons,
        bases=yuan(order.bases_fen),
        unit=yuan(order.unit_fen if order.of_unit else None),
        own=yuan(order.own_fen),
        total=yuan(order.total_fen),
        capitals=capital_amount(to_pay) if to_pay else "",
        paid=yuan(order.paid_fen),
        to_pay=yuan(to_pay),
        late_fee=yuan(order.late_fee_fen),
        picture=square_code(order.address),
        printed_on=order.printed_on,
        office=order.office,
    )
    return rendered("levy_order", written, language=language)
