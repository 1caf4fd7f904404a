"""Payment orders: the bills that may be paid now, one order with everything known of it, and a payer's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models.parties import Person, Unit
from insurance.models.bills import Bill
from insurance.models.money_decisions import MoneyDecision
from insurance.models.payments import Payment, PaymentItem, Remittance
from insurance.rules.allocation import BillDebt
from insurance.rules.certificates import CertificateState
from insurance.rules.kinds import AssessmentKind
from insurance.rules.months import Month
from insurance.rules.payments import LIVE, PaymentState
from insurance.rules.refunds import MoneyDecisionState
from insurance.selectors.bills import Cost, cost_of
from insurance.selectors.debts import PAYABLE, debts_of, fee_rule_for
from insurance.selectors.key_pages import KeyPage, key_page

PAGE_ROWS = 20
ITEMS_SHOWN = 50

Payer = Unit | Person


@dataclass(frozen=True, slots=True)
class PayableBill:
    """A bill that asks for money, as a form offers it; amounts in fen as of a day, ``held_by`` the number of a live order."""

    number: str
    month: Month
    agency: str
    kind: AssessmentKind
    due_on: date | None
    is_overdue: bool
    principal_fen: int
    late_fee_fen: int
    held_by: str

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.late_fee_fen


def payable_bills(bills: QuerySet[Bill], *, on: date) -> list[PayableBill]:
    """Return which of some bills ask for money, with what they cost on a day, the oldest first.

    Five statements and one for each pooling area, however many bills.
    """
    rows = list(
        bills.filter(state__in=PAYABLE)
        .select_related("assessment__area", "held_by")
        .order_by("assessment__month", "pk")
    )
    debts, rules = debts_of([row.pk for row in rows]), {}
    offered = []
    for row in rows:
        area = row.assessment.area
        if area.pk not in rules:
            rules[area.pk] = fee_rule_for(area, debts.of.values(), on)
        cost = cost_of(debts.of[row.pk], on=on, rule=rules[area.pk])
        if cost.principal_fen > 0:
            offered.append(_offered(row, debts.of[row.pk], cost, on))
    return offered


def _offered(row: Bill, debt: BillDebt, cost: Cost, on: date) -> PayableBill:
    last_day = debt.late_from or row.due_on
    return PayableBill(
        number=row.number,
        month=Month.of(row.assessment.month),
        agency=row.agency,
        kind=AssessmentKind(row.assessment.kind),
        due_on=row.due_on,
        is_overdue=last_day is not None and last_day < on,
        principal_fen=cost.principal_fen,
        late_fee_fen=cost.late_fee_fen,
        held_by=row.held_by.number if row.held_by else "",
    )


@dataclass(frozen=True)
class PaymentPicture:
    """One order as its page shows it. ``suspended`` is money for it that could not be placed, ``certificate`` the number of
    the certificate that holds, empty where there is none."""

    payment: Payment
    items: list[PaymentItem]
    item_count: int
    remittances: list[Remittance]
    certificate: str

    @property
    def more(self) -> int:
        """How many bills are not shown."""
        return self.item_count - len(self.items)

    @property
    def suspended(self) -> list[Remittance]:
        return [money for money in self.remittances if money.left_fen > 0]

    @property
    def settled(self) -> list[Remittance]:
        """Money that had to wait and does so no longer: two people put it on bills, or it was given back."""
        return [money for money in self.remittances if not money.left_fen and (money.was_placed or money.refunded_fen)]

    @property
    def state(self) -> PaymentState:
        return PaymentState(self.payment.state)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


def picture_of(payment: Payment) -> PaymentPicture:
    """Return an order with its bills, its money and its certificate; four statements at most."""
    items = payment.items.select_related("bill__assessment__person").order_by("bill__assessment__month", "bill_id")
    shown = list(items[: ITEMS_SHOWN + 1])
    count = len(shown) if len(shown) <= ITEMS_SHOWN else payment.items.count()
    valid = (
        payment.certificates.filter(state=CertificateState.VALID) if payment.posted_at else payment.certificates.none()
    )
    placings = MoneyDecision.objects.filter(remittance=OuterRef("pk"), state=MoneyDecisionState.APPROVED)
    return PaymentPicture(
        payment,
        shown[:ITEMS_SHOWN],
        count,
        list(payment.remittances.annotate(was_placed=Exists(placings)).order_by("pk")),
        valid.values_list("number", flat=True).first() or "",
    )


@dataclass(frozen=True)
class PaymentsPage:
    """One page of a payer's orders, the newest first."""

    page: KeyPage
    total: int

    @property
    def rows(self) -> Sequence[Payment]:
        return self.page.rows


def payments_page(payer: Payer, *, after: int | None, before: int | None) -> PaymentsPage:
    """Return one page of a payer's orders; two statements."""
    own = {"unit": payer} if isinstance(payer, Unit) else {"person": payer}
    found = Payment.objects.filter(**own)
    page = key_page(
        found.annotate(bills=Count("items")), key="pk", size=PAGE_ROWS, descending=True, after=after, before=before
    )
    return PaymentsPage(page, found.count())


def orders_to_ask(at: datetime) -> list[tuple[int, str]]:
    """Return the live orders about which their channel is to be asked now, the longest waiting first: key and channel."""
    due = Payment.objects.filter(state__in=LIVE, ask_at__lte=at).order_by("ask_at")
    return list(due.values_list("pk", "channel")[:500])


def orders_to_post() -> list[int]:
    """Return the orders that are credited and of which not everything that follows is on record."""
    waiting = Payment.objects.filter(state=PaymentState.SUCCEEDED, posted_at=None).order_by("pk")
    return list(waiting.values_list("pk", flat=True)[:500])
