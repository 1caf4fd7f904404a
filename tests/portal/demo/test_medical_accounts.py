"""Personal accounts of the demo city: two years for everybody insured as an employee, and the books agree."""

import pytest
from django.db.models import Count, Max, Min, Q, Sum

from insurance.models import AccountMovement, ContributionLine, PersonalAccount
from insurance.rules.kinds import BillState
from insurance.rules.months import Month
from insurance.rules.personal_account import MovementKind
from insurance.selectors.book_checks import check_all
from tests.factories import TODAY
from tests.portal.demo.conftest import PERSONS

pytestmark = pytest.mark.django_db

SINCE = (Month.of(TODAY) - 24).first_day


def test_everybody_for_whom_a_unit_paid_has_an_account_and_nobody_else(demo_city):
    paid = ContributionLine.objects.filter(
        assessment__unit__isnull=False,
        assessment__bills__agency="medical",
        assessment__bills__state=BillState.PAID,
        medical_own__gt=0,
    )
    people = set(paid.values_list("person_id", flat=True))
    assert len(people) > PERSONS / 3
    assert set(PersonalAccount.objects.values_list("person_id", flat=True)) == people


def test_movements_of_every_kind_lie_in_the_two_years_and_were_never_more_than_there_was(demo_city):
    told = AccountMovement.objects.aggregate(first=Min("on"), last=Max("on"), least=Min("balance_fen"))
    assert told["first"] == SINCE
    assert told["last"] <= TODAY
    assert told["least"] >= 0
    kinds = set(AccountMovement.objects.values_list("kind", flat=True))
    assert kinds == {str(kind) for kind in MovementKind} - {"taken_back"}


def test_every_balance_is_the_sum_of_its_movements_and_of_the_last_one(demo_city):
    accounts = PersonalAccount.objects.annotate(total=Sum("movements__amount_fen"), last=Max("movements__pk"))
    assert [account.pk for account in accounts if account.balance_fen != account.total] == []
    last = AccountMovement.objects.in_bulk([account.last for account in accounts])
    assert all(last[account.last].balance_fen == account.balance_fen for account in accounts)


def test_nothing_comes_in_but_from_bills_and_the_balance_taken_over(demo_city):
    counted = AccountMovement.objects.aggregate(
        openings=Count("pk", filter=Q(kind=MovementKind.OPENING)),
        without=Count("pk", filter=Q(kind=MovementKind.CREDIT, bill=None)),
    )
    assert counted["openings"] > 0
    assert counted["without"] == 0


def test_the_books_agree(demo_city):
    assert [line for check in check_all() for line in check.lines()] == []
