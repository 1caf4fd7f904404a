"""What is in force, as values: one statement for a whole book, and a missing row is named."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.rules.errors import RuleBroken
from insurance.models import PolicyDocument
from insurance.rules.benefit_rule import Payer
from insurance.selectors import policy
from tests.factories import AreaFactory, UnitFactory
from tests.factories.policy import BenefitRuleFactory, UnitInjuryRateFactory, from_day, put_policy

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 10)


@pytest.fixture
def area():
    area = AreaFactory()
    put_policy(area)
    return area


def test_a_rule_book_is_one_statement(area, django_assert_num_queries):
    with django_assert_num_queries(1):
        book = policy.rule_books()[area.code]
    assert (book.area, len(book.versions)) == ("379901", 4)
    assert book.on(Payer.UNIT, DAY).source.article == "3"
    assert book.on(Payer.UNIT, date(2020, 12, 31)).source.document == "云人社发〔2011〕27号（演示）"


def test_the_books_of_all_areas_are_one_statement(area, django_assert_num_queries):
    BenefitRuleFactory(area__code="379902", payer="flexible")
    with django_assert_num_queries(1):
        books = policy.rule_books()
    assert {code: len(book.versions) for code, book in books.items()} == {"379901": 4, "379902": 1}


def test_an_area_without_rules_has_no_book():
    AreaFactory()
    assert policy.rule_books() == {}


@pytest.mark.parametrize(
    "asked",
    [
        policy.late_fee_rule_on,
        policy.resident_wait_rule_on,
        policy.unemployment_rule_on,
        policy.average_wage_on,
    ],
)
def test_every_value_names_its_row_and_a_missing_one_is_told(asked, area, django_assert_num_queries):
    with django_assert_num_queries(1):
        value = asked(area, DAY)
    assert (value.source.area, value.source.row is not None) == ("379901", True)
    assert value.source.evidence == PolicyDocument.objects.get(number=value.source.document).evidence
    with pytest.raises(RuleBroken, match="policy.missing"):
        asked(area, date(2010, 1, 1))


def test_the_average_wage_is_that_of_the_day(area):
    years = {year: policy.average_wage_on(area, date(year, 5, 1)).average_wage_fen for year in (2024, 2025, 2026)}
    assert years == {2024: 720_000, 2025: 740_000, 2026: 760_000}


def test_a_unit_pays_the_rate_of_its_class(area):
    rate = policy.injury_rate_of(UnitFactory(), DAY)
    assert rate.rate == Decimal("0.004")
    assert (rate.explanation.source.table, rate.explanation.source.key) == ("rates", "410 employee 2")


def test_the_rate_of_a_unit_floats_from_its_day_on(area):
    unit = UnitFactory()
    UnitInjuryRateFactory(unit=unit, injury_class=3, factor=Decimal("1.20"), in_force=from_day(2026, 9))
    assert policy.injury_rate_of(unit, date(2026, 8, 31)).rate == Decimal("0.004")
    assert policy.injury_rate_of(unit, DAY).rate == Decimal("0.0084")


def test_a_class_without_a_rate_is_told():
    with pytest.raises(RuleBroken, match="policy.missing"):
        policy.injury_rate_of(UnitFactory(), DAY)
