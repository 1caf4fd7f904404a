"""征集单: one bill whole, what it charges by insurance and part, what became of it, and the people on it page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from insurance.models.assessments import Assessment, ContributionLine
from insurance.models.bills import Bill
from insurance.models.certificates import Certificate
from insurance.models.postings import Posting
from insurance.rules.allocation import BillDebt, counted_by, fee_on
from insurance.rules.bill_standing import BillStanding
from insurance.rules.certificates import CertificateKind, CertificateState
from insurance.rules.kinds import AGENCY_OF, Insurance
from insurance.rules.late_fee import LateFee, LateFeeRule, late_fee
from insurance.rules.postings import Account, PostingKind
from insurance.selectors.bills import standing_of, with_words
from insurance.selectors.contribution_history import WRITTEN_ORDER
from insurance.selectors.contributions import OWN_COLUMN, UNIT_COLUMN
from insurance.selectors.debts import BillRow, debt_from
from insurance.selectors.key_pages import KeyPage, key_page

PAGE_ROWS = 50


class Share(NamedTuple):
    """What a bill charges for one insurance, in fen; None where the law knows no such part or nobody is charged it."""

    insurance: Insurance
    unit_fen: int | None
    own_fen: int | None

    @property
    def total_fen(self) -> int:
        return (self.unit_fen or 0) + (self.own_fen or 0)


@dataclass(frozen=True)
class Charged:
    """What the lines of a bill come to: people, the sum of their bases (None for flat amounts), each insurance."""

    people: int
    bases_fen: int | None
    shares: tuple[Share, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the lines that hold anything of this bill, in the order pages write insurances."""
        return tuple(
            column
            for share in self.shares
            for column, amount in (
                (UNIT_COLUMN[share.insurance], share.unit_fen),
                (OWN_COLUMN[share.insurance], share.own_fen),
            )
            if column and amount is not None
        )


class Movement(NamedTuple):
    """What was booked on a bill in one step, all insurances together, in fen; ``reference`` names the money."""

    kind: PostingKind
    booked_on: date
    amount_fen: int
    remittance: str
    order: str


@dataclass(frozen=True)
class FeeRow:
    """One insurance on a day: what is open of it and its late fee, in fen; ``fee`` how it is reckoned, None for none."""

    insurance: Insurance
    open_fen: int
    fee_fen: int
    fee: LateFee | None


@dataclass(frozen=True)
class BillFile:
    """Everything about a bill but its people. ``corrections`` are the numbers of bills that correct its month,
    ``certificates`` those of the certificates of what was paid on it."""

    bill: Bill
    standing: BillStanding
    charged: Charged
    movements: list[Movement]
    debt: BillDebt
    corrections: list[str]
    certificates: list[str]

    @property
    def open_fen(self) -> int:
        return sum(amount for amount in self.debt.open_fen.values() if amount > 0)

    def fees(self, on: date, rule: LateFeeRule | None) -> list[FeeRow]:
        """Return what is open of each insurance and the late fee if all of it is settled on a day."""
        return [self.fee_row(code, amount, on, rule) for code, amount in self.in_order() if amount > 0]

    def in_order(self) -> list[tuple[Insurance, int]]:
        return sorted(
            ((Insurance(code), amount) for code, amount in self.debt.open_fen.items()),
            key=lambda one: WRITTEN_ORDER.index(one[0]),
        )

    def fee_row(self, code: Insurance, open_fen: int, on: date, rule: LateFeeRule | None) -> FeeRow:
        amount = fee_on(open_fen, self.debt, settled_on=on, rule=rule)
        if not amount:
            return FeeRow(code, open_fen, 0, None)
        counted, last = counted_by(rule, self.debt), self.debt.late_from
        fee = late_fee(open_fen, month=self.debt.month, due_on=last, settled_on=on, rule=counted)
        return FeeRow(code, open_fen, amount, fee)


def with_corrections(bills: QuerySet[Bill]) -> QuerySet[Bill]:
    """Return bills with the numbers of those that correct their month and of the certificates of what was paid on them,
    in the same statement."""
    later = Bill.objects.filter(assessment__corrects=OuterRef("assessment"), agency=OuterRef("agency")).order_by()
    numbers = later.values("assessment__corrects").annotate(numbers=ArrayAgg("number", order_by="pk")).values("numbers")
    papers = Certificate.objects.filter(
        kind=CertificateKind.PAYMENT, state=CertificateState.VALID, payment__items__bill=OuterRef("pk")
    ).order_by()
    certified = papers.values("kind").annotate(numbers=ArrayAgg("number", order_by="pk")).values("numbers")
    return with_words(bills).annotate(corrections=Subquery(numbers), certificates=Subquery(certified))


