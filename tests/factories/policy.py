"""Policy in the database of a test: the reviewed rows themselves, or plain rows of one kind."""

from datetime import date
from decimal import Decimal

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from insurance.models import (
    BaseBound,
    BenefitRule,
    LateFee,
    PoolingArea,
    ResidentWait,
    UnemploymentDuration,
    UnitInjuryRate,
)
from insurance.services.policy_files import policy_files
from insurance.services.policy_in_force import put_in_force
from insurance.services.policy_loading import put_documents
from tests.factories.parties import UnitFactory
from tests.factories.record import ALWAYS, AreaFactory, DocumentFactory

WITHOUT_WINDOWS = ("bounds", "rates", "benefits", "late_fees", "resident_waits", "unemployment")


def put_policy(area: PoolingArea, *tables: str) -> None:
    """Put the reviewed rows of an area in force; all but the windows, which the area of a test has already."""
    shared, files = policy_files()
    [file] = [file for file in files if file.code == area.code]
    put_documents([*shared, *file.documents])
    put_in_force(area, [entry for entry in file.entries if entry.table in (tables or WITHOUT_WINDOWS)])


def put_references() -> None:
    """Put the reviewed rules of every area that is shown for comparison in force."""
    shared, files = policy_files()
    put_documents(shared)
    for file in files:
        if file.is_reference:
            area = PoolingArea.objects.create(
                code=file.code, name_zh=file.name_zh, name_en=file.name_en, is_reference=True
            )
            put_documents(file.documents)
            put_in_force(area, file.entries)


def from_day(year: int, month: int = 1, day: int = 1) -> DateRange:
    """Return the span of a row that is in force from a day on."""
    return DateRange(date(year, month, day), None)


class PolicyFactory(factory.django.DjangoModelFactory):
    """A row of the demo area, in force since 2020."""

    class Meta:
        abstract = True

    area = factory.SubFactory(AreaFactory)
    document = factory.SubFactory(DocumentFactory)
    in_force = ALWAYS


class BaseBoundFactory(PolicyFactory):
    class Meta:
        model = BaseBound

    lower_fen = 456_000
    upper_fen = 2_280_000
    average_wage_fen = 760_000


class BenefitRuleFactory(PolicyFactory):
    """Benefits rest from the unpaid month and return the month after the payment, whatever the gap."""

    class Meta:
        model = BenefitRule

    payer = "unit"
    family = "S4"
    stop_point = "unpaid_month"
    gap_unit = "days"
    tiers = factory.LazyFunction(
        lambda: [{"over": 0, "upto": None, "anchor": "payment_month", "wait_months": 1, "continuity": "kept"}]
    )
    day_count = "exclude_first"
    payment_month_counts = True
    new_enrolment_months = 1
    unpaid_waits_as_paid = False
    repayment_base = "average_wage_at_payment"
    late_fee_required = True
    account_usable = True


class LateFeeFactory(PolicyFactory):
    """Five per ten thousand a day from the day after the 25th, at most the amount itself."""

    class Meta:
        model = LateFee

    convention = "L1"
    daily_rate = Decimal("0.0005")
    capped = True
    due_day = 25
    roll = True


class ResidentWaitFactory(PolicyFactory):
    """Three months and one for each missed year; the season is September to December."""

    class Meta:
        model = ResidentWait

    opens_month, opens_day, closes_month, closes_day = 9, 1, 12, 31
    fixed_months = 3
    months_per_missed_year = 1
    months_per_repaired_year = 1
    floor_missed_years = 4
    floor_months = 6
    anchor = "same_day"
    counts_from_year = 2025


class UnemploymentFactory(PolicyFactory):
    """The national scale."""

    class Meta:
        model = UnemploymentDuration

    pieces = factory.LazyFunction(lambda: [[12, 12, None], [60, 18, None], [120, 24, None]])
    most_months = 24


class UnitInjuryRateFactory(factory.django.DjangoModelFactory):
    """A unit of class 2 at 80 per cent of its class."""

    class Meta:
        model = UnitInjuryRate

    unit = factory.SubFactory(UnitFactory)
    injury_class = 2
    factor = Decimal("0.80")
    in_force = ALWAYS
