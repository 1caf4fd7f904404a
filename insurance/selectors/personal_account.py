"""A person's medical account: the balance, a year of movements at a glance, and the movements page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from insurance.models.benefit_policy import BenefitRule
from insurance.models.enrolments import Enrolment
from insurance.models.personal_accounts import AccountMovement, MovementQuestion, PersonalAccount
from insurance.rules.benefit_rule import Payer
from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.selectors.key_pages import KeyPage, key_page

PAGE_ROWS = 30
INCOMING, OUTGOING = Q(amount_fen__gt=0), Q(amount_fen__lt=0)
DIRECTIONS: Mapping[str, Q] = {"in": INCOMING, "out": OUTGOING}


@dataclass(frozen=True)
class AccountMonth:
    """What came in and what was spent in one month of a year; amounts in fen, both at least nothing."""

    number: int
    in_fen: int
    out_fen: int


@dataclass(frozen=True)
class AccountYear:
    """An account as one year's page shows it; ``balance_fen`` is that of today, ``years`` those with movements."""

    balance_fen: int
    year: int
    years: list[int]
    months: list[AccountMonth]
    page: KeyPage
    total: int

    @property
    def in_fen(self) -> int:
        return sum(month.in_fen for month in self.months)

    @property
    def out_fen(self) -> int:
        return sum(month.out_fen for month in self.months)


def account_year(
    person_id: int,
    year: int | None,
    *,
    on: date,
    direction: str = "",
    after: int | None = None,
    before: int | None = None,
) -> AccountYear | None:
    """Return a person's account in a year, the latest with movements where none is asked for; None without an account.

    Four statements, however many movements and questions about them.
    """
    account = PersonalAccount.objects.filter(person=person_id).first()
    if account is None:
        return None
    movements = AccountMovement.objects.filter(account=account)
    sums = sums_by_month(movements)
    years = sorted({found for found, _month in sums} | {on.year}, reverse=True)
    chosen = year or max(({found for found, _month in sums}) or {on.year})
    of_year = movements.filter(on__year=chosen)
    if direction in DIRECTIONS:
        of_year = of_year.filter(DIRECTIONS[direction])
    page = key_page(
        of_year.select_related("bill", "question"),
        key="pk",
        size=PAGE_ROWS,
        descending=True,
        after=after,
        before=before,
    )
    months = [AccountMonth(number, *sums.get((chosen, number), (0, 0))) for number in range(1, 13)]
    return AccountYear(account.balance_fen, chosen, years, months, page, of_year.count())


def sums_by_month(movements: QuerySet[AccountMovement]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return what came in and what was spent, in fen, by year and month."""
    rows = (
        movements.annotate(year=ExtractYear("on"), number=ExtractMonth("on"))
        .values_list("year", "number")
        .annotate(came=Sum("amount_fen", filter=INCOMING), went=Sum("amount_fen", filter=OUTGOING))
    )
    return {(year, number): (came or 0, -(went or 0)) for year, number, came, went in rows}


def is_usable_while_stopped(person_id: int, *, on: date) -> bool:
    """Return whether the area where somebody is, or was last, insured as an employee lets the balance be used meanwhile.

    True where no rule is known, as the law of the country has it. One statement.
    """
    stays = Enrolment.objects.filter(person=person_id, insurance=Insurance.MEDICAL, kind=EnrolmentKind.EMPLOYEE)
    area = stays.order_by("-first_month", "-pk").values("area")[:1]
    rules = BenefitRule.objects.filter(area__in=area, payer=Payer.UNIT, in_force__contains=on)
    usable = rules.order_by("-pk").values_list("account_usable", flat=True).first()
    return usable is not False


def years_of(person_id: int) -> list[int]:
    """Return the years in which a person's account moved, the latest first."""
    moved = AccountMovement.objects.filter(account__person=person_id).annotate(year=ExtractYear("on"))
    return list(moved.order_by("-year").values_list("year", flat=True).distinct())


def questions_matching(state: str) -> QuerySet[MovementQuestion]:
    """Return questions about movements: those that wait (``asked``), the ``answered`` ones, or all."""
    questions = MovementQuestion.objects.select_related("movement__account__person")
    waiting = {"asked": True, "answered": False}.get(state)
    return questions if waiting is None else questions.filter(answered_at__isnull=waiting)


def question_numbered(number: str) -> MovementQuestion | None:
    about = ("movement__account__person", "movement__bill", "answered_by")
    return MovementQuestion.objects.select_related(*about).filter(number=number).first()
