"""Putting rows in force: a new one closes the one before it, and nothing that is ruled already changes."""

from datetime import date

import pytest

from insurance.models import BenefitRule, DeclarationWindow, LateFee
from insurance.rules.policy_entries import PolicyFault
from insurance.rules.policy_tables import entries_of
from insurance.rules.reduction_window import EffectiveRule
from insurance.selectors.policy import late_fee_rule_on, rule_books, window_on
from insurance.services.policy_in_force import supersede
from tests.factories import AreaFactory, UserFactory
from tests.factories.policy import put_policy
from tests.factories.record import DocumentFactory

pytestmark = pytest.mark.django_db

NEXT_YEAR = date(2027, 1, 1)
LATE_FEE = {"convention": "L3", "daily_rate": "0.0005", "capped": True, "due_day": 15, "roll": True}


@pytest.fixture
def area():
    area = AreaFactory()
    put_policy(area)
    DocumentFactory(number="云人社发〔2026〕50号")
    return area


def late_fee(first=NEXT_YEAR, **also):
    return entries_of("late_fees", {"from": first, "document": "云人社发〔2026〕50号", **LATE_FEE, **also})


def window(first, **also):
    plain = {"channel": "unit", "rule": "E-NEXT", "open_day": 1, "close_day": 25, "roll": True}
    dated = {"from": first, "document": "云人社发〔2026〕50号", "outside_window": "next_period"}
    return entries_of("windows", {**plain, **dated, **also})


def rows(model, area):
    return list(model.objects.filter(area=area).order_by("in_force").values())


def test_a_new_row_closes_the_one_before_it(area):
    assert supersede(area, late_fee()) == (1, 1)
    assert late_fee_rule_on(area, date(2026, 12, 31)).due_day == 25
    assert late_fee_rule_on(area, NEXT_YEAR).due_day == 15


def test_it_carries_who_entered_and_who_approved_it(area):
    editor, other = UserFactory(clerk=True), UserFactory(supervisor=True)
    supersede(area, late_fee(article="2"), entered_by=editor, approved_by=other)
    row = LateFee.objects.get(area=area, in_force__startswith=NEXT_YEAR)
    assert (row.entered_by, row.approved_by, row.article) == (editor, other, "2")


def test_an_exception_for_a_month_and_the_old_values_again(area):
    december = window(date(2026, 12, 1), close_day=31, until=NEXT_YEAR)
    afterwards = window(NEXT_YEAR)
    assert supersede(area, [*december, *afterwards]) == (2, 1)
    days = (date(2026, 11, 30), date(2026, 12, 1), NEXT_YEAR)
    assert [window_on(area, "unit", day).close_day for day in days] == [25, 31, 25]
    assert DeclarationWindow.objects.filter(area=area, channel="individual").count() == 1


@pytest.mark.parametrize("rule", EffectiveRule)
def test_every_effective_month_rule_can_be_put_in_force(area, rule):
    supersede(area, window(NEXT_YEAR, rule=rule.value, cutoff_day=15, december_freeze=True))
    found = window_on(area, "unit", NEXT_YEAR)
    assert (found.rule, found.cutoff_day, found.december_freeze) == (rule, 15, True)
    assert window_on(area, "unit", date(2026, 12, 31)).rule == EffectiveRule.NEXT


def test_days_without_any_row_are_refused(area):
    before = rows(LateFee, area)
    with pytest.raises(PolicyFault, match="^379901: late_fees: nothing is in force from 2027-02-01$"):
        supersede(area, late_fee(until=date(2027, 2, 1)))
    assert rows(LateFee, area) == before


def test_days_already_ruled_are_not_ruled_again(area):
    with pytest.raises(PolicyFault, match="late_fees from 2011-07-01 is in force with another convention, due_day"):
        supersede(area, late_fee(first=date(2011, 7, 1)))
    with pytest.raises(PolicyFault, match="late_fees from 2011-07-01: overlaps the one from 2011-01-01"):
        supersede(area, late_fee(first=date(2011, 1, 1)))


def test_a_row_that_follows_already_is_not_overlapped(area):
    supersede(area, late_fee())
    before = rows(LateFee, area)
    with pytest.raises(PolicyFault, match="late_fees from 2026-06-01: overlaps the one from 2011-07-01"):
        supersede(area, late_fee(first=date(2026, 6, 1)))
    assert rows(LateFee, area) == before


def test_a_document_nobody_described_is_refused(area):
    with pytest.raises(PolicyFault, match="^379901: late_fees from 2027-01-01: document 某文件 is not described$"):
        supersede(area, late_fee(document="某文件"))


def test_the_same_again_changes_nothing(area):
    supersede(area, late_fee())
    before = rows(LateFee, area)
    assert supersede(area, late_fee()) == (0, 0)
    assert rows(LateFee, area) == before


def test_a_rule_of_one_payer_leaves_the_other_alone(area):
    row = {"payer": "flexible", "family": "WH", "stop_point": "unpaid_month", "gap_unit": "months"}
    tiers = {"tiers": [{"over": 0, "anchor": "day_after_credit"}]}
    supersede(area, entries_of("benefits", {**row, **tiers, "from": NEXT_YEAR, "document": "云人社发〔2026〕50号"}))
    book = rule_books()[area.code]
    assert (book.on("flexible", NEXT_YEAR).family, book.on("unit", NEXT_YEAR).family) == ("WH", "S4")
    assert book.on("flexible", date(2026, 12, 31)).family == "S4", "the past keeps its rule"
    assert BenefitRule.objects.filter(area=area, payer="unit", in_force__upper_inf=True).count() == 1