def bill_file(bill: Bill, *, on: date) -> BillFile:
    """Return everything about a bill that was found by ``with_corrections``, in two statements however many lines."""
    charged = charged_on(bill)
    booked = booked_on(bill)
    movements = movements_of(booked)
    open_fen: dict[int, int] = {}
    for row in booked:
        if Account.RECEIVABLE in (row["debit"], row["credit"]):
            sign = 1 if row["debit"] == Account.RECEIVABLE else -1
            open_fen[row["insurance"]] = open_fen.get(row["insurance"], 0) + sign * row["amount"]
    by_bill = {bill.pk: open_fen} if open_fen else {}
    lines = {bill.pk: {int(share.insurance): share.total_fen for share in charged.shares if share.total_fen}}
    return BillFile(
        bill=bill,
        standing=standing_of(bill, on=on),
        charged=charged,
        movements=movements,
        debt=debt_from(debt_row(bill), by_bill, lines if bill.issued_on is None else {}),
        corrections=bill.corrections or [],
        certificates=bill.certificates or [],
    )


def debt_row(bill: Bill) -> BillRow:
    """Return the row from which the open amounts of a bill are told."""
    about: Assessment = bill.assessment
    return BillRow(bill.pk, about.month, about.unit_id, bill.due_on, bill.deferred_until, bill.paid_fen, bill.issued_on)


def insurances_of(agency: str) -> list[Insurance]:
    """Return the insurances of an agency in the order pages write them."""
    return [code for code in WRITTEN_ORDER if AGENCY_OF[code] == agency]


def columns_of(agency: str) -> list[str]:
    """Return the columns of a line that go to an agency."""
    both = [column for code in insurances_of(agency) for column in (UNIT_COLUMN[code], OWN_COLUMN[code])]
    return [column for column in both if column]


def base_column(agency: str) -> str:
    return f"{agency}_base_fen"


def of_agency(bill: Bill) -> QuerySet[ContributionLine]:
    """Return the lines of a bill: those of its assessment that hold anything for its agency."""
    held = Q()
    for column in columns_of(bill.agency):
        held |= Q(**{f"{column}__isnull": False})
    return ContributionLine.objects.filter(held, assessment=bill.assessment_id)


def charged_on(bill: Bill) -> Charged:
    """Return what the lines of a bill come to, one statement."""
    sums = {column: Sum(column) for column in columns_of(bill.agency)}
    found = of_agency(bill).aggregate(people=Count("pk"), bases=Sum(base_column(bill.agency)), **sums)
    shares = (
        Share(code, found.get(UNIT_COLUMN[code]), found.get(OWN_COLUMN[code])) for code in insurances_of(bill.agency)
    )
    present = tuple(share for share in shares if share.unit_fen is not None or share.own_fen is not None)
    return Charged(found["people"], found["bases"], present)


def booked_on(bill: Bill) -> list[dict]:
    """Return what was booked on a bill, added up by day, kind, insurance and money; one statement."""
    rows = Posting.objects.filter(bill=bill).values(
        "kind",
        "debit",
        "credit",
        "insurance",
        "booked_on",
        number=F("remittance__number"),
        order=F("remittance__payment__number"),
    )
    return list(rows.annotate(amount=Sum("amount_fen")).order_by("booked_on", "kind", "number", "insurance"))


def movements_of(booked: Sequence[dict]) -> list[Movement]:
    """Return the steps of a bill as people read them: every insurance of one step together."""
    steps: dict[tuple, int] = {}
    for row in booked:
        key = (row["kind"], row["booked_on"], row["number"] or "", row["order"] or "")
        steps[key] = steps.get(key, 0) + row["amount"]
    return [
        Movement(PostingKind(kind), day, amount, number, order) for (kind, day, number, order), amount in steps.items()
    ]


class BillLine(NamedTuple):
    """One person on a bill: base and amounts in fen, in the order of ``Charged.columns``."""

    person_id: int
    public_id: str
    name: str
    identity_number: str
    base_fen: int | None
    amounts: tuple[int | None, ...]

    @property
    def total_fen(self) -> int:
        return sum(amount or 0 for amount in self.amounts)


PERSON_COLUMNS = ("person_id", "person__public_id", "person__name", "person__identity_number")


def line_values(bill: Bill, columns: Sequence[str]) -> QuerySet:
    """Return the lines of a bill as dictionaries with what a list writes."""
    return of_agency(bill).values(*PERSON_COLUMNS, base_column(bill.agency), *columns)


def line_of(row: dict, bill: Bill, columns: Sequence[str]) -> BillLine:
    return BillLine(
        *(row[column] for column in PERSON_COLUMNS),
        row[base_column(bill.agency)],
        tuple(row[column] for column in columns),
    )


def bill_lines(
    bill: Bill,
    columns: Sequence[str],
    *,
    name: str = "",
    person: str = "",
    after: int | None = None,
    before: int | None = None,
) -> tuple[list[BillLine], KeyPage]:
    """Return one page of the people on a bill, one statement; ``name`` is a part of a name, ``person`` a number of ours."""
    rows = line_values(bill, columns)
    if name:
        rows = rows.filter(person__name__icontains=name)
    if person:
        rows = rows.filter(person__public_id=person)
    page = key_page(rows, key="person_id", size=PAGE_ROWS, after=after, before=before)
    return [line_of(row, bill, columns) for row in page.rows], page


def every_line(bill: Bill, columns: Sequence[str]):
    """Yield every person on a bill, read piece by piece, so that any number takes the same memory."""
    for row in line_values(bill, columns).order_by("person_id").iterator(chunk_size=2000):
        yield line_of(row, bill, columns)
