"""The books of a month are closed once it is over and assessed, one month after the other; then its rows stand."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from accounts.rules.errors import RuleBroken
from insurance.models import Assessment, ClosedMonth, ContributionLine
from insurance.rules.months import Month
from insurance.selectors.assessment_runs import open_of_month
from insurance.services.assessing import assess
from insurance.services.closing_months import close
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory, employ
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory

AUGUST, SEPTEMBER = Month(2026, 8), Month(2026, 9)
OVER = date(2026, 10, 9)


@pytest.fixture
def area(db):
    area = AreaFactory()
    put_policy(area)
    employ(PersonFactory(), UnitFactory())
    assess(area, AUGUST, actor=None, at=NOW, on=date(2026, 8, 10))
    return area


def shut(area, month=AUGUST, *, on=TODAY, actor=None):
    return close(area, month, actor=actor, at=NOW, on=on)


def test_a_month_that_is_over_and_assessed_is_closed_and_traced(area):
    shut(area)
    assert ClosedMonth.objects.get().month == AUGUST.first_day
    assert AuditEntry.objects.get(action="month.closed").facts == {"month": "2026-08"}


def test_lines_of_a_closed_month_stand(area):
    shut(area)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionLine.objects.update(pension_own=1)
    with pytest.raises(RuleBroken, match="assess.before_records|assess.closed"):
        assess(area, Month(2026, 7), actor=None, at=NOW, on=TODAY)


def test_what_comes_later_for_a_closed_month_is_a_new_row(area):
    shut(area)
    unit = Assessment.objects.get().unit
    employ(PersonFactory(), unit, since=AUGUST.first_day)
    assess(area, SEPTEMBER, actor=None, at=NOW, on=TODAY)
    assert Assessment.objects.get(month=AUGUST.first_day, kind="supplement").corrects.kind == "regular"


def test_what_is_open_is_told_before(area):
    assert open_of_month(area, AUGUST) == {"bills": 2, "fen": 293_600, "parts": 0, "waiting": 0}


@pytest.mark.parametrize(
    ("month", "on", "code"),
    [
        (AUGUST, date(2026, 8, 31), "closing.not_over"),
        (SEPTEMBER, OVER, "closing.not_assessed"),
        (Month(2026, 7), OVER, "closing.not_assessed"),
    ],
)
def test_other_months_are_refused(area, month, on, code):
    with pytest.raises(RuleBroken, match=code):
        shut(area, month, on=on)
    assert not ClosedMonth.objects.exists()


def test_an_earlier_month_is_closed_first_and_none_twice(area):
    assess(area, SEPTEMBER, actor=None, at=NOW, on=TODAY)
    with pytest.raises(RuleBroken, match="closing.earlier_open"):
        shut(area, SEPTEMBER, on=OVER)
    shut(area)
    shut(area, SEPTEMBER, on=OVER)
    with pytest.raises(RuleBroken, match="closing.closed_already"):
        shut(area, SEPTEMBER, on=OVER)


def test_who_may_not_is_refused(area):
    with pytest.raises(RuleBroken, match="account.not_allowed"):
        shut(area, actor=UserFactory(clerk=True))
